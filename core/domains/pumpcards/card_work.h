// A card on its way through the rules; shared by cleaning.cpp (rules 1-5) and validity_gate.cpp (rules 6-14).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/domains/pumpcards/cleaning.h"

namespace sightline::pumpcards {

/// Numbers stay those of the file, so that exact comparisons (zero, equal, common step) mean what the file says.
struct CardWork {
    RawCard raw;
    CleaningOptions options;
    bool closed = false;
    double quantumNewton = 0;

    /// A finding at `line`, or where the card begins.
    void add(Severity severity, const char* kind, std::string message, std::size_t count = 1, std::int64_t line = 0);
    void truncate(std::size_t count);
};

struct Range {
    double low = 0;
    double high = 0;
    [[nodiscard]] double span() const { return high - low; }
};
/// Of the first `count` values; zero for none.
Range rangeOf(const std::vector<double>& values, std::size_t count);
Range rangeOf(const std::vector<double>& values);

/// "12.5 %" and "3 points".
std::string percentText(double share);
std::string countText(std::size_t count, const char* one, const char* many);

/// A recorder that appends 50 points of another recording to the 200 of a card: how far they leave its stroke, as a
/// share of it. 0 for any other number of points.
double extraPointsReach(const CardWork& work);
inline constexpr std::size_t pointsBeforeExtra = 200;

/// Rules 6 to 14: adds findings; drops or turns points only where the options allow it.
void passGate(CardWork& work);

}  // namespace sightline::pumpcards
