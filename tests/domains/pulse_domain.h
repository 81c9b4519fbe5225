// A fourth kind of signal, as small as one can be and yet whole: a finger's pulse over two seconds, slow or fast. It
// exists in the tests alone: what no room but this file knows must still be read, drawn, judged, labelled and learnt.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/domains/domain.h"
#include "tests/domains/pulse_recording.h"

namespace sightline::testing {

class PulseDomain final : public domains::Domain {
public:
    PulseDomain() { m_readers.push_back(std::make_unique<PulseReader>()); }

    [[nodiscard]] std::string id() const override { return "pulse"; }
    [[nodiscard]] std::string title() const override { return "Pulse"; }
    [[nodiscard]] std::string sampleNoun() const override { return "pulse"; }
    [[nodiscard]] std::vector<std::string> filePatterns() const override { return {"*.pulse"}; }
    [[nodiscard]] std::vector<domains::Task> tasks() const override { return {{"pace", "Pace", false}}; }
    [[nodiscard]] const std::vector<std::unique_ptr<domains::Reader>>& readers() const override { return m_readers; }

    [[nodiscard]] Result<SampleList> samples(const domains::Recording& recording,
                                             const ImageRecipe& /*recipe*/) const override
    {
        std::vector<Sample> list;
        for (const Pulse& pulse : pulsesOf(recording)) {
            Sample sample;
            sample.key = {recording.info().id, pulse.id};
            sample.index = list.size();
            sample.ownLabel = pulse.label;
            sample.group = pulse.person;
            std::string content;
            for (const double level : pulse.levels) {
                content += formatNumber(level) + " ";
            }
            sample.contentHash = sha256(content).substr(0, 32);
            list.push_back(std::move(sample));
        }
        return list;
    }

    [[nodiscard]] ImageRecipe defaultRecipe(const std::string& /*task*/) const override
    {
        return {"pulse-bars-1", {{"height", 16}}};
    }
    [[nodiscard]] std::vector<std::string> scalarNames(const ImageRecipe& /*recipe*/) const override
    {
        return {"mean_level"};
    }
    [[nodiscard]] Result<domains::Picture> picture(const domains::Recording& recording, const Sample& sample,
                                                   const ImageRecipe& recipe) const override
    {
        const auto pulse = pulseOf(recording, sample);
        if (!pulse) {
            return tl::unexpected(pulse.error());
        }
        return domains::Picture{drawn((*pulse)->levels, recipe), sample.findings};
    }
    [[nodiscard]] Result<Example> augmented(const domains::Recording& recording, const Sample& sample,
                                            const ImageRecipe& recipe, double strength, Rng& rng) const override
    {
        const auto pulse = pulseOf(recording, sample);
        if (!pulse) {
            return tl::unexpected(pulse.error());
        }
        std::vector<double> levels = (*pulse)->levels;
        for (double& level : levels) {
            level = std::clamp(level + 0.05 * strength * rng.normal(), 0.0, 1.0);
        }
        return drawn(levels, recipe);
    }
    [[nodiscard]] std::string inputKind(const domains::Recording& /*recording*/,
                                        const Sample& /*sample*/) const override
    {
        return {};
    }
    [[nodiscard]] Result<std::vector<domains::Measure>> measures(const domains::Recording& recording,
                                                                 const Sample& sample) const override
    {
        const auto pulse = pulseOf(recording, sample);
        if (!pulse) {
            return tl::unexpected(pulse.error());
        }
        int rises = 0;
        for (std::size_t i = 1; i < pulseLevels; ++i) {
            rises += (*pulse)->levels[i - 1] < 0.5 && (*pulse)->levels[i] >= 0.5 ? 1 : 0;
        }
        return std::vector<domains::Measure>{
            {"beats", "Beats", domains::Measure::Quantity::Count, static_cast<double>(rises), "computed", ""}};
    }
    [[nodiscard]] std::vector<SignalClass> classes(const std::string& /*task*/) const override
    {
        SignalClass slow;
        slow.id = "slow";
        slow.name = "Slow";
        slow.aliases = {"CALM"};
        slow.colour = 0x0072B2;
        SignalClass fast;
        fast.id = "fast";
        fast.name = "Fast";
        fast.colour = 0xD55E00;
        return {slow, fast};
    }
    [[nodiscard]] std::string caution(const Verdict& /*verdict*/) const override { return {}; }
    [[nodiscard]] domains::TrainingDefaults trainingDefaults(const std::string& /*task*/) const override
    {
        return {.architecture = "signalnet-s", .members = 1, .epochs = 12, .batch = 16};
    }
    [[nodiscard]] std::optional<std::string> targetOf(const Sample& sample, const std::vector<Label>& labels,
                                                      const std::string& task) const override
    {
        for (const Label& label : labels) {
            if (label.task == task && label.subject == sample.key && label.certainty == Certainty::Sure) {
                return label.classId;
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] Result<domains::TwinSignature> twinSignature(const domains::Recording& recording,
                                                               const Sample& sample) const override
    {
        const auto pulse = pulseOf(recording, sample);
        if (!pulse) {
            return tl::unexpected(pulse.error());
        }
        return domains::TwinSignature{{(*pulse)->levels.begin(), (*pulse)->levels.end()}, {1.0F}};
    }
    [[nodiscard]] std::vector<Verdict> combine(const std::vector<std::pair<Sample, Verdict>>& windows) const override
    {
        std::vector<Verdict> verdicts;
        for (const auto& [sample, verdict] : windows) {
            verdicts.push_back(verdict);
        }
        return verdicts;
    }
    /// Slow and fast in turn, four pulses a person.
    [[nodiscard]] Result<void> simulate(std::size_t count, std::uint64_t seed, const std::filesystem::path& out,
                                        Progress& progress) const override
    {
        Rng rng(seed);
        std::string text = "pulse 1\n";
        for (std::size_t i = 0; i < count; ++i) {
            if (progress.cancelled()) {
                return fail(ErrorCode::Cancelled, "simulating was stopped");
            }
            const bool fast = i % 2 == 1;
            const double beats = (fast ? 5 : 2) + 0.3 * rng.normal();
            const double phase = rng.uniform() * 2 * std::numbers::pi;
            text += "p" + std::to_string(i) + (fast ? " fast" : " slow") + " person" + std::to_string(i / 4);
            for (std::size_t k = 0; k < pulseLevels; ++k) {
                const double angle =
                    phase + 2 * std::numbers::pi * beats * static_cast<double>(k) / static_cast<double>(pulseLevels);
                const double level = 0.5 + 0.35 * std::sin(angle) + 0.04 * rng.normal();
                text += " " + formatNumber(std::round(1000 * std::clamp(level, 0.0, 1.0)) / 1000);
            }
            text += "\n";
            progress.report(static_cast<double>(i + 1) / static_cast<double>(count), "simulating");
        }
        return writeFileAtomically(out, text);
    }

private:
    static const std::vector<Pulse>& pulsesOf(const domains::Recording& recording)
    {
        static const std::vector<Pulse> none;
        const auto* own = dynamic_cast<const PulseRecording*>(&recording);
        return own == nullptr ? none : own->pulses();
    }
    static Result<const Pulse*> pulseOf(const domains::Recording& recording, const Sample& sample)
    {
        const std::vector<Pulse>& pulses = pulsesOf(recording);
        if (sample.index >= pulses.size() || pulses[sample.index].id != sample.key.sample) {
            return fail(ErrorCode::NotFound, "there is no pulse " + sample.key.sample);
        }
        return &pulses[sample.index];
    }
    /// A bar a level, standing on the ground.
    static Example drawn(const std::vector<double>& levels, const ImageRecipe& recipe)
    {
        const int height = static_cast<int>(recipe.value("height", 16));
        Example example;
        example.image = SignalImage(1, height, static_cast<int>(pulseLevels));
        double sum = 0;
        for (std::size_t x = 0; x < levels.size(); ++x) {
            sum += levels[x];
            for (int y = 0; y < height; ++y) {
                const double filled = levels[x] * height - (height - 1 - y);
                example.image.pixels[static_cast<std::size_t>(y) * pulseLevels + x] =
                    static_cast<float>(std::clamp(filled, 0.0, 1.0));
            }
        }
        example.scalars = {static_cast<float>(sum / static_cast<double>(pulseLevels))};
        return example;
    }

    std::vector<std::unique_ptr<domains::Reader>> m_readers;
};

}  // namespace sightline::testing
