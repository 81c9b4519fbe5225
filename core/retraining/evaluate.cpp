#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

#include "core/base/text.h"
#include "core/jobs/lane.h"
#include "core/retraining/claims.h"
#include "core/retraining/figures.h"
#include "core/retraining/judge_all.h"
#include "core/retraining/training.h"

namespace sightline::retraining {

using learning::Outcome;

namespace {

/// The model with some answers taken away: the rest of the probabilities is scaled up to 1.
class MaskedClassifier final : public learning::Classifier {
public:
    MaskedClassifier(learning::Classifier& whole, const std::vector<std::string>& without) : m_whole(whole)
    {
        for (const std::string& id : whole.info().classIds) {
            m_masked.push_back(std::find(without.begin(), without.end(), id) != without.end());
        }
    }

    [[nodiscard]] const learning::ModelInfo& info() const override { return m_whole.info(); }
    [[nodiscard]] std::string device() const override { return m_whole.device(); }
    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        Result<std::vector<std::vector<float>>> all = m_whole.classify(examples);
        if (!all) {
            return all;
        }
        for (std::vector<float>& probabilities : *all) {
            float left = 0;
            for (std::size_t c = 0; c < probabilities.size(); ++c) {
                probabilities[c] = m_masked[c] ? 0.0F : probabilities[c];
                left += probabilities[c];
            }
            for (std::size_t c = 0; c < probabilities.size(); ++c) {
                const auto answers = static_cast<float>(std::count(m_masked.begin(), m_masked.end(), false));
                probabilities[c] = left > 0 ? probabilities[c] / left : m_masked[c] ? 0.0F : 1.0F / answers;
            }
        }
        return all;
    }

private:
    learning::Classifier& m_whole;
    std::vector<bool> m_masked;
};

bool contains(const std::vector<std::string>& list, const std::string& text)
{
    return std::find(list.begin(), list.end(), text) != list.end();
}

std::size_t indexOf(const std::vector<std::string>& list, const std::string& text)
{
    return static_cast<std::size_t>(std::find(list.begin(), list.end(), text) - list.begin());
}

/// Which samples are judged; the others are counted.
std::vector<std::size_t> toJudge(const GatheredExamples& gathered, const learning::ModelInfo& info,
                                 const EvaluateOptions& options, Evaluation& evaluation)
{
    const std::set<std::string> trained(info.report.trainedOn.begin(), info.report.trainedOn.end());
    std::vector<std::size_t> judged;
    for (std::size_t i = 0; i < gathered.dataset.samples.size(); ++i) {
        const LabelledSample& sample = gathered.dataset.samples[i];
        if (contains(options.without, sample.classId)) {
            continue;
        }
        if (trained.count(sample.contentHash) != 0 || gathered.parts[i] != domains::ProtocolPart::Judge) {
            ++evaluation.excluded;
            continue;
        }
        if (!contains(info.classIds, sample.classId)) {
            ++evaluation.otherClasses[sample.classId];
            if (!options.countOtherClasses) {
                continue;
            }
            if (!contains(evaluation.classIds, sample.classId)) {
                evaluation.classIds.push_back(sample.classId);
            }
        }
        judged.push_back(i);
    }
    return judged;
}

/// Samples of classes the model cannot answer that claim to be of one it can: judged for their claim alone.
std::vector<std::size_t> onlyForTheirClaim(const GatheredExamples& gathered, const learning::ModelInfo& info,
                                           const EvaluateOptions& options)
{
    const std::set<std::string> trained(info.report.trainedOn.begin(), info.report.trainedOn.end());
    std::vector<std::size_t> claiming;
    for (std::size_t i = 0; i < gathered.dataset.samples.size() && !options.countOtherClasses; ++i) {
        const LabelledSample& sample = gathered.dataset.samples[i];
        if (!contains(options.without, sample.classId) && !contains(info.classIds, sample.classId) &&
            trained.count(sample.contentHash) == 0 && gathered.parts[i] == domains::ProtocolPart::Judge &&
            contains(info.classIds, gathered.claims[i])) {
            claiming.push_back(i);
        }
    }
    return claiming;
}

/// Windows become wholes: those of classes the model can answer are the evaluation's samples, all have their claims.
void takeWholes(const GatheredExamples& gathered, const std::vector<std::size_t>& windows, std::size_t answerable,
                const std::vector<diagnosis::Diagnosed>& judged, const learning::ModelInfo& info,
                Evaluation& evaluation)
{
    const std::vector<JudgedWhole> wholes = wholesOf(gathered, windows);
    evaluation.claims = claimScores(gathered, wholes, judged, info.classIds);
    std::vector<diagnosis::Diagnosed> joined = joinedVerdicts(gathered, wholes, judged, info);
    evaluation.indices.clear();
    for (std::size_t i = 0; i < wholes.size(); ++i) {
        if (wholes[i].windows.front() < answerable) {
            evaluation.indices.push_back(wholes[i].first);
            evaluation.samples.push_back(std::move(joined[i]));
        }
    }
}

Outcome outcomeOf(const Verdict& verdict, const LabelledSample& sample, const std::vector<std::string>& classIds)
{
    Outcome outcome;
    outcome.truth = indexOf(classIds, sample.classId);
    outcome.rejected = verdict.rejected;
    outcome.abstained = verdict.abstained && !verdict.rejected;
    outcome.group = sample.group;
    if (!verdict.rejected) {
        outcome.probabilities = verdict.probabilities;
        outcome.probabilities.resize(classIds.size(), 0.0F);
    }
    return outcome;
}

/// On the samples the model was trained on, judging what it judged.
Result<void> addProbe(const GatheredExamples& gathered, const std::vector<std::size_t>& windows,
                      const learning::ModelInfo& info, Evaluation& evaluation, Progress& progress)
{
    const std::set<std::string> trained(info.report.trainedOn.begin(), info.report.trainedOn.end());
    ProbePart part{{}, windows};
    for (std::size_t i = 0; i < gathered.dataset.samples.size(); ++i) {
        if (trained.count(gathered.dataset.samples[i].contentHash) != 0) {
            part.learn.push_back(i);
        }
    }
    const std::vector<JudgedWhole> wholes = wholesOf(gathered, windows);
    const auto rankingOf = [&](const std::vector<diagnosis::Diagnosed>& judged) -> std::optional<Ranking> {
        const std::vector<ClaimScore> claims = claimScores(gathered, wholes, judged, info.classIds);
        return !claims.empty() ? claimRanking(claims)
                               : classRanking(wholeOutcomes(gathered, wholes, judged, info.classIds),
                                              info.classIds.size(), evaluation.positive);
    };
    Result<ShortcutProbe> probe = probeShortcuts(gathered, {part}, info.classIds, info.recipe, rankingOf, progress);
    if (!probe) {
        return tl::unexpected(probe.error());
    }
    evaluation.probe = std::move(*probe);
    return {};
}

}  // namespace

Result<std::vector<diagnosis::Diagnosed>> judgeAll(learning::Classifier& classifier, const GatheredExamples& gathered,
                                                   const std::vector<std::size_t>& judged, Progress& progress)
{
    std::vector<diagnosis::Diagnosed> results(judged.size());
    jobs::ThreadLane io(static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U)));
    std::size_t done = 0;
    std::vector<std::vector<std::size_t>> ofRecording(gathered.recordings.size());  // positions in `judged`
    for (std::size_t k = 0; k < judged.size(); ++k) {
        ofRecording[gathered.places[judged[k]].first].push_back(k);
    }
    for (std::size_t r = 0; r < gathered.recordings.size(); ++r) {
        const std::vector<std::size_t>& positions = ofRecording[r];
        std::vector<std::size_t> samples;
        for (const std::size_t k : positions) {
            samples.push_back(gathered.places[judged[k]].second);
        }
        std::size_t next = 0;
        const auto sink = [&](std::vector<diagnosis::Diagnosed> batch) {
            for (diagnosis::Diagnosed& one : batch) {
                results[positions[next++]] = std::move(one);
            }
            done += batch.size();
            progress.report(static_cast<double>(done) / static_cast<double>(judged.size()), "judging");
        };
        class Quiet final : public Progress {  // fractions are of the whole, not of one recording
        public:
            explicit Quiet(Progress& whole) : m_whole(whole) {}
            [[nodiscard]] bool cancelled() const override { return m_whole.cancelled(); }
            void report(double /*fraction*/, std::string_view /*stage*/) override {}

        private:
            Progress& m_whole;
        } quiet(progress);
        if (Result<void> ok = diagnosis::diagnose(gathered.recordings[r], samples, classifier, io, sink, quiet); !ok) {
            return tl::unexpected(ok.error());
        }
    }
    return results;
}

void fillFigures(Evaluation& evaluation)
{
    const std::size_t classCount = evaluation.classIds.size();
    evaluation.figures = figuresOf(evaluation.outcomes, classCount, evaluation.positive);
    evaluation.perClass = learning::perClass(evaluation.outcomes, classCount);
    evaluation.classFigures = classFiguresOf(evaluation.outcomes, classCount);
    evaluation.confusion = learning::confusion(evaluation.outcomes, classCount);
    if (classCount == 2) {
        if (const std::optional<learning::Figure> balanced = balancedAccuracy(evaluation.outcomes, classCount)) {
            evaluation.figures["balanced_accuracy"] = *balanced;
        }
    }
}

Result<Evaluation> evaluateModel(learning::Classifier& classifier, const GatheredExamples& gathered, Progress& progress,
                                 const EvaluateOptions& options)
{
    const auto start = std::chrono::steady_clock::now();
    const learning::ModelInfo& info = classifier.info();
    Evaluation evaluation;
    evaluation.modelId = info.id;
    evaluation.modelOrigin = info.report.dataOrigin;
    evaluation.classIds = info.classIds;
    evaluation.answerable = info.classIds.size();
    evaluation.splitBy = groupedBy(gathered);
    evaluation.claimThreshold = learning::claimThresholdOf(info);
    for (const std::string& id : options.without) {
        if (!contains(info.classIds, id) && !contains(gathered.dataset.classIds, id)) {
            return fail(ErrorCode::Invalid, "\"" + id + "\" is neither a class of the model nor of the data");
        }
    }
    std::optional<std::size_t> positive;
    if (!options.positive.empty()) {
        positive = indexOf(info.classIds, options.positive);
        if (*positive == info.classIds.size()) {
            return fail(ErrorCode::Invalid, "the model cannot answer \"" + options.positive + "\"; its classes are " +
                                                join(info.classIds, ", "));
        }
    }
    evaluation.indices = toJudge(gathered, info, options, evaluation);
    std::vector<std::size_t> windows = evaluation.indices;
    for (const std::size_t index : onlyForTheirClaim(gathered, info, options)) {
        windows.push_back(index);
    }
    if (windows.empty()) {
        return fail(ErrorCode::Invalid,
                    "nothing left to judge: " + std::to_string(evaluation.excluded) +
                        " samples were trained on, the others are of classes this model cannot answer");
    }
    MaskedClassifier masked(classifier, options.without);
    learning::Classifier& judge = options.mask ? static_cast<learning::Classifier&>(masked) : classifier;
    Result<std::vector<diagnosis::Diagnosed>> judged = judgeAll(judge, gathered, windows, progress);
    if (!judged) {
        return tl::unexpected(judged.error());
    }
    takeWholes(gathered, windows, evaluation.indices.size(), *judged, info, evaluation);
    std::set<std::string> groups;
    for (std::size_t k = 0; k < evaluation.indices.size(); ++k) {
        const LabelledSample& sample = gathered.dataset.samples[evaluation.indices[k]];
        evaluation.truth.push_back(sample.classId);
        evaluation.outcomes.push_back(outcomeOf(evaluation.samples[k].verdict, sample, evaluation.classIds));
        if (Result<void> sound = learning::checkOutcome(evaluation.outcomes.back(), evaluation.classIds.size());
            !sound) {
            return fail(ErrorCode::Internal,
                        "the model's answer for sample \"" + sample.key.sample + "\" is none: " + sound.error().message,
                        {sample.path, {}, {}});
        }
        evaluation.rejected += evaluation.outcomes.back().rejected ? 1 : 0;
        evaluation.abstained += evaluation.outcomes.back().abstained ? 1 : 0;
        groups.insert(sample.group);
    }
    evaluation.groups = groups.size();
    progress.report(-1, "figures");
    evaluation.positive = positiveClass(evaluation.answerable, positive);
    fillFigures(evaluation);
    if (const std::optional<ClaimFigures> claims = claimFigures(evaluation.claims)) {
        evaluation.figures["auc"] = claims->auc;
        evaluation.figures["eer"] = claims->eer;
    }
    if (Result<void> probed = addProbe(gathered, windows, info, evaluation, progress); !probed) {
        return tl::unexpected(probed.error());
    }
    evaluation.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return evaluation;
}

Result<learning::LabelIssues> labelIssuesOf(const Evaluation& evaluation)
{
    std::vector<Outcome> outcomes = evaluation.outcomes;
    for (Outcome& outcome : outcomes) {
        outcome.probabilities.resize(outcome.rejected ? 0 : evaluation.answerable);
        if (outcome.truth >= evaluation.answerable) {
            outcome = Outcome();  // of a class the model cannot name: it must not make the others look wrong
            outcome.rejected = true;
        }
    }
    return learning::findLabelIssues(outcomes, evaluation.answerable);
}

nlohmann::ordered_json toJson(const Evaluation& evaluation)
{
    nlohmann::ordered_json json = toJson(evaluation.figures);
    nlohmann::ordered_json classes = nlohmann::ordered_json::array();
    for (std::size_t c = 0; c < evaluation.classIds.size(); ++c) {
        // A class without samples keeps its keys, with an interval that says nothing is known.
        const FigureMap& figures = evaluation.classFigures[c];
        const auto figureOr = [&](const char* name) {
            const auto it = figures.find(name);
            return toJson(it == figures.end() ? learning::proportion(0, 0) : it->second);
        };
        nlohmann::ordered_json one = {
            {"id", evaluation.classIds[c]},    {"n", evaluation.perClass[c].n},
            {"recall", figureOr("recall")},    {"precision", evaluation.perClass[c].precision},
            {"f1", evaluation.perClass[c].f1}, {"precision_interval", figureOr("precision")},
            {"f1_interval", figureOr("f1")}};
        for (const char* name : {"auc", "ap", "eer", "recall_at_precision_90"}) {
            if (figures.count(name) != 0) {
                one[name] = figureOr(name);
            }
        }
        classes.push_back(std::move(one));
    }
    json["classes"] = classes;
    json["confusion"] = evaluation.confusion;
    json["positive"] = evaluation.positive ? nlohmann::ordered_json(evaluation.classIds[*evaluation.positive])
                                           : nlohmann::ordered_json();
    json["rejected"] = evaluation.rejected;
    json["abstained"] = evaluation.abstained;
    json["excluded"] = evaluation.excluded;
    json["other_classes"] = evaluation.otherClasses;
    json["split"] = {{"by", evaluation.splitBy}, {"groups", evaluation.groups}, {"n", evaluation.truth.size()}};
    const auto auc = evaluation.figures.find("auc");
    json["probe"] = toJson(evaluation.probe, auc == evaluation.figures.end() ? nullptr : &auc->second);
    if (!evaluation.claims.empty()) {
        json["claims"] = claimsJson(evaluation);
    }
    json["model"] = evaluation.modelId;
    json["trained_on"] = evaluation.modelOrigin;
    json["seconds"] = evaluation.seconds;
    return json;
}

}  // namespace sightline::retraining
