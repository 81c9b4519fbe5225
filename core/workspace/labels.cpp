// Label events: appended, never changed. What is in force is played from them by labelsInForce().
#include <cmath>
#include <set>

#include <QSysInfo>

#include "core/base/ids.h"
#include "core/workspace/store.h"

namespace sightline::workspace {

namespace {

// What labelsInForce() asks for comes first; the rest only where whole events are wanted.
const std::string playedColumns =
    "e.uuid, r.id, e.sample, e.begin_seconds, e.end_seconds, e.low_hertz, e.high_hertz, e.channel, e.task, e.class_id, "
    "e.certainty, e.action, e.origin, COALESCE(e.undoes, e.moved_from)";
const std::string otherColumns =
    ", e.previous_class_id, e.reviewer, e.workstation, e.at_us, e.seconds_on_screen, e.prediction_shown, e.model_id, "
    "e.model_class_id, e.model_probability, e.recipe, e.app_version, e.comment";
const std::string fromEvents = " FROM label_events e JOIN recordings r ON r.recording_key = e.recording_key ";
const std::string ofTask = "WHERE e.domain = ? AND e.task = ? ORDER BY e.event_key";

constexpr const char* insertEvent =
    "INSERT INTO label_events (uuid, recording_key, domain, sample, begin_seconds, end_seconds, low_hertz, high_hertz, "
    "channel, task, class_id, previous_class_id, certainty, action, origin, undoes, reviewer, workstation, at_us, "
    "seconds_on_screen, prediction_shown, model_id, model_class_id, model_probability, recipe, app_version, comment, "
    "moved_from) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

/// False if a word is unknown: a newer version may have more of them.
bool readPlayed(const Statement& row, LabelEvent& event)
{
    event.id = row.text(0);
    event.subject = {row.text(1), row.text(2)};
    event.extent = extentFrom(row, 3);
    event.task = row.text(8);
    event.classId = row.text(9);
    const auto certainty = certaintyFrom(row.text(10));
    const auto action = labelActionFrom(row.text(11));
    const auto origin = labelOriginFrom(row.text(12));
    event.undoes = row.text(13);
    if (!certainty || !action || !origin) {
        return false;
    }
    event.certainty = *certainty;
    event.action = *action;
    event.origin = *origin;
    return true;
}

void readRest(const Statement& row, LabelEvent& event)
{
    event.previousClassId = row.text(14);
    event.reviewer = row.text(15);
    event.workstation = row.text(16);
    event.atMicroseconds = row.integer(17);
    event.secondsOnScreen = row.number(18);
    event.predictionShown = row.flag(19);
    event.modelId = row.text(20);
    event.modelClassId = row.text(21);
    event.modelProbability = row.number(22);
    event.recipe = row.text(23);
    event.appVersion = row.text(24);
    event.comment = row.text(25);
}

template <class... Values>
Result<std::vector<LabelEvent>> listEvents(const Store& store, bool whole, const std::string& condition,
                                           const Values&... values)
{
    Statement select(store.db(),
                     ("SELECT " + playedColumns + (whole ? otherColumns : "") + fromEvents + condition).c_str());
    if (auto done = select.run(values...); !done) {
        return failure(done);
    }
    std::vector<LabelEvent> events;
    bool understood = true;
    auto done = select.forEach([&] {
        LabelEvent& event = events.emplace_back();
        understood = readPlayed(select, event) && understood;
        if (whole) {
            readRest(select, event);
        }
    });
    if (!done) {
        return failure(done);
    }
    if (!understood) {
        return fail(ErrorCode::Corrupt, "the workspace holds labels of a kind this version does not know; update",
                    store.where());
    }
    return events;
}

Result<void> check(const LabelEvent& event, const Store& store)
{
    if (event.task.empty()) {
        return fail(ErrorCode::Invalid, "a label needs a task", store.where());
    }
    const bool isUndo = event.action == LabelAction::Undo;
    if (isUndo ? event.undoes.empty() : !event.undoes.empty() && event.action != LabelAction::Correct) {
        return fail(ErrorCode::Invalid,
                    "an undo names the event it takes back, a correction may name the one it replaces", store.where());
    }
    if (!std::isfinite(event.secondsOnScreen) || !std::isfinite(event.modelProbability)) {
        return fail(ErrorCode::Invalid, "the numbers of a label must be finite", store.where());
    }
    return checkExtent(event.extent);
}

void fillEmpty(LabelEvent& event)
{
    static const std::string workstation = QSysInfo::machineHostName().toStdString();
    if (event.id.empty()) {
        event.id = newUuid();
    }
    if (event.atMicroseconds == 0) {
        event.atMicroseconds = nowMicroseconds();
    }
    if (event.workstation.empty()) {
        event.workstation = workstation;
    }
    if (event.appVersion.empty()) {
        event.appVersion = SIGHTLINE_VERSION;
    }
}

/// Inside a transaction.
Result<void> insert(const Store& store, std::vector<LabelEvent>& events)
{
    Statement statement(store.db(), insertEvent);
    RecordingKeys keys(store);
    for (LabelEvent& event : events) {
        if (auto checked = check(event, store); !checked) {
            return checked;
        }
        fillEmpty(event);
        const auto recording = keys.of(event.subject.recording);
        if (!recording) {
            return tl::unexpected(recording.error());
        }
        const Extent& extent = event.extent;
        const std::optional<std::string> named = event.undoes.empty() ? std::nullopt : std::optional(event.undoes);
        const bool isUndo = event.action == LabelAction::Undo;
        auto done = statement.run(
            event.id, recording->key, recording->domain, event.subject.sample, beginOf(extent.seconds),
            endOf(extent.seconds), beginOf(extent.hertz), endOf(extent.hertz), extent.channel, event.task,
            event.classId, event.previousClassId, toString(event.certainty), toString(event.action),
            toString(event.origin), isUndo ? named : std::nullopt, event.reviewer, event.workstation,
            event.atMicroseconds, event.secondsOnScreen, event.predictionShown, event.modelId, event.modelClassId,
            event.modelProbability, event.recipe, event.appVersion, event.comment, isUndo ? std::nullopt : named);
        if (!done) {
            return done;
        }
    }
    return {};
}

enum class Direction { Undo, Redo };

/// Walks back from the newest event until it meets what a person's undo (redo) would take back. Newer undos are met
/// before what they name, so whether an event stands is known when it is reached.
Result<std::optional<LabelEvent>> findTarget(const Store& store, Direction direction, const std::string& domain,
                                             const std::string& task, const std::string& reviewer)
{
    Statement select(store.db(), ("SELECT " + playedColumns + otherColumns +
                                  ", named.action FROM label_events e JOIN recordings r ON r.recording_key = "
                                  "e.recording_key LEFT JOIN label_events named ON named.uuid = e.undoes " +
                                  ofTask + " DESC")
                                     .c_str());
    if (auto done = select.run(domain, task); !done) {
        return failure(done);
    }
    std::set<std::string> takenBack;
    while (select.next()) {
        LabelEvent event;
        if (!readPlayed(select, event)) {
            continue;
        }
        readRest(select, event);
        const bool stands = !takenBack.contains(event.id);
        const bool isUndo = event.action == LabelAction::Undo;
        if (isUndo && stands) {
            takenBack.insert(event.undoes);
        }
        if (event.reviewer != reviewer || event.origin != LabelOrigin::Person) {
            continue;
        }
        if (direction == Direction::Undo && !isUndo && stands) {
            return event;
        }
        if (direction == Direction::Redo) {
            const bool tookBackALabel = isUndo && labelActionFrom(select.text(26)) != LabelAction::Undo;
            if (tookBackALabel && stands) {
                return event;
            }
            if (!isUndo) {
                break;  // labelled since: what was undone before that stays undone
            }
        }
    }
    if (auto problem = select.problem(); !problem) {
        return failure(problem);
    }
    return std::nullopt;
}

Result<LabelEvent> takeBack(Store& store, Direction direction, const std::string& domain, const std::string& task,
                            const std::string& reviewer)
{
    return store.change([&]() -> Result<LabelEvent> {
        auto target = findTarget(store, direction, domain, task, reviewer);
        if (!target) {
            return failure(target);
        }
        if (!*target) {
            return fail(ErrorCode::NotFound,
                        direction == Direction::Undo ? "there is nothing to undo" : "there is nothing to redo",
                        store.where());
        }
        LabelEvent event;
        event.subject = (*target)->subject;
        event.extent = (*target)->extent;
        event.task = task;
        event.previousClassId = (*target)->classId;
        event.action = LabelAction::Undo;
        event.undoes = (*target)->id;
        event.reviewer = reviewer;
        std::vector<LabelEvent> events{std::move(event)};
        if (auto done = insert(store, events); !done) {
            return failure(done);
        }
        return std::move(events.front());
    });
}

Result<std::vector<Label>> played(Result<std::vector<LabelEvent>> events)
{
    if (!events) {
        return failure(events);
    }
    return labelsInForce(*events);
}

}  // namespace

Result<LabelEvent> Workspace::append(LabelEvent event)
{
    std::vector<LabelEvent> events{std::move(event)};
    auto appended = append(std::move(events));
    if (!appended) {
        return failure(appended);
    }
    return std::move(appended->front());
}

Result<std::vector<LabelEvent>> Workspace::append(std::vector<LabelEvent> events)
{
    auto done = m_impl->change([&] { return insert(*m_impl, events); });
    if (!done) {
        return failure(done);
    }
    return events;
}

Result<std::vector<LabelEvent>> Workspace::events(const std::string& domain, const std::string& task)
{
    return listEvents(*m_impl, true, ofTask, domain, task);
}

Result<std::vector<Label>> Workspace::labels(const std::string& domain, const std::string& task)
{
    return played(listEvents(*m_impl, false, ofTask, domain, task));
}

Result<std::vector<Label>> Workspace::labelsOf(const std::string& recordingId, const std::string& task)
{
    return played(listEvents(*m_impl, false, "WHERE r.id = ? AND e.task = ? ORDER BY e.event_key", recordingId, task));
}

Result<LabelEvent> Workspace::undo(const std::string& domain, const std::string& task, const std::string& reviewer)
{
    return takeBack(*m_impl, Direction::Undo, domain, task, reviewer);
}

Result<LabelEvent> Workspace::redo(const std::string& domain, const std::string& task, const std::string& reviewer)
{
    return takeBack(*m_impl, Direction::Redo, domain, task, reviewer);
}

}  // namespace sightline::workspace
