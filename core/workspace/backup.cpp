// One copy a day beside the workspace.
#include <algorithm>

#include "core/base/ids.h"
#include "core/workspace/schema.h"
#include "core/workspace/store.h"

namespace sightline::workspace {

namespace {

constexpr std::size_t daysKept = 7;
constexpr std::string_view prefix = "daily-";

/// Oldest first: the date is in the name.
std::vector<std::filesystem::path> dailyCopies(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> copies;
    std::error_code problem;
    for (std::filesystem::directory_iterator entry(folder, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        const std::string name = utf8(entry->path().filename());
        if (name.starts_with(prefix) && entry->path().extension() == ".sightline") {
            copies.push_back(entry->path());
        }
    }
    std::sort(copies.begin(), copies.end());
    return copies;
}

}  // namespace

Result<void> Workspace::backUp()
{
    const std::filesystem::path folder = dataFolder() / "backups";
    const std::string day = utcText(nowMicroseconds()).substr(0, 10);
    const std::filesystem::path today = folder / (std::string(prefix) + day + ".sightline");
    std::error_code problem;
    if (m_impl->readOnly || std::filesystem::exists(today, problem)) {
        return {};
    }
    if (auto copied = copyDatabase(m_impl->db(), today); !copied) {
        return copied;
    }
    const auto copies = dailyCopies(folder);
    for (std::size_t i = 0; i + daysKept < copies.size(); ++i) {
        std::filesystem::remove(copies[i], problem);
    }
    return {};
}

}  // namespace sightline::workspace
