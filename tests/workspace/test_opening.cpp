#include <QProcess>
#include <QStandardPaths>

#include "core/workspace/opening.h"
#include "tests/workspace/support.h"

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace sightline;
using namespace sightline::workspace;
using namespace sightline::workspace::testing;
namespace fs = std::filesystem;

namespace {

/// The one connection that is open, to lean on it from outside.
QSqlDatabase onlyConnection()
{
    const QStringList names = QSqlDatabase::connectionNames();
    return names.size() == 1 ? QSqlDatabase::database(names.front(), false) : QSqlDatabase();
}

QString pragma(const QString& name)
{
    QSqlQuery query(onlyConnection());
    return query.exec("PRAGMA " + name) && query.next() ? query.value(0).toString() : QString();
}

std::string contentOf(const fs::path& file)
{
    return readFile(file).value_or("");
}

void makeWorkspace(const fs::path& file)
{
    auto workspace = openWithRecording(file);
    QVERIFY(workspace && workspace->append(label("A1", "normal")));
}

/// Run in a child that gave up being root: what a person without the right to write sees.
int openWithoutRights(const fs::path& file)
{
#ifdef Q_OS_UNIX
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) {
        return 9;
    }
#endif
    const auto workspace = Workspace::open(file);
    if (!workspace) {
        std::puts(workspace.error().text().c_str());
        return 1;
    }
    const auto written = (*workspace)->append(label("A2", "normal"));
    std::printf("%s|%zu|%d|%s\n", (*workspace)->readOnly() ? "read-only" : "writable", inForce(**workspace).size(),
                written.has_value() ? -1 : static_cast<int>(written.error().code), (*workspace)->notice().c_str());
    return 0;
}

}  // namespace

class TestOpening : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void makesAWorkspace()
    {
        const Folder folder;
        const fs::path file = folder.file("Брунненkarten №1.sightline");
        QVERIFY(!Workspace::looksLikeWorkspace(file));
        {
            const auto workspace = Workspace::open(file);
            VERIFY_OK(workspace);
            QVERIFY((*workspace)->path() == file);
            QVERIFY((*workspace)->dataFolder() == folder.file("Брунненkarten №1.sightline.d"));
            QVERIFY((*workspace)->modelsFolder() == (*workspace)->dataFolder() / "models");
            QVERIFY(!(*workspace)->readOnly());
            QVERIFY((*workspace)->notice().empty());
            QCOMPARE(pragma("journal_mode"), QString("wal"));
            QCOMPARE(pragma("synchronous"), QString("2"));
            QCOMPARE(pragma("foreign_keys"), QString("1"));
            QCOMPARE(pragma("busy_timeout"), QString("10000"));
            QCOMPARE(pragma("application_id"), QString::number(applicationId));
            QCOMPARE(pragma("user_version"), QString::number(schemaSteps().back().version));
        }
        QVERIFY(QSqlDatabase::connectionNames().isEmpty());
        QVERIFY(Workspace::looksLikeWorkspace(file));
    }

    void anEmptyFileBecomesAWorkspace()
    {
        const Folder folder;
        const auto workspace = Workspace::open(folder.write("empty.sightline", ""));
        VERIFY_OK(workspace);
        VERIFY_OK((*workspace)->addRecording(recordingInfo(), {}));
    }

    void theDefaultFolderIsMade()
    {
        const fs::path file = Workspace::defaultPath();
        QCOMPARE(utf8(file.filename()), std::string("default.sightline"));
        fs::remove_all(file.parent_path());
        VERIFY_OK(Workspace::open(file));
        QVERIFY(fs::exists(file));
        fs::remove_all(file.parent_path());
    }

    void twoAtATime()
    {
        const Folder folder;
        auto first = openWithRecording(folder.file());
        const auto second = Workspace::open(folder.file());
        VERIFY_OK(second);
        VERIFY_OK((*second)->append(label("A1", "normal")));
        QCOMPARE(inForce(*first), std::vector<std::string>{"A1=normal"});
    }

    void brokenFilesAreNamed_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("garbage") << "garbage" << ErrorCode::Corrupt;
        QTest::newRow("a few bytes") << "short" << ErrorCode::Corrupt;
        QTest::newRow("another program's database") << "other" << ErrorCode::Corrupt;
        QTest::newRow("no format version") << "version 0" << ErrorCode::Corrupt;
        QTest::newRow("truncated") << "truncated" << ErrorCode::Corrupt;
        QTest::newRow("header overwritten") << "header" << ErrorCode::Corrupt;
        QTest::newRow("folder") << "folder" << ErrorCode::Unreadable;
        QTest::newRow("missing folder") << "missing" << ErrorCode::Unreadable;
        QTest::newRow("a file as folder") << "inside a file" << ErrorCode::Unreadable;
        QTest::newRow("device") << "device" << ErrorCode::Unreadable;
        QTest::newRow("no name") << "no name" << ErrorCode::Invalid;
    }
    void brokenFilesAreNamed()
    {
        QFETCH(QString, kind);
        QFETCH(ErrorCode, code);
        const Folder folder;
        fs::path file = folder.file("broken.sightline");
        if (kind == "garbage") {
            folder.write("broken.sightline", std::string(8000, 'x'));
        } else if (kind == "short") {
            folder.write("broken.sightline", "card_id,label\n");
        } else if (kind == "other") {
            QCOMPARE(sql(file, {"CREATE TABLE birds (name TEXT)"}), std::string());
        } else if (kind == "version 0") {
            makeWorkspace(file);
            QCOMPARE(sql(file, {"PRAGMA user_version = 0"}), std::string());
        } else if (kind == "truncated") {
            makeWorkspace(file);
            fs::resize_file(file, fs::file_size(file) / 2);
        } else if (kind == "header") {
            makeWorkspace(file);
            std::string bytes = contentOf(file);
            bytes.replace(0, 16, "not a database!!");
            folder.write("broken.sightline", bytes);
        } else if (kind == "folder") {
            fs::create_directories(file);
        } else if (kind == "missing") {
            file = folder.file("no/such/folder/broken.sightline");
        } else if (kind == "inside a file") {
            file = folder.write("plain", "x") / "broken.sightline";
        } else if (kind == "device") {
#ifdef Q_OS_UNIX
            file = "/dev/null";
#else
            QSKIP("there is no such file here");
#endif
        } else {
            file.clear();
        }
        const bool isFile = fs::is_regular_file(file);
        const std::string before = isFile ? contentOf(file) : "";
        const auto workspace = Workspace::open(file);
        VERIFY_FAILS(workspace, code);
        QCOMPARE(workspace.error().where.file, utf8(file));
        QVERIFY(QSqlDatabase::connectionNames().isEmpty());
        if (isFile) {
            QVERIFY2(contentOf(file) == before, "a file that is refused stays as it was");
        }
    }

    void damageInsideIsNoticedWhenMet()
    {
        const Folder folder;
        {
            auto workspace = openWithRecording(folder.file());
            std::vector<LabelEvent> events;
            for (int i = 0; i < 3000; ++i) {
                events.push_back(label(std::to_string(i), "normal"));
            }
            VERIFY_OK(workspace->append(events));
        }
        std::string bytes = contentOf(folder.file());
        std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() / 2), bytes.end(), '\xff');
        folder.write("cards.sightline", bytes);
        const auto workspace = Workspace::open(folder.file());
        const auto labels = workspace ? (*workspace)->labels(domain, task)
                                      : Result<std::vector<Label>>(tl::unexpected(workspace.error()));
        VERIFY_FAILS(labels, ErrorCode::Corrupt);
        QCOMPARE(labels.error().where.file, utf8(folder.file()));
    }

    void whatIsNoWorkspaceDoesNotLookLikeOne()
    {
        const Folder folder;
        QCOMPARE(sql(folder.file("other.db"), {"CREATE TABLE birds (name TEXT)"}), std::string());
        QVERIFY(!Workspace::looksLikeWorkspace(folder.file("other.db")));
        QVERIFY(!Workspace::looksLikeWorkspace(folder.write("text", "card_id")));
        QVERIFY(!Workspace::looksLikeWorkspace(folder.path()));
        QVERIFY(!Workspace::looksLikeWorkspace(folder.file("nowhere")));
    }

    void aNewerFormatOpensReadOnly()
    {
        const Folder folder;
        makeWorkspace(folder.file());
        QCOMPARE(sql(folder.file(), {"PRAGMA user_version = 99"}), std::string());
        const auto workspace = Workspace::open(folder.file());
        VERIFY_OK(workspace);
        QVERIFY((*workspace)->readOnly());
        QVERIFY((*workspace)->notice().find("newer") != std::string::npos);
        QCOMPARE(inForce(**workspace), std::vector<std::string>{"A1=normal"});
        const auto written = (*workspace)->append(label("A2", "normal"));
        VERIFY_FAILS(written, ErrorCode::Unreadable);
        QCOMPARE(written.error().message, (*workspace)->notice());
        VERIFY_FAILS((*workspace)->addModel(folder.write("m", modelBytes("aa"))), ErrorCode::Unreadable);
    }

    void readOnlyPlaces_data()
    {
        QTest::addColumn<bool>("fileWritable");
        QTest::addColumn<bool>("folderWritable");
        QTest::newRow("folder") << true << false;
        QTest::newRow("file") << false << true;
        QTest::newRow("both") << false << false;
    }
    void readOnlyPlaces()
    {
#ifdef Q_OS_UNIX
        QFETCH(bool, fileWritable);
        QFETCH(bool, folderWritable);
        const Folder folder;
        fs::permissions(folder.path(), fs::perms(0755));
        fs::create_directory(folder.file("inner"));
        const fs::path file = folder.file("inner/what? 100%.sightline");
        makeWorkspace(file);
        fs::permissions(file, fs::perms(fileWritable ? 0666 : 0444));
        fs::permissions(folder.file("inner"), fs::perms(folderWritable ? 0777 : 0555));
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--without-rights", toText(utf8(file))});
        QVERIFY(child.waitForFinished(60000));
        fs::permissions(folder.file("inner"), fs::perms(0755));
        const QString answer = QString::fromUtf8(child.readAllStandardOutput()).trimmed();
        QVERIFY2(child.exitCode() == 0, qPrintable(answer));
        QCOMPARE(answer.section('|', 0, 0), QString("read-only"));
        QCOMPARE(answer.section('|', 1, 1), QString("1"));
        QCOMPARE(answer.section('|', 2, 2).toInt(), int(ErrorCode::Unreadable));
        QVERIFY(answer.section('|', 3).contains("may not be written"));
#else
        QSKIP("folders have no such permission here");
#endif
    }

    void nothingCanBeMadeInAReadOnlyFolder()
    {
#ifdef Q_OS_UNIX
        const Folder folder;
        fs::permissions(folder.path(), fs::perms(0555));
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(), {"--without-rights", toText(utf8(folder.file()))});
        QVERIFY(child.waitForFinished(60000));
        fs::permissions(folder.path(), fs::perms(0755));
        const QString answer = QString::fromUtf8(child.readAllStandardOutput()).trimmed();
        QCOMPARE(child.exitCode(), 1);
        QVERIFY2(answer.contains("cards.sightline: a workspace cannot be made here"), qPrintable(answer));
#else
        QSKIP("folders have no such permission here");
#endif
    }

    void aLockedWorkspaceIsBusy()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        QVERIFY(QSqlQuery(onlyConnection()).exec("PRAGMA busy_timeout = 1"));
        {
            QSqlDatabase other = QSqlDatabase::addDatabase("QSQLITE", "other");
            other.setDatabaseName(toText(utf8(folder.file())));
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec("BEGIN IMMEDIATE"));
            const auto written = workspace->append(label("A1", "normal"));
            VERIFY_FAILS(written, ErrorCode::Busy);
            QCOMPARE(written.error().where.file, utf8(folder.file()));
            QVERIFY(QSqlQuery(other).exec("ROLLBACK"));
            VERIFY_OK(workspace->append(label("A1", "normal")));
            other.close();
        }
        QSqlDatabase::removeDatabase("other");
    }

    void aLockedWorkspaceIsBusyWhenOpened()
    {
        const Folder folder;
        makeWorkspace(folder.file());
        {
            QSqlDatabase other = QSqlDatabase::addDatabase("QSQLITE", "other");
            other.setDatabaseName(toText(utf8(folder.file())));
            QVERIFY(other.open());
            QVERIFY(QSqlQuery(other).exec("PRAGMA journal_mode = DELETE"));
            QVERIFY(QSqlQuery(other).exec("BEGIN EXCLUSIVE"));
            OpenOptions impatient;
            impatient.busyMilliseconds = 1;
            VERIFY_FAILS(openWorkspaceFile(folder.file(), impatient), ErrorCode::Busy);
            other.close();
        }
        QSqlDatabase::removeDatabase("other");
    }

    void aFullDiskSaysSoAndLosesNothing()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        VERIFY_OK(workspace->append(label("A1", "normal")));
        QVERIFY(QSqlQuery(onlyConnection()).exec("PRAGMA max_page_count = 1"));  // no page more than there are
        std::vector<LabelEvent> events;
        for (int i = 0; i < 2000; ++i) {
            events.push_back(label("B" + std::to_string(i), "normal"));
        }
        const auto written = workspace->append(events);
        VERIFY_FAILS(written, ErrorCode::Busy);
        QVERIFY(written.error().message.find("space") != std::string::npos);
        QCOMPARE(inForce(*workspace), std::vector<std::string>{"A1=normal"});
        QVERIFY(QSqlQuery(onlyConnection()).exec("PRAGMA max_page_count = 1000000"));
        VERIFY_OK(workspace->append(events));
    }

    void networkDrivesGetNoWriteAheadLog()
    {
        const Folder folder;
        makeWorkspace(folder.file());  // on a local disk, with its log
        OpenOptions onNetwork;
        onNetwork.networkFileSystem = "nfs4";
        for (int time = 0; time < 2; ++time) {
            const auto opened = openWorkspaceFile(folder.file(), onNetwork);
            VERIFY_OK(opened);
            QVERIFY(!opened->readOnly);
            QVERIFY(opened->notice.find("nfs4") != std::string::npos);
            QCOMPARE(pragma("journal_mode"), QString("delete"));
            // Others are not locked out.
            QCOMPARE(
                sql(folder.file(), {"INSERT INTO settings (name, value) VALUES ('" + std::to_string(time) + "', 'x')"}),
                std::string());
        }
        VERIFY_OK(openWorkspaceFile(folder.file("new.sightline"), onNetwork));
        VERIFY_OK(Workspace::open(folder.file()));
    }

    void networkFileSystemsAreKnown()
    {
        for (const char* type : {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "smbfs", "afpfs", "vboxsf"}) {
            QVERIFY2(isNetworkFileSystem(type), type);
        }
        for (const char* type : {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "apfs", "NTFS", "fuseblk", ""}) {
            QVERIFY2(!isNetworkFileSystem(type), type);
        }
    }

    void oneCopyADay()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        VERIFY_OK(workspace->append(label("A1", "normal")));
        const fs::path backups = workspace->dataFolder() / "backups";
        fs::create_directories(backups);
        for (const char* day : {"01", "02", "03", "04", "05", "06", "07", "08"}) {
            folder.write("cards.sightline.d/backups/daily-2001-01-" + std::string(day) + ".sightline", "old");
        }
        folder.write("cards.sightline.d/backups/mine.sightline", "kept");
        VERIFY_OK(workspace->backUp());
        VERIFY_OK(workspace->append(label("A2", "normal")));
        VERIFY_OK(workspace->backUp());  // today's is there
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(backups)) {
            found.push_back(entry.path());
        }
        std::sort(found.begin(), found.end());
        QCOMPARE(found.size(), std::size_t{8});
        QVERIFY(found.back().filename() == "mine.sightline");
        QVERIFY(found.front().filename() == "daily-2001-01-03.sightline");
        const auto copy = Workspace::open(found[6]);
        VERIFY_OK(copy);
        QCOMPARE(inForce(**copy), std::vector<std::string>{"A1=normal"});
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && std::string_view(argv[1]) == "--without-rights") {
        return openWithoutRights(pathFromUtf8(argv[2]));
    }
    TestOpening test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_opening.moc"
