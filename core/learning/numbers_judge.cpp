#include "core/learning/numbers_judge.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/base/random.h"
#include "core/learning/batches.h"
#include "core/learning/calibration.h"
#include "core/learning/combination.h"
#include "core/learning/forest_member.h"
#include "core/learning/linear_member.h"

namespace sightline::learning {
namespace {

/// Each example plain, then `copies` times changed at random: the same ones for the same seed.
std::vector<Draw> drawsOf(const std::vector<std::size_t>& indices, int copies, std::uint64_t seed)
{
    std::vector<Draw> draws;
    for (const std::size_t index : indices) {
        draws.push_back({index, {}});
        for (int copy = 1; copy <= copies; ++copy) {
            draws.push_back({index, mixSeed(mixSeed(seed, index), static_cast<std::uint64_t>(copy))});
        }
    }
    return draws;
}

/// What such a judge learns from.
std::vector<Draw> trainingDraws(const ExampleSource& source, const std::vector<std::size_t>& indices,
                                const JoiningJudge& joining)
{
    if (joining.drawsPerClass <= 0) {
        return drawsOf(indices, joining.copies, joining.seed);
    }
    const EpochRule rule{.balanced = false, .perClass = static_cast<std::size_t>(joining.drawsPerClass)};
    return epochDraws(source, indices, rule, joining.seed, 1);
}

Result<void> append(NumbersTable& table, const ExampleSource& source, const std::vector<Draw>& draws,
                    const std::string& stage, Progress& progress)
{
    for (const Draw& draw : draws) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, stage + " was stopped");
        }
        const Result<Example> example =
            draw.seed ? source.augmented(draw.index, *draw.seed) : source.example(draw.index);
        if (!example) {
            return tl::unexpected(example.error());
        }
        table.rows.push_back(numbersOf(*example));
        table.classes.push_back(source.classOf(draw.index));
    }
    return {};
}

/// What those who were there and the one who joins say of one sample that none has learnt from.
struct HeldOut {
    std::vector<float>* answer;  ///< calibrated probabilities; replaced by the mixture's
    std::vector<float> before;   ///< the same as logits
    std::vector<float> joining;  ///< logits
    std::size_t truth;
};

/// Mixes the one who joins into what was said of held-back samples. Returns the factor for all temperatures.
double mixHeldOut(const std::vector<HeldOut>& held, const std::string& combination, double temperature, double share)
{
    // When every member's temperature is `factor` times what it was alone.
    const auto mixed = [&](const HeldOut& one, double factor) {
        Mixture mixture(combination, one.before.size());
        mixture.add(one.before, factor, 1 - share);
        mixture.add(one.joining, temperature * factor, share);
        return mixture.probabilities();
    };
    const double factor = fitTemperature([&](double tried) {
        double loss = 0;
        for (const HeldOut& one : held) {
            const double right = mixed(one, tried)[one.truth];
            loss -= std::log(std::max(right, 1e-12));
        }
        return loss;
    });
    for (const HeldOut& one : held) {
        *one.answer = mixed(one, factor);
    }
    return factor;
}

}  // namespace

std::vector<float> numbersOf(const Example& example)
{
    std::vector<float> numbers = example.scalars;
    numbers.insert(numbers.end(), example.features.begin(), example.features.end());
    return numbers;
}

Result<void> checkNumbers(const NumbersJudge& judge, const Example& example, std::size_t index)
{
    const std::size_t count = example.scalars.size() + example.features.size();
    if (count != judge.numberCount()) {
        return fail(ErrorCode::Invalid, "example " + std::to_string(index) + " has " + std::to_string(count) +
                                            " numbers for the judge beside the networks, and " +
                                            std::to_string(judge.numberCount()) + " are needed");
    }
    const auto finite = [](float value) { return std::isfinite(value); };
    if (!std::all_of(example.features.begin(), example.features.end(), finite)) {
        return fail(ErrorCode::Invalid,
                    "example " + std::to_string(index) + " holds a value that is not a finite number");
    }
    return {};
}

bool isNumbersKind(const std::string& kind)
{
    return kind == forestKind || kind == linearKind;
}

Result<std::unique_ptr<NumbersJudge>> openNumbersJudge(const Model& model, const ModelMember& member)
{
    if (!isNumbersKind(member.kind)) {
        return fail(ErrorCode::Invalid,
                    "the member \"" + member.prefix + "\" is of the unknown kind \"" + member.kind + "\"");
    }
    auto judge = member.kind == forestKind ? readForestJudge(member.prefix, model.tensors)
                                           : readLinearJudge(member.prefix, model.tensors);
    const std::string name = "the " + member.kind + " member \"" + member.prefix + "\"";
    if (judge && (*judge)->classCount() != model.info.classIds.size()) {
        return fail(ErrorCode::Invalid, name + " knows " + std::to_string((*judge)->classCount()) +
                                            " classes, and the model " + std::to_string(model.info.classIds.size()));
    }
    if (judge && (*judge)->numberCount() < model.info.scalars.names.size()) {
        return fail(ErrorCode::Invalid, name + " learnt from fewer numbers than the model has scalars");
    }
    return judge;
}

Result<void> addNumbersJudge(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                             const JoiningJudge& joining, Progress& progress)
{
    if (!(joining.share >= 0 && joining.share <= 1)) {
        return fail(ErrorCode::Invalid, "a member's share must lie between 0 and 1");
    }
    progress.report(1, joining.stage);
    NumbersTable table;
    if (auto read = append(table, source, trainingDraws(source, parts.train, joining), joining.stage, progress);
        !read) {
        return read;
    }
    double temperature = 1;
    double factor = 1;
    if (!parts.tune.empty()) {
        const auto judge = joining.learn(table, progress);
        if (!judge) {
            return tl::unexpected(judge.error());
        }
        NumbersTable tune;
        if (auto read = append(tune, source, drawsOf(parts.tune, 0, 0), joining.stage, progress); !read) {
            return read;
        }
        std::vector<std::vector<float>> logits;
        std::vector<HeldOut> held;
        for (std::size_t i = 0; i < tune.rows.size(); ++i) {
            logits.push_back((*judge)->logits(tune.rows[i]));
            const auto found = std::find_if(trained.heldOut.begin(), trained.heldOut.end(),
                                            [&](const auto& entry) { return entry.first == parts.tune[i]; });
            if (found != trained.heldOut.end()) {
                held.push_back({&found->second, logitsOf(found->second), logits.back(), tune.classes[i]});
            }
        }
        temperature = fitTemperature(logits, tune.classes);
        factor = mixHeldOut(held, trained.combination, temperature, joining.share);
        std::vector<std::size_t> all = parts.train;
        all.insert(all.end(), parts.tune.begin(), parts.tune.end());
        // Equal draws of both parts replace those of one; copies of the first part are there already.
        const bool anew = joining.drawsPerClass > 0;
        table = anew ? NumbersTable() : std::move(table);
        if (auto read =
                append(table, source, trainingDraws(source, anew ? all : parts.tune, joining), joining.stage, progress);
            !read) {
            return read;
        }
    }
    const auto judge = joining.learn(table, progress);
    if (!judge) {
        return tl::unexpected(judge.error());
    }
    for (ModelMember& member : trained.members) {
        member.weight *= 1 - joining.share;
        member.temperature *= factor;
    }
    ModelMember member = joining.member;
    member.config["numbers"] = (*judge)->numberCount();
    member.weight = joining.share;
    member.temperature = temperature * factor;
    trained.tensors.merge((*judge)->tensors(member.prefix));
    trained.members.push_back(std::move(member));
    return {};
}

}  // namespace sightline::learning
