#include "ui/session/event_tally.h"

#include <algorithm>

#include "core/base/log.h"
#include "core/learning/calibration.h"
#include "core/retraining/detections.h"

namespace sightline::ui {

namespace {

/// As gathered for an evaluation, of windows already open.
retraining::GatheredExamples gatheredOf(const TalliedRecording& one)
{
    retraining::GatheredExamples gathered;
    gathered.recordings = {*one.windows};
    gathered.labels = {one.labels};
    for (const std::size_t window : one.heard->learntFrom) {
        gathered.places.emplace_back(0, window);
        gathered.dataset.samples.emplace_back().contentHash = one.windows->samples[window].contentHash;
    }
    return gathered;
}

void addRecording(std::size_t place, retraining::LabelledTime own, const Heard& heard, retraining::LabelledTime& truth,
                  std::vector<learning::DetectedEvent>& events)
{
    for (learning::TruthBox box : own.boxes) {
        box.recording = place;
        truth.boxes.push_back(box);
    }
    truth.listened.push_back(std::move(own.listened.front()));
    for (learning::DetectedEvent peak : heard.peaks) {
        peak.recording = place;
        events.push_back(peak);
    }
}

}  // namespace

EventTally tallyEvents(const std::vector<TalliedRecording>& recordings, const learning::ModelInfo& model,
                       double probability)
{
    EventTally tally;
    if (!model.detection) {
        return tally;
    }
    retraining::LabelledTime truth;
    std::vector<learning::DetectedEvent> events;
    for (const TalliedRecording& one : recordings) {
        const retraining::GatheredExamples gathered = gatheredOf(one);
        const auto count = [&](const std::vector<std::string>& trainedOn) {
            retraining::LabelledTime time = retraining::labelledTime(gathered, model.detection->background, trainedOn);
            const auto counted = std::count_if(time.boxes.begin(), time.boxes.end(),
                                               [](const learning::TruthBox& box) { return !box.ignored; });
            return std::pair(std::move(time), static_cast<std::size_t>(counted));
        };
        auto [time, boxes] = count(model.report.trainedOn);
        if (!one.heard->learntFrom.empty()) {
            tally.learntBoxes += count({}).second - boxes;
        }
        if (boxes > 0) {
            addRecording(tally.recordings++, std::move(time), *one.heard, truth, events);
            tally.boxes += boxes;
        }
    }
    if (tally.boxes == 0) {
        return tally;
    }
    const double threshold = learning::logitOf(model.detection->threshold) + learning::logitOf(probability);
    auto figures =
        learning::eventFigures(events, truth.boxes, truth.listened, {.toleranceSeconds = 1, .threshold = threshold});
    if (!figures) {
        log(LogLevel::Warning, "no figures beside the threshold: " + figures.error().text());
        return {};
    }
    tally.figures = std::move(*figures);
    return tally;
}

}  // namespace sightline::ui
