#include "core/diagnosis/scan.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/part_of_progress.h"
#include "core/learning/calibration.h"
#include "core/learning/event_peaks.h"

namespace sightline::diagnosis {

namespace {

using learning::logitOf;
using learning::probabilityOf;

/// Handed to diagnose() at once: what it keeps of them stays small, however long the recording is.
constexpr std::size_t windowsAtOnce = 8192;
/// An event goes on while its probability is at least this share of the threshold.
constexpr double lowShare = 0.7;

/// Appends windows one after the other and begins a new track where time is missing.
class TrackWriter {
public:
    TrackWriter(ScoreTracks& scores, std::size_t background, double hopSeconds)
        : m_scores(scores), m_background(background), m_hop(hopSeconds)
    {
    }

    void add(const Diagnosed& window)
    {
        if (window.verdict.rejected || !window.sample.extent.seconds) {
            m_scores.rejected.push_back(window);
            m_last.reset();
            return;
        }
        const double at = window.sample.extent.seconds->middle();
        if (!m_last || std::abs(at - *m_last - m_hop) > m_hop / 2) {
            m_scores.tracks.push_back({at, m_hop, {}});
            m_scores.firstWindow.push_back(window.sample.index);
            m_scores.shares.emplace_back();
            m_scores.seconds += window.sample.extent.seconds->length();
        } else {
            m_scores.seconds += m_hop;
        }
        m_last = at;
        const std::vector<float>& probabilities = window.verdict.probabilities;
        m_scores.tracks.back().logits.push_back(
            static_cast<float>(-logitOf(static_cast<double>(probabilities[m_background]))));
        std::vector<float>& shares = m_scores.shares.back();
        shares.insert(shares.end(), probabilities.begin(), probabilities.end());
        m_milliseconds += window.verdict.milliseconds;
        ++m_count;
    }
    void finish() { m_scores.milliseconds = m_count > 0 ? m_milliseconds / static_cast<double>(m_count) : 0; }

private:
    ScoreTracks& m_scores;
    std::size_t m_background;
    double m_hop;
    std::optional<double> m_last;
    double m_milliseconds = 0;
    std::size_t m_count = 0;
};

/// Probabilities of all classes at a smoothed peak: the event's share is divided as in the peak's own window.
std::vector<float> probabilitiesAt(const ScoreTracks& scores, std::size_t track, std::size_t step, double logit,
                                   std::size_t background, std::size_t classCount)
{
    const float* own = scores.shares[track].data() + step * classCount;
    double others = 0;
    for (std::size_t c = 0; c < classCount; ++c) {
        others += c == background ? 0 : static_cast<double>(own[c]);
    }
    const double event = probabilityOf(logit);
    std::vector<float> probabilities(classCount);
    for (std::size_t c = 0; c < classCount; ++c) {
        const double share =
            others > 0 ? static_cast<double>(own[c]) / others : 1.0 / static_cast<double>(classCount - 1);
        probabilities[c] = static_cast<float>(c == background ? 1 - event : event * share);
    }
    return probabilities;
}

/// With its margins, but not into a neighbour: between two they share what lies between them.
Interval stretchOf(const std::vector<Interval>& reach, std::size_t k, double margin)
{
    Interval seconds{std::max(0.0, reach[k].begin - margin), reach[k].end + margin};
    if (k > 0) {
        seconds.begin = std::max(seconds.begin, (reach[k - 1].end + reach[k].begin) / 2);
    }
    if (k + 1 < reach.size()) {
        seconds.end = std::min(seconds.end, (reach[k].end + reach[k + 1].begin) / 2);
    }
    return seconds;
}

}  // namespace

Result<ScoreTracks> scan(const OpenedRecording& opened, learning::Classifier& classifier, jobs::Lane& io,
                         Progress& progress)
{
    const learning::ModelInfo& info = classifier.info();
    if (!info.detection) {
        return fail(ErrorCode::Invalid, "this model does not say how its verdicts on windows become events");
    }
    const auto found = std::find(info.classIds.begin(), info.classIds.end(), info.detection->background);
    const std::size_t count = opened.samples.size();
    double hop = 1;
    if (count > 1 && opened.samples[0].extent.seconds && opened.samples[1].extent.seconds) {
        hop = opened.samples[1].extent.seconds->begin - opened.samples[0].extent.seconds->begin;
    }
    ScoreTracks scores;
    TrackWriter writer(scores, static_cast<std::size_t>(found - info.classIds.begin()), hop);
    for (std::size_t first = 0; first < count; first += windowsAtOnce) {
        std::vector<std::size_t> indices(std::min(windowsAtOnce, count - first));
        std::iota(indices.begin(), indices.end(), first);
        PartOfProgress part(progress, static_cast<double>(first) / static_cast<double>(count),
                            static_cast<double>(first + indices.size()) / static_cast<double>(count));
        const auto sink = [&](const std::vector<Diagnosed>& batch) {
            for (const Diagnosed& one : batch) {
                writer.add(one);
            }
        };
        if (Result<void> judged = diagnose(opened, indices, classifier, io, sink, part); !judged) {
            return tl::unexpected(judged.error());
        }
    }
    writer.finish();
    return scores;
}

std::vector<Event> eventsOf(const OpenedRecording& opened, const ScoreTracks& scores, const learning::ModelInfo& model,
                            const std::string& device, std::optional<double> threshold)
{
    std::vector<Event> events;
    if (!model.detection) {
        return events;
    }
    const learning::Detection& rule = *model.detection;
    // The probability of an event is counted from the model's threshold: there it is one half.
    const double even = logitOf(rule.threshold);
    const double least = threshold.value_or(0.5);
    const auto background = static_cast<std::size_t>(
        std::find(model.classIds.begin(), model.classIds.end(), rule.background) - model.classIds.begin());
    for (std::size_t t = 0; t < scores.tracks.size(); ++t) {
        const learning::ScoreTrack track = learning::smoothed(scores.tracks[t], rule.smoothSteps);
        const auto peaks = learning::peaksOf(track, rule.separationSeconds, even + logitOf(least));
        const auto reach = learning::reachOf(track, peaks, even + logitOf(least * lowShare));
        for (std::size_t k = 0; k < peaks.size(); ++k) {
            const std::size_t window = scores.firstWindow[t] + peaks[k].step;
            const Sample peakSample = opened.samples[window];
            Event event;
            event.peakSeconds = peaks[k].seconds;
            event.peakWindow = window;
            event.logit = peaks[k].logit - even;
            Sample& sample = event.diagnosed.sample;
            const Interval seconds = stretchOf(reach, k, rule.marginSeconds);
            sample.key = {peakSample.key.recording, nameOf(seconds)};
            sample.index = window;
            sample.extent = {seconds, rule.hertz, peakSample.extent.channel};
            sample.group = peakSample.group;
            sample.contentHash = peakSample.contentHash;
            event.diagnosed.verdict = learning::judge(
                model, probabilitiesAt(scores, t, peaks[k].step, event.logit, background, model.classIds.size()), {},
                device, scores.milliseconds);
            // The threshold of windows is not that of events: what stands in the list is believed.
            event.diagnosed.verdict.abstained = false;
            event.diagnosed.verdict.reason.clear();
            event.diagnosed.verdict.extent = sample.extent;
            events.push_back(std::move(event));
        }
    }
    return events;
}

}  // namespace sightline::diagnosis
