// Units as the field uses them. Inside, everything is SI: metres, newtons, seconds, watts.
#pragma once

#include <optional>
#include <string_view>

namespace sightline {

enum class LengthUnit { Metre, Centimetre, Millimetre, Inch, Foot };
enum class ForceUnit { Newton, Kilonewton, KilogramForce, TonneForce, PoundForce, KilopoundForce };
/// What people see. Files always keep SI.
enum class UnitSystem { Metric, Oilfield };

inline constexpr double metresPerInch = 0.0254;
inline constexpr double metresPerFoot = 0.3048;
inline constexpr double newtonsPerPoundForce = 4.4482216152605;
inline constexpr double newtonsPerKilogramForce = 9.80665;
inline constexpr double pascalsPerPsi = 6894.757293168;
inline constexpr double wattsPerHorsepower = 745.69987158227;

/// Metres (newtons) in one of the unit.
double metresPer(LengthUnit unit);
double newtonsPer(ForceUnit unit);

/// "m", "cm", "mm", "in", "ft" / "N", "kN", "kgf", "t", "lbf", "klbf".
std::string_view symbol(LengthUnit unit);
std::string_view symbol(ForceUnit unit);

/// Reads a unit from text in any case, with the aliases found in files ("inch", "lbs", "кг", "мм", "daN" is unknown).
std::optional<LengthUnit> parseLengthUnit(std::string_view text);
std::optional<ForceUnit> parseForceUnit(std::string_view text);

}  // namespace sightline
