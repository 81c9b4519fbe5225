#include <QStandardPaths>

#include "tests/workspace/support.h"

using namespace sightline;
using namespace sightline::workspace;
using namespace sightline::workspace::testing;
namespace fs = std::filesystem;

namespace {

std::string activeId(Workspace& workspace)
{
    const auto active = workspace.activeModel(domain, task);
    return !active ? "error: " + active.error().text() : *active ? (*active)->id : "starter";
}

}  // namespace

class TestModels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void addingCopiesTheFile()
    {
        const Folder folder;
        const std::string bytes = modelBytes("aa11", "Cards, March");
        const fs::path file = folder.write("somewhere/my model.safetensors", bytes);
        auto workspace = openWithRecording(folder.file());
        const auto added = workspace->addModel(file);
        VERIFY_OK(added);
        QCOMPARE(added->id, std::string("aa11"));
        QCOMPARE(added->name, std::string("Cards, March"));
        QCOMPARE(added->domain, domain);
        QCOMPARE(added->task, task);
        QVERIFY(added->path == workspace->modelsFolder() / "aa11.safetensors");
        QCOMPARE(*readFile(added->path), bytes);
        fs::remove(file);
        const auto models = workspace->models(domain, task);
        VERIFY_OK(models);
        QCOMPARE(models->size(), std::size_t{1});
        QVERIFY(models->front().path == added->path);
        QVERIFY(workspace->models("mouse", task)->empty());
        QCOMPARE(activeId(*workspace), std::string("starter"));  // adding is not activating
    }

    void addingAgainChangesNothing()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        const auto first = workspace->addModel(folder.write("a", modelBytes("aa11", "First")));
        VERIFY_OK(first);
        const auto again = workspace->addModel(folder.write("b", modelBytes("aa11", "Other name and report")));
        VERIFY_OK(again);
        QCOMPARE(again->name, std::string("First"));
        QCOMPARE(workspace->models(domain, task)->size(), std::size_t{1});
        VERIFY_OK(workspace->activate("aa11", domain, task, "ana", ""));
        // Equal weights that would judge otherwise are no copy of it.
        VERIFY_FAILS(workspace->addModel(folder.write("c", modelBytes("aa11", "First", domain, 0.9))),
                     ErrorCode::Invalid);
    }

    void aDamagedFileIsRestoredByAddingItAgain()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        const fs::path file = folder.write("a", modelBytes("aa11"));
        const auto added = workspace->addModel(file);
        VERIFY_OK(added);
        std::ofstream(added->path, std::ios::binary) << "damaged";
        VERIFY_FAILS(workspace->activate("aa11", domain, task, "ana", ""), ErrorCode::Corrupt);
        fs::remove(added->path);
        VERIFY_FAILS(workspace->activate("aa11", domain, task, "ana", ""), ErrorCode::Unreadable);
        VERIFY_FAILS(workspace->addModel(folder.write("b", modelBytes("aa11", "another"))), ErrorCode::Corrupt);
        VERIFY_OK(workspace->addModel(file));
        VERIFY_OK(workspace->activate("aa11", domain, task, "ana", ""));
    }

    void whatIsNoModelIsRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        const std::string good = modelBytes("aa11");
        const auto row = [](const char* name, const std::string& bytes) {
            QTest::newRow(name) << QByteArray::fromStdString(bytes);
        };
        row("empty", "");
        row("text", "card_id,label,point,position_m,load_kN\n");
        row("truncated header", good.substr(0, 40));
        row("no id", modelBytes(""));
        row("an id that leaves the folder", modelBytes("../../evil"));
        row("safetensors of somebody else", std::string("\x02\0\0\0\0\0\0\0{}", 10));
        row("metadata is no object", std::string("\x12\0\0\0\0\0\0\0{\"__metadata__\":1}", 26));
    }
    void whatIsNoModelIsRefused()
    {
        QFETCH(QByteArray, bytes);
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        const fs::path file = folder.write("bad.safetensors", bytes.toStdString());
        const auto added = workspace->addModel(file);
        VERIFY_FAILS(added, ErrorCode::Corrupt);
        QCOMPARE(added.error().where.file, utf8(file));
        QVERIFY(workspace->models(domain, task)->empty());
        QVERIFY(!fs::exists(workspace->modelsFolder()));
    }

    void missingFilesAreNamed()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        VERIFY_FAILS(workspace->addModel(folder.file("nowhere")), ErrorCode::Unreadable);
        VERIFY_FAILS(workspace->addModel(folder.path()), ErrorCode::Unreadable);
    }

    void activateAndGoBack()
    {
        const Folder folder;
        {
            auto workspace = openWithRecording(folder.file());
            for (const char* id : {"aa", "bb", "cc"}) {
                VERIFY_OK(workspace->addModel(folder.write(id, modelBytes(id))));
            }
            VERIFY_FAILS(workspace->rollback(domain, task, "ana"), ErrorCode::NotFound);
            VERIFY_OK(workspace->activate("aa", domain, task, "ana", "first"));
            VERIFY_OK(workspace->activate("bb", domain, task, "ben", "fewer false alarms"));
            VERIFY_OK(workspace->activate("bb", domain, task, "ben", "again"));
            VERIFY_OK(workspace->activate("cc", domain, task, "ana", ""));
        }
        auto workspace = std::move(*Workspace::open(folder.file()));
        QCOMPARE(activeId(*workspace), std::string("cc"));
        const auto back = workspace->rollback(domain, task, "lea");
        VERIFY_OK(back);
        QCOMPARE(back->modelId, std::string("bb"));
        QCOMPARE(back->who, std::string("lea"));
        QCOMPARE(activeId(*workspace), std::string("bb"));
        // Going back again goes further back; it does not swing between two.
        QCOMPARE(workspace->rollback(domain, task, "lea")->modelId, std::string("aa"));
        QCOMPARE(workspace->rollback(domain, task, "lea")->modelId, std::string());
        QCOMPARE(activeId(*workspace), std::string("starter"));
        VERIFY_FAILS(workspace->rollback(domain, task, "lea"), ErrorCode::NotFound);
        // From there on as before.
        VERIFY_OK(workspace->activate("cc", domain, task, "ana", ""));
        VERIFY_OK(workspace->activate("", domain, task, "ana", "back to the starter"));
        QCOMPARE(activeId(*workspace), std::string("starter"));
        QCOMPARE(workspace->rollback(domain, task, "lea")->modelId, std::string("cc"));
        const auto history = workspace->activations(domain, task);
        VERIFY_OK(history);
        QCOMPARE(history->size(), std::size_t{10});
        QCOMPARE((*history)[1].reason, std::string("fewer false alarms"));
        QCOMPARE((*history)[1].who, std::string("ben"));
        QCOMPARE((*history)[8].modelId, std::string());
        QVERIFY(workspace->activations("mouse", task)->empty());
    }

    void theWrongModelIsRefused()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        VERIFY_OK(workspace->addModel(folder.write("a", modelBytes("aa"))));
        VERIFY_OK(workspace->addModel(folder.write("m", modelBytes("mm", "Mice", "mouse"))));
        VERIFY_OK(workspace->activate("aa", domain, task, "ana", ""));
        VERIFY_FAILS(workspace->activate("mm", domain, task, "ana", ""), ErrorCode::Invalid);
        VERIFY_FAILS(workspace->activate("aa", domain, "another task", "ana", ""), ErrorCode::Invalid);
        VERIFY_FAILS(workspace->activate("nobody", domain, task, "ana", ""), ErrorCode::NotFound);
        QCOMPARE(activeId(*workspace), std::string("aa"));
        QCOMPARE(workspace->activations(domain, task)->size(), std::size_t{1});
    }

    void goingBackToADamagedModelIsRefused()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        const auto first = workspace->addModel(folder.write("a", modelBytes("aa")));
        VERIFY_OK(first);
        VERIFY_OK(workspace->addModel(folder.write("b", modelBytes("bb"))));
        VERIFY_OK(workspace->activate("aa", domain, task, "ana", ""));
        VERIFY_OK(workspace->activate("bb", domain, task, "ana", ""));
        fs::resize_file(first->path, 20);
        VERIFY_FAILS(workspace->rollback(domain, task, "ana"), ErrorCode::Corrupt);
        QCOMPARE(activeId(*workspace), std::string("bb"));
    }

    void theHistoryCannotBeRewritten_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::newRow("update") << "UPDATE activations SET who = 'nobody'";
        QTest::newRow("delete") << "DELETE FROM activations";
        QTest::newRow("replace") << "INSERT OR REPLACE INTO activations SELECT * FROM activations";
        QTest::newRow("delete the model") << "DELETE FROM models";
    }
    void theHistoryCannotBeRewritten()
    {
        QFETCH(QString, statement);
        const Folder folder;
        {
            auto workspace = openWithRecording(folder.file());
            VERIFY_OK(workspace->addModel(folder.write("a", modelBytes("aa"))));
            VERIFY_OK(workspace->activate("aa", domain, task, "ana", ""));
        }
        QVERIFY(!sql(folder.file(), {"PRAGMA foreign_keys = ON", statement.toStdString()}).empty());
        auto workspace = std::move(*Workspace::open(folder.file()));
        QCOMPARE(workspace->activations(domain, task)->size(), std::size_t{1});
        QCOMPARE(activeId(*workspace), std::string("aa"));
    }

    void movedTogetherWithItsFolder()
    {
        const Folder folder;
        fs::create_directory(folder.file("old"));
        {
            auto workspace = openWithRecording(folder.file("old/cards.sightline"));
            VERIFY_OK(workspace->addModel(folder.write("a", modelBytes("aa"))));
            VERIFY_OK(workspace->activate("aa", domain, task, "ana", ""));
        }
        fs::rename(folder.file("old"), folder.file("new"));
        auto workspace = std::move(*Workspace::open(folder.file("new/cards.sightline")));
        const auto active = workspace->activeModel(domain, task);
        VERIFY_OK(active);
        QVERIFY(active->has_value());
        QVERIFY(fs::exists((*active)->path));
    }

    void aFolderThatCannotBeWritten()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        folder.write("cards.sightline.d", "a file where the folder should be");
        VERIFY_FAILS(workspace->addModel(folder.write("a", modelBytes("aa"))), ErrorCode::Unreadable);
        QVERIFY(workspace->models(domain, task)->empty());
    }
};

QTEST_GUILESS_MAIN(TestModels)
#include "test_models.moc"
