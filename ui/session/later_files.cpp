#include "ui/session/later_files.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "core/base/file.h"
#include "core/base/text.h"

namespace sightline::ui {

namespace {

bool looksLikeMouseLog(const std::string& head)
{
    const std::string firstLine = lowerAscii(head.substr(0, head.find('\n')));
    const bool named = firstLine.find("timestamp") != std::string::npos || firstLine.find("time") != std::string::npos;
    return named && firstLine.find("button") != std::string::npos && firstLine.find("state") != std::string::npos;
}

}  // namespace

std::optional<LaterKind> laterKind(const std::filesystem::path& path)
{
    const auto head = readFileHead(path, 4096);
    if (!head) {
        return std::nullopt;
    }
    return looksLikeMouseLog(*head) ? std::optional(LaterKind::Mouse) : std::nullopt;
}

std::optional<LaterKind> laterKind(const domains::Domain& domain)
{
    return domain.id() == "mouse" ? std::optional(LaterKind::Mouse) : std::nullopt;
}

}  // namespace sightline::ui
