#include "core/learning/preparation.h"

#include <algorithm>
#include <utility>

#include "core/learning/combination.h"
#include "core/learning/inputs.h"

namespace sightline::learning {
namespace {

std::vector<std::size_t> unionOf(const std::vector<MemberParts>& parts, std::vector<std::size_t> MemberParts::*which)
{
    std::vector<std::size_t> all;
    for (const MemberParts& part : parts) {
        all.insert(all.end(), (part.*which).begin(), (part.*which).end());
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

}  // namespace

Result<void> checkTraining(const ExampleSource& source, const std::vector<MemberParts>& parts,
                           const TrainOptions& options)
{
    const auto invalid = [](const std::string& what) { return fail(ErrorCode::Invalid, what); };
    if (options.epochs < 1 || options.batch < 1 || options.warmUpEpochs < 0 || options.patience < 0) {
        return invalid("training needs at least one epoch and batches of at least one example");
    }
    if (!(options.learningRate > 0 && options.learningRate < 10) || !(options.weightDecay >= 0) ||
        !(options.labelSmoothing >= 0 && options.labelSmoothing < 1) || !(options.clipNorm >= 0)) {
        return invalid("learning rate, weight decay, label smoothing or gradient limit is out of range");
    }
    if (!(options.momentum >= 0 && options.momentum < 1) || !(options.ema >= 0 && options.ema < 1) ||
        !(options.mixup >= 0 && options.mixup <= 100) ||
        !(options.warmUpShare.value_or(0) >= 0 && options.warmUpShare.value_or(0) <= 1)) {
        return invalid("momentum, running average, mixup or warm-up is out of range");
    }
    if (!isCombination(options.combination)) {
        return invalid("members are combined by \"probabilities\" or by \"logits\", and not by \"" +
                       options.combination + "\"");
    }
    if (options.drawsPerClass < 0 || options.drawsPerClass > 10'000'000) {
        return invalid("the number of draws per class is out of range");
    }
    if (options.drawsPerClass > 0 && options.balanceClasses) {
        return invalid("so many draws of every class leave nothing to balance: ask for one of the two");
    }
    const TransferOptions& transfer = options.transfer;
    if (transfer.copies.value_or(0) < 0 || transfer.copies.value_or(0) > 1000 || transfer.unfreezeAfter < 0 ||
        transfer.unfreezeEvery < 1 || transfer.unfreezeStages < 0 ||
        !(transfer.stageRate > 0 && transfer.stageRate <= 1)) {
        return invalid("the settings of a frozen trunk are out of range");
    }
    if (transfer.freeze && !options.base) {
        return invalid("a trunk can only be frozen that knows something: name weights to start from");
    }
    if (parts.empty() || parts.size() != static_cast<std::size_t>(std::max(options.members, 0))) {
        return invalid("training needs one pair of parts for each of its members");
    }
    for (const MemberParts& part : parts) {
        if (part.train.size() < 2) {
            return invalid("training needs at least two examples");
        }
        for (const auto* indices : {&part.train, &part.tune}) {
            for (const std::size_t index : *indices) {
                if (index >= source.count() || source.classOf(index) >= source.classCount()) {
                    return invalid("the parts to train on name an example or a class that is not there");
                }
            }
        }
    }
    return {};
}

Result<PreparedTraining> prepareTraining(CachedSource& source, const std::vector<MemberParts>& parts,
                                         const std::vector<std::string>& scalarNames, int drawers, Progress& progress,
                                         std::atomic<bool>& stop)
{
    const std::vector<std::size_t> train = unionOf(parts, &MemberParts::train);
    const std::vector<std::size_t> tune = unionOf(parts, &MemberParts::tune);
    std::vector<std::size_t> wanted = tune;
    if (!scalarNames.empty()) {
        wanted.insert(wanted.end(), train.begin(), train.end());
        std::sort(wanted.begin(), wanted.end());
        wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
    } else if (wanted.empty()) {
        wanted.push_back(train.front());
    }

    PreparedTraining prepared;
    std::vector<std::vector<float>> scalars;
    const std::size_t batches = batchCount(wanted.size(), 16);
    BatchFeeder feeder(source, batches, BatchFeeder::plainBatches(wanted, batches), drawers, stop);
    for (std::size_t i = 0; i < batches; ++i) {
        progress.report(0, "drawing");
        stop = stop || progress.cancelled();
        auto batch = feeder.next();
        if (!batch) {
            return tl::unexpected(batch.error());
        }
        for (std::size_t j = 0; j < batch->indices.size(); ++j) {
            Example& example = batch->examples[j];
            const std::size_t index = batch->indices[j];
            if (prepared.channels == 0) {
                prepared.channels = example.image.channels;
                prepared.height = example.image.height;
                prepared.width = example.image.width;
            }
            if (const auto fits =
                    checkInput(prepared.channels, prepared.height, prepared.width, scalarNames.size(), example, index);
                !fits) {
                return tl::unexpected(fits.error());
            }
            if (std::binary_search(train.begin(), train.end(), index)) {
                scalars.push_back(example.scalars);
            }
            if (std::binary_search(tune.begin(), tune.end(), index)) {
                source.keep(index, std::move(example));
            }
        }
    }
    prepared.scalars = measureScalars(scalarNames, scalars);
    return prepared;
}

}  // namespace sightline::learning
