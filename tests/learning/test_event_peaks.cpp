// Scores along a recording become events.
#include <cmath>

#include <doctest/doctest.h>

#include "core/learning/event_peaks.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

ScoreTrack trackOf(std::vector<float> logits, double hop = 0.5)
{
    return {10, hop, std::move(logits)};
}

}  // namespace

TEST_CASE("smoothing keeps a level, spreads a spike as a triangle, and does not drown neighbours")
{
    const ScoreTrack level = smoothed(trackOf(std::vector<float>(20, -3)), 6);
    for (const float logit : level.logits) {
        CHECK(logit == doctest::Approx(-3));
    }
    std::vector<float> spike(21, 0);
    spike[10] = 4;
    const ScoreTrack spread = smoothed(trackOf(spike), 1);
    CHECK(spread.logits[9] == doctest::Approx(1));
    CHECK(spread.logits[10] == doctest::Approx(2));
    CHECK(spread.logits[11] == doctest::Approx(1));
    CHECK(spread.logits[8] == doctest::Approx(0));
    spike[10] = 1000;
    CHECK(smoothed(trackOf(spike), 1).logits[10] == doctest::Approx(largestLogit / 2));
    CHECK(smoothed(trackOf(spike), 0).logits[10] == doctest::Approx(largestLogit));
    CHECK(smoothed(trackOf({}), 6).logits.empty());
}

TEST_CASE("peaks: the higher of two neighbours stays, those far enough apart both do")
{
    //                        10   10.5  11  11.5  12  12.5  13
    const ScoreTrack track = trackOf({0, 5, 1, 4, 0, 0, 3});
    const auto apart = peaksOf(track, 1.5, -HUGE_VAL);
    REQUIRE(apart.size() == 2);
    CHECK(apart[0].step == 1);
    CHECK(apart[0].seconds == doctest::Approx(10.5));
    CHECK(apart[1].step == 6);
    CHECK(peaksOf(track, 1.0, -HUGE_VAL).size() == 3);
    CHECK(peaksOf(track, 1.0, 3.5).size() == 2);
    CHECK(peaksOf(trackOf({}), 1.0, 0).empty());
}

TEST_CASE("a plateau is one peak, and a dropped candidate drops nothing itself")
{
    CHECK(peaksOf(trackOf({0, 7, 7, 7, 0}), 1.5, 0).size() == 1);
    // 9 drops 8, which must not drop 7: that one lies far enough from 9.
    const auto peaks = peaksOf(trackOf({9, 0, 8, 0, 7, 0}), 1.5, 1);
    REQUIRE(peaks.size() == 2);
    CHECK(peaks[1].logit == doctest::Approx(7));
}

TEST_CASE("an event reaches as far as its scores, and two share a stretch at its lowest")
{
    const ScoreTrack track = trackOf({0, 2, 5, 2, 1, 3, 6, 3, 0});
    const auto peaks = peaksOf(track, 1.5, 4);
    REQUIRE(peaks.size() == 2);
    const auto reach = reachOf(track, peaks, 1);
    CHECK(reach[0].begin == doctest::Approx(10.5));
    CHECK(reach[0].end == doctest::Approx(12));
    CHECK(reach[1].begin == doctest::Approx(12));
    CHECK(reach[1].end == doctest::Approx(13.5));
    const auto strict = reachOf(track, peaks, 2.5);
    CHECK(strict[0].begin == strict[0].end);
    CHECK(strict[1].begin == doctest::Approx(12.5));
}
