#include "core/learning/torch/trainer.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <deque>
#include <limits>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/learning/batches.h"
#include "core/learning/calibration.h"
#include "core/learning/inputs.h"
#include "core/learning/preparation.h"
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

/// What a network says of its tune part. Losses are taken at the temperature that suits the logits best: a network that
/// merely grows surer of itself, which calibration undoes, has not become worse.
struct Judged {
    std::vector<std::vector<float>> logits;
    double temperature = 1;
    std::vector<double> losses;
    double loss = 0;  ///< their mean
    double accuracy = 0;
};

/// By more than two standard errors of the paired difference: what chance alone seldom does.
bool clearlyBetter(const Judged& one, const Judged& other)
{
    const auto count = static_cast<double>(one.losses.size());
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < one.losses.size(); ++i) {
        const double gain = other.losses[i] - one.losses[i];
        sum += gain;
        squares += gain * gain;
    }
    const double mean = count > 0 ? sum / count : 0;
    return count > 1 && mean > 2 * std::sqrt(std::max(0.0, squares / count - mean * mean) / (count - 1));
}

struct Weights {
    std::map<std::string, Tensor> tensors;
    Judged tune;
    int epoch = 0;
};

struct MemberResult {
    Result<void> outcome;
    NetworkShape shape;
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
        result.shape = m_shape;
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
            const bool last = epoch == options.epochs && options.patience == 0;
            const bool better = best.epoch == 0 || m_parts.tune.empty() || tune->loss < best.tune.loss;
            // Without early stopping the rate has come down to nothing along the whole cosine. The last epoch is then
            // the settled one, and a lower loss on the way mostly luck.
            if (better || (last && !clearlyBetter(best.tune, *tune))) {
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
        auto begun =
            beginNetwork(m_job.options.architecture, m_job.shape, m_job.options.base.get(), m_member, m_random);
        if (!begun) {
            return tl::unexpected(begun.error());
        }
        m_network = std::move(begun->network);
        m_shape = begun->shape;
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
        std::vector<std::size_t> truth;
        const std::size_t batches = batchCount(m_parts.tune.size(), 64);
        BatchFeeder feeder(m_job.source, batches, BatchFeeder::plainBatches(m_parts.tune, batches),
                           m_job.cores.drawersPerWorker, m_board.stop);
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
                truth.push_back(m_job.source.classOf(index));
                row += m_job.shape.classes;
            }
        }
        measure(judged, truth);
        return judged;
    }

    static void measure(Judged& judged, const std::vector<std::size_t>& truth)
    {
        judged.temperature = fitTemperature(judged.logits, truth);
        std::size_t hits = 0;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const std::vector<float> probabilities = softmax(judged.logits[i], judged.temperature);
            const auto guess = std::max_element(probabilities.begin(), probabilities.end());
            hits += static_cast<std::size_t>(guess - probabilities.begin()) == truth[i] ? 1 : 0;
            judged.losses.push_back(-std::log(std::max(static_cast<double>(probabilities[truth[i]]), 1e-12)));
            judged.loss += judged.losses.back();
        }
        const auto count = static_cast<double>(std::max<std::size_t>(truth.size(), 1));
        judged.loss /= count;
        judged.accuracy = static_cast<double>(hits) / count;
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
    NetworkShape m_shape;  ///< the job's, with what the base's weights expect of a picture
    std::unique_ptr<torch::optim::AdamW> m_optimizer;
    std::vector<Draw> m_draws;
};

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

/// The geometric mean of the temperatures that were fitted: a member that trained on everything has nothing of its own
/// to fit one on, and its sisters are made alike. 1 where no member was tuned.
double typicalTemperature(const std::vector<MemberResult>& results)
{
    double logs = 0;
    int count = 0;
    for (const MemberResult& result : results) {
        if (result.weights.epoch > 0 && !result.weights.tune.logits.empty()) {
            logs += std::log(result.weights.tune.temperature);
            ++count;
        }
    }
    return count > 0 ? std::exp(logs / count) : 1;
}

/// Puts the members that reached something together.
TrainedNetworks assemble(const Job& job, std::vector<MemberResult>& results)
{
    TrainedNetworks trained;
    trained.scalars = job.scalars;
    std::map<std::size_t, std::pair<std::vector<float>, int>> heldOut;
    std::set<std::string> untuned;
    for (std::size_t i = 0; i < results.size(); ++i) {
        MemberResult& result = results[i];
        trained.stoppedEarly = trained.stoppedEarly || !result.outcome;
        if (result.weights.epoch == 0) {
            continue;
        }
        const Judged& tune = result.weights.tune;
        ModelMember member;
        member.architecture = job.options.architecture;
        member.config = toJson(result.shape);
        member.prefix = "member" + std::to_string(i) + ".";
        member.temperature = tune.temperature;
        if (tune.logits.empty()) {
            untuned.insert(member.prefix);
        }
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
    const double temperature = typicalTemperature(results);
    for (ModelMember& member : trained.members) {
        member.weight = 1.0 / static_cast<double>(trained.members.size());
        if (untuned.contains(member.prefix)) {
            member.temperature = temperature;
        }
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
    if (const auto fits = checkTraining(source, parts, options); !fits) {
        return tl::unexpected(fits.error());
    }
    const CorePlan cores = planCores(options.threads, parts.size());
    Board board;
    CachedSource cached(source, plainCacheBytes);
    auto prepared = prepareTraining(cached, parts, scalarNames, cores.workers * (cores.drawersPerWorker + 1) - 1,
                                    progress, board.stop);
    if (!prepared) {
        return tl::unexpected(prepared.error());
    }
    const Job job{.source = cached,
                  .options = options,
                  .parts = parts,
                  .scalars = std::move(prepared->scalars),
                  .shape = {.channels = prepared->channels,
                            .height = prepared->height,
                            .width = prepared->width,
                            .scalars = static_cast<int>(scalarNames.size()),
                            .classes = static_cast<int>(source.classCount()),
                            .head = options.head,
                            .dropout = options.dropout},
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
