#include "core/base/text.h"

#include <doctest/doctest.h>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/base/units.h"

using namespace sightline;

TEST_CASE("numbers are read as the files write them and nothing else is a number")
{
    CHECK(parseNumber(".88") == 0.88);
    CHECK(parseNumber(" +1.5\r") == 1.5);
    CHECK(parseNumber("8.543831E-03") == doctest::Approx(0.008543831));
    CHECK(parseNumber("-3") == -3);
    CHECK(parseNumber("1,5", true) == 1.5);
    CHECK_FALSE(parseNumber("1,5"));
    CHECK_FALSE(parseNumber("1.5", true));
    for (const char* text : {"", " ", "nan", "inf", "-inf", "0x10", "1.2.3", "12a", "-", "+-1", "1e999"}) {
        CAPTURE(text);
        CHECK_FALSE(parseNumber(text));
    }
}

TEST_CASE("formatted numbers read back as the same number")
{
    for (const double value : {0.1, -1.0 / 3, 1e300, 5e-324, 0.0, 123456789.125}) {
        CHECK(parseNumber(formatNumber(value)) == value);
    }
    CHECK(formatFixed(2.005, 1) == "2.0");
}

TEST_CASE("UTF-8 is checked strictly")
{
    CHECK(isValidUtf8("plain"));
    CHECK(isValidUtf8("Lх_мм €𝄞"));
    CHECK_FALSE(isValidUtf8("\xC0\xAF"));          // overlong
    CHECK_FALSE(isValidUtf8("\xED\xA0\x80"));      // surrogate
    CHECK_FALSE(isValidUtf8("\xF4\x90\x80\x80"));  // beyond U+10FFFF
    CHECK_FALSE(isValidUtf8("caf\xE9"));           // Latin-1
    CHECK_FALSE(isValidUtf8("\xE2\x82"));          // cut off
}

TEST_CASE("units are known by the names files use")
{
    CHECK(parseLengthUnit("IN") == LengthUnit::Inch);
    CHECK(parseLengthUnit(" мм ") == LengthUnit::Millimetre);
    CHECK(parseForceUnit("кг") == ForceUnit::KilogramForce);
    CHECK(parseForceUnit("kN") == ForceUnit::Kilonewton);
    CHECK_FALSE(parseForceUnit("daN"));
    CHECK(newtonsPer(ForceUnit::PoundForce) == doctest::Approx(4.4482216));
    for (const auto unit :
         {LengthUnit::Metre, LengthUnit::Centimetre, LengthUnit::Millimetre, LengthUnit::Inch, LengthUnit::Foot}) {
        CHECK(parseLengthUnit(symbol(unit)) == unit);
    }
    for (const auto unit : {ForceUnit::Newton, ForceUnit::Kilonewton, ForceUnit::KilogramForce, ForceUnit::TonneForce,
                            ForceUnit::PoundForce, ForceUnit::KilopoundForce}) {
        CHECK(parseForceUnit(symbol(unit)) == unit);
    }
}

TEST_CASE("an error names its place")
{
    CHECK(Error{ErrorCode::Corrupt, "no load", {"a.csv", 12, {}}}.text() == "a.csv:12: no load");
    CHECK(Error{ErrorCode::Corrupt, "cut off", {"a.dyn", {}, 40}}.text() == "a.dyn, byte 40: cut off");
    CHECK(Error{ErrorCode::Internal, "broken promise", {}}.text() == "broken promise");
}

TEST_CASE("times and identities have their written form")
{
    CHECK(utcText(0) == "1970-01-01T00:00:00Z");
    CHECK(utcText(1582934399999999) == "2020-02-28T23:59:59Z");
    CHECK(utcText(-1) == "1969-12-31T23:59:59Z");
    const std::string uuid = newUuid();
    CHECK(uuid.size() == 36);
    CHECK(uuid[14] == '4');
    CHECK(uuid != newUuid());
}
