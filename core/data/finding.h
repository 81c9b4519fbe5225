// What a reader or a check noticed and survived. Shown beside the recording or sample, never swallowed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace sightline {

enum class Severity {
    Info,   ///< worth knowing ("closed loop: the doubled last point was removed")
    Doubt,  ///< the verdict abstains and says why
    Reject  ///< no verdict at all: sensor first, diagnosis second
};

struct Finding {
    Severity severity = Severity::Info;
    std::string kind;     ///< stable id, snake_case: "padding", "open_loop" …
    std::string message;  ///< one English sentence with the numbers in it
    Where where;
    std::int64_t count = 1;  ///< how often it was seen (rows, points)

    bool operator==(const Finding&) const = default;
};

/// "info", "doubt", "reject".
const char* toString(Severity severity);
/// The worst severity present; Info for an empty list.
Severity worst(const std::vector<Finding>& findings);
/// The messages of all findings of that severity, joined by "; ".
std::string messages(const std::vector<Finding>& findings, Severity severity);

}  // namespace sightline
