#include "ui/session/window_book.h"

#include <algorithm>
#include <utility>

namespace sightline::ui {

namespace {

void addEachOnce(const std::vector<Finding>& from, std::vector<Finding>& to)
{
    for (const Finding& finding : from) {
        if (std::find(to.begin(), to.end(), finding) == to.end()) {
            to.push_back(finding);
        }
    }
}

Sample rowSample(const diagnosis::OpenedRecording& recording, const Sample& firstWindow, const std::string& whole,
                 const std::string& task)
{
    Sample row = firstWindow;
    row.key.sample = whole;
    row.extent = {};
    row.ownLabel = recording.domain->ownLabel(*recording.recording, firstWindow, task);
    row.findings.clear();
    return row;
}

}  // namespace

bool WindowedRow::complete() const
{
    return std::all_of(judged.begin(), judged.end(), [](const auto& one) { return one.has_value(); });
}

bool WindowBook::isWindowed(const diagnosis::OpenedRecording& recording)
{
    return recording.samples.isHeld() && !recording.samples.empty() &&
           !recording.domain->wholeOf(recording.samples.held(0)).empty();
}

RecordingRef WindowBook::enter(const RecordingRef& windows, const std::string& task)
{
    remove(windows->recording->info().id);
    m_recordings[windows->recording->info().id] = windows;
    std::vector<Sample> rows;
    WindowedRow* open = nullptr;
    for (std::size_t i = 0; i < windows->samples.size(); ++i) {
        const Sample& window = windows->samples.held(i);
        const std::string whole = windows->domain->wholeOf(window);
        if (open == nullptr || rows.back().key.sample != whole) {
            rows.push_back(rowSample(*windows, window, whole, task));
            rows.back().index = rows.size() - 1;
            open = &m_rows[rows.back().key];
            *open = {windows, i, 0, {}};
        }
        addEachOnce(window.findings, rows.back().findings);
        m_places[window.key] = {rows.back().key, open->count};
        ++open->count;
        open->judged.emplace_back();
    }
    auto shown = std::make_shared<diagnosis::OpenedRecording>();
    shown->domain = windows->domain;
    shown->recording = windows->recording;
    shown->samples = std::move(rows);
    return shown;
}

void WindowBook::remove(const std::string& recordingId)
{
    const RecordingRef known = windows(recordingId);
    if (!known) {
        return;
    }
    for (std::size_t i = 0; i < known->samples.size(); ++i) {
        const auto place = m_places.find(known->samples.held(i).key);
        m_rows.erase(place->second.row);
        m_places.erase(place);
    }
    m_recordings.erase(recordingId);
}

void WindowBook::clear()
{
    m_rows.clear();
    m_places.clear();
    m_recordings.clear();
}

void WindowBook::forgetVerdicts()
{
    for (auto& [key, row] : m_rows) {
        std::fill(row.judged.begin(), row.judged.end(), std::nullopt);
    }
}

const WindowedRow* WindowBook::find(const SampleKey& row) const
{
    const auto found = m_rows.find(row);
    return found == m_rows.end() ? nullptr : &found->second;
}

RecordingRef WindowBook::windows(const std::string& recordingId) const
{
    const auto found = m_recordings.find(recordingId);
    return found == m_recordings.end() ? nullptr : found->second;
}

std::optional<SampleKey> WindowBook::rowOf(const SampleKey& window) const
{
    const auto found = m_places.find(window);
    return found == m_places.end() ? std::nullopt : std::optional(found->second.row);
}

std::optional<SampleKey> WindowBook::note(const Judged& judged)
{
    const auto place = m_places.find(judged.key);
    if (place == m_places.end()) {
        return std::nullopt;
    }
    WindowedRow& row = m_rows.at(place->second.row);
    row.judged[place->second.number] =
        diagnosis::Diagnosed{row.window(place->second.number), judged.verdict, judged.findings};
    return place->second.row;
}

std::optional<Judged> WindowBook::verdictOf(const SampleKey& key, const learning::ModelInfo& info) const
{
    const WindowedRow* row = find(key);
    if (row == nullptr || !row->complete()) {
        return std::nullopt;
    }
    std::vector<diagnosis::Diagnosed> windows;
    windows.reserve(row->count);
    for (const auto& one : row->judged) {
        windows.push_back(*one);
    }
    std::vector<diagnosis::Diagnosed> joined = diagnosis::joinWholes(*row->windows, std::move(windows), info);
    if (joined.size() != 1) {
        return std::nullopt;
    }
    return Judged{key, std::move(joined.front().verdict), std::move(joined.front().findings), false};
}

}  // namespace sightline::ui
