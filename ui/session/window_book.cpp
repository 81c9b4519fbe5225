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

WindowedRef rowsOfWindows(const RecordingRef& windows, const ImageRecipe& recipe, const std::string& task)
{
    const SampleList& samples = windows->samples;
    if (!samples.isHeld() || samples.empty() || windows->domain->wholeOf(samples.held(0)).empty()) {
        return nullptr;
    }
    auto made = std::make_shared<WindowedRecording>();
    made->windows = windows;
    made->task = task;
    made->cutBy = recipe;
    std::vector<Sample> rows;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Sample& window = samples.held(i);
        const std::string whole = windows->domain->wholeOf(window);
        if (rows.empty() || rows.back().key.sample != whole) {
            rows.push_back(rowSample(*windows, window, whole, task));
            rows.back().index = rows.size() - 1;
            made->ofRow.push_back({windows, i, 0, {}});
        }
        addEachOnce(window.findings, rows.back().findings);
        made->placeOfWindow.emplace(window.key.sample, i);
        made->rowOfWindow.push_back(rows.size() - 1);
        ++made->ofRow.back().count;
    }
    auto shown = std::make_shared<diagnosis::OpenedRecording>();
    shown->domain = windows->domain;
    shown->recording = windows->recording;
    shown->samples = std::move(rows);
    for (std::size_t i = 0; i < shown->samples.size(); ++i) {
        made->placeOfRow.emplace(shown->samples.held(i).key.sample, i);
        made->ofRow[i].judged.resize(made->ofRow[i].count);
    }
    made->rows = std::move(shown);
    return made;
}

WindowedRef cutAnew(const WindowedRecording& known, const ImageRecipe& recipe, const std::string& task)
{
    if (!(known.cutBy == recipe)) {
        const diagnosis::OpenedRecording& before = *known.windows;
        auto samples = before.domain->samples(*before.recording, recipe);
        if (samples && !samples->empty()) {
            auto cut = std::make_shared<diagnosis::OpenedRecording>(before);
            cut->samples = std::move(*samples);
            return rowsOfWindows(cut, recipe, task);
        }
    }
    return rowsOfWindows(known.windows, known.cutBy, task);
}

void WindowBook::enter(const WindowedRef& recording)
{
    m_recordings[recording->windows->recording->info().id] = recording;
}

void WindowBook::remove(const std::string& recordingId)
{
    m_recordings.erase(recordingId);
}

void WindowBook::clear()
{
    m_recordings.clear();
}

void WindowBook::forgetVerdicts()
{
    for (auto& [id, recording] : m_recordings) {
        for (WindowedRow& row : recording->ofRow) {
            std::fill(row.judged.begin(), row.judged.end(), std::nullopt);
        }
    }
}

WindowedRef WindowBook::recording(const std::string& recordingId) const
{
    const auto found = m_recordings.find(recordingId);
    return found == m_recordings.end() ? nullptr : found->second;
}

RecordingRef WindowBook::windows(const std::string& recordingId) const
{
    const WindowedRef known = recording(recordingId);
    return known ? known->windows : nullptr;
}

const WindowedRow* WindowBook::find(const SampleKey& row) const
{
    const auto known = m_recordings.find(row.recording);
    if (known == m_recordings.end()) {
        return nullptr;
    }
    const auto place = known->second->placeOfRow.find(row.sample);
    return place == known->second->placeOfRow.end() ? nullptr : &known->second->ofRow[place->second];
}

std::optional<SampleKey> WindowBook::note(const Judged& judged)
{
    const auto known = m_recordings.find(judged.key.recording);
    if (known == m_recordings.end()) {
        return std::nullopt;
    }
    WindowedRecording& recording = *known->second;
    const auto place = recording.placeOfWindow.find(judged.key.sample);
    if (place == recording.placeOfWindow.end()) {
        return std::nullopt;
    }
    const std::size_t number = recording.rowOfWindow[place->second];
    WindowedRow& row = recording.ofRow[number];
    const std::size_t window = place->second - row.first;
    row.judged[window] = diagnosis::Diagnosed{row.window(window), judged.verdict, judged.findings};
    return recording.rows->samples.held(number).key;
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
    if (windows.empty()) {
        return std::nullopt;
    }
    diagnosis::Diagnosed whole = diagnosis::joinWhole(*row->windows, windows, info);
    return Judged{key, std::move(whole.verdict), std::move(whole.findings), false};
}

}  // namespace sightline::ui
