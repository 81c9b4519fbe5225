// The axis of time of a long recording: seconds since it began, with its gaps, and what the clock said.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/data/extent.h"

namespace sightline::widgets {

/// A piece recorded in one go. `axis` and `recorded` are where it begins: seconds since the recording began, pauses
/// counted, and seconds of recorded signal before it.
struct Stretch {
    double axis = 0;
    double recorded = 0;
    double length = 0;
    bool operator==(const Stretch&) const = default;
};

/// Views speak in axis seconds; files are read in recorded seconds. Without gaps the two are the same. Immutable value.
class Timeline {
public:
    Timeline() = default;
    /// One stretch without gaps.
    explicit Timeline(double seconds);
    /// In order, without overlap; others are dropped.
    explicit Timeline(std::vector<Stretch> stretches);

    /// What the clock said at axis second 0 (microseconds since 1970 on that clock) and whose clock it was: "UTC".
    void setStart(std::int64_t microseconds, const QString& clock);
    [[nodiscard]] std::optional<std::int64_t> start() const { return m_start; }
    [[nodiscard]] const QString& clock() const { return m_clock; }

    [[nodiscard]] const std::vector<Stretch>& stretches() const { return m_stretches; }
    [[nodiscard]] bool hasGaps() const { return m_stretches.size() > 1; }
    /// Axis seconds from the first moment to the last.
    [[nodiscard]] double seconds() const;
    /// Recorded seconds of all stretches together.
    [[nodiscard]] double recordedSeconds() const;
    /// Nothing in a gap or outside.
    [[nodiscard]] std::optional<double> recordedAt(double axisSeconds) const;
    /// The same, but a gap counts as the moment after it, and what lies outside as the nearest end.
    [[nodiscard]] double recordedNear(double axisSeconds) const;
    /// A moment on the border of two stretches belongs to the later one.
    [[nodiscard]] double axisAt(double recordedSeconds) const;
    /// The gaps that touch a span, as axis seconds; the time before the first and after the last moment is no gap.
    [[nodiscard]] std::vector<Interval> gapsIn(const Interval& axisSeconds) const;

    /// A moment in words, as fine as `step` seconds need it: "2021-07-15 00:27:03.25", or "3.25 s" without a clock.
    [[nodiscard]] QString momentText(double axisSeconds, double step) const;

    bool operator==(const Timeline&) const = default;

private:
    [[nodiscard]] std::size_t lastBeginningBy(double axisSeconds) const;
    std::vector<Stretch> m_stretches;
    std::optional<std::int64_t> m_start;
    QString m_clock;
};

/// A tick of the axis of time.
struct TimeTick {
    double seconds = 0;
    QString label;  ///< "00:27:03" or "3.5"
    QString date;   ///< under the first tick and where a day begins; empty elsewhere and without a clock
};

/// Ticks at round moments of the clock (or round seconds) of a span, at most `most` of them.
std::vector<TimeTick> timeTicks(const Timeline& timeline, const Interval& axisSeconds, int most);
/// What stands at the axis: "UTC", "Local clock", "Time (s)" or "Time (h:min:s)".
QString timeTitle(const Timeline& timeline, const Interval& axisSeconds);

}  // namespace sightline::widgets
