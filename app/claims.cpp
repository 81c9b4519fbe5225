#include "app/claims.h"

#include <algorithm>

#include "app/common.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/formats/csv_writer.h"
#include "core/retraining/claims.h"

namespace sightline::app {

using learning::Figure;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// "0.967 (0.949 to 0.982)": an area is no percentage.
std::string rangeText(const Figure& figure)
{
    return formatFixed(figure.value, 3) + " (" + formatFixed(figure.low, 3) + " to " + formatFixed(figure.high, 3) +
           ")";
}

/// "8 of 214, 3.7 % (1.9 to 7.2 %)".
std::string errorText(std::size_t count, const Figure& figure)
{
    const auto percent = [](double share) { return formatFixed(share * 100, 1); };
    return std::to_string(count) + " of " + std::to_string(figure.n) + ", " + percent(figure.value) + " % (" +
           percent(figure.low) + " to " + percent(figure.high) + " %)";
}

/// A further line of figures: of all claims, or without some classes.
void addFigures(const std::string& name, const std::vector<retraining::ClaimScore>& claims,
                const std::vector<std::string>& without, Rows& rows)
{
    if (const auto figures = retraining::claimFigures(claims, without)) {
        rows.push_back({name, "auc " + rangeText(figures->auc) + ", eer " + rangeText(figures->eer) + ", n " +
                                  std::to_string(figures->auc.n)});
        rows.push_back({"", "mean over " + std::to_string(figures->classes) + " classes: auc " +
                                rangeText(figures->classAuc) + ", eer " + rangeText(figures->classEer)});
    }
}

std::string classText(const std::vector<retraining::ClassClaims>& classes)
{
    Rows rows = {{"claimed", "true", "false", "auc", "95 %", "eer", "falsely accepted", "falsely refused"}};
    for (const retraining::ClassClaims& one : classes) {
        const auto value = [](const std::optional<Figure>& figure) {
            return figure ? formatFixed(figure->value, 3) : std::string("-");
        };
        rows.push_back(
            {one.id, std::to_string(one.genuine), std::to_string(one.impostors), value(one.auc),
             one.auc ? formatFixed(one.auc->low, 3) + " to " + formatFixed(one.auc->high, 3) : std::string("-"),
             value(one.eer), one.errors ? std::to_string(one.errors->accepted) : std::string("-"),
             one.errors ? std::to_string(one.errors->refused) : std::string("-")});
    }
    return tableText(rows, {false, true, true, true, true, true, true, true});
}

}  // namespace

Result<void> writeScores(const std::filesystem::path& path, const retraining::Evaluation& evaluation,
                         const retraining::GatheredExamples& gathered)
{
    std::string text = csvLine({"path", "sample", "claim", "label", "genuine", "score", "windows"});
    for (const retraining::ClaimScore& one : evaluation.claims) {
        const LabelledSample& sample = gathered.dataset.samples[one.sample];
        const std::string whole = gathered.recordingOf(one.sample).domain->wholeOf(gathered.sampleOf(one.sample));
        text += csvLine({sample.path, whole, one.claim, sample.classId, one.genuine ? "1" : "0",
                         formatNumber(one.score), std::to_string(one.windows)});
    }
    return writeFileAtomically(path, text);
}

std::string claimsText(const retraining::Evaluation& evaluation)
{
    if (evaluation.claims.empty()) {
        return {};
    }
    Rows rows;
    addFigures("claims", evaluation.claims, {}, rows);
    for (const auto& [name, without] : evaluation.claimsWithout) {
        addFigures(name, evaluation.claims, without, rows);
    }
    if (const std::optional<learning::ClaimThreshold>& threshold = evaluation.claimThreshold) {
        const retraining::ClaimErrors errors = retraining::errorsAt(evaluation.claims, threshold->score);
        rows.push_back({"threshold", formatFixed(threshold->score, 3) + " (" + threshold->rule + ", chosen on " +
                                         std::to_string(threshold->genuine) + " true and " +
                                         std::to_string(threshold->impostors) + " false claims held out of training)"});
        rows.push_back({"false accepts", errorText(errors.accepted, errors.falseAccepts) + " (FAR)"});
        rows.push_back({"false rejects", errorText(errors.refused, errors.falseRejects) + " (FRR)"});
    }
    return tableText(rows, {false, false}) + "\n" +
           classText(retraining::classClaims(evaluation.claims, evaluation.claimThreshold));
}

std::string probeText(const retraining::Evaluation& evaluation)
{
    const retraining::ShortcutProbe& probe = evaluation.probe;
    const auto model = evaluation.figures.find("auc");
    if (model == evaluation.figures.end() || (probe.judges.empty() && probe.missing.empty())) {
        return {};
    }
    if (!probe.missing.empty()) {
        return "probe  " + probe.missing + "\n";
    }
    Rows rows = {{"reachable from", "auc", "95 %", "eer", "mean auc of classes"}};
    for (const retraining::ProbeFigure& one : probe.judges) {
        const retraining::Ranking& ranking = one.ranking;
        rows.push_back({one.name, formatFixed(ranking.auc.value, 3),
                        formatFixed(ranking.auc.low, 3) + " to " + formatFixed(ranking.auc.high, 3),
                        formatFixed(ranking.eer.value, 3),
                        ranking.classAuc ? formatFixed(ranking.classAuc->value, 3) : std::string("-")});
    }
    return tableText(rows, {false, true, true, true, true}) + "auc " + probe.words(model->second) + "\n";
}

void sayProbe(const retraining::Evaluation& evaluation, Console& console)
{
    const auto model = evaluation.figures.find("auc");
    if (model != evaluation.figures.end() && evaluation.probe.warns(model->second)) {
        console.note("warning: auc " + evaluation.probe.words(model->second) + ". " + retraining::probeWarning);
    }
}

}  // namespace sightline::app
