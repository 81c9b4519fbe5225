// What people say of samples. Events are append-only; the current label is what the last valid event left.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/extent.h"
#include "core/data/sample.h"

namespace sightline {

/// States of a label, never outputs of a network.
enum class Certainty { Sure, Unsure, Skip, BadData };
enum class LabelAction { New, Confirm, Correct, Undo, Resolve, Import };
enum class LabelOrigin { Person, Import, Model };

struct LabelEvent {
    std::string id;  ///< UUID
    SampleKey subject;
    Extent extent;  ///< a box in a sound; whole() for cards and sessions
    std::string task;
    std::string classId;          ///< empty unless certainty is Sure (or Unsure with a guess)
    std::string previousClassId;  ///< what there was before, or empty
    Certainty certainty = Certainty::Sure;
    LabelAction action = LabelAction::New;
    LabelOrigin origin = LabelOrigin::Person;
    std::string undoes;  ///< id of the event taken back (Undo) or replaced (Correct: a box moved or removed), or empty
    std::string reviewer;
    std::string workstation;
    std::int64_t atMicroseconds = 0;
    double secondsOnScreen = 0;
    bool predictionShown = true;  ///< false in a blind audit
    std::string modelId;          ///< what the model had said, and which one; empty if none
    std::string modelClassId;
    double modelProbability = 0;
    std::string recipe;  ///< ImageRecipe::fingerprint of the picture shown
    std::string appVersion;
    std::string comment;

    bool operator==(const LabelEvent&) const = default;
};

/// The label in force for one subject.
struct Label {
    SampleKey subject;
    Extent extent;
    std::string task;
    std::string classId;
    Certainty certainty = Certainty::Sure;
    LabelOrigin origin = LabelOrigin::Person;
    std::string eventId;  ///< the event that set it
    bool operator==(const Label&) const = default;
};

const char* toString(Certainty certainty);  ///< "sure", "unsure", "skip", "bad_data"
const char* toString(LabelAction action);   ///< "new", "confirm", …
const char* toString(LabelOrigin origin);   ///< "person", "import", "model"
std::optional<Certainty> certaintyFrom(const std::string& text);
std::optional<LabelAction> labelActionFrom(const std::string& text);
std::optional<LabelOrigin> labelOriginFrom(const std::string& text);

/// Plays events (oldest first) and returns the labels in force. An Undo removes the event it names; undoing an Undo
/// (redo) brings it back. A Correct moves the label it names, or removes it (no class). One label per extent and task.
std::vector<Label> labelsInForce(const std::vector<LabelEvent>& events);

}  // namespace sightline
