// Long recordings judged against labelled boxes: what a model finds, misses and invents.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/diagnosis/scan.h"
#include "core/learning/detection.h"
#include "core/retraining/examples.h"
#include "core/retraining/figures.h"

namespace sightline::retraining {

/// The labels of gathered recordings as detection.h wants them.
struct LabelledTime {
    std::vector<learning::TruthBox> boxes;         ///< those that count and those that are ignored
    std::vector<learning::ListenedTime> listened;  ///< per recording
};
/// Boxes of classes other than the background count; those marked possible are ignored. Masked stretches and the
/// windows of `trainedOn` (content hashes, sorted) are no listened time; a box whose middle is masked, or that a
/// trained window touches, is ignored.
LabelledTime labelledTime(const GatheredExamples& gathered, const std::string& background,
                          const std::vector<std::string>& trainedOn);

/// All recordings listened through; same order as gathered.recordings.
Result<std::vector<diagnosis::ScoreTracks>> scanAll(learning::Classifier& classifier, const GatheredExamples& gathered,
                                                    Progress& progress);

/// Peaks of any height, as detection.h wants them: scores are smoothed logits.
std::vector<learning::DetectedEvent> allPeaks(const std::vector<diagnosis::ScoreTracks>& scores,
                                              const learning::Detection& rule);

/// The probability from which events are believed, at the greatest F1 on these labels; sets threshold and chosenOn of
/// `rule`. Without a box that is found the threshold stays as it is and chosenOn 0.
Result<void> chooseEventThreshold(const std::vector<diagnosis::ScoreTracks>& scores, const LabelledTime& truth,
                                  learning::Detection& rule);

struct DetectionEvaluation {
    FigureMap figures;  ///< window_ap, window_auc, event_precision, event_recall, event_f1, recall_at_precision_90,
                        ///< false_alarms_per_hour; what does not exist is left out
    learning::EventCounts counts;  ///< at the model's threshold
    double threshold = 0;          ///< a probability
    double bestThreshold = 0;      ///< the one of the greatest F1 on these very labels; 0: none finds anything
    double bestF1 = 0;             ///< there: an upper bound, since it was chosen on what it is judged by
    std::size_t boxes = 0;         ///< that count
    std::size_t windows = 0;
    std::size_t positiveWindows = 0;
    double windowSeconds = 0;
    double listenedHours = 0;
    bool drawnByBlocks = false;                   ///< intervals come from blocks of one recording's time
    std::vector<learning::OperatingPoint> curve;  ///< of events; thresholds are probabilities
};
/// Invalid where no time is left that was not trained on, or for windows without length. Call in the learning lane's
/// thread.
Result<DetectionEvaluation> evaluateDetections(learning::Classifier& classifier, const GatheredExamples& gathered,
                                               double windowSeconds, Progress& progress);
/// The figures of contracts.md and an object "detections" with the rest.
nlohmann::ordered_json toJson(const DetectionEvaluation& evaluation);

}  // namespace sightline::retraining
