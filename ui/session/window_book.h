// Wholes that are judged by their windows (a mouse session): a row of the list each, its windows and what the model
// said of every one of them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
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

/// A recording cut into windows, with the rows the list shows of it: a sample for each whole, with the whole's key, the
/// label the file has for `task` and the findings of its windows, each once. Made in any thread.
struct WindowedRecording {
    RecordingRef windows;
    RecordingRef rows;
    std::string task;
    ImageRecipe cutBy;
    std::vector<WindowedRow> ofRow;                                ///< by the place of the row
    std::vector<std::size_t> rowOfWindow;                          ///< by the place of the window
    std::unordered_map<std::string_view, std::size_t> placeOfRow;  ///< by name; the text is the sample's own
    std::unordered_map<std::string_view, std::size_t> placeOfWindow;
};
using WindowedRef = std::shared_ptr<WindowedRecording>;

/// `windows` as `recipe` cut them. nullptr where its samples stand alone.
WindowedRef rowsOfWindows(const RecordingRef& windows, const ImageRecipe& recipe, const std::string& task);
/// The same recording for another question, cut anew where the recipe is another.
WindowedRef cutAnew(const WindowedRecording& known, const ImageRecipe& recipe, const std::string& task);

class WindowBook {
public:
    /// Enters a recording, in place of what was known of it.
    void enter(const WindowedRef& recording);
    void remove(const std::string& recordingId);
    void clear();
    [[nodiscard]] bool empty() const { return m_recordings.empty(); }
    /// Another model judges anew.
    void forgetVerdicts();

    /// By a row's key; nullptr: no such row, or it stands alone.
    [[nodiscard]] const WindowedRow* find(const SampleKey& row) const;
    /// By its id; nullptr if it is not in the book.
    [[nodiscard]] WindowedRef recording(const std::string& recordingId) const;
    /// The windows a recording was cut into; nullptr if it is not in the book.
    [[nodiscard]] RecordingRef windows(const std::string& recordingId) const;

    /// Notes the verdict on a window; the row's key, or nothing if the window is in no row.
    std::optional<SampleKey> note(const Judged& judged);
    /// The verdict on a row all of whose windows are judged, joined as the domain joins them; else nothing.
    [[nodiscard]] std::optional<Judged> verdictOf(const SampleKey& row, const learning::ModelInfo& info) const;

private:
    std::unordered_map<std::string, WindowedRef> m_recordings;
};

}  // namespace sightline::ui
