#include "core/learning/forest_member.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <utility>

#include "core/learning/calibration.h"

namespace sightline::learning {

namespace {

struct Table {
    std::vector<std::vector<float>> rows;
    std::vector<std::size_t> classes;
};

Result<void> append(Table& table, const ExampleSource& source, const std::vector<std::size_t>& indices,
                    Progress& progress)
{
    for (const std::size_t index : indices) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "growing the forest was stopped");
        }
        const Result<Example> example = source.example(index);
        if (!example) {
            return tl::unexpected(example.error());
        }
        table.rows.push_back(forestNumbers(*example));
        table.classes.push_back(source.classOf(index));
    }
    return {};
}

std::vector<float> logitsOf(const Forest& forest, std::span<const float> row)
{
    const float least = 0.1F / static_cast<float>(forest.treeCount());
    std::vector<float> logits = forest.probabilities(row);
    for (float& value : logits) {
        value = std::log(std::max(value, least));
    }
    return logits;
}

void mixHeldOut(TrainedNetworks& trained, const std::vector<std::size_t>& indices,
                const std::vector<std::vector<float>>& logits, double temperature, float share)
{
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const auto held = std::find_if(trained.heldOut.begin(), trained.heldOut.end(),
                                       [&](const auto& entry) { return entry.first == indices[i]; });
        if (held == trained.heldOut.end()) {
            continue;
        }
        const std::vector<float> own = softmax(logits[i], temperature);
        for (std::size_t k = 0; k < own.size(); ++k) {
            held->second[k] = (1 - share) * held->second[k] + share * own[k];
        }
    }
}

}  // namespace

std::vector<float> forestNumbers(const Example& example)
{
    std::vector<float> numbers = example.scalars;
    numbers.insert(numbers.end(), example.features.begin(), example.features.end());
    return numbers;
}

Result<void> checkNumbers(const Forest& forest, const Example& example, std::size_t index)
{
    const std::size_t count = example.scalars.size() + example.features.size();
    if (count != forest.numberCount()) {
        return fail(ErrorCode::Invalid, "example " + std::to_string(index) + " has " + std::to_string(count) +
                                            " numbers for the forest, and " + std::to_string(forest.numberCount()) +
                                            " are needed");
    }
    const auto finite = [](float value) { return std::isfinite(value); };
    if (!std::all_of(example.features.begin(), example.features.end(), finite)) {
        return fail(ErrorCode::Invalid,
                    "example " + std::to_string(index) + " holds a value that is not a finite number");
    }
    return {};
}

std::vector<float> forestLogits(const Forest& forest, const Example& example)
{
    return logitsOf(forest, forestNumbers(example));
}

Result<Forest> openForest(const Model& model, const ModelMember& member)
{
    auto forest = Forest::fromTensors(member.prefix, model.tensors);
    if (forest && forest->classCount() != model.info.classIds.size()) {
        return fail(ErrorCode::Invalid, "the forest \"" + member.prefix + "\" knows " +
                                            std::to_string(forest->classCount()) + " classes, and the model " +
                                            std::to_string(model.info.classIds.size()));
    }
    if (forest && forest->numberCount() < model.info.scalars.names.size()) {
        return fail(ErrorCode::Invalid, "the forest \"" + member.prefix +
                                            "\" was grown on fewer numbers than the "
                                            "model has scalars");
    }
    return forest;
}

Result<void> addForest(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                       const ForestMemberOptions& options, Progress& progress)
{
    progress.report(1, "growing the forest");
    Table table;
    if (auto read = append(table, source, parts.train, progress); !read) {
        return read;
    }
    double temperature = 1;
    const auto share = static_cast<float>(options.share);
    Table tune;
    if (auto read = append(tune, source, parts.tune, progress); !read) {
        return read;
    }
    if (!tune.rows.empty()) {
        const auto judge = Forest::grow(table.rows, table.classes, source.classCount(), options.forest, progress);
        if (!judge) {
            return tl::unexpected(judge.error());
        }
        std::vector<std::vector<float>> logits;
        for (const std::vector<float>& row : tune.rows) {
            logits.push_back(logitsOf(*judge, row));
        }
        temperature = fitTemperature(logits, tune.classes);
        mixHeldOut(trained, parts.tune, logits, temperature, share);
        table.rows.insert(table.rows.end(), tune.rows.begin(), tune.rows.end());
        table.classes.insert(table.classes.end(), tune.classes.begin(), tune.classes.end());
    }
    const auto forest = Forest::grow(table.rows, table.classes, source.classCount(), options.forest, progress);
    if (!forest) {
        return tl::unexpected(forest.error());
    }
    for (ModelMember& network : trained.members) {
        network.weight *= 1 - options.share;
    }
    ModelMember member;
    member.kind = forestKind;
    member.architecture = "extra-trees";
    member.config = {{"trees", options.forest.trees}, {"numbers", forest->numberCount()}};
    member.prefix = "forest.";
    member.weight = options.share;
    member.temperature = temperature;
    trained.tensors.merge(forest->tensors(member.prefix));
    trained.members.push_back(std::move(member));
    return {};
}

}  // namespace sightline::learning
