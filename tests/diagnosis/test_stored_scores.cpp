// Scores of a long recording on disk: the same back, and nothing taken for them that is not.
#include <QTest>

#include "core/diagnosis/stored_scores.h"

using namespace sightline;
using namespace sightline::diagnosis;

namespace {

OpenedRecording windows(std::size_t count, const std::string& recording = "rec")
{
    OpenedRecording opened;
    opened.samples = SampleList(count, [recording](std::size_t index) {
        Sample sample;
        sample.index = index;
        sample.contentHash = recording + std::to_string(index);
        return sample;
    });
    return opened;
}

learning::ModelInfo twoClasses(const std::string& id = "model")
{
    learning::ModelInfo info;
    info.id = id;
    info.classIds = {"upcall", "background"};
    return info;
}

/// Two uninterrupted stretches of three and two windows.
ScoreTracks made()
{
    ScoreTracks scores;
    scores.tracks = {{1.0, 0.128, {-3.5F, 0.25F, 4.0F}}, {60.5, 0.128, {-1.0F, -2.0F}}};
    scores.firstWindow = {0, 3};
    scores.shares = {{0.1F, 0.9F, 0.5F, 0.5F, 0.98F, 0.02F}, {0.3F, 0.7F, 0.2F, 0.8F}};
    scores.milliseconds = 0.5;
    scores.seconds = 4.5;
    return scores;
}

}  // namespace

class TestStoredScores : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theSameComesBack()
    {
        const auto back = scoresFrom(bytesOf(made()), windows(5), twoClasses());
        QVERIFY(back.has_value());
        QCOMPARE(back->tracks.size(), std::size_t{2});
        for (std::size_t t = 0; t < 2; ++t) {
            QCOMPARE(back->tracks[t].logits, made().tracks[t].logits);
            QCOMPARE(back->tracks[t].firstSeconds, made().tracks[t].firstSeconds);
            QCOMPARE(back->tracks[t].hopSeconds, made().tracks[t].hopSeconds);
        }
        QCOMPARE(back->firstWindow, made().firstWindow);
        QCOMPARE(back->shares, made().shares);
        QCOMPARE(back->milliseconds, 0.5);
        QCOMPARE(back->seconds, 4.5);
    }

    void anythingElseIsCorrupt()
    {
        const std::string whole = bytesOf(made());
        for (std::size_t length = 0; length < whole.size(); ++length) {
            const auto cut = scoresFrom(std::string_view(whole).substr(0, length), windows(5), twoClasses());
            QVERIFY2(!cut && cut.error().code == ErrorCode::Corrupt, qPrintable(QString::number(length)));
        }
        QVERIFY(!scoresFrom(whole + "x", windows(5), twoClasses()));
        QVERIFY(!scoresFrom(whole, windows(6), twoClasses()));
        learning::ModelInfo three = twoClasses();
        three.classIds.emplace_back("song");
        QVERIFY(!scoresFrom(whole, windows(5), three));
        ScoreTracks endless = made();
        endless.tracks[0].logits[1] = std::numeric_limits<float>::infinity();
        QVERIFY(!scoresFrom(bytesOf(endless), windows(5), twoClasses()));
    }

    void anotherModelOrRecordingHasAnotherFile()
    {
        const std::string name = scoresFileName(windows(5), twoClasses());
        QCOMPARE(scoresFileName(windows(5), twoClasses()), name);
        QVERIFY(scoresFileName(windows(6), twoClasses()) != name);
        QVERIFY(scoresFileName(windows(5, "other"), twoClasses()) != name);
        QVERIFY(scoresFileName(windows(5), twoClasses("another")) != name);
        learning::ModelInfo otherRecipe = twoClasses();
        otherRecipe.recipe.id = "hydrophone-logmel-2";
        QVERIFY(scoresFileName(windows(5), otherRecipe) != name);
    }
};

QTEST_GUILESS_MAIN(TestStoredScores)
#include "test_stored_scores.moc"
