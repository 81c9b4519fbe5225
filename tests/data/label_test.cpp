#include "core/data/label.h"

#include <doctest/doctest.h>

using namespace sightline;

namespace {

LabelEvent event(const std::string& id, const std::string& sample, const std::string& classId)
{
    LabelEvent result;
    result.id = id;
    result.subject = {"rec", sample};
    result.task = "condition";
    result.classId = classId;
    return result;
}

LabelEvent undo(const std::string& id, const std::string& undone)
{
    LabelEvent result;
    result.id = id;
    result.action = LabelAction::Undo;
    result.undoes = undone;
    return result;
}

}  // namespace

TEST_CASE("the last event of a subject is its label")
{
    const auto labels =
        labelsInForce({event("1", "a", "normal"), event("2", "b", "sand"), event("3", "a", "gas_lock")});
    REQUIRE(labels.size() == 2);
    CHECK(labels[0].classId == "sand");
    CHECK(labels[1].classId == "gas_lock");
    CHECK(labels[1].eventId == "3");
}

TEST_CASE("undo brings back what was before, redo takes the undo back, any number of times")
{
    std::vector<LabelEvent> events{event("1", "a", "normal"), event("2", "a", "sand")};
    events.push_back(undo("3", "2"));
    CHECK(labelsInForce(events).at(0).classId == "normal");
    events.push_back(undo("4", "3"));
    CHECK(labelsInForce(events).at(0).classId == "sand");
    events.push_back(undo("5", "4"));
    CHECK(labelsInForce(events).at(0).classId == "normal");
    events.push_back(undo("6", "1"));
    CHECK(labelsInForce(events).empty());
}

TEST_CASE("boxes of one recording are labels of their own")
{
    LabelEvent first = event("1", "", "upcall");
    first.extent.seconds = Interval{1, 2};
    LabelEvent second = event("2", "", "upcall");
    second.extent.seconds = Interval{5, 6};
    LabelEvent corrected = event("3", "", "noise");
    corrected.extent.seconds = Interval{5, 6};
    const auto labels = labelsInForce({first, second, corrected});
    REQUIRE(labels.size() == 2);
    CHECK(labels[1].classId == "noise");
}

TEST_CASE("a moved box leaves its old place with all its history, and undo brings it back there")
{
    const auto box = [](const std::string& id, double begin, const std::string& replaced, const std::string& classId) {
        LabelEvent result = event(id, std::to_string(begin), classId);
        result.extent.seconds = Interval{begin, begin + 1};
        result.undoes = replaced;
        result.action = replaced.empty() ? LabelAction::New : LabelAction::Correct;
        return result;
    };
    std::vector<LabelEvent> events{box("1", 5, "", "noise"), box("2", 5, "", "upcall"), box("3", 7, "2", "upcall")};
    REQUIRE(labelsInForce(events).size() == 1);
    CHECK(labelsInForce(events).at(0).extent.seconds->begin == 7);
    events.push_back(box("4", 5, "", "noise"));
    CHECK(labelsInForce(events).size() == 2);  // another box where it had been
    events.push_back(undo("5", "4"));
    events.push_back(undo("6", "3"));
    REQUIRE(labelsInForce(events).size() == 1);
    CHECK(labelsInForce(events).at(0).eventId == "2");
    events.push_back(box("7", 5, "2", ""));
    CHECK(labelsInForce(events).empty());
    events.push_back(undo("8", "7"));
    CHECK(labelsInForce(events).at(0).classId == "upcall");
}

TEST_CASE("states have names that read back")
{
    for (const auto certainty : {Certainty::Sure, Certainty::Unsure, Certainty::Skip, Certainty::BadData}) {
        CHECK(certaintyFrom(toString(certainty)) == certainty);
    }
    for (const auto action : {LabelAction::New, LabelAction::Confirm, LabelAction::Correct, LabelAction::Undo,
                              LabelAction::Resolve, LabelAction::Import}) {
        CHECK(labelActionFrom(toString(action)) == action);
    }
    for (const auto origin : {LabelOrigin::Person, LabelOrigin::Import, LabelOrigin::Model}) {
        CHECK(labelOriginFrom(toString(origin)) == origin);
    }
    CHECK_FALSE(certaintyFrom("perhaps"));
}
