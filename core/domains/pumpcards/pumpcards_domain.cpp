#include "core/domains/pumpcards/pumpcards_domain.h"

#include <algorithm>

#include "core/domains/pumpcards/card.h"
#include "core/domains/pumpcards/cleaning.h"
#include "core/domains/pumpcards/conditions.h"
#include "core/domains/pumpcards/metrics.h"
#include "core/domains/pumpcards/picture.h"
#include "core/domains/pumpcards/readers.h"
#include "core/domains/pumpcards/simulator.h"
#include "core/dsp/closed_curve.h"

namespace sightline::pumpcards {

namespace {

constexpr const char* conditionTask = "condition";

bool concerns(const Label& label, const Sample& sample, const std::string& task)
{
    const bool thisCard = label.subject.sample == sample.key.sample || label.subject.sample.empty();
    return thisCard && label.subject.recording == sample.key.recording && label.task == task && label.extent.whole();
}

class PumpcardsDomain final : public domains::Domain {
public:
    PumpcardsDomain() : m_readers(cardReaders()) {}

    [[nodiscard]] std::string id() const override { return "pumpcards"; }
    [[nodiscard]] std::string title() const override { return "Pump cards"; }
    [[nodiscard]] std::string sampleNoun() const override { return "card"; }
    [[nodiscard]] std::vector<std::string> filePatterns() const override
    {
        return {"*.dyn", "*.csv", "*.txt", "*.ts", "*.json", "*.xlsx", "*.sql", "*.dat"};
    }
    [[nodiscard]] std::vector<domains::Task> tasks() const override { return {{conditionTask, "Condition", false}}; }
    [[nodiscard]] const std::vector<std::unique_ptr<domains::Reader>>& readers() const override { return m_readers; }

    [[nodiscard]] Result<SampleList> samples(const domains::Recording& recording,
                                             const ImageRecipe& /*recipe*/) const override
    {
        const auto* cards = dynamic_cast<const CardRecording*>(&recording);
        if (cards == nullptr) {
            return fail(ErrorCode::Invalid, "This recording holds no pump cards.");
        }
        std::vector<Sample> list(cards->cards().size());
        for (std::size_t i = 0; i < list.size(); ++i) {
            const Card& card = cards->cards()[i];
            list[i].key = {recording.info().id, card.id};
            list[i].index = i;
            list[i].ownLabel = card.label;
            list[i].group = card.well.empty() ? recording.info().source : card.well;
            list[i].contentHash = contentHash(card);
            list[i].findings = card.findings;
        }
        return list;
    }

    [[nodiscard]] ImageRecipe defaultRecipe(const std::string& /*task*/) const override { return strokesRecipe(); }
    [[nodiscard]] std::vector<std::string> scalarNames(const ImageRecipe& recipe) const override
    {
        return pumpcards::scalarNames(recipe);
    }
    [[nodiscard]] std::string scalarTitle(const std::string& name) const override
    {
        return pumpcards::scalarTitle(name);
    }
    [[nodiscard]] Result<domains::Picture> picture(const domains::Recording& recording, const Sample& sample,
                                                   const ImageRecipe& recipe) const override
    {
        return cardOf(recording, sample).and_then([&](const Card* card) -> Result<domains::Picture> {
            return prepare(*card, recipe).map([&](const Stroke& stroke) {
                return domains::Picture{draw(stroke, recipe), card->findings};
            });
        });
    }
    [[nodiscard]] Result<Example> augmented(const domains::Recording& recording, const Sample& sample,
                                            const ImageRecipe& recipe, double strength, Rng& rng) const override
    {
        return cardOf(recording, sample).and_then([&](const Card* card) -> Result<Example> {
            return prepare(*card, recipe).map([&](const Stroke& stroke) {
                return drawAugmented(stroke, recipe, strength, rng);
            });
        });
    }
    [[nodiscard]] std::string inputKind(const domains::Recording& recording, const Sample& sample) const override
    {
        const Result<const Card*> card = cardOf(recording, sample);
        if (!card) {
            return "";
        }
        const bool surface = (*card)->kind == CardKind::Surface || (*card)->kind == CardKind::Predicted;
        return surface ? "surface card" : "pump card";
    }

    [[nodiscard]] Result<std::vector<domains::Measure>> measures(const domains::Recording& recording,
                                                                 const Sample& sample) const override
    {
        return cardOf(recording, sample).map([](const Card* card) { return measuresOf(*card); });
    }

    [[nodiscard]] std::vector<SignalClass> classes(const std::string& /*task*/) const override { return conditions(); }
    [[nodiscard]] std::string caution(const Verdict& verdict) const override { return cautionFor(verdict); }

    [[nodiscard]] domains::TrainingDefaults trainingDefaults(const std::string& /*task*/) const override
    {
        return {.architecture = "signalnet-s",
                .members = 3,
                .forestShare = 0.4,
                .epochs = 30,
                .batch = 32,
                .learningRate = 3e-3,
                .weightDecay = 0.05,
                .labelSmoothing = 0.1,
                .augmentStrength = 0.5};
    }
    [[nodiscard]] std::optional<std::string> targetOf(const Sample& sample, const std::vector<Label>& labels,
                                                      const std::string& task) const override
    {
        const Label* found = nullptr;
        for (const Label& label : labels) {
            // A label of this very card beats one of the whole file.
            if (concerns(label, sample, task) && (found == nullptr || !label.subject.sample.empty())) {
                found = &label;
            }
        }
        const bool usable = found != nullptr && found->certainty == Certainty::Sure && !found->classId.empty() &&
                            !isState(found->classId);
        return usable ? std::optional(found->classId) : std::nullopt;
    }
    [[nodiscard]] Result<domains::TwinSignature> twinSignature(const domains::Recording& recording,
                                                               const Sample& sample) const override
    {
        return cardOf(recording, sample).map([](const Card* card) {
            constexpr std::size_t shapePoints = 64;
            std::vector<double> position;
            std::vector<double> load;
            for (const CardPoint& point : card->points) {
                position.push_back(point.positionMetre);
                load.push_back(point.loadNewton);
            }
            const std::vector<double> x = dsp::resampledClosed(spanScaled(position), shapePoints);
            const std::vector<double> y = dsp::resampledClosed(spanScaled(load), shapePoints);
            domains::TwinSignature signature;
            signature.shape.assign(x.begin(), x.end());
            signature.shape.insert(signature.shape.end(), y.begin(), y.end());
            const CardMetrics metrics = metricsOf(card->points);
            // A lowest load around zero differs by many per cent for nothing: 0.5 kN of it is zero.
            constexpr double leastLoadNewton = 500;
            signature.magnitudes = {static_cast<float>(std::max(metrics.peakLoadNewton, leastLoadNewton)),
                                    static_cast<float>(std::max(metrics.minimumLoadNewton, leastLoadNewton)),
                                    static_cast<float>(metrics.strokeMetre)};
            return signature;
        });
    }

    [[nodiscard]] std::vector<Verdict> combine(const std::vector<std::pair<Sample, Verdict>>& windows) const override
    {
        std::vector<Verdict> verdicts;
        verdicts.reserve(windows.size());
        for (const auto& [sample, verdict] : windows) {
            verdicts.push_back(verdict);
        }
        return verdicts;
    }

    [[nodiscard]] Result<void> simulate(std::size_t count, std::uint64_t seed, const std::filesystem::path& out,
                                        Progress& progress) const override
    {
        return simulateFile(count, seed, out, progress);
    }

private:
    std::vector<std::unique_ptr<domains::Reader>> m_readers;
};

}  // namespace

std::unique_ptr<domains::Domain> makePumpcardsDomain()
{
    return std::make_unique<PumpcardsDomain>();
}

}  // namespace sightline::pumpcards
