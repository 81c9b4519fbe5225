// What reads all of a file waits while somebody looks at a part of it.
#include <optional>

#include <QTest>

#include "ui/hydrophone/read_turns.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

class AskedProgress final : public Progress {
public:
    explicit AskedProgress(int patience) : m_patience(patience) {}
    [[nodiscard]] bool cancelled() const override { return ++asked > m_patience; }
    void report(double /*fraction*/, std::string_view /*stage*/) override {}
    mutable int asked = 0;

private:
    int m_patience;
};

}  // namespace

class TestReadTurns : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void waitsWhileSomebodyLooks()
    {
        ReadTurns turns;
        const AskedProgress free(2);
        turns.giveWay(free);
        QCOMPARE(free.asked, 0);

        std::optional<ReadTurns::Looking> one(std::in_place, turns);
        std::optional<ReadTurns::Looking> other(std::in_place, turns);
        const AskedProgress waiting(2);
        turns.giveWay(waiting);
        QCOMPARE(waiting.asked, 3);

        one.reset();
        const AskedProgress still(0);
        turns.giveWay(still);
        QCOMPARE(still.asked, 1);
        other.reset();
        const AskedProgress again(2);
        turns.giveWay(again);
        QCOMPARE(again.asked, 0);
    }
};

QTEST_GUILESS_MAIN(TestReadTurns)
#include "test_read_turns.moc"
