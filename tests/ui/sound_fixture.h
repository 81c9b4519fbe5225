// A window with recordings that are listened through by a stand-in for the network, and hands to work in it.
#pragma once

#include <atomic>

#include <QMimeData>

#include "core/formats/sound_writer.h"
#include "tests/support/bright_middle.h"
#include "tests/ui/bench_fixture.h"
#include "ui/hydrophone/sound_tab.h"
#include "widgets/spectrogram_view.h"

namespace sightline::ui {

/// Counts the pictures it was asked about.
class CountingMiddle final : public learning::Classifier {
public:
    static inline std::atomic<int> pictures{0};
    explicit CountingMiddle(learning::ModelPtr model) : m_middle(std::move(model)) {}
    [[nodiscard]] const learning::ModelInfo& info() const override { return m_middle.info(); }
    [[nodiscard]] std::string device() const override { return m_middle.device(); }
    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        pictures += static_cast<int>(examples.size());
        return m_middle.classify(examples);
    }

private:
    testing::BrightMiddle m_middle;
};

inline ModelLoader listeningLoader()
{
    return [](const std::optional<std::filesystem::path>& file, const domains::Domain& domain, const std::string& task,
              learning::DeviceChoice choice) -> Result<LoadedModel> {
        if (domain.id() != "hydrophone") {
            return standInLoader()(file, domain, task, choice);
        }
        LoadedModel loaded;
        auto model = std::make_shared<learning::Model>();
        learning::ModelInfo& info = model->info;
        info.id = "listens000000001";
        info.name = "Bright middle";
        info.domain = domain.id();
        info.task = task;
        info.classIds = {"upcall", "background"};
        info.recipe = domain.defaultRecipe(task);
        info.channels = 1;
        info.height = 48;
        info.width = 64;
        info.report.dataOrigin = "simulated";
        learning::Detection detection;
        detection.background = "background";
        detection.smoothSteps = 6;
        detection.separationSeconds = 1.5;
        detection.marginSeconds = 0.5;
        info.detection = detection;
        loaded.info = info;
        loaded.device.device = "cpu";
        loaded.classifier = std::make_shared<CountingMiddle>(model);
        return loaded;
    };
}

/// A file of so many seconds with calls at those moments.
inline QString sound(const BenchFixture& fixture, const QString& name, double seconds, const std::vector<double>& calls)
{
    const QString path = fixture.folder.filePath(name);
    auto writer = formats::SoundWriter::create(words::toPath(path), testing::rateHz, 1);
    if (!writer || !writer->write(testing::soundWithCalls(seconds, calls)) || !writer->close()) {
        qFatal("cannot write a test sound");
    }
    return path;
}

inline SoundTab* tabOf(const BenchFixture& fixture)
{
    return fixture.window->findChild<SoundTab*>();
}

inline Bench& benchOf(const BenchFixture& fixture)
{
    return *fixture.session->bench("hydrophone");
}

/// Of all rows of the list, the samples.
inline std::vector<std::string> names(const BenchFixture& fixture)
{
    std::vector<std::string> all;
    for (int i = 0; i < benchOf(fixture).store().size(); ++i) {
        all.push_back(benchOf(fixture).store().row(i).key().sample);
    }
    return all;
}

inline widgets::SpectrogramView& spectrogramOf(const BenchFixture& fixture)
{
    return tabOf(fixture)->sound().panel().spectrogram();
}

/// Two calls heard in a minute, the first event chosen and in view.
inline void openMinute(const BenchFixture& fixture)
{
    fixture.window->openPaths({sound(fixture, QStringLiteral("dive.wav"), 60, {15, 40})});
    QTRY_COMPARE_WITH_TIMEOUT(benchOf(fixture).store().size(), 3, 20000);
    tabOf(fixture)->review().select(benchOf(fixture).store().row(1).key());
    spectrogramOf(fixture).zoomTime(15, 6);
}

inline void dropOn(QWidget& view, const QString& file)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    QDragEnterEvent enter({40, 40}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&view, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({40, 40}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&view, &drop);
}

inline std::vector<Label> labelsOf(const BenchFixture& fixture)
{
    fixture.session->settle();
    return fixture.session->workspace()->labels("hydrophone", "calls").value_or(std::vector<Label>{});
}

inline std::size_t eventCount(const BenchFixture& fixture)
{
    return fixture.session->workspace()->events("hydrophone", "calls").value_or(std::vector<LabelEvent>{}).size();
}

}  // namespace sightline::ui
