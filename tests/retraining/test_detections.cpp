// Long recordings: label tables become examples, models listen through, and what they find is counted.
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <fstream>
#include <numbers>
#include <numeric>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/diagnosis/scan.h"
#include "core/formats/sound_writer.h"
#include "core/retraining/detections.h"
#include "core/retraining/training.h"
#include "tests/support/bright_middle.h"
#include "tests/support/fake_engine.h"

using namespace sightline;
using namespace sightline::testing;
namespace fs = std::filesystem;

namespace {

constexpr double soundSeconds = 240;
/// Where the simulated calls have their middle.
constexpr double callSeconds[] = {15, 40, 62, 90, 118, 140, 171, 205};

class ListeningEngine final : public NearestMeanEngine {
public:
    [[nodiscard]] Result<std::unique_ptr<learning::Classifier>> open(learning::ModelPtr model) override
    {
        return std::make_unique<BrightMiddle>(std::move(model));
    }
};

std::string ravenRow(int number, double begin, double end, const std::string& species, const std::string& confidence)
{
    return std::to_string(number) + "\tSpectrogram 1\t1\t" + std::to_string(begin) + "\t" + std::to_string(end) +
           "\t60\t200\t" + species + "\t" + confidence + "\n";
}

}  // namespace

class TestDetections : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    ListeningEngine m_engine;
    NoProgress m_quiet;
    const domains::Domain& m_domain = *domains::findDomain("hydrophone");

    [[nodiscard]] fs::path file(const std::string& name) const
    {
        return pathFromUtf8(m_dir.path().toStdString()) / pathFromUtf8(name);
    }
    fs::path table(const std::string& name, const std::string& rows) const
    {
        const fs::path path = file(name);
        std::ofstream(path) << "Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\t"
                               "Species\tConfidence\n"
                            << rows;
        return path;
    }
    [[nodiscard]] static std::string calls(std::size_t first, std::size_t last)
    {
        std::string rows;
        for (std::size_t k = first; k < last; ++k) {
            rows += ravenRow(static_cast<int>(k + 1), callSeconds[k] - 0.7, callSeconds[k] + 0.7, "RIWH", "Detected");
        }
        return rows;
    }
    Result<retraining::GatheredExamples> gathered(const fs::path& labels, std::vector<std::string> only = {},
                                                  const Answers& answers = {})
    {
        retraining::GatherOptions options;
        options.domain = &m_domain;
        options.task = "calls";
        options.data = {file("dive.wav")};
        options.labelFiles = {labels};
        options.answers = answers;
        options.recipe = m_domain.defaultRecipe("calls");
        options.onlyClasses = std::move(only);
        return retraining::gather(options, !options.onlyClasses.empty(), m_quiet);
    }
    Result<learning::Model> trained(const retraining::GatheredExamples& examples)
    {
        return retraining::trainModel(m_engine, examples, m_domain.defaultRecipe("calls"),
                                      retraining::defaultRequest(m_domain, "calls"), m_quiet);
    }
    std::unique_ptr<learning::Classifier> opened(learning::Model model)
    {
        auto classifier = m_engine.open(std::make_shared<const learning::Model>(std::move(model)));
        return classifier ? std::move(*classifier) : nullptr;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        auto writer = formats::SoundWriter::create(file("dive.wav"), rateHz, 1);
        QVERIFY(writer &&
                writer->write(soundWithCalls(soundSeconds,
                                             std::vector<double>(std::begin(callSeconds), std::end(callSeconds)))) &&
                writer->close());
    }

    void aSelectionTableIsALabelFile()
    {
        const auto examples = gathered(table("dive.Table.1.selections.txt", calls(0, 8)));
        QVERIFY2(examples.has_value(), examples ? "" : examples.error().text().c_str());
        const Dataset& dataset = examples->dataset;
        QCOMPARE(dataset.classIds, (std::vector<std::string>{"upcall", "background"}));
        std::size_t found = 0;
        for (std::size_t i = 0; i < dataset.samples.size(); ++i) {
            const Interval window = *examples->sampleOf(i).extent.seconds;
            const bool holdsCall = std::any_of(std::begin(callSeconds), std::end(callSeconds),
                                               [&](double at) { return std::abs(window.middle() - at) < 0.7; });
            QCOMPARE(dataset.samples[i].classId == "upcall", holdsCall);
            found += holdsCall ? 1 : 0;
        }
        QCOMPARE(found, std::size_t{8});
        QVERIFY(dataset.samples.size() > 60);
        // One recording: its minutes stand for sources.
        QVERIFY(examples->byBlocks);
        QCOMPARE(QString::fromStdString(retraining::groupedBy(*examples)), "blocks");
        QCOMPARE(examples->labels.front().size(), std::size_t{8});
    }

    void ourOwnLabelFileAndAnOtherColumnSayTheSame()
    {
        const fs::path own = file("own.csv");
        std::ofstream(own) << "path,sample,label,group\ndive.wav,14.3-15.7,up call,\ndive.wav,100-110,masked,\n";
        const auto examples = gathered(own);
        QVERIFY2(examples.has_value(), examples ? "" : examples.error().text().c_str());
        QCOMPARE(std::count_if(examples->dataset.samples.begin(), examples->dataset.samples.end(),
                               [](const LabelledSample& one) { return one.classId == "upcall"; }),
                 std::ptrdiff_t{1});
        for (std::size_t i = 0; i < examples->dataset.samples.size(); ++i) {
            QCOMPARE(examples->sampleOf(i).extent.seconds->overlap({100, 110}), 0.0);
        }
        std::ofstream(own) << "path,sample,label,group\ndive.wav,7,upcall,\n";
        const auto wrong = gathered(own);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().where.line.value_or(0), std::int64_t{2});
        const auto renamed = gathered(table("dive.Table.2.txt", calls(0, 8)), {}, {{"label", "Confidence"}});
        QVERIFY2(renamed.has_value(), renamed ? "" : renamed.error().text().c_str());
        QVERIFY(std::find(renamed->dataset.classIds.begin(), renamed->dataset.classIds.end(), "Detected") !=
                renamed->dataset.classIds.end());
    }

    void aTableOfNobodysSoundIsNamed()
    {
        const auto lost = gathered(table("other.txt", calls(0, 2)));
        QVERIFY(!lost);
        QCOMPARE(lost.error().code, ErrorCode::NotFound);
        QVERIFY(lost.error().where.file.find("other.txt") != std::string::npos);
    }

    void aModelFindsWhatItLearntElsewhere()
    {
        // The first half to learn from, the second to judge; what is hidden is neither.
        const auto learnt =
            gathered(table("dive.train.txt", calls(0, 4) + ravenRow(99, 105, soundSeconds, "masked", "")));
        QVERIFY2(learnt.has_value(), learnt ? "" : learnt.error().text().c_str());
        const auto model = trained(*learnt);
        QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
        QVERIFY(model->info.detection.has_value());
        QCOMPARE(model->info.detection->chosenOn, std::size_t{4});
        QCOMPARE(QString::fromStdString(model->info.detection->background), "background");
        const auto classifier = opened(*model);
        const auto judged =
            gathered(table("dive.judge.txt", calls(0, 8) + ravenRow(99, 0, 100, "masked", "")), model->info.classIds);
        QVERIFY2(judged.has_value(), judged ? "" : judged.error().text().c_str());
        const auto evaluation = retraining::evaluateDetections(*classifier, *judged, 4, m_quiet);
        QVERIFY2(evaluation.has_value(), evaluation ? "" : evaluation.error().text().c_str());
        QCOMPARE(evaluation->boxes, std::size_t{4});
        QCOMPARE(evaluation->counts.found, std::size_t{4});
        QVERIFY(evaluation->counts.falseAlarms <= 1);
        QVERIFY(evaluation->figures.at("window_ap").value > 0.9);
        QVERIFY(std::abs(evaluation->listenedHours - 140.0 / 3600) < 0.001);
        QVERIFY(evaluation->drawnByBlocks);
        const auto json = retraining::toJson(*evaluation);
        for (const char* name : {"window_ap", "window_auc", "event_precision", "event_recall", "event_f1",
                                 "recall_at_precision_90", "false_alarms_per_hour"}) {
            QVERIFY2(json.contains(name), name);
        }
    }

    void whatWasTrainedOnIsNotJudged()
    {
        const auto all = gathered(table("dive.all.txt", calls(0, 8)));
        const auto model = trained(*all);
        QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
        const auto evaluation = retraining::evaluateDetections(*opened(*model), *all, 4, m_quiet);
        // Between the windows that were learnt from a little time is left, but no call.
        QVERIFY(!evaluation || evaluation->boxes == 0 || evaluation->counts.found == 0);
    }

    void eventsHaveAStretchAndFollowTheThreshold()
    {
        const auto examples = gathered(table("dive.events.txt", calls(0, 8)));
        const auto model = trained(*examples);
        const auto classifier = opened(*model);
        jobs::InlineLane here;
        const diagnosis::OpenedRecording& recording = examples->recordings.front();
        const auto scores = diagnosis::scan(recording, *classifier, here, m_quiet);
        QVERIFY2(scores.has_value(), scores ? "" : scores.error().text().c_str());
        QCOMPARE(scores->tracks.size(), std::size_t{1});
        QCOMPARE(scores->tracks.front().logits.size(), recording.samples.size());
        QVERIFY(std::abs(scores->seconds - soundSeconds) < 0.2);
        const auto events = diagnosis::eventsOf(recording, *scores, model->info, "cpu");
        QVERIFY(events.size() >= 7);
        for (const diagnosis::Event& event : events) {
            const Interval seconds = *event.diagnosed.sample.extent.seconds;
            QVERIFY(seconds.begin <= event.peakSeconds && event.peakSeconds <= seconds.end);
            QVERIFY(seconds.length() >= 1);
            QCOMPARE(event.diagnosed.sample.key.sample, nameOf(seconds));
            QCOMPARE(QString::fromStdString(event.diagnosed.verdict.bestClass()), "upcall");
            QVERIFY(!event.diagnosed.verdict.abstained);
            QCOMPARE(event.diagnosed.sample.extent.hertz->begin, 40.0);
        }
        QVERIFY(diagnosis::eventsOf(recording, *scores, model->info, "cpu", 0.999999).size() <= events.size());
        QVERIFY(diagnosis::eventsOf(recording, *scores, model->info, "cpu", 0.0001).size() >= events.size());
    }

    void windowBatchAndTrainingSeeTheSame()
    {
        const auto examples = gathered(table("dive.same.txt", calls(0, 8)));
        const ImageRecipe recipe = m_domain.defaultRecipe("calls");
        const diagnosis::OpenedRecording& recording = examples->recordings.front();
        std::vector<std::size_t> all(examples->dataset.samples.size());
        std::iota(all.begin(), all.end(), std::size_t{0});
        const auto source = retraining::makeSource(*examples, all, recipe, 0);
        // Opened anew: nothing that was computed is shared.
        const auto anew = diagnosis::openRecording({&m_domain}, file("dive.wav"), {}, {}, m_quiet, recipe);
        QVERIFY(anew.has_value());
        for (std::size_t i = all.size(); i-- > 0;) {
            const std::size_t window = examples->places[i].second;
            const auto shown = m_domain.picture(*anew->recording, anew->samples[window], recipe);
            const auto drawn = diagnosis::draw(recording, window, recipe);
            const auto learnt = source->example(i);
            const auto varied = source->augmented(i, 7);
            QVERIFY(shown && drawn.picture && learnt && varied);
            QCOMPARE(drawn.picture->example, shown->example);
            QCOMPARE(*learnt, shown->example);
            QCOMPARE(*varied, shown->example);  // strength 0 changes nothing
        }
    }

    void stopsWhenAsked()
    {
        class Stopped final : public Progress {
        public:
            [[nodiscard]] bool cancelled() const override { return m_asked++ > 3; }
            void report(double /*fraction*/, std::string_view /*stage*/) override {}

        private:
            mutable int m_asked = 0;
        } stopped;
        const auto examples = gathered(table("dive.stop.txt", calls(0, 8)));
        const auto model = trained(*examples);
        const auto classifier = opened(*model);
        jobs::InlineLane here;
        const auto scores = diagnosis::scan(examples->recordings.front(), *classifier, here, stopped);
        QVERIFY(!scores);
        QCOMPARE(scores.error().code, ErrorCode::Cancelled);
    }

    void aModelWithoutARuleIsRefused()
    {
        const auto examples = gathered(table("dive.rule.txt", calls(0, 8)));
        auto model = trained(*examples);
        model->info.detection.reset();
        const auto classifier = opened(std::move(*model));
        jobs::InlineLane here;
        QCOMPARE(diagnosis::scan(examples->recordings.front(), *classifier, here, m_quiet).error().code,
                 ErrorCode::Invalid);
    }
};

QTEST_GUILESS_MAIN(TestDetections)
#include "test_detections.moc"
