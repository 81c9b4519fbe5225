// The rod string between polished rod and pump, as the wave equation and the weight checks need it.
#pragma once

#include <span>
#include <vector>

#include "core/base/units.h"

namespace sightline::pumpcards {

inline constexpr double standardGravity = 9.80665;  // m/s²

/// A uniform length of rod. Weight and inertia are those of a rod *with couplings* per length: that, not the bare bar,
/// is what hangs and moves (7/8 in: 2.224 lb/ft, bare steel 2.05).
struct RodSection {
    double lengthMetre = 0;
    double areaSquareMetre = 0;
    double massPerMetre = 0;      ///< kg/m in air, couplings included
    double elasticityPascal = 0;  ///< Young's modulus
    double dampingPerSecond = 0;  ///< c of u_tt = a² u_xx - c u_t

    [[nodiscard]] double stiffnessNewton() const { return elasticityPascal * areaSquareMetre; }  ///< E A
    [[nodiscard]] double soundMetrePerSecond() const;  ///< a = sqrt(E A / mass per length)
};

/// From the polished rod down.
using RodString = std::vector<RodSection>;

/// A steel sucker rod of API 11B size, 5/8 to 1 1/8 in, weight per length as API RP 11L lists it (couplings included),
/// E = 30.5e6 psi.
enum class ApiRod { FiveEighths, ThreeQuarters, SevenEighths, One, OneAndEighth };
RodSection apiRod(ApiRod size, double lengthMetre, double dampingPerSecond);
/// Pounds per foot of the size, as listed.
double poundsPerFoot(ApiRod size);

double lengthOf(const RodString& rods);
/// Weight in air: the sum of weight per length × length.
double weightInAir(const RodString& rods);
/// In fluid of this specific gravity: Wr (1 - 62.4 SG / 490), the field's rule for steel.
double weightInFluid(const RodString& rods, double specificGravity);
/// Kr: newtons per metre of stretch of the whole string.
double springNewtonPerMetre(const RodString& rods);

}  // namespace sightline::pumpcards
