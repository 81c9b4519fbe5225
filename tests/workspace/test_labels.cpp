#include <set>

#include <QStandardPaths>

#include "tests/workspace/support.h"

using namespace sightline;
using namespace sightline::workspace;
using namespace sightline::workspace::testing;
using Texts = std::vector<std::string>;

class TestLabels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QStandardPaths::setTestModeEnabled(true); }

    void appendFillsWhatIsEmpty()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        const auto stored = workspace->append(label("A1", "fluid_pound"));
        VERIFY_OK(stored);
        QCOMPARE(stored->id.size(), std::size_t{36});
        QVERIFY(stored->atMicroseconds > 1'600'000'000'000'000);
        QVERIFY(!stored->workstation.empty());
        QVERIFY(!stored->appVersion.empty());

        LabelEvent whole = *stored;
        whole.id = "11111111-2222-4333-8444-555555555555";
        whole.extent = {Interval{1.25, 2.5}, Interval{100, 8000.5}, 3};
        whole.previousClassId = "gas_interference";
        whole.certainty = Certainty::Unsure;
        whole.action = LabelAction::Correct;
        whole.origin = LabelOrigin::Import;
        whole.reviewer = "Zoë Ковалёва";
        whole.workstation = "well-7";
        whole.atMicroseconds = 1'700'000'000'123'456;
        whole.secondsOnScreen = 3.5;
        whole.predictionShown = false;
        whole.modelId = "abc";
        whole.modelClassId = "normal";
        whole.modelProbability = 0.123456789;
        whole.recipe = "pumpcard-strokes-1/1a2b3c4d";
        whole.appVersion = "9.9";
        whole.comment = "it's \"odd\";\nDROP TABLE label_events";
        const auto again = workspace->append(whole);
        VERIFY_OK(again);
        QVERIFY(*again == whole);
        const auto events = workspace->events(domain, task);
        VERIFY_OK(events);
        QCOMPARE(events->size(), std::size_t{2});
        QVERIFY((*events)[0] == *stored);
        QVERIFY((*events)[1] == whole);
    }

    void labelsAreThereTomorrow()
    {
        const Folder folder;
        openWithRecording(folder.file())->append(label("A1", "normal"));
        const auto workspace = Workspace::open(folder.file());
        VERIFY_OK(workspace);
        QCOMPARE(inForce(**workspace), Texts{"A1=normal"});
        const auto ofRecording = (*workspace)->labelsOf(recordingId, task);
        VERIFY_OK(ofRecording);
        QCOMPARE(ofRecording->size(), std::size_t{1});
        QVERIFY((*workspace)->labelsOf("another", task)->empty());
        QVERIFY((*workspace)->labels(domain, "another task")->empty());
        QVERIFY((*workspace)->labels("mouse", task)->empty());
    }

    void whatCannotBeALabelIsRefused_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("unknown recording") << 0 << ErrorCode::NotFound;
        QTest::newRow("no task") << 1 << ErrorCode::Invalid;
        QTest::newRow("undo of nothing") << 2 << ErrorCode::Invalid;
        QTest::newRow("undo of an unknown event") << 3 << ErrorCode::NotFound;
        QTest::newRow("span that ends before it begins") << 4 << ErrorCode::Invalid;
        QTest::newRow("infinite number") << 5 << ErrorCode::Invalid;
        QTest::newRow("an id that is taken") << 6 << ErrorCode::Invalid;
        QTest::newRow("label that names an event") << 7 << ErrorCode::Invalid;
    }
    void whatCannotBeALabelIsRefused()
    {
        QFETCH(int, kind);
        QFETCH(ErrorCode, code);
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        const auto first = workspace->append(label("A1", "normal"));
        VERIFY_OK(first);
        LabelEvent event = label("A2", "normal");
        switch (kind) {
            case 0: event.subject.recording = "never added"; break;
            case 1: event.task.clear(); break;
            case 2: event.action = LabelAction::Undo; break;
            case 3:
                event.action = LabelAction::Undo;
                event.undoes = "11111111-2222-4333-8444-555555555555";
                break;
            case 4: event.extent.seconds = Interval{2, 1}; break;
            case 5: event.secondsOnScreen = std::numeric_limits<double>::infinity(); break;
            case 6: event.id = first->id; break;
            default: event.undoes = first->id; break;
        }
        // The good one before it goes back with it: all or none.
        const auto appended = workspace->append({label("A3", "normal"), event});
        VERIFY_FAILS(appended, code);
        QCOMPARE(inForce(*workspace), Texts{"A1=normal"});
    }

    void undoAndRedoAcrossReopening()
    {
        const Folder folder;
        {
            auto workspace = openWithRecording(folder.file());
            VERIFY_OK(workspace->append(label("A1", "normal")));
            VERIFY_OK(workspace->append(label("A2", "fluid_pound")));
            VERIFY_OK(workspace->append(label("A1", "tubing_leak")));
        }
        {
            auto workspace = std::move(*Workspace::open(folder.file()));
            const auto undone = workspace->undo(domain, task, "ana");
            VERIFY_OK(undone);
            QCOMPARE(undone->subject.sample, std::string("A1"));
            QCOMPARE(undone->previousClassId, std::string("tubing_leak"));
            QCOMPARE(undone->action, LabelAction::Undo);
            QCOMPARE(inForce(*workspace), (Texts{"A1=normal", "A2=fluid_pound"}));
            VERIFY_OK(workspace->undo(domain, task, "ana"));
            QCOMPARE(inForce(*workspace), Texts{"A1=normal"});
        }
        {
            auto workspace = std::move(*Workspace::open(folder.file()));
            const auto redone = workspace->redo(domain, task, "ana");
            VERIFY_OK(redone);
            QCOMPARE(redone->subject.sample, std::string("A2"));
            QCOMPARE(inForce(*workspace), (Texts{"A1=normal", "A2=fluid_pound"}));
            VERIFY_OK(workspace->redo(domain, task, "ana"));
            QCOMPARE(inForce(*workspace), (Texts{"A2=fluid_pound", "A1=tubing_leak"}));
            VERIFY_FAILS(workspace->redo(domain, task, "ana"), ErrorCode::NotFound);
        }
        {
            auto workspace = std::move(*Workspace::open(folder.file()));
            for (int i = 0; i < 3; ++i) {
                VERIFY_OK(workspace->undo(domain, task, "ana"));
            }
            QCOMPARE(inForce(*workspace), Texts{});
            VERIFY_FAILS(workspace->undo(domain, task, "ana"), ErrorCode::NotFound);
            for (int i = 0; i < 3; ++i) {
                VERIFY_OK(workspace->redo(domain, task, "ana"));
            }
            QCOMPARE(inForce(*workspace), (Texts{"A2=fluid_pound", "A1=tubing_leak"}));
            QCOMPARE(workspace->events(domain, task)->size(), std::size_t{13});
        }
    }

    void aNewLabelEndsRedo()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        VERIFY_OK(workspace->append(label("A1", "normal")));
        VERIFY_OK(workspace->undo(domain, task, "ana"));
        VERIFY_OK(workspace->append(label("A2", "normal")));
        VERIFY_FAILS(workspace->redo(domain, task, "ana"), ErrorCode::NotFound);
        QCOMPARE(inForce(*workspace), Texts{"A2=normal"});
        VERIFY_OK(workspace->undo(domain, task, "ana"));
        VERIFY_OK(workspace->redo(domain, task, "ana"));
        VERIFY_FAILS(workspace->redo(domain, task, "ana"), ErrorCode::NotFound);
        QCOMPARE(inForce(*workspace), Texts{"A2=normal"});
    }

    void aMovedBoxIsTakenBackInOneStep()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        LabelEvent event = label("1-2", "normal");
        event.extent.seconds = Interval{1, 2};
        const auto first = workspace->append(event);
        VERIFY_OK(first);
        event = label("1.5-2", "normal");
        event.extent.seconds = Interval{1.5, 2};
        event.action = LabelAction::Correct;
        event.undoes = first->id;
        VERIFY_OK(workspace->append(event));
        QCOMPARE(inForce(*workspace), Texts{"1.5-2=normal"});
        VERIFY_OK(workspace->undo(domain, task, "ana"));
        QCOMPARE(inForce(*workspace), Texts{"1-2=normal"});
        VERIFY_OK(workspace->redo(domain, task, "ana"));
        QCOMPARE(inForce(*workspace), Texts{"1.5-2=normal"});
    }

    void undoTakesBackOnesOwnLabelsOnly()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        VERIFY_OK(workspace->append(label("A1", "normal", "ana")));
        VERIFY_OK(workspace->append(label("A2", "normal", "ben")));
        LabelEvent imported = label("A3", "normal", "ana");
        imported.action = LabelAction::Import;
        imported.origin = LabelOrigin::Import;
        VERIFY_OK(workspace->append(imported));
        VERIFY_OK(workspace->undo(domain, task, "ana"));
        QCOMPARE(inForce(*workspace), (Texts{"A2=normal", "A3=normal"}));
        VERIFY_FAILS(workspace->undo(domain, task, "ana"), ErrorCode::NotFound);
        VERIFY_FAILS(workspace->redo(domain, task, "ben"), ErrorCode::NotFound);
        VERIFY_FAILS(workspace->undo(domain, "another task", "ben"), ErrorCode::NotFound);
        VERIFY_OK(workspace->redo(domain, task, "ana"));
        QCOMPARE(inForce(*workspace), (Texts{"A1=normal", "A2=normal", "A3=normal"}));
    }

    void randomUndoAndRedoAgreeWithAnEditor()
    {
        // The model: an editor's two stacks of labels of one sample each.
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        std::vector<std::string> done;
        std::vector<std::string> undone;
        std::uint32_t state = 7;
        for (int step = 0; step < 300; ++step) {
            state = state * 1664525u + 1013904223u;
            const std::uint32_t choice = (state >> 16) % 5;
            if (choice < 2) {
                const std::string sample = "S" + std::to_string(step);
                VERIFY_OK(workspace->append(label(sample, "normal")));
                done.push_back(sample);
                undone.clear();
                continue;
            }
            auto& from = choice < 4 ? done : undone;
            auto& to = choice < 4 ? undone : done;
            const auto result =
                choice < 4 ? workspace->undo(domain, task, "ana") : workspace->redo(domain, task, "ana");
            QCOMPARE(result.has_value(), !from.empty());
            if (result) {
                QCOMPARE(result->subject.sample, from.back());
                to.push_back(from.back());
                from.pop_back();
            }
        }
        const auto labels = inForce(*workspace);
        std::set<std::string> expected;
        for (const std::string& sample : done) {
            expected.insert(sample + "=normal");
        }
        QCOMPARE(std::set<std::string>(labels.begin(), labels.end()), expected);
    }

    void historyCannotBeRewritten_data()
    {
        QTest::addColumn<QString>("statement");
        QTest::newRow("update") << "UPDATE label_events SET class_id = 'x'";
        QTest::newRow("delete") << "DELETE FROM label_events";
        QTest::newRow("replace") << "INSERT OR REPLACE INTO label_events SELECT * FROM label_events";
        QTest::newRow("replace by uuid")
            << "REPLACE INTO label_events SELECT 999, uuid, recording_key, domain, 'other', "
               "NULL, NULL, NULL, NULL, NULL, task, class_id, previous_class_id, "
               "certainty, action, origin, undoes, reviewer, workstation, at_us, "
               "seconds_on_screen, prediction_shown, model_id, model_class_id, "
               "model_probability, recipe, app_version, comment FROM label_events";
        QTest::newRow("delete the recording") << "DELETE FROM recordings";
    }
    void historyCannotBeRewritten()
    {
        QFETCH(QString, statement);
        const Folder folder;
        {
            auto workspace = openWithRecording(folder.file());
            VERIFY_OK(workspace->append(label("A1", "normal")));
        }
        const std::string problem = sql(folder.file(), {"PRAGMA foreign_keys = ON", statement.toStdString()});
        QVERIFY2(!problem.empty(), "the statement must be refused");
        QCOMPARE(inForce(**Workspace::open(folder.file())), Texts{"A1=normal"});
    }

    void thousandsAreOneTransaction()
    {
        const Folder folder;
        auto workspace = openWithRecording(folder.file());
        std::vector<LabelEvent> events;
        for (int i = 0; i < 20000; ++i) {
            events.push_back(label(std::to_string(i), i % 2 == 0 ? "normal" : "fluid_pound"));
        }
        const std::vector<LabelEvent> thousand(events.begin(), events.begin() + 1000);
        QElapsedTimer timer;
        timer.start();
        VERIFY_OK(workspace->append(thousand));
        qInfo("append of 1,000 events: %lld ms", timer.restart());
        VERIFY_OK(workspace->append(std::vector<LabelEvent>(events.begin() + 1000, events.end())));
        qInfo("append of 19,000 events: %lld ms", timer.restart());
        const auto labels = workspace->labels(domain, task);
        VERIFY_OK(labels);
        qInfo("labels() of 20,000 events: %lld ms", timer.restart());
        QCOMPARE(labels->size(), std::size_t{20000});
        VERIFY_OK(workspace->append(label("one", "normal")));
        qInfo("append of one event: %.2f ms", double(timer.nsecsElapsed()) / 1e6);
        timer.restart();
        VERIFY_OK(workspace->undo(domain, task, "ana"));
        qInfo("undo after 20,001 events: %.2f ms", double(timer.nsecsElapsed()) / 1e6);
    }
};

QTEST_GUILESS_MAIN(TestLabels)
#include "test_labels.moc"
