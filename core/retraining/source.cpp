#include <algorithm>
#include <map>

#include "core/base/random.h"
#include "core/retraining/examples.h"

namespace sightline::retraining {

namespace {

/// Draws from the domain whenever asked: pictures of thousands of samples never sit in memory together. Thread-safe
/// because recordings and domains are.
class GatheredSource final : public learning::ExampleSource {
public:
    GatheredSource(const GatheredExamples& gathered, std::vector<std::size_t> indices, ImageRecipe recipe,
                   double strength)
        : m_gathered(gathered), m_indices(std::move(indices)), m_recipe(std::move(recipe)), m_strength(strength)
    {
        std::map<std::string, std::size_t> classes;
        for (const std::string& id : gathered.dataset.classIds) {
            classes.emplace(id, classes.size());
        }
        for (const std::size_t index : m_indices) {
            const LabelledSample& sample = gathered.dataset.samples[index];
            m_classes.push_back(classes.at(sample.classId));
            if (!gathered.recordings.empty() &&
                sample.classId == gathered.recordings.front().domain->backdropClass(gathered.dataset.task)) {
                m_backdrops.push_back(index);
            }
            m_seeds.push_back(hashText(sample.contentHash.empty() ? std::to_string(index) : sample.contentHash));
        }
    }

    [[nodiscard]] std::size_t count() const override { return m_indices.size(); }
    [[nodiscard]] std::size_t classCount() const override { return m_gathered.dataset.classIds.size(); }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return m_classes[index]; }

    [[nodiscard]] Result<Example> example(std::size_t index) const override
    {
        const diagnosis::OpenedRecording& opened = m_gathered.recordingOf(m_indices[index]);
        Result<domains::Picture> picture =
            opened.domain->picture(*opened.recording, m_gathered.sampleOf(m_indices[index]), m_recipe);
        if (!picture) {
            return tl::unexpected(picture.error());
        }
        return std::move(picture->example);
    }

    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t seed) const override
    {
        const diagnosis::OpenedRecording& opened = m_gathered.recordingOf(m_indices[index]);
        Rng rng(mixSeed(seed, m_seeds[index]));
        domains::Backdrop backdrop;
        if (!m_backdrops.empty()) {
            const std::size_t behind = m_backdrops[rng.below(m_backdrops.size())];
            backdrop = {m_gathered.recordingOf(behind).recording.get(), m_gathered.sampleOf(behind)};
        }
        return opened.domain->augmentedAs(m_gathered.dataset.samples[m_indices[index]].classId, *opened.recording,
                                          m_gathered.sampleOf(m_indices[index]), m_recipe, m_strength, backdrop, rng);
    }

private:
    const GatheredExamples& m_gathered;
    std::vector<std::size_t> m_indices;
    std::vector<std::size_t> m_classes;
    std::vector<std::size_t> m_backdrops;  ///< into the dataset
    /// By content, not by place: a sample varies in the same ways when others are added to its set, and what a frozen
    /// network says of its variants can be kept.
    std::vector<std::uint64_t> m_seeds;
    ImageRecipe m_recipe;
    double m_strength;
};

}  // namespace

std::unique_ptr<learning::ExampleSource> makeSource(const GatheredExamples& gathered, std::vector<std::size_t> indices,
                                                    ImageRecipe recipe, double augmentStrength)
{
    return std::make_unique<GatheredSource>(gathered, std::move(indices), std::move(recipe), augmentStrength);
}

GatheredExamples subset(const GatheredExamples& gathered, const std::vector<std::size_t>& indices)
{
    GatheredExamples part;
    part.dataset = gathered.dataset;
    part.dataset.samples.clear();
    part.recordings = gathered.recordings;
    part.labels = gathered.labels;
    part.byBlocks = gathered.byBlocks;
    part.duplicatesRemoved = gathered.duplicatesRemoved;
    part.contradictionsRemoved = gathered.contradictionsRemoved;
    for (const std::size_t index : indices) {
        if (std::find(gathered.rejected.begin(), gathered.rejected.end(), index) != gathered.rejected.end()) {
            part.rejected.push_back(part.dataset.samples.size());
        }
        part.dataset.samples.push_back(gathered.dataset.samples[index]);
        part.places.push_back(gathered.places[index]);
        part.claims.push_back(gathered.claims[index]);
        part.parts.push_back(gathered.parts[index]);
    }
    std::erase_if(part.dataset.classIds, [&](const std::string& id) {
        return std::none_of(part.dataset.samples.begin(), part.dataset.samples.end(),
                            [&](const LabelledSample& sample) { return sample.classId == id; });
    });
    return part;
}

std::string groupedBy(const GatheredExamples& gathered)
{
    const bool known = std::all_of(gathered.dataset.samples.begin(), gathered.dataset.samples.end(),
                                   [](const LabelledSample& sample) { return sample.groupIsKnown; });
    return gathered.byBlocks ? "blocks" : known ? "group" : "twins";
}

}  // namespace sightline::retraining
