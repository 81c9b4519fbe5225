#include "ui/hydrophone/sound_import.h"

#include <algorithm>
#include <optional>

#include <QCoreApplication>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/hydrophone/label_words.h"
#include "core/formats/text_file.h"
#include "ui/session/box_names.h"

namespace sightline::ui {

namespace {

/// Beyond the end of a recording by as much as a label's edges are rounded.
constexpr double tolerance = 1;
/// Enough to tell a table of labels from others.
constexpr std::size_t headBytes = 65536;

/// The recording a row is about; nothing where it is not open.
std::optional<std::size_t> soundOf(const std::string& named, const std::filesystem::path& table,
                                   const std::vector<OpenSound>& sounds)
{
    if (named.empty()) {
        std::vector<std::filesystem::path> paths;
        for (const OpenSound& sound : sounds) {
            paths.push_back(sound.path);
        }
        const auto own = formats::soundOfTable(table, paths);
        return own || sounds.size() != 1 ? own : std::optional<std::size_t>(0);
    }
    // Tables of other systems bring their own signs between folders.
    const std::size_t slash = named.find_last_of("/\\");
    const std::string name = slash == std::string::npos ? named : named.substr(slash + 1);
    const auto found = std::find_if(sounds.begin(), sounds.end(), [&](const OpenSound& sound) {
        return equalsIgnoreCase(utf8(sound.path.filename()), name);
    });
    return found == sounds.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - sounds.begin()));
}

/// What a label means that is no class.
void setCertainty(BoxToImport& box, hydrophone::RowState state)
{
    const std::string word = lowerAscii(trim(box.classText));
    if (word == "masked" || word == "mask") {
        box.certainty = Certainty::BadData;
    } else if (word == "unsure" || word == "other" || word == "other biotic" || word == "other_biotic") {
        box.certainty = Certainty::Unsure;
        box.comment = word == "unsure" ? std::string() : box.classText;
    } else {
        box.certainty = state == hydrophone::RowState::Possible ? Certainty::Unsure : Certainty::Sure;
        return;
    }
    box.classText.clear();
}

/// Whoever a table names becomes a class, where people add classes.
Result<void> addClasses(Bench& bench, const std::vector<BoxToImport>& boxes)
{
    for (const BoxToImport& box : boxes) {
        if (!bench.openClasses() || box.classText.empty() || findClass(bench.classes(), box.classText) != nullptr) {
            continue;
        }
        if (auto added = bench.addClass(QString::fromStdString(box.classText)); !added) {
            return added;
        }
    }
    return {};
}

using NamedBoxes = std::map<std::string, Extent>;

Result<NamedBoxes> labelledBoxes(Bench& bench, const std::string& recording)
{
    NamedBoxes boxes;
    const auto labels = bench.workspace()->labelsOf(recording, bench.task());
    if (!labels) {
        return tl::unexpected(labels.error());
    }
    for (const Label& label : *labels) {
        boxes[label.subject.sample] = label.extent;
    }
    return boxes;
}

/// The events of boxes that are not there yet; their samples beside them.
struct Fresh {
    std::vector<LabelEvent> events;
    std::vector<Sample> samples;
};

Result<Fresh> freshBoxes(Bench& bench, const std::vector<BoxToImport>& boxes, const std::string& reviewer,
                         TakenBoxes& outcome)
{
    Fresh fresh;
    std::map<std::string, NamedBoxes> known;
    for (const BoxToImport& box : boxes) {
        const SignalClass* const one = findClass(bench.classes(), box.classText);
        if (one == nullptr && !box.classText.empty()) {
            ++outcome.unknown[box.classText];
            continue;
        }
        if (!known.contains(box.recording)) {
            Result<NamedBoxes> there = labelledBoxes(bench, box.recording);
            if (!there) {
                return tl::unexpected(there.error());
            }
            known[box.recording] = std::move(*there);
        }
        NamedBoxes& there = known[box.recording];
        const BoxName name = nameFor(box.where, there, [](const Extent& extent) { return extent; });
        if (name.taken) {
            ++outcome.alreadyThere;
            continue;
        }
        there[name.name] = box.where;
        Sample sample;
        sample.key = {box.recording, name.name};
        sample.extent = box.where;
        LabelEvent event;
        event.subject = sample.key;
        event.extent = box.where;
        event.task = bench.task();
        event.classId = one == nullptr ? std::string() : one->id;
        event.certainty = box.certainty;
        event.action = LabelAction::Import;
        event.origin = LabelOrigin::Import;
        event.reviewer = reviewer;
        event.predictionShown = false;
        event.comment = box.comment;
        fresh.events.push_back(std::move(event));
        fresh.samples.push_back(std::move(sample));
    }
    return fresh;
}

}  // namespace

Result<TakenBoxes> takeOver(Bench& bench, const std::vector<BoxToImport>& boxes, const std::string& reviewer)
{
    workspace::Workspace* const workspace = bench.workspace();
    if (workspace == nullptr) {
        return fail(ErrorCode::NotFound,
                    QCoreApplication::translate("SoundImport", "no workspace is open").toStdString());
    }
    if (auto added = addClasses(bench, boxes); !added) {
        return tl::unexpected(added.error());
    }
    TakenBoxes outcome;
    Result<Fresh> fresh = freshBoxes(bench, boxes, reviewer, outcome);
    if (!fresh) {
        return tl::unexpected(fresh.error());
    }
    if (fresh->events.empty()) {
        return outcome;
    }
    // A label refers to its sample.
    const std::vector<std::string> groups(fresh->samples.size());
    if (auto written = workspace->addSamples(fresh->samples, groups); !written) {
        return tl::unexpected(written.error());
    }
    const auto stored = workspace->append(std::move(fresh->events));
    if (!stored) {
        return tl::unexpected(stored.error());
    }
    std::map<std::string, Extent> touched;
    for (const LabelEvent& event : *stored) {
        touched.emplace(event.subject.recording, event.extent);
    }
    outcome.added = *stored;
    // A box that is there already adds nothing; the bench reads the labels of its recording anew.
    for (const auto& [recording, where] : touched) {
        static_cast<void>(bench.addBox(recording, where));
    }
    return outcome;
}

Result<int> takeBack(Bench& bench, const std::vector<LabelEvent>& added, const std::string& reviewer)
{
    std::vector<LabelEvent> undos;
    for (const LabelEvent& one : added) {
        const SampleRow* const row = bench.store().get(one.subject);
        if (row == nullptr || !row->label || row->label->label.eventId != one.id) {
            continue;  // somebody judged or moved it since
        }
        LabelEvent undo;
        undo.subject = one.subject;
        undo.extent = one.extent;
        undo.task = one.task;
        undo.previousClassId = one.classId;
        undo.action = LabelAction::Undo;
        undo.undoes = one.id;
        undo.reviewer = reviewer;
        undos.push_back(std::move(undo));
    }
    if (undos.empty()) {
        return 0;
    }
    const auto stored = bench.workspace()->append(std::move(undos));
    if (!stored) {
        return tl::unexpected(stored.error());
    }
    std::map<std::string, Extent> touched;
    for (const LabelEvent& event : *stored) {
        touched.emplace(event.subject.recording, event.extent);
    }
    // A box drawn and given up: the bench reads the labels of its recording anew.
    for (const auto& [recording, where] : touched) {
        if (const auto drawn = bench.addBox(recording, where)) {
            static_cast<void>(bench.removeBox(*drawn, reviewer));
        }
    }
    return static_cast<int>(stored->size());
}

bool looksLikeLabelTable(const std::filesystem::path& file)
{
    Result<std::string> head = readFileHead(file, headBytes);
    if (!head || formats::looksBinary(*head)) {
        return false;
    }
    if (head->size() == headBytes) {
        head->resize(head->rfind('\n') + 1);  // the last line is cut
    }
    const auto table = formats::parseSelectionTable(std::move(*head));
    return table || table.error().code == ErrorCode::Corrupt;
}

Result<ImportedTable> readLabelTable(const std::filesystem::path& table, const std::vector<OpenSound>& sounds)
{
    const Result<formats::SelectionTable> read = formats::readSelectionTable(table);
    if (!read) {
        return tl::unexpected(read.error());
    }
    ImportedTable imported;
    const auto skip = [&](const QString& why, std::int64_t line) {
        imported.skipped.push_back({ErrorCode::Corrupt, why.toStdString(), {utf8(table), line, {}}});
    };
    for (const Finding& finding : read->findings) {
        imported.skipped.push_back({ErrorCode::Corrupt, finding.message, finding.where});
    }
    for (const formats::SelectionBox& row : read->boxes) {
        const std::optional<std::size_t> sound = soundOf(row.file, table, sounds);
        const hydrophone::LabelWords words = hydrophone::wordsOf(row);
        if (!sound) {
            ++imported.elsewhere[row.file.empty() ? utf8(table.filename()) : row.file];
        } else if (words.state == hydrophone::RowState::Event) {
            ++imported.events;
        } else if (words.label.empty()) {
            skip(QCoreApplication::translate("SoundImport", "the row has no label"), row.line);
        } else if (row.seconds.length() <= 0) {
            skip(QCoreApplication::translate("SoundImport", "the label is a moment, not a stretch"), row.line);
        } else if (row.seconds.end > sounds[*sound].seconds + tolerance ||
                   row.seconds.begin >= sounds[*sound].seconds) {
            skip(QCoreApplication::translate("SoundImport", "the label ends after the recording does"), row.line);
        } else {
            BoxToImport box;
            box.recording = sounds[*sound].id;
            box.where = {row.seconds, row.hertz, row.channel};
            box.classText = words.label;
            box.where.seconds->end = std::min(row.seconds.end, sounds[*sound].seconds);
            setCertainty(box, words.state);
            imported.boxes.push_back(std::move(box));
        }
    }
    return imported;
}

}  // namespace sightline::ui
