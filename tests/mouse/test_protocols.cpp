// Which sessions a published protocol learns from, enrols people by, and judges.
#include <QtTest>
#include <map>

#include "tests/mouse/support.h"

using namespace sightline;
using namespace sightline::testing;
using domains::ProtocolPart;

class TestProtocols : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    const domains::Domain& m_domain = *domains::findDomain("mouse");

    [[nodiscard]] std::filesystem::path root() const
    {
        return pathFromUtf8(m_folder.path().toStdString()) / "sapimouse";
    }
    /// "user12/session_…": what becomes of it.
    [[nodiscard]] std::map<std::string, domains::ProtocolLabel> labelsOf(const std::string& protocol) const
    {
        std::map<std::string, domains::ProtocolLabel> labels;
        const auto found = m_domain.protocol(protocol, {root()}, {});
        for (const domains::ProtocolLabel& label : found.value().labels) {
            labels[utf8(label.path.parent_path().filename() / label.path.filename())] = label;
        }
        return labels;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* name : {"user1/session_2020_05_14_1min.csv", "user1/session_2020_05_14_3min.csv",
                                 "user1/session_2020_10_14_3min.csv", "user1/session_2020_05_14_5min.csv",
                                 "user50/session_2020_05_14_3min.csv", "user50/session_2020_05_14_1min.csv",
                                 "user60/session_2020_05_14_3min.csv", "user73/session_1min.csv",
                                 "user73/session_3min.csv", "notes/session_2020_05_14_3min.csv"}) {
            writeText(m_folder, std::string("sapimouse/") + name, "client timestamp,button,state,x,y\n");
        }
    }

    void laterPeopleAreEnrolledByThreeMinutesAndJudgedByOne()
    {
        const auto labels = labelsOf("sapimouse");
        QCOMPARE(labels.size(), std::size_t(7));
        QVERIFY(labels.at("user1/session_2020_05_14_1min.csv").part == ProtocolPart::Learn);
        QVERIFY(labels.at("user1/session_2020_05_14_3min.csv").part == ProtocolPart::Learn);
        QCOMPARE(labels.count("user1/session_2020_10_14_3min.csv"), std::size_t(0));  // the earliest counts
        QVERIFY(labels.at("user60/session_2020_05_14_3min.csv").part == ProtocolPart::Learn);
        QVERIFY(labels.at("user73/session_3min.csv").part == ProtocolPart::Enrol);
        QVERIFY(labels.at("user73/session_1min.csv").part == ProtocolPart::Judge);
        QCOMPARE(labels.at("user73/session_1min.csv").label, std::string("user73"));
        QCOMPARE(labels.at("user73/session_1min.csv").claim, std::string("user73"));
        QVERIFY(labelsOf("sapimouse-56").at("user60/session_2020_05_14_3min.csv").part == ProtocolPart::Enrol);
        QCOMPARE(m_domain.protocol("sapimouse", {root() / "user73"}, {}).value().labels.size(), std::size_t(2));
    }

    void aGroupIsLearntFromThreeMinutesOfMembersAndOthers()
    {
        QCOMPARE(m_domain.protocol("sapimouse-group", {root()}, {}).value().task, std::string("group"));
        const auto labels = labelsOf("sapimouse-group");
        QCOMPARE(labels.size(), std::size_t(5));
        QCOMPARE(labels.at("user1/session_2020_05_14_3min.csv").label, std::string("member"));
        QVERIFY(labels.at("user1/session_2020_05_14_3min.csv").part == ProtocolPart::Learn);
        QVERIFY(labels.at("user1/session_2020_05_14_1min.csv").part == ProtocolPart::Judge);
        QCOMPARE(labels.at("user50/session_2020_05_14_3min.csv").label, std::string("outsider"));
        QCOMPARE(labels.count("user50/session_2020_05_14_1min.csv"), std::size_t(0));  // somebody seen is no stranger
        QVERIFY(labels.at("user73/session_1min.csv").part == ProtocolPart::Judge);
        QCOMPARE(labels.at("user73/session_1min.csv").label, std::string("outsider"));
    }

    void slidersAreJudgedByFolds()
    {
        const auto protocol = m_domain.protocol("slider", {root()}, {});
        QVERIFY(protocol.has_value());
        QCOMPARE(protocol->task, std::string("machine"));
        QCOMPARE(protocol->folds, std::size_t(5));
        QVERIFY(protocol->labels.empty());  // the file's own
    }

    void whatIsNotThereIsSaid()
    {
        const auto none = m_domain.protocol("sapimouse", {root() / "notes"}, {});
        QVERIFY(!none.has_value());
        QCOMPARE(int(none.error().code), int(ErrorCode::NotFound));
        QVERIFY(!m_domain.protocol("slider", {}, {}).has_value());
        for (const std::string& name : m_domain.protocols()) {
            QVERIFY2(!m_domain.protocol(name, {}, {}).has_value(), name.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestProtocols)
#include "test_protocols.moc"
