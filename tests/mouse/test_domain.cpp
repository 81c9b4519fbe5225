// The domain as the rest of the house sees it, and its simulator.
#include <QtTest>
#include <set>

#include "core/domains/mouse/picture.h"
#include "tests/mouse/support.h"

using namespace sightline;
using namespace sightline::testing;

namespace {

const domains::Domain& domain()
{
    return *domains::findDomain("mouse");
}

SampleList samplesOf(const domains::Recording& recording)
{
    return domain().samples(recording, domain().defaultRecipe("owner")).value_or(SampleList());
}

}  // namespace

class TestDomain : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void windowsBelongToTheirSession()
    {
        const auto read = readMouse(writeText(m_folder, "user5/session_9", balabitText(60)));
        QVERIFY2(read.recording, read.text().c_str());
        const SampleList samples = samplesOf(*read.recording);
        QCOMPARE(samples.size(), std::size_t(5));  // 600 events, windows of 200 every 100
        std::set<std::string> hashes;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            QCOMPARE(samples[i].index, i);
            QCOMPARE(domain().wholeOf(samples[i]), std::string("0"));
            QCOMPARE(domain().ownLabel(*read.recording, samples[i], "owner"), std::string("user5"));
            QCOMPARE(domain().ownLabel(*read.recording, samples[i], "machine"), std::string());
            QCOMPARE(domain().claimOf(*read.recording, samples[i]), std::string("user5"));
            QVERIFY(samples[i].extent.seconds.has_value());
            hashes.insert(samples[i].contentHash);
            const auto picture = domain().picture(*read.recording, samples[i], domain().defaultRecipe("owner"));
            QVERIFY(picture.has_value());
            QCOMPARE(picture->example.image.channels,
                     static_cast<int>(domain().planes(domain().defaultRecipe("owner")).size()));
        }
        QCOMPARE(hashes.size(), samples.size());
        // One source a session where the person is the question, one a person elsewhere.
        QVERIFY(domain().sourceOf(*read.recording, samples[0], "owner", "someone") !=
                domain().sourceOf(*read.recording, samples[0], "group", "someone"));
        QCOMPARE(domain().sourceOf(*read.recording, samples[0], "group", ""), std::string("user5"));
        QCOMPARE(domain().inputKind(*read.recording, samples[0]), std::string("mouse session"));
    }

    void aSessionsLabelCoversItsWindows()
    {
        const auto read = readMouse(writeText(m_folder, "s", balabitText(60)));
        QVERIFY2(read.recording, read.text().c_str());
        const SampleList samples = samplesOf(*read.recording);
        Label whole;
        whole.subject = {samples[0].key.recording, "0"};
        whole.task = "owner";
        whole.classId = "ann";
        Label file = whole;
        file.subject.sample = "";
        file.classId = "bob";
        Label window = whole;
        window.subject.sample = samples[1].key.sample;
        window.classId = "cid";
        QCOMPARE(domain().targetOf(samples[0], {file}, "owner").value_or(""), std::string("bob"));
        QCOMPARE(domain().targetOf(samples[0], {file, whole}, "owner").value_or(""), std::string("ann"));
        QCOMPARE(domain().targetOf(samples[1], {window, whole, file}, "owner").value_or(""), std::string("cid"));
        QVERIFY(!domain().targetOf(samples[0], {window}, "owner").has_value());
        QVERIFY(!domain().targetOf(samples[0], {whole}, "machine").has_value());
        whole.certainty = Certainty::Unsure;
        QVERIFY(!domain().targetOf(samples[0], {whole}, "owner").has_value());
    }

    void tooShortASessionIsRejected()
    {
        const auto read = readMouse(writeText(
            m_folder, "short", "client timestamp,button,state,x,y\n0,NoButton,Move,1,1\n9,NoButton,Move,2,2\n"));
        QVERIFY2(read.recording, read.text().c_str());
        const SampleList samples = samplesOf(*read.recording);
        QCOMPARE(samples.size(), std::size_t(1));
        QCOMPARE(int(worst(samples[0].findings)), int(Severity::Reject));
    }

    void simulatedFilesComeBackWhole_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("collector") << "sim.json";
        QTest::newRow("table") << "sim.csv";
    }
    void simulatedFilesComeBackWhole()
    {
        QFETCH(QString, name);
        const auto path = pathFromUtf8(m_folder.filePath(name).toStdString());
        NoProgress progress;
        QVERIFY(domain().simulate(12, 3, path, progress).has_value());
        const auto first = readFile(path);
        QVERIFY(domain().simulate(12, 3, path, progress).has_value());
        QVERIFY(*first == *readFile(path));
        const auto opened = domains::openFile(domains::allDomains(), {path, {}}, {}, progress);
        QVERIFY(opened.domain == &domain());
        const auto read = readMouse(path);
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->sessions().size(), std::size_t(12));
        std::set<std::string> labels;
        for (const mouse::Session& session : read.recording->sessions()) {
            labels.insert(session.label);
            QVERIFY(session.events.size() >= 400);
            QCOMPARE(session.account.empty(), session.label == "machine");
            QCOMPARE(countOf(session.findings, "time_backwards"), std::int64_t(0));
            QCOMPARE(countOf(session.findings, "unpaired_button"), std::int64_t(0));
            QCOMPARE(countOf(session.findings, "malformed_row"), std::int64_t(0));
        }
        QCOMPARE(labels, (std::set<std::string>{"human", "machine"}));
        for (const Sample& sample : samplesOf(*read.recording)) {
            QVERIFY(domain().picture(*read.recording, sample, domain().defaultRecipe("machine")).has_value());
        }
    }

    void noKindOfSignalTakesAnothersFile()
    {
        const auto root = pathFromUtf8(SIGHTLINE_TEST_DATA "/cards");
        NoProgress progress;
        int cards = 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
            if (!entry.is_regular_file() || entry.path().filename() == "expected.json") {
                continue;
            }
            const auto alone = domains::openFile({domains::findDomain("pumpcards")}, {entry.path(), {}}, {}, progress);
            const auto among = domains::openFile(domains::allDomains(), {entry.path(), {}}, {}, progress);
            if (alone.domain != nullptr) {
                ++cards;
                QVERIFY2(among.domain == alone.domain, entry.path().c_str());
            }
            const auto own = domains::openFile({&domain()}, {entry.path(), {}}, {}, progress);
            const bool mouseCase = entry.path().string().find("mouse_session") != std::string::npos;
            QVERIFY2((own.domain != nullptr) == mouseCase || std::holds_alternative<Error>(own.outcome),
                     entry.path().c_str());
        }
        QVERIFY(cards > 20);
        for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{
                 {"a", balabitText(5)},
                 {"b.csv", "timestamp,x,y,button,state\n0,1,1,none,move\n16,2,1,none,move\n32,3,1,none,move\n"},
                 {"c.json", "[{\"t\":0,\"x\":1,\"y\":1},{\"t\":16,\"x\":2,\"y\":1}]"},
                 {"d.txt", "1 1,1,0;2,1,10;3,1,20 9,9 1\n2 1,1,0;2,1,10;3,1,20 9,9 0\n"}}) {
            const auto opened =
                domains::openFile(domains::allDomains(), {writeText(m_folder, name, text), {}}, {}, progress);
            QVERIFY2(opened.domain == &domain(), name.c_str());
        }
    }

    void fieldFilesAreSessions()
    {
        const QString field = qEnvironmentVariable("SIGHTLINE_FIELD_DATA");
        if (field.isEmpty()) {
            QSKIP("no field recordings: set SIGHTLINE_FIELD_DATA");
        }
        const auto read = readMouse(pathFromUtf8((field + "/mouse/slider_human_machine.txt").toStdString()));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->sessions().size(), std::size_t(2045));
        std::size_t machines = 0;
        std::size_t backwards = 0;
        for (const mouse::Session& session : read.recording->sessions()) {
            machines += session.label == "machine" ? 1 : 0;
            backwards += countOf(session.findings, "time_backwards") > 0 ? 1 : 0;
        }
        QCOMPARE(machines, std::size_t(277));
        QCOMPARE(backwards, std::size_t(5));
    }
};

QTEST_GUILESS_MAIN(TestDomain)
#include "test_domain.moc"
