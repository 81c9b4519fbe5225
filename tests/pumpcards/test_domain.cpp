#include <QtTest>

#include <QTemporaryDir>
#include <cmath>

#include "core/base/file.h"
#include "core/domains/domain.h"
#include "core/domains/pumpcards/card.h"
#include "core/domains/pumpcards/picture.h"
#include "support.h"

using namespace sightline;
using namespace sightline::pumpcards;
using namespace sightline::pumpcards::test;

namespace {

const domains::Domain& domain()
{
    return *domains::findDomain("pumpcards");
}

std::shared_ptr<const CardRecording> recordingOf(std::vector<Card> cards)
{
    RecordingInfo info;
    info.id = "r";
    info.domain = "pumpcards";
    info.source = "well 7";
    return std::make_shared<CardRecording>(info, std::move(cards));
}

Label labelOf(const std::string& sample, const std::string& classId, Certainty certainty = Certainty::Sure)
{
    Label label;
    label.subject = {"r", sample};
    label.task = "condition";
    label.classId = classId;
    label.certainty = certainty;
    return label;
}

}  // namespace

class TestDomain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void itIsInTheList()
    {
        QVERIFY(domains::findDomain("pumpcards") != nullptr);
        QCOMPARE(domains::findDomain("pumpcards"), domains::allDomains().front());
        QVERIFY(domains::findDomain("teapots") == nullptr);
        QCOMPARE(domain().tasks().front().id, std::string("condition"));
        QVERIFY(!domain().readers().empty());
        QCOMPARE(domain().defaultRecipe("condition"), strokesRecipe());
    }
    void oneSampleACard()
    {
        Card first = roundedCard(200);
        first.id = "a";
        first.label = "REGULAR_WORK";
        first.well = "W-12";
        first.findings = {{Severity::Doubt, "short", "few points", {}, 1}};
        Card second = roundedCard(100);
        second.id = "b";
        const auto recording = recordingOf({first, second});
        const auto samples = domain().samples(*recording, strokesRecipe());
        QVERIFY(samples.has_value());
        QCOMPARE(samples->size(), std::size_t(2));
        QCOMPARE((*samples)[0].key, (SampleKey{"r", "a"}));
        QCOMPARE((*samples)[0].ownLabel, std::string("REGULAR_WORK"));
        QCOMPARE((*samples)[0].group, std::string("W-12"));
        QCOMPARE((*samples)[1].group, std::string("well 7"));
        QCOMPARE((*samples)[1].index, std::size_t(1));
        QVERIFY((*samples)[0].extent.whole());
        QCOMPARE((*samples)[0].findings, first.findings);
        const auto picture = domain().picture(*recording, (*samples)[0], strokesRecipe());
        QVERIFY(picture.has_value());
        QCOMPARE(picture->findings, first.findings);
        QCOMPARE(picture->example, draw(*prepare(first, strokesRecipe()), strokesRecipe()));
        Rng rng(1);
        QCOMPARE(*domain().augmented(*recording, (*samples)[0], strokesRecipe(), 0, rng), picture->example);
        Sample gone = (*samples)[0];
        gone.key.sample = "z";
        QCOMPARE(domain().picture(*recording, gone, strokesRecipe()).error().code, ErrorCode::NotFound);
    }
    void equalSignalsHaveEqualHashes()
    {
        Card metric = roundedCard(200);
        Card oilfield = metric;
        for (CardPoint& point : oilfield.points) {
            // There and back through other units leaves rounding noise only.
            point.positionMetre = point.positionMetre / metresPerInch * metresPerInch;
            point.loadNewton = point.loadNewton / newtonsPerPoundForce * newtonsPerPoundForce;
        }
        oilfield.id = "other";
        oilfield.label = "x";
        Card changed = metric;
        changed.points[17].loadNewton += 5;
        Card pump = metric;
        pump.kind = CardKind::PumpMeasured;
        const auto recording = recordingOf({metric, oilfield, changed, pump});
        const auto samples = *domain().samples(*recording, strokesRecipe());
        QCOMPARE(samples[0].contentHash.size(), std::size_t(32));
        QCOMPARE(samples[1].contentHash, samples[0].contentHash);
        QVERIFY(samples[2].contentHash != samples[0].contentHash);
        QVERIFY(samples[3].contentHash != samples[0].contentHash);
    }
    void kinds()
    {
        std::vector<Card> cards;
        for (const CardKind kind :
             {CardKind::Surface, CardKind::PumpMeasured, CardKind::PumpComputed, CardKind::Predicted}) {
            cards.push_back(roundedCard(100));
            cards.back().id = toString(kind);
            cards.back().kind = kind;
        }
        const auto recording = recordingOf(cards);
        const auto samples = *domain().samples(*recording, strokesRecipe());
        QCOMPARE(domain().inputKind(*recording, samples[0]), std::string("surface card"));
        QCOMPARE(domain().inputKind(*recording, samples[1]), std::string("pump card"));
        QCOMPARE(domain().inputKind(*recording, samples[2]), std::string("pump card"));
        QCOMPARE(domain().inputKind(*recording, samples[3]), std::string("surface card"));
    }
    void targets()
    {
        Sample sample;
        sample.key = {"r", "a"};
        sample.ownLabel = "REGULAR_WORK";
        const auto target = [&](std::vector<Label> labels) { return domain().targetOf(sample, labels, "condition"); };
        QVERIFY(!target({}));
        QCOMPARE(target({labelOf("a", "tag_top")}), std::optional<std::string>("tag_top"));
        QVERIFY(!target({labelOf("b", "tag_top")}));
        QCOMPARE(target({labelOf("", "normal")}), std::optional<std::string>("normal"));
        QCOMPARE(target({labelOf("a", "tag_top"), labelOf("", "normal")}), std::optional<std::string>("tag_top"));
        QCOMPARE(target({labelOf("a", "a class of the user's own")}),
                 std::optional<std::string>("a class of the user's own"));
        QVERIFY(!target({labelOf("a", "normal", Certainty::Unsure)}));
        QVERIFY(!target({labelOf("a", "", Certainty::BadData)}));
        QVERIFY(!target({labelOf("a", "bad_data")}));
        QVERIFY(!target({labelOf("a", "stopped")}));
        QVERIFY(!domain().targetOf(sample, {labelOf("a", "normal")}, "another task"));
        Label elsewhere = labelOf("a", "normal");
        elsewhere.subject.recording = "another file";
        QVERIFY(!target({elsewhere}));
    }
    void twins()
    {
        Card card = roundedCard(200);
        Card near = roundedCard(250, 3.05, 20100, 35200);
        Card far = roundedCard(200, 3.0, 20000, 45000);
        const auto recording = recordingOf({card, near, far});
        const auto samples = *domain().samples(*recording, strokesRecipe());
        // roundedCard() gives all three the same id; twins are found by index and id together.
        const auto signature = [&](std::size_t i) { return *domain().twinSignature(*recording, samples[i]); };
        const auto shapeDistance = [](const auto& a, const auto& b) {
            double sum = 0;
            for (std::size_t i = 0; i < a.shape.size(); ++i) {
                sum += (a.shape[i] - b.shape[i]) * (a.shape[i] - b.shape[i]);
            }
            return std::sqrt(sum / static_cast<double>(a.shape.size()));
        };
        QCOMPARE(signature(0).shape.size(), std::size_t(128));
        QCOMPARE(signature(0).magnitudes.size(), std::size_t(3));
        QVERIFY(shapeDistance(signature(0), signature(1)) < domain().twinRule().shapeTolerance);
        QVERIFY(signature(2).magnitudes[0] > 1.2F * signature(0).magnitudes[0]);
    }
    void combiningKeepsEveryVerdict()
    {
        Verdict verdict;
        verdict.classIds = {"normal"};
        verdict.probabilities = {1.0F};
        Verdict rejected;
        rejected.rejected = true;
        const auto combined = domain().combine({{Sample{}, verdict}, {Sample{}, rejected}});
        QCOMPARE(combined, (std::vector<Verdict>{verdict, rejected}));
    }
    void shippedSamplesAreSound_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("cards");
        QTest::newRow("simulated") << "simulated_conditions.csv" << 13;
        QTest::newRow("measured") << "sandia_SX6E03A.csv" << 1;
    }
    void shippedSamplesAreSound()
    {
        QFETCH(QString, file);
        QFETCH(int, cards);
        const auto path = pathFromUtf8((SIGHTLINE_SOURCE "/resources/samples/pumpcards/" + file).toStdString());
        NoProgress progress;
        const domains::OpenedFile opened = domains::openFile(domains::allDomains(), {path, {}}, {}, progress);
        QVERIFY(std::holds_alternative<domains::RecordingPtr>(opened.outcome));
        const auto recording = std::get<domains::RecordingPtr>(opened.outcome);
        const auto samples = *domain().samples(*recording, strokesRecipe());
        QCOMPARE(samples.size(), static_cast<std::size_t>(cards));
        for (const Sample& sample : samples) {
            QVERIFY2(worst(sample.findings) == Severity::Info, messages(sample.findings, Severity::Doubt).c_str());
        }
    }
    void simulatedFilesComeBackWhole()
    {
        const QTemporaryDir folder;
        const auto path = pathFromUtf8(folder.filePath("cards.csv").toStdString());
        NoProgress progress;
        QVERIFY(domain().simulate(26, 3, path, progress).has_value());
        const domains::OpenedFile opened = domains::openFile(domains::allDomains(), {path, {}}, {}, progress);
        QVERIFY(std::holds_alternative<domains::RecordingPtr>(opened.outcome));
        const auto recording = std::get<domains::RecordingPtr>(opened.outcome);
        const auto samples = *domain().samples(*recording, domain().defaultRecipe("condition"));
        QCOMPARE(samples.size(), std::size_t(26));
        for (const Sample& sample : samples) {
            QVERIFY(findClass(domain().classes("condition"), sample.ownLabel) != nullptr);
            const auto picture = domain().picture(*recording, sample, domain().defaultRecipe("condition"));
            QVERIFY(picture.has_value());
            QVERIFY2(worst(picture->findings) != Severity::Reject,
                     (sample.ownLabel + ": " + messages(picture->findings, Severity::Reject)).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestDomain)
#include "test_domain.moc"
