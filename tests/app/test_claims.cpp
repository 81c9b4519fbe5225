// Mouse sessions that claim to be somebody's, through the program: a threshold chosen in training, errors at it, claims
// answered, shortcuts probed. On simulated people; how well they are told apart is not asked here.
#include <QStandardPaths>

#include "tests/app/support.h"

using namespace sightline;
using namespace sightline::testing;

class TestClaims : public QObject {
    Q_OBJECT

private:
    Program m_program;
    bool m_trained = false;

    /// Sessions of four simulated people; `claimed` of the next one.
    static std::string rows(const std::vector<int>& rounds, bool claiming)
    {
        std::string text = "path,sample,label,group,claim\n";
        for (const int round : rounds) {
            for (int person = 0; person < 4; ++person) {
                const std::string session = "sim.csv,hand-" + std::to_string(12 * round + 2 * person);
                const auto name = [](int of) { return "person-" + std::to_string(of % 4 + 1); };
                const bool lies = claiming && round % 4 == 3;
                text += session + "," + name(person) + ",," + (claiming ? name(person + (lies ? 1 : 0)) : "") + "\n";
            }
        }
        return text;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        COMPARE_CODE(
            m_program.run({"simulate", "--domain", "mouse", "--count", "96", "--seed", "5", "--out", "sim.csv"}), 0);
        m_program.write("learn.csv", rows({0, 2, 4, 6}, false));
        m_program.write("judge.csv", rows({1, 3, 5, 7}, true));
        m_program.write("both.csv", rows({0, 2, 4, 6}, false) + rows({1, 3, 5, 7}, true).substr(30));
        const Ran ran =
            m_program.run({"train", "--domain", "mouse", "--labels", "learn.csv", "--out", "m.safetensors", "--epochs",
                           "2", "--draws", "40", "--threshold", "cost=3:1", "--format", "json"});
        if (ran.code != 0 && !learning::loadEngine()) {
            return;  // no network in this build
        }
        COMPARE_CODE(ran, 0);
        const auto report = jsonLines(ran.out)[0];
        QCOMPARE(report["claim_threshold"]["rule"].get<std::string>(), std::string("cost=3:1"));
        QVERIFY(report["held_out"].contains("far") && report["held_out"].contains("frr"));
        m_trained = true;
    }

    void errorsStandAtTheModelsThreshold()
    {
        if (!m_trained) {
            QSKIP("needs the network");
        }
        const Ran ran = m_program.run({"evaluate", "--domain", "mouse", "--model", "m.safetensors", "--labels",
                                       "both.csv", "--format", "json", "--curves", "curves.json"});
        COMPARE_CODE(ran, 0);
        const auto json = jsonLines(ran.out)[0];
        QCOMPARE(json["claims"]["far"]["n"].get<int>(), 8);
        QCOMPARE(json["claims"]["frr"]["n"].get<int>(), 8);
        QCOMPARE(json["claims"]["classes"].size(), std::size_t(4));
        QCOMPARE(json["claims"]["auc"]["value"].get<double>(), json["auc"]["value"].get<double>());
        QCOMPARE(json["probe"]["judges"].size(), std::size_t(5));
        QVERIFY(json["probe"]["words"].is_string());
        const auto curves = nlohmann::json::parse(readFile(m_program.file("curves.json")).value());
        QCOMPARE(curves["claims"]["classes"].size(), std::size_t(4));
        QVERIFY(curves["claims"]["pooled"]["far"].size() > 2);

        const Ran table =
            m_program.run({"evaluate", "--domain", "mouse", "--model", "m.safetensors", "--labels", "judge.csv"});
        COMPARE_CODE(table, 0);
        for (const char* part : {"false accepts", " of 8, ", "cost=3:1", "person-4", "the shortcut probe needs"}) {
            QVERIFY2(contains(table.out, part), table.out.c_str());
        }
    }

    void claimsAreAnswered()
    {
        if (!m_trained) {
            QSKIP("needs the network");
        }
        const Ran ran =
            m_program.run({"classify", "sim.csv", "--domain", "mouse", "--model", "m.safetensors", "--format", "json"});
        COMPARE_CODE(ran, 0);
        std::size_t claims = 0;
        for (const auto& row : jsonLines(ran.out)) {
            if (!row.contains("claim")) {
                continue;
            }
            ++claims;
            const std::string answer = row["claim_verdict"].get<std::string>();
            QVERIFY(answer == "match" || answer == "no match" || answer == "too little data");
            QVERIFY(row["claim_score"].is_number());
            QCOMPARE(row["claim"].get<std::string>().substr(0, 7), std::string("person-"));
        }
        QCOMPARE(claims, std::size_t(32));  // 48 hands of six people, of whom it knows four; programs claim nothing
        const Ran table = m_program.run({"classify", "sim.csv", "--domain", "mouse", "--model", "m.safetensors"});
        QVERIFY(contains(table.out, "claims person-1: ") && contains(table.out, ", needs "));
    }

    void whatMakesNoSenseIsRefused()
    {
        const std::vector<std::vector<std::string>> wrong = {
            {"train", "--domain", "mouse", "--data", "sim.csv", "--out", "x", "--threshold", "far=2"},
            {"train", "--domain", "mouse", "--data", "sim.csv", "--out", "x", "--protocol", "slider"},
            {"train", "--domain", "mouse", "--data", "sim.csv", "--out", "x", "--protocol", "teapots"},
            {"evaluate", "--domain", "mouse", "--data", "sim.csv", "--protocol", "slider", "--task", "owner"},
            {"evaluate", "--domain", "mouse", "--data", "sim.csv", "--protocol", "slider", "--model", "m.safetensors"}};
        for (const std::vector<std::string>& line : wrong) {
            const Ran refused = m_program.run(line);
            COMPARE_CODE(refused, 2);
            QVERIFY(refused.out.empty());
        }
        const Ran nothing = m_program.run({"evaluate", "--domain", "mouse", "--data", ".", "--protocol", "sapimouse"});
        QVERIFY(nothing.code != 0);
        QVERIFY2(contains(nothing.err, "userN"), nothing.err.c_str());
    }
};

QTEST_GUILESS_MAIN(TestClaims)
#include "test_claims.moc"
