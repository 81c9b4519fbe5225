// Files of the kinds of signal whose tabs have not opened yet: recognised, remembered, never refused as "broken".
#pragma once

#include <filesystem>
#include <optional>

#include "core/domains/domain.h"

namespace sightline::ui {

enum class LaterKind { Mouse, Hydrophone };

/// Looks at the first bytes (RIFF, fLaC, FORM, a mouse log's header), then at the ending; cheap, reads 4 KiB at most.
std::optional<LaterKind> laterKind(const std::filesystem::path& path);

/// The same of a kind of signal: its files are read and judged by the command line, but no tab shows them yet.
std::optional<LaterKind> laterKind(const domains::Domain& domain);

}  // namespace sightline::ui
