// The half of a bench that shows long recordings: a row for all of it, one for every event, one for every labelled box.
#include <algorithm>
#include <utility>

#include "ui/session/bench.h"

namespace sightline::ui {

namespace {

Sample rowOf(const diagnosis::OpenedRecording& windows, const Extent& where)
{
    Sample sample;
    sample.key = {windows.recording->info().id, nameOf(*where.seconds)};
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
    return rowOf(windows, {Interval{first.extent.seconds->begin, last.extent.seconds->end}, {}, {}});
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

/// Beside the events that are believed, one that is not: there is always a surest.
constexpr double anyProbability = 1e-6;

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

void Bench::showEvents(std::string recordingId)
{
    const RecordingRef windows = m_listener->windows(recordingId);
    if (!windows || !m_store.recording(recordingId)) {
        return;
    }
    std::map<std::string, Sample> boxes;  // by name: what people labelled or drew
    for (const Label& label : m_labelled[recordingId]) {
        if (label.extent.seconds) {
            boxes.emplace(label.subject.sample, rowOf(*windows, label.extent));
        }
    }
    for (const Extent& drawn : m_drawn[recordingId]) {
        boxes.emplace(nameOf(*drawn.seconds), rowOf(*windows, drawn));
    }
    std::vector<Sample> rows;
    std::vector<Judged> verdicts;
    const auto scores = m_listener->scores(recordingId);
    if (scores) {
        const LoadedModelRef& model = m_listener->model();
        const auto all = diagnosis::eventsOf(*windows, *scores, model->info, model->device.device, anyProbability);
        if (!all.empty()) {
            verdicts.push_back({wholeOf(*windows).key, presence(all), {}, false});
        }
        for (const diagnosis::Diagnosed& one : scores->rejected) {
            verdicts.push_back({one.sample.key, one.verdict, one.findings, false});
        }
        for (const diagnosis::Event& event : all) {
            // An event within a labelled box is what the model says of that box.
            const auto box = std::find_if(boxes.begin(), boxes.end(), [&](const auto& one) {
                const Interval& seconds = *one.second.extent.seconds;
                return seconds.begin <= event.peakSeconds && event.peakSeconds <= seconds.end;
            });
            if (box != boxes.end()) {
                verdicts.push_back({box->second.key, event.diagnosed.verdict, {}, false});
            } else if (event.logit >= 0) {
                rows.push_back(event.diagnosed.sample);
                verdicts.push_back({event.diagnosed.sample.key, event.diagnosed.verdict, {}, false});
            }
        }
    }
    for (const auto& [name, box] : boxes) {
        rows.push_back(box);
    }
    std::sort(rows.begin(), rows.end(),
              [](const Sample& a, const Sample& b) { return a.extent.seconds->begin < b.extent.seconds->begin; });
    const RecordingRef shown = rowsOf(windows, rows);
    m_store.replace(shown);
    std::vector<LabelRecord> records;
    for (const Label& label : m_labelled[recordingId]) {
        records.push_back(recordOf(label));
    }
    m_store.setLabels(records);
    m_store.setVerdicts(verdicts);
    m_registering.insert(recordingId);
    m_behind->post([this, postbox = m_postbox, shown, recordingId](workspace::Workspace& workspace) -> Result<void> {
        auto written = workspace.addSamples(shown->samples, std::vector<std::string>(shown->samples.size()));
        postbox.post([this, recordingId] { m_registering.erase(recordingId); });
        return written;
    });
}

std::optional<SampleKey> Bench::addBox(std::string recordingId, const Extent& where)
{
    if (!m_listener || !where.seconds || !m_listener->windows(recordingId)) {
        return std::nullopt;
    }
    m_drawn[recordingId].push_back(where);
    showEvents(recordingId);
    const SampleKey key{std::move(recordingId), nameOf(*where.seconds)};
    return m_store.get(key) != nullptr ? std::optional(key) : std::nullopt;
}

}  // namespace sightline::ui
