// The shipped starter on the shipped sessions: most hands and programs are told apart.
#include <sstream>

#include <QStandardPaths>

#include "tests/app/support.h"

using namespace sightline;
using namespace sightline::testing;

class TestStarterSessions : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void handsAndProgramsOfTheSample()
    {
        QStandardPaths::setTestModeEnabled(true);
        if (!learning::loadEngine()) {
            QSKIP("the torch half was not built: no verdicts here");
        }
        const std::string resources = std::string(SIGHTLINE_SOURCE) + "/resources/";
        Program program;
        const Ran ran =
            program.run({"classify", "--domain", "mouse", "--model", resources + "models/mouse-machine.safetensors",
                         "--format", "json", resources + "samples/mouse/simulated_sessions.json"});
        COMPARE_CODE(ran, 0);
        int sessions = 0;
        int right = 0;
        std::istringstream lines(ran.out);
        for (std::string line; std::getline(lines, line); ++sessions) {
            const auto row = nlohmann::json::parse(line);
            const bool hand = row["sample"].get<std::string>().rfind("hand-", 0) == 0;
            const bool called = row["class"].get<std::string>() == "human";
            right += hand == called ? 1 : 0;
            QVERIFY2(!hand || called, "a person was called a machine");
        }
        QCOMPARE(sessions, 12);
        QVERIFY2(right >= 10, qPrintable(QString::number(right)));
    }
};

QTEST_GUILESS_MAIN(TestStarterSessions)
#include "test_starter_sessions.moc"
