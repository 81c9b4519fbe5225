// Events against labelled boxes: what a detector finds in recordings, what it misses, how often it cries wolf; and the
// same asked of a grid of windows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/data/extent.h"
#include "core/learning/curves.h"
#include "core/learning/intervals.h"

namespace sightline::learning {

/// Recordings are counted from 0; times are seconds of the recording. Scores may be logits or probabilities.
struct DetectedEvent {
    std::size_t recording = 0;
    double peakSeconds = 0;
    double score = 0;
};

struct TruthBox {
    std::size_t recording = 0;
    Interval seconds;
    bool ignored = false;  ///< possible, other biotic, masked: never missed, and events in it count neither way
};

struct EventRule {
    /// An event lies in a box when its peak is at most this far from it.
    double toleranceSeconds = 1;
    /// Events that score less do not exist.
    double threshold = -std::numeric_limits<double>::infinity();
};

/// Each box is found by at most one event and each event finds at most one box, as many as can be: of two boxes that
/// share an event, the other one is found by its own. Further events in a found box count neither way. An event in an
/// ignored box and in a counted one may find the latter.
struct EventCounts {
    std::size_t found = 0;  ///< boxes, and as many events
    std::size_t missed = 0;
    std::size_t falseAlarms = 0;  ///< events in no box
    std::size_t ignored = 0;      ///< events that count neither way
};

/// All below: invalid, with the place, for numbers that are not finite (but the threshold, which must be a number),
/// boxes that end before they begin and negative tolerances.
Result<EventCounts> matchEvents(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes,
                                const EventRule& rule = {});

/// The precision-recall curve: one point per distinct score, strictest first, before them the one at which nothing is
/// taken. Positives are the counted boxes; nobody can count what else might have been reported: negatives are 0.
Result<std::vector<OperatingPoint>> eventCurve(const std::vector<DetectedEvent>& events,
                                               const std::vector<TruthBox>& boxes, double toleranceSeconds = 1);

/// The highest recall at any threshold that takes something with at least this precision; 0 if none does. Wilson's
/// interval, which does not know that the threshold was chosen on the same events.
Result<Figure> recallAtPrecision(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes,
                                 double toleranceSeconds = 1, double leastPrecision = 0.9);

/// The threshold of the greatest F1, to be asked of events that nothing was trained on. It lies in the middle of the
/// thresholds that are as good; of several such ranges in the widest, of equally wide ones in the strictest. Nothing
/// where no event finds a box.
Result<std::optional<double>> bestEventThreshold(const std::vector<DetectedEvent>& events,
                                                 const std::vector<TruthBox>& boxes, double toleranceSeconds = 1);

/// The part of one recording that was listened to and labelled. Masked stretches are no listened time; whoever masks
/// gives them as ignored boxes too. They may overlap.
struct ListenedTime {
    Interval seconds;
    std::vector<Interval> masked;
};

/// What the intervals of F1 and false alarms per hour are drawn from.
struct EventDraws {
    double blockSeconds = 60;  ///< at least, where there is one recording only; blocks are equally long
    std::uint64_t seed = 1;
};

struct EventFigures {
    EventCounts counts;
    /// Wilson's intervals. n: the events that count; the boxes.
    Figure precision;
    Figure recall;
    /// Bootstrap; n: the recordings or blocks drawn. Where it cannot vary, F1 has Wilson's interval with those that
    /// hold a box or a false alarm in place of samples, and no false alarm at all Poisson's. Limits are not a number
    /// where there is a single block, and a value where it does not exist: F1 of nothing, alarms in no time.
    Figure f1;
    Figure falseAlarmsPerHour;   ///< of listened time
    bool drawnByBlocks = false;  ///< of time, since there is one recording only: say so beside the figures
};

/// Invalid too for events and boxes of a recording that is not listed, or out of reach of its listened time.
Result<EventFigures> eventFigures(const std::vector<DetectedEvent>& events, const std::vector<TruthBox>& boxes,
                                  const std::vector<ListenedTime>& listened, const EventRule& rule = {},
                                  const EventDraws& draws = {});

struct TruthWindow {
    Interval seconds;
    bool positive = false;
    bool ignored = false;  ///< holds an ignored box and no counted one
};

/// Windows side by side from the begin of `span`; what is left at its end is no window. A window holds a box that
/// overlaps it by the minimum, by half the window or wholly, whichever is least. Invalid too for windows without length
/// and for more than ten million of them.
Result<std::vector<TruthWindow>> windowTruth(const std::vector<TruthBox>& boxes, std::size_t recording,
                                             const Interval& span, double windowSeconds,
                                             double minimumOverlapSeconds = 1);

/// A detector's logits at equal steps along one recording.
struct ScoreTrack {
    double firstSeconds = 0;
    double hopSeconds = 0;
    std::vector<float> logits;
};

/// Per window the highest logit in it, where logits with a higher one within 0.64 s lose 4: else a call at the edge
/// speaks for the neighbour too. Minus infinity for windows without any logit. Invalid too for a hop that is not
/// positive.
Result<std::vector<double>> windowScores(const ScoreTrack& track, const std::vector<TruthWindow>& windows);

/// For average precision, AUC and their curves; without the ignored windows. Windows of several recordings may stand in
/// one list.
Result<BinaryScores> windowRanking(const std::vector<TruthWindow>& windows, const std::vector<double>& scores);

}  // namespace sightline::learning
