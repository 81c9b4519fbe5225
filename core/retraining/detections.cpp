#include "core/retraining/detections.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "core/learning/calibration.h"
#include "core/learning/event_peaks.h"

namespace sightline::retraining {

namespace {

using diagnosis::ScoreTracks;
using learning::DetectedEvent;
using learning::Figure;
using learning::ListenedTime;
using learning::logitOf;
using learning::probabilityOf;
using learning::TruthBox;
using learning::TruthWindow;

/// From the first sample's begin to the last one's end, and the step after it in which none begins any more.
Interval spanOf(const diagnosis::OpenedRecording& opened)
{
    if (opened.samples.empty()) {
        return {};
    }
    const Sample first = opened.samples.front();
    const Sample last = opened.samples[opened.samples.size() - 1];
    const double begin = first.extent.seconds ? first.extent.seconds->begin : 0;
    const double end = last.extent.seconds ? last.extent.seconds->end : 0;
    const Sample second = opened.samples[std::min<std::size_t>(1, opened.samples.size() - 1)];
    return {begin, end + (second.extent.seconds ? second.extent.seconds->begin - begin : 0)};
}

/// Where the windows of one recording lie that a model was trained on.
std::vector<Interval> trainedWindows(const GatheredExamples& gathered, std::size_t recording,
                                     const std::vector<std::string>& trainedOn)
{
    std::vector<Interval> windows;
    for (std::size_t i = 0; i < gathered.places.size() && !trainedOn.empty(); ++i) {
        if (gathered.places[i].first == recording &&
            std::binary_search(trainedOn.begin(), trainedOn.end(), gathered.dataset.samples[i].contentHash)) {
            windows.push_back(gathered.sampleOf(i).extent.seconds.value_or(Interval{}));
        }
    }
    return windows;
}

double unmaskedSeconds(const ListenedTime& time)
{
    std::vector<Interval> masked = time.masked;
    std::sort(masked.begin(), masked.end(), [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
    double seconds = 0;
    double at = time.seconds.begin;
    for (const Interval& hidden : masked) {
        seconds += std::max(0.0, std::min(hidden.begin, time.seconds.end) - at);
        at = std::max(at, std::min(hidden.end, time.seconds.end));
    }
    return seconds + std::max(0.0, time.seconds.end - at);
}

bool isMasked(const Interval& window, const ListenedTime& time)
{
    return std::any_of(time.masked.begin(), time.masked.end(),
                       [&](const Interval& hidden) { return window.overlap(hidden) > 0; });
}

/// Figures of the windows of all recordings in one list; masked windows are none.
Result<void> addWindowFigures(const std::vector<ScoreTracks>& scores, const LabelledTime& truth, double windowSeconds,
                              DetectionEvaluation& evaluation)
{
    std::vector<TruthWindow> windows;
    std::vector<double> best;
    std::vector<std::string> groups;
    for (std::size_t r = 0; r < scores.size(); ++r) {
        auto all = learning::windowTruth(truth.boxes, r, truth.listened[r].seconds, windowSeconds);
        if (!all) {
            return tl::unexpected(all.error());
        }
        std::vector<double> highest(all->size(), -HUGE_VAL);
        for (const learning::ScoreTrack& track : scores[r].tracks) {
            const auto ofTrack = learning::windowScores(learning::limited(track), *all);
            if (!ofTrack) {
                return tl::unexpected(ofTrack.error());
            }
            for (std::size_t i = 0; i < highest.size(); ++i) {
                highest[i] = std::max(highest[i], (*ofTrack)[i]);
            }
        }
        for (std::size_t i = 0; i < all->size(); ++i) {
            if (std::isfinite(highest[i]) && !isMasked((*all)[i].seconds, truth.listened[r])) {
                windows.push_back((*all)[i]);
                best.push_back(highest[i]);
                if (!(*all)[i].ignored) {
                    groups.push_back(
                        std::to_string(r) + "/" +
                        std::to_string(scores.size() > 1 ? 0 : static_cast<int>((*all)[i].seconds.begin / 60)));
                }
            }
        }
    }
    std::vector<double> counted;
    std::vector<bool> positive;
    for (std::size_t i = 0; i < windows.size(); ++i) {
        if (!windows[i].ignored) {
            counted.push_back(best[i]);
            positive.push_back(windows[i].positive);
        }
    }
    const auto ranking = learning::BinaryScores::make(counted, positive);
    if (!ranking) {
        return tl::unexpected(ranking.error());
    }
    evaluation.windows = counted.size();
    evaluation.positiveWindows = ranking->positives();
    const auto statistics = [&](learning::Weights weights, std::span<double> values) {
        const learning::RankingFigures figures = ranking->figures(weights);
        values[0] = figures.averagePrecision;
        values[1] = figures.auc;
    };
    const std::vector<Figure> figures = learning::bootstrap(groups, 2, statistics);
    for (const auto& [name, figure] : {std::pair("window_ap", figures[0]), std::pair("window_auc", figures[1])}) {
        if (std::isfinite(figure.value)) {
            evaluation.figures[name] = figure;
        }
    }
    return {};
}

}  // namespace

LabelledTime labelledTime(const GatheredExamples& gathered, const std::string& background,
                          const std::vector<std::string>& trainedOn)
{
    LabelledTime truth;
    for (std::size_t r = 0; r < gathered.recordings.size(); ++r) {
        ListenedTime& time = truth.listened.emplace_back();
        time.seconds = spanOf(gathered.recordings[r]);
        std::vector<Interval> masked;
        std::vector<Interval> learnt = trainedWindows(gathered, r, trainedOn);
        for (const Label& label : gathered.labels[r]) {
            if (label.certainty != Certainty::Sure && label.classId.empty()) {
                masked.push_back(label.extent.seconds.value_or(time.seconds));
            }
        }
        for (const Label& label : gathered.labels[r]) {
            const Interval box = label.extent.seconds.value_or(time.seconds);
            const bool hidden =
                std::any_of(masked.begin(), masked.end(),
                            [&](const Interval& one) { return one.begin <= box.middle() && box.middle() < one.end; }) ||
                std::any_of(learnt.begin(), learnt.end(), [&](const Interval& one) { return one.overlap(box) > 0; });
            if (label.classId != background && !label.classId.empty()) {
                truth.boxes.push_back({r, box, hidden || label.certainty != Certainty::Sure});
            }
        }
        masked.insert(masked.end(), learnt.begin(), learnt.end());
        for (const Interval& one : masked) {
            truth.boxes.push_back({r, one, true});
        }
        time.masked = std::move(masked);
    }
    return truth;
}

Result<std::vector<ScoreTracks>> scanAll(learning::Classifier& classifier, const GatheredExamples& gathered,
                                         Progress& progress)
{
    jobs::ThreadLane io(static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 8U)));
    std::vector<ScoreTracks> all;
    for (const diagnosis::OpenedRecording& opened : gathered.recordings) {
        Result<ScoreTracks> scores = diagnosis::scan(opened, classifier, io, progress);
        if (!scores) {
            return tl::unexpected(scores.error());
        }
        all.push_back(std::move(*scores));
    }
    return all;
}

std::vector<DetectedEvent> allPeaks(const std::vector<ScoreTracks>& scores, const learning::Detection& rule)
{
    std::vector<DetectedEvent> events;
    for (std::size_t r = 0; r < scores.size(); ++r) {
        for (const learning::ScoreTrack& track : scores[r].tracks) {
            const learning::ScoreTrack smooth = learning::smoothed(track, rule.smoothSteps);
            for (const learning::ScorePeak& peak : learning::peaksOf(smooth, rule.separationSeconds, -HUGE_VAL)) {
                events.push_back({r, peak.seconds, peak.logit});
            }
        }
    }
    return events;
}

Result<void> chooseEventThreshold(const std::vector<ScoreTracks>& scores, const LabelledTime& truth,
                                  learning::Detection& rule)
{
    const auto best = learning::bestEventThreshold(allPeaks(scores, rule), truth.boxes);
    if (!best) {
        return tl::unexpected(best.error());
    }
    if (*best) {
        rule.threshold = std::clamp(probabilityOf(**best), 1e-5, 1 - 1e-5);
        rule.chosenOn = static_cast<std::size_t>(
            std::count_if(truth.boxes.begin(), truth.boxes.end(), [](const TruthBox& box) { return !box.ignored; }));
    }
    return {};
}

Result<DetectionEvaluation> evaluateDetections(learning::Classifier& classifier, const GatheredExamples& gathered,
                                               double windowSeconds, Progress& progress)
{
    const learning::ModelInfo& info = classifier.info();
    if (!info.detection) {
        return fail(ErrorCode::Invalid, "this model does not say how its verdicts on windows become events");
    }
    DetectionEvaluation evaluation;
    evaluation.windowSeconds = windowSeconds;
    evaluation.threshold = info.detection->threshold;
    const LabelledTime truth = labelledTime(gathered, info.detection->background, info.report.trainedOn);
    for (const ListenedTime& time : truth.listened) {
        evaluation.listenedHours += unmaskedSeconds(time) / 3600;
    }
    if (!(evaluation.listenedHours > 0)) {
        return fail(ErrorCode::Invalid, "nothing is left to judge: all labelled time is masked or was trained on");
    }
    const Result<std::vector<ScoreTracks>> scores = scanAll(classifier, gathered, progress);
    if (!scores) {
        return tl::unexpected(scores.error());
    }
    progress.report(-1, "figures");
    if (Result<void> windows = addWindowFigures(*scores, truth, windowSeconds, evaluation); !windows) {
        return tl::unexpected(windows.error());
    }
    const std::vector<DetectedEvent> events = allPeaks(*scores, *info.detection);
    const auto figures = learning::eventFigures(events, truth.boxes, truth.listened,
                                                {.toleranceSeconds = 1, .threshold = logitOf(evaluation.threshold)});
    const auto recall = learning::recallAtPrecision(events, truth.boxes);
    auto curve = learning::eventCurve(events, truth.boxes);
    const auto best = learning::bestEventThreshold(events, truth.boxes);
    if (!figures || !recall || !curve || !best) {
        return tl::unexpected(!figures  ? figures.error()
                              : !recall ? recall.error()
                              : !curve  ? curve.error()
                                        : best.error());
    }
    evaluation.counts = figures->counts;
    evaluation.boxes = figures->counts.found + figures->counts.missed;
    evaluation.drawnByBlocks = figures->drawnByBlocks;
    evaluation.figures["event_precision"] = figures->precision;
    evaluation.figures["event_recall"] = figures->recall;
    evaluation.figures["event_f1"] = figures->f1;
    evaluation.figures["false_alarms_per_hour"] = figures->falseAlarmsPerHour;
    evaluation.figures["recall_at_precision_90"] = *recall;
    std::erase_if(evaluation.figures, [](const auto& entry) { return !std::isfinite(entry.second.value); });
    if (*best) {
        evaluation.bestThreshold = probabilityOf(**best);
        const auto there = learning::matchEvents(events, truth.boxes, {.toleranceSeconds = 1, .threshold = **best});
        if (there) {
            const auto found = static_cast<double>(there->found);
            evaluation.bestF1 = 2 * found / (2 * found + static_cast<double>(there->missed + there->falseAlarms));
        }
    }
    for (learning::OperatingPoint& point : *curve) {
        point.threshold = std::isfinite(point.threshold) ? probabilityOf(point.threshold) : point.threshold;
    }
    evaluation.curve = std::move(*curve);
    return evaluation;
}

nlohmann::ordered_json toJson(const DetectionEvaluation& evaluation)
{
    nlohmann::ordered_json json = toJson(evaluation.figures);
    json["detections"] = {{"threshold", evaluation.threshold},
                          {"found", evaluation.counts.found},
                          {"missed", evaluation.counts.missed},
                          {"false_alarms", evaluation.counts.falseAlarms},
                          {"ignored", evaluation.counts.ignored},
                          {"boxes", evaluation.boxes},
                          {"window_seconds", evaluation.windowSeconds},
                          {"windows", evaluation.windows},
                          {"positive_windows", evaluation.positiveWindows},
                          {"listened_hours", evaluation.listenedHours},
                          {"intervals_by", evaluation.drawnByBlocks ? "blocks" : "recordings"},
                          {"best_threshold", evaluation.bestThreshold},
                          {"best_f1", evaluation.bestF1}};
    return json;
}

}  // namespace sightline::retraining
