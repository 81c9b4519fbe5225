// Every layout of a mouse session, with what is wrong in it counted and what is private left out.
#include <QtTest>
#include <cmath>

#include "core/base/random.h"
#include "tests/mouse/support.h"
#include "tests/mouse/texts.h"

using namespace sightline;
using namespace sightline::mouse;
using namespace sightline::testing;

namespace {

std::size_t presses(const Session& session, Button button)
{
    return static_cast<std::size_t>(
        std::count_if(session.events.begin(), session.events.end(),
                      [&](const MouseEvent& e) { return e.kind == EventKind::Press && e.button == button; }));
}

bool assumed(const ReadMouse& read, const std::string& part)
{
    const auto& all = read.recording->info().assumptions;
    return std::any_of(all.begin(), all.end(),
                       [&](const std::string& one) { return one.find(part) != std::string::npos; });
}

const std::string balabitHeader = "record timestamp,client timestamp,button,state,x,y\n";

}  // namespace

class TestReaders : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    void readsBalabit()
    {
        const auto read = readMouse(writeText(m_folder, "training_files/user12/session_1",
                                              balabitHeader + "0.0,10.0,NoButton,Move,5,6\n"
                                                              "0.1,10.1,NoButton,Move,65535,65535\n"
                                                              "0.1,10.1,NoButton,Move,65535,65535\n"
                                                              "0.3,10.2,Left,Pressed,7,8\n"
                                                              "0.3,10.2,NoButton,Drag,9,8\n"
                                                              "nonsense\n"
                                                              "0.4,10.3,Scroll,Down,9,8\n"
                                                              "0.5,25.0,Left,Released,9,9\n"
                                                              "0.6,25.1,Right,Pressed,9,9\n"));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->info().reader, std::string("balabit-1"));
        QCOMPARE(read.recording->sessions().size(), std::size_t(1));
        const Session& session = read.recording->sessions().front();
        QCOMPARE(session.account, std::string("user12"));
        QVERIFY(!session.claimed);
        QCOMPARE(session.events.size(), std::size_t(7));
        QCOMPARE(session.events.front().seconds, 0.0);
        QVERIFY(std::abs(session.durationSeconds() - 15.1) < 1e-9);
        QCOMPARE(countOf(session.findings, "no_position"), std::int64_t(2));
        QCOMPARE(countOf(session.findings, "repeated_row"), std::int64_t(1));
        QCOMPARE(countOf(session.findings, "same_time"), std::int64_t(1));
        QCOMPARE(countOf(session.findings, "malformed_row"), std::int64_t(1));
        QCOMPARE(countOf(session.findings, "long_gap"), std::int64_t(1));
        QCOMPARE(countOf(session.findings, "unpaired_button"), std::int64_t(1));
        for (const Finding& finding : session.findings) {
            QVERIFY2(finding.where.line.has_value(), finding.kind.c_str());
            QVERIFY(!finding.where.file.empty());
        }
        // The drag carries no button in the file; what is held is rebuilt from the presses.
        QCOMPARE(int(session.events[3].held), int(buttonMask(Button::Left)));
        QCOMPARE(int(session.events[4].kind), int(EventKind::Scroll));
        QCOMPARE(session.path.size(), std::size_t(5));  // neither the scroll nor the row without a position
    }

    void aTestFilesAccountIsOnlyClaimed()
    {
        const auto read = readMouse(writeText(m_folder, "test_files/user7/session_2", balabitText(3)));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->sessions().front().account, std::string("user7"));
        QVERIFY(read.recording->sessions().front().claimed);
    }

    void readsSapiMouse()
    {
        const auto read = readMouse(writeText(m_folder, "user3/session_1min.csv",
                                              "client timestamp,button,state,x,y\r\n"
                                              "4055215,NoButton,Move,10,10\r\n4055231,Left,Pressed,10,10\r\n"
                                              "4055247,Left,Drag,14,12\r\n4055263,Left,Released,15,12\r\n"));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->info().reader, std::string("sapimouse-1"));
        const Session& session = read.recording->sessions().front();
        QCOMPARE(session.events.size(), std::size_t(4));
        QVERIFY(std::abs(session.durationSeconds() - 0.048) < 1e-9);
        QCOMPARE(session.account, std::string("user3"));
    }

    void readsChaoShenAndDropsTheProcess()
    {
        const auto read = readMouse(writeText(m_folder, "log.csv",
                                              "X,Y,EventCode,EventName,Timestamp,ProcessID\n"
                                              "1,2,512,MouseMove,1000,4711\n3,4,516,RDown,1100,4711\n"
                                              "3,4,517,RUp,1150,4711\n5,5,999,Odd,1200,4711\n"));
        QVERIFY2(read.recording, read.text().c_str());
        const Session& session = read.recording->sessions().front();
        QCOMPARE(presses(session, Button::Right), std::size_t(1));
        QCOMPARE(countOf(session.findings, "malformed_row"), std::int64_t(1));
        QCOMPARE(countOf(read.recording->info().findings, "private_dropped"), std::int64_t(1));
    }

    void readsEvtrackWithItsXml()
    {
        writeText(m_folder, "evtrack/a.xml",
                  "<data><screen>1920x1080</screen><window>1280x720</window><document>1270x3000</document></data>");
        const auto read = readMouse(writeText(m_folder, "evtrack/a.csv",
                                              "cursor timestamp xpos ypos event xpath attrs extras\n"
                                              "0 1400000000000 10 20 load / {} {}\n"
                                              "0 1400000000100 10 20 mousemove //div {\"id\":\"secret\"} {}\n"
                                              "0 1400000000200 30 20 mousedown //div {} {}\n"
                                              "0 1400000000250 30 20 mouseup //div {} {}\n"
                                              "0 1400000000250 30 20 click //div {} {}\n"));
        QVERIFY2(read.recording, read.text().c_str());
        const Session& session = read.recording->sessions().front();
        QCOMPARE(session.events.size(), std::size_t(3));
        QCOMPARE(presses(session, Button::Left), std::size_t(1));
        QCOMPARE(session.screenHeight, 3000.0);
        QCOMPARE(session.startMicroseconds.value_or(0), std::int64_t(1400000000100000));
        QVERIFY(countOf(read.recording->info().findings, "private_dropped") > 0);
        for (const Finding& finding : session.findings) {
            QVERIFY(finding.message.find("secret") == std::string::npos);
        }
    }

    void readsRrweb()
    {
        const std::string events = texts::rrwebEvents;
        for (const std::string& text : {events, "{\"events\":" + events + "}"}) {
            const auto read = readMouse(writeText(m_folder, "rr.json", text));
            QVERIFY2(read.recording, read.text().c_str());
            QCOMPARE(read.recording->info().reader, std::string("rrweb-1"));
            const Session& session = read.recording->sessions().front();
            QCOMPARE(session.events.size(), std::size_t(4));
            QCOMPARE(int(session.events[0].kind), int(EventKind::Move));  // the batch lies before the press
            QCOMPARE(presses(session, Button::Right), std::size_t(1));
            QCOMPARE(session.screenWidth, 800.0);
            QCOMPARE(countOf(session.findings, "time_backwards"), std::int64_t(0));
        }
        const auto packed = readMouse(writeText(m_folder, "packed.json", texts::packedEvents));
        QVERIFY(packed.error() != nullptr);
        QVERIFY(packed.error()->message.find("packed") != std::string::npos);
    }

    void readsTrajectories()
    {
        const auto read = readMouse(writeText(m_folder, "slider.txt",
                                              "1 353,2607,0;367,2607,9;388,-20,51 900,2620 1\n"
                                              "2 3,3,5;4,4,4;5,5,30 90,20 0\n"
                                              "3 1,1,1 9,9 1\nbroken\n"));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->sessions().size(), std::size_t(3));
        QCOMPARE(read.recording->sessions()[0].label, std::string("human"));
        QCOMPARE(read.recording->sessions()[1].label, std::string("machine"));
        QCOMPARE(read.recording->sessions()[0].events[2].y, -20.0F);
        QCOMPARE(countOf(read.recording->sessions()[1].findings, "time_backwards"), std::int64_t(1));
        QCOMPARE(countOf(read.recording->info().findings, "malformed_row"), std::int64_t(1));
    }

    void readsTheCollector()
    {
        const std::string text = texts::collectorText;
        const auto read = readMouse(writeText(m_folder, "c.json", text));
        QVERIFY2(read.recording, read.text().c_str());
        const Session& session = read.recording->sessions().front();
        QCOMPARE(session.id, std::string("ab12"));
        QCOMPARE(session.account, std::string("Ann"));
        QCOMPARE(session.events.size(), std::size_t(3));
        QCOMPARE(presses(session, Button::Right), std::size_t(1));
        QCOMPARE(session.startMicroseconds.value_or(0), std::int64_t(1767261600000000));
        QCOMPARE(int(session.events[0].pointer), int(Pointer::Mouse));
        QCOMPARE(countOf(session.findings, "unknown_column"), std::int64_t(1));
        QCOMPARE(countOf(session.findings, "malformed_row"), std::int64_t(1));
        std::string later = text;
        later.replace(later.find("\"version\":1"), 11, "\"version\":2");
        const auto refused = readMouse(writeText(m_folder, "c2.json", later));
        QVERIFY(refused.error() != nullptr);
        QVERIFY(refused.error()->message.find("version 2") != std::string::npos);
    }

    void readsTablesByTheirNames()
    {
        const auto read = readMouse(writeText(m_folder, "long.csv",
                                              "session_id,user_id,label,time_ms,x,y,button,event,url\n"
                                              "s1,ann,human,0,1,1,none,mousemove,http://secret\n"
                                              "s1,ann,human,8,2,1,left,mousedown,http://secret\n"
                                              "s2,bob,machine,0,9,9,none,mousemove,http://secret\n"
                                              "s1,ann,human,16,2,1,left,mouseup,http://secret\n"
                                              "s1,ann,human,24,2,1,none,focus,http://secret\n"));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->sessions().size(), std::size_t(2));
        const Session* first = read.recording->find("s1");
        QVERIFY(first != nullptr);
        QCOMPARE(first->events.size(), std::size_t(3));
        QCOMPARE(first->account, std::string("ann"));
        QCOMPARE(first->label, std::string("human"));
        QVERIFY(std::abs(first->durationSeconds() - 0.016) < 1e-9);
        QVERIFY(assumed(read, "time in milliseconds (column name)"));
        QCOMPARE(countOf(read.recording->info().findings, "other_event"), std::int64_t(1));
        QCOMPARE(countOf(read.recording->info().findings, "private_dropped"), std::int64_t(4));
    }

    void fiveMinutesDoNotBecomeDays_data()
    {
        QTest::addColumn<double>("step");
        QTest::addColumn<double>("start");
        QTest::newRow("seconds") << 0.016 << 0.0;
        QTest::newRow("milliseconds") << 16.0 << 0.0;
        QTest::newRow("microseconds") << 16000.0 << 0.0;
        QTest::newRow("ticks") << 160000.0 << 6.3e17;
        QTest::newRow("epoch seconds") << 0.016 << 1.7e9;
        QTest::newRow("epoch milliseconds") << 16.0 << 1.7e12;
    }
    void fiveMinutesDoNotBecomeDays()
    {
        QFETCH(double, step);
        QFETCH(double, start);
        std::string text = "timestamp,x,y\n";
        for (int i = 0; i <= 1000; ++i) {
            text += QString::number(start + i * step, 'f', 4).toStdString() + "," + std::to_string(i) + ",5\n";
        }
        const auto read = readMouse(writeText(m_folder, "t.csv", text));
        QVERIFY2(read.recording, read.text().c_str());
        QVERIFY(std::abs(read.recording->sessions().front().durationSeconds() - 16) < 1e-3);
    }

    void asksForAnUnclearUnit()
    {
        std::string text = "time,x,y\n";
        for (int i = 0; i < 50; ++i) {
            text += std::to_string(i * 700) + "," + std::to_string(i) + ",5\n";  // 0.7 s, 0.7 ms: neither is usual
        }
        const auto path = writeText(m_folder, "u.csv", text);
        const auto asked = readMouse(path);
        QVERIFY2(asked.ask() != nullptr, asked.text().c_str());
        QCOMPARE(asked.ask()->questions.front().key, std::string("time_unit"));
        QVERIFY(!asked.ask()->layout.empty());
        const auto answered = readMouse(path, {{"time_unit", "ms"}});
        QVERIFY2(answered.recording, answered.text().c_str());
        QVERIFY(std::abs(answered.recording->sessions().front().durationSeconds() - 34.3) < 1e-3);
        QVERIFY(readMouse(path, {{"time_unit", "weeks"}}).error() != nullptr);
    }

    void asksWhichButtonIsWhich()
    {
        const auto path = writeText(m_folder, "b.csv",
                                    "time_ms,x,y,button,type\n0,1,1,0,move\n10,2,1,1,down\n"
                                    "20,2,1,1,up\n30,3,1,2,down\n40,3,1,2,up\n");
        const auto asked = readMouse(path);
        QVERIFY2(asked.ask() != nullptr, asked.text().c_str());
        QCOMPARE(asked.ask()->questions.front().key, std::string("button_codes"));
        const auto which = readMouse(path, {{"button_codes", "which"}});
        QVERIFY2(which.recording, which.text().c_str());
        QCOMPARE(presses(which.recording->sessions().front(), Button::Left), std::size_t(1));
        QCOMPARE(presses(which.recording->sessions().front(), Button::Middle), std::size_t(1));
        const auto mask = readMouse(path, {{"button_codes", "mask"}});
        QCOMPARE(presses(mask.recording->sessions().front(), Button::Right), std::size_t(1));
        // A press with 0 can only be the DOM's left.
        const auto dom = readMouse(writeText(m_folder, "d.csv",
                                             "time_ms,x,y,button,type\n0,1,1,0,move\n10,2,1,0,down\n"
                                             "20,2,1,0,up\n30,3,1,2,down\n40,3,1,2,up\n"));
        QVERIFY2(dom.recording, dom.text().c_str());
        QCOMPARE(presses(dom.recording->sessions().front(), Button::Right), std::size_t(1));
        QVERIFY(assumed(dom, "left clicks 1, right clicks 1"));
    }

    void mapsColumnsByAnswers()
    {
        const auto path = writeText(m_folder, "odd.csv", "quando;orizz;vert\n0;1;2\n16;2;2\n32;3;4\n");
        QVERIFY(std::holds_alternative<domains::NotMine>(readMouse(path).outcome));
        const auto read = readMouse(path, {{"time", "quando"}, {"x", "2"}, {"y", "vert"}});
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->sessions().front().events.back().y, 4.0F);
        const auto wrong = readMouse(path, {{"time", "quando"}, {"x", "9"}, {"y", "vert"}});
        QVERIFY(wrong.error() != nullptr);
        QVERIFY(wrong.error()->message.find("orizz") != std::string::npos);
    }

    void unsortedRowsAreAsked()
    {
        std::string text = "client timestamp,button,state,x,y\n";
        for (const int t : {0, 20, 10, 30, 25, 50, 40, 60}) {
            text += std::to_string(t) + ",NoButton,Move," + std::to_string(t) + ",1\n";
        }
        const auto path = writeText(m_folder, "unsorted.csv", text);
        QCOMPARE(readMouse(path).text(), std::string("ask time_order"));
        const auto sorted = readMouse(path, {{"time_order", "sort"}});
        QVERIFY2(sorted.recording, sorted.text().c_str());
        QCOMPARE(sorted.recording->sessions().front().events.size(), std::size_t(8));
        const auto dropped = readMouse(path, {{"time_order", "drop"}});
        QCOMPARE(dropped.recording->sessions().front().events.size(), std::size_t(5));
        QCOMPARE(countOf(dropped.recording->sessions().front().findings, "time_backwards"), std::int64_t(3));
    }

    void readsJsonOfEvents()
    {
        const std::string events = texts::jsonEvents;
        for (const std::string& text : {events, "{\"userAgent\":\"secret\",\"mouseEvents\":" + events + "}",
                                        "{\"runs\":[{\"events\":" + events + "}]}"}) {
            const auto read = readMouse(writeText(m_folder, "e.json", text));
            QVERIFY2(read.recording, read.text().c_str());
            QCOMPARE(read.recording->sessions().front().events.size(), std::size_t(3));
            QVERIFY(std::abs(read.recording->sessions().front().durationSeconds() - 0.02) < 1e-9);
            const bool secret = text.find("secret") != std::string::npos;
            QCOMPARE(countOf(read.recording->info().findings, "private_dropped") > 0, secret);
        }
        const auto cut = readMouse(writeText(m_folder, "cut.json", events.substr(0, events.size() - 20)));
        QVERIFY2(cut.error() != nullptr, cut.text().c_str());
        QVERIFY(cut.error()->where.line.has_value());
    }

    void readsJsonLinesOfALiveFile()
    {
        const auto read = readMouse(writeText(m_folder, "live.jsonl",
                                              "{\"t\":0,\"x\":1,\"y\":1}\n{\"t\":16,\"x\":2,\"y\":1}\nnonsense\n"
                                              "{\"t\":32,\"x\":3,\"y\":1}\n{\"t\":48,\"x\":"));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->sessions().front().events.size(), std::size_t(3));
        QCOMPARE(countOf(read.recording->info().findings, "broken_end"), std::int64_t(1));
        QCOMPARE(countOf(read.recording->info().findings, "malformed_row"), std::int64_t(1));
    }

    void findsCopiedPaths()
    {
        std::string text = "session,time_ms,x,y\n";
        Rng rng(1);
        std::vector<std::pair<int, int>> path;
        for (int i = 0; i < 80; ++i) {
            path.emplace_back(static_cast<int>(rng.below(1000)), static_cast<int>(rng.below(700)));
        }
        const auto session = [&](const std::string& name, int shift, std::size_t from) {
            for (std::size_t i = from; i < path.size(); ++i) {
                text += name + "," + std::to_string(i * 10) + "," + std::to_string(path[i].first + shift) + "," +
                        std::to_string(path[i].second) + "\n";
            }
        };
        session("one", 0, 0);
        session("moved", 3, 0);
        session("copied", 0, 25);
        session("piece", 0, 40);  // 40 equal positions are not yet a copy
        const auto read = readMouse(writeText(m_folder, "copies.csv", text));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(countOf(read.recording->find("moved")->findings, "replayed"), std::int64_t(0));
        QCOMPARE(countOf(read.recording->find("copied")->findings, "replayed"), std::int64_t(1));
        QCOMPARE(countOf(read.recording->find("piece")->findings, "replayed"), std::int64_t(0));
    }

    void othersFilesAreNotOurs_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("card") << QByteArray("position_in,load_lbf\n0,1000\n1,1200\n2,1300\n");
        QTest::newRow("time record") << QByteArray("time,position,load\n0,0,1000\n0.1,1,1200\n");
        QTest::newRow("xy without time") << QByteArray("x,y\n1,2\n3,4\n");
        QTest::newRow("prose") << QByteArray("A cursor moved across the screen, and nobody knew why.\n");
        QTest::newRow("json") << QByteArray("{\"a\":[1,2,3]}");
        QTest::newRow("binary") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0", 11);
    }
    void othersFilesAreNotOurs()
    {
        QFETCH(QByteArray, text);
        const auto read = readMouse(writeText(m_folder, "other", text.toStdString()));
        QVERIFY2(std::holds_alternative<domains::NotMine>(read.outcome), read.text().c_str());
    }

    /// Damaged at random, a file is read, refused or asked about; never anything else.
    void survivesDamage()
    {
        const std::vector<std::string> texts = {
            balabitText(6), "1 353,2607,0;367,2607,9;388,-20,51 900,2620 1\n2 3,3,5;4,4,4;5,5,30 90,20 0\n",
            texts::damagedRrweb, texts::damagedJson, texts::damagedCollector};
        Rng rng(7);
        for (int round = 0; round < 300; ++round) {
            std::string text = texts[rng.below(texts.size())];
            for (int change = 0; change < 3; ++change) {
                const std::size_t at = rng.below(text.size());
                switch (rng.below(3)) {
                    case 0: text[at] = static_cast<char>(rng.below(256)); break;
                    case 1: text.erase(at, rng.below(9)); break;
                    default: text.insert(at, text.substr(rng.below(text.size()), 7)); break;
                }
                if (text.empty()) {
                    text = "x";
                }
            }
            const auto read = readMouse(writeText(m_folder, "damaged", text));
            if (read.recording) {
                QVERIFY(!read.recording->sessions().empty());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestReaders)
#include "test_readers.moc"
