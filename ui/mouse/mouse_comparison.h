// A session beside others: whose, their paths to lie behind it, and the numbers that tell them apart.
#pragma once

#include <vector>

#include <QString>

#include "ui/mouse/mouse_track.h"
#include "ui/session/bench.h"

namespace sightline::ui {

/// The session behind a row; nullptr if its recording holds none. Valid as long as the recording is.
const mouse::Session* sessionOf(const Bench& bench, const SampleRow& row);

/// The other open sessions known to be of the account the shown one belongs to, or is said to belong to: labelled so by
/// a person, else by their file without doubt. The last opened first, a dozen at most.
std::vector<SampleKey> enrolledWith(Bench& bench, const SampleKey& shown);

struct Comparison {
    widgets::TrackRef backdrop;  ///< nullptr: nothing to compare with
    QString words;               ///< "5 sessions of person-1 behind it · median speed 402 px/s, here 603"
};
/// `title` names the others and holds their number.
Comparison compare(Bench& bench, const SampleKey& shown, const std::vector<SampleKey>& others, const QString& title,
                   MouseDrawing drawing);

}  // namespace sightline::ui
