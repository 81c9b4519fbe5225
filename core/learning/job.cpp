#include "core/learning/job.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/learning/batches.h"
#include "core/learning/inputs.h"

namespace sightline::learning {

std::shared_ptr<FeatureTables::Slot> FeatureTables::slotOf(const std::string& trunk)
{
    const std::lock_guard lock(m_mutex);
    auto& slot = m_slots[trunk];
    if (!slot) {
        slot = std::make_shared<Slot>();
    }
    return slot;
}

std::string memberPrefix(std::size_t member)
{
    return "member" + std::to_string(member) + ".";
}

double workOf(const ExampleSource& source, const TrainOptions& options, const MemberParts& parts)
{
    const TransferOptions& transfer = options.transfer;
    const int alone = !transfer.freeze              ? 0
                      : transfer.unfreezeAfter == 0 ? options.epochs
                                                    : std::min(transfer.unfreezeAfter, options.epochs);
    const auto train = static_cast<double>(epochSize(source, parts.train, epochRuleOf(options)));
    const auto tune = static_cast<double>(parts.tune.size());
    return static_cast<double>(options.epochs - alone) * (train * backwardWork + tune) +
           static_cast<double>(alone) * (train + tune) * headWork;
}

Result<PackedBatch> pack(const Job& job, const std::vector<std::size_t>& indices, const std::vector<Example>& examples)
{
    PackedBatch batch;
    batch.count = examples.size();
    const std::size_t scalarCount = job.scalars.names.size();
    batch.scalars.resize(examples.size() * scalarCount);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const Example& example = examples[i];
        if (const auto fits = checkInput(job.channels, job.height, job.width, scalarCount, example, indices[i]);
            !fits) {
            return tl::unexpected(fits.error());
        }
        batch.values.insert(batch.values.end(), example.image.pixels.begin(), example.image.pixels.end());
        standardise(job.scalars, example.scalars,
                    std::span<float>(batch.scalars).subspan(i * scalarCount, scalarCount));
        batch.classes.push_back(static_cast<std::int64_t>(job.source.classOf(indices[i])));
    }
    return batch;
}

}  // namespace sightline::learning
