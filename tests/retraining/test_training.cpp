#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <set>

#include "core/base/random.h"
#include "core/retraining/figures.h"
#include "core/retraining/training.h"
#include "tests/support/fake_domain.h"
#include "tests/support/fake_engine.h"

using namespace sightline;
using namespace sightline::testing;
namespace fs = std::filesystem;

namespace {

class Stopped final : public Progress {
public:
    [[nodiscard]] bool cancelled() const override { return true; }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}
};

}  // namespace

class TestTraining : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    FakeDomain m_domain;
    NearestMeanEngine m_engine;
    NoProgress m_quiet;

    [[nodiscard]] fs::path file(const std::string& name) const
    {
        return pathFromUtf8(m_dir.path().toStdString()) / pathFromUtf8(name);
    }
    retraining::GatheredExamples gathered(const std::vector<FakeSample>& fakes, const std::string& name = "t.fake",
                                          bool keepDuplicates = false, std::vector<std::string> only = {})
    {
        retraining::GatherOptions options;
        options.domain = &m_domain;
        options.task = "shade";
        options.data = {writeFakes(file(name), fakes)};
        options.recipe = m_domain.defaultRecipe("shade");
        options.onlyClasses = std::move(only);
        auto result = retraining::gather(options, keepDuplicates, m_quiet);
        if (!result) {
            qFatal("%s", result.error().text().c_str());
        }
        return std::move(*result);
    }
    /// Two shades around 0.8 and 0.2 from `wells` sources each.
    static std::vector<FakeSample> shades(int perClass, int wells, std::uint64_t seed)
    {
        Rng rng(seed);
        std::vector<FakeSample> fakes;
        for (int i = 0; i < perClass; ++i) {
            const std::string well = std::to_string(seed) + "-" + std::to_string(i % wells);
            fakes.push_back({"l" + std::to_string(i), "light", "wl" + well, 0.8 + 0.08 * rng.normal(), ""});
            fakes.push_back({"d" + std::to_string(i), "dark", "wd" + well, 0.2 + 0.08 * rng.normal(), ""});
        }
        return fakes;
    }
    Result<learning::Model> train(const retraining::GatheredExamples& examples, int members = 2)
    {
        retraining::TrainingRequest request = retraining::defaultRequest(m_domain, "shade");
        request.options.members = members;
        request.dataOrigin = "made up";
        request.command = "sightline train";
        return retraining::trainModel(m_engine, examples, m_domain.defaultRecipe("shade"), request, m_quiet);
    }
    learning::ModelPtr written(learning::Model model, const std::string& name = "m.safetensors")
    {
        const auto info = learning::writeModel(file(name), model);
        if (!info) {
            qFatal("%s", info.error().text().c_str());
        }
        model.info = *info;
        return std::make_shared<const learning::Model>(std::move(model));
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void aSourceIsNeverOnBothSides()
    {
        const auto examples = gathered(shades(40, 8, 1));
        const auto model = train(examples, 3);
        QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
        QCOMPARE(m_engine.lastParts.size(), std::size_t{3});
        const learning::MemberParts& first = m_engine.lastParts.front();
        QCOMPARE(first.train.size() + first.tune.size(), examples.dataset.samples.size());
        QVERIFY(!first.tune.empty());
        std::set<std::string> trainGroups;
        for (const std::size_t i : first.train) {
            trainGroups.insert(examples.dataset.samples[i].group);
        }
        for (const std::size_t i : first.tune) {
            QVERIFY(trainGroups.count(examples.dataset.samples[i].group) == 0);
        }
        for (std::size_t member = 1; member < m_engine.lastParts.size(); ++member) {
            QVERIFY(m_engine.lastParts[member].tune.empty());
            QCOMPARE(m_engine.lastParts[member].train.size(), examples.dataset.samples.size());
        }
    }

    void theReportSaysWhereTheModelIsFrom()
    {
        std::vector<FakeSample> fakes = shades(30, 6, 2);
        fakes.push_back({"copy", "light", "wl2-0", fakes[0].value, ""});
        fakes.push_back({"bad", "light", "wl2-0", 0.77, "reject"});
        const auto examples = gathered(fakes);
        const auto model = train(examples);
        QVERIFY(model.has_value());
        const learning::ModelInfo& info = model->info;
        QCOMPARE(info.domain, std::string("fake"));
        QCOMPARE(info.inputKind, std::string("surface fake"));
        QCOMPARE(info.classIds, (std::vector<std::string>{"light", "dark"}));
        QCOMPARE(info.channels, 1);
        QCOMPARE(info.height, 2);
        QCOMPARE(info.report.dataOrigin, std::string("made up"));
        QCOMPARE(info.report.splitBy, std::string("group"));
        QCOMPARE(info.report.datasetId, examples.dataset.id);
        QCOMPARE(info.report.samplesPerClass.at("light"), std::size_t{30});
        QCOMPARE(info.report.duplicatesRemoved, std::size_t{1});
        QCOMPARE(info.report.trainedOn.size(), std::size_t{60});
        QVERIFY(std::is_sorted(info.report.trainedOn.begin(), info.report.trainedOn.end()));
        QCOMPARE(info.report.versions.at("engine"), std::string("means 1"));
        for (const char* figure : {"accuracy", "macro_f1", "top2", "ece", "coverage"}) {
            QVERIFY2(info.report.figures.contains(figure), figure);
            QVERIFY(info.report.figures[figure]["low"] <= info.report.figures[figure]["value"]);
            QVERIFY(info.report.figures[figure]["n"] > 0);
        }
        QVERIFY(info.thresholds.chosenOn > 0);
        QVERIFY(info.report.notes.front().find("1 labelled") != std::string::npos);
    }

    void tooLittleIsRefusedByName()
    {
        const auto single = train(gathered({{"a", "light", "", 0.9, ""}, {"b", "light", "", 0.8, ""}}));
        QVERIFY(!single);
        QCOMPARE(single.error().code, ErrorCode::Invalid);
        std::vector<FakeSample> fakes = shades(10, 5, 3);
        fakes.push_back({"g1", "grey", "x", 0.5, ""});
        fakes.push_back({"g2", "grey", "y", 0.51, ""});
        fakes.push_back({"g3", "grey", "y", 0.52, "reject"});
        const auto few = train(gathered(fakes));
        QVERIFY(!few);
        QCOMPARE(few.error().code, ErrorCode::Invalid);
        QVERIFY(few.error().message.find("grey (2)") != std::string::npos);
    }

    void kindsAreNotMixed()
    {
        std::vector<FakeSample> fakes = shades(10, 5, 4);
        fakes[3].flags = "pump";
        const auto mixed = train(gathered(fakes));
        QVERIFY(!mixed);
        QVERIFY(mixed.error().message.find("1 of kind pump fake") != std::string::npos);
    }

    void aClassOfOneSourceStaysInTraining()
    {
        std::vector<FakeSample> fakes = shades(20, 5, 5);
        for (int i = 0; i < 4; ++i) {
            fakes.push_back({"g" + std::to_string(i), "grey", "only well", 0.5 + 0.01 * i, ""});
        }
        const auto examples = gathered(fakes);
        QVERIFY(train(examples, 8).has_value());
        for (const learning::MemberParts& part : m_engine.lastParts) {
            for (const std::size_t i : part.tune) {
                QVERIFY(examples.dataset.samples[i].classId != "grey");
            }
        }
    }

    void stoppedBeforeAnythingIsCancelled()
    {
        const auto examples = gathered(shades(10, 5, 6));
        Stopped stopped;
        const auto model = retraining::trainModel(m_engine, examples, m_domain.defaultRecipe("shade"),
                                                  retraining::defaultRequest(m_domain, "shade"), stopped);
        QVERIFY(!model);
        QCOMPARE(model.error().code, ErrorCode::Cancelled);
    }

    void evaluationLeavesOutWhatWasTrainedOn()
    {
        const std::vector<FakeSample> known = shades(20, 5, 7);
        const auto model = written(*train(gathered(known)));
        std::vector<FakeSample> mixed = shades(25, 5, 8);
        mixed.insert(mixed.end(), known.begin(), known.begin() + 10);
        NearestMean classifier(model);
        const auto evaluation =
            retraining::evaluateModel(classifier, gathered(mixed, "mixed.fake", true, model->info.classIds), m_quiet);
        QVERIFY2(evaluation.has_value(), evaluation ? "" : evaluation.error().text().c_str());
        QCOMPARE(evaluation->excluded, std::size_t{10});
        QCOMPARE(evaluation->truth.size(), std::size_t{50});
        QCOMPARE(evaluation->figures.at("accuracy").n, std::size_t{50});
        QVERIFY(evaluation->figures.at("accuracy").value > 0.95);
        NearestMean again(model);
        const auto nothing =
            retraining::evaluateModel(again, gathered(known, "known.fake", true, model->info.classIds), m_quiet);
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().code, ErrorCode::Invalid);
    }

    void rejectedIsWrongAndAbstainedCountsByItsBestGuess()
    {
        const auto model = written(*train(gathered(shades(20, 5, 9))));
        NearestMean classifier(model);
        const auto evaluation = retraining::evaluateModel(classifier,
                                                          gathered({{"a", "light", "w1", 0.91, ""},
                                                                    {"b", "dark", "w2", 0.11, "doubt"},
                                                                    {"c", "dark", "w3", 0.12, "reject"},
                                                                    {"d", "light", "w4", 0.13, ""}},
                                                                   "four.fake", true, model->info.classIds),
                                                          m_quiet);
        QVERIFY(evaluation.has_value());
        QCOMPARE(evaluation->rejected, std::size_t{1});
        QCOMPARE(evaluation->abstained, std::size_t{1});
        QCOMPARE(evaluation->figures.at("accuracy").value, 0.5);  // a and b of four
        QCOMPARE(evaluation->figures.at("coverage").value, 0.5);  // a and d answered
        QCOMPARE(evaluation->confusion[0][1], std::size_t{1});    // d
        QCOMPARE(evaluation->confusion[1][1], std::size_t{1});    // b; c is not in it
        QCOMPARE(evaluation->groups, std::size_t{4});
    }

    void classesTheModelCannotAnswerAreCountedAside()
    {
        const auto model = written(*train(gathered(shades(20, 5, 10))));
        NearestMean classifier(model);
        const auto examples =
            gathered({{"a", "light", "w1", 0.92, ""}, {"b", "grey", "w2", 0.5, ""}, {"c", "dark", "w3", 0.14, ""}},
                     "other.fake", true, model->info.classIds);
        const auto aside = retraining::evaluateModel(classifier, examples, m_quiet);
        QVERIFY(aside.has_value());
        QCOMPARE(aside->otherClasses.at("grey"), std::size_t{1});
        QCOMPARE(aside->figures.at("accuracy").value, 1.0);
        retraining::EvaluateOptions options;
        options.countOtherClasses = true;
        const auto counted = retraining::evaluateModel(classifier, examples, m_quiet, options);
        QVERIFY(counted.has_value());
        QCOMPARE(counted->figures.at("accuracy").n, std::size_t{3});
        QVERIFY(std::abs(counted->figures.at("accuracy").value - 2.0 / 3) < 1e-9);
        QCOMPARE(counted->classIds.back(), std::string("grey"));
    }

    void aMaskedClassIsNeverAnswered()
    {
        std::vector<FakeSample> fakes = shades(20, 5, 11);
        for (int i = 0; i < 20; ++i) {
            fakes.push_back({"g" + std::to_string(i), "grey", "wg" + std::to_string(i % 5), 0.5 + 0.002 * i, ""});
        }
        const auto model = written(*train(gathered(fakes)));
        NearestMean classifier(model);
        const auto examples =
            gathered({{"a", "light", "w1", 0.56, ""}, {"b", "grey", "w2", 0.5001, ""}, {"c", "dark", "w3", 0.14, ""}},
                     "mask.fake", true, model->info.classIds);
        retraining::EvaluateOptions options;
        options.without = {"grey"};
        const auto open = retraining::evaluateModel(classifier, examples, m_quiet, options);
        QVERIFY(open.has_value());
        QCOMPARE(open->truth.size(), std::size_t{2});
        QCOMPARE(open->samples[0].verdict.bestClass(), std::string("grey"));
        options.mask = true;
        const auto masked = retraining::evaluateModel(classifier, examples, m_quiet, options);
        QVERIFY(masked.has_value());
        QCOMPARE(masked->samples[0].verdict.bestClass(), std::string("light"));
        float sum = 0;
        for (const float p : masked->samples[0].verdict.probabilities) {
            sum += p;
        }
        QVERIFY(std::abs(sum - 1) < 1e-5F);
        options.without = {"no such class"};
        QVERIFY(!retraining::evaluateModel(classifier, examples, m_quiet, options).has_value());
    }

    void theJsonHasTheContractsKeys()
    {
        const auto model = written(*train(gathered(shades(20, 5, 12))));
        NearestMean classifier(model);
        const auto evaluation = retraining::evaluateModel(
            classifier, gathered(shades(20, 5, 13), "json.fake", true, model->info.classIds), m_quiet);
        QVERIFY(evaluation.has_value());
        const nlohmann::ordered_json json = retraining::toJson(*evaluation);
        for (const char* key : {"accuracy", "macro_f1", "top2", "ece", "coverage"}) {
            QVERIFY2(json.contains(key), key);
            for (const char* part : {"value", "low", "high", "n"}) {
                QVERIFY2(json[key].contains(part), part);
            }
        }
        for (const char* key :
             {"classes", "confusion", "rejected", "abstained", "excluded", "split", "probe", "model", "seconds"}) {
            QVERIFY2(json.contains(key), key);
        }
        QCOMPARE(json["classes"].size(), std::size_t{2});
        QCOMPARE(json["classes"][0]["n"].get<int>(), 20);
        QVERIFY(json["classes"][0]["recall"].contains("low"));
        // Of two classes the second is asked for; nothing else than the sides of one question.
        QCOMPARE(json["positive"].get<std::string>(), std::string("dark"));
        for (const char* key : {"auc", "ap", "eer", "recall_at_precision_90", "brier"}) {
            QVERIFY2(json.contains(key), key);
            QVERIFY(json[key]["low"] <= json[key]["value"] && json[key]["value"] <= json[key]["high"]);
            QCOMPARE(json[key]["n"].get<int>(), 40);
        }
        QVERIFY(json["auc"]["value"] > 0.95);
        for (const char* key : {"auc", "ap", "eer", "recall_at_precision_90", "precision_interval", "f1_interval"}) {
            QVERIFY2(json["classes"][1].contains(key), key);
        }
        QCOMPARE(json["classes"][1]["precision"].get<double>(),
                 json["classes"][1]["precision_interval"]["value"].get<double>());
        QVERIFY(json["classes"][1]["f1"].is_number());
        QCOMPARE(json["confusion"].size(), std::size_t{2});
        QCOMPARE(json["split"]["by"].get<std::string>(), std::string("group"));
        QCOMPARE(json["model"].get<std::string>(), model->info.id);
    }

    void rankingAsksForTheClassOneNames()
    {
        const auto model = written(*train(gathered(shades(20, 5, 19))));
        NearestMean classifier(model);
        std::vector<FakeSample> fakes = shades(10, 5, 20);
        fakes.push_back({"odd", "light", "w", 0.2, ""});  // ranked behind every dark one but for chance
        fakes.push_back({"bad", "light", "w", 0.9, "reject"});
        const auto examples = gathered(fakes, "rank.fake", true, model->info.classIds);
        retraining::EvaluateOptions options;
        options.positive = "light";
        const auto light = retraining::evaluateModel(classifier, examples, m_quiet, options);
        const auto dark = retraining::evaluateModel(classifier, examples, m_quiet);
        QVERIFY(light.has_value() && dark.has_value());
        QCOMPARE(light->classIds[*light->positive], std::string("light"));
        QCOMPARE(light->figures.at("auc").n, std::size_t{21});  // the rejected one has no score
        // The same question from the other side; probabilities are floats, and those near 1 tie sooner than those near
        // 0.
        QVERIFY(std::abs(light->figures.at("auc").value - dark->figures.at("auc").value) < 0.02);
        QVERIFY(std::abs(light->figures.at("eer").value - dark->figures.at("eer").value) < 0.02);
        QVERIFY(light->figures.at("ap").value != dark->figures.at("ap").value);
        options.positive = "grey";
        const auto unknown = retraining::evaluateModel(classifier, examples, m_quiet, options);
        QVERIFY(!unknown);
        QVERIFY(unknown.error().message.find("light, dark") != std::string::npos);

        // Nothing to tell apart: no ranking, and the rest stands.
        const auto single = retraining::evaluateModel(
            classifier, gathered({{"a", "dark", "w1", 0.12, ""}}, "one.fake", true, model->info.classIds), m_quiet);
        QVERIFY(single.has_value());
        QCOMPARE(single->figures.count("auc"), std::size_t{0});
        QCOMPARE(single->figures.at("accuracy").value, 1.0);
        const nlohmann::ordered_json json = retraining::toJson(*single);
        QVERIFY(!json.contains("auc") && !json["classes"][0].contains("auc"));
        QCOMPARE(json["classes"][0]["recall"]["n"].get<int>(), 0);
    }

    void moreClassesAreRankedEachAgainstTheRest()
    {
        std::vector<FakeSample> fakes = shades(20, 5, 21);
        for (int i = 0; i < 20; ++i) {
            fakes.push_back({"g" + std::to_string(i), "grey", "wg" + std::to_string(i % 5), 0.5 + 0.004 * i, ""});
        }
        const auto model = written(*train(gathered(fakes)));
        NearestMean classifier(model);
        std::vector<FakeSample> test = shades(20, 5, 22);
        test.push_back({"g", "grey", "w", 0.51, ""});
        test.push_back({"h", "grey", "w", 0.30, ""});
        const auto evaluation =
            retraining::evaluateModel(classifier, gathered(test, "three.fake", true, model->info.classIds), m_quiet);
        QVERIFY(evaluation.has_value());
        QVERIFY(!evaluation->positive);
        double sum = 0;
        for (const auto& figures : evaluation->classFigures) {
            sum += figures.at("auc").value;
        }
        QVERIFY(std::abs(evaluation->figures.at("auc").value - sum / 3) < 1e-12);
        QCOMPARE(evaluation->figures.count("recall_at_precision_90"), std::size_t{0});
        QVERIFY(retraining::toJson(*evaluation)["positive"].is_null());
        QVERIFY(evaluation->classFigures[2].at("recall").n == 2);
    }

    void curvesCanBePlotted()
    {
        const auto model = written(*train(gathered(shades(20, 5, 23))));
        NearestMean classifier(model);
        const auto evaluation = retraining::evaluateModel(
            classifier, gathered(shades(20, 5, 24), "curve.fake", true, model->info.classIds), m_quiet);
        QVERIFY(evaluation.has_value());
        const nlohmann::ordered_json json = retraining::curvesJson(evaluation->outcomes, evaluation->classIds);
        QCOMPARE(json["classes"].size(), std::size_t{1});
        const nlohmann::ordered_json& one = json["classes"][0];
        QCOMPARE(one["id"].get<std::string>(), std::string("dark"));
        QCOMPARE(one["positives"].get<int>(), 20);
        const nlohmann::ordered_json& curve = one["curve"];
        const std::size_t points = curve["recall"].size();
        QVERIFY(points > 2);
        for (const char* column : {"threshold", "precision", "false_alarm_rate"}) {
            QCOMPARE(curve[column].size(), points);
        }
        QVERIFY(curve["threshold"][0].is_null());
        QCOMPARE(curve["recall"][points - 1].get<double>(), 1.0);
        QCOMPARE(curve["false_alarm_rate"][points - 1].get<double>(), 1.0);
        QVERIFY(one["points"]["equal_error"]["recall"]["low"] <= one["points"]["equal_error"]["recall"]["value"]);
        QCOMPARE(one["points"]["false_alarm_rate_01"]["false_alarm_rate"]["n"].get<int>(), 20);
        int judged = 0;
        for (const nlohmann::ordered_json& bin : json["reliability"]) {
            judged += bin["n"].get<int>();
        }
        QCOMPARE(judged, 40);
    }

    void wrongLabelsAreFound()
    {
        const auto model = written(*train(gathered(shades(20, 5, 25))));
        NearestMean classifier(model);
        std::vector<FakeSample> fakes = shades(20, 5, 26);
        fakes[4].label = "dark";    // l2
        fakes[11].label = "light";  // d5
        fakes.push_back({"strange", "grey", "w", 0.5, ""});
        retraining::EvaluateOptions options;
        options.countOtherClasses = true;
        const auto evaluation = retraining::evaluateModel(
            classifier, gathered(fakes, "turned.fake", true, model->info.classIds), m_quiet, options);
        QVERIFY(evaluation.has_value());
        const auto issues = retraining::labelIssuesOf(*evaluation);
        QVERIFY2(issues.has_value(), issues ? "" : issues.error().text().c_str());
        std::set<std::string> found;
        for (const learning::LabelIssue& issue : issues->issues) {
            const std::string& sample = evaluation->samples[issue.sample].sample.key.sample;
            found.insert(sample);
            QCOMPARE(evaluation->classIds[issue.label], evaluation->truth[issue.sample]);
        }
        QCOMPARE(found, (std::set<std::string>{"l2", "d5"}));
        QCOMPARE(issues->judged, std::size_t{40});  // the class the model cannot name takes no part
    }

    void crossValidationJudgesEverySampleByANetworkThatHasNotSeenIt()
    {
        std::vector<FakeSample> fakes = shades(24, 8, 27);
        fakes[6].label = "dark";  // l3
        fakes.push_back({"bad", "light", "wl27-0", 0.77, "reject"});
        const auto examples = gathered(fakes);
        retraining::TrainingRequest request = retraining::defaultRequest(m_domain, "shade");
        const auto evaluation =
            retraining::crossValidate(m_engine, examples, m_domain.defaultRecipe("shade"), request, 4, m_quiet);
        QVERIFY2(evaluation.has_value(), evaluation ? "" : evaluation.error().text().c_str());
        QCOMPARE(m_engine.lastParts.size(), std::size_t{4});
        std::vector<int> heldOut(48, 0);
        for (const learning::MemberParts& parts : m_engine.lastParts) {
            QCOMPARE(parts.train.size() + parts.tune.size(), std::size_t{48});
            std::set<std::string> sources;
            for (const std::size_t i : parts.train) {
                sources.insert(examples.dataset.samples[i].group);
            }
            for (const std::size_t i : parts.tune) {
                ++heldOut[i];
                QVERIFY(sources.count(examples.dataset.samples[i].group) == 0);
            }
        }
        QCOMPARE(std::count(heldOut.begin(), heldOut.end(), 1), std::ptrdiff_t{48});
        QCOMPARE(evaluation->outcomes.size(), std::size_t{49});
        QCOMPARE(evaluation->rejected, std::size_t{1});
        QVERIFY(std::abs(evaluation->figures.at("accuracy").value - 47.0 / 49) < 1e-9);
        const auto issues = retraining::labelIssuesOf(*evaluation);
        QVERIFY(issues.has_value());
        QCOMPARE(issues->issues.size(), std::size_t{1});
        const std::size_t sample = evaluation->indices[issues->issues[0].sample];
        QCOMPARE(examples.dataset.samples[sample].key.sample, std::string("l3"));

        QVERIFY(!retraining::crossValidate(m_engine, examples, m_domain.defaultRecipe("shade"), request, 1, m_quiet));
        const auto many =
            retraining::crossValidate(m_engine, examples, m_domain.defaultRecipe("shade"), request, 40, m_quiet);
        QVERIFY(!many);
        QVERIFY(many.error().message.find("16 sources") != std::string::npos);
    }

    void theCandidateIsJudgedOnTheSameSamples()
    {
        // The active model calls everything light; the candidate knows both.
        learning::Model poor = *train(gathered(shades(20, 5, 14)));
        for (auto& [name, tensor] : poor.tensors) {
            tensor = learning::floatTensor({2}, {0.5F, 9.0F});
        }
        const auto active = written(poor, "poor.safetensors");
        const auto candidate = written(*train(gathered(shades(20, 5, 15))), "good.safetensors");
        const auto test = gathered(shades(30, 6, 16), "held.fake", true, candidate->info.classIds);
        NearestMean a(active);
        NearestMean c(candidate);
        const auto before = retraining::evaluateModel(a, test, m_quiet);
        const auto after = retraining::evaluateModel(c, test, m_quiet);
        QVERIFY(before.has_value() && after.has_value());

        const auto better = retraining::compare(*before, *after, {"dark"});
        QVERIFY(better.recommendCandidate);
        QCOMPARE(better.shared, std::size_t{60});
        QVERIFY(better.fixed.size() >= 28);
        QVERIFY(better.broken.size() <= 2);
        QVERIFY(better.difference.low > 0);

        const auto worse = retraining::compare(*after, *before, {});
        QVERIFY(!worse.recommendCandidate);
        QVERIFY(worse.difference.high < 0);
        QVERIFY(worse.why.find("worse") != std::string::npos);

        const auto first = retraining::compare(std::nullopt, *after, {});
        QVERIFY(first.recommendCandidate);

        const nlohmann::ordered_json json = retraining::toJson(better, test);
        QCOMPARE(json["fixed"].size(), better.fixed.size());
        QCOMPARE(json["fixed"][0]["truth"].get<std::string>(), std::string("dark"));
        QCOMPARE(json["fixed"][0]["active"].get<std::string>(), std::string("light"));
        QVERIFY(json["recommend"].get<bool>());
    }

    void aProtectedClassMustNotLose()
    {
        // The candidate is better overall but misses one dark sample more than the active model.
        learning::Model leansDark = *train(gathered(shades(20, 5, 17)));
        for (auto& [name, tensor] : leansDark.tensors) {
            tensor = learning::floatTensor({2}, {1.3F, 0.2F});  // the border lies at 0.75
        }
        const auto active = written(leansDark, "dark.safetensors");
        const auto candidate = written(*train(gathered(shades(20, 5, 18))), "fair.safetensors");
        std::vector<FakeSample> fakes;
        for (int i = 0; i < 40; ++i) {
            fakes.push_back({"l" + std::to_string(i), "light", "w" + std::to_string(i), 0.6 + 0.002 * i, ""});
            fakes.push_back({"d" + std::to_string(i), "dark", "v" + std::to_string(i), 0.1 + 0.002 * i, ""});
        }
        fakes.push_back({"edge", "dark", "v", 0.62, ""});
        const auto test = gathered(fakes, "edge.fake", true, candidate->info.classIds);
        NearestMean a(active);
        NearestMean c(candidate);
        const auto before = retraining::evaluateModel(a, test, m_quiet);
        const auto after = retraining::evaluateModel(c, test, m_quiet);
        QVERIFY(retraining::compare(*before, *after, {"light"}).recommendCandidate);
        const auto blocked = retraining::compare(*before, *after, {"light", "dark"});
        QVERIFY(!blocked.recommendCandidate);
        QVERIFY(blocked.why.find("dark is protected") != std::string::npos);
        QVERIFY(blocked.difference.value > 0);
    }
};

QTEST_GUILESS_MAIN(TestTraining)
#include "test_training.moc"
