#include "ui/session/bench.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/log.h"
#include "core/base/text.h"
#include "ui/words.h"

namespace sightline::ui {

namespace {

/// Files this small are judged without asking the workspace for an older verdict first.
constexpr std::size_t judgedAtOnce = 4;

std::string fixedMilliseconds(const QElapsedTimer& timer)
{
    return formatFixed(static_cast<double>(timer.nsecsElapsed()) / 1e6, 1);
}

}  // namespace

/// What the workspace knew of a recording, read behind the window.
struct Bench::Stored {
    std::vector<Label> labels;
    std::vector<workspace::StoredVerdict> verdicts;
    std::vector<workspace::QueueEntry> queue;
};

Bench::Bench(const domains::Domain& domain, jobs::Lane& io, jobs::Lane& learning, const ModelLoader& loader,
             QObject* parent)
    : QObject(parent),
      m_domain(domain),
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
    }
}

Bench::~Bench()
{
    m_postbox.close();
}

Result<void> Bench::attach(workspace::Workspace* workspace, BackgroundStore* behind)
{
    m_workspace = workspace;
    m_behind = behind;
    m_classes.clear();
    for (const SignalClass& one : m_domain.classes(m_task)) {
        if (one.id != "bad_data" && one.id != "stopped") {  // answers of the gate, not of a person or a network
            m_classes.push_back(one);
        }
    }
    if (auto added = m_workspace->addedClasses(m_domain.id(), m_task)) {
        m_classes.insert(m_classes.end(), added->begin(), added->end());
    }
    m_events.clear();
    auto events = m_workspace->events(m_domain.id(), m_task);
    if (!events) {
        return tl::unexpected(events.error());
    }
    for (LabelEvent& event : *events) {
        remember(event);
    }
    Q_EMIT classesChanged();
    return {};
}

void Bench::detach()
{
    m_pipeline.cancel();
    if (m_listener) {
        m_listener->clear();
    }
    m_labelled.clear();
    m_drawn.clear();
    m_store.clear();
    m_registering.clear();
    m_clocks.clear();
    m_workspace = nullptr;
    m_behind = nullptr;
}

void Bench::loadModel(learning::DeviceChoice device)
{
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
    m_store.markStale(model->info.id);
    m_pipeline.cancel();
    m_pipeline.setModel(model);
    if (m_listener) {
        m_listener->setModel(model);
    }
    for (const RecordingRef& recording : m_store.recordings()) {
        judgeMissing(recording);
    }
    log(LogLevel::Info, "model in service: " + model->info.name + " " + model->info.id + " on " + model->device.device);
}

void Bench::judgeMissing(const RecordingRef& recording)
{
    if (m_listener) {
        return;  // it is listened through as a whole
    }
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < recording->samples.size(); ++i) {
        const SampleRow* row = m_store.get(recording->samples.held(i).key);
        if (row != nullptr && (!row->verdict || row->stale)) {
            missing.push_back(i);
        }
    }
    if (!missing.empty()) {
        m_pipeline.add(recording, missing);
    }
}

void Bench::addRecording(const RecordingRef& recording, const Answers& answers, const QElapsedTimer& since)
{
    if (m_listener) {
        addListened(recording, answers);
        return;
    }
    const RecordingInfo& info = recording->recording->info();
    const bool isNew = m_store.add(recording);
    m_behind->post([info, answers](workspace::Workspace& workspace) -> Result<void> {
        return workspace.addRecording(info, answers).and_then([&] { return workspace.setOpen(info.id, true); });
    });
    if (!isNew) {
        return;
    }
    const bool atOnce = recording->samples.size() <= judgedAtOnce;
    if (recording->samples.size() == 1) {
        m_clocks[recording->samples.front().key] = since;
    }
    if (atOnce) {
        judgeMissing(recording);
    }
    m_registering.insert(info.id);
    m_behind->post([this, postbox = m_postbox, recording, id = info.id, domain = m_domain.id(),
                    task = m_task](workspace::Workspace& workspace) -> Result<void> {
        Stored stored;
        stored.labels = workspace.labelsOf(id, task).value_or(std::vector<Label>{});
        stored.verdicts = workspace.verdictsOf(id, task).value_or(std::vector<workspace::StoredVerdict>{});
        for (auto& entry : workspace.queue(domain, task).value_or(std::vector<workspace::QueueEntry>{})) {
            if (entry.subject.recording == id) {
                stored.queue.push_back(std::move(entry));
            }
        }
        postbox.post([this, recording, stored = std::move(stored)] { showStored(recording, stored); });
        std::vector<std::string> groups;
        groups.reserve(recording->samples.size());
        for (const Sample& sample : recording->samples) {
            groups.push_back(sample.group);
        }
        auto written = workspace.addSamples(recording->samples, groups).and_then([&] {
            return workspace.storeFindings(id, recording->recording->info().findings);
        });
        postbox.post([this, id] { m_registering.erase(id); });
        return written;
    });
}

void Bench::showStored(const RecordingRef& recording, const Stored& stored)
{
    if (m_store.recording(recording->recording->info().id) != recording) {
        return;  // closed again meanwhile
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
    if (m_models.model() && recording->samples.size() > judgedAtOnce) {
        judgeMissing(recording);
    }
}

void Bench::closeRecording(const std::string& recordingId)
{
    m_pipeline.remove(recordingId);
    if (m_listener) {
        m_listener->remove(recordingId);
    }
    m_pictures.forget(recordingId);
    m_store.remove(recordingId);
    m_behind->post([recordingId](workspace::Workspace& workspace) { return workspace.setOpen(recordingId, false); });
}

void Bench::lookAt(const SampleKey& key)
{
    const SampleRow* row = m_store.get(key);
    if (row != nullptr && (!row->verdict || row->stale) && m_models.model() && !m_listener) {
        m_pipeline.hurry(row->recording, row->index);
    }
}

void Bench::takeVerdicts(const std::vector<Judged>& judged)
{
    m_store.setVerdicts(judged);
    for (const Judged& one : judged) {
        const auto clock = m_clocks.find(one.key);
        if (clock != m_clocks.end()) {
            log(LogLevel::Info,
                "card " + one.key.sample + ": file to verdict " + fixedMilliseconds(clock->second) + " ms");
            m_clocks.erase(clock);
        }
    }
    if (m_behind == nullptr) {
        return;
    }
    std::vector<workspace::StoredVerdict> stored;
    stored.reserve(judged.size());
    for (const Judged& one : judged) {
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
