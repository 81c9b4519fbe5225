#include "core/learning/torch/trainer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/learning/batches.h"
#include "core/learning/calibration.h"
#include "core/learning/inputs.h"
#include "core/learning/torch/device.h"
#include "core/learning/torch/network.h"
#include "core/learning/torch/state.h"

namespace sightline::learning {
namespace {

constexpr std::size_t plainCacheBytes = std::size_t{512} << 20;
constexpr std::chrono::milliseconds pollInterval{50};

/// How the processor's cores are shared out. Several members learn side by side on one core each rather than one after
/// the other on all: small layers gain little from a second thread, and with one thread per network the weights do not
/// depend on the number of cores. Cores left over draw pictures ahead.
struct CorePlan {
    int workers = 1;
    int drawersPerWorker = 0;
};

CorePlan planCores(int threads, std::size_t members)
{
    const int cores = threads > 0 ? threads : usefulCores();
    CorePlan plan;
    plan.workers = std::max(1, std::min(cores, static_cast<int>(members)));
    plan.drawersPerWorker = (cores - plan.workers) / plan.workers;
    return plan;
}

/// What the members' threads and the caller's thread share.
struct Board {
    std::atomic<bool> stop = false;
    std::atomic<std::size_t> stepsDone = 0;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<EpochReport> reports;
    std::size_t finished = 0;
};

/// Everything the members have in common; read only while they learn.
struct Job {
    const ExampleSource& source;
    const TrainOptions& options;
    const std::vector<MemberParts>& parts;
    ScalarNormalisation scalars;
    NetworkShape shape;
    at::Device device;
    CorePlan cores;
};

struct Judged {
    std::vector<std::vector<float>> logits;
    double loss = 0;
    double accuracy = 0;
};

struct Weights {
    std::map<std::string, Tensor> tensors;
    Judged tune;
    int epoch = 0;
};

struct MemberResult {
    Result<void> outcome;
    Weights weights;  ///< epoch 0: nothing usable was reached
    nlohmann::json curve = nlohmann::json::array();
};

struct Inputs {
    at::Tensor images;
    at::Tensor scalars;
    at::Tensor classes;
};

Result<Inputs> pack(const Job& job, const BatchFeeder::Batch& batch)
{
    const NetworkShape& shape = job.shape;
    const auto count = static_cast<std::int64_t>(batch.examples.size());
    Inputs inputs{at::empty({count, shape.channels, shape.height, shape.width}, at::kFloat),
                  at::empty({count, shape.scalars}, at::kFloat), at::empty({count}, at::kLong)};
    auto* pixel = inputs.images.mutable_data_ptr<float>();
    auto* scalar = inputs.scalars.mutable_data_ptr<float>();
    auto* target = inputs.classes.mutable_data_ptr<std::int64_t>();
    for (std::size_t i = 0; i < batch.examples.size(); ++i) {
        const Example& example = batch.examples[i];
        const auto scalarCount = static_cast<std::size_t>(shape.scalars);
        if (const auto fits =
                checkInput(shape.channels, shape.height, shape.width, scalarCount, example, batch.indices[i]);
            !fits) {
            return tl::unexpected(fits.error());
        }
        pixel = std::copy(example.image.pixels.begin(), example.image.pixels.end(), pixel);
        standardise(job.scalars, example.scalars, {scalar, scalarCount});
        scalar += scalarCount;
        *target++ = static_cast<std::int64_t>(job.source.classOf(batch.indices[i]));
    }
    return Inputs{inputs.images.to(job.device), inputs.scalars.to(job.device), inputs.classes.to(job.device)};
}

/// Plain examples in the given order.
BatchFeeder::Planner plainBatches(const std::vector<std::size_t>& indices, std::size_t batches)
{
    return [&indices, batches](std::size_t number) {
        std::vector<Draw> draws;
        for (std::size_t i = indices.size() * number / batches; i < indices.size() * (number + 1) / batches; ++i) {
            draws.push_back({indices[i], {}});
        }
        return draws;
    };
}

class MemberTraining {
public:
    MemberTraining(const Job& job, Board& board, std::size_t member)
        : m_job(job),
          m_board(board),
          m_member(member),
          m_parts(job.parts[member]),
          m_seed(mixSeed(job.options.seed, member)),
          m_random(at::make_generator<at::CPUGeneratorImpl>(m_seed)),
          m_batches(batchCount(m_parts.train.size(), static_cast<std::size_t>(job.options.batch)))
    {
    }

    MemberResult run()
    {
        MemberResult result;
        try {
            result.outcome = learn(result);
        } catch (...) {
            result.outcome = tl::unexpected(errorFromException());
        }
        return result;
    }

private:
    Result<void> learn(MemberResult& result)
    {
        if (const auto prepared = prepare(); !prepared) {
            return prepared;
        }
        const TrainOptions& options = m_job.options;
        BatchFeeder feeder(
            m_job.source, m_batches * static_cast<std::size_t>(options.epochs),
            [this](std::size_t number) { return planBatch(number); }, m_job.cores.drawersPerWorker, m_board.stop);
        Weights best;
        for (int epoch = 1; epoch <= options.epochs; ++epoch) {
            const auto trainLoss = learnEpoch(feeder, epoch);
            auto tune = trainLoss ? judgeTune() : Result<Judged>(tl::unexpected(trainLoss.error()));
            if (!tune) {
                result.weights = std::move(best);
                return tl::unexpected(tune.error());
            }
            report(epoch, *trainLoss, *tune, result.curve);
            const bool better = best.epoch == 0 || m_parts.tune.empty() || tune->loss < best.tune.loss;
            if (better) {
                best = {saveState(m_network->module(), prefix()), std::move(*tune), epoch};
            } else if (epoch == options.epochs && options.patience == 0) {
                // The rate has come down to 0 along the whole cosine: the last epoch is the settled one, and a luckier
                // tune loss on the way is mostly luck.
                best = {saveState(m_network->module(), prefix()), std::move(*tune), epoch};
            } else if (options.patience > 0 && epoch - best.epoch >= options.patience) {
                break;
            }
        }
        result.weights = std::move(best);
        return {};
    }

    Result<void> prepare()
    {
        auto network = makeNetwork(m_job.options.architecture, m_job.shape);
        if (!network) {
            return tl::unexpected(network.error());
        }
        m_network = std::move(*network);
        m_network->initialise(m_random);
        if (const Model* const base = m_job.options.base.get(); base != nullptr && !base->info.members.empty()) {
            // A member whose name in the file differs: its tensors are offered under this member's own names.
            const std::string from = base->info.members[m_member % base->info.members.size()].prefix;
            loadState(m_network->module(), from, base->tensors);
        }
        m_network->module().to(m_job.device);
        m_optimizer = std::make_unique<torch::optim::AdamW>(
            m_network->module().parameters(),
            torch::optim::AdamWOptions(m_job.options.learningRate).weight_decay(m_job.options.weightDecay));
        return {};
    }

    std::vector<Draw> planBatch(std::size_t number)
    {
        const int epoch = static_cast<int>(number / m_batches) + 1;
        if (number % m_batches == 0) {
            m_draws = epochDraws(m_job.source, m_parts.train, m_job.options.balanceClasses, m_seed, epoch);
        }
        return batchOf(m_draws, m_batches, number % m_batches);
    }

    /// The mean loss of the epoch.
    Result<double> learnEpoch(BatchFeeder& feeder, int epoch)
    {
        m_network->module().train();
        double sum = 0;
        for (std::size_t i = 0; i < m_batches; ++i) {
            if (m_board.stop) {
                return fail(ErrorCode::Cancelled, "training was stopped");
            }
            const auto batch = feeder.next();
            if (!batch) {
                return tl::unexpected(batch.error());
            }
            const auto inputs = pack(m_job, *batch);
            if (!inputs) {
                return tl::unexpected(inputs.error());
            }
            const double loss = learnBatch(*inputs, (static_cast<std::size_t>(epoch) - 1) * m_batches + i);
            if (!std::isfinite(loss)) {
                return fail(ErrorCode::Invalid, "training broke down in epoch " + std::to_string(epoch) +
                                                    ": the loss is no longer a number. Try a smaller learning rate");
            }
            sum += loss * static_cast<double>(batch->indices.size());
            ++m_board.stepsDone;
        }
        return sum / static_cast<double>(m_parts.train.size());
    }

    double learnBatch(const Inputs& inputs, std::size_t step)
    {
        const TrainOptions& options = m_job.options;
        const double rate =
            learningRateAt(step, m_batches * static_cast<std::size_t>(std::min(options.warmUpEpochs, options.epochs)),
                           m_batches * static_cast<std::size_t>(options.epochs), options.learningRate);
        for (auto& group : m_optimizer->param_groups()) {
            group.options().set_lr(rate);
        }
        m_optimizer->zero_grad();
        const at::Tensor logits = m_network->forward(inputs.images, inputs.scalars, &m_random);
        const at::Tensor loss = torch::nn::functional::cross_entropy(
            logits, inputs.classes,
            torch::nn::functional::CrossEntropyFuncOptions().label_smoothing(options.labelSmoothing));
        loss.backward();
        if (options.clipNorm > 0) {
            torch::nn::utils::clip_grad_norm_(m_network->module().parameters(), options.clipNorm);
        }
        m_optimizer->step();
        return loss.item<double>();
    }

    Result<Judged> judgeTune()
    {
        const at::NoGradGuard noGradients;
        m_network->module().eval();
        Judged judged;
        const std::size_t batches = batchCount(m_parts.tune.size(), 64);
        BatchFeeder feeder(m_job.source, batches, plainBatches(m_parts.tune, batches), m_job.cores.drawersPerWorker,
                           m_board.stop);
        std::size_t hits = 0;
        for (std::size_t i = 0; i < batches; ++i) {
            const auto batch = feeder.next();
            if (!batch) {
                return tl::unexpected(batch.error());
            }
            const auto inputs = pack(m_job, *batch);
            if (!inputs) {
                return tl::unexpected(inputs.error());
            }
            const at::Tensor logits =
                m_network->forward(inputs->images, inputs->scalars, nullptr).to(at::kCPU).contiguous();
            const float* row = logits.const_data_ptr<float>();
            for (const std::size_t index : batch->indices) {
                judged.logits.emplace_back(row, row + m_job.shape.classes);
                row += m_job.shape.classes;
                const std::vector<float> probabilities = softmax(judged.logits.back());
                const std::size_t truth = m_job.source.classOf(index);
                const auto guess = std::max_element(probabilities.begin(), probabilities.end());
                hits += static_cast<std::size_t>(guess - probabilities.begin()) == truth ? 1 : 0;
                judged.loss -= std::log(std::max(static_cast<double>(probabilities[truth]), 1e-12));
            }
        }
        const auto count = static_cast<double>(std::max<std::size_t>(m_parts.tune.size(), 1));
        judged.loss /= count;
        judged.accuracy = static_cast<double>(hits) / count;
        return judged;
    }

    void report(int epoch, double trainLoss, const Judged& tune, nlohmann::json& curve)
    {
        nlohmann::json point = {{"member", m_member}, {"epoch", epoch}, {"train_loss", trainLoss}};
        if (!m_parts.tune.empty()) {
            point["tune_loss"] = tune.loss;
            point["tune_accuracy"] = tune.accuracy;
        }
        curve.push_back(std::move(point));
        const std::lock_guard lock(m_board.mutex);
        m_board.reports.push_back({.member = static_cast<int>(m_member),
                                   .members = static_cast<int>(m_job.parts.size()),
                                   .epoch = epoch,
                                   .epochs = m_job.options.epochs,
                                   .trainLoss = trainLoss,
                                   .tuneLoss = tune.loss,
                                   .tuneAccuracy = tune.accuracy});
        m_board.changed.notify_all();
    }

    [[nodiscard]] std::string prefix() const { return "member" + std::to_string(m_member) + "."; }

    const Job& m_job;
    Board& m_board;
    const std::size_t m_member;
    const MemberParts& m_parts;
    const std::uint64_t m_seed;
    at::Generator m_random;
    const std::size_t m_batches;
    std::unique_ptr<Network> m_network;
    std::unique_ptr<torch::optim::AdamW> m_optimizer;
    std::vector<Draw> m_draws;
};

Result<void> checkRequest(const ExampleSource& source, const std::vector<MemberParts>& parts,
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

struct Prepared {
    ScalarNormalisation scalars;
    NetworkShape shape;
};

/// Draws the plain examples once: the scalars' mean and deviation come from those to train on, and those to tune on are
/// kept for every epoch.
Result<Prepared> prepare(CachedSource& source, const std::vector<MemberParts>& parts,
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

    Prepared prepared;
    std::vector<std::vector<float>> scalars;
    const std::size_t batches = batchCount(wanted.size(), 16);
    BatchFeeder feeder(source, batches, plainBatches(wanted, batches), drawers, stop);
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
            NetworkShape& shape = prepared.shape;
            if (shape.channels == 0) {
                shape = {.channels = example.image.channels,
                         .height = example.image.height,
                         .width = example.image.width,
                         .scalars = static_cast<int>(scalarNames.size()),
                         .classes = static_cast<int>(source.classCount())};
            }
            if (const auto fits =
                    checkInput(shape.channels, shape.height, shape.width, scalarNames.size(), example, index);
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

/// Runs the members in their threads; this thread passes on what they report and asks whether to go on.
std::vector<MemberResult> runMembers(const Job& job, Board& board, Progress& progress)
{
    const std::size_t members = job.parts.size();
    std::size_t steps = 0;
    for (const MemberParts& part : job.parts) {
        steps += batchCount(part.train.size(), static_cast<std::size_t>(job.options.batch)) *
                 static_cast<std::size_t>(job.options.epochs);
    }
    std::vector<MemberResult> results(members);
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < job.cores.workers; ++i) {
        workers.emplace_back([&] {
            at::set_num_threads(1);
            for (std::size_t member = next++; member < members; member = next++) {
                if (board.stop) {
                    results[member].outcome = fail(ErrorCode::Cancelled, "training was stopped");
                } else {
                    results[member] = MemberTraining(job, board, member).run();
                }
                if (!results[member].outcome) {
                    board.stop = true;  // one broken member spoils the model: the others need not go on
                }
                const std::lock_guard lock(board.mutex);
                ++board.finished;
                board.changed.notify_all();
            }
        });
    }
    std::unique_lock lock(board.mutex);
    while (board.finished < members || !board.reports.empty()) {
        board.changed.wait_for(lock, pollInterval, [&] { return board.finished == members || !board.reports.empty(); });
        const std::deque<EpochReport> reports = std::exchange(board.reports, {});
        lock.unlock();
        for (const EpochReport& report : reports) {
            if (job.options.onEpoch) {
                job.options.onEpoch(report);
            }
        }
        progress.report(static_cast<double>(board.stepsDone) / static_cast<double>(steps), "training");
        if (progress.cancelled()) {
            board.stop = true;
        }
        lock.lock();
    }
    lock.unlock();
    for (std::thread& worker : workers) {
        worker.join();
    }
    return results;
}

/// Puts the members that reached something together.
TrainedNetworks assemble(const Job& job, std::vector<MemberResult>& results)
{
    TrainedNetworks trained;
    trained.scalars = job.scalars;
    std::map<std::size_t, std::pair<std::vector<float>, int>> heldOut;
    for (std::size_t i = 0; i < results.size(); ++i) {
        MemberResult& result = results[i];
        trained.stoppedEarly = trained.stoppedEarly || !result.outcome;
        if (result.weights.epoch == 0) {
            continue;
        }
        std::vector<std::size_t> truth;
        for (const std::size_t index : job.parts[i].tune) {
            truth.push_back(job.source.classOf(index));
        }
        const Judged& tune = result.weights.tune;
        ModelMember member;
        member.architecture = job.options.architecture;
        member.config = toJson(job.shape);
        member.prefix = "member" + std::to_string(i) + ".";
        member.temperature = fitTemperature(tune.logits, truth);
        for (std::size_t j = 0; j < tune.logits.size(); ++j) {
            const std::vector<float> probabilities = softmax(tune.logits[j], member.temperature);
            auto& [sum, count] = heldOut[job.parts[i].tune[j]];
            sum.resize(probabilities.size(), 0);
            for (std::size_t k = 0; k < probabilities.size(); ++k) {
                sum[k] += probabilities[k];
            }
            ++count;
        }
        trained.members.push_back(std::move(member));
        trained.tensors.merge(result.weights.tensors);
        for (auto& point : result.curve) {
            trained.curves.push_back(std::move(point));
        }
    }
    for (ModelMember& member : trained.members) {
        member.weight = 1.0 / static_cast<double>(trained.members.size());
    }
    for (auto& [index, entry] : heldOut) {
        for (float& value : entry.first) {
            value /= static_cast<float>(entry.second);
        }
        trained.heldOut.emplace_back(index, std::move(entry.first));
    }
    return trained;
}

}  // namespace

Result<TrainedNetworks> trainNetworks(const ExampleSource& source, const std::vector<MemberParts>& parts,
                                      const std::vector<std::string>& scalarNames, const TrainOptions& options,
                                      const std::string& device, Progress& progress)
{
    if (const auto fits = checkRequest(source, parts, options); !fits) {
        return tl::unexpected(fits.error());
    }
    const CorePlan cores = planCores(options.threads, parts.size());
    Board board;
    CachedSource cached(source, plainCacheBytes);
    auto prepared =
        prepare(cached, parts, scalarNames, cores.workers * (cores.drawersPerWorker + 1) - 1, progress, board.stop);
    if (!prepared) {
        return tl::unexpected(prepared.error());
    }
    const Job job{.source = cached,
                  .options = options,
                  .parts = parts,
                  .scalars = std::move(prepared->scalars),
                  .shape = prepared->shape,
                  .device = at::Device(device),
                  .cores = cores};
    std::vector<MemberResult> results = runMembers(job, board, progress);
    for (const MemberResult& result : results) {
        if (!result.outcome && result.outcome.error().code != ErrorCode::Cancelled) {
            return tl::unexpected(result.outcome.error());
        }
    }
    TrainedNetworks trained = assemble(job, results);
    if (trained.members.empty()) {
        return fail(ErrorCode::Cancelled,
                    "training was stopped before its first epoch ended: there is nothing to keep");
    }
    return trained;
}

}  // namespace sightline::learning
