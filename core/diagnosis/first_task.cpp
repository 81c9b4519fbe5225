#include "core/diagnosis/first_task.h"

#include <filesystem>
#include <system_error>
#include <vector>

#include "core/diagnosis/diagnosis.h"

namespace sightline::diagnosis {

std::string firstTaskWithModel(const domains::Domain& domain, workspace::Workspace* workspace)
{
    const std::vector<domains::Task> tasks = domain.tasks();
    for (const domains::Task& task : tasks) {
        if (workspace != nullptr) {
            const auto active = workspace->activeModel(domain.id(), task.id);
            if (active && *active) {
                return task.id;
            }
        }
        std::error_code none;
        if (std::filesystem::exists(starterModelPath(domain.id(), task.id), none)) {
            return task.id;
        }
    }
    return tasks.front().id;
}

}  // namespace sightline::diagnosis
