#include <QStandardPaths>

#include "tests/workspace/support.h"

using namespace sightline;
using namespace sightline::workspace;
using namespace sightline::workspace::testing;
namespace fs = std::filesystem;

class TestRecords : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void recordingsAreKnownByContent()
    {
        const Folder folder;
        auto workspace = std::move(*Workspace::open(folder.file()));
        VERIFY_OK(workspace->addRecording(recordingInfo("r1", "/a/one.csv"), {{"load_unit", "kgf"}}));
        VERIFY_OK(workspace->addRecording(recordingInfo("r2", "/a/two.csv"), {}));
        VERIFY_OK(workspace->addRecording(recordingInfo("r3", "/a/three.csv", "mouse"), {}));
        VERIFY_OK(workspace->addRecording(recordingInfo("r1", "/b/moved ü.csv"), {{"load_unit", "N"}}));
        const auto cards = workspace->recordings(domain);
        VERIFY_OK(cards);
        QCOMPARE(cards->size(), std::size_t{2});
        QCOMPARE(cards->front().id, std::string("r1"));
        QCOMPARE(cards->front().path, std::string("/b/moved ü.csv"));
        QCOMPARE(cards->front().answers, (Answers{{"load_unit", "N"}}));
        QCOMPARE(cards->front().format, std::string("Long card table (.csv)"));
        QVERIFY(cards->front().addedMicroseconds > 0);
        QCOMPARE((*workspace->recording("r3"))->domain, std::string("mouse"));
        QVERIFY(!workspace->recording("r4")->has_value());
        VERIFY_FAILS(workspace->addRecording(recordingInfo(""), {}), ErrorCode::Invalid);
    }

    void severalChangesAreAllMadeOrNone()
    {
        const Folder folder;
        auto workspace = std::move(*Workspace::open(folder.file()));
        VERIFY_OK(workspace->together([&]() -> Result<void> {
            auto first = workspace->addRecording(recordingInfo("r1", "/a/one.csv"), {});
            return first ? workspace->setOpen("r1", true) : first;
        }));
        QCOMPARE(workspace->openRecordings()->size(), std::size_t{1});
        const auto refused = workspace->together([&]() -> Result<void> {
            auto second = workspace->addRecording(recordingInfo("r2", "/a/two.csv"), {});
            return second ? workspace->setOpen("never added", true) : second;
        });
        VERIFY_FAILS(refused, ErrorCode::NotFound);
        QVERIFY(!workspace->recording("r2")->has_value());
        VERIFY_OK(workspace->addRecording(recordingInfo("r2", "/a/two.csv"), {}));  // and single ones go on as before
        QVERIFY(workspace->recording("r2")->has_value());
    }

    void aLabelledRecordingKeepsItsDomain()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        VERIFY_OK(workspace->addRecording(recordingInfo(recordingId, "/a/b.csv", "mouse"), {}));
        VERIFY_OK(workspace->addRecording(recordingInfo(), {}));
        VERIFY_OK(workspace->append(label("A1", "normal")));
        VERIFY_FAILS(workspace->addRecording(recordingInfo(recordingId, "/a/b.csv", "mouse"), {}), ErrorCode::Invalid);
        QCOMPARE(workspace->recordings(domain)->size(), std::size_t{1});
    }

    void pathsSurviveAMove()
    {
        const Folder folder;
        const fs::path card = folder.write("old/cards/a.csv", "the card");
        const fs::path elsewhere = folder.write("archive/b.csv", "another card");
        const std::string cardId = *quickHash(card);
        const std::string elsewhereId = *quickHash(elsewhere);
        {
            auto workspace = std::move(*Workspace::open(folder.file("old/cards.sightline")));
            VERIFY_OK(workspace->addRecording(recordingInfo(cardId, card), {}));
            VERIFY_OK(workspace->addRecording(recordingInfo(elsewhereId, elsewhere), {}));
        }
        const auto pathOf = [&](const std::string& workspaceFile, const std::string& id) {
            auto workspace = std::move(*Workspace::open(folder.file(workspaceFile)));
            return (*workspace->recording(id))->path;
        };
        // The whole folder moves: found beside the workspace. What stayed is found where it was.
        fs::create_directory(folder.file("deep"));
        fs::rename(folder.file("old"), folder.file("deep/new"));
        QCOMPARE(pathOf("deep/new/cards.sightline", cardId), utf8(folder.file("deep/new/cards/a.csv")));
        QCOMPARE(pathOf("deep/new/cards.sightline", elsewhereId), utf8(elsewhere));
        // A stranger of the same name lies beside the workspace: the content decides.
        folder.write("old/cards/a.csv", "the card");
        folder.write("deep/new/cards/a.csv", "a stranger");
        QCOMPARE(pathOf("deep/new/cards.sightline", cardId), utf8(card));
        folder.write("deep/new/cards/a.csv", "the card");
        QCOMPARE(pathOf("deep/new/cards.sightline", cardId), utf8(folder.file("deep/new/cards/a.csv")));
        // Gone everywhere: where it was last seen.
        fs::remove_all(folder.file("old"));
        fs::remove_all(folder.file("deep/new/cards"));
        QCOMPARE(pathOf("deep/new/cards.sightline", cardId), utf8(card));
    }

    void samplesAreStoredOnce()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        Sample first;
        first.key = {recordingId, "A1"};
        first.index = 0;
        first.ownLabel = "normal";
        first.group = "well-1";
        first.contentHash = "aa";
        Sample second;
        second.key = {recordingId, "0-4"};
        second.index = 1;
        second.extent = {Interval{0, 4}, {}, 1};
        VERIFY_OK(workspace->addSamples(std::vector<Sample>{first, second}, {}));
        VERIFY_OK(workspace->addSamples(std::vector<Sample>{first, second}, {"well-9", "well-2"}));
        const auto stored = workspace->samplesOf(recordingId);
        VERIFY_OK(stored);
        QCOMPARE(stored->size(), std::size_t{2});
        QVERIFY((*stored)[0].key == first.key);
        QCOMPARE((*stored)[0].group, std::string("well-9"));
        QCOMPARE((*stored)[0].ownLabel, std::string("normal"));
        QCOMPARE((*stored)[0].contentHash, std::string("aa"));
        QVERIFY((*stored)[1].extent == second.extent);
        QCOMPARE((*stored)[1].index, std::size_t{1});
        QCOMPARE(workspace->samples(domain)->size(), std::size_t{2});
        QVERIFY(workspace->samples("mouse")->empty());
        VERIFY_FAILS(workspace->addSamples(std::vector<Sample>{first, second}, {"only one"}), ErrorCode::Invalid);
        first.key.recording = "never added";
        VERIFY_FAILS(workspace->addSamples(std::vector<Sample>{first}, {}), ErrorCode::NotFound);
    }

    void whatWasOpenIsOpenTomorrow()
    {
        const Folder folder;
        {
            auto workspace = std::move(*Workspace::open(folder.file()));
            for (const char* id : {"r1", "r2", "r3"}) {
                VERIFY_OK(workspace->addRecording(recordingInfo(id), {}));
            }
            VERIFY_OK(workspace->setOpen("r3", true));
            VERIFY_OK(workspace->setOpen("r1", true));
            VERIFY_OK(workspace->setOpen("r2", true));
            VERIFY_OK(workspace->setOpen("r3", true));
            VERIFY_OK(workspace->setOpen("r1", false));
            VERIFY_FAILS(workspace->setOpen("nobody", true), ErrorCode::NotFound);
        }
        const auto open = (*Workspace::open(folder.file()))->openRecordings();
        VERIFY_OK(open);
        QCOMPARE(open->size(), std::size_t{2});
        QCOMPARE((*open)[0].id, std::string("r3"));
        QCOMPARE((*open)[1].id, std::string("r2"));
    }

    void queueKeepsEachOnce()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        VERIFY_OK(workspace->enqueue({recordingId, "A1"}, task, "uncertain"));
        VERIFY_OK(workspace->enqueue({recordingId, "A2"}, task, "queued by a person"));
        VERIFY_OK(workspace->enqueue({recordingId, "A1"}, task, "again"));
        auto queue = workspace->queue(domain, task);
        VERIFY_OK(queue);
        QCOMPARE(queue->size(), std::size_t{2});
        QCOMPARE(queue->front().reason, std::string("uncertain"));
        QVERIFY(queue->front().subject == (SampleKey{recordingId, "A1"}));
        VERIFY_OK(workspace->dequeue({recordingId, "A1"}, task));
        VERIFY_OK(workspace->dequeue({recordingId, "A1"}, task));
        QCOMPARE(workspace->queue(domain, task)->size(), std::size_t{1});
        QVERIFY(workspace->queue(domain, "another task")->empty());
        VERIFY_FAILS(workspace->enqueue({"nobody", "A1"}, task, ""), ErrorCode::NotFound);
    }

    void verdictsAreReplaced()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        Verdict verdict;
        verdict.classIds = {"normal", "fluid_pound", "gas"};
        verdict.probabilities = {0.1F, 1.0F / 3, 0.56666666F};
        verdict.abstained = true;
        verdict.reason = "two are close";
        verdict.modelId = "aa";
        verdict.device = "cuda:0";
        verdict.milliseconds = 1.25;
        Verdict rejected;
        rejected.rejected = true;
        Verdict joined = verdict;
        joined.extent = Extent{Interval{1, 2}, Interval{10, 20}, {}};
        VERIFY_OK(workspace->storeVerdicts({{{recordingId, "A1"}, task, rejected}}));
        VERIFY_OK(workspace->storeVerdicts({{{recordingId, "A1"}, task, verdict},
                                            {{recordingId, "A2"}, task, rejected},
                                            {{recordingId, "A1"}, task, joined},
                                            {{recordingId, "A1"}, "another task", rejected}}));
        const auto stored = workspace->verdictsOf(recordingId, task);
        VERIFY_OK(stored);
        QCOMPARE(stored->size(), std::size_t{3});
        QVERIFY((*stored)[0].verdict == verdict);
        QVERIFY((*stored)[1].verdict == rejected);
        QVERIFY((*stored)[2].verdict == joined);
        QVERIFY((*stored)[2].subject == (SampleKey{recordingId, "A1"}));
        verdict.probabilities[0] = std::numeric_limits<float>::quiet_NaN();
        VERIFY_FAILS(workspace->storeVerdicts({{{recordingId, "A1"}, task, verdict}}), ErrorCode::Invalid);
        VERIFY_FAILS(workspace->storeVerdicts({{{"nobody", "A1"}, task, rejected}}), ErrorCode::NotFound);
    }

    void findingsAreReplaced()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        const std::vector<Finding> findings = {
            {Severity::Reject, "flat", "the load never changes", {"b.csv", 7, {}}, 3},
            {Severity::Doubt, "padding", "zeros", {"b.dyn", {}, 40}, 1},
            {Severity::Info, "closed_loop", "", {}, 12}};
        VERIFY_OK(workspace->storeFindings(recordingId, {{Severity::Info, "old", "old", {}, 1}}));
        VERIFY_OK(workspace->storeFindings(recordingId, findings));
        QVERIFY(workspace->findingsOf(recordingId) == findings);
        VERIFY_OK(workspace->storeFindings(recordingId, {}));
        QVERIFY(workspace->findingsOf(recordingId)->empty());
        VERIFY_FAILS(workspace->storeFindings("nobody", findings), ErrorCode::NotFound);
    }

    void answersByLayout()
    {
        const Folder folder;
        auto workspace = std::move(*Workspace::open(folder.file()));
        QVERIFY(workspace->rememberedAnswers("csv-1/4 columns")->empty());
        VERIFY_OK(workspace->rememberAnswers("csv-1/4 columns", {{"load_unit", "kgf"}, {"order", "load, position"}}));
        VERIFY_OK(workspace->rememberAnswers("csv-1/4 columns", {{"load_unit", "lbf \"quoted\""}}));
        QCOMPARE(*workspace->rememberedAnswers("csv-1/4 columns"), (Answers{{"load_unit", "lbf \"quoted\""}}));
    }

    void classesKeepTheirIds()
    {
        const Folder folder;
        {
            auto workspace = std::move(*Workspace::open(folder.file()));
            VERIFY_OK(workspace->addClass(
                domain, task,
                {"sand", "Sand", 0xffeedd, "grains", "clean", {"arena", "sable"}, "grit?", "looks like gas"}));
            VERIFY_OK(workspace->addClass(domain, task, {"wax", "Wax", 1, "", "", {}, "", ""}));
            VERIFY_OK(workspace->addClass(domain, task,
                                          {"sand",
                                           "Sand in the pump",
                                           0xffeedd,
                                           "grains",
                                           "clean",
                                           {"arena", "sable"},
                                           "grit?",
                                           "looks like gas"}));
            const auto classes = workspace->addedClasses(domain, task);
            VERIFY_OK(classes);
            QCOMPARE(classes->size(), std::size_t{2});
            QCOMPARE((*classes)[0].id, std::string("sand"));
            QCOMPARE((*classes)[0].name, std::string("Sand in the pump"));
            QCOMPARE((*classes)[0].colour, std::uint32_t{0xffeedd});
            QCOMPARE((*classes)[0].aliases, (std::vector<std::string>{"arena", "sable"}));
            QCOMPARE((*classes)[0].doubtfulAlias, std::string("grit?"));
            QCOMPARE((*classes)[0].caution, std::string("looks like gas"));
            QVERIFY(workspace->addedClasses(domain, "another task")->empty());
            VERIFY_FAILS(workspace->addClass(domain, task, {}), ErrorCode::Invalid);
        }
        QVERIFY(!sql(folder.file(), {"UPDATE added_classes SET class_id = 'mud' WHERE class_id = 'sand'"}).empty());
        QVERIFY(!sql(folder.file(), {"DELETE FROM added_classes"}).empty());
    }

    void aSourceKeepsItsPart()
    {
        const Folder folder;
        auto workspace = std::move(*Workspace::open(folder.file()));
        QVERIFY(!workspace->partOf(domain, "well-1")->has_value());
        VERIFY_OK(workspace->assignPart(domain, "well-1", Part::Test));
        VERIFY_OK(workspace->assignPart(domain, "well-1", Part::Test));
        VERIFY_FAILS(workspace->assignPart(domain, "well-1", Part::Train), ErrorCode::Invalid);
        QVERIFY(*workspace->partOf(domain, "well-1") == Part::Test);
        VERIFY_OK(workspace->assignPart("mouse", "well-1", Part::Tune));
        QVERIFY(*workspace->partOf("mouse", "well-1") == Part::Tune);
    }

    void frozenDatasetsStayAsTheyAre()
    {
        const Folder folder;
        Dataset dataset{"d1", 1'700'000'000'000'000, domain, task, {"normal", "fluid_pound"}, {}};
        for (int i = 0; i < 3000; ++i) {
            dataset.samples.push_back({{recordingId, std::to_string(i)},
                                       "cards/ü.csv",
                                       i % 2 == 0 ? "normal" : "fluid_pound",
                                       "well-" + std::to_string(i % 7),
                                       i % 3 == 0,
                                       "hash",
                                       i % 5 == 0 ? "event" : ""});
        }
        {
            auto workspace = std::move(*Workspace::open(folder.file()));
            VERIFY_OK(workspace->freeze(dataset));
            Dataset other = dataset;
            other.samples.clear();
            VERIFY_OK(workspace->freeze(other));  // the same id: nothing happens
            VERIFY_FAILS(workspace->dataset("d2"), ErrorCode::NotFound);
            other.id.clear();
            VERIFY_FAILS(workspace->freeze(other), ErrorCode::Invalid);
        }
        QVERIFY(!sql(folder.file(), {"UPDATE dataset_samples SET class_id = 'normal'"}).empty());
        QVERIFY(!sql(folder.file(), {"DELETE FROM dataset_samples"}).empty());
        QVERIFY(!sql(folder.file(), {"UPDATE datasets SET task = 'x'"}).empty());
        const auto read = (*Workspace::open(folder.file()))->dataset("d1");
        VERIFY_OK(read);
        QVERIFY(read->samples == dataset.samples);
        QVERIFY(read->classIds == dataset.classIds);
        QCOMPARE(read->createdMicroseconds, dataset.createdMicroseconds);
        QCOMPARE(read->domain, domain);
        QCOMPARE(read->task, task);
    }

    void settings()
    {
        const Folder folder;
        auto workspace = std::move(*Workspace::open(folder.file()));
        QVERIFY(!workspace->setting("filter")->has_value());
        VERIFY_OK(workspace->setSetting("filter", ""));
        QCOMPARE(**workspace->setting("filter"), std::string());
        VERIFY_OK(workspace->setSetting("filter", "class = 'gas'"));
        QCOMPARE(**workspace->setting("filter"), std::string("class = 'gas'"));
    }

    void aThousandOfEach()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        std::vector<Sample> samples(1000);
        std::vector<StoredVerdict> verdicts;
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i].key = {recordingId, std::to_string(i)};
            samples[i].index = i;
            Verdict verdict;
            verdict.classIds = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
            verdict.probabilities.assign(10, 0.1F);
            verdicts.push_back({samples[i].key, task, verdict});
        }
        QElapsedTimer timer;
        timer.start();
        VERIFY_OK(workspace->addSamples(samples, {}));
        qInfo("1,000 samples: %lld ms", timer.restart());
        VERIFY_OK(workspace->storeVerdicts(verdicts));
        qInfo("1,000 verdicts: %lld ms", timer.restart());
        QCOMPARE(workspace->verdictsOf(recordingId, task)->size(), std::size_t{1000});
        qInfo("reading them: %lld ms", timer.restart());
        VERIFY_OK(Workspace::open(folder.file()));
        qInfo("opening: %lld ms", timer.restart());
        QCOMPARE(workspace->samplesOf(recordingId)->back().index, std::size_t{999});
    }
};

QTEST_GUILESS_MAIN(TestRecords)
#include "test_records.moc"
