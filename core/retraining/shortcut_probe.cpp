#include "core/retraining/shortcut_probe.h"

#include <algorithm>
#include <map>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/learning/calibration.h"
#include "core/learning/forest_member.h"
#include "core/retraining/claims.h"
#include "core/retraining/figures.h"

namespace sightline::retraining {

namespace {

using diagnosis::Diagnosed;
using domains::Shortcut;

constexpr int trees = 100;
constexpr std::size_t rowsPerClass = 600;
constexpr const char* togetherId = "all";

std::size_t indexOf(const std::vector<std::string>& list, const std::string& text)
{
    return static_cast<std::size_t>(std::find(list.begin(), list.end(), text) - list.begin());
}

/// The shortcuts of samples, by their index; nothing for those the gate refuses.
class Numbers {
public:
    Numbers(const GatheredExamples& gathered, const ImageRecipe& recipe) : m_gathered(gathered), m_recipe(recipe) {}

    /// The last of them is all others in a row. Empty: there are none.
    const std::vector<Shortcut>& of(std::size_t sample)
    {
        const auto [place, isNew] = m_known.try_emplace(sample);
        if (isNew && !std::binary_search(m_gathered.rejected.begin(), m_gathered.rejected.end(), sample)) {
            place->second = computed(sample);
        }
        return place->second;
    }

private:
    [[nodiscard]] std::vector<Shortcut> computed(std::size_t sample) const
    {
        const diagnosis::OpenedRecording& opened = m_gathered.recordingOf(sample);
        std::vector<Shortcut> shortcuts =
            opened.domain->shortcuts(*opened.recording, m_gathered.sampleOf(sample), m_recipe);
        if (shortcuts.size() > 1) {
            Shortcut all{togetherId, "", {}};
            for (std::size_t i = 0; i < shortcuts.size(); ++i) {
                all.name += (i == 0 ? "" : i + 1 < shortcuts.size() ? ", " : " and ") + shortcuts[i].id;
                all.numbers.insert(all.numbers.end(), shortcuts[i].numbers.begin(), shortcuts[i].numbers.end());
            }
            all.name += " together";
            shortcuts.push_back(std::move(all));
        }
        return shortcuts;
    }

    const GatheredExamples& m_gathered;
    const ImageRecipe& m_recipe;
    std::map<std::size_t, std::vector<Shortcut>> m_known;
};

struct Table {
    std::vector<std::vector<float>> rows;
    std::vector<std::size_t> classes;
};

/// As many rows of every class, drawn evenly from its samples: whoever has more sessions must not be the likelier one.
Table evenTable(const GatheredExamples& gathered, const std::vector<std::size_t>& learn,
                const std::vector<std::string>& classIds, std::size_t shortcut, Numbers& numbers)
{
    std::map<std::size_t, std::vector<std::size_t>> byClass;
    for (const std::size_t sample : learn) {
        const std::size_t c = indexOf(classIds, gathered.dataset.samples[sample].classId);
        if (c < classIds.size() && shortcut < numbers.of(sample).size()) {
            byClass[c].push_back(sample);
        }
    }
    Table table;
    Rng rng(1);
    for (auto& [c, samples] : byClass) {
        rng.shuffle<std::size_t>(samples);
        for (std::size_t i = 0; i < rowsPerClass; ++i) {
            table.rows.push_back(numbers.of(samples[i % samples.size()])[shortcut].numbers);
            table.classes.push_back(c);
        }
    }
    return table;
}

bool holdsAll(const Table& table, std::size_t classCount)
{
    return table.classes.size() == classCount * rowsPerClass;
}

/// Judges the samples by a forest on one shortcut, and appends what it says of them.
Result<void> judgePart(const Table& table, const std::vector<std::size_t>& samples, std::size_t classCount,
                       std::size_t shortcut, Numbers& numbers, std::vector<std::vector<float>>& answers,
                       Progress& progress)
{
    learning::ForestOptions options;
    options.trees = trees;
    Result<learning::Forest> forest = learning::Forest::grow(table.rows, table.classes, classCount, options, progress);
    if (!forest) {
        return tl::unexpected(forest.error());
    }
    const auto judge = learning::makeForestJudge(std::move(*forest));
    for (const std::size_t sample : samples) {
        const std::vector<Shortcut>& own = numbers.of(sample);
        answers.push_back(shortcut < own.size() ? learning::softmax(judge->logits(own[shortcut].numbers))
                                                : std::vector<float>());
    }
    return {};
}

}  // namespace

const ProbeFigure* ShortcutProbe::best() const
{
    const auto found = std::max_element(judges.begin(), judges.end(), [](const ProbeFigure& a, const ProbeFigure& b) {
        return a.ranking.auc.value < b.ranking.auc.value;
    });
    return found == judges.end() ? nullptr : &*found;
}

std::string ShortcutProbe::words(const learning::Figure& model) const
{
    const ProbeFigure* found = best();
    return found == nullptr ? std::string()
                            : formatFixed(model.value, 3) + ", of which " + formatFixed(found->ranking.auc.value, 3) +
                                  " is reachable from " + found->name;
}

bool ShortcutProbe::warns(const learning::Figure& model) const
{
    const ProbeFigure* found = best();
    return found != nullptr && !(model.low > found->ranking.auc.value);
}

Result<ShortcutProbe> probeShortcuts(const GatheredExamples& gathered, const std::vector<ProbePart>& parts,
                                     const std::vector<std::string>& classIds, const ImageRecipe& recipe,
                                     const RankingOf& rankingOf, Progress& progress)
{
    ShortcutProbe probe;
    Numbers numbers(gathered, recipe);
    std::vector<std::size_t> judged;
    std::vector<Shortcut> asked;
    for (const ProbePart& part : parts) {
        for (const std::size_t sample : part.judge) {
            judged.push_back(sample);
            asked = asked.empty() ? numbers.of(sample) : asked;
        }
    }
    for (std::size_t k = 0; k < asked.size(); ++k) {
        progress.report(static_cast<double>(k) / static_cast<double>(asked.size()), "probing shortcuts");
        std::vector<std::vector<float>> answers;
        for (const ProbePart& part : parts) {
            const Table table = evenTable(gathered, part.learn, classIds, k, numbers);
            if (!holdsAll(table, classIds.size())) {
                probe.judges.clear();
                probe.missing =
                    "the shortcut probe needs the recordings the model was trained on: name them with --data, too";
                return probe;
            }
            if (auto done = judgePart(table, part.judge, classIds.size(), k, numbers, answers, progress); !done) {
                return tl::unexpected(done.error());
            }
        }
        if (const auto ranking = rankingOf(windowVerdicts(gathered, judged, answers, classIds))) {
            probe.judges.push_back({asked[k].id, asked[k].name, *ranking});
        }
    }
    return probe;
}

nlohmann::ordered_json toJson(const ShortcutProbe& probe, const learning::Figure* model)
{
    if (probe.judges.empty() && probe.missing.empty()) {
        return nullptr;
    }
    nlohmann::ordered_json json = {{"judges", nlohmann::ordered_json::array()}};
    for (const ProbeFigure& one : probe.judges) {
        nlohmann::ordered_json figure = {
            {"id", one.id}, {"name", one.name}, {"auc", toJson(one.ranking.auc)}, {"eer", toJson(one.ranking.eer)}};
        if (one.ranking.classAuc) {
            figure["class_auc"] = toJson(*one.ranking.classAuc);
        }
        json["judges"].push_back(std::move(figure));
    }
    if (!probe.missing.empty()) {
        json["missing"] = probe.missing;
    } else if (model != nullptr) {
        json["words"] = probe.words(*model);
        json["warning"] = probe.warns(*model) ? nlohmann::ordered_json(probeWarning) : nlohmann::ordered_json();
    }
    return json;
}

}  // namespace sightline::retraining
