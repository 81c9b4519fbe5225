#include "core/domains/pumpcards/wave_equation.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

#include "core/dsp/fourier.h"

namespace sightline::pumpcards {

namespace {

using Complex = std::complex<double>;

/// (U, F) at the bottom = matrix × (U, F) at the top.
struct Transfer {
    Complex uu = 1;
    Complex uf = 0;
    Complex fu = 0;
    Complex ff = 1;
};

Transfer transferOf(const RodSection& rod, double omega)
{
    const double stiffness = rod.stiffnessNewton();
    if (omega == 0) {
        return {1, rod.lengthMetre / stiffness, 0, 1};
    }
    const Complex lambda = std::sqrt(Complex(omega * omega, -omega * rod.dampingPerSecond)) / rod.soundMetrePerSecond();
    const Complex sine = std::sin(lambda * rod.lengthMetre);
    const Complex cosine = std::cos(lambda * rod.lengthMetre);
    return {cosine, sine / (stiffness * lambda), -stiffness * lambda * sine, cosine};
}

Transfer transferOf(const RodString& rods, double omega)
{
    Transfer whole;
    for (const RodSection& rod : rods) {
        const Transfer next = transferOf(rod, omega);
        whole = {next.uu * whole.uu + next.uf * whole.fu, next.uu * whole.uf + next.uf * whole.ff,
                 next.fu * whole.uu + next.ff * whole.fu, next.fu * whole.uf + next.ff * whole.ff};
    }
    return whole;
}

Result<void> check(const RodString& rods, std::size_t points, double periodSeconds)
{
    constexpr std::size_t fewestPoints = 8;
    if (points < fewestPoints) {
        return fail(ErrorCode::Invalid, "The wave equation needs at least 8 points of one stroke.");
    }
    if (!(periodSeconds > 0) || !std::isfinite(periodSeconds)) {
        return fail(ErrorCode::Invalid, "The wave equation needs the period of the stroke (SPM).");
    }
    if (rods.empty()) {
        return fail(ErrorCode::Invalid, "The wave equation needs the rod string: diameter and length of each taper.");
    }
    const bool sound = std::ranges::all_of(rods, [](const RodSection& rod) {
        return rod.lengthMetre > 0 && rod.areaSquareMetre > 0 && rod.massPerMetre > 0 && rod.elasticityPascal > 0 &&
               rod.dampingPerSecond >= 0;
    });
    if (!sound) {
        return fail(ErrorCode::Invalid, "Every rod section needs a positive length, area, weight and elasticity.");
    }
    return {};
}

/// u = -position, shifted back so that the lowest position is 0.
std::vector<CardPoint> cardFrom(const std::vector<double>& displacement, const std::vector<double>& load)
{
    const double lowest = *std::max_element(displacement.begin(), displacement.end());
    std::vector<CardPoint> card(displacement.size());
    for (std::size_t j = 0; j < card.size(); ++j) {
        card[j] = {lowest - displacement[j], load[j]};
    }
    return card;
}

/// One row of the grid: a depth at which the string is cut, and what hangs around it.
struct Station {
    double stiffnessAbove = 0;  ///< k = E A / dx, N/m
    double stiffnessBelow = 0;
    double inertia = 0;  ///< mass of half a step either side / dt², N/m
    double damping = 0;  ///< c dt
};

struct Grid {
    double topStiffness = 0;
    double bottomStiffness = 0;
    std::vector<Station> inner;  ///< between the first and the last row
};

Result<Grid> makeGrid(const RodString& rods, double timeStep, int depthSteps)
{
    Grid grid;
    const double total = lengthOf(rods);
    std::vector<std::pair<const RodSection*, double>> steps;  // every step of the grid: its rod and dx
    for (const RodSection& rod : rods) {
        const int share = std::max(2, static_cast<int>(std::lround(depthSteps * rod.lengthMetre / total)));
        const double dx = rod.lengthMetre / share;
        if (dx > rod.soundMetrePerSecond() * timeStep) {
            return fail(ErrorCode::Invalid, "The depth steps are too long for the time steps: use more of them.");
        }
        steps.insert(steps.end(), static_cast<std::size_t>(share), {&rod, dx});
    }
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        const auto [above, dxAbove] = steps[i];
        const auto [below, dxBelow] = steps[i + 1];
        const double massAbove = dxAbove * above->massPerMetre;
        const double massBelow = dxBelow * below->massPerMetre;
        const double mass = (massAbove + massBelow) / 2;
        const double damping = (massAbove * above->dampingPerSecond + massBelow * below->dampingPerSecond) / (2 * mass);
        grid.inner.push_back({above->stiffnessNewton() / dxAbove, below->stiffnessNewton() / dxBelow,
                              mass / (timeStep * timeStep), damping * timeStep});
    }
    grid.topStiffness = steps.front().first->stiffnessNewton() / steps.front().second;
    grid.bottomStiffness = steps.back().first->stiffnessNewton() / steps.back().second;
    return grid;
}

}  // namespace

Result<std::vector<CardPoint>> pumpCardByFourier(const RodString& rods, std::span<const CardPoint> surface,
                                                 double periodSeconds, int harmonics)
{
    if (const auto checked = check(rods, surface.size(), periodSeconds); !checked) {
        return tl::unexpected(checked.error());
    }
    std::vector<double> displacement(surface.size());
    std::vector<double> load(surface.size());
    for (std::size_t j = 0; j < surface.size(); ++j) {
        displacement[j] = -surface[j].positionMetre;
        load[j] = surface[j].loadNewton;
    }
    std::vector<Complex> u = dsp::fourierSeries(displacement);
    std::vector<Complex> f = dsp::fourierSeries(load);
    const std::size_t kept = std::min(u.size(), static_cast<std::size_t>(std::max(harmonics, 1)) + 1);
    u.resize(kept);
    f.resize(kept);
    for (std::size_t k = 0; k < kept; ++k) {
        const Transfer t = transferOf(rods, 2 * std::numbers::pi * static_cast<double>(k) / periodSeconds);
        const Complex top = u[k];
        u[k] = t.uu * top + t.uf * f[k];
        f[k] = t.fu * top + t.ff * f[k];
    }
    return cardFrom(dsp::fromFourierSeries(u, surface.size()), dsp::fromFourierSeries(f, surface.size()));
}

Result<std::vector<CardPoint>> pumpCardByDifferences(const RodString& rods, std::span<const CardPoint> surface,
                                                     double periodSeconds, int depthSteps)
{
    if (const auto checked = check(rods, surface.size(), periodSeconds); !checked) {
        return tl::unexpected(checked.error());
    }
    const std::size_t count = surface.size();
    const Result<Grid> grid = makeGrid(rods, periodSeconds / static_cast<double>(count), depthSteps);
    if (!grid) {
        return tl::unexpected(grid.error());
    }
    std::vector<double> above(count);
    std::vector<double> here(count);
    for (std::size_t j = 0; j < count; ++j) {
        above[j] = -surface[j].positionMetre;
        here[j] = above[j] + surface[j].loadNewton / grid->topStiffness;
    }
    std::vector<double> below(count);
    for (const Station& s : grid->inner) {
        for (std::size_t j = 0; j < count; ++j) {
            const double later = here[j + 1 == count ? 0 : j + 1];
            const double earlier = here[j == 0 ? count - 1 : j - 1];
            const double inertia = s.inertia * ((1 + s.damping) * later - (2 + s.damping) * here[j] + earlier);
            below[j] = (inertia + (s.stiffnessAbove + s.stiffnessBelow) * here[j] - s.stiffnessAbove * above[j]) /
                       s.stiffnessBelow;
        }
        above.swap(here);
        here.swap(below);
    }
    std::vector<double> load(count);
    for (std::size_t j = 0; j < count; ++j) {
        load[j] = grid->bottomStiffness * (here[j] - above[j]);
    }
    return cardFrom(here, load);
}

Result<std::vector<double>> surfaceLoad(const RodString& rods, std::span<const double> surfacePosition,
                                        std::span<const double> pumpLoad, double periodSeconds, double rollOffHarmonic)
{
    if (const auto checked = check(rods, surfacePosition.size(), periodSeconds); !checked) {
        return tl::unexpected(checked.error());
    }
    if (pumpLoad.size() != surfacePosition.size() || !(rollOffHarmonic > 0)) {
        return fail(ErrorCode::Invalid, "Motion and pump load must have the same number of points.");
    }
    const std::vector<Complex> position = dsp::fourierSeries(surfacePosition);
    std::vector<Complex> load = dsp::fourierSeries(pumpLoad);
    for (std::size_t k = 0; k < load.size(); ++k) {
        const double harmonic = static_cast<double>(k);
        const double roll = std::exp(-std::pow(harmonic / rollOffHarmonic, 2));
        constexpr double negligible = 1e-6;
        if (roll < negligible) {
            load.resize(k);
            break;
        }
        const Transfer t = transferOf(rods, 2 * std::numbers::pi * harmonic / periodSeconds);
        load[k] = roll * (load[k] + t.fu * position[k]) / t.ff;  // u = -position
    }
    return dsp::fromFourierSeries(load, surfacePosition.size());
}

}  // namespace sightline::pumpcards
