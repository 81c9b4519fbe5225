// Identities that survive a merge of two workspaces.
#pragma once

#include <cstdint>
#include <string>

namespace sightline {

/// A random UUID (version 4) as 36 lower-case characters.
std::string newUuid();
/// Microseconds since 1970-01-01 UTC, as stored everywhere.
std::int64_t nowMicroseconds();
/// "2026-11-22T18:47:03Z" – for people and reports.
std::string utcText(std::int64_t microseconds);

}  // namespace sightline
