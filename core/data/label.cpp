#include "core/data/label.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace sightline {

const char* toString(Certainty certainty)
{
    switch (certainty) {
        case Certainty::Sure: return "sure";
        case Certainty::Unsure: return "unsure";
        case Certainty::Skip: return "skip";
        case Certainty::BadData: return "bad_data";
    }
    return "sure";
}

const char* toString(LabelAction action)
{
    switch (action) {
        case LabelAction::New: return "new";
        case LabelAction::Confirm: return "confirm";
        case LabelAction::Correct: return "correct";
        case LabelAction::Undo: return "undo";
        case LabelAction::Resolve: return "resolve";
        case LabelAction::Import: return "import";
    }
    return "new";
}

const char* toString(LabelOrigin origin)
{
    switch (origin) {
        case LabelOrigin::Person: return "person";
        case LabelOrigin::Import: return "import";
        case LabelOrigin::Model: return "model";
    }
    return "person";
}

namespace {

template <class Value, std::size_t N>
std::optional<Value> fromText(const std::string& text, const Value (&values)[N])
{
    for (const Value value : values) {
        if (text == toString(value)) {
            return value;
        }
    }
    return std::nullopt;
}

// Boxes of one recording are told apart by where they are; a card or a session has one label.
using Place = std::tuple<SampleKey, std::string, double, double, double, double, int>;

Place placeOf(const LabelEvent& event)
{
    const Interval seconds = event.extent.seconds.value_or(Interval{});
    const Interval hertz = event.extent.hertz.value_or(Interval{});
    return {event.subject,
            event.task,
            seconds.begin,
            seconds.end,
            hertz.begin,
            hertz.end,
            event.extent.channel.value_or(-1)};
}

// Which events stand once all undos and redos are played: an undo that is itself undone has no effect.
std::set<std::string> takenBack(const std::vector<LabelEvent>& events)
{
    std::set<std::string> result;
    for (auto event = events.rbegin(); event != events.rend(); ++event) {
        if (event->action == LabelAction::Undo && !result.contains(event->id)) {
            result.insert(event->undoes);
        }
    }
    return result;
}

bool removesBox(const LabelEvent& event)
{
    return !event.undoes.empty() && event.certainty == Certainty::Sure && event.classId.empty();
}

}  // namespace

std::optional<Certainty> certaintyFrom(const std::string& text)
{
    return fromText(text, {Certainty::Sure, Certainty::Unsure, Certainty::Skip, Certainty::BadData});
}

std::optional<LabelAction> labelActionFrom(const std::string& text)
{
    return fromText(text, {LabelAction::New, LabelAction::Confirm, LabelAction::Correct, LabelAction::Undo,
                           LabelAction::Resolve, LabelAction::Import});
}

std::optional<LabelOrigin> labelOriginFrom(const std::string& text)
{
    return fromText(text, {LabelOrigin::Person, LabelOrigin::Import, LabelOrigin::Model});
}

std::vector<Label> labelsInForce(const std::vector<LabelEvent>& events)
{
    const std::set<std::string> gone = takenBack(events);
    std::map<Place, std::size_t> lastEvent;
    std::map<std::string, std::size_t> byId;
    for (std::size_t i = 0; i < events.size(); ++i) {
        byId[events[i].id] = i;
        if (events[i].action == LabelAction::Undo || gone.contains(events[i].id)) {
            continue;
        }
        // The whole history of the place a box has left is left with it, not only its last event.
        if (const auto replaced = byId.find(events[i].undoes); replaced != byId.end()) {
            lastEvent.erase(placeOf(events[replaced->second]));
        }
        if (!removesBox(events[i])) {
            lastEvent[placeOf(events[i])] = i;
        }
    }
    std::vector<std::size_t> order;
    for (const auto& [place, index] : lastEvent) {
        order.push_back(index);
    }
    std::sort(order.begin(), order.end());
    std::vector<Label> labels;
    for (const std::size_t index : order) {
        const LabelEvent& event = events[index];
        labels.push_back(
            {event.subject, event.extent, event.task, event.classId, event.certainty, event.origin, event.id});
    }
    return labels;
}

}  // namespace sightline
