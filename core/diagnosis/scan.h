// Long recordings listened through: windows → a track of scores → events.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/diagnosis/diagnosis.h"
#include "core/jobs/lane.h"
#include "core/learning/detection.h"
#include "core/learning/engine.h"

namespace sightline::diagnosis {

/// What a model says of every window of one recording; four bytes for each window and class.
struct ScoreTracks {
    /// Of uninterrupted windows, in order: logits of being any event at all, at the centres of the windows. Not
    /// smoothed.
    std::vector<learning::ScoreTrack> tracks;
    std::vector<std::size_t> firstWindow;    ///< per track: the index of its first window
    std::vector<std::vector<float>> shares;  ///< per track: probabilities of all classes, window by window
    std::vector<Diagnosed> rejected;         ///< samples that could not be judged, with the reason
    double milliseconds = 0;                 ///< per window
    double seconds = 0;                      ///< of sound in the windows
};

/// Judges every window. Memory grows by a few bytes a window only; cancelled within a batch. `io` must be running (or
/// inline). Invalid: the model is of another domain or does not know how to make events of windows. Call in the
/// learning lane's thread.
Result<ScoreTracks> scan(const OpenedRecording& opened, learning::Classifier& classifier, jobs::Lane& io,
                         Progress& progress);

/// An event: the sample is its stretch ("begin-end"), the verdict that of its peak's smoothed score.
struct Event {
    Diagnosed diagnosed;
    double peakSeconds = 0;
    std::size_t peakWindow = 0;  ///< index of the window its picture is
    double logit = 0;            ///< of the smoothed peak, counted from the model's threshold
};
/// The events of at least that probability (0.5: the model's own threshold, from which an event's probability is
/// counted); quick, so that a threshold can be moved without judging again. In the order of time.
std::vector<Event> eventsOf(const OpenedRecording& opened, const ScoreTracks& scores, const learning::ModelInfo& model,
                            const std::string& device, std::optional<double> threshold = std::nullopt);

}  // namespace sightline::diagnosis
