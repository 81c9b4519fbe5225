#include "core/base/units.h"

#include <array>
#include <utility>

#include "core/base/text.h"

namespace sightline {

double metresPer(LengthUnit unit)
{
    switch (unit) {
        case LengthUnit::Metre: return 1;
        case LengthUnit::Centimetre: return 0.01;
        case LengthUnit::Millimetre: return 0.001;
        case LengthUnit::Inch: return metresPerInch;
        case LengthUnit::Foot: return metresPerFoot;
    }
    return 1;
}

double newtonsPer(ForceUnit unit)
{
    switch (unit) {
        case ForceUnit::Newton: return 1;
        case ForceUnit::Kilonewton: return 1000;
        case ForceUnit::KilogramForce: return newtonsPerKilogramForce;
        case ForceUnit::TonneForce: return 1000 * newtonsPerKilogramForce;
        case ForceUnit::PoundForce: return newtonsPerPoundForce;
        case ForceUnit::KilopoundForce: return 1000 * newtonsPerPoundForce;
    }
    return 1;
}

std::string_view symbol(LengthUnit unit)
{
    switch (unit) {
        case LengthUnit::Metre: return "m";
        case LengthUnit::Centimetre: return "cm";
        case LengthUnit::Millimetre: return "mm";
        case LengthUnit::Inch: return "in";
        case LengthUnit::Foot: return "ft";
    }
    return "m";
}

std::string_view symbol(ForceUnit unit)
{
    switch (unit) {
        case ForceUnit::Newton: return "N";
        case ForceUnit::Kilonewton: return "kN";
        case ForceUnit::KilogramForce: return "kgf";
        case ForceUnit::TonneForce: return "t";
        case ForceUnit::PoundForce: return "lbf";
        case ForceUnit::KilopoundForce: return "klbf";
    }
    return "N";
}

namespace {

template <class Unit, std::size_t N>
std::optional<Unit> lookUp(std::string_view text, const std::array<std::pair<std::string_view, Unit>, N>& names)
{
    const std::string_view wanted = trim(text);
    for (const auto& [name, unit] : names) {
        if (equalsIgnoreCase(wanted, name)) {
            return unit;
        }
    }
    return std::nullopt;
}

}  // namespace

std::optional<LengthUnit> parseLengthUnit(std::string_view text)
{
    // Cyrillic spellings appear in both cases because only ASCII letters are folded.
    static constexpr std::array<std::pair<std::string_view, LengthUnit>, 24> names{{
        {"m", LengthUnit::Metre},
        {"metre", LengthUnit::Metre},
        {"metres", LengthUnit::Metre},
        {"meter", LengthUnit::Metre},
        {"meters", LengthUnit::Metre},
        {"м", LengthUnit::Metre},
        {"М", LengthUnit::Metre},
        {"cm", LengthUnit::Centimetre},
        {"см", LengthUnit::Centimetre},
        {"СМ", LengthUnit::Centimetre},
        {"mm", LengthUnit::Millimetre},
        {"мм", LengthUnit::Millimetre},
        {"ММ", LengthUnit::Millimetre},
        {"millimetre", LengthUnit::Millimetre},
        {"millimeter", LengthUnit::Millimetre},
        {"in", LengthUnit::Inch},
        {"inch", LengthUnit::Inch},
        {"inches", LengthUnit::Inch},
        {"\"", LengthUnit::Inch},
        {"ft", LengthUnit::Foot},
        {"foot", LengthUnit::Foot},
        {"feet", LengthUnit::Foot},
        {"centimetre", LengthUnit::Centimetre},
        {"centimeter", LengthUnit::Centimetre},
    }};
    return lookUp(text, names);
}

std::optional<ForceUnit> parseForceUnit(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, ForceUnit>, 27> names{{
        {"n", ForceUnit::Newton},
        {"newton", ForceUnit::Newton},
        {"newtons", ForceUnit::Newton},
        {"н", ForceUnit::Newton},
        {"Н", ForceUnit::Newton},
        {"kn", ForceUnit::Kilonewton},
        {"кн", ForceUnit::Kilonewton},
        {"кН", ForceUnit::Kilonewton},
        {"КН", ForceUnit::Kilonewton},
        {"kilonewton", ForceUnit::Kilonewton},
        {"kgf", ForceUnit::KilogramForce},
        {"kg", ForceUnit::KilogramForce},
        {"кг", ForceUnit::KilogramForce},
        {"кгс", ForceUnit::KilogramForce},
        {"КГ", ForceUnit::KilogramForce},
        {"t", ForceUnit::TonneForce},
        {"tf", ForceUnit::TonneForce},
        {"т", ForceUnit::TonneForce},
        {"тс", ForceUnit::TonneForce},
        {"lbf", ForceUnit::PoundForce},
        {"lb", ForceUnit::PoundForce},
        {"lbs", ForceUnit::PoundForce},
        {"pound", ForceUnit::PoundForce},
        {"pounds", ForceUnit::PoundForce},
        {"klbf", ForceUnit::KilopoundForce},
        {"klb", ForceUnit::KilopoundForce},
        {"kip", ForceUnit::KilopoundForce},
    }};
    return lookUp(text, names);
}

}  // namespace sightline
