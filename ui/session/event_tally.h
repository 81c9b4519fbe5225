// How well the events from some probability on fit the boxes people labelled, counted as `evaluate` counts.
#pragma once

#include <optional>
#include <vector>

#include "core/data/label.h"
#include "ui/session/listener.h"

namespace sightline::ui {

struct EventTally {
    std::size_t recordings = 0;  ///< listened through, with boxes that count
    std::size_t boxes = 0;       ///< that count: sure, of a class, and nothing the model was trained on
    /// Boxes that touch what the model was trained on: they say nothing of how good it is.
    std::size_t learntBoxes = 0;
    learning::EventFigures figures;
};

struct TalliedRecording {
    RecordingRef windows;
    HeardRef heard;
    std::vector<Label> labels;
};

/// `probability` is counted from the model's threshold, as eventsOf() does. Recordings without a box that counts are
/// left out; nothing where none is left, but for learntBoxes.
EventTally tallyEvents(const std::vector<TalliedRecording>& recordings, const learning::ModelInfo& model,
                       double probability);

}  // namespace sightline::ui
