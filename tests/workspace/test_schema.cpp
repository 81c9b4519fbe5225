#include <QStandardPaths>

#include "core/workspace/opening.h"
#include "core/workspace/schema.h"
#include "tests/workspace/support.h"

using namespace sightline;
using namespace sightline::workspace;
using namespace sightline::workspace::testing;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> backupsOf(const fs::path& file)
{
    std::vector<fs::path> found;
    std::error_code problem;
    for (fs::directory_iterator entry(dataFolderOf(file) / "backups", problem), end; !problem && entry != end;
         ++entry) {
        found.push_back(entry->path());
    }
    return found;
}

std::string answer(const fs::path& file, const std::string& question)
{
    QVariant value;
    const std::string problem = sql(file, {question}, &value);
    return problem.empty() ? value.toString().toStdString() : "error: " + problem;
}

/// Today's steps and two of a future version.
std::vector<SchemaStep> futureSteps(const char* lastStatement)
{
    const int known = schemaSteps().back().version;
    std::vector<SchemaStep> steps = schemaSteps();
    steps.push_back({known + 1, {"ALTER TABLE settings ADD COLUMN note TEXT NOT NULL DEFAULT 'none'"}, {}});
    steps.push_back({known + 2, {"CREATE TABLE future (future_key $PK$, name TEXT NOT NULL)", lastStatement}, {}});
    return steps;
}

void makeWorkspace(const fs::path& file)
{
    auto workspace = openWithRecording(file);
    QVERIFY(workspace && workspace->append(label("A1", "normal")) && workspace->setSetting("order", "newest"));
}

/// Everything a format can hold; what stores it is also what reads it back in the test of the golden files.
void fillGolden(Workspace& workspace, const fs::path& modelFile)
{
    QVERIFY(workspace.addRecording(recordingInfo(), {{"load_unit", "kgf"}}));
    Sample sample;
    sample.key = {recordingId, "A1"};
    sample.contentHash = "c0ffee";
    QVERIFY(workspace.addSamples(std::vector<Sample>{sample}, {"well-7"}));
    QVERIFY(workspace.setOpen(recordingId, true));
    std::vector<LabelEvent> events = {label("A1", "normal"), label("A2", "fluid_pound"), label("A3", "tubing_leak"),
                                      label("A3", "")};
    events[2].id = "11111111-2222-4333-8444-555555555555";
    events[3].action = LabelAction::Undo;
    events[3].undoes = events[2].id;
    for (LabelEvent& event : events) {
        event.workstation = "golden";
    }
    QVERIFY(workspace.append(events));
    QVERIFY(workspace.enqueue({recordingId, "A4"}, task, "uncertain"));
    Verdict verdict;
    verdict.classIds = {"normal", "fluid_pound"};
    verdict.probabilities = {0.25F, 0.75F};
    QVERIFY(workspace.storeVerdicts({{{recordingId, "A4"}, task, verdict}}));
    QVERIFY(workspace.storeFindings(recordingId, {{Severity::Doubt, "padding", "zeros", {"b.csv", 3, {}}, 12}}));
    QVERIFY(workspace.rememberAnswers("layout", {{"order", "load first"}}));
    QVERIFY(workspace.addClass(domain, task, {"sand", "Sand", 0x112233, "grains", "clean", {"arena"}, "", ""}));
    QVERIFY(workspace.addModel(modelFile));
    QVERIFY(workspace.activate("golden", domain, task, "ana", "better"));
    QVERIFY(workspace.assignPart(domain, "well-7", Part::Test));
    QVERIFY(workspace.freeze({"d1",
                              5,
                              domain,
                              task,
                              {"normal"},
                              {{{recordingId, "A1"}, "b.csv", "normal", "well-7", true, "c0ffee", "event"}}}));
    QVERIFY(workspace.setSetting("order", "newest"));
}

}  // namespace

class TestSchema : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void stepsAreNumberedWithoutGaps()
    {
        for (std::size_t i = 0; i < schemaSteps().size(); ++i) {
            QCOMPARE(schemaSteps()[i].version, static_cast<int>(i) + 1);
        }
    }

    void onlyThePrimaryKeyIsDialect()
    {
        for (const SchemaStep& step : schemaSteps()) {
            for (const QString sql : step.statements) {
                for (const char* word : {"AUTOINCREMENT", "INTEGER PRIMARY", "WITHOUT ROWID", ") STRICT", "DATETIME",
                                         "PRAGMA", "REPLACE", " REAL", "BLOB"}) {
                    QVERIFY2(!sql.contains(word, Qt::CaseInsensitive), qPrintable(sql));
                }
                QVERIFY2(!sql.contains("CREATE TABLE") || sql.contains("$PK$"), qPrintable(sql));
                QVERIFY2(sql.count("REFERENCES") == sql.count("ON DELETE"), qPrintable(sql));
            }
        }
    }

    void newFilesNeedNoBackup()
    {
        const Folder folder;
        makeWorkspace(folder.file());
        QVERIFY(backupsOf(folder.file()).empty());
    }

    void anOlderFileIsBroughtUpAfterABackup()
    {
        const Folder folder;
        makeWorkspace(folder.file());
        const auto steps = futureSteps("INSERT INTO future (name) VALUES ('x')");
        OpenOptions future;
        future.steps = &steps;
        for (int time = 0; time < 2; ++time) {  // the second time there is nothing to do
            const auto opened = openWorkspaceFile(folder.file(), future);
            VERIFY_OK(opened);
            QVERIFY(!opened->readOnly);
            QVERIFY(opened->notice.empty());
        }
        QCOMPARE(answer(folder.file(), "PRAGMA user_version"), std::to_string(steps.back().version));
        QCOMPARE(answer(folder.file(), "SELECT note FROM settings"), std::string("none"));
        QCOMPARE(answer(folder.file(), "SELECT count(*) FROM future"), std::string("1"));
        const auto backups = backupsOf(folder.file());
        QCOMPARE(backups.size(), std::size_t{1});
        const auto backup = Workspace::open(backups.front());  // of the version before
        VERIFY_OK(backup);
        QVERIFY(!(*backup)->readOnly());
        QCOMPARE(inForce(**backup), std::vector<std::string>{"A1=normal"});
        // And today's program reads the future file, but leaves it alone.
        const auto old = Workspace::open(folder.file());
        VERIFY_OK(old);
        QVERIFY((*old)->readOnly());
        QCOMPARE(inForce(**old), std::vector<std::string>{"A1=normal"});
    }

    void aFailedStepLeavesTheFileAsItWas()
    {
        const Folder folder;
        makeWorkspace(folder.file());
        const int known = schemaSteps().back().version;
        const auto steps = futureSteps("INSERT INTO nowhere (name) VALUES ('x')");
        OpenOptions future;
        future.steps = &steps;
        const auto opened = openWorkspaceFile(folder.file(), future);
        VERIFY_FAILS(opened, ErrorCode::Internal);
        QVERIFY(opened.error().message.find("as it was before") != std::string::npos);
        // The good step stands, the broken one left nothing behind.
        QCOMPARE(answer(folder.file(), "PRAGMA user_version"), std::to_string(known + 1));
        QCOMPARE(answer(folder.file(), "SELECT count(*) FROM sqlite_master WHERE name = 'future'"), std::string("0"));
        QCOMPARE(backupsOf(folder.file()).size(), std::size_t{1});
        // A repaired program goes on from there.
        const auto repaired = futureSteps("INSERT INTO future (name) VALUES ('x')");
        future.steps = &repaired;
        VERIFY_OK(openWorkspaceFile(folder.file(), future));
        QCOMPARE(answer(folder.file(), "SELECT count(*) FROM future"), std::string("1"));
    }

    void withoutABackupNothingIsChanged()
    {
        const Folder folder;
        makeWorkspace(folder.file());
        folder.write("cards.sightline.d", "a file where the folder should be");
        const auto steps = futureSteps("INSERT INTO future (name) VALUES ('x')");
        OpenOptions future;
        future.steps = &steps;
        VERIFY_FAILS(openWorkspaceFile(folder.file(), future), ErrorCode::Unreadable);
        QCOMPARE(answer(folder.file(), "PRAGMA user_version"), std::to_string(schemaSteps().back().version));
    }

    void goldenFiles_data()
    {
        QTest::addColumn<QString>("name");
        const QDir folder(QStringLiteral(SIGHTLINE_SOURCE "/tests/workspace/golden"));
        for (const QString& name : folder.entryList({"*.sightline"}, QDir::Files)) {
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
        }
    }
    void goldenFiles()
    {
        QFETCH(QString, name);
        const Folder folder;
        const fs::path file = folder.file();
        fs::copy_file(pathFromUtf8(name.toStdString()), file);
        const auto opened = Workspace::open(file);
        VERIFY_OK(opened);
        Workspace& workspace = **opened;
        QVERIFY(!workspace.readOnly());
        QCOMPARE(inForce(workspace), (std::vector<std::string>{"A1=normal", "A2=fluid_pound"}));
        QCOMPARE(workspace.events(domain, task)->size(), std::size_t{4});
        QCOMPARE(workspace.recordings(domain)->front().answers.at("load_unit"), std::string("kgf"));
        QCOMPARE(workspace.openRecordings()->size(), std::size_t{1});
        QCOMPARE(workspace.samplesOf(recordingId)->front().group, std::string("well-7"));
        QCOMPARE(workspace.queue(domain, task)->front().reason, std::string("uncertain"));
        QCOMPARE(workspace.verdictsOf(recordingId, task)->front().verdict.bestClass(), std::string("fluid_pound"));
        QCOMPARE(workspace.findingsOf(recordingId)->front().count, std::int64_t{12});
        QCOMPARE(workspace.rememberedAnswers("layout")->at("order"), std::string("load first"));
        QCOMPARE(workspace.addedClasses(domain, task)->front().aliases, std::vector<std::string>{"arena"});
        QCOMPARE((*workspace.activeModel(domain, task))->name, std::string("Golden"));
        QVERIFY(*workspace.partOf(domain, "well-7") == Part::Test);
        QCOMPARE(workspace.dataset("d1")->samples.front().contentHash, std::string("c0ffee"));
        QCOMPARE(**workspace.setting("order"), std::string("newest"));
        // Undo reaches back into what an older version stored.
        VERIFY_OK(workspace.redo(domain, task, "ana"));
        QCOMPARE(inForce(workspace).size(), std::size_t{3});
        VERIFY_OK(workspace.append(label("A9", "normal")));
    }
};

/// `test_workspace_schema --make-golden FILE` stores today's format for the tests of tomorrow.
int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && std::string_view(argv[1]) == "--make-golden") {
        const Folder folder;
        {
            auto workspace = Workspace::open(folder.file());
            if (!workspace) {
                return 1;
            }
            fillGolden(**workspace, folder.write("model.safetensors", modelBytes("golden", "Golden")));
        }
        return fs::copy_file(folder.file(), pathFromUtf8(argv[2])) ? 0 : 1;
    }
    TestSchema test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_schema.moc"
