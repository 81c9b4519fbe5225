#include "core/domains/hydrophone/label_words.h"

#include <algorithm>

#include "core/base/text.h"

namespace sightline::hydrophone {

namespace {

bool anyCell(const formats::SelectionBox& box, std::string_view text)
{
    return std::any_of(box.further.begin(), box.further.end(),
                       [&](const auto& cell) { return equalsIgnoreCase(trim(cell.second), text); });
}

/// What stands in brackets at the end: "event 0.93" of "upcall (event 0.93)".
std::string_view bracketed(std::string_view label)
{
    const std::size_t open = label.rfind('(');
    return label.ends_with(')') && open != std::string_view::npos ? label.substr(open + 1, label.size() - open - 2)
                                                                  : std::string_view();
}

}  // namespace

LabelWords wordsOf(const formats::SelectionBox& box)
{
    LabelWords words{box.label, RowState::Sure};
    const std::string_view label = trim(box.label);
    const std::string note = lowerAscii(bracketed(label));
    if (note == "possible" || note == "event" || note.starts_with("event ")) {
        words.label = trim(label.substr(0, label.rfind('(')));
        words.state = note == "possible" ? RowState::Possible : RowState::Event;
    } else if (anyCell(box, confidenceText(RowState::Event))) {
        words.state = RowState::Event;
    } else if (anyCell(box, confidenceText(RowState::Possible)) || anyCell(box, "unsure")) {
        words.state = RowState::Possible;
    }
    return words;
}

std::string labelText(const LabelWords& words, const std::string& probability)
{
    switch (words.state) {
        case RowState::Possible: return words.label + " (possible)";
        case RowState::Event: return words.label + (probability.empty() ? " (event)" : " (event " + probability + ")");
        case RowState::Sure: break;
    }
    return words.label;
}

const char* confidenceText(RowState state)
{
    switch (state) {
        case RowState::Possible: return "possible";
        case RowState::Event: return "event";
        case RowState::Sure: break;
    }
    return "sure";
}

}  // namespace sightline::hydrophone
