// Sound files as the views want them: clock with pauses, tiles rough and exact, waveform, what is kept on disk.
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <numbers>

#include "core/base/file.h"
#include "core/formats/sound_writer.h"
#include "ui/hydrophone/playback_sound.h"
#include "ui/hydrophone/sound_preparation.h"
#include "ui/hydrophone/sound_source.h"
#include "ui/hydrophone/spectrogram_presets.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

double tone(double hertz, double seconds)
{
    return std::sin(2 * std::numbers::pi * hertz * seconds);
}

class Place {
public:
    [[nodiscard]] std::filesystem::path folder() const { return pathFromUtf8(m_folder.path().toStdString()); }
    SoundFileRef wav(int rate, double seconds, const std::function<double(double)>& signal,
                     const char* name = "sound.wav") const
    {
        const auto path = folder() / name;
        auto writer = formats::SoundWriter::create(path, rate, 1, formats::WavSamples::Signed24);
        std::vector<float> samples(static_cast<std::size_t>(rate * seconds));
        for (std::size_t i = 0; i < samples.size(); ++i)
            samples[i] = static_cast<float>(signal(static_cast<double>(i) / rate));
        if (!writer || !writer->write(samples) || !writer->close())
            return {};
        return formats::SoundFile::open(path).value_or(nullptr);
    }

private:
    QTemporaryDir m_folder;
};

/// The largest value of a tile's column at a frequency.
double decibelAt(const SoundSpectrogram& source, const dsp::SpectrogramTile& tile, int column, double hertz)
{
    const auto bin = static_cast<std::size_t>(std::lround(hertz / source.shape().hertzPerBin));
    const float power = tile.maximum[static_cast<std::size_t>(column) * static_cast<std::size_t>(tile.bins) + bin];
    return 10 * std::log10(static_cast<double>(power)) + source.shape().decibelOffset;
}

}  // namespace

class SoundSourceTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void segmentsBecomeStretches()
    {
        formats::SoundInfo info;
        info.rateHz = 100;
        info.frames = 4000;
        constexpr formats::Microseconds began = 1626308820000000;
        info.start = formats::StartTime{began, true, "HARP header", {}};
        info.segments = {{0, 1000, began, 100, 0, false},
                         {1000, 1000, began + 10000000, 100, 0, false},
                         {2000, 1000, began + 60000000, 100, 0, true},
                         // A clock that runs back does not make time do so.
                         {3000, 1000, began + 1000000, 100, 0, true}};
        const widgets::Timeline timeline = timelineOf(info, QStringLiteral("local"));
        QCOMPARE(timeline.stretches().size(), std::size_t{2});
        QCOMPARE(timeline.stretches()[0], (widgets::Stretch{0, 0, 20}));
        QCOMPARE(timeline.stretches()[1], (widgets::Stretch{60, 20, 20}));
        QCOMPARE(timeline.start().value_or(0), began);
        QCOMPARE(timeline.clock(), QStringLiteral("UTC"));
        info.start->utc = false;
        QCOMPARE(timelineOf(info, QStringLiteral("local")).clock(), QStringLiteral("local"));
        info.segments = {{0, 4000, {}, 100, 0, false}};
        QVERIFY(!timelineOf(info, {}).start());
        QVERIFY(timelineOf(formats::SoundInfo{}, {}).stretches().empty());
    }

    void aSineOfFullScaleIsZeroDecibel()
    {
        const Place place;
        const SoundFileRef file = place.wav(8000, 4, [](double t) { return 0.5 * tone(1000, t); });
        QVERIFY(file);
        const auto source = SoundSpectrogram::create(file, {{256, 256, 128}, {0}});
        QVERIFY(source);
        NoProgress unheard;
        const auto tile = (*source)->tile(0, 0, 0, unheard);
        QVERIFY(tile);
        QVERIFY(std::abs(decibelAt(**source, *tile, 100, 1000) + 6.02) < 0.1);
        QVERIFY(decibelAt(**source, *tile, 100, 3000) < -90);
        QCOMPARE((*source)->shape().framesPerSecond, 62.5);
        QCOMPARE((*source)->shape().highestHertz(), 4000.0);
    }

    void whatCannotBeIsRefused()
    {
        const Place place;
        const SoundFileRef file = place.wav(8000, 1, [](double) { return 0.0; });
        QVERIFY(!SoundSpectrogram::create(file, {{256, 256, 128}, {1}}));
        QVERIFY(!SoundSpectrogram::create(file, {{512, 256, 128}, {0}}));
    }

    void anOverviewTellsWhatTilesTell()
    {
        const Place place;
        // Long enough for three levels below the overview's.
        const SoundFileRef file =
            place.wav(2000, 700, [](double t) { return t > 300 && t < 300.2 ? tone(500, t) : 0.01 * tone(300, t); });
        const auto source = SoundSpectrogram::create(file, {{2048, 2048, 32}, {0}});
        QVERIFY(source && (*source)->needsOverview());
        const int level = SoundOverview::levelFor((*source)->shape().grid, (*source)->shape().bins);
        QVERIFY(level >= 3);
        NoProgress unheard;
        const auto before = (*source)->tile(level + 1, 0, 0, unheard);
        QVERIFY(before && !before->estimated);
        QVERIFY((*source)->passes(level + 4).back() > 0);
        const auto overview = (*source)->buildOverview(unheard);
        QVERIFY(overview);
        QCOMPARE(overview->level(), level);
        (*source)->setOverview(std::make_shared<SoundOverview>(*overview));
        QCOMPARE((*source)->passes(level + 4), std::vector<std::int64_t>{0});
        const auto after = (*source)->tile(level + 1, 0, 0, unheard);
        QVERIFY(after);
        QCOMPARE(after->columns, before->columns);
        for (std::size_t i = 0; i < before->maximum.size(); i += 7) {
            const double exact = 10 * std::log10(std::max(before->maximum[i], 1e-24F));
            const double kept = 10 * std::log10(std::max(after->maximum[i], 1e-24F));
            QVERIFY(std::abs(exact - kept) < 0.1);
        }
        // The call of a fifth of a second is still there when one tile shows everything.
        const auto all = (*source)->tile((*source)->shape().grid.levelOfAll(), 0, 0, unheard);
        QVERIFY(all);
        const auto column = static_cast<int>(300.0 / 700 * all->columns);
        double most = -999;
        for (int x = column - 2; x <= column + 2; ++x)
            most = std::max(most, decibelAt(**source, *all, x, 500));
        QVERIFY(most > -12);
        // On disk and back.
        const auto again = SoundOverview::fromBytes(overview->bytes(), overview->grid(), overview->bins());
        QVERIFY(again);
        QCOMPARE(again->bytes(), overview->bytes());
        QVERIFY(!SoundOverview::fromBytes(overview->bytes(), {overview->grid().frames + 1}, overview->bins()));
        QVERIFY(!SoundOverview::fromBytes(overview->bytes().substr(1), overview->grid(), overview->bins()));
    }

    void theWaveformIsTheSamplesExtremes()
    {
        const Place place;
        const SoundFileRef file =
            place.wav(8000, 60, [](double t) { return t > 30 && t < 30.01 ? 0.9 : 0.1 * tone(50, t); });
        const SoundWaveform waveform(file, {0});
        NoProgress unheard;
        const auto all = waveform.part({0, file->info().frames}, 600, unheard);
        QVERIFY(all && all->samples.empty() && !all->estimated);
        QCOMPARE(all->low.size(), std::size_t{600});
        QVERIFY(std::abs(all->high[300] - 0.9F) < 1e-4F);
        QVERIFY(std::abs(all->high[200] - 0.1F) < 1e-3F && std::abs(all->low[200] + 0.1F) < 1e-3F);
        const auto few = waveform.part({8000, 300}, 600, unheard);
        QVERIFY(few);
        QCOMPARE(few->samples.size(), std::size_t{300});
    }

    void whatWasPreparedIsKept()
    {
        const Place place;
        const SoundFileRef file = place.wav(2000, 1200, [](double t) { return 0.1 * tone(300, t); });
        const SpectrogramSettings settings{{2048, 2048, 32}, {0}};
        jobs::InlineLane lane;
        const auto derived = place.folder() / "derived";
        const auto prepare = [&] {
            const auto source = SoundSpectrogram::create(file, settings);
            const auto waveform = std::make_shared<SoundWaveform>(file, formats::ChannelChoice{0});
            SoundPreparation preparation(lane);
            QSignalSpy overview(&preparation, &SoundPreparation::overviewReady),
                waves(&preparation, &SoundPreparation::waveformReady),
                levels(&preparation, &SoundPreparation::levelsReady);
            preparation.start(file, *source, settings, waveform, derived);
            const bool ended = QTest::qWaitFor([&] {
                return overview.size() == 1 && waves.size() == 1 && !levels.isEmpty() && !preparation.running();
            });
            return ended && (*source)->overview() && waveform->pyramid();
        };
        QVERIFY(prepare());
        const auto kept = [&] {
            std::vector<std::filesystem::path> files;
            for (const auto& entry : std::filesystem::directory_iterator(derived / "sounds"))
                files.push_back(entry.path());
            std::sort(files.begin(), files.end());
            return files;
        };
        const auto files = kept();
        QCOMPARE(files.size(), std::size_t{2});
        // A second time it is fetched: what stands there is believed while it is whole …
        const auto stamp = std::filesystem::last_write_time(files[0]);
        QVERIFY(prepare());
        QVERIFY(std::filesystem::last_write_time(files[0]) == stamp);
        // … and made anew where it is not.
        std::filesystem::resize_file(files[0], 10);
        QVERIFY(prepare());
        QVERIFY(std::filesystem::file_size(files[0]) > 10);
        // Another FFT is another overview of the same sound; the waveform stays.
        QVERIFY(SoundPreparation::derivedFile(derived, file->path(), "overview-1") !=
                SoundPreparation::derivedFile(derived, file->path(), "overview-2"));
        QVERIFY(SoundPreparation::derivedFile({}, file->path(), "overview-1").empty());
    }

    void pitchMovesWithSpeed()
    {
        const Place place;
        const SoundFileRef file =
            place.wav(8000, 10, [](double t) { return 0.3 + 0.01 * tone(500, t) + 0.01 * tone(3000, t); });
        NoProgress unheard;
        PlaybackSettings settings;
        settings.speed = 2;
        settings.band = dsp::Band{300, 800};
        settings.outputHz = 48000;
        const auto heard = playbackOf(file, {0}, {2, 6}, settings, unheard);
        QVERIFY(heard);
        QCOMPARE(heard->size(), std::size_t{96000});
        // A tone of 500 Hz an octave up crosses zero 2,000 times a second; offset and 3 kHz are filtered away.
        int crossings = 0;
        for (std::size_t i = 1; i < heard->size(); ++i)
            crossings += ((*heard)[i - 1] < 0) != ((*heard)[i] < 0) ? 1 : 0;
        QVERIFY2(std::abs(crossings - 4000) < 10, qPrintable(QString::number(crossings)));
        const float loudest = *std::max_element(heard->begin(), heard->end());
        QVERIFY(std::abs(loudest - 0.01F) < 0.001F);
        QVERIFY(std::abs(gainFor(*heard) - 50) < 5);
        // The next stretch goes on where this one ends.
        const auto whole = playbackOf(file, {0}, {2, 4}, settings, unheard);
        const auto second = playbackOf(file, {0}, {3, 4}, settings, unheard);
        QVERIFY(whole && second);
        for (std::size_t i = 0; i < 1000; ++i)
            QVERIFY(std::abs((*whole)[24000 + i] - (*second)[i]) < 0.001F);
        // Too loud is bent, not cut.
        settings.gain = 1000;
        const auto loud = playbackOf(file, {0}, {2, 3}, settings, unheard);
        QVERIFY(loud);
        for (const float value : *loud)
            QVERIFY(std::abs(value) <= 1);
    }

    void presetsFitEverySound()
    {
        for (const SpectrogramPreset& preset : spectrogramPresets()) {
            QVERIFY(!preset.name.isEmpty() && !preset.source.isEmpty());
            for (const double rate : {100.0, 2000.0, 48000.0, 384000.0}) {
                QVERIFY2(dsp::Stft::create(stftOf(preset, rate)), preset.id.c_str());
                const Interval band = bandOf(preset, rate);
                QVERIFY(band.begin >= 0 && band.end <= rate / 2 && band.length() > 0);
            }
        }
        const auto presets = spectrogramPresets();
        const auto whale =
            std::find_if(presets.begin(), presets.end(), [](const auto& p) { return p.id == "right-whale"; });
        QCOMPARE(stftOf(*whale, 2000).window, 256);
        QCOMPARE(stftOf(*whale, 2000).hop, 64);
        QCOMPARE(stftOf(*whale, 4000).window, 512);
        QCOMPARE(bandOf(*whale, 2000), (Interval{50, 350}));
    }
};

QTEST_MAIN(SoundSourceTest)
#include "test_sound_source.moc"
