#include "core/domains/pumpcards/simulator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/pumpcards/rod_string.h"
#include "core/domains/pumpcards/simulated_pump.h"
#include "core/domains/pumpcards/wave_equation.h"
#include "core/dsp/fourier.h"

namespace sightline::pumpcards {

namespace {

constexpr std::size_t solverPoints = 256;

/// A well as it was before anything went wrong, and the unit above it.
struct Well {
    double depthMetre = 0;
    RodString rods;
    double specificGravity = 1;
    double plungerAreaSquareMetre = 0;
    double fullLoadNewton = 0;  ///< Fo with the fluid level at the pump
    double tubingSpring = 0;    ///< N/m; 0: anchored
    double strokeMetre = 0;
    double strokesPerMinute = 0;
    double frictionTilt = 0;       ///< its share by which it is greater at the bottom of the stroke, less at the top
    double boxFrictionNewton = 0;  ///< stuffing box and dry friction along the rods, half the loop's height
};

/// Between low and high with most weight in the middle.
double bell(Rng& rng, double low, double high)
{
    return low + (high - low) * (rng.uniform() + rng.uniform() + rng.uniform()) / 3;
}

double logUniform(Rng& rng, double low, double high)
{
    return low * std::pow(high / low, rng.uniform());
}

template <std::size_t N>
double oneOf(Rng& rng, const std::array<double, N>& values)
{
    return values[rng.below(N)];
}

/// Shallow strings are uniform, deep ones tapered from thick to thin; damping is a property of the fluid.
RodString makeRods(Rng& rng, double depth, double damping)
{
    if (depth < 1000 && rng.chance(0.5)) {
        return {apiRod(rng.chance(0.6) ? ApiRod::ThreeQuarters : ApiRod::SevenEighths, depth, damping)};
    }
    if (depth < 1700) {
        const double thick = depth * rng.uniform(0.25, 0.55);
        if (rng.chance(0.25)) {
            return {apiRod(ApiRod::ThreeQuarters, thick, damping), apiRod(ApiRod::FiveEighths, depth - thick, damping)};
        }
        return {apiRod(ApiRod::SevenEighths, thick, damping), apiRod(ApiRod::ThreeQuarters, depth - thick, damping)};
    }
    const double first = depth * rng.uniform(0.2, 0.35);
    const double second = depth * rng.uniform(0.25, 0.4);
    return {apiRod(ApiRod::One, first, damping), apiRod(ApiRod::SevenEighths, second, damping),
            apiRod(ApiRod::ThreeQuarters, depth - first - second, damping)};
}

Well makeWell(Rng& rng)
{
    Well well;
    // Most wells are near 1,000 m; a few are shallow or deep.
    well.depthMetre = rng.chance(0.8) ? bell(rng, 650, 1500) : logUniform(rng, 300, 2600);
    well.specificGravity = rng.uniform(0.85, 1.02);
    well.rods = makeRods(rng, well.depthMetre, logUniform(rng, 0.15, 1.6));

    constexpr std::array<double, 5> smallPlungers = {0.032, 0.038, 0.044, 0.044, 0.057};
    constexpr std::array<double, 4> largePlungers = {0.044, 0.057, 0.070, 0.083};
    const double diameter = well.depthMetre > 900 ? oneOf(rng, smallPlungers) : oneOf(rng, largePlungers);
    well.plungerAreaSquareMetre = std::numbers::pi / 4 * diameter * diameter;
    well.fullLoadNewton = well.plungerAreaSquareMetre * well.depthMetre * well.specificGravity * 1000 * standardGravity;
    well.fullLoadNewton = std::min(well.fullLoadNewton, 1.2 * weightInAir(well.rods));

    constexpr std::array<double, 10> strokes = {1.8, 2.1, 2.5, 2.7, 3.0, 3.0, 3.0, 4.2, 4.8, 5.0};
    well.strokeMetre = (rng.chance(0.06) ? rng.uniform(5.5, 7.5) : oneOf(rng, strokes)) * rng.uniform(0.96, 1.04);
    well.strokesPerMinute = rng.uniform(4, 17) / well.strokeMetre;
    constexpr double tubingSteel = 2.06e11 * 1.2e-3;  // E A of 2 7/8 in tubing
    const double freeLength = rng.chance(0.5) ? well.depthMetre : rng.uniform(0.1, 0.3) * well.depthMetre;  // anchored
    well.tubingSpring = tubingSteel / freeLength;
    well.boxFrictionNewton = rng.uniform(200, 1400);
    well.frictionTilt = rng.uniform(-0.25, 0.9);
    return well;
}

/// The polished rod: a crank's cosine with the two lowest skews of a four-bar linkage, from the bottom, at equal times.
std::vector<double> rodMotion(Rng& rng, double stroke)
{
    const double first = rng.uniform(-0.14, 0.14);
    const double second = rng.uniform(-0.04, 0.04);
    std::vector<double> position(solverPoints);
    for (std::size_t j = 0; j < solverPoints; ++j) {
        const double turn = 2 * std::numbers::pi * static_cast<double>(j) / solverPoints;
        const double angle = turn + first * std::sin(turn) + second * std::sin(2 * turn);
        position[j] = stroke / 2 * (1 - std::cos(angle));
    }
    return position;
}

void setDamping(Well& well, double dampingPerSecond)
{
    for (RodSection& rod : well.rods) {
        rod.dampingPerSecond = dampingPerSecond;
    }
}

/// Cuts the string `depth` metres below the polished rod.
void partRods(Well& well, double depth)
{
    double left = depth;
    for (std::size_t i = 0; i < well.rods.size(); ++i) {
        if (well.rods[i].lengthMetre >= left) {
            well.rods[i].lengthMetre = left;
            well.rods.resize(i + 1);
            return;
        }
        left -= well.rods[i].lengthMetre;
    }
}

PumpBehaviour soundPump(Rng& rng, const Well& well)
{
    PumpBehaviour pump;
    pump.fluidLoadNewton = well.fullLoadNewton * rng.uniform(0.35, 0.9);  // fluid stands above the pump
    pump.tubingNewtonPerMetre = well.tubingSpring;
    pump.frictionNewton = rng.uniform(100, 700);
    pump.dragNewton = rng.uniform(0, 400);
    pump.fillage = rng.uniform(0.93, 1.1);
    pump.poundSoftness = rng.uniform(0.01, 0.05);
    pump.leakExponent = rng.uniform(0.6, 3.0);
    pump.leakLateness = rng.uniform(0, 1);
    pump.pressureRatio = logUniform(rng, 0.03, 0.25);
    return pump;
}

// One function a condition: how it changes a sound pump and its well.

void playNormal(Rng& /*rng*/, Well& /*well*/, PumpBehaviour& /*pump*/) {}

void playFluidPound(Rng& rng, Well& well, PumpBehaviour& pump)
{
    pump.fluidLoadNewton = well.fullLoadNewton * rng.uniform(0.8, 1.0);  // the level is down at the pump
    pump.fillage = rng.uniform(0.12, 0.82);
}

void playGasInterference(Rng& rng, Well& well, PumpBehaviour& pump)
{
    pump.fluidLoadNewton = well.fullLoadNewton * rng.uniform(0.65, 1.0);
    pump.fillage = 1;
    pump.gasHeight = rng.uniform(0.25, 0.95);
    pump.clearance = rng.chance(0.6) ? rng.uniform(0.004, 0.05) : 0;
}

void playTravellingValveLeak(Rng& rng, Well& /*well*/, PumpBehaviour& pump)
{
    pump.upLeak = rng.uniform(0.35, 1.0);
    pump.fluidLoadNewton *= rng.uniform(0.5, 1.0);
}

void playStandingValveLeak(Rng& rng, Well& /*well*/, PumpBehaviour& pump)
{
    pump.downLeak = rng.uniform(0.35, 1.0);
    pump.fluidLoadNewton *= rng.uniform(0.3, 0.9);
}

void playBothValvesLeak(Rng& rng, Well& /*well*/, PumpBehaviour& pump)
{
    pump.upLeak = rng.uniform(0.45, 1.0);
    pump.downLeak = rng.uniform(0.45, 1.0) * std::min(1.0, 1.6 - pump.upLeak);
    pump.leakExponent = rng.uniform(0.4, 2.0);
    pump.fluidLoadNewton *= rng.uniform(0.2, 0.8);
}

void playPartedRods(Rng& rng, Well& well, PumpBehaviour& pump)
{
    // Most strings part low down, where they are compressed.
    const double part = rng.chance(0.75) ? rng.uniform(0.85, 1.0) : rng.uniform(0.12, 0.85);
    partRods(well, part * well.depthMetre);
    pump.fluidLoadNewton = 0;
    pump.frictionNewton = rng.uniform(200, 1600);
    pump.dragNewton = rng.uniform(0, 600);
    pump.fillage = 1;
}

void playFlowing(Rng& rng, Well& well, PumpBehaviour& pump)
{
    pump.fluidLoadNewton = well.fullLoadNewton * rng.uniform(0.04, 0.3);
    pump.frictionNewton = rng.uniform(300, 1200);
    pump.fillage = 1;
}

/// A stop yields nothing to speak of: how far the load goes is set by how much travel is left.
void playTagTop(Rng& rng, Well& well, PumpBehaviour& pump)
{
    pump.fluidLoadNewton = well.fullLoadNewton * rng.uniform(0.4, 1.0);
    pump.topContact = rng.uniform(0.9, 0.985);
    pump.contactNewton = 3 * weightInAir(well.rods);
    if (rng.chance(0.6)) {
        pump.fillage = rng.uniform(0.15, 0.85);
    }
}

void playTagBottom(Rng& rng, Well& well, PumpBehaviour& pump)
{
    pump.bottomContact = rng.uniform(0.025, 0.12);
    pump.contactNewton = 0.7 * weightInAir(well.rods);
    if (rng.chance(0.25)) {
        pump.fillage = rng.uniform(0.3, 0.9);
    }
}

void playHeavyOil(Rng& rng, Well& well, PumpBehaviour& pump)
{
    // The oil's drag along the rods is the damping; it must leave them heavy enough to fall.
    const double fastest = std::numbers::pi * well.strokeMetre * well.strokesPerMinute / 60;
    const double dragPerDamping = weightInAir(well.rods) / standardGravity * fastest;
    const double buoyant = weightInFluid(well.rods, well.specificGravity);
    setDamping(well, std::clamp(buoyant * rng.uniform(0.15, 0.5) / dragPerDamping, 2.0, 12.0));
    pump.dragNewton = rng.uniform(0.03, 0.12) * buoyant;
}

void playPlungerOut(Rng& rng, Well& /*well*/, PumpBehaviour& pump)
{
    pump.leavesBarrel = rng.uniform(0.4, 0.8);
    pump.outLoadShare = rng.uniform(0, 0.1);
}

void playStuckPlunger(Rng& rng, Well& well, PumpBehaviour& pump)
{
    pump.stuck = true;
    // Something gives before the rods go slack: tubing, anchor or seat stretch along with them.
    pump.frictionNewton = weightInFluid(well.rods, well.specificGravity) * rng.uniform(0.35, 0.85);
    const double whole = 2 * pump.frictionNewton / well.strokeMetre;
    const double rods = springNewtonPerMetre(well.rods);
    if (whole < rods) {
        pump.tubingNewtonPerMetre = std::min(pump.tubingNewtonPerMetre, 1 / (1 / whole - 1 / rods));
    }
}

struct Play {
    const char* condition;
    void (*apply)(Rng& rng, Well& well, PumpBehaviour& pump);
};

constexpr std::array<Play, 13> plays = {{{"normal", playNormal},
                                         {"fluid_pound", playFluidPound},
                                         {"gas_interference", playGasInterference},
                                         {"tv_leak", playTravellingValveLeak},
                                         {"sv_leak", playStandingValveLeak},
                                         {"both_valves_leak", playBothValvesLeak},
                                         {"parted_rods", playPartedRods},
                                         {"flowing", playFlowing},
                                         {"tag_top", playTagTop},
                                         {"tag_bottom", playTagBottom},
                                         {"heavy_oil", playHeavyOil},
                                         {"plunger_out", playPlungerOut},
                                         {"stuck_plunger", playStuckPlunger}}};

double roundedTo(double value, double step)
{
    return std::round(value / step) * step;
}

/// What the recorder makes of the stroke: its own number of points, a start a little off the bottom, noise, drift of
/// the load zero, and its resolution.
void record(Rng& rng, const std::vector<double>& position, const std::vector<double>& load, Card& card)
{
    const std::size_t count = rng.chance(0.7) ? 200 : 120 + rng.below(160);
    const double phase = rng.uniform(-0.012, 0.012) * static_cast<double>(count);
    const std::vector<double> x =
        dsp::shiftedPeriodic(dsp::fromFourierSeries(dsp::fourierSeries(position), count), phase);
    const double lag = rng.uniform(-0.004, 0.004) * static_cast<double>(count);
    const std::vector<double> y =
        dsp::shiftedPeriodic(dsp::fromFourierSeries(dsp::fourierSeries(load), count), phase + lag);

    const double lowest = std::ranges::min(x);
    const double gain = rng.uniform(0.97, 1.03);
    const double zero = rng.uniform(-500, 500);
    const double noise = rng.chance(0.9) ? rng.uniform(5, 70) : rng.uniform(70, 200);
    const double loadStep = rng.chance(0.8) ? 100 : 10;
    const double positionStep = rng.chance(0.8) ? 0.01 : 0.001;
    card.points.resize(count);
    for (std::size_t j = 0; j < count; ++j) {
        card.points[j] = {roundedTo(x[j] - lowest, positionStep),
                          roundedTo(std::max(y[j] * gain + zero + noise * rng.normal(), 0.0), loadStep)};
    }
}

/// Stuffing box and rods on tubing: dry friction that turns round as the rods stretch, and changes along the stroke as
/// couplings pass narrow places.
std::vector<double> dryFriction(const Well& well, const std::vector<double>& motion)
{
    const double stiffness = 0.6 * springNewtonPerMetre(well.rods);  // tubing and rods give way together
    std::vector<double> friction(motion.size());
    double force = 0;
    double before = motion.back();
    constexpr int strokes = 2;  // the first one only brings it into step
    for (int stroke = 0; stroke < strokes; ++stroke) {
        for (std::size_t j = 0; j < motion.size(); ++j) {
            const double place = motion[j] / well.strokeMetre;
            const double limit = well.boxFrictionNewton * (1 + well.frictionTilt * (1 - 2 * place));
            force = std::clamp(force + stiffness * (motion[j] - before), -limit, limit);
            before = motion[j];
            friction[j] = force;
        }
    }
    return friction;
}

/// At the polished rod, before it is recorded.
struct Stroke {
    std::vector<double> position;
    std::vector<double> load;
    double strokesPerMinute = 0;
};

Result<Stroke> simulateStroke(const Play& play, Rng& rng)
{
    Well well = makeWell(rng);
    std::vector<double> motion = rodMotion(rng, well.strokeMetre);
    PumpBehaviour pump = soundPump(rng, well);
    play.apply(rng, well, pump);
    const double period = 60 / well.strokesPerMinute;
    const double rollOff = logUniform(rng, 22, 75);
    Result<std::vector<double>> load =
        pumpLoadOf(pump, well.rods, motion, period).and_then([&](const std::vector<double>& pumpLoad) {
            return surfaceLoad(well.rods, motion, pumpLoad, period, rollOff);
        });
    if (!load) {
        return tl::unexpected(load.error());
    }
    const double weight = weightInFluid(well.rods, well.specificGravity);
    const std::vector<double> friction = dryFriction(well, motion);
    for (std::size_t j = 0; j < solverPoints; ++j) {
        (*load)[j] += weight + friction[j];
    }
    return Stroke{std::move(motion), std::move(*load), well.strokesPerMinute};
}

}  // namespace

const std::vector<std::string>& simulatedConditions()
{
    static const std::vector<std::string> list = [] {
        std::vector<std::string> names;
        for (const Play& play : plays) {
            names.emplace_back(play.condition);
        }
        return names;
    }();
    return list;
}

Result<Card> simulateCard(const std::string& condition, Rng& rng)
{
    const auto play = std::ranges::find(plays, condition, &Play::condition);
    if (play == plays.end()) {
        return fail(ErrorCode::Invalid, "There is no simulation of the condition \"" + condition + "\".");
    }
    Result<Stroke> stroke = simulateStroke(*play, rng);
    // A string that would go slack is no well anybody runs: another one is drawn.
    constexpr int attempts = 20;
    constexpr double leastLoadNewton = 600;
    for (int i = 0; stroke && i < attempts && std::ranges::min(stroke->load) < leastLoadNewton; ++i) {
        stroke = simulateStroke(*play, rng);
    }
    if (!stroke) {
        return tl::unexpected(stroke.error());
    }
    Card card;
    card.label = condition;
    card.kind = CardKind::Surface;
    card.strokesPerMinute = stroke->strokesPerMinute;
    record(rng, stroke->position, stroke->load, card);
    return card;
}

Result<void> simulateFile(std::size_t count, std::uint64_t seed, const std::filesystem::path& out, Progress& progress)
{
    std::string text = "card_id,label,point,position_m,load_kN\n";
    for (std::size_t i = 0; i < count; ++i) {
        constexpr std::size_t cardsPerReport = 16;
        if (i % cardsPerReport == 0) {
            if (progress.cancelled()) {
                return fail(ErrorCode::Cancelled, "The simulation was stopped.");
            }
            progress.report(static_cast<double>(i) / static_cast<double>(count), "simulating cards");
        }
        Rng rng(mixSeed(seed, i));
        const Result<Card> card = simulateCard(simulatedConditions()[i % simulatedConditions().size()], rng);
        if (!card) {
            return tl::unexpected(card.error());
        }
        const std::string head = std::to_string(i) + "," + card->label + ",";
        for (std::size_t j = 0; j < card->points.size(); ++j) {
            const CardPoint& point = card->points[j];
            text += head + std::to_string(j) + "," + formatFixed(point.positionMetre, 3) + "," +
                    formatFixed(point.loadNewton / 1000, 2) + "\n";
        }
    }
    progress.report(1, "simulating cards");
    return writeFileAtomically(out, text);
}

}  // namespace sightline::pumpcards
