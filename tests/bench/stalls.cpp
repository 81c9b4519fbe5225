// How long the window's event loop stands still: 1,000 simulated cards opened, judged, sorted, filtered, paged through.
//
//   QT_QPA_PLATFORM=offscreen bench-stalls [COUNT]
#include <cstdlib>

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "tests/bench/stall_meter.h"
#include "ui/cards/card_tab.h"
#include "ui/main_window.h"
#include "ui/review/list_panel.h"
#include "ui/words.h"

using namespace sightline;
using namespace sightline::ui;
using sightline::bench::StallMeter;

namespace {

int judged(const SampleStore& store)
{
    int count = 0;
    for (int i = 0; i < store.size(); ++i) {
        count += store.row(i).verdict ? 1 : 0;
    }
    return count;
}

}  // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    QStandardPaths::setTestModeEnabled(true);
    const int count = argc > 1 ? std::atoi(argv[1]) : 1000;
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("cards.csv"));
    NoProgress unheard;
    if (!domains::findDomain("pumpcards")->simulate(static_cast<std::size_t>(count), 1, words::toPath(file), unheard)) {
        return 1;
    }
    Preferences preferences;
    preferences.setFirstStepsDone(true);
    Session session(preferences);
    if (!session.openWorkspace(words::toPath(folder.filePath(QStringLiteral("w.sightline"))))) {
        return 1;
    }
    StallMeter meter;
    MainWindow window(session);
    window.setWindowState(Qt::WindowNoState);  // maximised where the screen is smaller
    window.resize(1280, 800);
    window.show();
    QCoreApplication::processEvents();  // the first paint is start-up, measured by the program's own log
    Bench& bench = *session.bench("pumpcards");
    meter.begin();
    session.startModels();
    meter.run("engine and model load", [&] { return bench.models().phase() >= ModelService::Phase::Ready; });
    meter.begin();
    window.openPaths({file});
    meter.run("open: list filled", [&] { return bench.store().size() == count; });
    if (bench.models().model()) {
        meter.begin();
        meter.run("every card judged", [&] { return judged(bench.store()) == count; });
    }
    SampleTable& table = window.cards().review().table();
    meter.begin();
    int step = 0;
    meter.run("sort by every column, both ways", [&] {
        table.sort(step % SampleTable::ColumnCount, step % 2 == 0 ? Qt::AscendingOrder : Qt::DescendingOrder);
        return ++step > 2 * SampleTable::ColumnCount;
    });
    table.sort(-1, Qt::AscendingOrder);
    meter.begin();
    step = 0;
    meter.run("page through 200 cards", [&] {
        window.cards().review().next();
        return ++step > 200;
    });
    meter.begin();
    step = 0;
    meter.run("label 50 cards", [&] {
        window.cards().review().label("normal");
        return ++step > 50;
    });
    window.close();
    return 0;
}
