// Which column of a table is what: by the answers, by the header's words, by the data.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/domains/pumpcards/mapping.h"
#include "core/formats/row_source.h"

namespace sightline::pumpcards {

enum class Role { Position, Load, Card, Label, Order, Time, Well, Kind, Spm };

/// Columns by role. Position and load may be open after the header: then `candidates` are the columns to choose from.
struct TableLayout {
    std::vector<std::string> names;  ///< header, or "column 1" …; as many as there are columns
    bool hasHeader = false;
    std::optional<std::size_t> position, load, card, label, order, time, well, kind, spm;
    std::vector<std::size_t> positionsNamed, loadsNamed;  ///< where several columns are called position, or load
    std::vector<std::size_t> candidates;  ///< numeric columns without another role, when position or load is open
    bool namedPosition = false;           ///< the header or an answer said it
    bool namedLoad = false;
    bool cardAnswered = false;
    [[nodiscard]] bool ambiguous() const { return !positionsNamed.empty() || !loadsNamed.empty(); }
    std::optional<LengthScale> length;
    std::optional<ForceScale> force;
    std::string lengthFrom;
    std::string forceFrom;
    double secondsPerUnit = 1;
    std::optional<CardKind> columnKind;  ///< the columns are called "surface …" or "downhole …"

    [[nodiscard]] bool has(std::size_t column) const;  ///< the column has a role
};

/// A name as lower-case words (Latin and Cyrillic): "Load, kN" → load, kn; "CardHeader_ID" → cardheader, id.
std::vector<std::string> wordsOf(std::string_view name);

/// Roles from answers and header. Invalid: an answer names no column.
Result<TableLayout> layoutOf(const formats::TableHead& head, const Answers& answers);

/// Takes the units the names of the position and load columns end with, and their kind ("surface", "downhole").
void takeUnitsFromNames(TableLayout& layout);

/// Units from words such as "position in mm, load [kgf]" in a comment; only what is still open.
void takeUnitsFromComment(TableLayout& layout, const std::string& comment);

/// The question which column is the position or the load, with a choice per named column, else per candidate.
Question columnQuestion(Role role, const TableLayout& layout, const std::vector<std::string>& samples,
                        std::optional<std::size_t> suggestion, std::string why);

}  // namespace sightline::pumpcards
