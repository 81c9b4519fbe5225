// A file the collector page has just saved in a real browser: tests/collector names it and says what was done.
#include <QtTest>

#include <nlohmann/json.hpp>

#include "tests/mouse/support.h"

using namespace sightline;
using namespace sightline::mouse;
using namespace sightline::testing;

namespace {

int countOf(const Session& session, EventKind kind, std::optional<Button> button = {})
{
    return static_cast<int>(std::count_if(session.events.begin(), session.events.end(), [&](const MouseEvent& event) {
        return event.kind == kind && (!button || event.button == *button);
    }));
}

}  // namespace

class TestCollected : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theProgramCountsWhatWasDone()
    {
        const QByteArray path = qgetenv("SIGHTLINE_COLLECTED");
        if (path.isEmpty()) {
            QSKIP("no file: tests/collector/drive.py makes one in a browser");
        }
        const auto done = nlohmann::json::parse(qgetenv("SIGHTLINE_COLLECTED_COUNTS").toStdString());
        const auto read = readMouse(pathFromUtf8(path.toStdString()));
        QVERIFY2(read.recording, read.text().c_str());
        QCOMPARE(read.recording->info().reader, std::string("collector-1"));
        QCOMPARE(read.recording->sessions().size(), std::size_t(1));
        const Session& session = read.recording->sessions().front();
        QCOMPARE(session.account, done.at("account").get<std::string>());
        QCOMPARE(countOf(session, EventKind::Press, Button::Left), done.at("left").get<int>());
        QCOMPARE(countOf(session, EventKind::Press, Button::Right), done.at("right").get<int>());
        QCOMPARE(countOf(session, EventKind::Press, Button::Middle), done.at("middle").get<int>());
        QCOMPARE(countOf(session, EventKind::Release), done.at("releases").get<int>());
        QCOMPARE(countOf(session, EventKind::Scroll), done.at("scrolls").get<int>());
        // Coming back into the window is a movement, too; and a movement at the time of another replaces it.
        const int moves = countOf(session, EventKind::Move);
        QVERIFY2(std::abs(moves - done.at("moves").get<int>()) <= 2, std::to_string(moves).c_str());
        QCOMPARE(session.screenWidth, done.at("width").get<double>());
        QVERIFY(session.startMicroseconds.has_value());
        QVERIFY(std::all_of(session.events.begin(), session.events.end(), [](const MouseEvent& event) {
            return event.kind != EventKind::Move || event.pointer == Pointer::Mouse;
        }));
        for (const Finding& finding : session.findings) {
            QVERIFY2(finding.severity == Severity::Info, finding.message.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestCollected)
#include "test_collected.moc"
