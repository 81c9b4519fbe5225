// A judge that sees an example's numbers instead of its picture, as a member of a model beside its networks: a forest,
// a linear judge.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/data/signal_image.h"
#include "core/learning/engine.h"
#include "core/learning/model.h"

namespace sightline::learning {

class NumbersJudge {
public:
    virtual ~NumbersJudge() = default;
    [[nodiscard]] virtual std::size_t numberCount() const = 0;
    [[nodiscard]] virtual std::size_t classCount() const = 0;
    /// One finite logit per class, of a row of numberCount() finite numbers.
    [[nodiscard]] virtual std::vector<float> logits(std::span<const float> row) const = 0;
    [[nodiscard]] virtual std::map<std::string, Tensor> tensors(const std::string& prefix) const = 0;
};

/// What such a judge is fed: the example's scalars as they are, then its features.
std::vector<float> numbersOf(const Example& example);
/// Invalid, naming the example, if it has other numbers than the judge learnt from or one that is not finite.
Result<void> checkNumbers(const NumbersJudge& judge, const Example& example, std::size_t index);

/// Whether there is such a judge: "forest", "linear".
bool isNumbersKind(const std::string& kind);
/// The member's judge; Corrupt where its tensors are broken, Invalid where it knows other classes or fewer numbers than
/// the model, or the kind is none of these.
Result<std::unique_ptr<NumbersJudge>> openNumbersJudge(const Model& model, const ModelMember& member);

/// Rows of as many numbers, and the class of each.
struct NumbersTable {
    std::vector<std::vector<float>> rows;
    std::vector<std::size_t> classes;
};

/// How a judge on numbers joins the networks.
struct JoiningJudge {
    ModelMember member;      ///< but for weight and temperature
    double share = 0;        ///< of the combined answer; those who are there keep the rest
    int copies = 0;          ///< changed examples (ExampleSource::augmented()) beside each plain one
    int drawsPerClass = 0;   ///< instead of plain ones and copies: so many changed examples of every class
    std::uint64_t seed = 1;  ///< of the changed examples
    std::string stage;       ///< for the progress: "growing the forest"
    /// Learns from a table.
    std::function<Result<std::unique_ptr<NumbersJudge>>(const NumbersTable&, Progress&)> learn;
};
/// One that learnt from the first member's training part is judged on its tuning part: that gives the temperature, and
/// mixes into trained.heldOut. The one that is kept learns from both parts. A mixture of judges who are right on
/// different samples is more modest than it need be, so all temperatures are then scaled by the one factor that suits
/// trained.heldOut best. Invalid for a share outside [0, 1] or where the examples have neither scalars nor features;
/// Cancelled.
Result<void> addNumbersJudge(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                             const JoiningJudge& joining, Progress& progress);

}  // namespace sightline::learning
