// A long recording on the screen: time to the first picture, stalls while panning and zooming, memory. Figures are
// printed, never asserted. Without FILE one is made in the folder for temporary files (noise and chirps at 48 kHz, 16
// bit, 8.3 GB for 24 hours) and deleted at the end.
//
//   QT_QPA_PLATFORM=offscreen bench-sound [FILE | HOURS]
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#if defined(__unix__)
#include <sys/resource.h>
#endif

#include "core/base/file.h"
#include "core/formats/sound_writer.h"
#include "tests/bench/stall_meter.h"
#include "ui/hydrophone/sound_panel.h"
#include "widgets/overview_strip.h"
#include "widgets/spectrogram_view.h"
#include "widgets/waveform_view.h"

using namespace sightline;
using namespace sightline::ui;
using sightline::bench::StallMeter;

namespace {

/// A minute of noise with a sweep in it, again and again: what matters is its length.
bool makeSound(const std::filesystem::path& path, double hours)
{
    constexpr int rate = 48000;
    std::vector<float> minute(static_cast<std::size_t>(rate) * 60);
    std::uint32_t state = 1;
    for (std::size_t i = 0; i < minute.size(); ++i) {
        state = state * 1664525U + 1013904223U;
        const double t = static_cast<double>(i % rate) / rate;
        const double sweep = i < rate ? 0.1 * std::sin(6.283185 * (500 + 2000 * t) * t) : 0.0;
        minute[i] = static_cast<float>(0.02 * (static_cast<double>(state >> 8) / (1 << 23) - 1) + sweep);
    }
    auto writer = formats::SoundWriter::create(path, rate, 1);
    for (int written = 0; writer && written < hours * 60; ++written) {
        if (!writer->write(minute))
            return false;
    }
    return writer && writer->close();
}

double peakMebibytes()
{
#if defined(__unix__)
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<double>(used.ru_maxrss) / 1024;
#else
    return 0;
#endif
}

}  // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    QTemporaryDir folder;
    const QString given = argc > 1 ? QString::fromLocal8Bit(argv[1]) : QString();
    bool isHours = false;
    const double hours = given.toDouble(&isHours);
    std::filesystem::path path = pathFromUtf8(given.toStdString());
    if (given.isEmpty() || isHours) {
        path = pathFromUtf8(folder.filePath(QStringLiteral("sound.wav")).toStdString());
        if (!makeSound(path, isHours ? hours : 24))
            return 1;
    }
    jobs::ThreadLane io(2, jobs::Standing::Behind), behind(1, jobs::Standing::Behind);
    SoundPanel panel(io, behind);
    panel.resize(1280, 760);
    panel.show();
    QCoreApplication::processEvents();
    StallMeter meter;
    widgets::SpectrogramView& view = panel.spectrogram();
    const auto settled = [&] { return view.tiles().running() == 0; };
    const auto painted = [&] {
        view.grab();
        return view.decibelAt(view.plotArea().center()).has_value() && !panel.waveform().part().low.empty();
    };
    meter.begin();
    const auto file = formats::SoundFile::open(path);
    if (!file)
        return 1;
    panel.setSound(*file, pathFromUtf8(folder.path().toStdString()));
    meter.run("open: the first picture of all of it", painted);
    const double seconds = panel.timeline().seconds();
    std::printf("%.1f hours, %.0f MB of memory at most so far\n", seconds / 3600, peakMebibytes());
    const auto show = [&](double begin, double length) {
        Q_EMIT panel.overview().shownChanged({begin, begin + length});
    };
    meter.begin();
    int step = 0;
    meter.run("pan over an hour, 200 steps", [&] {
        show(seconds / 3 + step * 18, std::min(60.0, seconds / 4));
        return ++step > 200;
    });
    meter.begin();
    meter.run("… until everything shown is exact", settled);
    meter.begin();
    double length = seconds;
    meter.run("zoom from all of it to 10 ms", [&] {
        length /= 1.1;
        show(seconds / 2, length);
        return length < 0.01;
    });
    meter.begin();
    meter.run("… until everything shown is exact", settled);
    meter.begin();
    meter.run("zoom out again", [&] {
        length *= 1.25;
        show(seconds / 2 - length / 2, length);
        return length > seconds;
    });
    meter.begin();
    bool ready = false;
    QObject::connect(&panel, &SoundPanel::prepared, [&] { ready = true; });
    meter.run(
        "waveform and overview of all of it made", [&] { return ready || panel.isPrepared(); }, 600000);
    meter.begin();
    meter.run("… until everything shown is exact", settled);
    std::printf("%.0f MB of memory at most\n", peakMebibytes());
    return 0;
}
