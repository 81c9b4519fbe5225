// Labels and events of recordings as tables other programs read.
#pragma once

#include <string>
#include <vector>

#include "core/formats/selection_table.h"
#include "ui/session/bench.h"

namespace sightline::ui {

enum class ExportedBoxes { Labels, Events, LabelsAndEvents };

/// A box for each label and each event as the list shows it, in the order of time within each recording; the label is a
/// class id. Further columns: Confidence ("sure", "possible", or "event": what a model said and nobody confirmed is no
/// label when it is read again), Probability (of events), Origin (reviewer or model), Begin Date Time (where the
/// recorder's clock is known). What was skipped is left out; bad data is "masked".
formats::SelectionTable exportedBoxes(Bench& bench, const std::string& recording, ExportedBoxes which);
/// Of all open recordings.
formats::SelectionTable exportedBoxes(Bench& bench, ExportedBoxes which);

/// Where there are several recordings, times of the table run on over all of them in the order they were opened, as
/// Raven shows several files in one window; File Offset is the time in each.
Result<void> exportRaven(Bench& bench, ExportedBoxes which, const std::filesystem::path& file);
/// Of one recording; what is not sure says so in brackets after the class: "upcall (event 0.93)".
Result<void> exportAudacity(Bench& bench, const std::string& recording, const std::filesystem::path& file);
Result<void> exportEventsCsv(Bench& bench, const std::filesystem::path& file);

}  // namespace sightline::ui
