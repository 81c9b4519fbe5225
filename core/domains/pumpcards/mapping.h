// What the columns of an unknown table mean: the answers a user can give, and how far the data speak for themselves.
//
// Keys of the answers (the wizard's fields, --map KEY=VALUE), the same for every reader that can use them:
//   encoding       utf-8 | utf-16le | utf-16be | cp1251 | gbk
//   delimiter      comma | semicolon | tab | blank | pipe
//   decimal        point | comma
//   header_lines   number of lines before the data; the last of them names the columns
//   position, load, card, label, order, time, well    a column: its name, its number from 1, or none
//                  (in sktime files: the number of the dimension)
//   position_unit  m | cm | mm | in | ft, with a factor before it where the file is scaled (0.01in);
//                  fraction: 0 to 1 of the stroke, which `stroke` then gives
//   load_unit      N | kN | kgf | t | lbf | klbf, with a factor before it where the file is scaled (0.1kN)
//   time_unit      s | ms | min                          period_unit   the same, with a factor (0.1s)
//   kind           surface | pump | pump_computed | predicted | by_sign (pump where loads are negative)
//   spm            strokes per minute                    stroke        length with unit (120in); metres without
//   extra_points   reject | drop                         direction     keep | reverse
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/question.h"
#include "core/domains/pumpcards/cleaning.h"

namespace sightline::pumpcards {

namespace key {
inline constexpr const char* encoding = "encoding";
inline constexpr const char* delimiter = "delimiter";
inline constexpr const char* decimal = "decimal";
inline constexpr const char* headerLines = "header_lines";
inline constexpr const char* position = "position";
inline constexpr const char* load = "load";
inline constexpr const char* card = "card";
inline constexpr const char* label = "label";
inline constexpr const char* order = "order";
inline constexpr const char* time = "time";
inline constexpr const char* well = "well";
inline constexpr const char* positionUnit = "position_unit";
inline constexpr const char* loadUnit = "load_unit";
inline constexpr const char* timeUnit = "time_unit";
inline constexpr const char* periodUnit = "period_unit";
inline constexpr const char* kind = "kind";
inline constexpr const char* spm = "spm";
inline constexpr const char* stroke = "stroke";
inline constexpr const char* extraPoints = "extra_points";
inline constexpr const char* direction = "direction";
}  // namespace key

/// The answer to `key`, trimmed, or nothing where it was not given or left empty.
std::optional<std::string> answerTo(const Answers& answers, const char* key);

/// A unit with a factor: "0.01in" is a hundredth of an inch.
struct LengthScale {
    double factor = 1;
    LengthUnit unit = LengthUnit::Metre;
    [[nodiscard]] double metres() const { return factor * metresPer(unit); }
    [[nodiscard]] std::string text() const;  ///< "0.01in", "mm": what parseLengthScale() reads
    bool operator==(const LengthScale&) const = default;
};
struct ForceScale {
    double factor = 1;
    ForceUnit unit = ForceUnit::Kilonewton;
    [[nodiscard]] double newtons() const { return factor * newtonsPer(unit); }
    [[nodiscard]] std::string text() const;
    bool operator==(const ForceScale&) const = default;
};
std::optional<LengthScale> parseLengthScale(std::string_view text);
std::optional<ForceScale> parseForceScale(std::string_view text);
/// Seconds in one of "s", "ms", "min", "0.1s".
std::optional<double> parseSecondsPerUnit(std::string_view text);
/// "surface", "pump", "S", "P", "downhole" … in any case.
std::optional<CardKind> parseCardKind(std::string_view text);

/// What is known of a file's units before asking.
struct UnitEvidence {
    std::optional<LengthScale> length;  ///< said by the file
    std::string lengthFrom;             ///< "column position_in", "the format"
    std::optional<ForceScale> force;
    std::string forceFrom;
    double stroke = 0;            ///< of the middle card, in the file's numbers
    double peak = 0;              ///< likewise: highest absolute load
    bool scaledIntegers = false;  ///< whole numbers of unknown scale: always ask
};

/// Units, or what must be asked. Rule: stroke 0.3-12 m and peak load 1-250 kN must both hold, lengths and loads in one
/// system (metric or oilfield). Exactly one reading, and a usual one (0.8-8 m, 15-150 kN): taken, and said. Several, an
/// unusual one or none: asked.
struct UnitDecision {
    LengthScale length;
    ForceScale force;
    std::vector<std::string> assumptions;
    std::vector<Question> questions;  ///< empty: decided
};
/// Invalid where an answer cannot be read.
Result<UnitDecision> decideUnits(const UnitEvidence& evidence, const Answers& answers);

/// How much a column looks like the position of a rod: it rises once and falls once per stroke (no more way than the
/// strokes need) and starts near zero.
struct PositionLikeness {
    double excess = 0;  ///< way travelled over the way the strokes need, 1 at best; infinite: no movement
    bool startsNearZero = false;
    [[nodiscard]] bool likely() const { return startsNearZero && excess <= 1.25; }
};
PositionLikeness positionLikeness(const std::vector<double>& values);

/// Extra points and direction as answered; Invalid where an answer is none of the choices.
Result<CleaningOptions> cleaningOptions(const Answers& answers, const std::string& file);

/// A question with choices; each choice's value is also its label.
Question question(const char* key, std::string text, const std::vector<std::string>& values, std::string suggestion,
                  std::string why);
/// The question for the kind of card, where the data contradict a surface card.
Question kindQuestion(std::string why);

}  // namespace sightline::pumpcards
