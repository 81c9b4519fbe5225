// What the window makes of a model's judgement of labels, and of two models' figures.
#include <algorithm>

#include <QLabel>
#include <QTableWidget>
#include <QTest>

#include "tests/ui/bench_fixture.h"
#include "ui/retrain/comparison_view.h"

using namespace sightline;
using namespace sightline::ui;

namespace {

/// The stand-in, said to have been trained on these samples.
ModelLoader trainedOn(std::vector<std::string> hashes)
{
    return [hashes](const std::optional<std::filesystem::path>& file, const domains::Domain& domain,
                    const std::string& task, learning::DeviceChoice device) -> Result<LoadedModel> {
        Result<LoadedModel> loaded = standInLoader()(file, domain, task, device);
        loaded->info.report.trainedOn = hashes;
        std::sort(loaded->info.report.trainedOn.begin(), loaded->info.report.trainedOn.end());
        return loaded;
    };
}

/// The label's probability less the best one, for the label the file gives; nothing where the model agrees or cannot
/// say.
std::optional<double> dispute(const SampleTable& table, Bench& bench, int row)
{
    const SampleRow& sample = table.sampleAt(row);
    const SignalClass* label = sightline::findClass(bench.classes(), sample.sample().ownLabel);
    const std::vector<std::string>& known = sample.verdict->classIds;
    const auto place = label == nullptr ? known.end() : std::find(known.begin(), known.end(), label->id);
    if (place == known.end() || sample.verdict->rejected || *place == sample.verdict->bestClass()) {
        return std::nullopt;
    }
    return static_cast<double>(sample.verdict->probabilities[static_cast<std::size_t>(place - known.begin())]) -
           sample.verdict->bestProbability();
}

}  // namespace

class TestJudging : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void labelsTheModelContradictsComeFirst()
    {
        std::string worst;
        std::size_t disputes = 0;
        {
            BenchFixture fixture;
            fixture.openAndJudge(fixture.simulate(QStringLiteral("cards.csv"), 60));
            SampleTable& table = fixture.review().table();
            table.setOrder(SampleTable::Order::Disputed);
            std::optional<double> before = dispute(table, fixture.bench(), 0);
            QVERIFY(before.has_value());
            worst = table.sampleAt(0).sample().contentHash;
            QVERIFY(!worst.empty());
            for (int row = 0; row < table.rowCount(); ++row) {
                const std::optional<double> here = dispute(table, fixture.bench(), row);
                QVERIFY2(!here || (before && *here >= *before), "sorted, and no contradiction after an agreement");
                disputes += here ? 1 : 0;
                before = here;
            }
            QVERIFY(disputes > 2 && disputes < 60);

            // Given against the model's opinion it is no news: after the contradictions nobody has looked at.
            const SampleKey first = table.keyAt(0);
            fixture.review().select(first);
            fixture.review().label(
                sightline::findClass(fixture.bench().classes(), table.sampleAt(0).sample().ownLabel)->id);
            QCOMPARE(fixture.store().get(first)->state(), SampleState::Corrected);
            QCOMPARE(table.rowOf(first), static_cast<int>(disputes) - 1);
        }
        BenchFixture knows(trainedOn({worst}));
        knows.openAndJudge(knows.simulate(QStringLiteral("cards.csv"), 60));
        SampleTable& table = knows.review().table();
        table.setOrder(SampleTable::Order::Disputed);
        for (int row = 0; row + 1 < static_cast<int>(disputes); ++row) {
            QVERIFY2(table.sampleAt(row).sample().contentHash != worst, "a sample it was trained on says nothing");
        }
    }

    void bothModelsArePutSideBySidePerClass()
    {
        BenchFixture fixture;
        ComparisonView view(fixture.bench());
        const auto figure = [](double value, int n) {
            return nlohmann::json{{"value", value}, {"low", value - 0.1}, {"high", value + 0.1}, {"n", n}};
        };
        const auto classes = [&](double recall, double precision, int said) {
            return nlohmann::json{{"classes",
                                   {{{"id", "fluid_pound"},
                                     {"n", 12},
                                     {"recall", figure(recall, 12)},
                                     {"precision", precision},
                                     {"precision_interval", figure(precision, said)}}}}};
        };
        view.show({{"active", classes(0.5, 0.6, 0)}, {"candidate", classes(0.7, 0.8, 15)}});
        QTableWidget* table = nullptr;
        for (QTableWidget* each : view.findChildren<QTableWidget*>()) {
            table = each->columnCount() == 6 ? each : table;
        }
        QVERIFY(table != nullptr);
        QCOMPARE(table->rowCount(), 1);
        QVERIFY(table->item(0, 2)->text().startsWith(QStringLiteral("50.0 %")));
        QVERIFY(table->item(0, 3)->text().startsWith(QStringLiteral("70.0 %")));
        QCOMPARE(table->item(0, 4)->text(), QStringLiteral("–"));  // it never said so
        QVERIFY(table->item(0, 5)->text().startsWith(QStringLiteral("80.0 %")));
        QVERIFY(table->item(0, 5)->text().contains(QStringLiteral("15")));
    }

    void whatTheDeviceAloneBetraysStandsBesideTheFigures()
    {
        BenchFixture fixture;
        ComparisonView view(fixture.bench());
        const auto auc = [](double value) {
            return nlohmann::json{{"value", value}, {"low", value - 0.02}, {"high", value + 0.02}, {"n", 40}};
        };
        const nlohmann::json judges = {{{"id", "clock"}, {"name", "the recorder's clock"}, {"auc", auc(0.91)}},
                                       {{"id", "speed"}, {"name", "speed alone"}, {"auc", auc(0.7)}}};
        view.show({{"active", nullptr},
                   {"candidate",
                    {{"auc", auc(0.92)}, {"probe", {{"judges", judges}, {"warning", "not above its interval"}}}}}});
        const auto* figures = view.findChild<QTableWidget*>();
        const int last = figures->rowCount() - 1;
        QVERIFY(figures->item(last, 0)->text().contains(QStringLiteral("the recorder's clock")));
        QVERIFY(figures->item(last, 2)->text().startsWith(QStringLiteral("91.0 %")));
        QVERIFY(figures->item(last - 1, 2)->text().startsWith(QStringLiteral("92.0 %")));
        const auto labels = view.findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel* label) {
            return label->text().contains(QStringLiteral("does not exceed"));
        }));
        view.show({{"active", nullptr}, {"candidate", {{"auc", auc(0.92)}, {"probe", nullptr}}}});
        QVERIFY(!figures->item(figures->rowCount() - 1, 0)->text().contains(QStringLiteral("reachable")));
    }
};

QTEST_MAIN(TestJudging)
#include "test_judging.moc"
