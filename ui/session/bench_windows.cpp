// The half of a bench that judges rows by their windows, and the question asked of them.
#include <algorithm>
#include <array>
#include <set>

#include "core/diagnosis/first_task.h"
#include "ui/session/bench.h"

namespace sightline::ui {

namespace {

std::string settingOf(const domains::Domain& domain)
{
    return "window.task." + domain.id();
}

}  // namespace

/// As chosen last; else the first question there is a model for.
std::string Bench::rememberedTask() const
{
    const std::vector<domains::Task> tasks = m_domain.tasks();
    const auto chosen = m_workspace->setting(settingOf(m_domain)).value_or(std::nullopt);
    for (const domains::Task& task : tasks) {
        if (chosen == task.id) {
            return task.id;
        }
    }
    return diagnosis::firstTaskWithModel(m_domain, m_workspace);
}

void Bench::setTask(const std::string& task)
{
    if (task == m_task || m_workspace == nullptr) {
        return;
    }
    m_pipeline.cancel();
    m_pipeline.setModel(nullptr);
    m_task = task;
    m_models.setTask(task);
    m_pictures.setRecipe(m_domain.defaultRecipe(task));
    m_store.forgetJudgements();
    m_windows.forgetVerdicts();
    cutAnew(m_pictures.recipe(), true);
    if (auto read = readLabelling(); !read) {
        Q_EMIT problem(read.error());
    }
    m_behind->post([name = settingOf(m_domain), task](workspace::Workspace& workspace) {
        return workspace.setSetting(name, task);
    });
    Q_EMIT taskChanged();
    if (m_device) {
        loadModel(*m_device);
    }
}

SignalClass namedClass(const std::string& name, std::size_t place)
{
    // After Okabe and Ito: apart for every kind of colour vision.
    constexpr std::array<std::uint32_t, 7> colours = {0x0072B2, 0xE69F00, 0x009E73, 0xCC79A7,
                                                      0x56B4E9, 0xB3A400, 0x808080};
    SignalClass one;
    one.id = name;
    one.name = name;
    one.colour = colours[place % colours.size()];
    return one;
}

Result<void> Bench::addClass(const QString& name)
{
    const std::string text = name.trimmed().toStdString();
    if (m_workspace == nullptr || text.empty()) {
        return fail(ErrorCode::Invalid, tr("a class needs a name").toStdString());
    }
    if (sightline::findClass(m_classes, text) != nullptr) {
        return fail(ErrorCode::Invalid, tr("there is a class \"%1\" already").arg(name.trimmed()).toStdString());
    }
    return m_workspace->addClass(m_domain.id(), m_task, namedClass(text, m_classes.size())).map([this] {
        readClasses();
        Q_EMIT classesChanged();
    });
}

bool Bench::openClasses() const
{
    const std::vector<domains::Task> tasks = m_domain.tasks();
    return std::any_of(tasks.begin(), tasks.end(),
                       [this](const domains::Task& one) { return one.id == m_task && one.openClasses; });
}

void Bench::cutAnew(const ImageRecipe& recipe, bool newRows)
{
    m_cutBy = recipe;
    m_rowsOutdated = m_rowsOutdated || newRows;
    m_cutting.cancel();
    m_cutting = CancelToken();
    m_cutUnderWay = true;
    std::vector<WindowedRef> known;
    for (const RecordingRef& rows : m_store.recordings()) {
        if (const WindowedRef one = m_windows.recording(rows->recording->info().id)) {
            known.push_back(one);
        }
    }
    if (known.empty()) {
        showCut({});
        finishCut();
        return;
    }
    m_io.post([this, postbox = m_postbox, stop = m_cutting, known = std::move(known), recipe, task = m_task] {
        std::vector<WindowedRef> cut;
        cut.reserve(known.size());
        for (const WindowedRef& one : known) {
            if (stop.cancelled()) {
                return;
            }
            cut.push_back(ui::cutAnew(*one, recipe, task));
        }
        postbox.post([this, stop, cut = std::move(cut)] {
            if (!stop.cancelled()) {
                takeCut(cut);
            }
        });
    });
}

/// In three turns of the event loop: with a thousand sessions each of them is nearly felt.
void Bench::takeCut(const std::vector<WindowedRef>& cut)
{
    std::vector<WindowedRef> before;
    before.reserve(cut.size());
    for (const WindowedRef& one : cut) {
        const std::string& id = one->rows->recording->info().id;
        if (m_store.recording(id)) {
            before.push_back(m_windows.recording(id));
            m_windows.enter(one);
        }
    }
    cutStep([this, cut, before = std::move(before)] {
        showCut(cut);
        m_io.post([before] {});  // the last to hold the windows there were: they are freed behind the window
        cutStep([this] { finishCut(); });
    });
}

void Bench::cutStep(std::function<void()> step)
{
    // By a timer: letters to the window are all read before it paints.
    QTimer::singleShot(0, this, [stop = m_cutting, step = std::move(step)] {
        if (!stop.cancelled()) {
            step();
        }
    });
}

void Bench::showCut(const std::vector<WindowedRef>& cut)
{
    if (!m_rowsOutdated) {
        return;
    }
    m_rowsOutdated = false;
    std::vector<RecordingRef> fresh;
    fresh.reserve(cut.size());
    for (const WindowedRef& one : cut) {
        if (m_store.recording(one->rows->recording->info().id)) {
            fresh.push_back(one->rows);
        }
    }
    m_store.replace(fresh);
    showKnown(m_store.recordings());
}

void Bench::finishCut()
{
    m_cutUnderWay = false;
    if (m_models.model()) {
        judgeAll();
    }
    Q_EMIT windowsCut();
}

Bench::Pictured Bench::pictured(const SampleRow& row, std::size_t window) const
{
    const WindowedRow* whole = m_windows.find(row.key());
    return whole == nullptr ? Pictured{row.recording, row.index}
                            : Pictured{whole->windows, whole->first + std::min(window, whole->count - 1)};
}

/// Those of the row somebody looks at go first, from its first on.
void Bench::hurryWindows(const SampleKey& row)
{
    const WindowedRow* whole = m_windows.find(row);
    for (std::size_t k = whole->count; k-- > 0;) {
        if (!whole->judged[k]) {
            m_pipeline.hurry(whole->windows, whole->first + k);
        }
    }
}

std::vector<Judged> Bench::joinWindows(const std::vector<Judged>& judged)
{
    std::vector<Judged> ofRows;
    std::set<SampleKey> touched;
    for (const Judged& one : judged) {
        if (const auto row = m_windows.note(one)) {
            touched.insert(*row);
        } else {
            ofRows.push_back(one);
        }
    }
    for (const SampleKey& row : touched) {
        if (auto joined = m_windows.verdictOf(row, m_models.model()->info)) {
            ofRows.push_back(std::move(*joined));
        }
        Q_EMIT windowsJudged(row);
    }
    return ofRows;
}

}  // namespace sightline::ui
