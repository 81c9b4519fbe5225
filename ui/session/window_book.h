// Wholes that are judged by their windows (a mouse session): a row of the list each, its windows and what the model
// said of every one of them.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ui/session/sample_store.h"

namespace sightline::ui {

/// A row that stands for several windows.
struct WindowedRow {
    RecordingRef windows;   ///< the recording cut into windows
    std::size_t first = 0;  ///< of its samples, those of this row follow each other
    std::size_t count = 0;
    std::vector<std::optional<diagnosis::Diagnosed>>
        judged;  ///< by window; nothing: not judged by the model in service

    [[nodiscard]] const Sample& window(std::size_t number) const { return windows->samples.held(first + number); }
    [[nodiscard]] bool complete() const;
};

class WindowBook {
public:
    /// True where the samples of a recording are windows of wholes.
    static bool isWindowed(const diagnosis::OpenedRecording& recording);

    /// Enters a recording, in place of what was known of it, and returns its rows: a sample for each whole, with the
    /// whole's key, the label the file has for `task` and the findings of its windows, each once.
    RecordingRef enter(const RecordingRef& windows, const std::string& task);
    void remove(const std::string& recordingId);
    void clear();
    /// Another model judges anew.
    void forgetVerdicts();

    /// By a row's key; nullptr: no such row, or it stands alone.
    [[nodiscard]] const WindowedRow* find(const SampleKey& row) const;
    /// The windows a recording was cut into; nullptr if it is not in the book.
    [[nodiscard]] RecordingRef windows(const std::string& recordingId) const;
    /// The row a window belongs to.
    [[nodiscard]] std::optional<SampleKey> rowOf(const SampleKey& window) const;

    /// Notes the verdict on a window; the row's key, or nothing if the window is in no row.
    std::optional<SampleKey> note(const Judged& judged);
    /// The verdict on a row all of whose windows are judged, joined as the domain joins them; else nothing.
    [[nodiscard]] std::optional<Judged> verdictOf(const SampleKey& row, const learning::ModelInfo& info) const;

private:
    struct Place {
        SampleKey row;
        std::size_t number = 0;
    };
    std::unordered_map<SampleKey, WindowedRow, SampleKeyHash> m_rows;
    std::unordered_map<SampleKey, Place, SampleKeyHash> m_places;  ///< by the window's key
    std::unordered_map<std::string, RecordingRef> m_recordings;    ///< in windows, by id
};

}  // namespace sightline::ui
