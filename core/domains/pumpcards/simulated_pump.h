// What a pump does to the rods over one stroke, by condition: the load at the plunger against time.
#pragma once

#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/domains/pumpcards/rod_string.h"

namespace sightline::pumpcards {

/// The plunger stands still in its barrel while the load on it lies between two levels, moves up at the upper and down
/// at the lower level; a condition is how these levels depend on where the plunger is and how fast it moves. Fractions
/// of the plunger's travel count from its lowest point.
struct PumpBehaviour {
    double fluidLoadNewton = 0;       ///< Fo: upper level less lower level of a sound, full pump
    double tubingNewtonPerMetre = 0;  ///< what holds the barrel: loose tubing is soft, anchored tubing stiff
    double frictionNewton = 0;        ///< half the dry friction between plunger and barrel
    double dragNewton = 0;            ///< viscous drag at the greatest rod speed

    double fillage = 1;        ///< below this fraction of the travel the barrel is full of liquid
    double poundSoftness = 0;  ///< fraction of the travel over which a pound gives up the load

    double gasHeight = 0;        ///< gas under the plunger at the top, as a fraction of the travel; 0: none
    double clearance = 0;        ///< height left under the plunger at the bottom that holds gas, same fraction
    double pressureRatio = 0.1;  ///< intake / discharge pressure

    double upLeak = 0;        ///< travelling valve: share of the load lost as the rods come to rest
    double downLeak = 0;      ///< standing valve: share of the load kept as the rods come to rest
    double leakExponent = 2;  ///< how soon a leak matters as the rods slow down: (1 - |v| / vmax)^exponent
    double leakLateness = 0;  ///< 0: a leak acts alike at both ends of a stroke; 1: only as the rods come to rest

    double topContact = 2;      ///< fraction of the travel from which the plunger meets a stop at the top
    double bottomContact = -1;  ///< fraction below which it meets one at the bottom
    double contactNewton = 0;   ///< force the stop bears before it yields

    double leavesBarrel = 2;  ///< fraction above which the plunger is out of the barrel
    double outLoadShare = 0;  ///< share of Fo that remains there

    bool stuck = false;  ///< the plunger stays where it is: `frictionNewton` either way is all that moves it
};

/// Pump load (newtons, without rod weight) at each place of `rodPosition` (metres, one closed stroke of the polished
/// rod at equal times), once the stroke repeats itself: rods as a chain of masses and springs, moved from above,
/// marched in time until what they were started with has died away. Invalid: fewer than 8 points, no rods, no period,
/// no tubing.
Result<std::vector<double>> pumpLoadOf(const PumpBehaviour& pump, const RodString& rods,
                                       std::span<const double> rodPosition, double periodSeconds);

}  // namespace sightline::pumpcards
