#include "core/domains/pumpcards/rod_string.h"

#include <cmath>
#include <numbers>

namespace sightline::pumpcards {

namespace {

constexpr double pascalsSteel = 30.5e6 * pascalsPerPsi;

double inches(ApiRod size)
{
    switch (size) {
        case ApiRod::FiveEighths: return 0.625;
        case ApiRod::ThreeQuarters: return 0.75;
        case ApiRod::SevenEighths: return 0.875;
        case ApiRod::One: return 1.0;
        case ApiRod::OneAndEighth: return 1.125;
    }
    return 0.75;
}

}  // namespace

double RodSection::soundMetrePerSecond() const
{
    return std::sqrt(stiffnessNewton() / massPerMetre);
}

double poundsPerFoot(ApiRod size)
{
    switch (size) {
        case ApiRod::FiveEighths: return 1.135;
        case ApiRod::ThreeQuarters: return 1.634;
        case ApiRod::SevenEighths: return 2.224;
        case ApiRod::One: return 2.904;
        case ApiRod::OneAndEighth: return 3.676;
    }
    return 1.634;
}

RodSection apiRod(ApiRod size, double lengthMetre, double dampingPerSecond)
{
    const double diameter = inches(size) * metresPerInch;
    return {.lengthMetre = lengthMetre,
            .areaSquareMetre = std::numbers::pi / 4 * diameter * diameter,
            .massPerMetre = poundsPerFoot(size) * newtonsPerPoundForce / standardGravity / metresPerFoot,
            .elasticityPascal = pascalsSteel,
            .dampingPerSecond = dampingPerSecond};
}

double lengthOf(const RodString& rods)
{
    double sum = 0;
    for (const RodSection& rod : rods) {
        sum += rod.lengthMetre;
    }
    return sum;
}

double weightInAir(const RodString& rods)
{
    double sum = 0;
    for (const RodSection& rod : rods) {
        sum += rod.massPerMetre * rod.lengthMetre;
    }
    return sum * standardGravity;
}

double weightInFluid(const RodString& rods, double specificGravity)
{
    return weightInAir(rods) * (1 - 62.4 * specificGravity / 490);
}

double springNewtonPerMetre(const RodString& rods)
{
    double compliance = 0;
    for (const RodSection& rod : rods) {
        compliance += rod.lengthMetre / rod.stiffnessNewton();
    }
    return 1 / compliance;
}

}  // namespace sightline::pumpcards
