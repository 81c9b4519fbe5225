// What was acknowledged is there, whatever becomes of the writer.
#include <QProcess>
#include <QSet>
#include <QStandardPaths>

#include "core/base/random.h"
#include "tests/workspace/support.h"

using namespace sightline;
using namespace sightline::workspace;
using namespace sightline::workspace::testing;

namespace {

/// The child: appends labels and says the id of each once it is stored. count 0: until it is killed.
int writeLabels(const std::filesystem::path& file, const std::string& name, int count)
{
    auto workspace = Workspace::open(file);
    if (!workspace || !(*workspace)->addRecording(recordingInfo(), {})) {
        return 1;
    }
    for (int i = 0; count == 0 || i < count; ++i) {
        // Every third time several at once, every seventh an undo: other shapes of transactions.
        std::vector<LabelEvent> events(i % 3 == 0 ? 4 : 1, label(name + std::to_string(i), "normal", name));
        const auto stored = (*workspace)->append(events);
        if (!stored) {
            std::fprintf(stderr, "%s\n", stored.error().text().c_str());
            return 2;
        }
        for (const LabelEvent& event : *stored) {
            std::puts(event.id.c_str());
        }
        if (i % 7 == 6) {
            const auto undone = (*workspace)->undo(domain, task, name);
            if (!undone) {
                return 3;
            }
            std::puts(undone->id.c_str());
        }
        std::fflush(stdout);
    }
    return 0;
}

QStringList arguments(const std::filesystem::path& file, const QString& name, int count)
{
    return {"--write", QString::fromStdString(utf8(file)), name, QString::number(count)};
}

QSet<QByteArray> storedIds(Workspace& workspace)
{
    QSet<QByteArray> ids;
    for (const LabelEvent& event : workspace.events(domain, task).value_or(std::vector<LabelEvent>())) {
        ids.insert(QByteArray::fromStdString(event.id));
    }
    return ids;
}

/// Whole lines only: of a line cut short by the kill nobody was told.
QList<QByteArray> wholeLines(const QByteArray& output)
{
    return output.left(output.lastIndexOf('\n') + 1).split('\n');
}

}  // namespace

class TestDurability : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void killedWritersLoseNothing()
    {
        const Folder folder;
        Rng random(20260101);
        QSet<QByteArray> acknowledged;
        for (int time = 0; time < 10; ++time) {
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(), arguments(folder.file(), "writer", 0));
            const qsizetype enough = static_cast<qsizetype>(37 * (1 + random.below(60)));
            QByteArray output;
            while (output.size() < enough && writer.waitForReadyRead(60000)) {
                output += writer.readAllStandardOutput();
            }
            QVERIFY2(output.size() >= enough, writer.readAllStandardError().constData());
            writer.kill();  // SIGKILL: no handler, no destructor, no flush
            QVERIFY(writer.waitForFinished(60000));
            QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
            output += writer.readAllStandardOutput();
            for (const QByteArray& id : wholeLines(output)) {
                if (!id.isEmpty()) {
                    acknowledged.insert(id);
                }
            }
            const auto workspace = Workspace::open(folder.file());
            VERIFY_OK(workspace);
            QVERIFY((storedIds(**workspace)).contains(acknowledged));
            VERIFY_OK((*workspace)->append(label("after", "normal", "reader")));
        }
        QVERIFY(acknowledged.size() > 200);
        qInfo("%lld acknowledged events, ten kills, none lost", static_cast<long long>(acknowledged.size()));
        QVariant answer;
        QCOMPARE(sql(folder.file(), {"PRAGMA integrity_check"}, &answer), std::string());
        QCOMPARE(answer.toString(), QString("ok"));
    }

    void killedInTheMiddleOfMakingOne()
    {
        for (int time = 0; time < 5; ++time) {
            const Folder folder;
            QProcess writer;
            writer.start(QCoreApplication::applicationFilePath(), arguments(folder.file(), "writer", 0));
            QVERIFY(writer.waitForStarted(60000));
            while (!std::filesystem::exists(folder.file()) && writer.state() == QProcess::Running) {
                writer.waitForReadyRead(0);
            }
            writer.kill();
            QVERIFY(writer.waitForFinished(60000));
            auto workspace = openWithRecording(folder.file());
            QVERIFY(workspace != nullptr);
            VERIFY_OK(workspace->append(label("A1", "normal")));
        }
    }

    void twoWritersAtOnce()
    {
        const Folder folder;
        constexpr int count = 120;
        QProcess first;
        QProcess second;
        // Both also make the file, at the same time.
        first.start(QCoreApplication::applicationFilePath(), arguments(folder.file(), "first", count));
        second.start(QCoreApplication::applicationFilePath(), arguments(folder.file(), "second", count));
        QSet<QByteArray> acknowledged;
        for (QProcess* writer : {&first, &second}) {
            QVERIFY(writer->waitForFinished(120000));
            QVERIFY2(writer->exitCode() == 0, writer->readAllStandardError().constData());
            for (const QByteArray& id : wholeLines(writer->readAllStandardOutput())) {
                if (!id.isEmpty()) {
                    acknowledged.insert(id);
                }
            }
        }
        const auto workspace = Workspace::open(folder.file());
        VERIFY_OK(workspace);
        QCOMPARE(storedIds(**workspace), acknowledged);
        // 40 of 120 append four, 17 undo one.
        QCOMPARE(acknowledged.size(), qsizetype{2 * (80 + 40 * 4 + 17)});
        QCOMPARE((*workspace)->recordings(domain)->size(), std::size_t{1});
    }
};

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 5 && std::string_view(argv[1]) == "--write") {
        return writeLabels(pathFromUtf8(argv[2]), argv[3], std::atoi(argv[4]));
    }
    TestDurability test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_durability.moc"
