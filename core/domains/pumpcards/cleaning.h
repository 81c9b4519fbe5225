// From the numbers of a file to cleaned cards in SI, and the validity gate: which of them deserve a verdict.
// Nothing is repaired without a finding.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/domains/pumpcards/card.h"

namespace sightline::pumpcards {

/// A card as a reader found it: rows in file order, in the units of the file.
struct RawCard {
    std::string id;  ///< as the file gives it, or empty
    std::string label;
    std::string well;
    CardKind kind = CardKind::Surface;
    bool kindKnown = false;  ///< the file says the kind
    std::string controllerType;
    std::vector<double> positions;    ///< NaN: the cell was empty or no number
    std::vector<double> loads;        ///< same length as positions
    std::vector<double> seconds;      ///< same length, or empty
    std::vector<std::int64_t> lines;  ///< same length, or empty: where each row stood in the file
    double metresPerUnit = 1;         ///< of the position column
    double newtonsPerUnit = 1000;     ///< of the load column
    LengthUnit fileLength = LengthUnit::Metre;
    ForceUnit fileForce = ForceUnit::Kilonewton;
    std::optional<double> strokesPerMinute;
    std::optional<std::int64_t> timeMicroseconds;
    std::int64_t firstLine = 0;
    std::map<std::string, std::string> wellData;
    std::vector<Finding> findings;  ///< what the reader noticed
};

/// What the user has agreed to. Off: the gate only says so.
struct CleaningOptions {
    bool dropExtraPoints = false;          ///< keep 200 of 250 points where the last 50 leave the stroke
    bool reverseCounterClockwise = false;  ///< turn counter-clockwise cards round
    std::string file;                      ///< for the findings' places
};

/// The cards of one raw card: usually one, one per stroke where there are several. Ids of strokes are "id/0", "id/1" …
/// A rejected card keeps whatever points it has, possibly none. Numbers are finite; positions and loads beyond any
/// machine (10 km, 100 MN) count as unreadable. The finding kinds, in the order of the rules:
///   bad_rows            Info; Reject above 2 % of the rows     rows without two numbers were dropped
///   padding             Info    two or more trailing (0,0) pairs were stripped
///   realigned           Info    the header smuggled into the load column was taken out, pairs formed anew
///   closed              Info    the repeated first point was dropped from the end
///   several_strokes     Info    cut at the bottom of each stroke; incomplete strokes left out
///   extra_points        Reject (Info with consent)   points 200-249 leave the stroke of the first 200 by more than 5 %
///   few_points          Reject below 20; Doubt below 60; Info below 100 (surface: too coarse for a pump card)
///   open_loop           Reject  start and end differ by more than 15 % of a span
///   not_closed          Doubt   … by more than 5 %
///   reversals           Doubt   position is not one rise and one fall
///   wrong_start         Doubt   the top of the stroke is not in the middle third of the points
///   zero_load           Doubt; Reject above 5 % of the points  surface load zero or below
///   clipped             Doubt   a run of equal extreme loads longer than 5 % of the points
///   counter_clockwise   Doubt (Info when turned round on request)
///   stopped             Reject  stroke below 0.1 m
///   flat_load           Reject  load range below 1 % of the peak
///   load_step           Info    loads finer than 0.1 kN, a mark of the recorder: the picture rounds them away
///   out_of_range        Doubt   stroke above 12 m or surface peak load outside 1-250 kN: a wrong unit?
std::vector<Card> cleaned(RawCard raw, const CleaningOptions& options);

/// SHA-256 (32 hex digits) over kind and points, positions and loads rounded to a millionth: equal cards, equal hash.
std::string contentHash(const Card& card);

/// The largest step of 1, 2 or 5 times a power of ten (0.0001 to 100) that all values are multiples of; 0 if none.
double smallestCommonStep(const std::vector<double>& values);

}  // namespace sightline::pumpcards
