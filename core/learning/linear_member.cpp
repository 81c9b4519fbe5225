#include "core/learning/linear_member.h"

#include <utility>

namespace sightline::learning {

Result<std::unique_ptr<NumbersJudge>> readLinearJudge(const std::string& prefix,
                                                      const std::map<std::string, Tensor>& tensors)
{
    auto judge = LinearJudge::fromTensors(prefix, tensors);
    if (!judge) {
        return tl::unexpected(judge.error());
    }
    return std::make_unique<LinearJudge>(std::move(*judge));
}

Result<void> addLinear(TrainedNetworks& trained, const ExampleSource& source, const MemberParts& parts,
                       const LinearMemberOptions& options, Progress& progress)
{
    LinearOptions linear = options.linear;
    linear.rowWeight /= options.copies + 1;
    JoiningJudge joining;
    joining.member.kind = linearKind;
    joining.member.architecture = "logistic-regression";
    joining.member.config = {{"ridge", linear.ridge}};
    joining.member.prefix = "linear.";
    joining.share = options.share;
    joining.copies = options.copies;
    joining.seed = options.seed;
    joining.stage = "fitting the linear judge";
    joining.learn = [&](const NumbersTable& table, Progress& heard) -> Result<std::unique_ptr<NumbersJudge>> {
        auto judge = LinearJudge::fit(table.rows, table.classes, source.classCount(), linear, heard);
        if (!judge) {
            return tl::unexpected(judge.error());
        }
        return std::make_unique<LinearJudge>(std::move(*judge));
    };
    return addNumbersJudge(trained, source, parts, joining, progress);
}

}  // namespace sightline::learning
