#include "ui/session/later_files.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/base/file.h"
#include "core/base/text.h"

namespace sightline::ui {

namespace {

constexpr std::array<std::string_view, 9> soundMarks = {"RIFF", "RF64", "BW64", "FORM", "fLaC",
                                                        "OggS", "riff", ".snd", "caff"};
constexpr std::array<std::string_view, 8> soundEndings = {".wav", ".flac", ".aif",  ".aiff",
                                                          ".w64", ".ogg",  ".rf64", ".au"};

bool looksLikeSound(const std::string& head, const std::string& ending)
{
    return std::any_of(soundMarks.begin(), soundMarks.end(),
                       [&](std::string_view mark) { return head.compare(0, mark.size(), mark) == 0; }) ||
           std::find(soundEndings.begin(), soundEndings.end(), ending) != soundEndings.end();
}

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
    if (looksLikeSound(*head, lowerAscii(utf8(path.extension())))) {
        return LaterKind::Hydrophone;
    }
    return looksLikeMouseLog(*head) ? std::optional(LaterKind::Mouse) : std::nullopt;
}

std::optional<LaterKind> laterKind(const domains::Domain& domain)
{
    return domain.id() == "mouse"        ? std::optional(LaterKind::Mouse)
           : domain.id() == "hydrophone" ? std::optional(LaterKind::Hydrophone)
                                         : std::nullopt;
}

}  // namespace sightline::ui
