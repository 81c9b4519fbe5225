#include <QtTest>

#include <cmath>
#include <set>

#include "core/domains/pumpcards/conditions.h"

using namespace sightline;
using namespace sightline::pumpcards;

namespace {

Verdict verdictOf(const std::string& best, double probability, const std::string& second)
{
    Verdict verdict;
    verdict.classIds = {best, second};
    verdict.probabilities = {static_cast<float>(probability), static_cast<float>(1 - probability)};
    return verdict;
}

bool mentions(const std::string& text, const char* word)
{
    return QString::fromStdString(text).contains(QLatin1String(word), Qt::CaseInsensitive);
}

}  // namespace

class TestConditions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListIsComplete()
    {
        const std::set<std::string> expected = {
            "normal",           "fluid_pound", "gas_interference", "gas_lock",      "tv_leak",        "sv_leak",
            "both_valves_leak", "worn_pump",   "split_barrel",     "plunger_out",   "plunger_not_in", "tubing_movement",
            "tubing_leak",      "tag_bottom",  "tag_top",          "stuck_plunger", "bent_barrel",    "tv_late",
            "parted_rods",      "flowing",     "friction",         "heavy_oil",     "sand",           "inertia",
            "bad_data",         "stopped",     "unknown"};
        std::set<std::string> ids;
        std::set<std::uint32_t> colours;
        std::set<std::string> names;
        for (const SignalClass& one : conditions()) {
            QVERIFY(ids.insert(one.id).second);
            QVERIFY(names.insert(one.name).second);
            QVERIFY2(colours.insert(one.colour).second, one.id.c_str());
            QVERIFY2(!one.meaning.empty() && !one.action.empty(), one.id.c_str());
        }
        QCOMPARE(ids, expected);
    }
    void noAliasMeansTwoThings()
    {
        std::set<std::string> seen;
        for (const SignalClass& one : conditions()) {
            for (const std::string& alias : one.aliases) {
                QVERIFY2(seen.insert(alias).second, alias.c_str());
                QCOMPARE(findClass(conditions(), alias)->id, one.id);
            }
            if (!one.doubtfulAlias.empty()) {
                QCOMPARE(findClass(conditions(), one.doubtfulAlias)->id, one.id);
            }
        }
    }
    void fieldLabels_data()
    {
        QTest::addColumn<QString>("alias");
        QTest::addColumn<QString>("id");
        QTest::addColumn<bool>("doubtful");
        QTest::newRow("1") << "REGULAR_WORK"
                           << "normal" << false;
        QTest::newRow("2") << "liquid_not_enough"
                           << "fluid_pound" << false;
        QTest::newRow("3") << "GAS_EFFECTIVE"
                           << "gas_interference" << false;
        QTest::newRow("4") << "TRAVELLING_VALVE_LEAKAGE"
                           << "tv_leak" << false;
        QTest::newRow("5") << "STATIC_VALVE_LEAKAGE"
                           << "sv_leak" << false;
        QTest::newRow("6") << "DOUBLE_VALVE_LEAKAGE"
                           << "both_valves_leak" << false;
        QTest::newRow("7") << "PUMP_UP_BANG"
                           << "tag_top" << false;
        QTest::newRow("8") << "PUMP_DOWN_BANG"
                           << "tag_bottom" << true;
        QTest::newRow("9") << "ROD_BROKEN"
                           << "parted_rods" << false;
        QTest::newRow("10") << "OIL_TO_DENSE"
                            << "heavy_oil" << true;
        QTest::newRow("11") << "WORK_WITH_FLOAT"
                            << "flowing" << true;
        QTest::newRow("12") << "OIL_ROD_LEAKAGE"
                            << "tubing_leak" << true;
        QTest::newRow("code") << " 1205 "
                              << "fluid_pound" << false;
    }
    void fieldLabels()
    {
        QFETCH(QString, alias);
        QFETCH(QString, id);
        QFETCH(bool, doubtful);
        const SignalClass* found = findClass(conditions(), alias.toStdString());
        QVERIFY(found != nullptr);
        QCOMPARE(QString::fromStdString(found->id), id);
        QCOMPARE(QString::fromStdString(found->doubtfulAlias) == alias, doubtful);
    }
    void taggingIsNotSwapped()
    {
        // Opposite remedies: a swapped pair damages a pump.
        const SignalClass* bottom = findClass(conditions(), "tag_bottom");
        const SignalClass* top = findClass(conditions(), "tag_top");
        QVERIFY(bottom->action.starts_with("Raise the rods"));
        QVERIFY(top->action.starts_with("Lower the rods"));
        QVERIFY(!mentions(bottom->action, "lower the"));
        QVERIFY(!mentions(top->action, "raise"));
        QVERIFY(mentions(bottom->meaning, "below the lower line at the left"));
        QVERIFY(mentions(top->meaning, "above the upper line at the right"));
        QVERIFY(findClass(conditions(), "plunger_out")->action.starts_with("Lower the rods"));
    }
    void statesAreFoundButNotLearnt()
    {
        std::size_t states = 0;
        for (const SignalClass& one : conditions()) {
            states += isState(one.id) ? 1 : 0;
        }
        QCOMPARE(states, std::size_t(3));
        QVERIFY(isState("bad_data") && isState("stopped") && isState("unknown"));
        QVERIFY(!isState("normal"));
        QCOMPARE(findClass(conditions(), "1302")->id, std::string("stopped"));
    }
    void cautions()
    {
        QVERIFY(mentions(cautionFor(verdictOf("fluid_pound", 0.9, "normal")), "gas"));
        QVERIFY(mentions(cautionFor(verdictOf("gas_interference", 0.9, "normal")), "fluid level"));
        QVERIFY(mentions(cautionFor(verdictOf("normal", 0.9, "tag_top")), "production"));
        QVERIFY(mentions(cautionFor(verdictOf("tv_leak", 0.9, "normal")), "wear"));
        QVERIFY(mentions(cautionFor(verdictOf("friction", 0.9, "normal")), "pump card"));
        QVERIFY(cautionFor(verdictOf("tag_top", 0.95, "fluid_pound")).empty());
        // A close second counts as well.
        QVERIFY(mentions(cautionFor(verdictOf("tag_top", 0.6, "fluid_pound")), "gas"));
        QVERIFY(cautionFor(Verdict{}).empty());
        QVERIFY(cautionFor(verdictOf("made_up_by_the_user", 0.9, "x")).empty());
    }
};

QTEST_GUILESS_MAIN(TestConditions)
#include "test_conditions.moc"
