// The axis of frequency: which hertz stand where, evenly, by octaves, or as people hear.
#pragma once

#include <QString>
#include <vector>

#include "core/data/extent.h"

namespace sightline::widgets {

enum class FrequencyScale { Linear, Log, Mel };

/// What is shown from bottom to top. A value.
struct FrequencyAxis {
    Interval hertz{0, 24000};
    FrequencyScale scale = FrequencyScale::Linear;

    /// 0 at the bottom, 1 at the top; outside of that beyond the axis.
    [[nodiscard]] double positionOf(double hertz) const;
    [[nodiscard]] double hertzAt(double position) const;
    bool operator==(const FrequencyAxis&) const = default;
};

struct FrequencyTick {
    double hertz = 0;
    QString label;  ///< in the unit of the title
};
/// Ticks at round frequencies, at most about `most`, from the bottom up.
std::vector<FrequencyTick> frequencyTicks(const FrequencyAxis& axis, int most);
/// "Hz" or "kHz", whichever the ticks are written in.
QString frequencyUnit(const FrequencyAxis& axis);
/// "350 Hz", "12.5 kHz": three or four digits.
QString hertzText(double hertz);

}  // namespace sightline::widgets
