// What a row of a label table says besides its class: how sure somebody was, or that a model said it.
#pragma once

#include <string>

#include "core/formats/selection_table.h"

namespace sightline::hydrophone {

enum class RowState {
    Sure,
    Possible,  ///< a person was not sure
    Event      ///< a model's verdict that nobody confirmed
};

struct LabelWords {
    std::string label;  ///< the class, without what follows it in brackets
    RowState state = RowState::Sure;
};

/// As tables written here say it: a cell "sure", "possible" or "event" of a column Confidence, or at the end of a label
/// "(possible)", "(event)", "(event 0.93)". Any cell "possible" or "unsure" counts, in whatever column.
LabelWords wordsOf(const formats::SelectionBox& box);

/// A label for where a table has one text only: "upcall", "upcall (possible)", "upcall (event 0.93)". `probability` is
/// left out where it is empty.
std::string labelText(const LabelWords& words, const std::string& probability = {});

/// The cell of the column Confidence.
const char* confidenceText(RowState state);

}  // namespace sightline::hydrophone
