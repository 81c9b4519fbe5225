// Where in a recording something applies.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace sightline {

/// Half-open [begin, end), in the unit its name says.
struct Interval {
    double begin = 0;
    double end = 0;

    [[nodiscard]] double length() const { return end - begin; }
    [[nodiscard]] double overlap(const Interval& other) const;
    [[nodiscard]] double middle() const { return begin + (end - begin) / 2; }
    bool operator==(const Interval&) const = default;
};

/// "12.8-14.848": a stretch of a recording as samples and label files name it, in seconds to the thousandth.
std::string nameOf(const Interval& seconds);
/// Back again; nothing for another text, or an end before its begin.
std::optional<Interval> secondsNamed(const std::string& name);

/// A part of one recording: nothing set means all of it. Pump cards and mouse sessions are labelled whole, sounds by
/// boxes (seconds × hertz).
struct Extent {
    std::optional<Interval> seconds;
    std::optional<Interval> hertz;
    std::optional<int> channel;  ///< counted from 0

    [[nodiscard]] bool whole() const { return !seconds && !hertz && !channel; }
    bool operator==(const Extent&) const = default;
};

}  // namespace sightline
