#include "core/domains/hydrophone/hydrophone_domain.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/domains/hydrophone/boxes.h"
#include "core/domains/hydrophone/label_words.h"
#include "core/domains/hydrophone/simulator.h"
#include "core/domains/hydrophone/sound_measures.h"
#include "core/domains/hydrophone/sound_reader.h"
#include "core/domains/hydrophone/sound_recording.h"
#include "core/domains/hydrophone/training_windows.h"
#include "core/domains/measure.h"
#include "core/formats/selection_table.h"

namespace sightline::hydrophone {

namespace {

using domains::Measure;
using domains::measured;

constexpr const char* callsTask = "calls";
constexpr const char* upcallClass = "upcall";
/// Windows of background one recording gives: an hour of them, or as many from longer ones.
constexpr std::size_t mostBackground = 1800;
/// What stands for a source where there is only one recording.
constexpr double blockSeconds = 60;

Result<const SoundRecording*> soundOf(const domains::Recording& recording)
{
    const auto* sound = dynamic_cast<const SoundRecording*>(&recording);
    if (sound == nullptr) {
        return fail(ErrorCode::Invalid, "This recording holds no sound.");
    }
    return sound;
}

/// The window a sample is, or the one in its middle; Invalid where nobody can listen to it.
Result<WindowPlace> placeOf(const SoundRecording& sound, const Sample& sample, const ImageRecipe& recipe)
{
    const auto kept = sound.grid(recipe);
    if (!kept) {
        return tl::unexpected(kept.error());
    }
    const std::shared_ptr<const WindowGrid>& grid = *kept;
    if (sample.index < grid->count() && nameOf(grid->seconds(sample.index)) == sample.key.sample) {
        return grid->place(sample.index);
    }
    // An event or a box: its picture is that of the window around its middle.
    const bool isBox = sample.extent.seconds && nameOf(*sample.extent.seconds) == sample.key.sample;
    const auto middle = isBox ? grid->nearest(sample.extent.seconds->middle()) : std::nullopt;
    if (!middle) {
        return fail(ErrorCode::Invalid, "there is no window " + sample.key.sample + " in this recording");
    }
    return grid->place(*middle);
}

SignalClass upcall()
{
    SignalClass one;
    one.id = upcallClass;
    one.name = "Up-call";
    one.colour = 0xE69F00;
    one.meaning = "A right whale's contact call: it rises from 60-100 Hz to 140-250 Hz within about a second.";
    one.action = "Listen to it; a single up-call is enough to report the whale's presence.";
    one.aliases = {"up call", "upcalls", "narw", "riwh", "right whale"};
    one.caution = "Humpback song has rising units like it: look at what comes before and after.";
    return one;
}

SignalClass background()
{
    SignalClass one;
    one.id = backgroundClass;
    one.name = "Background";
    one.colour = 0x7F7F7F;
    one.meaning = "No call: sea, ships, the recorder itself, other animals.";
    one.aliases = {"noise", "negative", "no call"};
    return one;
}

domains::LabelTable boxesOf(const formats::SelectionTable& table)
{
    domains::LabelTable result;
    for (const formats::SelectionBox& box : table.boxes) {
        const LabelWords words = wordsOf(box);
        result.boxes.push_back(
            {{box.seconds, box.hertz, box.channel}, words.label, words.state == RowState::Sure, box.file, box.line});
    }
    result.findings = table.findings;
    return result;
}

class HydrophoneDomain final : public domains::Domain {
public:
    HydrophoneDomain() { m_readers.push_back(makeSoundReader()); }

    [[nodiscard]] std::string id() const override { return "hydrophone"; }
    [[nodiscard]] std::string title() const override { return "Hydrophone recordings"; }
    [[nodiscard]] std::string sampleNoun() const override { return "window"; }
    [[nodiscard]] std::vector<std::string> filePatterns() const override
    {
        return {"*.wav", "*.flac", "*.aif", "*.aiff", "*.w64", "*.rf64", "*.ogg", "*.mp3"};
    }
    [[nodiscard]] std::vector<domains::Task> tasks() const override { return {{callsTask, "Which call is it", true}}; }
    [[nodiscard]] const std::vector<std::unique_ptr<domains::Reader>>& readers() const override { return m_readers; }

    [[nodiscard]] Result<SampleList> samples(const domains::Recording& recording,
                                             const ImageRecipe& recipe) const override
    {
        const auto sound = soundOf(recording);
        if (!sound) {
            return tl::unexpected(sound.error());
        }
        return windowsOf(**sound, recipe);
    }
    [[nodiscard]] ImageRecipe defaultRecipe(const std::string& /*task*/) const override { return upcallRecipe(); }
    [[nodiscard]] std::vector<std::string> scalarNames(const ImageRecipe& /*recipe*/) const override { return {}; }
    [[nodiscard]] Result<domains::Picture> picture(const domains::Recording& recording, const Sample& sample,
                                                   const ImageRecipe& recipe) const override
    {
        const auto sound = soundOf(recording);
        if (!sound) {
            return tl::unexpected(sound.error());
        }
        const auto place = placeOf(**sound, sample, recipe);
        if (!place) {
            return tl::unexpected(place.error());
        }
        NoProgress progress;
        Result<Example> example = windowExample(**sound, *place, recipe, progress);
        if (!example) {
            return tl::unexpected(example.error());
        }
        return domains::Picture{std::move(*example), {}};
    }
    [[nodiscard]] Result<Example> augmented(const domains::Recording& recording, const Sample& sample,
                                            const ImageRecipe& recipe, double strength, Rng& rng) const override
    {
        return augmentedAs(backgroundClass, recording, sample, recipe, strength, {}, rng);
    }
    [[nodiscard]] Result<Example> augmentedAs(const std::string& classId, const domains::Recording& recording,
                                              const Sample& sample, const ImageRecipe& recipe, double strength,
                                              const domains::Backdrop& backdrop, Rng& rng) const override
    {
        if (!(strength > 0)) {
            return picture(recording, sample, recipe).map([](domains::Picture one) { return std::move(one.example); });
        }
        const auto sound = soundOf(recording);
        const bool elsewhere = backdrop.recording != nullptr;
        const auto behind = soundOf(elsewhere ? *backdrop.recording : recording);
        if (!sound || !behind) {
            return tl::unexpected(sound ? behind.error() : sound.error());
        }
        const auto place = placeOf(**sound, sample, recipe);
        const auto behindPlace = placeOf(**behind, elsewhere ? backdrop.sample : sample, recipe);
        if (!place || !behindPlace) {
            return tl::unexpected(place ? behindPlace.error() : place.error());
        }
        NoProgress progress;
        return variedWindow({*sound, *place}, {*behind, *behindPlace}, variantOf(classId), recipe, strength, rng,
                            progress);
    }
    [[nodiscard]] std::string backdropClass(const std::string& /*task*/) const override { return backgroundClass; }
    [[nodiscard]] std::string inputKind(const domains::Recording& /*recording*/,
                                        const Sample& /*sample*/) const override
    {
        return "";
    }

    [[nodiscard]] Result<std::vector<Measure>> measures(const domains::Recording& recording,
                                                        const Sample& sample) const override
    {
        using Quantity = Measure::Quantity;
        const auto sound = soundOf(recording);
        if (!sound) {
            return tl::unexpected(sound.error());
        }
        NoProgress progress;
        const Interval seconds = sample.extent.seconds.value_or(Interval{0, (*sound)->seconds()});
        const Result<SoundMeasures> measures =
            measuresOf(*(*sound)->file(), (*sound)->channel(), seconds, sample.extent.hertz, progress);
        return measures.map([&](const SoundMeasures& found) {
            std::optional<double> low;
            std::optional<double> width;
            if (found.bandHertz) {
                low = found.bandHertz->begin;
                width = found.bandHertz->length();
            }
            return std::vector<Measure>{
                measured("duration", "Duration", Quantity::Duration, seconds.length()),
                measured("peak_frequency", "Peak frequency (Hz)", Quantity::Count, found.peakHertz, "silence"),
                measured("low_frequency", "Lower edge (Hz)", Quantity::Count, low, "silence"),
                measured("bandwidth", "Bandwidth, 90 % (Hz)", Quantity::Count, width, "silence"),
                measured("level", "Level (AES17)", Quantity::Level, found.levelDecibel)};
        });
    }

    [[nodiscard]] std::vector<SignalClass> classes(const std::string& /*task*/) const override
    {
        return {upcall(), background()};
    }
    [[nodiscard]] std::string caution(const Verdict& verdict) const override
    {
        return verdict.bestClass() == upcallClass ? upcall().caution : std::string();
    }

    [[nodiscard]] domains::TrainingDefaults trainingDefaults(const std::string& /*task*/) const override
    {
        return {.architecture = "sweepnet-s",
                .members = 3,
                .linearShare = 0.5,
                .combination = "logits",
                .epochs = 8,
                .batch = 64,
                .learningRate = 2e-3,
                .weightDecay = 1e-2,
                .labelSmoothing = 0,
                .augmentStrength = 1,
                .oneCycle = true,
                .drawsPerClass = 2000};
    }
    [[nodiscard]] std::optional<std::string> targetOf(const Sample& sample, const std::vector<Label>& labels,
                                                      const std::string& task) const override
    {
        if (!sample.extent.seconds) {
            return std::nullopt;
        }
        std::vector<Label> ofTask;
        std::copy_if(labels.begin(), labels.end(), std::back_inserter(ofTask), [&](const Label& label) {
            return label.task == task && label.subject.recording == sample.key.recording;
        });
        return classOfWindow(*sample.extent.seconds, ofTask);
    }
    [[nodiscard]] std::string sourceOf(const domains::Recording& recording, const Sample& sample,
                                       const std::string& /*task*/, const std::string& given) const override
    {
        const RecordingInfo& info = recording.info();
        return !given.empty()          ? given
               : !sample.group.empty() ? sample.group
               : !info.source.empty()  ? info.source
                                       : info.id;
    }
    [[nodiscard]] std::string blockOf(const Sample& sample) const override
    {
        const double begin = sample.extent.seconds ? sample.extent.seconds->begin : 0;
        return sample.key.recording + "/" + std::to_string(static_cast<long long>(begin / blockSeconds));
    }
    [[nodiscard]] Result<domains::TwinSignature> twinSignature(const domains::Recording& /*recording*/,
                                                               const Sample& /*sample*/) const override
    {
        return domains::TwinSignature{};
    }

    [[nodiscard]] std::optional<domains::ScanRule> scanRule(const std::string& task) const override
    {
        const ImageRecipe recipe = defaultRecipe(task);
        return domains::ScanRule{.background = backgroundClass,
                                 .smoothSteps = 6,
                                 .separationSeconds = 1.5,
                                 .marginSeconds = 0.5,
                                 .hertz = Interval{recipe.value("low", 0), recipe.value("high", 0)}};
    }
    [[nodiscard]] Result<std::vector<domains::LabelledPlace>> labelledPlaces(const domains::Recording& recording,
                                                                             const SampleList& samples,
                                                                             const std::vector<Label>& labels,
                                                                             const std::string& task,
                                                                             Progress& progress) const override
    {
        const auto sound = soundOf(recording);
        if (!sound) {
            return tl::unexpected(sound.error());
        }
        const ImageRecipe recipe = defaultRecipe(task);
        const auto kept = (*sound)->grid(recipe);
        if (!kept) {
            return tl::unexpected(kept.error());
        }
        const std::shared_ptr<const WindowGrid>& grid = *kept;
        if (samples.size() != grid->count()) {
            return std::vector<domains::LabelledPlace>();  // nobody can listen to it
        }
        return placesOf(
            *grid, labels, (*sound)->seconds(), mostBackground,
            [&](const Interval& box, Progress& inner) { return callWithin(**sound, *grid, recipe, box, inner); },
            progress);
    }
    [[nodiscard]] Result<domains::LabelTable> labelTable(const std::filesystem::path& path,
                                                         const std::string& labelColumn) const override
    {
        return formats::readSelectionTable(path, labelColumn).map(boxesOf);
    }
    [[nodiscard]] std::optional<std::size_t> recordingOfTable(
        const std::filesystem::path& table, const std::vector<std::filesystem::path>& recordings) const override
    {
        return formats::soundOfTable(table, recordings);
    }
    [[nodiscard]] std::optional<Extent> extentNamed(const std::string& sample) const override
    {
        const std::optional<Interval> seconds = secondsNamed(sample);
        return seconds ? std::optional(Extent{*seconds, std::nullopt, std::nullopt}) : std::nullopt;
    }
    [[nodiscard]] std::vector<Verdict> combine(const std::vector<std::pair<Sample, Verdict>>& windows) const override
    {
        std::vector<Verdict> verdicts;
        for (const auto& window : windows) {
            verdicts.push_back(window.second);
        }
        return verdicts;
    }
    [[nodiscard]] Result<void> simulate(std::size_t count, std::uint64_t seed, const std::filesystem::path& out,
                                        Progress& progress) const override
    {
        return simulateSound(count, seed, out, progress);
    }

private:
    static Variant variantOf(const std::string& classId)
    {
        return classId == upcallClass       ? Variant::Upcall
               : classId == backgroundClass ? Variant::Background
                                            : Variant::Other;
    }
    std::vector<std::unique_ptr<domains::Reader>> m_readers;
};

}  // namespace

std::unique_ptr<domains::Domain> makeHydrophoneDomain()
{
    return std::make_unique<HydrophoneDomain>();
}

}  // namespace sightline::hydrophone
