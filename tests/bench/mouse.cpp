// How long the window's event loop stands still with mouse sessions: a file and a folder of 1,000 sessions opened,
// judged and paged through; a session of 100,000 events scrubbed, replayed and drawn the other way.
//
//   QT_QPA_PLATFORM=offscreen bench-mouse [COUNT [MODEL.safetensors]]
//
// Without a model for one of the mouse's questions nothing is judged.
#include <cmath>
#include <cstdlib>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTableView>
#include <QTemporaryDir>

#include "tests/bench/stall_meter.h"
#include "ui/main_window.h"
#include "ui/mouse/mouse_tab.h"
#include "ui/review/list_panel.h"
#include "ui/words.h"
#include "widgets/time_strip.h"
#include "widgets/track_view.h"

using namespace sightline;
using namespace sightline::ui;
using sightline::bench::StallMeter;

namespace {

constexpr int longEvents = 100000;

int judged(const SampleStore& store)
{
    int count = 0;
    for (int i = 0; i < store.size(); ++i) {
        count += store.row(i).verdict && !store.row(i).stale ? 1 : 0;
    }
    return count;
}

/// Strokes over the screen with pauses and clicks, 8 ms from event to event.
bool writeLongSession(const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        return false;
    }
    QByteArray text = "client timestamp,button,state,x,y\n";
    qint64 now = 0;
    for (int i = 0; i < longEvents; ++i) {
        now += i % 120 == 119 ? 1500 : 8;
        const double angle = i * 0.013;
        const int x = static_cast<int>(960 + 900 * std::sin(angle) * std::cos(angle * 0.31));
        const int y = static_cast<int>(540 + 500 * std::sin(angle * 1.7));
        const char* what = i % 120 == 60 ? "Left,Pressed" : i % 120 == 62 ? "Left,Released" : "NoButton,Move";
        text += QByteArray::number(now) + ',' + what + ',' + QByteArray::number(x) + ',' + QByteArray::number(y) + '\n';
    }
    return file.write(text) == text.size();
}

bool simulate(int count, std::uint64_t seed, const QString& path)
{
    NoProgress unheard;
    return domains::findDomain("mouse")
        ->simulate(static_cast<std::size_t>(count), seed, words::toPath(path), unheard)
        .has_value();
}

class Desk {
public:
    Desk(const QString& folder, const char* model) : m_session(m_preferences)
    {
        m_preferences.setFirstStepsDone(true);
        if (!m_session.openWorkspace(words::toPath(folder + QStringLiteral("/w.sightline")))) {
            std::exit(1);
        }
        if (model != nullptr) {
            activate(model);
        }
        m_window = std::make_unique<MainWindow>(m_session);
        m_window->setWindowState(Qt::WindowNoState);  // maximised where the screen is smaller
        m_window->resize(1280, 800);
        m_window->show();
        QCoreApplication::processEvents();  // the first paint is start-up, measured by the program's own log
        m_window->showTab(tab());
        m_session.startModels();
        m_meter.begin();
        m_meter.run("engine and model load", [&] { return bench().models().phase() >= ModelService::Phase::Ready; });
    }

    MouseTab& tab() { return *m_window->findChild<MouseTab*>(); }
    ui::Bench& bench() { return *m_session.bench("mouse"); }
    StallMeter& meter() { return m_meter; }

    void open(const char* what, const QString& path, int count)
    {
        const int wanted = bench().store().size() + count;
        m_meter.begin();
        m_window->openPaths({path});
        m_meter.run("files listed by name", [&] { return tab().list().table()->model()->rowCount() > wanted - count; });
        m_meter.begin();
        m_meter.run(what, [&] { return bench().store().size() == wanted; });
        if (bench().models().model()) {
            m_meter.begin();
            m_meter.run("  every session judged", [&] { return judged(bench().store()) == wanted; });
        }
    }

    /// `step` is called again and again, with what it has to paint in between.
    template <class Step>
    void repeat(const char* what, int times, Step step)
    {
        m_meter.begin();
        int done = 0;
        m_meter.run(what, [&] {
            step(done);
            return ++done > times;
        });
    }

private:
    void activate(const char* file)
    {
        const auto stored = m_session.workspace()->addModel(file);
        if (!stored ||
            !m_session.workspace()->activate(stored->id, stored->domain, stored->task, "bench", "to be measured")) {
            std::exit(1);
        }
        bench().setTask(stored->task);
    }

    Preferences m_preferences;
    Session m_session;
    StallMeter m_meter;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    const int count = argc > 1 ? std::atoi(argv[1]) : 1000;
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("sessions.json"));
    const QString many = folder.filePath(QStringLiteral("folder"));
    const QString longOne = folder.filePath(QStringLiteral("long.csv"));
    QDir().mkpath(many);
    bool made = simulate(count, 1, file) && writeLongSession(longOne);
    for (int i = 0; i < count && made; ++i) {
        made = simulate(1, static_cast<std::uint64_t>(i) + 2, QStringLiteral("%1/%2.json").arg(many).arg(i));
    }
    if (!made) {
        return 1;
    }
    Desk window(folder.path(), argc > 2 ? argv[2] : nullptr);
    MouseTab& tab = window.tab();
    window.open("a file of sessions: list filled", file, count);
    window.open("a folder of sessions: list filled", many, count);
    window.repeat("page through 200 sessions", 200, [&](int) { tab.review().next(); });
    window.open("a session of 100,000 events", longOne, 1);
    widgets::TrackView& track = tab.path().track();
    window.meter().begin();
    window.meter().run("  its path drawn", [&] { return track.finished(); });
    const int events = static_cast<int>(track.track()->points.size());
    widgets::TimeStrip& strip = tab.path().strip();
    window.repeat("scrub along the strip", 400, [&](int i) {
        Q_EMIT strip.cursorMoved(strip.end() * i / 400.0);
        Q_EMIT tab.path().cursorMoved();
    });
    window.repeat("point along the path", 400, [&](int i) { Q_EMIT track.cursorMoved(events / 401 * i); });
    window.repeat("look at 90 windows", 90, [&](int i) { tab.review().setWindow(i); });
    window.repeat("draw it the other way, 6 times", 400, [&](int i) {
        if (i % 64 == 0) {
            tab.path().nextDrawing();
        }
    });
    tab.path().replay().setSpeed(16);
    tab.path().togglePlaying();
    window.meter().begin();
    QElapsedTimer since;
    since.start();
    window.meter().run("replay at 16 times, 8 s", [&] { return since.elapsed() > 8000; });
    tab.path().stopPlaying();
    for (const char* task : {"owner", "machine"}) {
        window.meter().begin();
        since.start();
        window.bench().setTask(task);
        window.meter().run("another question asked", [&] { return since.elapsed() > 1500; });
    }
    return 0;
}
