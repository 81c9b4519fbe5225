// Windows of a session are judged together, and for what the session claims to be. On simulated mouse sessions.
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <fstream>
#include <set>

#include "core/base/file.h"
#include "core/retraining/claims.h"
#include "tests/support/fake_engine.h"

using namespace sightline;
using namespace sightline::testing;
namespace fs = std::filesystem;

class TestWholes : public QObject {
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
    /// Sessions of six simulated people: those with an even round to learn from, the others to judge.
    static std::string session(int person, int round) { return "hand-" + std::to_string(12 * round + 2 * person); }
    static std::string name(int person) { return "person-" + std::to_string(person + 1); }

    fs::path labels(const std::string& csv, const std::string& rows) const
    {
        const fs::path path = file(csv);
        std::ofstream(path) << "path,sample,label,group,claim\n" << rows;
        return path;
    }
    Result<retraining::GatheredExamples> gathered(const fs::path& labelFile, std::vector<std::string> only = {})
    {
        retraining::GatherOptions options;
        options.domain = &m_domain;
        options.task = "owner";
        options.data = {file("sim.csv")};
        options.labelFiles = {labelFile};
        options.recipe = m_domain.defaultRecipe("owner");
        options.onlyClasses = std::move(only);
        return retraining::gather(options, !options.onlyClasses.empty(), m_quiet);
    }
    Result<learning::Model> trained(double forestShare = 0, double linearShare = 0)
    {
        std::string rows;
        for (int person = 0; person < 3; ++person) {
            for (const int round : {0, 2, 4, 6}) {
                rows += "sim.csv," + session(person, round) + "," + name(person) + ",,\n";
            }
        }
        const auto examples = gathered(labels("train.csv", rows));
        if (!examples) {
            return tl::unexpected(examples.error());
        }
        retraining::TrainingRequest request = retraining::defaultRequest(m_domain, "owner");
        request.forestShare = forestShare;
        request.linearShare = linearShare;
        request.options.combination = linearShare > 0 ? "logits" : "probabilities";
        return retraining::trainModel(m_engine, *examples, m_domain.defaultRecipe("owner"), request, m_quiet);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY(m_domain.simulate(96, 5, file("sim.csv"), m_quiet).has_value());
    }

    void aSessionsLabelCoversItsWindowsAndIsOneSource()
    {
        const auto examples =
            gathered(labels("two.csv", "sim.csv," + session(0, 0) + ",ann,,\nsim.csv," + session(1, 0) + ",bob,,\n"));
        QVERIFY2(examples.has_value(), examples ? "" : examples.error().text().c_str());
        std::set<std::string> groups;
        for (const LabelledSample& sample : examples->dataset.samples) {
            groups.insert(sample.group);
            QVERIFY(sample.groupIsKnown);
        }
        QVERIFY(examples->dataset.samples.size() > 4);
        QCOMPARE(groups.size(), std::size_t(2));
        QCOMPARE(examples->claims.size(), examples->dataset.samples.size());
        QVERIFY(examples->findings.empty());
    }

    void aSessionThatIsNotThereIsSaid()
    {
        const auto examples =
            gathered(labels("gone.csv", "sim.csv," + session(0, 0) + ",ann,,\nsim.csv,nobody,bob,,\n"));
        QVERIFY(examples.has_value());
        QCOMPARE(examples->findings.size(), std::size_t(1));
        QVERIFY(examples->findings.front().message.find("nobody") != std::string::npos);
    }

    void sessionsAreJudgedWholeAndForTheirClaim()
    {
        const auto model = trained();
        QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
        std::string rows;
        for (int person = 0; person < 3; ++person) {
            for (const int round : {1, 3}) {
                rows += "sim.csv," + session(person, round) + "," + name(person) + ",," + name(person) + "\n";
                rows += "sim.csv," + session(person + 3, round) + ",impostor,," + name(person) + "\n";
            }
        }
        rows += "sim.csv," + session(5, 5) + ",a stranger by name,," + name(0) + "\n";
        const auto classifier = m_engine.open(std::make_shared<const learning::Model>(*model));
        QVERIFY(classifier.has_value());
        const auto examples = gathered(labels("test.csv", rows), model->info.classIds);
        QVERIFY2(examples.has_value(), examples ? "" : examples.error().text().c_str());
        const auto evaluation = retraining::evaluateModel(**classifier, *examples, m_quiet);
        QVERIFY2(evaluation.has_value(), evaluation ? "" : evaluation.error().text().c_str());
        QCOMPARE(evaluation->samples.size(), std::size_t(6));
        QCOMPARE(evaluation->outcomes.size(), std::size_t(6));
        QCOMPARE(evaluation->excluded, std::size_t(0));
        QCOMPARE(evaluation->claims.size(), std::size_t(13));
        QCOMPARE(std::count_if(evaluation->claims.begin(), evaluation->claims.end(),
                               [](const auto& claim) { return claim.genuine; }),
                 std::ptrdiff_t(6));
        QVERIFY(evaluation->otherClasses.count("a stranger by name") == 1);
        for (const retraining::ClaimScore& claim : evaluation->claims) {
            QVERIFY(claim.windows >= 3);
            QVERIFY(std::abs(claim.score) <= 5);
        }
        QCOMPARE(evaluation->figures.at("auc").n, std::size_t(13));
        for (const diagnosis::Diagnosed& one : evaluation->samples) {
            QVERIFY(one.sample.key.sample.find('@') == std::string::npos);
            QVERIFY(!one.verdict.rejected);
        }
    }

    void heldOutFiguresAreOfSessions()
    {
        const auto model = trained(0.9);
        QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
        const int judged = model->info.report.figures["accuracy"]["n"].get<int>();
        QVERIFY2(judged >= 1 && judged <= 6, qPrintable(QString::number(judged)));  // of 12 sessions with 48 windows
    }

    void everyJudgeHasTheShareThatWasAskedFor()
    {
        const auto model = trained(0.3, 0.5);
        QVERIFY2(model.has_value(), model ? "" : model.error().text().c_str());
        std::map<std::string, double> shares;
        for (const learning::ModelMember& member : model->info.members) {
            shares[member.kind] += member.weight;
        }
        QCOMPARE(shares.size(), std::size_t(3));
        QVERIFY(std::abs(shares["network"] - 0.2) < 1e-9);
        QVERIFY(std::abs(shares["forest"] - 0.3) < 1e-9);
        QVERIFY(std::abs(shares["linear"] - 0.5) < 1e-9);
        QCOMPARE(model->info.combination, std::string("logits"));
        QCOMPARE(model->info.report.options["linear_share"].get<double>(), 0.5);
        QVERIFY(model->info.report.figures["accuracy"]["n"].get<int>() >= 1);

        const auto tooMuch = trained(0.6, 0.5);
        QVERIFY(!tooMuch.has_value());
        QCOMPARE(int(tooMuch.error().code), int(ErrorCode::Invalid));
        QCOMPARE(trained().value().info.combination, std::string("probabilities"));
    }

    void claimFiguresRankFalseClaimsLowest()
    {
        using retraining::ClaimScore;
        std::vector<ClaimScore> claims;
        for (std::size_t i = 0; i < 4; ++i) {
            claims.push_back({i, i, i % 2 == 0 ? "a" : "b", true, 1.0 + static_cast<double>(i), 5});
            claims.push_back({4 + i, i, i % 2 == 0 ? "a" : "b", false, -1.0, 5});
        }
        const auto perfect = retraining::claimFigures(claims);
        QVERIFY(perfect.has_value());
        QCOMPARE(perfect->auc.value, 1.0);
        QCOMPARE(perfect->eer.value, 0.0);
        QCOMPARE(perfect->classes, std::size_t(2));
        QCOMPARE(perfect->classAuc.value, 1.0);
        claims.back().score = 9;  // one false claim of b fits best of all: it loses to all four true ones
        QCOMPARE(retraining::claimFigures(claims)->auc.value, 0.75);
        QCOMPARE(retraining::claimFigures(claims)->classAuc.value, 0.75);
        QCOMPARE(retraining::claimFigures(claims, {"b"})->auc.value, 1.0);
        QVERIFY(!retraining::claimFigures({claims.front()}).has_value());
    }

    void everybodyStandsInAsAnImpostorWhereNobodyClaimsFalsely()
    {
        const auto model = trained();
        QVERIFY(model.has_value());
        std::string rows;
        for (int person = 0; person < 3; ++person) {
            rows += "sim.csv," + session(person, 1) + "," + name(person) + ",,\n";
        }
        const auto examples = gathered(labels("own.csv", rows), model->info.classIds);
        const auto classifier = m_engine.open(std::make_shared<const learning::Model>(*model));
        const auto evaluation = retraining::evaluateModel(**classifier, *examples, m_quiet);
        QVERIFY(evaluation.has_value());
        QCOMPARE(evaluation->claims.size(), std::size_t(9));
    }

    void anUnknownNameWithoutAClaimIsAnError()
    {
        const auto examples =
            gathered(labels("unknown.csv", "sim.csv," + session(0, 1) + ",stranger,,\n"), {"person-1"});
        QVERIFY(!examples.has_value());
        QCOMPARE(int(examples.error().code), int(ErrorCode::Invalid));
    }

    void theChallengesProtocolFindsItsSessions()
    {
        const fs::path root = file("challenge");
        for (const char* folder : {"training_files/user7", "test_files/user7", "test_files/user9"}) {
            fs::create_directories(root / folder);
        }
        for (const char* session : {"training_files/user7/session_1", "test_files/user7/session_2",
                                    "test_files/user9/session_3", "test_files/user9/session_4"}) {
            std::ofstream(root / session) << "x";
        }
        std::ofstream(root / "balabit_labels.csv")
            << "user,filename,is_illegal\nuser7,session_2,0\nuser9,session_3,1\nuser9,session_9,1\n";
        const auto protocol = m_domain.protocol("balabit", {root}, {});
        QVERIFY2(protocol.has_value(), protocol ? "" : protocol.error().text().c_str());
        QCOMPARE(protocol->labels.size(), std::size_t(3));
        QCOMPARE(protocol->labels[0].label, std::string("user7"));
        QCOMPARE(protocol->labels[1].label, std::string("impostor"));
        QCOMPARE(protocol->labels[1].claim, std::string("user9"));
        QCOMPARE(protocol->labels[2].claim, std::string());  // to learn from
        QVERIFY(!m_domain.protocol("balabit", {root / "training_files" / "user7"}, {}).has_value());
        QVERIFY(!m_domain.protocol("teapots", {root}, {}).has_value());
        std::ofstream(root / "balabit_labels.csv") << "user,filename,is_illegal\nuser7,session_2,maybe\n";
        const auto broken = m_domain.protocol("balabit", {root}, {});
        QVERIFY(!broken.has_value());
        QCOMPARE(broken.error().where.line.value_or(0), std::int64_t(2));
    }
};

QTEST_GUILESS_MAIN(TestWholes)
#include "test_wholes.moc"
