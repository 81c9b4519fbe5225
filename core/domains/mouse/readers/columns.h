// Which column of a table with any names is what: by its name, or by an answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/data/question.h"

namespace sightline::mouse {

enum class Role { Time, X, Y, Button, Event, Session, User, Label, Pointer, ScrollY };

/// The answer's key for a role: "time", "x" … "label".
const char* roleKey(Role role);

/// "Client X (px)" → "clientx"; the unit of a time at its end is cut off and returned.
std::string plainName(std::string_view name, std::string& unit);

struct Columns {
    std::map<Role, std::size_t> of;
    std::string timeUnit;  ///< as the column's name says, or empty

    [[nodiscard]] std::optional<std::size_t> find(Role role) const
    {
        const auto found = of.find(role);
        return found == of.end() ? std::nullopt : std::optional(found->second);
    }
    /// A time and a position: what makes rows events.
    [[nodiscard]] bool holdEvents() const { return find(Role::Time) && find(Role::X) && find(Role::Y); }
};

/// Invalid: an answer that names no column.
Result<Columns> columnsOf(const std::vector<std::string>& names, const Answers& answers);

}  // namespace sightline::mouse
