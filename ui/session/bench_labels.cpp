// The label half of a bench.
#include <set>

#include <QCoreApplication>

#include "ui/session/bench.h"

namespace sightline::ui {

void Bench::remember(const LabelEvent& event)
{
    m_events[event.id] = event;
}

LabelRecord Bench::recordOf(const Label& label) const
{
    LabelRecord record;
    record.label = label;
    const auto event = m_events.find(label.eventId);
    if (event != m_events.end()) {
        record.action = event->second.action;
        record.reviewer = event->second.reviewer;
        record.comment = event->second.comment;
        record.atMicroseconds = event->second.atMicroseconds;
    }
    return record;
}

LabelEvent Bench::eventFor(const SampleRow& row, const Judgement& judgement) const
{
    LabelEvent event;
    event.subject = row.key();
    event.extent = m_listener ? row.sample().extent : Extent{};
    event.task = m_task;
    event.classId = judgement.classId;
    event.certainty = judgement.certainty;
    event.comment = judgement.comment;
    event.reviewer = judgement.reviewer;
    event.secondsOnScreen = judgement.secondsOnScreen;
    event.predictionShown = judgement.predictionShown && row.verdict.has_value();
    event.recipe = m_pictures.recipe().fingerprint();
    event.appVersion = SIGHTLINE_VERSION;
    if (row.label) {
        event.previousClassId = row.label->label.classId;
    }
    if (row.verdict && !row.verdict->rejected) {
        event.modelId = row.verdict->modelId;
        event.modelClassId = row.verdict->bestClass();
        event.modelProbability = row.verdict->bestProbability();
    }
    if (judgement.certainty != Certainty::Sure) {
        return event;
    }
    if (row.label && row.label->label.certainty == Certainty::Unsure) {
        event.action = LabelAction::Resolve;
    } else if (event.predictionShown && !event.modelClassId.empty()) {
        event.action = judgement.classId == event.modelClassId ? LabelAction::Confirm : LabelAction::Correct;
    }
    return event;
}

/// A label refers to its sample: both must be on disk in the right order.
void Bench::waitForRegistration(const std::string& recordingId)
{
    if (m_registering.contains(recordingId)) {
        m_behind->drain();
        m_registering.erase(recordingId);
    }
}

Result<void> Bench::judge(const SampleKey& key, const Judgement& judgement)
{
    const SampleRow* row = m_store.get(key);
    if (row == nullptr || m_workspace == nullptr) {
        return fail(ErrorCode::NotFound, tr("this sample is no longer open").toStdString());
    }
    waitForRegistration(key.recording);
    auto stored = m_workspace->append(eventFor(*row, judgement));
    if (!stored) {
        return tl::unexpected(stored.error());
    }
    remember(*stored);
    Label label;
    label.subject = key;
    label.extent = stored->extent;
    label.task = m_task;
    label.classId = stored->classId;
    label.certainty = stored->certainty;
    label.origin = stored->origin;
    label.eventId = stored->id;
    if (m_listener) {
        std::vector<Label>& labels = m_labelled[key.recording];
        std::erase_if(labels, [&](const Label& one) { return one.subject == key; });
        labels.push_back(label);
    }
    m_store.setLabel(key, recordOf(label));
    return {};
}

/// Where a label stands once that undo (or redo) is played: a box that had been moved is back where it was.
SampleKey Bench::subjectLeftBy(const LabelEvent& undo) const
{
    const auto named = [this](const LabelEvent& event) {
        const auto found = m_events.find(event.undoes);
        return found == m_events.end() ? nullptr : &found->second;
    };
    const LabelEvent* takenBack = named(undo);
    if (takenBack != nullptr && takenBack->action == LabelAction::Undo) {
        const LabelEvent* broughtBack = named(*takenBack);
        return broughtBack != nullptr ? broughtBack->subject : undo.subject;
    }
    const LabelEvent* before = takenBack != nullptr ? named(*takenBack) : nullptr;
    return before != nullptr ? before->subject : undo.subject;
}

Result<SampleKey> Bench::refresh(const LabelEvent& event)
{
    remember(event);
    auto labels = m_workspace->labelsOf(event.subject.recording, m_task);
    if (!labels) {
        return tl::unexpected(labels.error());
    }
    std::optional<LabelRecord> record;
    for (const Label& label : *labels) {
        if (label.subject == event.subject) {
            record = recordOf(label);
        }
    }
    if (m_listener) {
        m_labelled[event.subject.recording] = *labels;
        showEvents(event.subject.recording);
        return subjectLeftBy(event);
    }
    m_store.setLabel(event.subject, std::move(record));
    return event.subject;
}

Result<SampleKey> Bench::undo(const std::string& reviewer)
{
    if (m_workspace == nullptr) {
        return fail(ErrorCode::NotFound, tr("no workspace is open").toStdString());
    }
    auto event = m_workspace->undo(m_domain.id(), m_task, reviewer);
    return event ? refresh(*event) : tl::unexpected(event.error());
}

Result<SampleKey> Bench::redo(const std::string& reviewer)
{
    if (m_workspace == nullptr) {
        return fail(ErrorCode::NotFound, tr("no workspace is open").toStdString());
    }
    auto event = m_workspace->redo(m_domain.id(), m_task, reviewer);
    return event ? refresh(*event) : tl::unexpected(event.error());
}

Result<void> Bench::setQueued(const SampleKey& key, bool queued)
{
    if (m_store.get(key) == nullptr || m_workspace == nullptr) {
        return fail(ErrorCode::NotFound, tr("this sample is no longer open").toStdString());
    }
    waitForRegistration(key.recording);
    Result<void> stored =
        queued ? m_workspace->enqueue(key, m_task, "queued by a person") : m_workspace->dequeue(key, m_task);
    if (stored) {
        m_store.setQueued(key, queued);
    }
    return stored;
}

/// Whoever a file names becomes a class, where people add classes.
Result<void> Bench::addOwnClasses()
{
    if (!openClasses() || m_workspace == nullptr) {
        return {};
    }
    std::set<std::string> names;
    for (int i = 0; i < m_store.size(); ++i) {
        const std::string& own = m_store.row(i).sample().ownLabel;
        if (!own.empty() && sightline::findClass(m_classes, own) == nullptr) {
            names.insert(own);
        }
    }
    std::size_t place = m_classes.size();
    for (const std::string& name : names) {
        if (auto added = m_workspace->addClass(m_domain.id(), m_task, namedClass(name, place++)); !added) {
            return added;
        }
    }
    if (!names.empty()) {
        readClasses();
        Q_EMIT classesChanged();
    }
    return {};
}

Result<Bench::TakenOver> Bench::takeOverOwnLabels(const std::string& reviewer)
{
    TakenOver outcome;
    std::vector<LabelEvent> events;
    if (auto added = addOwnClasses(); !added) {
        return tl::unexpected(added.error());
    }
    for (int i = 0; i < m_store.size(); ++i) {
        const SampleRow& row = m_store.row(i);
        if (row.sample().ownLabel.empty()) {
            continue;
        }
        if (row.label) {
            ++outcome.alreadyLabelled;
            continue;
        }
        const SignalClass* known = sightline::findClass(m_classes, row.sample().ownLabel);
        if (known == nullptr) {
            ++outcome.unknown[row.sample().ownLabel];
            continue;
        }
        LabelEvent event;
        event.subject = row.key();
        event.task = m_task;
        event.classId = known->id;
        event.action = LabelAction::Import;
        event.origin = LabelOrigin::Import;
        event.reviewer = reviewer;
        event.predictionShown = false;
        event.appVersion = SIGHTLINE_VERSION;
        events.push_back(std::move(event));
    }
    if (events.empty()) {
        return outcome;
    }
    m_behind->drain();
    m_registering.clear();
    auto stored = m_workspace->append(std::move(events));
    if (!stored) {
        return tl::unexpected(stored.error());
    }
    std::vector<LabelRecord> records;
    records.reserve(stored->size());
    for (const LabelEvent& event : *stored) {
        remember(event);
        Label label;
        label.subject = event.subject;
        label.task = m_task;
        label.classId = event.classId;
        label.origin = event.origin;
        label.eventId = event.id;
        records.push_back(recordOf(label));
    }
    m_store.setLabels(records);
    outcome.taken = static_cast<int>(records.size());
    return outcome;
}

}  // namespace sightline::ui
