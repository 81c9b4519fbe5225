// What the commands take, answer and refuse, as far as no network is needed.
#include <QStandardPaths>

#include "tests/app/support.h"

using namespace sightline;
using namespace sightline::testing;

class TestUsage : public QObject {
    Q_OBJECT

private:
    Program m_program;

private Q_SLOTS:
    void initTestCase()
    {
        QStandardPaths::setTestModeEnabled(true);
        QVERIFY2(std::filesystem::exists(SIGHTLINE_PROGRAM), SIGHTLINE_PROGRAM);
    }

    void helpAndVersionGoToStandardOutput()
    {
        const Ran version = m_program.run({"--version"});
        COMPARE_CODE(version, 0);
        QVERIFY(version.out.rfind("sightline ", 0) == 0);
        const Ran help = m_program.run({"--help"});
        COMPARE_CODE(help, 0);
        for (const char* command : {"classify", "image", "train", "evaluate", "simulate", "models"}) {
            QVERIFY2(contains(help.out, command), command);
            const Ran own = m_program.run({command, "--help"});
            COMPARE_CODE(own, 0);
            QVERIFY(own.err.empty());
            QVERIFY2(contains(own.out, std::string("sightline ") + command) || contains(own.out, "show"),
                     own.out.c_str());
        }
        const Ran classify = m_program.run({"classify", "--help"});
        for (const char* option :
             {"--workspace", "--model", "--task", "--device", "--format", "--progress", "--seed", "--map"}) {
            QVERIFY2(contains(classify.out, option), option);
        }
    }

    void wrongUsageIsTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no paths") << QStringList{"classify"};
        QTest::newRow("unknown option") << QStringList{"classify", "--fast", "x.csv"};
        QTest::newRow("unknown format") << QStringList{"classify", "--format", "xml", "x.csv"};
        QTest::newRow("map without =") << QStringList{"classify", "--map", "unit", "x.csv"};
        QTest::newRow("unknown domain") << QStringList{"classify", "--domain", "teapots", "x.csv"};
        QTest::newRow("image without out") << QStringList{"image", "x.csv"};
        QTest::newRow("image with why alone") << QStringList{"image", "x.csv", "--why"};
        QTest::newRow("train without out") << QStringList{"train", "--data", "x.csv"};
        QTest::newRow("zero epochs") << QStringList{"train", "--data", "x.csv", "--out", "m", "--epochs", "0"};
        QTest::newRow("draws and balance")
            << QStringList{"train", "--data", "x.csv", "--out", "m", "--draws", "10", "--balance"};
        QTest::newRow("evaluate without data") << QStringList{"evaluate"};
        QTest::newRow("simulate without count") << QStringList{"simulate", "--out", "x.csv"};
        QTest::newRow("models alone") << QStringList{"models"};
        QTest::newRow("unknown models command") << QStringList{"models", "burn"};
    }

    void wrongUsageIsTwo()
    {
        QFETCH(QStringList, arguments);
        std::vector<std::string> list;
        for (const QString& argument : arguments) {
            list.push_back(argument.toStdString());
        }
        const Ran ran = m_program.run(list);
        COMPARE_CODE(ran, 2);
        QVERIFY2(ran.out.empty(), ran.out.c_str());
        QVERIFY(!ran.err.empty());
    }

    void withoutADisplayTheWindowSaysSo()
    {
        const Ran ran = m_program.run({});
        COMPARE_CODE(ran, 2);
        QVERIFY(contains(ran.err, "no display"));
    }

    void simulationIsTheSameForTheSameSeed()
    {
        const Ran first = m_program.run({"simulate", "--domain", "pumpcards", "--count", "30", "--seed", "5", "--out",
                                         "sub/a.csv", "--format", "json"});
        COMPARE_CODE(first, 0);
        const auto answer = jsonLines(first.out);
        QCOMPARE(answer.size(), std::size_t{1});
        QCOMPARE(answer[0]["count"].get<int>(), 30);
        QCOMPARE(answer[0]["seed"].get<int>(), 5);
        COMPARE_CODE(m_program.run({"simulate", "--count", "30", "--seed", "5", "--out", "b.csv"}), 0);
        COMPARE_CODE(m_program.run({"simulate", "--count", "30", "--seed", "6", "--out", "c.csv"}), 0);
        const std::string a = *readFile(m_program.file("sub/a.csv"));
        QCOMPARE(a, *readFile(m_program.file("b.csv")));
        QVERIFY(a != *readFile(m_program.file("c.csv")));
        QVERIFY(a.rfind("card_id,label,point,position_m,load_kN\n", 0) == 0);
    }

    void thePictureIsWrittenAsTheNetworkSeesIt()
    {
        COMPARE_CODE(m_program.run({"simulate", "--count", "3", "--seed", "5", "--out", "cards.csv"}), 0);
        const Ran ran = m_program.run(
            {"image", "cards.csv", "--sample", "2", "--out", "p.png", "--raw", "p.npy", "--format", "json"});
        COMPARE_CODE(ran, 0);
        const auto answer = jsonLines(ran.out)[0];
        QCOMPARE(answer["sample"].get<std::string>(), std::string("2"));
        const int channels = answer["channels"].get<int>();
        const int height = answer["height"].get<int>();
        const int width = answer["width"].get<int>();
        QVERIFY(channels > 0 && height > 0 && width > 0);
        QVERIFY(answer["scalars"].size() > 0);

        const std::string npy = *readFile(m_program.file("p.npy"));
        QVERIFY(npy.rfind(std::string("\x93NUMPY\x01\x00", 8), 0) == 0);
        const std::size_t headerBytes =
            10 + static_cast<unsigned char>(npy[8]) + 256 * static_cast<unsigned char>(npy[9]);
        QCOMPARE(headerBytes % 64, std::size_t{0});
        QVERIFY(contains(npy, "'shape': (" + std::to_string(channels) + ", " + std::to_string(height) + ", " +
                                  std::to_string(width) + ")"));
        QCOMPARE(npy.size(), headerBytes + sizeof(float) * static_cast<std::size_t>(channels * height * width));
        const std::string png = *readFile(m_program.file("p.png"));
        QVERIFY(png.rfind("\x89PNG", 0) == 0);

        // The same picture from another run, byte for byte; another card's is another.
        COMPARE_CODE(m_program.run({"image", "cards.csv", "--sample", "2", "--raw", "again.npy"}), 0);
        QCOMPARE(npy, *readFile(m_program.file("again.npy")));
        const Ran first = m_program.run({"image", "cards.csv", "--raw", "first.npy"});
        COMPARE_CODE(first, 0);
        QVERIFY(contains(first.err, "drawing the first"));
        QVERIFY(npy != *readFile(m_program.file("first.npy")));

        const Ran none = m_program.run({"image", "cards.csv", "--sample", "77", "--out", "n.png"});
        QVERIFY(none.code != 0);
        QVERIFY(contains(none.err, "cards.csv") && contains(none.err, "77"));
        QVERIFY(!m_program.exists("n.png"));
        const Ran nowhere = m_program.run({"image", "cards.csv", "--out", "no/such/folder/p.png"});
        COMPARE_CODE(nowhere, 1);
        QVERIFY(contains(nowhere.err, "no/such/folder/p.png"));
    }

    /// A session is drawn window by window: what is counted and chosen must be called so.
    void windowsOfSessionsAreCalledWindows()
    {
        COMPARE_CODE(
            m_program.run({"simulate", "--domain", "mouse", "--count", "2", "--seed", "3", "--out", "mice.json"}), 0);
        const Ran drawn = m_program.run({"image", "mice.json", "--raw", "mouse.npy"});
        COMPARE_CODE(drawn, 0);
        QVERIFY2(contains(drawn.err, " windows of 2 sessions; drawing the first"), drawn.err.c_str());
        const Ran none = m_program.run({"image", "mice.json", "--sample", "77", "--raw", "mouse.npy"});
        COMPARE_CODE(none, 2);
        QVERIFY2(contains(none.err, "holds no window of a session \"77\""), none.err.c_str());
    }

    void modelsAreListedWhereThereAreNone()
    {
        const Ran list = m_program.run({"models", "list"});
        COMPARE_CODE(list, 0);
        QVERIFY(contains(list.out, "no models yet"));
        COMPARE_CODE(m_program.run({"models", "show", "deadbeef"}), 2);
        COMPARE_CODE(m_program.run({"models", "rollback"}), 2);
        QVERIFY2(!m_program.exists("data/sightline/default.sightline"), "asking must not create a workspace");
    }

    void weightsThatAreNoneAreRefusedByName()
    {
        m_program.write("notes.pth", "these are no weights\n");
        const Ran text =
            m_program.run({"models", "import-weights", "notes.pth", "--arch", "resnet18", "--out", "w.st"});
        COMPARE_CODE(text, 1);
        QVERIFY2(contains(text.err, "notes.pth"), text.err.c_str());
        const Ran gone = m_program.run({"models", "import-weights", "gone.pth", "--arch", "resnet18", "--out", "w.st"});
        COMPARE_CODE(gone, 1);
        QVERIFY2(contains(gone.err, "gone.pth"), gone.err.c_str());
        COMPARE_CODE(m_program.run({"models", "import-weights", "notes.pth", "--out", "w.st"}), 2);
        COMPARE_CODE(m_program.run({"models", "export", "deadbeef", "--out", "w.st"}), 2);
        QVERIFY(!m_program.exists("w.st"));
    }

    void aMissingWorkspaceIsNamed()
    {
        const Ran ran = m_program.run({"models", "list", "--workspace", "gone.sightline"});
        COMPARE_CODE(ran, 1);
        QVERIFY(contains(ran.err, "gone.sightline"));
    }
};

QTEST_GUILESS_MAIN(TestUsage)
#include "test_usage.moc"
