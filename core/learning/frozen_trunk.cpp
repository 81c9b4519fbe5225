#include "core/learning/frozen_trunk.h"

#include <algorithm>
#include <set>
#include <utility>

namespace sightline::learning {
namespace {

constexpr std::size_t largestTableBytes = std::size_t{2} << 30;

std::vector<std::size_t> sortedUnion(const std::vector<MemberParts>& parts,
                                     std::vector<std::size_t> MemberParts::*which)
{
    std::set<std::size_t> all;
    for (const MemberParts& part : parts) {
        all.insert((part.*which).begin(), (part.*which).end());
    }
    return {all.begin(), all.end()};
}

/// Says where the features came from; the report needs none of it.
void sayWhere(const CollectedFeatures& collected, const std::function<void(const std::string&)>& say)
{
    if (collected.damaged > 0) {
        say(std::to_string(collected.damaged) +
            (collected.damaged == 1 ? " damaged file of the feature cache was"
                                    : " damaged files of the feature cache were") +
            " removed");
    }
    if (!collected.cacheProblem.empty()) {
        say("features cannot be kept for the next training: " + collected.cacheProblem);
    }
    say("features of " + std::to_string(collected.found + collected.computed) +
        " pictures: " + std::to_string(collected.found) + " known from an earlier training, " +
        std::to_string(collected.computed) + " computed");
}

}  // namespace

Result<std::optional<FeatureTable>> tableOf(const Job& job, Board& board, const FrozenTrunk& trunk,
                                            const std::function<void(const std::string&)>& note,
                                            const std::function<void(const std::string&)>& say)
{
    FeatureRequest request{
        .source = job.source,
        .scalars = job.scalars,
        .withCopies = sortedUnion(job.parts, &MemberParts::train),
        .plainOnly = sortedUnion(job.parts, &MemberParts::tune),
        .copies = 0,
        .width = trunk.width,
        .trunk = trunk.key,
        .piece = trunk.piece,
        .drawers = std::max(job.cores.threadsPerWorker, job.cores.drawersPerWorker + 1),
        .compute = trunk.compute,
        .done = [&board](std::size_t pictures) { board.workDone.fetch_add(static_cast<double>(pictures)); },
        .stop = board.stop};
    request.copies = copiesFor(job.options, request.withCopies.size(), trunk.pictureCost);
    const std::size_t rowsThatFit = largestTableBytes / (std::max<std::size_t>(trunk.width, 1) * sizeof(float));
    const std::size_t plain = request.withCopies.size() + request.plainOnly.size();
    if (plain > rowsThatFit) {
        note("The features of " + std::to_string(plain) +
             " pictures are too many to be kept; they were computed anew in every epoch.");
        return std::optional<FeatureTable>();
    }
    if (const std::size_t most = (rowsThatFit - plain) / request.withCopies.size(); most < request.copies) {
        note(std::to_string(most) + " augmented copies of each example were learnt from instead of " +
             std::to_string(request.copies) + ": the features of more would not fit into memory.");
        request.copies = most;
    }
    const std::size_t rows = request.withCopies.size() * (request.copies + 1) + request.plainOnly.size();
    board.workInAll.fetch_add(static_cast<double>(rows));
    board.computingFeatures = true;
    auto collected = collectFeatures(request, job.featureCache);
    board.computingFeatures = false;
    if (!collected) {
        return tl::unexpected(collected.error());
    }
    sayWhere(*collected, say);
    return std::optional(std::move(collected->table));
}

}  // namespace sightline::learning
