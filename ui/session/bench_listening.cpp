// The half of a bench that shows long recordings: a row for all of it, one for every event, one for every labelled box.
#include <algorithm>
#include <iterator>
#include <utility>

#include "core/base/text.h"
#include "ui/session/bench.h"
#include "ui/session/box_names.h"

namespace sightline::ui {

namespace {

Sample rowOf(const diagnosis::OpenedRecording& windows, const Extent& where, std::string name)
{
    Sample sample;
    sample.key = {windows.recording->info().id, std::move(name)};
    sample.extent = where;
    return sample;
}

/// All of it: from the first window's begin to the last one's end.
Sample wholeOf(const diagnosis::OpenedRecording& windows)
{
    Sample first = windows.samples.front();
    if (windows.samples.size() == 1) {
        return first;  // what cannot be listened to brings its reason along
    }
    const Sample last = windows.samples[windows.samples.size() - 1];
    const Interval seconds{first.extent.seconds->begin, last.extent.seconds->end};
    return rowOf(windows, {seconds, {}, {}}, nameOf(seconds));
}

/// The verdict on a whole recording is that of its surest event.
Verdict presence(const std::vector<diagnosis::Event>& all)
{
    const auto best = std::max_element(
        all.begin(), all.end(), [](const diagnosis::Event& a, const diagnosis::Event& b) { return a.logit < b.logit; });
    Verdict verdict = best->diagnosed.verdict;
    verdict.extent = {};
    return verdict;
}

bool peaksIn(const Interval& seconds, const diagnosis::Event& event)
{
    return seconds.begin <= event.peakSeconds && event.peakSeconds <= seconds.end;
}

/// What the model says of a box; nullptr: it heard nothing at all there. `all` in the order of time.
const diagnosis::Event* surestIn(const Interval& seconds, const std::vector<diagnosis::Event>& all)
{
    const diagnosis::Event* best = nullptr;
    auto event = std::lower_bound(all.begin(), all.end(), seconds.begin,
                                  [](const diagnosis::Event& one, double at) { return one.peakSeconds < at; });
    for (; event != all.end() && peaksIn(seconds, *event); ++event) {
        if (best == nullptr || event->logit > best->logit) {
            best = &*event;
        }
    }
    return best;
}

BoxName nameAmong(const std::map<std::string, Sample>& boxes, const Extent& where)
{
    return nameFor(where, boxes, [](const Sample& box) { return box.extent; });
}

std::string thresholdSetting(const learning::ModelInfo& model)
{
    return "listening.threshold." + model.id;
}

}  // namespace

void Bench::addListened(const RecordingRef& windows, const Answers& answers)
{
    const RecordingInfo& info = windows->recording->info();
    if (m_store.recording(info.id)) {
        return;
    }
    m_registering.insert(info.id);
    m_store.add(rowsOf(windows, {}));
    m_behind->post([this, postbox = m_postbox, info, answers, windows,
                    task = m_task](workspace::Workspace& workspace) -> Result<void> {
        auto written = workspace.addRecording(info, answers).and_then([&] { return workspace.setOpen(info.id, true); });
        std::vector<Label> labels = workspace.labelsOf(info.id, task).value_or(std::vector<Label>{});
        postbox.post([this, windows, labels = std::move(labels)] {
            if (!m_store.recording(windows->recording->info().id)) {
                return;  // closed again meanwhile
            }
            m_labelled[windows->recording->info().id] = labels;
            m_listener->add(windows);
            showEvents(windows->recording->info().id);
        });
        return written.and_then([&] { return workspace.storeFindings(info.id, info.findings); });
    });
}

RecordingRef Bench::rowsOf(const RecordingRef& windows, const std::vector<Sample>& more) const
{
    auto shown = std::make_shared<diagnosis::OpenedRecording>();
    shown->domain = windows->domain;
    shown->recording = windows->recording;
    std::vector<Sample> rows = {wholeOf(*windows)};
    rows.insert(rows.end(), more.begin(), more.end());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].index = i;
    }
    shown->samples = std::move(rows);
    return shown;
}

std::map<std::string, Sample> Bench::boxesOf(const diagnosis::OpenedRecording& windows) const
{
    const std::string& recording = windows.recording->info().id;
    std::map<std::string, Sample> boxes;
    if (const auto labels = m_labelled.find(recording); labels != m_labelled.end()) {
        for (const Label& label : labels->second) {
            if (label.extent.seconds) {
                boxes.emplace(label.subject.sample, rowOf(windows, label.extent, label.subject.sample));
            }
        }
    }
    if (const auto drawn = m_drawn.find(recording); drawn != m_drawn.end()) {
        for (const Extent& one : drawn->second) {
            if (const BoxName name = nameAmong(boxes, one); !name.taken) {
                boxes.emplace(name.name, rowOf(windows, one, name.name));
            }
        }
    }
    return boxes;
}

/// A recording as the list shows it.
struct Bench::RowsOfRecording {
    RecordingRef rows;
    std::vector<LabelRecord> labels;
    std::vector<Judged> verdicts;
};

std::optional<Bench::RowsOfRecording> Bench::rowsWithEvents(const std::string& recordingId) const
{
    const RecordingRef windows = m_listener->windows(recordingId);
    if (!windows || !m_store.recording(recordingId)) {
        return std::nullopt;
    }
    const std::map<std::string, Sample> boxes = boxesOf(*windows);
    RowsOfRecording shown;
    std::vector<Sample> rows;
    if (const HeardRef heard = m_listener->heardOf(recordingId)) {
        if (!heard->events.empty()) {
            shown.verdicts.push_back({wholeOf(*windows).key, presence(heard->events), {}, false});
        }
        for (const diagnosis::Diagnosed& one : heard->scores.rejected) {
            shown.verdicts.push_back({one.sample.key, one.verdict, one.findings, false});
        }
        for (const auto& [name, box] : boxes) {
            if (const diagnosis::Event* best = surestIn(*box.extent.seconds, heard->events)) {
                shown.verdicts.push_back({box.key, best->diagnosed.verdict, {}, false});
            }
        }
        const LoadedModelRef& model = m_listener->model();
        for (const diagnosis::Event& event :
             diagnosis::eventsOf(*windows, heard->scores, model->info, model->device.device, m_eventThreshold)) {
            // An event within a labelled box is what the model says of that box.
            const bool boxed = std::any_of(boxes.begin(), boxes.end(), [&](const auto& one) {
                return one.first == event.diagnosed.sample.key.sample || peaksIn(*one.second.extent.seconds, event);
            });
            if (!boxed) {
                rows.push_back(event.diagnosed.sample);
                shown.verdicts.push_back({event.diagnosed.sample.key, event.diagnosed.verdict, {}, false});
            }
        }
    }
    for (const auto& [name, box] : boxes) {
        rows.push_back(box);
    }
    std::sort(rows.begin(), rows.end(),
              [](const Sample& a, const Sample& b) { return a.extent.seconds->begin < b.extent.seconds->begin; });
    shown.rows = rowsOf(windows, rows);
    if (const auto labels = m_labelled.find(recordingId); labels != m_labelled.end()) {
        for (const Label& label : labels->second) {
            shown.labels.push_back(recordOf(label));
        }
    }
    return shown;
}

void Bench::showEvents(std::string recordingId)
{
    showEventsOf({std::move(recordingId)});
}

/// All at once: the list is made anew for each change of the store.
void Bench::showEventsOf(const std::vector<std::string>& recordingIds)
{
    std::vector<RecordingRef> rows;
    std::vector<LabelRecord> labels;
    std::vector<Judged> verdicts;
    for (const std::string& id : recordingIds) {
        if (std::optional<RowsOfRecording> one = rowsWithEvents(id)) {
            rows.push_back(std::move(one->rows));
            std::move(one->labels.begin(), one->labels.end(), std::back_inserter(labels));
            std::move(one->verdicts.begin(), one->verdicts.end(), std::back_inserter(verdicts));
        }
    }
    if (rows.empty()) {
        return;
    }
    m_store.replace(rows);
    m_store.setLabels(labels);
    m_store.setVerdicts(verdicts);
    if (!m_thresholdSettled.isActive()) {
        for (const RecordingRef& one : rows) {
            registerRows(one->recording->info().id);
        }
    }
}

void Bench::registerRows(const std::string& recordingId)
{
    const RecordingRef shown = m_store.recording(recordingId);
    if (!shown || m_behind == nullptr) {
        return;
    }
    m_registering.insert(recordingId);
    m_behind->post([this, postbox = m_postbox, shown, recordingId](workspace::Workspace& workspace) -> Result<void> {
        auto written = workspace.addSamples(shown->samples, std::vector<std::string>(shown->samples.size()));
        postbox.post([this, recordingId] { m_registering.erase(recordingId); });
        return written;
    });
}

void Bench::setEventThreshold(double probability)
{
    if (!m_listener || probability == m_eventThreshold) {
        return;
    }
    m_eventThreshold = probability;
    m_thresholdSettled.start();
    std::vector<std::string> open;
    for (const RecordingRef& recording : m_store.recordings()) {
        open.push_back(recording->recording->info().id);
    }
    showEventsOf(open);
    Q_EMIT eventThresholdChanged();
}

void Bench::readEventThreshold()
{
    m_eventThreshold = 0.5;
    if (m_workspace != nullptr && m_models.model()) {
        const auto kept = m_workspace->setting(thresholdSetting(m_models.model()->info)).value_or(std::nullopt);
        const auto value = kept ? parseNumber(*kept) : std::nullopt;
        m_eventThreshold = value && *value > 0 && *value < 1 ? *value : 0.5;
    }
    Q_EMIT eventThresholdChanged();
}

void Bench::keepEventThreshold()
{
    for (const RecordingRef& recording : m_store.recordings()) {
        registerRows(recording->recording->info().id);
    }
    if (m_behind != nullptr && m_models.model()) {
        m_behind->post([name = thresholdSetting(m_models.model()->info), value = formatNumber(m_eventThreshold)](
                           workspace::Workspace& workspace) { return workspace.setSetting(name, value); });
    }
}

EventTally Bench::eventTally() const
{
    std::vector<TalliedRecording> recordings;
    for (const RecordingRef& open : m_store.recordings()) {
        const std::string& id = open->recording->info().id;
        const HeardRef heard = m_listener ? m_listener->heardOf(id) : nullptr;
        const auto labels = m_labelled.find(id);
        if (heard && labels != m_labelled.end() && !labels->second.empty()) {
            recordings.push_back({m_listener->windows(id), heard, labels->second});
        }
    }
    return recordings.empty() ? EventTally{} : tallyEvents(recordings, m_listener->model()->info, m_eventThreshold);
}

Result<void> Bench::replaceLabel(const SampleRow& row, LabelEvent by)
{
    by.action = LabelAction::Correct;
    by.undoes = row.label->label.eventId;
    waitForRegistration(by.subject.recording);
    auto stored = m_workspace->append(std::move(by));
    if (!stored) {
        return tl::unexpected(stored.error());
    }
    remember(*stored);
    auto labels = m_workspace->labelsOf(stored->subject.recording, m_task);
    if (!labels) {
        return tl::unexpected(labels.error());
    }
    m_labelled[stored->subject.recording] = std::move(*labels);
    return {};
}

Result<SampleKey> Bench::moveBox(SampleKey key, const Extent& where, const std::string& reviewer)
{
    const SampleRow* row = m_store.get(key);
    if (row == nullptr || !m_listener || m_workspace == nullptr) {
        return fail(ErrorCode::NotFound, tr("this sample is no longer open").toStdString());
    }
    if (row->index == 0 || !where.seconds) {
        return fail(ErrorCode::Invalid, tr("all of a recording cannot be moved").toStdString());
    }
    const RecordingRef windows = m_listener->windows(key.recording);
    std::map<std::string, Sample> others = windows ? boxesOf(*windows) : std::map<std::string, Sample>();
    others.erase(key.sample);
    const BoxName name = nameAmong(others, where);
    SampleKey moved{key.recording, name.name};
    if (name.taken) {
        return fail(ErrorCode::Invalid, tr("there is a box of exactly this time and band already").toStdString());
    }
    if (row->label) {
        LabelEvent event = eventFor(
            *row, {row->label->label.certainty, row->label->label.classId, row->label->comment, reviewer, 0, false});
        event.subject = moved;
        event.extent = where;
        if (auto replaced = replaceLabel(*row, std::move(event)); !replaced) {
            return tl::unexpected(replaced.error());
        }
    }
    std::vector<Extent>& drawn = m_drawn[key.recording];
    std::erase(drawn, row->sample().extent);
    if (!row->label) {
        drawn.push_back(where);
        // Names of boxes that wait follow from all of them.
        moved.sample = windows ? nameAmong(boxesOf(*windows), where).name : moved.sample;
    }
    showEvents(key.recording);
    return moved;
}

Result<void> Bench::removeBox(SampleKey key, const std::string& reviewer)
{
    const SampleRow* row = m_store.get(key);
    if (row == nullptr || !m_listener || m_workspace == nullptr) {
        return fail(ErrorCode::NotFound, tr("this sample is no longer open").toStdString());
    }
    const Extent extent = row->sample().extent;
    if (row->label) {
        if (auto replaced = replaceLabel(*row, eventFor(*row, {Certainty::Sure, {}, {}, reviewer, 0, false}));
            !replaced) {
            return replaced;
        }
    }
    const std::size_t drawn = std::erase(m_drawn[key.recording], extent);
    if (drawn == 0 && !row->label) {
        return fail(ErrorCode::Invalid, tr("this is what the model heard: judge it instead").toStdString());
    }
    showEvents(key.recording);
    return {};
}

std::optional<SampleKey> Bench::addBox(std::string recordingId, const Extent& where)
{
    const RecordingRef windows = m_listener && where.seconds ? m_listener->windows(recordingId) : nullptr;
    if (!windows || m_workspace == nullptr) {
        return std::nullopt;
    }
    // It may have got a label meanwhile: tables are taken over into the workspace.
    std::vector<Label>& labels = m_labelled[recordingId];
    labels = m_workspace->labelsOf(recordingId, m_task).value_or(labels);
    const bool strange = std::any_of(labels.begin(), labels.end(),
                                     [this](const Label& label) { return m_events.count(label.eventId) == 0; });
    if (strange) {
        for (const LabelEvent& event : m_workspace->events(m_domain.id(), m_task).value_or(std::vector<LabelEvent>{})) {
            remember(event);
        }
    }
    if (!nameAmong(boxesOf(*windows), where).taken) {
        m_drawn[recordingId].push_back(where);
    }
    const std::string name = nameAmong(boxesOf(*windows), where).name;
    showEvents(recordingId);
    const SampleKey key{std::move(recordingId), name};
    return m_store.get(key) != nullptr ? std::optional(key) : std::nullopt;
}

}  // namespace sightline::ui
