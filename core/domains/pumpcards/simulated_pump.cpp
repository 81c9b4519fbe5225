#include "core/domains/pumpcards/simulated_pump.h"

#include <algorithm>
#include <cmath>
#include <numbers>

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
    Pump(const PumpBehaviour& behaviour, double lowest, double travel, double greatestSpeed)
        : m_pump(behaviour), m_place(lowest), m_greatestSpeed(greatestSpeed)
    {
        setTravel(lowest, lowest + travel);
    }

    /// The load when the lower end of the rods is at `end` and moves with `speed`; moves the plunger along.
    double pull(double end, double speed)
    {
        const double slow = 1 - std::min(std::abs(speed) / m_greatestSpeed, 1.0);
        const double up = m_pump.stuck ? m_pump.frictionNewton : upLevel(slow);
        const double down = m_pump.stuck ? -m_pump.frictionNewton : std::min(downLevel(slow), up);
        const double load = std::clamp(m_pump.tubingNewtonPerMetre * (end - m_place), down, up);
        m_place = end - load / m_pump.tubingNewtonPerMetre;
        return load;
    }
    [[nodiscard]] double place() const { return m_place; }
    void setTravel(double lowest, double highest)
    {
        m_lowest = lowest;
        m_travel = std::max(highest - lowest, 1e-3);
    }
    /// Stops at the ends of the stroke take part from now on.
    void meetStops() { m_stops = true; }

private:
    [[nodiscard]] double upLevel(double slow) const
    {
        const double p = (m_place - m_lowest) / m_travel;
        double share = 1 - m_pump.upLeak * leak(slow, 1 - p);
        if (m_pump.clearance > 0) {
            share *= expandedShare(m_pump.clearance, p, m_pump.pressureRatio);
        }
        share += (m_pump.outLoadShare - share) * step(p, m_pump.leavesBarrel, 0.03);
        const double stop = m_stops ? m_pump.contactNewton * step(p, m_pump.topContact, 0.01) : 0;
        return m_pump.fluidLoadNewton * share + m_pump.frictionNewton + m_pump.dragNewton * (1 - slow) + stop;
    }
    [[nodiscard]] double downLevel(double slow) const
    {
        const double p = (m_place - m_lowest) / m_travel;
        double share = m_pump.downLeak * leak(slow, p);
        if (m_pump.fillage < 1) {
            share = std::max(share, step(p, m_pump.fillage, m_pump.poundSoftness));
        }
        if (m_pump.gasHeight > 0) {
            share = std::max(share, compressedShare(m_pump.gasHeight, 1 - p, m_pump.pressureRatio));
        }
        share = std::min(share, 1 - (1 - m_pump.outLoadShare) * step(p, m_pump.leavesBarrel, 0.03));
        const double stop = m_stops ? m_pump.contactNewton * (1 - step(p, m_pump.bottomContact, 0.01)) : 0;
        return m_pump.fluidLoadNewton * share - m_pump.frictionNewton - m_pump.dragNewton * (1 - slow) - stop;
    }
    /// How much of a leak's effect shows; `ahead` is the part of the stroke still to go.
    [[nodiscard]] double leak(double slow, double ahead) const
    {
        return std::pow(slow, m_pump.leakExponent) * (1 - m_pump.leakLateness * std::clamp(ahead, 0.0, 1.0));
    }

    const PumpBehaviour& m_pump;
    double m_place;  ///< of the plunger in its barrel
    double m_greatestSpeed;
    double m_lowest = 0;
    double m_travel = 1;
    bool m_stops = false;
};

/// The string as masses between springs, about 30 of them; the last mass is the plunger's.
class Chain {
public:
    explicit Chain(const RodString& rods)
    {
        constexpr double links = 30;
        constexpr double plungerKilogram = 25;
        const double total = lengthOf(rods);
        for (const RodSection& rod : rods) {
            const int share = std::max(2, static_cast<int>(std::lround(links * rod.lengthMetre / total)));
            const double dx = rod.lengthMetre / share;
            m_quickest = std::min(m_quickest, dx / rod.soundMetrePerSecond());
            for (int i = 0; i < share; ++i) {
                m_spring.push_back(rod.stiffnessNewton() / dx);
                m_damping.push_back(rod.dampingPerSecond);
                m_mass.back() += rod.massPerMetre * dx / 2;
                m_mass.push_back(rod.massPerMetre * dx / 2);
            }
        }
        m_mass.back() += plungerKilogram;
        m_place.assign(m_mass.size(), 0.0);
        m_speed.assign(m_mass.size(), 0.0);
    }

    /// A time step must stay below what sound, or the plunger on its tubing, needs from mass to mass.
    [[nodiscard]] double longestStep(double tubingNewtonPerMetre) const
    {
        return 0.8 * std::min(m_quickest, std::sqrt(m_mass.back() / (m_spring.back() + tubingNewtonPerMetre)));
    }
    void startAt(double place) { std::ranges::fill(m_place, place); }

    double step(double top, double dt, Pump& pump)
    {
        m_place[0] = top;
        const std::size_t last = m_mass.size() - 1;
        double above = m_spring[0] * (m_place[0] - m_place[1]);
        for (std::size_t i = 1; i < last; ++i) {
            const double below = m_spring[i] * (m_place[i] - m_place[i + 1]);
            m_speed[i] += dt * ((above - below) / m_mass[i] - m_damping[i] * m_speed[i]);
            above = below;
        }
        const double load = pump.pull(m_place[last], m_speed[last]);
        m_speed[last] += dt * ((above - load) / m_mass[last] - m_damping[last - 1] * m_speed[last]);
        for (std::size_t i = 1; i <= last; ++i) {
            m_place[i] += dt * m_speed[i];
        }
        return load;
    }

private:
    std::vector<double> m_mass = {0.0};
    std::vector<double> m_spring;
    std::vector<double> m_damping;
    std::vector<double> m_place;
    std::vector<double> m_speed;
    double m_quickest = 1e9;
};

}  // namespace

Result<std::vector<double>> pumpLoadOf(const PumpBehaviour& behaviour, const RodString& rods,
                                       std::span<const double> rodPosition, double periodSeconds)
{
    const std::size_t count = rodPosition.size();
    if (count < 8 || rods.empty() || !(periodSeconds > 0) || !(behaviour.tubingNewtonPerMetre > 0)) {
        return fail(ErrorCode::Invalid, "The simulated pump needs a stroke, rods, a period and tubing.");
    }
    const auto [lowest, highest] = std::ranges::minmax(rodPosition);
    Chain chain(rods);
    chain.startAt(rodPosition[0]);
    Pump pump(behaviour, rodPosition[0], highest - lowest,
              std::numbers::pi / 2 * 2 * (highest - lowest) / periodSeconds);
    const auto substeps = static_cast<std::size_t>(
        std::ceil(periodSeconds / static_cast<double>(count) / chain.longestStep(behaviour.tubingNewtonPerMetre)));
    const double dt = periodSeconds / static_cast<double>(count * substeps);

    std::vector<double> load(count);
    constexpr int strokes = 4;
    for (int stroke = 0; stroke < strokes; ++stroke) {
        double left = pump.place();
        double right = left;
        for (std::size_t j = 0; j < count; ++j) {
            const double from = rodPosition[j];
            const double to = rodPosition[j + 1 == count ? 0 : j + 1];
            double sum = 0;
            for (std::size_t k = 0; k < substeps; ++k) {
                const double part = static_cast<double>(k) / static_cast<double>(substeps);
                sum += chain.step(from + part * (to - from), dt, pump);
                left = std::min(left, pump.place());
                right = std::max(right, pump.place());
            }
            load[j] = sum / static_cast<double>(substeps);
        }
        // Two strokes show how far the plunger goes when nothing stops it.
        if (stroke == 0 || stroke == 1) {
            pump.setTravel(left, right);
        }
        if (stroke == 1) {
            pump.meetStops();
        }
    }
    return load;
}

}  // namespace sightline::pumpcards
