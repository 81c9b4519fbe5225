// From the rows of a file to a session one can draw. Nothing is dropped without a finding that counts it and names the
// first place.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/domains/mouse/session.h"

namespace sightline::mouse {

/// A row as a reader understood it. Times are seconds from any start.
struct RawEvent {
    MouseEvent event;
    std::int64_t line = 0;
    double recorded = std::numeric_limits<double>::quiet_NaN();  ///< a second clock of the file, where it has one
};

/// A session before cleaning. `session.events` is empty, its findings are those of the reader.
struct RawSession {
    Session session;
    std::vector<RawEvent> events;
};

struct CleaningOptions {
    bool sortUnsorted = false;      ///< more than a thousandth of the rows run backwards: sort them …
    double longGapSeconds = 10;     ///< a pause between actions
    double pathBreakSeconds = 1;    ///< pieces of path are counted between such pauses
    double teleportSeconds = 0.02;  ///< half the screen in less than this is no hand
};

/// Rows of the session whose time runs backwards.
std::size_t backwardRows(const RawSession& raw);
/// True where more than a thousandth of the rows (and more than two) run backwards: somebody should decide.
bool isUnsorted(const RawSession& raw);

/// Counts what is wrong, in this order, and drops what the rule says:
///   no_position      x = y = 65535 or no number: the position is removed, the event stays
///   repeated_row     equal to the previous row in every field: dropped
///   time_backwards   dropped; with sortUnsorted sorted instead
///   same_time        as many steps as take no time: kept as path, merged where speed is computed
///   outside_screen   beyond the declared screen: kept
///   unpaired_button  press without release or the reverse: closed at the next press of that button or at the end
///   long_gap         pauses longer than longGapSeconds: no line bridges them
///   teleport         a jump of more than half the screen in less than teleportSeconds: kept
///   short_piece      pieces of path with fewer than 4 points: kept
///   touch            touch among a mouse's events: a doubt, the two are not one hand
/// Then times start at 0, and the content hash is taken.
Session cleaned(RawSession raw, const CleaningOptions& options);

/// Marks sessions that share a run of 50 or more positions with an earlier one of the list: "replayed" (a doubt).
void markReplays(std::vector<Session>& sessions);

}  // namespace sightline::mouse
