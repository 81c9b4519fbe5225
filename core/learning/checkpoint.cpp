#include "core/learning/checkpoint.h"

#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/file.h"
#include "core/base/hash.h"

namespace sightline::learning {
namespace {

constexpr const char* jobEntry = "job";
constexpr const char* filePrefix = "member";
constexpr const char* fileEnd = ".checkpoint";

nlohmann::json numbersOf(const TrainOptions& o)
{
    const TransferOptions& t = o.transfer;
    return {o.architecture,
            o.head,
            o.dropout.value_or(-1),
            t.freeze,
            t.copies.value_or(-1),
            t.unfreezeAfter,
            t.unfreezeEvery,
            t.unfreezeStages,
            t.stageRate,
            o.members,
            o.epochs,
            o.batch,
            static_cast<int>(o.optimizer),
            o.momentum,
            static_cast<int>(o.schedule),
            o.warmUpEpochs,
            o.warmUpShare.value_or(-1),
            o.learningRate,
            o.weightDecay,
            o.clipNorm,
            o.ema,
            o.labelSmoothing,
            o.mixup,
            o.patience,
            o.balanceClasses,
            o.drawsPerClass,
            o.seed,
            o.mixedPrecision,
            o.base ? o.base->info.id : std::string()};
}

}  // namespace

void removeCheckpoint(const std::filesystem::path& folder)
{
    std::error_code problem;
    if (folder.empty() || !std::filesystem::is_directory(folder, problem)) {
        return;
    }
    std::vector<std::filesystem::path> own;
    for (const auto& entry : std::filesystem::directory_iterator(folder, problem)) {
        // Also what a write left behind that was interrupted.
        if (utf8(entry.path().filename()).find(std::string(fileEnd)) != std::string::npos) {
            own.push_back(entry.path());
        }
    }
    for (const std::filesystem::path& path : own) {
        std::filesystem::remove(path, problem);
    }
    std::filesystem::remove(folder, problem);  // refuses where something else is in it
}

CheckpointFolder::CheckpointFolder(std::filesystem::path folder, std::string job)
    : m_folder(std::move(folder)), m_job(std::move(job))
{
}

std::filesystem::path CheckpointFolder::fileOf(std::size_t member) const
{
    return m_folder / (filePrefix + std::to_string(member) + fileEnd);
}

Result<std::optional<TensorFile>> CheckpointFolder::read(std::size_t member) const
{
    std::error_code problem;
    const std::filesystem::path path = fileOf(member);
    if (!active() || !std::filesystem::exists(path, problem)) {
        return std::optional<TensorFile>();
    }
    const auto metadata = readSafetensorsMetadata(path);
    if (!metadata) {
        return tl::unexpected(metadata.error());
    }
    const auto job = metadata->find(jobEntry);
    if (job == metadata->end() || job->second != m_job) {
        return fail(ErrorCode::Invalid, "is of another training", {utf8(path), {}, {}});
    }
    return readSafetensors(path).map([](TensorFile&& file) { return std::optional(std::move(file)); });
}

Result<void> CheckpointFolder::write(std::size_t member, TensorFile file) const
{
    file.metadata[jobEntry] = m_job;
    return writeSafetensors(fileOf(member), file);
}

std::string jobOf(const TrainOptions& options, const std::vector<MemberParts>& parts,
                  const std::vector<std::string>& scalarNames, const std::string& engine)
{
    nlohmann::json job = {{"data", options.checkpoint.job},
                          {"options", numbersOf(options)},
                          {"scalars", scalarNames},
                          {"engine", engine}};
    for (const MemberParts& part : parts) {
        job["parts"].push_back({part.train, part.tune});
    }
    return sha256(job.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace sightline::learning
