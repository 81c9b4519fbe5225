// Words and numbers as people read them: translated, in their units, in their locale.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include <QIcon>
#include <QString>

#include "core/base/units.h"
#include "core/domains/domain.h"
#include "ui/session/sample_store.h"

namespace sightline::ui::words {

QString fromPath(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& text);

/// A marked literal of a domain (class names, meanings, questions) in the user's language; where that domain has none,
/// another's.
QString domainText(const std::string& english, const char* domain = "pumpcards");
/// With a capital first letter: core's sentences begin small, to follow "file:".
QString sentence(const QString& text);
/// "place: message".
QString errorText(const Error& error);

/// The id the file gives; the file's own name where it holds this one sample and no id, or this one session.
QString sampleName(const SampleRow& row);

QString stateName(SampleState state);
/// Icon and colour tell the same as the word.
QIcon stateIcon(SampleState state);

/// "97 %", "< 1 %"; never "100 %" for less than certain.
QString percent(double share);
/// "8 ms", "0.4 ms".
QString milliseconds(double value);
/// "CPU", "GPU 0".
QString deviceName(const std::string& device);
/// Local date and time, short.
QString when(std::int64_t microseconds);

/// A quantity for the screen: value in the chosen units, and the unit.
struct Shown {
    QString value;
    QString unit;
};
Shown shown(domains::Measure::Quantity quantity, double siValue, UnitSystem units);
/// Screen units per metre and per newton, and their symbols.
struct AxisUnit {
    double perSi = 1;
    QString symbol;
};
AxisUnit lengthUnit(UnitSystem units);
AxisUnit forceUnit(UnitSystem units);

/// Rounded to about four significant digits, by the user's locale.
QString number(double value);

}  // namespace sightline::ui::words
