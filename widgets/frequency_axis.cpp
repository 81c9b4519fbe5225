#include "widgets/frequency_axis.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/dsp/mel.h"

namespace sightline::widgets {

namespace {

/// A logarithm has no zero: the axis begins at a thousandth of its top, or at 1 Hz where that is higher.
double lowestOfLog(double top)
{
    return std::max(1.0, top / 1000);
}

double toScale(FrequencyScale scale, double hertz, double top)
{
    switch (scale) {
        case FrequencyScale::Log: return std::log(std::max(hertz, std::min(lowestOfLog(top), top / 2)));
        case FrequencyScale::Mel: return dsp::melOfHertz(dsp::MelScale::Slaney, std::max(hertz, 0.0));
        case FrequencyScale::Linear: break;
    }
    return hertz;
}

double fromScale(FrequencyScale scale, double value)
{
    switch (scale) {
        case FrequencyScale::Log: return std::exp(value);
        case FrequencyScale::Mel: return dsp::hertzOfMel(dsp::MelScale::Slaney, value);
        case FrequencyScale::Linear: break;
    }
    return value;
}

double roundStep(double least)
{
    const double power = std::pow(10.0, std::floor(std::log10(std::max(least, 1e-6))));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (factor * power >= least * (1 - 1e-9))
            return factor * power;
    }
    return power * 10;
}

bool inKilohertz(const FrequencyAxis& axis)
{
    return axis.hertz.end >= 2000;
}

FrequencyTick tickAt(const FrequencyAxis& axis, double hertz)
{
    const double shown = inKilohertz(axis) ? hertz / 1000 : hertz;
    return {hertz, QString::number(shown, 'g', 6)};
}

/// 1, 2, 5 times powers of ten that keep a distance; a decade is never left out for a lesser one.
std::vector<FrequencyTick> unevenTicks(const FrequencyAxis& axis, int most)
{
    std::vector<FrequencyTick> ticks;
    std::vector<double> taken;
    const double apart = 0.9 / std::max(most, 1);
    for (const std::vector<double>& factors : {std::vector<double>{1}, {5}, {2}, {3}, {7}, {4, 6, 8}}) {
        for (double decade = 1; decade <= axis.hertz.end; decade *= 10) {
            for (const double factor : factors) {
                const double at = axis.positionOf(factor * decade);
                const bool free =
                    std::none_of(taken.begin(), taken.end(), [&](double t) { return std::abs(t - at) < apart; });
                if (factor * decade >= axis.hertz.begin && at >= 0 && at <= 1 && free) {
                    taken.push_back(at);
                    ticks.push_back(tickAt(axis, factor * decade));
                }
            }
        }
    }
    std::sort(ticks.begin(), ticks.end(), [](const auto& a, const auto& b) { return a.hertz < b.hertz; });
    return ticks;
}

}  // namespace

double FrequencyAxis::positionOf(double at) const
{
    const double low = toScale(scale, hertz.begin, hertz.end);
    const double high = toScale(scale, hertz.end, hertz.end);
    return high > low ? (toScale(scale, at, hertz.end) - low) / (high - low) : 0;
}

double FrequencyAxis::hertzAt(double position) const
{
    const double low = toScale(scale, hertz.begin, hertz.end);
    const double high = toScale(scale, hertz.end, hertz.end);
    return fromScale(scale, low + position * (high - low));
}

std::vector<FrequencyTick> frequencyTicks(const FrequencyAxis& axis, int most)
{
    // A narrow band of a bent scale is as good as straight.
    if (axis.scale != FrequencyScale::Linear && axis.hertz.end > 3 * std::max(axis.hertz.begin, 1.0))
        return unevenTicks(axis, most);
    std::vector<FrequencyTick> ticks;
    const double step = roundStep(axis.hertz.length() / std::max(most, 1));
    for (double at = std::ceil(axis.hertz.begin / step - 1e-9) * step; at <= axis.hertz.end + step * 1e-6; at += step)
        ticks.push_back(tickAt(axis, std::round(at / step) * step));
    return ticks;
}

QString frequencyUnit(const FrequencyAxis& axis)
{
    return inKilohertz(axis) ? QCoreApplication::translate("FrequencyAxis", "kHz")
                             : QCoreApplication::translate("FrequencyAxis", "Hz");
}

QString hertzText(double hertz)
{
    if (std::abs(hertz) >= 1000)
        return QCoreApplication::translate("FrequencyAxis", "%1 kHz").arg(hertz / 1000, 0, 'f', hertz < 9999.5 ? 3 : 2);
    return QCoreApplication::translate("FrequencyAxis", "%1 Hz").arg(hertz, 0, 'f', hertz < 99.95 ? 1 : 0);
}

}  // namespace sightline::widgets
