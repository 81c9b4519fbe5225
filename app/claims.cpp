#include "app/claims.h"

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/formats/csv_writer.h"
#include "core/retraining/claims.h"

namespace sightline::app {

using formats::csvLine;

namespace {

std::string rangeText(const learning::Figure& figure)
{
    return formatFixed(figure.value, 3) + " (" + formatFixed(figure.low, 3) + " to " + formatFixed(figure.high, 3) +
           ")";
}

void say(const std::string& name, const std::vector<retraining::ClaimScore>& claims,
         const std::vector<std::string>& without, Console& console)
{
    if (const auto figures = retraining::claimFigures(claims, without)) {
        console.note(name + ": auc " + rangeText(figures->auc) + ", eer " + rangeText(figures->eer) + " of " +
                     std::to_string(figures->auc.n) + " claims; mean over " + std::to_string(figures->classes) +
                     " classes: auc " + rangeText(figures->classAuc) + ", eer " + rangeText(figures->classEer));
    }
}

}  // namespace

Result<std::vector<retraining::LabelLine>> protocolLines(const domains::Domain& domain,
                                                         const EvaluateCommandOptions& options)
{
    Result<domains::Protocol> protocol = domain.protocol(options.protocol, options.data, options.labels);
    if (!protocol) {
        return tl::unexpected(protocol.error());
    }
    std::vector<retraining::LabelLine> lines;
    for (const domains::ProtocolLabel& label : protocol->labels) {
        retraining::LabelLine line;
        line.path = label.path;
        line.label = label.label;
        line.claim = label.claim;
        line.file = label.path;
        lines.push_back(std::move(line));
    }
    return lines;
}

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

void sayClaims(const EvaluateCommandOptions& options, const domains::Domain& domain,
               const std::vector<retraining::ClaimScore>& claims, Console& console)
{
    say("claims", claims, {}, console);
    if (options.protocol == "default") {
        return;
    }
    if (const Result<domains::Protocol> protocol = domain.protocol(options.protocol, options.data, options.labels)) {
        for (const auto& [name, classes] : protocol->without) {
            say(name, claims, classes, console);
        }
    }
}

}  // namespace sightline::app
