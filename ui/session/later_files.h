// Files of the kinds of signal whose tabs have not opened yet: recognised, remembered, never refused as "broken".
#pragma once

#include <filesystem>
#include <optional>

namespace sightline::ui {

enum class LaterKind { Mouse, Hydrophone };

/// Looks at the first bytes (RIFF, fLaC, FORM, a mouse log's header), then at the ending; cheap, reads 4 KiB at most.
std::optional<LaterKind> laterKind(const std::filesystem::path& path);

}  // namespace sightline::ui
