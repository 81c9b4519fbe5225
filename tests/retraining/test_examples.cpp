#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <set>

#include "core/retraining/examples.h"
#include "tests/support/fake_domain.h"

using namespace sightline;
using namespace sightline::testing;
using retraining::GatheredExamples;
using retraining::GatherOptions;
namespace fs = std::filesystem;

class TestExamples : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir;
    FakeDomain m_domain;
    NoProgress m_quiet;

    [[nodiscard]] fs::path file(const std::string& name) const
    {
        return pathFromUtf8(m_dir.path().toStdString()) / pathFromUtf8(name);
    }
    fs::path write(const std::string& name, const std::string& text) const
    {
        fs::create_directories(file(name).parent_path());
        std::ofstream(file(name), std::ios::binary) << text;
        return file(name);
    }
    [[nodiscard]] GatherOptions options(std::vector<fs::path> data, std::vector<fs::path> labels = {}) const
    {
        GatherOptions result;
        result.domain = &m_domain;
        result.task = "shade";
        result.data = std::move(data);
        result.labelFiles = std::move(labels);
        result.recipe = m_domain.defaultRecipe("shade");
        return result;
    }
    static std::int64_t counted(const GatheredExamples& gathered, const std::string& kind)
    {
        std::int64_t count = 0;
        for (const Finding& finding : gathered.findings) {
            count += finding.kind == kind ? finding.count : 0;
        }
        return count;
    }

private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void labelFilesAreReadAsTheContractSays()
    {
        const fs::path labels = write("labels/good.csv",
                                      "\xEF\xBB\xBFpath,sample,label,group\r\n"
                                      "../cards/a.csv,17,NORMAL,\"well 7, north\"\r\n"
                                      "\r\n"
                                      "/abs/b.csv,,gas \"x\",\r\n"
                                      "\"näme \"\"q\"\".csv\",3,z,g\r\n");
        const auto lines = retraining::readLabelFile(labels);
        QVERIFY2(lines.has_value(), lines ? "" : lines.error().text().c_str());
        QCOMPARE(lines->size(), std::size_t{3});
        QCOMPARE((*lines)[0].path, file("cards/a.csv"));
        QCOMPARE((*lines)[0].sample, std::string("17"));
        QCOMPARE((*lines)[0].label, std::string("NORMAL"));
        QCOMPARE((*lines)[0].group, std::string("well 7, north"));
        QCOMPARE((*lines)[0].line, std::int64_t{2});
        QCOMPARE((*lines)[1].path, fs::path("/abs/b.csv"));
        QVERIFY((*lines)[1].sample.empty());
        QCOMPARE((*lines)[1].line, std::int64_t{4});
        QCOMPARE((*lines)[2].path, file("labels/näme \"q\".csv"));
    }

    void theClaimColumnAndAnyOrderAreTaken()
    {
        const auto lines = retraining::readLabelFile(
            write("claim.csv", "claim,label,sample,path,group,remark\nuser7,user9,,s1.txt,d,seen twice\n"));
        QVERIFY(lines.has_value());
        QCOMPARE(lines->front().claim, std::string("user7"));
        QCOMPARE(lines->front().label, std::string("user9"));
        QCOMPARE(lines->front().path, file("s1.txt"));
    }

    void brokenLabelFilesSayWhere_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<qint64>("line");
        QTest::newRow("empty") << QByteArray("") << qint64{0};
        QTest::newRow("only blanks") << QByteArray("\n\n") << qint64{0};
        QTest::newRow("no group column") << QByteArray("path,sample,label\na,1,x\n") << qint64{1};
        QTest::newRow("column twice") << QByteArray("path,sample,label,group,label\n") << qint64{1};
        QTest::newRow("short row") << QByteArray("path,sample,label,group\na,1,x,\nb,2\n") << qint64{3};
        QTest::newRow("no label") << QByteArray("path,sample,label,group\na,1,,g\n") << qint64{2};
        QTest::newRow("no path") << QByteArray("path,sample,label,group\n,1,x,g\n") << qint64{2};
        QTest::newRow("open quote") << QByteArray("path,sample,label,group\n\"a,1,x,g\n") << qint64{2};
        QTest::newRow("after a quote") << QByteArray("path,sample,label,group\n\"a\"b,1,x,g\n") << qint64{2};
        QTest::newRow("binary") << QByteArray("\x80\xff\x00\x01", 4) << qint64{0};
    }

    void brokenLabelFilesSayWhere()
    {
        QFETCH(QByteArray, text);
        QFETCH(qint64, line);
        const fs::path path = write("broken.csv", text.toStdString());
        const auto lines = retraining::readLabelFile(path);
        QVERIFY(!lines);
        QCOMPARE(lines.error().code, ErrorCode::Corrupt);
        QCOMPARE(lines.error().where.file, utf8(path));
        QCOMPARE(lines.error().where.line.value_or(0), line);
        QVERIFY(!lines.error().message.empty());
    }

    void ownLabelsInAnyCaseAndByAlias()
    {
        const auto gathered = retraining::gather(options({writeFakes(file("own.fake"), {{"a", "Light", "", 0.9, ""},
                                                                                        {"b", "night", "", 0.1, ""},
                                                                                        {"c", "dusk", "", 0.2, ""},
                                                                                        {"d", "Dusk", "", 0.25, ""},
                                                                                        {"e", "neon", "", 0.5, ""},
                                                                                        {"f", "NEON", "", 0.55, ""},
                                                                                        {"g", "", "", 0.6, ""}})}),
                                                 false, m_quiet);
        QVERIFY2(gathered.has_value(), gathered ? "" : gathered.error().text().c_str());
        QCOMPARE(gathered->dataset.samples.size(), std::size_t{6});
        QCOMPARE(gathered->dataset.classIds, (std::vector<std::string>{"light", "dark", "neon"}));
        QCOMPARE(gathered->dataset.samples[1].classId, std::string("dark"));
        QCOMPARE(gathered->dataset.samples[5].classId, std::string("neon"));
        QCOMPARE(counted(*gathered, "doubtful_alias"), std::int64_t{2});
        QVERIFY(!gathered->dataset.id.empty());
    }

    void inEvaluationAnUnknownLabelIsAnErrorAndAKnownOneIsKept()
    {
        GatherOptions what =
            options({writeFakes(file("eval.fake"), {{"a", "light", "", 0.9, ""}, {"b", "grey", "", 0.5, ""}})});
        what.onlyClasses = {"light", "dark"};
        const auto known = retraining::gather(what, true, m_quiet);
        QVERIFY(known.has_value());
        QCOMPARE(known->dataset.samples[1].classId, std::string("grey"));

        what.data = {writeFakes(file("eval2.fake"), {{"a", "light", "", 0.9, ""}, {"b7", "neon", "", 0.5, ""}})};
        const auto unknown = retraining::gather(what, true, m_quiet);
        QVERIFY(!unknown);
        QCOMPARE(unknown.error().code, ErrorCode::Invalid);
        QVERIFY(unknown.error().message.find("neon") != std::string::npos);
        QVERIFY(unknown.error().message.find("b7") != std::string::npos);
        QCOMPARE(unknown.error().where.file, utf8(file("eval2.fake")));

        const fs::path labels = write("eval.csv", "path,sample,label,group\neval.fake,a,light,\neval.fake,b,neon,\n");
        what = options({file("eval.fake")}, {labels});
        what.onlyClasses = {"light", "dark"};
        const auto inFile = retraining::gather(what, true, m_quiet);
        QVERIFY(!inFile);
        QCOMPARE(inFile.error().where.line, std::optional<std::int64_t>(3));
    }

    void onlyListedSamplesAreUsed()
    {
        const fs::path data =
            writeFakes(file("listed/x.fake"),
                       {{"a", "dark", "", 0.1, ""}, {"b", "dark", "", 0.2, ""}, {"c", "dark", "", 0.3, ""}});
        const fs::path whole = writeFakes(file("listed/y.fake"), {{"p", "", "", 0.7, ""}, {"q", "", "own", 0.8, ""}});
        writeFakes(file("listed/z.fake"), {{"r", "light", "", 0.75, ""}});
        const fs::path first =
            write("listed/one.csv", "path,sample,label,group\nx.fake,a,light,well 1\nx.fake,nothing,light,\n");
        const fs::path second =
            write("listed/two.csv", "path,sample,label,group\ny.fake,,light,well 2\nelsewhere.fake,,light,\n");
        const auto gathered = retraining::gather(options({file("listed")}, {first, second}), false, m_quiet);
        QVERIFY2(gathered.has_value(), gathered ? "" : gathered.error().text().c_str());
        std::set<std::string> used;
        for (const LabelledSample& sample : gathered->dataset.samples) {
            used.insert(sample.key.sample + "=" + sample.classId + "@" + sample.group);
        }
        QCOMPARE(used, (std::set<std::string>{"a=light@well 1", "p=light@well 2", "q=light@well 2"}));
        QCOMPARE(counted(*gathered, "no_such_sample"), std::int64_t{1});
        QCOMPARE(counted(*gathered, "not_in_data"), std::int64_t{1});

        const auto withoutData = retraining::gather(options({}, {first}), false, m_quiet);
        QVERIFY(withoutData.has_value());
        QCOMPARE(withoutData->dataset.samples.size(), std::size_t{1});
        QCOMPARE(data, pathFromUtf8(withoutData->dataset.samples[0].path));
        QCOMPARE(whole, file("listed/y.fake"));
    }

    void oneSampleHasOneLabel()
    {
        writeFakes(file("twice.fake"), {{"a", "", "", 0.1, ""}});
        const auto gathered = retraining::gather(
            options({}, {write("twice.csv", "path,sample,label,group\ntwice.fake,a,light,\ntwice.fake,a,NIGHT,\n")}),
            false, m_quiet);
        QVERIFY(!gathered);
        QCOMPARE(gathered.error().code, ErrorCode::Invalid);
        QCOMPARE(gathered.error().where.line, std::optional<std::int64_t>(3));
        QVERIFY(gathered.error().message.find("twice.csv:2") != std::string::npos);
    }

    void duplicatesCountOnceAndContradictionsNotAtAll()
    {
        const fs::path data = writeFakes(file("dup.fake"), {{"a", "light", "", 0.9, ""},
                                                            {"b", "light", "", 0.9, ""},
                                                            {"c", "light", "", 0.9, ""},
                                                            {"d", "dark", "", 0.1, ""},
                                                            {"e", "light", "", 0.1, ""},
                                                            {"f", "dark", "", 0.3, ""}});
        const auto training = retraining::gather(options({data}), false, m_quiet);
        QVERIFY(training.has_value());
        QCOMPARE(training->dataset.samples.size(), std::size_t{2});
        QCOMPARE(training->duplicatesRemoved, std::size_t{2});
        QCOMPARE(training->contradictionsRemoved, std::size_t{2});
        const auto evaluation = retraining::gather(options({data}), true, m_quiet);
        QVERIFY(evaluation.has_value());
        QCOMPARE(evaluation->dataset.samples.size(), std::size_t{6});
    }

    void unknownSourcesBecomeTwinClusters()
    {
        const auto gathered =
            retraining::gather(options({writeFakes(file("twins.fake"), {{"a", "light", "", 0.9, ""},
                                                                        {"b", "light", "", 0.9005, ""},
                                                                        {"c", "light", "", 0.901, ""},
                                                                        {"d", "dark", "", 0.1, ""},
                                                                        {"e", "dark", "well", 0.1003, ""}})}),
                               false, m_quiet);
        QVERIFY(gathered.has_value());
        const auto& samples = gathered->dataset.samples;
        // a and c are no twins of each other, but b is one of both.
        QCOMPARE(samples[0].group, samples[1].group);
        QCOMPARE(samples[0].group, samples[2].group);
        QVERIFY(samples[3].group != samples[0].group);
        QVERIFY(!samples[3].groupIsKnown);
        QCOMPARE(samples[4].group, std::string("well"));
        QVERIFY(samples[4].groupIsKnown);
        QCOMPARE(retraining::groupedBy(*gathered), std::string("twins"));
        QCOMPARE(retraining::groupedBy(retraining::subset(*gathered, {4})), std::string("group"));
    }

    void unreadableInputsAreNamedAndTheRestIsThere()
    {
        const fs::path folder = file("mixed");
        fs::create_directories(folder);
        writeFakes(folder / "good.fake", {{"a", "light", "", 0.9, ""}, {"x", "light", "", 0.3, "reject"}});
        write("mixed/broken.fake", "fake\nnot five cells\n");
        write("mixed/readme.txt", "nothing to see");
        const auto gathered = retraining::gather(options({folder, file("gone.fake")}), false, m_quiet);
        QVERIFY(gathered.has_value());
        QCOMPARE(gathered->dataset.samples.size(), std::size_t{2});
        QCOMPARE(gathered->rejected, std::vector<std::size_t>{1});
        QCOMPARE(gathered->skippedFiles, std::size_t{1});
        QCOMPARE(gathered->unreadable.size(), std::size_t{2});
        QCOMPARE(gathered->unreadable[0].where.file, utf8(folder / "broken.fake"));
        QCOMPARE(gathered->unreadable[1].where.file, utf8(file("gone.fake")));

        const auto nothing = retraining::gather(options({file("gone.fake")}), false, m_quiet);
        QVERIFY(!nothing);
        QVERIFY(nothing.error().message.find("gone.fake") != std::string::npos);
    }

    void theSourceDrawsPlainAndChangedPicturesAgainAndAgain()
    {
        const auto gathered = retraining::gather(
            options({writeFakes(file("draw.fake"), {{"a", "light", "", 0.75, ""}, {"b", "dark", "", 0.25, ""}})}),
            false, m_quiet);
        QVERIFY(gathered.has_value());
        const auto source = retraining::makeSource(*gathered, {1, 0}, m_domain.defaultRecipe("shade"), 1.0);
        QCOMPARE(source->count(), std::size_t{2});
        QCOMPARE(source->classCount(), std::size_t{2});
        QCOMPARE(source->classOf(0), std::size_t{1});
        QCOMPARE(source->example(0)->image.pixels.front(), 0.25F);
        QCOMPARE(source->augmented(1, 5)->image, source->augmented(1, 5)->image);
        QVERIFY(source->augmented(1, 5)->image != source->augmented(1, 6)->image);
        const auto still = retraining::makeSource(*gathered, {0}, m_domain.defaultRecipe("shade"), 0.0);
        QCOMPARE(still->augmented(0, 5)->image, still->example(0)->image);
    }
};

QTEST_GUILESS_MAIN(TestExamples)
#include "test_examples.moc"
