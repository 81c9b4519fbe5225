#include "core/learning/forest_member.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>
#include <vector>

namespace sightline::learning {

namespace {

class ForestJudge final : public NumbersJudge {
public:
    explicit ForestJudge(Forest forest) : m_forest(std::move(forest)) {}
    [[nodiscard]] std::size_t numberCount() const override { return m_forest.numberCount(); }
    [[nodiscard]] std::size_t classCount() const override { return m_forest.classCount(); }

    [[nodiscard]] std::vector<float> logits(std::span<const float> row) const override
    {
        const float least = 0.1F / static_cast<float>(m_forest.treeCount());
        std::vector<float> logits = m_forest.probabilities(row);
        for (float& value : logits) {
            value = std::log(std::max(value, least));
        }
        return logits;
    }

    [[nodiscard]] std::map<std::string, Tensor> tensors(const std::string& prefix) const override
    {
        return m_forest.tensors(prefix);
    }

private:
    Forest m_forest;
};

}  // namespace

std::unique_ptr<NumbersJudge> makeForestJudge(Forest forest)
{
    return std::make_unique<ForestJudge>(std::move(forest));
}

Result<std::unique_ptr<NumbersJudge>> readForestJudge(const std::string& prefix,
                                                      const std::map<std::string, Tensor>& tensors)
{
    auto forest = Forest::fromTensors(prefix, tensors);
    if (!forest) {
        return tl::unexpected(forest.error());
    }
    return makeForestJudge(std::move(*forest));
}

Result<void> addForest(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                       const ForestMemberOptions& options, Progress& progress)
{
    JoiningJudge joining;
    joining.member.kind = forestKind;
    joining.member.architecture = "extra-trees";
    joining.member.config = {{"trees", options.forest.trees}};
    joining.member.prefix = "forest.";
    joining.share = options.share;
    joining.copies = options.copies;
    joining.drawsPerClass = options.drawsPerClass;
    joining.seed = options.forest.seed;
    joining.stage = "growing the forest";
    joining.learn = [&](const NumbersTable& table, Progress& heard) -> Result<std::unique_ptr<NumbersJudge>> {
        auto forest = Forest::grow(table.rows, table.classes, source.classCount(), options.forest, heard);
        if (!forest) {
            return tl::unexpected(forest.error());
        }
        return makeForestJudge(std::move(*forest));
    };
    return addNumbersJudge(trained, source, parts, joining, progress);
}

}  // namespace sightline::learning
