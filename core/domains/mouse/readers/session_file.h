// What all readers of mouse sessions share: reading text, words of events and buttons, cleaning, and the outcome.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/domains/mouse/cleaning.h"
#include "core/domains/recording.h"
#include "core/formats/row_source.h"

namespace sightline::mouse {

/// What a reader has found in a file.
struct SessionFile {
    std::string reader;  ///< id and version
    std::string format;  ///< for people
    std::string layout;  ///< equal for files of the same layout: answers are remembered by it
    std::string preview;
    std::vector<RawSession> sessions;
    std::vector<Question> questions;
    std::vector<std::string> assumptions;
    std::vector<Finding> findings;
    std::map<std::string, std::int64_t> droppedForPrivacy;  ///< name of a field → how often it was dropped
    bool backwardsAreDropped = false;  ///< layouts in which few points make a session: never ask whether to sort
};

/// Asks what is open, else cleans every session, gives ids to those that have none and says what was dropped. Corrupt
/// where no session has an event.
domains::ReadOutcome finish(SessionFile file, const domains::ReadRequest& request, Progress& progress);

/// A file that has been found a reader's own: its text as UTF-8, and the beginnings of what is found in it.
struct OwnFile {
    SessionFile file;  ///< the reader's names, `layout` its id, the preview; a guessed encoding among the assumptions
    std::string text;
};

/// How much of the file the wizard shows.
struct PreviewSize {
    int lines = 12;
    std::size_t bytes = 4096;
};

/// What every reader begins with: the first 64 KiB say whether the file is its own, then all of it is read. NotMine:
/// not text, or `isMine` says no. Unreadable as readFile().
Result<OwnFile> takeFile(const domains::Reader& reader, const domains::ReadRequest& request,
                         const std::function<bool(std::string_view head)>& isMine, PreviewSize preview = {});
/// NotMine stays "not mine", every other error is the file's.
domains::ReadOutcome outcomeOf(const Error& error);

/// The answer, trimmed; nothing for none or an empty one.
std::optional<std::string> answerTo(const Answers& answers, const char* key);

/// Rows no event could be made of, by what was wrong with them: one finding a kind, with the first line.
class Dropped {
public:
    void add(const std::string& kind, std::int64_t line);
    void addTo(std::vector<Finding>& findings) const;

private:
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> m_kinds;  ///< count, first line
};
namespace dropped {
inline constexpr const char* malformed = "malformed_row";  ///< a field is missing or no number
inline constexpr const char* otherEvent = "other_event";   ///< load, focus, key … : nothing a pointer did
inline constexpr const char* brokenEnd = "broken_end";     ///< the last line of a file that was still written to
}  // namespace dropped

/// Page content, browser, address, text, keys, tokens, process: named so in any case.
bool isPrivateField(std::string_view name);

/// What the word of an event's field means.
enum class Word { Move, Drag, Press, Release, Click, ContextMenu, DoubleClick, Scroll, Leave, Resize, Unknown };
Word eventWord(std::string_view text);
/// "left", "Right", "middle" …; nothing for other words. "NoButton", "none" and "" are None.
std::optional<Button> buttonWord(std::string_view text);

/// A finite number, or nothing.
std::optional<double> numberIn(const formats::Row& row, std::size_t column);

}  // namespace sightline::mouse
