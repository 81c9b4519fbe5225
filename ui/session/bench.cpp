#include "ui/session/bench.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "core/base/log.h"
#include "core/base/text.h"
#include "ui/words.h"

namespace sightline::ui {

namespace {

/// Files this small are judged without asking the workspace for an older verdict first.
constexpr std::size_t judgedAtOnce = 4;
constexpr int thresholdSettles = 500;  ///< milliseconds

std::string fixedMilliseconds(const QElapsedTimer& timer)
{
    return formatFixed(static_cast<double>(timer.nsecsElapsed()) / 1e6, 1);
}

}  // namespace

/// What the workspace knew of a recording, read behind the window.
struct Bench::Stored {
    std::string task;
    std::vector<Label> labels;
    std::vector<workspace::StoredVerdict> verdicts;
    std::vector<workspace::QueueEntry> queue;
};

Bench::Bench(const domains::Domain& domain, jobs::Lane& io, jobs::Lane& learning, const ModelLoader& loader,
             QObject* parent)
    : QObject(parent),
      m_domain(domain),
      m_io(io),
      m_task(domain.tasks().front().id),
      m_models(domain, m_task, learning, loader),
      m_pipeline(io, learning),
      m_pictures(io),
      m_explanations(io, learning),
      m_postbox(this)
{
    m_pictures.setRecipe(domain.defaultRecipe(m_task));
    connect(&m_models, &ModelService::modelChanged, this, &Bench::adoptModel);
    connect(&m_models, &ModelService::failed, this, [this](const Error& error) {
        log(LogLevel::Warning, "model not loaded: " + error.text());
        if (m_models.model()) {
            Q_EMIT problem(error);
        }
    });
    connect(&m_pipeline, &VerdictPipeline::judged, this, &Bench::takeVerdicts);
    connect(&m_pipeline, &VerdictPipeline::failed, this, &Bench::problem);
    if (domain.scanRule(m_task)) {
        m_listener = std::make_unique<Listener>(io, learning);
        connect(m_listener.get(), &Listener::heard, this, &Bench::showEvents);
        connect(m_listener.get(), &Listener::failed, this, &Bench::problem);
        m_thresholdSettled.setSingleShot(true);
        m_thresholdSettled.setInterval(thresholdSettles);
        connect(&m_thresholdSettled, &QTimer::timeout, this, &Bench::keepEventThreshold);
    }
}

Bench::~Bench()
{
    m_cutting.cancel();
    m_postbox.close();
}

Result<void> Bench::attach(workspace::Workspace* workspace, BackgroundStore* behind)
{
    m_workspace = workspace;
    m_behind = behind;
    if (const std::string task = rememberedTask(); task != m_task) {
        m_task = task;
        m_models.setTask(task);
        m_pictures.setRecipe(m_domain.defaultRecipe(task));
        Q_EMIT taskChanged();
    }
    return readLabelling();
}

Result<void> Bench::readLabelling()
{
    readClasses();
    m_events.clear();
    auto events = m_workspace->events(m_domain.id(), m_task);
    if (!events) {
        return tl::unexpected(events.error());
    }
    for (LabelEvent& event : *events) {
        remember(event);
    }
    if (m_listener) {
        m_listener->setFolder(m_workspace->dataFolder() / "scores");
        readEventThreshold();
    }
    Q_EMIT classesChanged();
    return {};
}

void Bench::readClasses()
{
    m_classes.clear();
    for (const SignalClass& one : m_domain.classes(m_task)) {
        if (one.id != "bad_data" && one.id != "stopped") {  // answers of the gate, not of a person or a network
            m_classes.push_back(one);
        }
    }
    if (auto added = m_workspace->addedClasses(m_domain.id(), m_task)) {
        m_classes.insert(m_classes.end(), added->begin(), added->end());
    }
    // The people a model knows can be named by whoever corrects it.
    if (openClasses() && m_models.model()) {
        for (const std::string& id : m_models.model()->info.classIds) {
            if (findClass(id) == nullptr) {
                m_classes.push_back(namedClass(id, m_classes.size()));
            }
        }
    }
}

void Bench::detach()
{
    m_thresholdSettled.stop();
    m_pipeline.cancel();
    if (m_listener) {
        m_listener->clear();
    }
    m_held.clear();
    m_labelled.clear();
    m_drawn.clear();
    m_cutting.cancel();
    m_cutUnderWay = m_rowsOutdated = false;
    m_windows.clear();
    m_store.clear();
    m_registering.clear();
    m_clocks.clear();
    m_workspace = nullptr;
    m_behind = nullptr;
}

void Bench::loadModel(learning::DeviceChoice device)
{
    m_device = device;
    std::optional<std::filesystem::path> file;
    if (m_workspace != nullptr) {
        auto active = m_workspace->activeModel(m_domain.id(), m_task);
        if (active && *active) {
            file = (*active)->path;
        }
    }
    m_models.load(file, device);
}

void Bench::adoptModel()
{
    const LoadedModelRef& model = m_models.model();
    m_pictures.setRecipe(model->info.recipe);
    m_pipeline.cancel();
    m_windows.forgetVerdicts();
    if (!m_windows.empty() && !(m_cutBy == model->info.recipe)) {
        cutAnew(model->info.recipe, false);  // the rows and what people said of them stay
    }
    m_store.markStale(model->info.id);
    if (openClasses()) {
        readClasses();
        Q_EMIT classesChanged();
    }
    m_pipeline.setModel(model);
    if (m_listener) {
        readEventThreshold();
        m_listener->setModel(model);
    }
    judgeAll();
    log(LogLevel::Info, "model in service: " + model->info.name + " " + model->info.id + " on " + model->device.device);
}

void Bench::judgeAll()
{
    judgeMissing(m_store.recordings());
}

void Bench::judgeMissing(const std::vector<RecordingRef>& recordings)
{
    if (m_listener || m_cutUnderWay) {
        return;  // they are listened through as a whole; their windows are about to be others
    }
    if (m_holding) {
        m_held.insert(m_held.end(), recordings.begin(), recordings.end());
        return;
    }
    std::vector<VerdictPipeline::Unjudged> all;
    for (const RecordingRef& rows : recordings) {
        if (VerdictPipeline::Unjudged one = unjudged(rows); !one.samples.empty()) {
            all.push_back(std::move(one));
        }
    }
    if (!all.empty()) {
        m_pipeline.add(all);
    }
}

/// A recording's samples without a verdict of the model in service: windows where it is judged by windows.
VerdictPipeline::Unjudged Bench::unjudged(const RecordingRef& rows) const
{
    const RecordingRef windows = m_windows.windows(rows->recording->info().id);
    VerdictPipeline::Unjudged missing{windows ? windows : rows, {}};
    for (std::size_t i = 0; i < rows->samples.size(); ++i) {
        const SampleKey& key = rows->samples.held(i).key;
        const SampleRow* row = m_store.get(key);
        if (row == nullptr || (row->verdict && !row->stale)) {
            continue;
        }
        if (const WindowedRow* whole = m_windows.find(key)) {
            for (std::size_t k = 0; k < whole->count; ++k) {
                if (!whole->judged[k]) {
                    missing.samples.push_back(whole->first + k);
                }
            }
        } else {
            missing.samples.push_back(i);
        }
    }
    return missing;
}

void Bench::holdVerdicts(bool on)
{
    m_holding = on;
    if (on) {
        return;
    }
    std::vector<RecordingRef> held = std::exchange(m_held, {});
    std::erase_if(held,
                  [this](const RecordingRef& one) { return m_store.recording(one->recording->info().id) != one; });
    judgeMissing(held);
}

void Bench::stopJudging()
{
    m_held.clear();
    m_pipeline.cancel();
    if (m_listener) {
        m_listener->cancel();
    }
}

Cutting Bench::cutting() const
{
    // A long recording is listened to by its model's own recipe.
    return {m_task, m_listener ? m_domain.defaultRecipe(m_domain.tasks().front().id) : m_pictures.recipe()};
}

RecordingRef Bench::enter(const FreshRecording& fresh)
{
    if (!fresh.windowed) {
        return fresh.recording;
    }
    const bool asAsked = fresh.windowed->task == m_task && fresh.windowed->cutBy == m_cutBy;
    const WindowedRef windowed = asAsked ? fresh.windowed : ui::cutAnew(*fresh.windowed, m_cutBy, m_task);
    m_windows.enter(windowed);
    return windowed->rows;
}

void Bench::addRecordings(const std::vector<FreshRecording>& recordings)
{
    if (m_listener) {
        for (const FreshRecording& one : recordings) {
            addListened(one.recording, one.answers);
        }
        return;
    }
    if (m_windows.empty()) {
        m_cutBy = m_pictures.recipe();
    }
    std::vector<FreshRecording> fresh;
    std::vector<RecordingRef> rows;
    for (const FreshRecording& one : recordings) {
        const std::string& id = one.recording->recording->info().id;
        const auto isSame = [&](const FreshRecording& other) { return other.recording->recording->info().id == id; };
        if (!m_store.recording(id) && std::none_of(fresh.begin(), fresh.end(), isSame)) {
            fresh.push_back(one);
            rows.push_back(enter(one));
        } else {
            const RecordingInfo& info = one.recording->recording->info();
            m_behind->post([info, answers = one.answers](workspace::Workspace& workspace) -> Result<void> {
                return workspace.addRecording(info, answers).and_then([&] { return workspace.setOpen(info.id, true); });
            });
        }
    }
    m_store.add(rows);
    std::vector<RecordingRef> small;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i]->samples.size() == 1) {
            m_clocks[rows[i]->samples.front().key] = fresh[i].since;
        }
        if (rows[i]->samples.size() <= judgedAtOnce) {
            small.push_back(rows[i]);
        }
    }
    judgeMissing(small);
    showKnown(rows);
    registerRecordings(fresh, rows);
}

namespace {

Result<void> registerOne(workspace::Workspace& workspace, const FreshRecording& fresh,
                         const diagnosis::OpenedRecording& rows)
{
    const RecordingInfo& info = fresh.recording->recording->info();
    std::vector<std::string> groups;
    groups.reserve(rows.samples.size());
    for (const Sample& sample : rows.samples) {
        groups.push_back(sample.group);
    }
    return workspace.addRecording(info, fresh.answers)
        .and_then([&] { return workspace.setOpen(info.id, true); })
        .and_then([&] { return workspace.addSamples(rows.samples, groups); })
        .and_then([&] { return workspace.storeFindings(info.id, info.findings); });
}

}  // namespace

/// Into the workspace, behind the window and in one transaction; if one of them is refused, the others still go in.
void Bench::registerRecordings(const std::vector<FreshRecording>& fresh, const std::vector<RecordingRef>& rows)
{
    for (const RecordingRef& one : rows) {
        m_registering.insert(one->recording->info().id);
    }
    m_behind->post([this, postbox = m_postbox, fresh, rows](workspace::Workspace& workspace) -> Result<void> {
        const auto all = [&] {
            Result<void> written;
            for (std::size_t i = 0; i < fresh.size() && written; ++i) {
                written = registerOne(workspace, fresh[i], *rows[i]);
            }
            return written;
        };
        Result<void> written = workspace.together(all);
        if (!written) {
            for (std::size_t i = 0; i < fresh.size(); ++i) {
                if (auto one = registerOne(workspace, fresh[i], *rows[i]); !one) {
                    written = one;
                }
            }
        }
        postbox.post([this, rows] {
            for (const RecordingRef& one : rows) {
                m_registering.erase(one->recording->info().id);
            }
        });
        return written;
    });
}

/// Reads what the workspace knows of the rows.
void Bench::showKnown(const std::vector<RecordingRef>& rows)
{
    if (rows.empty()) {
        return;
    }
    m_behind->post([this, postbox = m_postbox, rows, domain = m_domain.id(),
                    task = m_task](workspace::Workspace& workspace) -> Result<void> {
        Stored stored;
        stored.task = task;
        std::set<std::string> ids;
        for (const RecordingRef& one : rows) {
            const std::string& id = *ids.insert(one->recording->info().id).first;
            auto labels = workspace.labelsOf(id, task).value_or(std::vector<Label>{});
            std::move(labels.begin(), labels.end(), std::back_inserter(stored.labels));
            auto verdicts = workspace.verdictsOf(id, task).value_or(std::vector<workspace::StoredVerdict>{});
            std::move(verdicts.begin(), verdicts.end(), std::back_inserter(stored.verdicts));
        }
        for (auto& entry : workspace.queue(domain, task).value_or(std::vector<workspace::QueueEntry>{})) {
            if (ids.contains(entry.subject.recording)) {
                stored.queue.push_back(std::move(entry));
            }
        }
        postbox.post([this, rows, stored = std::move(stored)] { showStored(rows, stored); });
        return {};
    });
}

void Bench::showStored(const std::vector<RecordingRef>& rows, const Stored& stored)
{
    if (stored.task != m_task) {
        return;  // another question is asked meanwhile
    }
    std::vector<LabelRecord> labels;
    labels.reserve(stored.labels.size());
    for (const Label& label : stored.labels) {
        labels.push_back(recordOf(label));
    }
    m_store.setLabels(labels);
    for (const auto& entry : stored.queue) {
        m_store.setQueued(entry.subject, true);
    }
    const std::string active = m_models.model() ? m_models.model()->info.id : std::string();
    std::vector<Judged> verdicts;
    for (const auto& one : stored.verdicts) {
        const SampleRow* row = m_store.get(one.subject);
        if (row != nullptr && !row->verdict) {
            verdicts.push_back({one.subject, one.verdict, {}, !active.empty() && one.verdict.modelId != active});
        }
    }
    m_store.setVerdicts(verdicts);
    if (!m_models.model()) {
        return;
    }
    std::vector<RecordingRef> large;
    for (const RecordingRef& one : rows) {
        if (m_store.recording(one->recording->info().id) == one && one->samples.size() > judgedAtOnce) {
            large.push_back(one);
        }
    }
    judgeMissing(large);
}

void Bench::closeRecording(const std::string& recordingId)
{
    m_pipeline.remove(recordingId);
    if (m_listener) {
        m_listener->remove(recordingId);
    }
    m_pictures.forget(recordingId);
    m_windows.remove(recordingId);
    m_store.remove(recordingId);
    m_behind->post([recordingId](workspace::Workspace& workspace) { return workspace.setOpen(recordingId, false); });
}

void Bench::lookAt(const SampleKey& key)
{
    const SampleRow* row = m_store.get(key);
    if (row == nullptr || !m_models.model() || m_listener || m_cutUnderWay) {
        return;
    }
    if (m_windows.find(key) != nullptr) {
        hurryWindows(key);
    } else if (!row->verdict || row->stale) {
        m_pipeline.hurry(row->recording, row->index);
    }
}

void Bench::takeVerdicts(const std::vector<Judged>& judged)
{
    const std::vector<Judged> ofRows = joinWindows(judged);
    m_store.setVerdicts(ofRows);
    for (const Judged& one : ofRows) {
        const auto clock = m_clocks.find(one.key);
        if (clock != m_clocks.end()) {
            log(LogLevel::Info, m_domain.sampleNoun() + " " + one.key.sample + ": file to verdict " +
                                    fixedMilliseconds(clock->second) + " ms");
            m_clocks.erase(clock);
        }
    }
    if (m_behind == nullptr || ofRows.empty()) {
        return;
    }
    std::vector<workspace::StoredVerdict> stored;
    stored.reserve(ofRows.size());
    for (const Judged& one : ofRows) {
        if (m_store.get(one.key) != nullptr) {
            stored.push_back({one.key, m_task, one.verdict});
        }
    }
    m_behind->post(
        [stored = std::move(stored)](workspace::Workspace& workspace) { return workspace.storeVerdicts(stored); });
}

void Bench::rememberPlace(const SampleKey& key)
{
    if (m_behind != nullptr) {
        m_behind->post([name = "window.place." + m_domain.id(), key](workspace::Workspace& workspace) {
            return workspace.setSetting(name, key.recording + "\n" + key.sample);
        });
    }
}

std::optional<SampleKey> Bench::rememberedPlace() const
{
    if (m_workspace == nullptr) {
        return std::nullopt;
    }
    const auto text = m_workspace->setting("window.place." + m_domain.id()).value_or(std::nullopt);
    const std::size_t cut = text ? text->find('\n') : std::string::npos;
    return cut == std::string::npos ? std::nullopt
                                    : std::optional(SampleKey{text->substr(0, cut), text->substr(cut + 1)});
}

const SignalClass* Bench::findClass(const std::string& id) const
{
    const auto found =
        std::find_if(m_classes.begin(), m_classes.end(), [&](const SignalClass& one) { return one.id == id; });
    return found == m_classes.end() ? nullptr : &*found;
}

QString Bench::className(const std::string& id) const
{
    const SignalClass* known = findClass(id);
    return known != nullptr ? words::domainText(known->name, m_domain.id().c_str()) : QString::fromStdString(id);
}

}  // namespace sightline::ui
