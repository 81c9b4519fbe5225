#include "core/domains/pumpcards/simulated_pump.h"

#include <algorithm>
#include <cmath>

namespace sightline::pumpcards {

namespace {

/// 0 below the edge, 1 above it, linear over `width`.
double step(double value, double edge, double width)
{
    return std::clamp((value - edge) / std::max(width, 1e-6) + 0.5, 0.0, 1.0);
}

/// Share of Fo that gas of height `height` carries once the plunger has closed in on it by `travelled` (compressing) –
/// or has drawn away (expanding) when the pressure starts at discharge. p V^n = const.
double compressedShare(double height, double travelled, double ratio)
{
    constexpr double polytropic = 1.15;
    const double left = std::max(height - travelled, 1e-6);
    const double pressure = ratio * std::pow(height / left, polytropic);  // in units of discharge pressure
    return std::clamp((1 - pressure) / (1 - ratio), 0.0, 1.0);
}
double expandedShare(double height, double travelled, double ratio)
{
    constexpr double polytropic = 1.15;
    const double pressure = std::pow(height / (height + std::max(travelled, 0.0)), polytropic);
    return std::clamp((1 - pressure) / (1 - ratio), 0.0, 1.0);
}

class Pump {
public:
    Pump(const PumpBehaviour& behaviour, std::span<const double> rodPosition) : m_pump(behaviour)
    {
        const auto [lowest, highest] = std::ranges::minmax(rodPosition);
        m_lowest = lowest;
        const double stretch = behaviour.fluidLoadNewton / behaviour.springNewtonPerMetre;
        m_travel = std::max(highest - lowest - stretch, 0.15 * (highest - lowest));
    }

    /// Load that moves the plunger up / lets it move down, at plunger position `place` and rod speed `slow` = 1 -
    /// |v|/vmax.
    [[nodiscard]] double upLevel(double place, double slow) const
    {
        const double p = fraction(place);
        double share = 1 - m_pump.upLeak * leak(slow, 1 - p);
        if (m_pump.clearance > 0) {
            share *= expandedShare(m_pump.clearance, p, m_pump.pressureRatio);
        }
        share += (m_pump.outLoadShare - share) * step(p, m_pump.leavesBarrel, 0.03);
        const double stop = m_pump.contactNewton * step(p, m_pump.topContact, 0.01);
        return m_pump.fluidLoadNewton * share + m_pump.frictionNewton + m_pump.dragNewton * (1 - slow) + stop;
    }
    [[nodiscard]] double downLevel(double place, double slow) const
    {
        const double p = fraction(place);
        double share = m_pump.downLeak * leak(slow, p);
        if (m_pump.fillage < 1) {
            share = std::max(share, step(p, m_pump.fillage, m_pump.poundSoftness));
        }
        if (m_pump.gasHeight > 0) {
            share = std::max(share, compressedShare(m_pump.gasHeight, 1 - p, m_pump.pressureRatio));
        }
        share = std::min(share, 1 - (1 - m_pump.outLoadShare) * step(p, m_pump.leavesBarrel, 0.03));
        const double stop = m_pump.contactNewton * (1 - step(p, m_pump.bottomContact, 0.01));
        return m_pump.fluidLoadNewton * share - m_pump.frictionNewton - m_pump.dragNewton * (1 - slow) - stop;
    }
    [[nodiscard]] double lowest() const { return m_lowest; }

private:
    /// How much of a leak's effect shows; `ahead` is the part of the stroke still to go.
    [[nodiscard]] double leak(double slow, double ahead) const
    {
        return std::pow(slow, m_pump.leakExponent) * (1 - m_pump.leakLateness * std::clamp(ahead, 0.0, 1.0));
    }
    [[nodiscard]] double fraction(double place) const { return (place - m_lowest) / m_travel; }

    const PumpBehaviour& m_pump;
    double m_lowest = 0;
    double m_travel = 1;
};

}  // namespace

std::vector<double> pumpLoadOf(const PumpBehaviour& behaviour, std::span<const double> rodPosition)
{
    const Pump pump(behaviour, rodPosition);
    const std::size_t count = rodPosition.size();
    const double spring = behaviour.springNewtonPerMetre;
    std::vector<double> speed(count);
    for (std::size_t j = 0; j < count; ++j) {
        speed[j] = std::abs(rodPosition[(j + 1) % count] - rodPosition[(j + count - 1) % count]);
    }
    const double greatest = std::max(std::ranges::max(speed), 1e-12);

    std::vector<double> load(count);
    double plunger = behaviour.stuck ? (std::ranges::max(rodPosition) + pump.lowest()) / 2 : pump.lowest();
    constexpr int strokes = 3;
    for (std::size_t i = 0; i < strokes * count; ++i) {
        const std::size_t j = i % count;
        const double slow = 1 - speed[j] / greatest;
        const double pull = spring * (rodPosition[j] - plunger);
        const double up = behaviour.stuck ? behaviour.frictionNewton : pump.upLevel(plunger, slow);
        const double down = behaviour.stuck ? -behaviour.frictionNewton : std::min(pump.downLevel(plunger, slow), up);
        load[j] = std::clamp(pull, down, up);
        plunger = rodPosition[j] - load[j] / spring;
    }
    return load;
}

}  // namespace sightline::pumpcards
