// How far a training is, on disk, so that it can be taken up after the process died.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/learning/safetensors.h"
#include "core/learning/training.h"

namespace sightline::learning {

/// Removes what training wrote there, and the folder if nothing else is in it. What is not there is no error.
void removeCheckpoint(const std::filesystem::path& folder);

/// Private to this room: one file per member, each written beside and renamed. A file names the job it belongs to, so
/// that no training ever goes on from another's weights. Several members may use it at once.
class CheckpointFolder {
public:
    /// An empty folder keeps nothing. `job`: everything the weights depend on, see jobOf().
    CheckpointFolder(std::filesystem::path folder, std::string job);

    [[nodiscard]] bool active() const { return !m_folder.empty(); }
    /// What was written last; nothing where there is none. Corrupt: damaged. Invalid: of another job.
    [[nodiscard]] Result<std::optional<TensorFile>> read(std::size_t member) const;
    [[nodiscard]] Result<void> write(std::size_t member, TensorFile file) const;

private:
    [[nodiscard]] std::filesystem::path fileOf(std::size_t member) const;

    std::filesystem::path m_folder;
    std::string m_job;
};

/// A hash of all the weights depend on: the caller's name of the data, options, base, parts. Not of the number of
/// cores nor of the device, on which only their last bits may depend.
std::string jobOf(const TrainOptions& options, const std::vector<MemberParts>& parts,
                  const std::vector<std::string>& scalarNames, const std::string& engine);

}  // namespace sightline::learning
