#include "core/learning/event_peaks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sightline::learning {

namespace {

double secondsOf(const ScoreTrack& track, std::size_t step)
{
    return track.firstSeconds + static_cast<double>(step) * track.hopSeconds;
}

bool isPeak(const std::vector<float>& logits, std::size_t step)
{
    return (step == 0 || logits[step] >= logits[step - 1]) &&
           (step + 1 == logits.size() || logits[step] >= logits[step + 1]);
}

}  // namespace

ScoreTrack limited(ScoreTrack track)
{
    for (float& logit : track.logits) {
        logit = std::clamp(logit, -largestLogit, largestLogit);
    }
    return track;
}

ScoreTrack smoothed(const ScoreTrack& track, int smoothSteps)
{
    ScoreTrack result = track;
    const auto count = static_cast<std::ptrdiff_t>(track.logits.size());
    const std::ptrdiff_t reach = std::max(0, smoothSteps);
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        double sum = 0;
        double weights = 0;
        for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(0, i - reach); k <= std::min(count - 1, i + reach); ++k) {
            const auto weight = static_cast<double>(reach + 1 - std::abs(k - i));
            sum += weight * std::clamp(track.logits[static_cast<std::size_t>(k)], -largestLogit, largestLogit);
            weights += weight;
        }
        result.logits[static_cast<std::size_t>(i)] = static_cast<float>(sum / weights);
    }
    return result;
}

std::vector<ScorePeak> peaksOf(const ScoreTrack& smoothed, double separationSeconds, double least)
{
    std::vector<std::size_t> candidates;
    for (std::size_t step = 0; step < smoothed.logits.size(); ++step) {
        if (smoothed.logits[step] >= least && isPeak(smoothed.logits, step)) {
            candidates.push_back(step);
        }
    }
    std::vector<std::size_t> byHeight(candidates.size());
    std::iota(byHeight.begin(), byHeight.end(), std::size_t{0});
    std::stable_sort(byHeight.begin(), byHeight.end(), [&](std::size_t a, std::size_t b) {
        return smoothed.logits[candidates[a]] > smoothed.logits[candidates[b]];
    });
    // Candidates near a taken one are dropped at once: each is looked at a few times, however long the track.
    std::vector<bool> dropped(candidates.size(), false);
    std::vector<bool> taken(candidates.size(), false);
    const double apart = separationSeconds - smoothed.hopSeconds / 1e6;
    for (const std::size_t k : byHeight) {
        if (dropped[k]) {
            continue;
        }
        taken[k] = true;
        const double here = secondsOf(smoothed, candidates[k]);
        for (std::size_t n = k + 1; n < candidates.size() && secondsOf(smoothed, candidates[n]) - here < apart; ++n) {
            dropped[n] = true;
        }
        for (std::size_t n = k; n-- > 0 && here - secondsOf(smoothed, candidates[n]) < apart;) {
            dropped[n] = true;
        }
    }
    std::vector<ScorePeak> peaks;
    for (std::size_t k = 0; k < candidates.size(); ++k) {
        if (taken[k]) {
            peaks.push_back({candidates[k], secondsOf(smoothed, candidates[k]), smoothed.logits[candidates[k]]});
        }
    }
    return peaks;
}

std::vector<Interval> reachOf(const ScoreTrack& smoothed, const std::vector<ScorePeak>& peaks, double low)
{
    const std::vector<float>& logits = smoothed.logits;
    std::vector<Interval> reach;
    std::size_t floor = 0;  // the first step this peak may have
    for (std::size_t k = 0; k < peaks.size(); ++k) {
        std::size_t ceiling = logits.size() - 1;
        if (k + 1 < peaks.size()) {
            const auto from = logits.begin() + static_cast<std::ptrdiff_t>(peaks[k].step);
            const auto to = logits.begin() + static_cast<std::ptrdiff_t>(peaks[k + 1].step);
            ceiling = static_cast<std::size_t>(std::min_element(from, to) - logits.begin());
        }
        std::size_t begin = peaks[k].step;
        while (begin > floor && logits[begin - 1] >= low) {
            --begin;
        }
        std::size_t end = peaks[k].step;
        while (end < ceiling && logits[end + 1] >= low) {
            ++end;
        }
        reach.push_back({secondsOf(smoothed, begin), secondsOf(smoothed, end)});
        floor = ceiling;
    }
    return reach;
}

}  // namespace sightline::learning
