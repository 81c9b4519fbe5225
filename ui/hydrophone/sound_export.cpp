#include "ui/hydrophone/sound_export.h"

#include <algorithm>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/hydrophone/label_words.h"
#include "core/domains/hydrophone/sound_recording.h"
#include "core/formats/sound_time.h"

namespace sightline::ui {

namespace {

constexpr const char* labelColumn = "Species";
constexpr const char* confidenceColumn = "Confidence";
constexpr const char* probabilityColumn = "Probability";

using hydrophone::RowState;

const hydrophone::SoundRecording* soundOf(const SampleRow& row)
{
    return dynamic_cast<const hydrophone::SoundRecording*>(row.recording->recording.get());
}

/// "" where nothing is to be written of it.
std::string classOf(const Label& label)
{
    switch (label.certainty) {
        case Certainty::Sure: return label.classId;
        case Certainty::Unsure: return label.classId.empty() ? "unsure" : label.classId;
        case Certainty::BadData: return "masked";
        case Certainty::Skip: break;
    }
    return {};
}

bool isWanted(const SampleRow& row, ExportedBoxes which)
{
    if (row.index == 0 || !row.sample().extent.seconds) {
        return false;  // all of a recording is no box
    }
    if (row.label) {
        return which != ExportedBoxes::Events && !classOf(row.label->label).empty();
    }
    return which != ExportedBoxes::Labels && row.verdict && !row.verdict->rejected;
}

formats::SelectionBox boxOf(const SampleRow& row, const Listener& listener)
{
    const Extent& extent = row.sample().extent;
    formats::SelectionBox box;
    box.seconds = *extent.seconds;
    box.hertz = extent.hertz;
    const hydrophone::SoundRecording* const sound = soundOf(row);
    const int heard = sound != nullptr ? sound->channel().channel : 0;
    box.channel = extent.channel.value_or(std::max(heard, 0));
    box.file = utf8(row.recording->recording->info().path.filename());
    RowState state = RowState::Event;
    std::string probability;
    std::string origin;
    if (row.label) {
        box.label = classOf(row.label->label);
        state = row.label->label.certainty == Certainty::Sure ? RowState::Sure : RowState::Possible;
        origin = row.label->reviewer;
    } else {
        const LoadedModelRef& model = listener.model();
        const bool background =
            model && model->info.detection && row.verdict->bestClass() == model->info.detection->background;
        box.label = background ? row.verdict->secondClass() : row.verdict->bestClass();
        probability = formatFixed(background ? row.verdict->secondProbability() : row.verdict->bestProbability(), 4);
        origin = row.verdict->modelId;
    }
    box.further = {{confidenceColumn, hydrophone::confidenceText(state)}, {"Origin", origin}};
    if (!probability.empty()) {
        box.further.emplace_back(probabilityColumn, probability);
    }
    if (const auto at = sound != nullptr ? sound->dateTimeAt(box.seconds.begin) : std::nullopt) {
        box.further.emplace_back("Begin Date Time", formats::civilText(*at));
    }
    return box;
}

formats::SelectionTable emptyTable()
{
    formats::SelectionTable table;
    table.columns = {labelColumn, confidenceColumn, probabilityColumn, "Origin"};
    table.labelColumn = labelColumn;
    return table;
}

void addBoxes(Bench& bench, const std::string& recording, ExportedBoxes which, formats::SelectionTable& table)
{
    const SampleStore& store = bench.store();
    for (int i = 0; i < store.size(); ++i) {
        if (store.row(i).key().recording == recording && isWanted(store.row(i), which)) {
            table.boxes.push_back(boxOf(store.row(i), *bench.listener()));
        }
    }
}

/// Names of files in the order they were opened, with their lengths; none for a single one, whose times are its own.
formats::FileSeconds lengthsOf(Bench& bench)
{
    formats::FileSeconds lengths;
    for (const RecordingRef& open : bench.store().recordings()) {
        if (const auto* sound = dynamic_cast<const hydrophone::SoundRecording*>(open->recording.get())) {
            lengths.emplace_back(utf8(open->recording->info().path.filename()), sound->seconds());
        }
    }
    return lengths.size() > 1 ? lengths : formats::FileSeconds();
}

}  // namespace

formats::SelectionTable exportedBoxes(Bench& bench, const std::string& recording, ExportedBoxes which)
{
    formats::SelectionTable table = emptyTable();
    addBoxes(bench, recording, which, table);
    return table;
}

formats::SelectionTable exportedBoxes(Bench& bench, ExportedBoxes which)
{
    formats::SelectionTable table = emptyTable();
    for (const RecordingRef& open : bench.store().recordings()) {
        addBoxes(bench, open->recording->info().id, which, table);
    }
    return table;
}

Result<void> exportRaven(Bench& bench, ExportedBoxes which, const std::filesystem::path& file)
{
    return formats::writeRaven(file, exportedBoxes(bench, which), lengthsOf(bench));
}

Result<void> exportAudacity(Bench& bench, const std::string& recording, const std::filesystem::path& file)
{
    formats::SelectionTable table = exportedBoxes(bench, recording, ExportedBoxes::LabelsAndEvents);
    for (formats::SelectionBox& box : table.boxes) {
        const auto probability = std::find_if(box.further.begin(), box.further.end(),
                                              [](const auto& cell) { return cell.first == probabilityColumn; });
        box.label = hydrophone::labelText(hydrophone::wordsOf(box),
                                          probability == box.further.end() ? std::string() : probability->second);
    }
    return formats::writeAudacity(file, table.boxes);
}

Result<void> exportEventsCsv(Bench& bench, const std::filesystem::path& file)
{
    return formats::writeSelectionCsv(file, exportedBoxes(bench, ExportedBoxes::Events));
}

}  // namespace sightline::ui
