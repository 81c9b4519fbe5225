#include "core/formats/sound_info.h"

#include <algorithm>
#include <cmath>

namespace sightline::formats {

namespace {

Microseconds spanOf(std::int64_t frames, double rateHz)
{
    return rateHz > 0 ? static_cast<Microseconds>(std::llround(static_cast<double>(frames) * 1e6 / rateHz)) : 0;
}

}  // namespace

bool SoundInfo::hasGaps() const
{
    return std::any_of(segments.begin(), segments.end(),
                       [&](const SoundSegment& segment) { return segment.gapBefore || segment.rateHz != rateHz; });
}

std::size_t SoundInfo::segmentOf(std::int64_t frame) const
{
    const auto after =
        std::upper_bound(segments.begin(), segments.end(), frame,
                         [](std::int64_t f, const SoundSegment& segment) { return f < segment.firstFrame; });
    return after == segments.begin() ? 0 : static_cast<std::size_t>(after - segments.begin()) - 1;
}

std::optional<Microseconds> SoundInfo::timeOf(std::int64_t frame) const
{
    if (segments.empty()) {
        return std::nullopt;
    }
    const SoundSegment& segment = segments[segmentOf(frame)];
    if (!segment.start) {
        return std::nullopt;
    }
    return *segment.start + spanOf(frame - segment.firstFrame, segment.rateHz);
}

std::optional<std::int64_t> SoundInfo::frameAt(Microseconds time) const
{
    // Clocks may run back between segments, so all are asked.
    for (const SoundSegment& segment : segments) {
        if (segment.start && time >= *segment.start) {
            const double frame = std::round(static_cast<double>(time - *segment.start) * segment.rateHz / 1e6);
            if (frame < static_cast<double>(segment.frames)) {
                return segment.firstFrame + static_cast<std::int64_t>(frame);
            }
        }
    }
    return std::nullopt;
}

void setStart(SoundInfo& info, const StartTime& start)
{
    const bool ownClock =
        info.harp && std::any_of(info.segments.begin(), info.segments.end(),
                                 [](const SoundSegment& segment) { return segment.start.has_value(); });
    if (ownClock) {
        return;
    }
    info.start = start;
    Microseconds at = start.microseconds;
    for (SoundSegment& segment : info.segments) {
        segment.start = at;
        at += spanOf(segment.frames, segment.rateHz);
    }
}

}  // namespace sightline::formats
