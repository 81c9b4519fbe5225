// Thresholds of claims, shortcuts that are probed beside a model, and people a model has never met. On simulated mouse
// sessions of six people: those with an even round to learn from, the others to judge.
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <cmath>
#include <map>
#include <numeric>

#include "core/base/file.h"
#include "core/diagnosis/claims.h"
#include "core/learning/calibration.h"
#include "core/retraining/claims.h"
#include "core/retraining/enrolment.h"
#include "tests/support/fake_engine.h"

using namespace sightline;
using namespace sightline::testing;
using domains::ProtocolPart;
namespace fs = std::filesystem;

namespace {

constexpr int people = 6;

/// Knows three people; everybody else looks like a mixture of them that is his own. It knows windows by their numbers.
class ByHeart final : public learning::Classifier {
public:
    ByHeart(learning::ModelInfo info, const retraining::GatheredExamples& gathered) : m_info(std::move(info))
    {
        for (std::size_t i = 0; i < gathered.dataset.samples.size(); ++i) {
            const diagnosis::OpenedRecording& opened = gathered.recordingOf(i);
            const auto picture = opened.domain->picture(*opened.recording, gathered.sampleOf(i), m_info.recipe);
            m_people[picture.value().example.features] = gathered.dataset.samples[i].classId;
        }
    }
    [[nodiscard]] const learning::ModelInfo& info() const override { return m_info; }
    [[nodiscard]] std::string device() const override { return "cpu"; }
    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        static const std::map<std::string, std::vector<float>> looks = {
            {"person-1", {3, 0, 0}}, {"person-2", {0, 3, 0}}, {"person-3", {0, 0, 3}},
            {"person-4", {2, 1, 0}}, {"person-5", {0, 2, 1}}, {"person-6", {1, 0, 2}}};
        std::vector<std::vector<float>> all;
        for (const Example& example : examples) {
            all.push_back(learning::softmax(looks.at(m_people.at(example.features))));
        }
        return all;
    }

private:
    learning::ModelInfo m_info;
    std::map<std::vector<float>, std::string> m_people;
};

}  // namespace

class TestClaims : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    NearestMeanEngine m_engine;
    NoProgress m_quiet;
    const domains::Domain& m_domain = *domains::findDomain("mouse");

    [[nodiscard]] fs::path file(const std::string& name) const
    {
        return pathFromUtf8(m_dir.path().toStdString()) / pathFromUtf8(name);
    }
    static std::string name(int person) { return "person-" + std::to_string(person + 1); }

    retraining::LabelLine line(int person, int round, ProtocolPart part, const std::string& claim = {}) const
    {
        retraining::LabelLine one;
        one.path = file("sim.csv");
        one.sample = "hand-" + std::to_string(2 * people * round + 2 * person);
        one.label = name(person);
        one.claim = claim;
        one.part = part;
        one.file = one.path;
        return one;
    }
    std::vector<retraining::LabelLine> lines(int firstPerson, int lastPerson, const std::vector<int>& rounds,
                                             ProtocolPart part, bool claiming = false) const
    {
        std::vector<retraining::LabelLine> all;
        for (int person = firstPerson; person <= lastPerson; ++person) {
            for (const int round : rounds) {
                all.push_back(line(person, round, part, claiming ? name(person) : std::string()));
            }
        }
        return all;
    }
    retraining::GatheredExamples gathered(const std::vector<std::vector<retraining::LabelLine>>& parts,
                                          std::vector<std::string> only = {})
    {
        retraining::GatherOptions options;
        options.domain = &m_domain;
        options.task = "owner";
        options.recipe = m_domain.defaultRecipe("owner");
        options.onlyClasses = std::move(only);
        for (const std::vector<retraining::LabelLine>& part : parts) {
            options.lines.insert(options.lines.end(), part.begin(), part.end());
        }
        auto examples = retraining::gather(options, !options.onlyClasses.empty(), m_quiet);
        if (!examples) {
            qFatal("%s", examples.error().text().c_str());
        }
        return std::move(*examples);
    }
    learning::ModelPtr trained(const learning::ClaimRule& rule = {})
    {
        const auto examples = gathered({lines(0, 2, {0, 2, 4, 6}, ProtocolPart::Learn)});
        retraining::TrainingRequest request = retraining::defaultRequest(m_domain, "owner");
        request.forestShare = 0;
        request.claimRule = rule;
        auto model = retraining::trainModel(m_engine, examples, m_domain.defaultRecipe("owner"), request, m_quiet);
        if (!model) {
            qFatal("%s", model.error().text().c_str());
        }
        return std::make_shared<const learning::Model>(std::move(*model));
    }
    retraining::Evaluation evaluated(const learning::ModelPtr& model, const retraining::GatheredExamples& examples)
    {
        auto classifier = m_engine.open(model);
        auto evaluation = retraining::evaluateModel(**classifier, examples, m_quiet);
        if (!evaluation) {
            qFatal("%s", evaluation.error().text().c_str());
        }
        return std::move(*evaluation);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY(m_domain.simulate(96, 5, file("sim.csv"), m_quiet).has_value());
    }

    void theThresholdIsChosenOnWhatWasHeldBack()
    {
        const learning::ModelPtr model = trained(learning::parseClaimRule("far=0.2").value());
        const auto threshold = learning::claimThresholdOf(model->info);
        QVERIFY(threshold.has_value());
        QCOMPARE(threshold->rule, std::string("far=0.2"));
        QVERIFY(threshold->genuine >= 1 && threshold->impostors == 2 * threshold->genuine);
        QVERIFY(model->info.report.figures["far"]["value"].get<double>() <= 0.2);
        QVERIFY(model->info.report.figures.contains("frr"));
    }

    void longSessionsAreTriedInPieces()
    {
        const std::vector<retraining::JudgedWhole> wholes = {{{0, 1, 2, 3, 4}, 10}, {{5}, 15}};
        const auto pieces = retraining::inPieces(wholes, {10, 11, 12, 13, 14, 15}, 2);
        QCOMPARE(pieces.size(), std::size_t(4));
        QCOMPARE(pieces[1].windows, (std::vector<std::size_t>{2, 3}));
        QCOMPARE(pieces[1].first, std::size_t(12));
        QCOMPARE(pieces[2].windows, std::vector<std::size_t>{4});
        QCOMPARE(pieces[3].first, std::size_t(15));
    }

    void aThresholdsErrorsAreCounted()
    {
        std::vector<retraining::ClaimScore> claims;
        for (std::size_t i = 0; i < 20; ++i) {
            claims.push_back({i, i, i % 4 < 2 ? "user9" : "user12", i % 2 == 0, static_cast<double>(i % 5), 4});
        }
        const retraining::ClaimErrors errors = retraining::errorsAt(claims, 2);
        QCOMPARE(errors.falseAccepts.n, std::size_t(10));
        QCOMPARE(errors.falseRejects.n, std::size_t(10));
        QCOMPARE(errors.accepted, std::size_t(6));
        QCOMPARE(errors.refused, std::size_t(4));
        QCOMPARE(errors.falseAccepts.value, 0.6);
        QVERIFY(errors.falseAccepts.low < 0.6 && errors.falseAccepts.high > 0.6);

        const auto classes = retraining::classClaims(claims, learning::ClaimThreshold{2, "eer", 5, 5});
        QCOMPARE(classes.size(), std::size_t(2));
        QCOMPARE(classes[0].id, std::string("user9"));  // 9 before 12
        QCOMPARE(classes[0].genuine, std::size_t(5));
        QVERIFY(classes[0].auc.has_value() && classes[0].errors.has_value());
        QCOMPARE(classes[0].errors->accepted + classes[1].errors->accepted, std::size_t(6));

        retraining::Evaluation evaluation;
        evaluation.claims = claims;
        evaluation.claimThreshold = learning::ClaimThreshold{2, "eer", 5, 5};
        evaluation.claimsWithout = {{"without_user9", {"user9"}}};
        const auto json = retraining::claimsJson(evaluation);
        QCOMPARE(json["falsely_accepted"].get<int>(), 6);
        QCOMPARE(json["frr"]["n"].get<int>(), 10);
        QCOMPARE(json["threshold"]["score"].get<double>(), 2.0);
        QCOMPARE(json["classes"].size(), std::size_t(2));
        QCOMPARE(json["without_user9"]["auc"]["n"].get<int>(), 10);

        const auto curves = retraining::claimCurvesJson(claims);
        QCOMPARE(curves["classes"][1]["id"].get<std::string>(), std::string("user12"));
        const auto& pooled = curves["pooled"];
        QCOMPARE(pooled["far"].size(), std::size_t(6));  // five scores, and none believed
        QVERIFY(pooled["threshold"][0].is_null());
        QCOMPARE(pooled["frr"][0].get<double>(), 1.0);
        QCOMPARE(pooled["far"][5].get<double>(), 1.0);
    }

    void nobodyClaimsToBeAnImpostor()
    {
        auto examples = gathered({lines(0, 2, {1, 3}, ProtocolPart::Judge)});
        std::vector<std::size_t> indices(examples.dataset.samples.size());
        std::iota(indices.begin(), indices.end(), std::size_t{0});
        const auto wholes = retraining::wholesOf(examples, indices);
        const std::vector<std::string> ids = {name(0), "impostor", name(1)};
        const std::vector<std::vector<float>> answers(indices.size(), {0.5F, 0.3F, 0.2F});
        const auto windows = retraining::windowVerdicts(examples, indices, answers, ids);
        for (const retraining::ClaimScore& claim : retraining::claimScores(examples, wholes, windows, ids)) {
            QVERIFY(claim.claim != "impostor");
        }
        QVERIFY(!retraining::claimScores(examples, wholes, windows, ids).empty());
        // Two people, each the other's only impostor: the ranking of the classes is the figure.
        const std::vector<std::string> two = {name(0), name(1)};
        const std::vector<std::vector<float>> of2(indices.size(), {0.5F, 0.5F});
        QVERIFY(retraining::claimScores(examples, wholes, retraining::windowVerdicts(examples, indices, of2, two), two)
                    .empty());
    }

    void shortcutsAreProbedOnTheSameSplit()
    {
        const learning::ModelPtr model = trained();
        const auto training = lines(0, 2, {0, 2, 4, 6}, ProtocolPart::Learn);
        const auto judged = lines(0, 2, {1, 3, 5}, ProtocolPart::Judge);
        const auto examples = gathered({training, judged}, model->info.classIds);
        const retraining::Evaluation evaluation = evaluated(model, examples);
        QCOMPARE(evaluation.samples.size(), std::size_t(9));  // what is to be learnt from is not judged
        QVERIFY(evaluation.excluded > 0);
        const retraining::ShortcutProbe& probe = evaluation.probe;
        QVERIFY2(probe.missing.empty(), probe.missing.c_str());
        std::vector<std::string> ids;
        for (const retraining::ProbeFigure& one : probe.judges) {
            ids.push_back(one.id);
            QCOMPARE(one.ranking.auc.n, evaluation.figures.at("auc").n);
        }
        QCOMPARE(ids, (std::vector<std::string>{"clock", "speed", "position", "reach", "all"}));
        // Simulated people differ in speed; the first pixel, which is all this engine sees, tells nobody.
        QVERIFY(probe.best()->ranking.auc.value > 0.7);
        QVERIFY(probe.warns(evaluation.figures.at("auc")));
        QVERIFY(probe.words(evaluation.figures.at("auc")).find("is reachable from ") != std::string::npos);
        const auto json = retraining::toJson(evaluation);
        QCOMPARE(json["probe"]["judges"].size(), std::size_t(5));
        QVERIFY(json["probe"]["warning"].is_string());
        QVERIFY(json["claims"]["threshold"]["score"].is_number());
        QVERIFY(!probe.warns({2, 1.5, 2, 9}));

        const retraining::Evaluation without = evaluated(model, gathered({judged}, model->info.classIds));
        QVERIFY(without.probe.judges.empty());
        QVERIFY(without.probe.missing.find("--data") != std::string::npos);
        QVERIFY(retraining::toJson(without)["probe"]["missing"].is_string());
    }

    void whatNobodyTrainedOnIsNotJudgedWhereTheProtocolSaysSo()
    {
        const learning::ModelPtr model = trained();
        const auto examples = gathered({lines(0, 2, {7}, ProtocolPart::Learn), lines(0, 2, {1}, ProtocolPart::Judge)},
                                       model->info.classIds);
        QCOMPARE(evaluated(model, examples).samples.size(), std::size_t(3));
    }

    void peopleNobodyTrainedOnAreEnrolledAndRecognised()
    {
        const auto examples =
            gathered({lines(0, 2, {0, 2}, ProtocolPart::Learn), lines(3, 5, {0, 2}, ProtocolPart::Enrol, true),
                      lines(3, 5, {1, 3, 5}, ProtocolPart::Judge, true)},
                     {name(0), name(1), name(2)});
        learning::ModelInfo info;
        info.id = "speed";
        info.domain = "mouse";
        info.task = "owner";
        info.classIds = {name(0), name(1), name(2)};
        info.recipe = m_domain.defaultRecipe("owner");
        info.inputKind = "mouse session";
        ByHeart classifier(info, examples);
        const auto evaluation = retraining::evaluateEnrolled(classifier, examples, m_quiet);
        QVERIFY2(evaluation.has_value(), evaluation ? "" : evaluation.error().text().c_str());
        QCOMPARE(evaluation->classIds, (std::vector<std::string>{name(3), name(4), name(5)}));
        QCOMPARE(evaluation->claims.size(), std::size_t(27));  // nine sessions, each for every one of the three
        QCOMPARE(std::count_if(evaluation->claims.begin(), evaluation->claims.end(),
                               [](const retraining::ClaimScore& claim) { return claim.genuine; }),
                 std::ptrdiff_t(9));
        for (const retraining::ClaimScore& claim : evaluation->claims) {
            QVERIFY(std::abs(claim.score) <= 1 + 1e-9);
        }
        QCOMPARE(evaluation->figures.at("auc").value, 1.0);
        QCOMPARE(evaluation->figures.at("accuracy").value, 1.0);
        QCOMPARE(evaluation->outcomes.size(), std::size_t(9));
        QCOMPARE(evaluation->figures.count("ece"), std::size_t(0));  // cosines are no probabilities
        QCOMPARE(evaluation->probe.judges.size(), std::size_t(5));

        const auto nobody = retraining::evaluateEnrolled(
            classifier, gathered({lines(0, 2, {1}, ProtocolPart::Judge)}, info.classIds), m_quiet);
        QVERIFY(!nobody.has_value());
        QCOMPARE(int(nobody.error().code), int(ErrorCode::Invalid));
    }

    void foldsJudgeSessionsNotWindows()
    {
        retraining::GatherOptions options;
        options.domain = &m_domain;
        options.task = "machine";
        options.data = {file("sim.csv")};
        options.recipe = m_domain.defaultRecipe("machine");
        const auto examples = retraining::gather(options, false, m_quiet);
        QVERIFY2(examples.has_value(), examples ? "" : examples.error().text().c_str());
        QVERIFY(examples->dataset.samples.size() > 96);
        const auto evaluation = retraining::crossValidate(m_engine, *examples, options.recipe,
                                                          retraining::defaultRequest(m_domain, "machine"), 3, m_quiet);
        QVERIFY2(evaluation.has_value(), evaluation ? "" : evaluation.error().text().c_str());
        QCOMPARE(evaluation->figures.at("accuracy").n, std::size_t(96));
        QCOMPARE(evaluation->indices.size(), std::size_t(96));
        QVERIFY(evaluation->figures.count("balanced_accuracy") == 1);
        QCOMPARE(evaluation->probe.judges.size(), std::size_t(5));
        QVERIFY(evaluation->probe.best()->ranking.auc.value > 0.9);  // a program's clock gives it away
    }

    void aClaimIsBelievedRefusedOrLeftOpen()
    {
        const auto opened = diagnosis::openRecording({&m_domain}, file("sim.csv"), {}, {}, m_quiet);
        QVERIFY(opened.has_value());
        learning::ModelInfo info;
        info.classIds = {name(0), name(1)};
        std::vector<diagnosis::Diagnosed> windows;
        for (const Sample& sample : opened->samples) {
            if (m_domain.wholeOf(sample) == "hand-0") {
                windows.push_back({sample, {}, {}});
                windows.back().verdict.classIds = info.classIds;
                windows.back().verdict.probabilities = {0.9F, 0.1F};
            }
        }
        QVERIFY(windows.size() >= 3);
        const auto open = diagnosis::judgeClaim(*opened, windows, info);
        QVERIFY(open.has_value());
        QCOMPARE(open->claim, name(0));
        QVERIFY(std::abs(open->score - std::log(9.0)) < 1e-4);
        QCOMPARE(std::string(diagnosis::toString(open->answer)), std::string("no threshold"));
        const auto answerAt = [&](double threshold, std::size_t count) {
            learning::keepClaimThreshold(info, {threshold, "eer", 5, 5});
            const std::vector<diagnosis::Diagnosed> some(windows.begin(),
                                                         windows.begin() + static_cast<std::ptrdiff_t>(count));
            return std::string(diagnosis::toString(diagnosis::judgeClaim(*opened, some, info)->answer));
        };
        QCOMPARE(answerAt(2, windows.size()), std::string("match"));
        QCOMPARE(answerAt(3, windows.size()), std::string("no match"));
        QCOMPARE(answerAt(2, 2), std::string("too little data"));
        info.classIds = {"somebody", "else"};
        QVERIFY(!diagnosis::judgeClaim(*opened, windows, info).has_value());
        QVERIFY(!diagnosis::judgeClaim(*opened, {}, info).has_value());
    }
};

QTEST_GUILESS_MAIN(TestClaims)
#include "test_claims.moc"
