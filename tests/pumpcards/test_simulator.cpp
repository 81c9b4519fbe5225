#include <QtTest>

#include <QTemporaryDir>
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/base/file.h"
#include "core/domains/pumpcards/conditions.h"
#include "core/domains/pumpcards/metrics.h"
#include "core/domains/pumpcards/picture.h"
#include "core/domains/pumpcards/rod_string.h"
#include "core/domains/pumpcards/simulated_pump.h"
#include "core/domains/pumpcards/simulator.h"
#include "core/domains/pumpcards/wave_equation.h"
#include "support.h"

using namespace sightline;
using namespace sightline::pumpcards;
using namespace sightline::pumpcards::test;

namespace {

class StopAt final : public Progress {
public:
    explicit StopAt(int reports) : m_left(reports) {}
    [[nodiscard]] bool cancelled() const override { return m_left <= 0; }
    void report(double fraction, std::string_view /*stage*/) override
    {
        --m_left;
        rising = rising && fraction >= last;
        last = fraction;
    }
    double last = 0;
    bool rising = true;

private:
    int m_left;
};

std::filesystem::path inside(const QTemporaryDir& folder, const char* name)
{
    return pathFromUtf8(folder.filePath(QLatin1String(name)).toStdString());
}

std::vector<double> cosineMotion(double stroke)
{
    std::vector<double> position(256);
    for (std::size_t j = 0; j < position.size(); ++j) {
        position[j] = stroke / 2 * (1 - std::cos(2 * std::numbers::pi * static_cast<double>(j) / 256));
    }
    return position;
}

RodString soundRods()
{
    return {apiRod(ApiRod::SevenEighths, 800, 0.8)};
}

PumpBehaviour soundPump()
{
    PumpBehaviour pump;
    pump.fluidLoadNewton = 15000;
    pump.tubingNewtonPerMetre = 1e6;
    return pump;
}

/// Two strokes a minute: hardly any inertia.
std::vector<double> loadsOfSlowPump(const PumpBehaviour& pump)
{
    return *pumpLoadOf(pump, soundRods(), cosineMotion(3), 30);
}

/// Normalised shape for a nearest neighbour: 32 positions, 32 loads, and the load level.
std::vector<double> features(const Card& card)
{
    const Stroke stroke = *prepare(card, strokesRecipe());
    const std::vector<double> x = spanScaled(stroke.position);
    const std::vector<double> y = spanScaled(stroke.load);
    std::vector<double> values;
    for (std::size_t i = 0; i < 256; i += 8) {
        values.push_back(x[i]);
        values.push_back(y[i]);
    }
    const CardMetrics metrics = metricsOf(card.points);
    values.push_back(std::log(std::max(metrics.rangeNewton, 100.0)));
    values.push_back(std::log(std::max(metrics.peakLoadNewton, 100.0)));
    return values;
}

}  // namespace

class TestSimulator : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFullPumpIsARectangleWithElasticSides()
    {
        const std::vector<double> motion = cosineMotion(3);
        const std::vector<double> load = loadsOfSlowPump(soundPump());
        QVERIFY(std::abs(std::ranges::max(load) - 15000) < 1e-6);
        QVERIFY(std::abs(std::ranges::min(load)) < 1e-6);
        // So slow that the rods only stretch: load and given-up load follow rods and tubing in series.
        const double series = 1 / (1 / springNewtonPerMetre(soundRods()) + 1 / soundPump().tubingNewtonPerMetre);
        for (std::size_t j = 1; j < 128; ++j) {
            QVERIFY(std::abs(load[j] - std::min(15000.0, series * motion[j])) < 1200);
            QVERIFY(std::abs(load[128 + j] - std::max(0.0, 15000 - series * (3 - motion[128 + j]))) < 1200);
        }
    }
    void conditionsChangeTheLoadWhereTheyShould()
    {
        const auto at = [](const PumpBehaviour& pump, std::size_t j) { return loadsOfSlowPump(pump)[j]; };
        PumpBehaviour pound = soundPump();
        pound.fillage = 0.5;
        pound.poundSoftness = 0.01;
        QVERIFY(at(pound, 160) > 14000);        // still loaded high on the way down
        QVERIFY(std::abs(at(pound, 230)) < 1);  // released below the fluid level
        PumpBehaviour gas = soundPump();
        gas.gasHeight = 0.7;
        QVERIFY(at(gas, 160) > 4000 && at(gas, 160) < 15000);
        QVERIFY(at(gas, 178) < at(gas, 160));
        PumpBehaviour leak = soundPump();
        leak.upLeak = 1;
        QVERIFY(at(leak, 64) > 13500 && at(leak, 116) < 11000);  // a dome
        QVERIFY(std::abs(at(leak, 192)) < 1);
        PumpBehaviour standing = soundPump();
        standing.downLeak = 1;
        QVERIFY(at(standing, 192) < 1500 && at(standing, 244) > 4000);  // a bow
        QVERIFY(std::abs(at(standing, 64) - 15000) < 1);
        PumpBehaviour top = soundPump();
        top.topContact = 0.95;
        top.contactNewton = 1e6;
        QVERIFY(at(top, 128) > 18000);
        QVERIFY(std::abs(at(top, 64) - 15000) < 1);
        PumpBehaviour bottom = soundPump();
        bottom.bottomContact = 0.05;
        bottom.contactNewton = 1e6;
        QVERIFY(at(bottom, 0) < -2000);
        PumpBehaviour out = soundPump();
        out.leavesBarrel = 0.6;
        QVERIFY(at(out, 64) > 14900 && at(out, 118) < 1500);
        PumpBehaviour stuck = soundPump();
        stuck.stuck = true;
        stuck.frictionNewton = 1e9;
        const double series = 1 / (1 / springNewtonPerMetre(soundRods()) + 1 / stuck.tubingNewtonPerMetre);
        QVERIFY(std::abs((at(stuck, 128) - at(stuck, 0)) / (3 * series) - 1) < 0.03);
        QVERIFY(std::abs(at(stuck, 64) - at(stuck, 192)) < 0.05 * 3 * series);
    }
    void fasterRodsRing()
    {
        const auto quick = pumpLoadOf(soundPump(), soundRods(), cosineMotion(3), 8);
        QVERIFY(quick.has_value());
        const auto onRods = surfaceLoad(soundRods(), cosineMotion(3), *quick, 8, 60);
        QVERIFY(onRods.has_value());
        QVERIFY(std::ranges::max(*onRods) > 17000);  // more than the fluid load: inertia and ringing
        QCOMPARE(pumpLoadOf(soundPump(), {}, cosineMotion(3), 8).error().code, ErrorCode::Invalid);
        QCOMPARE(pumpLoadOf(soundPump(), soundRods(), {}, 8).error().code, ErrorCode::Invalid);
        QCOMPARE(pumpLoadOf(soundPump(), soundRods(), cosineMotion(3), 0).error().code, ErrorCode::Invalid);
    }
    void everyConditionIsInTheList()
    {
        QVERIFY(simulatedConditions().size() >= 11);
        std::set<std::string> seen;
        for (const std::string& condition : simulatedConditions()) {
            QVERIFY(findClass(conditions(), condition) != nullptr);
            QVERIFY(!isState(condition));
            QVERIFY(seen.insert(condition).second);
        }
        Rng rng(1);
        QCOMPARE(simulateCard("no such thing", rng).error().code, ErrorCode::Invalid);
    }
    void cardsAreCards()
    {
        for (const std::string& condition : simulatedConditions()) {
            std::vector<double> peaks;
            for (std::uint64_t seed = 0; seed < 60; ++seed) {
                Rng rng(seed);
                const Result<Card> card = simulateCard(condition, rng);
                QVERIFY(card.has_value());
                QCOMPARE(card->label, condition);
                QVERIFY(card->points.size() >= 100 && card->points.size() <= 300);
                const CardMetrics metrics = metricsOf(card->points);
                QVERIFY2(metrics.signedAreaJoule < 0, condition.c_str());  // clockwise: work goes down the hole
                QVERIFY(metrics.strokeMetre > 0.9 && metrics.strokeMetre < 8.2);
                QVERIFY(metrics.minimumLoadNewton >= 0);
                QVERIFY(metrics.rangeNewton > 0.02 * metrics.peakLoadNewton);
                const double place = static_cast<double>(metrics.topIndex) / static_cast<double>(card->points.size());
                QVERIFY(place > 0.35 && place < 0.65);
                // Closed: the step from the last point to the first is like its neighbours.
                const CardPoint first = card->points.front();
                const CardPoint last = card->points.back();
                QVERIFY(std::abs(first.positionMetre - last.positionMetre) < 0.05 * metrics.strokeMetre);
                QVERIFY2(std::abs(first.loadNewton - last.loadNewton) < 0.25 * metrics.rangeNewton, condition.c_str());
                peaks.push_back(metrics.peakLoadNewton);
            }
            const auto [least, greatest] = std::ranges::minmax(peaks);
            QVERIFY(least > 2500 && greatest < 160000);
            QVERIFY(greatest > 1.5 * least);
        }
    }
    void fileIsBalancedLongAndRepeatable()
    {
        const QTemporaryDir folder;
        NoProgress progress;
        const std::size_t count = 3 * simulatedConditions().size();
        QVERIFY(simulateFile(count, 5, inside(folder, "a.csv"), progress).has_value());
        QVERIFY(simulateFile(count, 5, inside(folder, "b.csv"), progress).has_value());
        QVERIFY(simulateFile(count, 6, inside(folder, "c.csv"), progress).has_value());
        const std::string a = *readFile(inside(folder, "a.csv"));
        QCOMPARE(*readFile(inside(folder, "b.csv")), a);
        QVERIFY(*readFile(inside(folder, "c.csv")) != a);

        const QList<QByteArray> lines = QByteArray::fromStdString(a).split('\n');
        QCOMPARE(lines.front(), QByteArray("card_id,label,point,position_m,load_kN"));
        std::map<QByteArray, int> perLabel;
        int expected = 0;
        int cards = 0;
        for (const QByteArray& line : lines.mid(1)) {
            if (line.isEmpty()) {
                continue;
            }
            const QList<QByteArray> cells = line.split(',');
            QCOMPARE(cells.size(), 5);
            if (cells[2] == "0") {
                QCOMPARE(cells[0].toInt(), cards++);
                ++perLabel[cells[1]];
                expected = 0;
            }
            QCOMPARE(cells[2].toInt(), expected++);
        }
        QCOMPARE(static_cast<std::size_t>(cards), count);
        QCOMPARE(perLabel.size(), simulatedConditions().size());
        for (const auto& [label, number] : perLabel) {
            QCOMPARE(number, 3);
        }
        // More cards with the same seed begin with the same cards.
        QVERIFY(simulateFile(count + 4, 5, inside(folder, "d.csv"), progress).has_value());
        QVERIFY(readFile(inside(folder, "d.csv"))->starts_with(a));
    }
    void stoppingAndFailing()
    {
        const QTemporaryDir folder;
        StopAt stop(2);
        const auto stopped = simulateFile(1000, 1, inside(folder, "stopped.csv"), stop);
        QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
        QVERIFY(!std::filesystem::exists(inside(folder, "stopped.csv")));
        StopAt patient(1000);
        QVERIFY(simulateFile(200, 1, inside(folder, "done.csv"), patient).has_value());
        QVERIFY(patient.rising);
        QCOMPARE(patient.last, 1.0);
        NoProgress none;
        const auto nowhere = simulateFile(1, 1, inside(folder, "done.csv/x.csv"), none);
        QVERIFY(!nowhere.has_value());
        QVERIFY(simulateFile(0, 1, inside(folder, "empty.csv"), none).has_value());
    }
    void conditionsCanBeToldApart()
    {
        // A nearest neighbour among 40 cards a condition, asked 15 others: far above chance, as shapes differ.
        std::vector<std::pair<std::vector<double>, std::size_t>> known;
        const auto& names = simulatedConditions();
        const auto card = [&](std::size_t condition, std::uint64_t seed) {
            Rng rng(mixSeed(seed, condition));
            return *simulateCard(names[condition], rng);
        };
        for (std::size_t c = 0; c < names.size(); ++c) {
            for (std::uint64_t seed = 0; seed < 40; ++seed) {
                known.emplace_back(features(card(c, seed)), c);
            }
        }
        int right = 0;
        int asked = 0;
        for (std::size_t c = 0; c < names.size(); ++c) {
            for (std::uint64_t seed = 1000; seed < 1015; ++seed) {
                const std::vector<double> wanted = features(card(c, seed));
                const auto nearest =
                    std::ranges::min_element(known, {}, [&](const auto& entry) { return rms(entry.first, wanted); });
                right += nearest->second == c ? 1 : 0;
                ++asked;
            }
        }
        const double accuracy = static_cast<double>(right) / asked;
        QVERIFY2(accuracy > 0.45, qPrintable(QString::number(accuracy)));
        qInfo("1-nearest neighbour on simulated cards: %.2f (chance %.2f)", accuracy,
              1.0 / static_cast<double>(names.size()));
    }
};

QTEST_GUILESS_MAIN(TestSimulator)
#include "test_simulator.moc"
