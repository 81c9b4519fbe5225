// Expected failures are values: every function that can fail for a reason outside the program returns Result<T>.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <tl/expected.hpp>

namespace sightline {

/// Chosen by what the caller can do about it, not by where it happened.
enum class ErrorCode {
    NotMine,      ///< no reader recognises the input: skip it or ask for another file
    Unreadable,   ///< the file cannot be opened or read at all (missing, permission, a directory)
    Corrupt,      ///< recognised, but broken at `where`
    Invalid,      ///< the request itself is wrong: an option, a mapping, a label, a model of the wrong kind
    NotFound,     ///< something asked for by name is not there
    Busy,         ///< try again later (locked, in use, out of space)
    OutOfMemory,  ///< a smaller batch may work
    Cancelled,    ///< somebody asked to stop
    Internal      ///< a foreign exception or a broken promise of ours
};

/// The place an error or a finding speaks of. Empty fields are unknown; lines count from 1, bytes from 0.
struct Where {
    std::string file;
    std::optional<std::int64_t> line;
    std::optional<std::int64_t> byte;

    /// "cards.csv:12", "cards.dyn, byte 40", "cards.csv" or "" – for people.
    [[nodiscard]] std::string text() const;
    bool operator==(const Where&) const = default;
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string message;  ///< one sentence for the user: what is wrong and, where possible, what to do
    Where where;

    /// "place: message", the form the command line prints.
    [[nodiscard]] std::string text() const;
    bool operator==(const Error&) const = default;
};

template <class T>
using Result = tl::expected<T, Error>;

/// The short way to return a failure: `return fail(ErrorCode::Corrupt, "…", {path, line});`
inline tl::unexpected<Error> fail(ErrorCode code, std::string message, Where where = {})
{
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(where)});
}

/// Stable lower-case name of a code ("corrupt"), used in logs and JSON.
const char* toString(ErrorCode code);

}  // namespace sightline
