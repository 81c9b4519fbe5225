// What a judge reaches that sees nothing but what betrays the device, the desk or the day: whoever reads a model's
// figures must know how much of them needs no look at the thing itself.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/image_recipe.h"
#include "core/diagnosis/diagnosis.h"
#include "core/learning/intervals.h"

namespace sightline::retraining {

struct GatheredExamples;

/// How well false claims, or one class, are told from the rest.
struct Ranking {
    learning::Figure auc;
    learning::Figure eer;
    std::optional<learning::Figure> classAuc;  ///< mean over the claimed classes
};

struct ProbeFigure {
    std::string id;    ///< of the shortcut (Domain::shortcuts()), or "all" of them together
    std::string name;  ///< as it completes "reachable from …"
    Ranking ranking;
};

/// A part of the samples: who judges, and by what the judge was made.
struct ProbePart {
    std::vector<std::size_t> learn;  ///< into gathered.dataset.samples
    std::vector<std::size_t> judge;
};

struct ShortcutProbe {
    std::vector<ProbeFigure> judges;
    std::string missing;  ///< why there are none though the domain knows shortcuts; else empty

    [[nodiscard]] const ProbeFigure* best() const;  ///< by its area; nullptr if there are none
    /// "0.930, of which 0.897 is reachable from the recorder's clock"; "" without figures.
    [[nodiscard]] std::string words(const learning::Figure& model) const;
    /// Whether the model does not exceed the best of them by more than its interval.
    [[nodiscard]] bool warns(const learning::Figure& model) const;
};
inline constexpr const char* probeWarning =
    "The model does not exceed this by more than its interval: it may have learnt the device instead of the hand.";

/// The figure of these verdicts on windows: of the samples of all parts to judge, in order.
using RankingOf = std::function<std::optional<Ranking>(const std::vector<diagnosis::Diagnosed>& windows)>;

/// Grows a small forest on each of the domain's shortcuts, and one on all, from the samples each part is to learn from
/// and judges the others by it, in probabilities of `classIds`. Nothing to do where the domain knows no shortcuts;
/// `missing` where a part holds nothing of some class to learn from. Cancelled.
Result<ShortcutProbe> probeShortcuts(const GatheredExamples& gathered, const std::vector<ProbePart>& parts,
                                     const std::vector<std::string>& classIds, const ImageRecipe& recipe,
                                     const RankingOf& rankingOf, Progress& progress);

/// As `probe` in contracts.md: null where nothing was asked.
nlohmann::ordered_json toJson(const ShortcutProbe& probe, const learning::Figure* model);

}  // namespace sightline::retraining
