#include "core/learning/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <span>
#include <string_view>

#include "core/base/random.h"
#include "core/learning/cores.h"

namespace sightline::learning {
namespace {

constexpr double oneCycleWarmUp = 0.2;
constexpr double oneCycleFirst = 1.0 / 25;
constexpr double oneCycleLast = 1.0 / 25 / 1e4;
constexpr double mostMomentum = 0.95;
constexpr double leastMomentum = 0.85;
constexpr double adamMomentum = 0.9;

/// Half a cosine from one value to another; `done` in [0,1].
double eased(double from, double to, double done)
{
    return to + (from - to) * 0.5 * (1 + std::cos(std::numbers::pi * done));
}

/// Gamma(shape, 1) (Marsaglia & Tsang 2000; below 1 by a power of a uniform number).
double gamma(double shape, Rng& random)
{
    if (shape < 1) {
        return gamma(shape + 1, random) * std::pow(std::max(random.uniform(), 1e-300), 1 / shape);
    }
    const double d = shape - 1.0 / 3;
    const double c = 1 / std::sqrt(9 * d);
    while (true) {
        const double x = random.normal();
        const double v = std::pow(1 + c * x, 3);
        if (v > 0 && std::log(std::max(random.uniform(), 1e-300)) < 0.5 * x * x + d * (1 - v + std::log(v))) {
            return d * v;
        }
    }
}

/// A network's work by the pixel, counted once at its usual picture size.
struct Cost {
    std::string_view architecture;
    double perPixel;
};
constexpr Cost costs[] = {{"signalnet-s", 1.7e3},
                          {"signalnet-m", 6.5e3},
                          {"signalnet-l", 12e3},
                          {"convnet-s", 2.2e3},
                          {"convnet-m", 2.2e3},
                          {"sweepnet-s", 0.7e3},
                          {"mobilenet_v3_small", 1.1e3},
                          {"mobilenet_v3_large", 4.3e3},
                          {"resnet18", 36e3},
                          {"resnet50", 82e3},
                          {"vgg16", 308e3},
                          {"vgg16_bn", 309e3}};

constexpr int mostCoresOfSmallNetworks = 4;
constexpr double worthAllCores = 2e7;      // less is over before a second thread has woken up
constexpr double pieceCost = 1.5e11;       // with its way back about six seconds on two cores; layers ask in between
constexpr double featurePieceCost = 3e10;  // a third of a second on two cores
constexpr double featureBudget = 1.2e13;   // two to three minutes on two cores
constexpr std::size_t mostCopies = 8;
constexpr std::size_t largestFeaturePiece = 64;

bool isSmallNetwork(const std::string& architecture)
{
    return architecture.starts_with("signalnet") || architecture.starts_with("convnet") ||
           architecture.starts_with("sweepnet");
}

}  // namespace

double learningRateAt(std::size_t step, std::size_t warmUpSteps, std::size_t steps, double peak)
{
    if (step < warmUpSteps) {
        return peak * static_cast<double>(step + 1) / static_cast<double>(warmUpSteps);
    }
    if (step >= steps) {
        return 0;
    }
    return eased(peak, 0, static_cast<double>(step - warmUpSteps) / static_cast<double>(steps - warmUpSteps));
}

StepRate oneCycleAt(std::size_t step, std::size_t warmUpSteps, std::size_t steps, double peak)
{
    // The peak is reached in the last step of the warm-up, the end in the last of all.
    const double top = std::max(0.0, static_cast<double>(warmUpSteps) - 1);
    const double last = std::max(top + 1, static_cast<double>(steps) - 1);
    const auto at = std::min(static_cast<double>(step), last);
    if (at < top) {
        return {eased(peak * oneCycleFirst, peak, at / top), eased(mostMomentum, leastMomentum, at / top)};
    }
    const double done = (at - top) / (last - top);
    return {eased(peak, peak * oneCycleLast, done), eased(leastMomentum, mostMomentum, done)};
}

StepRate stepRateAt(const TrainOptions& options, std::size_t batches, std::size_t step)
{
    const auto epochs = static_cast<std::size_t>(options.epochs);
    const auto alone = options.transfer.freeze
                           ? std::min(static_cast<std::size_t>(options.transfer.unfreezeAfter), epochs)
                           : std::size_t{0};
    const bool second = alone > 0 && step >= alone * batches;
    const std::size_t phaseEpochs = alone == 0 ? epochs : second ? epochs - alone : alone;
    const std::size_t steps = phaseEpochs * batches;
    const std::size_t at = second ? step - alone * batches : step;
    const double peak = second ? options.learningRate * options.transfer.stageRate : options.learningRate;
    const auto share = [steps](double of) {
        return static_cast<std::size_t>(std::lround(of * static_cast<double>(steps)));
    };
    if (options.schedule == Schedule::OneCycle) {
        return oneCycleAt(at, share(options.warmUpShare.value_or(oneCycleWarmUp)), steps, peak);
    }
    const std::size_t warmUp = options.warmUpShare
                                   ? share(*options.warmUpShare)
                                   : std::min(static_cast<std::size_t>(options.warmUpEpochs), phaseEpochs) * batches;
    return {learningRateAt(at, warmUp, steps, peak),
            options.optimizer == Optimizer::Sgd ? options.momentum : adamMomentum};
}

std::size_t openStagesIn(const TrainOptions& options, std::size_t stages, int epoch)
{
    const TransferOptions& transfer = options.transfer;
    if (!transfer.freeze) {
        return stages;
    }
    if (transfer.unfreezeAfter == 0 || epoch <= transfer.unfreezeAfter) {
        return std::min<std::size_t>(stages, 1);
    }
    const auto joined = static_cast<std::size_t>((epoch - transfer.unfreezeAfter - 1) / transfer.unfreezeEvery) + 1;
    const std::size_t most = transfer.unfreezeStages > 0 ? static_cast<std::size_t>(transfer.unfreezeStages) : stages;
    return std::min(stages, 1 + std::min(joined, most));
}

std::size_t mostOpenStages(const TrainOptions& options, std::size_t stages)
{
    return openStagesIn(options, stages, options.epochs);
}

double stageShare(const TrainOptions& options, std::size_t stage)
{
    return options.transfer.freeze ? std::pow(options.transfer.stageRate, static_cast<double>(stage)) : 1;
}

std::vector<Mix> mixupPlan(std::size_t count, double alpha, std::uint64_t seed)
{
    if (!(alpha > 0)) {
        return {};
    }
    Rng random(seed);
    std::vector<std::size_t> partners(count);
    std::iota(partners.begin(), partners.end(), std::size_t{0});
    random.shuffle(std::span<std::size_t>(partners));
    std::vector<Mix> plan;
    for (const std::size_t partner : partners) {
        const double a = gamma(alpha, random);
        const double b = gamma(alpha, random);
        const double share = a + b > 0 ? a / (a + b) : 1;
        plan.push_back({partner, static_cast<float>(std::max(share, 1 - share))});
    }
    return plan;
}

double pictureCost(const std::string& architecture, int height, int width)
{
    const auto* const known = std::find_if(std::begin(costs), std::end(costs),
                                           [&](const Cost& cost) { return cost.architecture == architecture; });
    const double perPixel = known == std::end(costs) ? 1e4 : known->perPixel;
    return perPixel * static_cast<double>(height) * static_cast<double>(width);
}

CorePlan planCores(const TrainOptions& options, std::size_t members, int height, int width)
{
    const int asked = options.threads > 0 ? options.threads : availableCores();
    CorePlan plan;
    if (!isSmallNetwork(options.architecture) && pictureCost(options.architecture, height, width) >= worthAllCores) {
        plan.threadsPerWorker = asked;
        plan.drawersPerWorker = asked > 1 ? 1 : 0;
        return plan;
    }
    const int cores = options.threads > 0 ? asked : std::min(asked, mostCoresOfSmallNetworks);
    plan.workers = std::max(1, std::min(cores, static_cast<int>(members)));
    plan.drawersPerWorker = (cores - plan.workers) / plan.workers;
    return plan;
}

std::size_t pieceSize(double costOfPicture, std::size_t batch)
{
    const double fitting = pieceCost / std::max(costOfPicture, 1.0);
    return fitting < static_cast<double>(batch) ? std::max<std::size_t>(1, static_cast<std::size_t>(fitting)) : batch;
}

std::size_t featurePieceSize(double costOfPicture)
{
    const double fitting = std::round(featurePieceCost / std::max(costOfPicture, 1.0));
    return static_cast<std::size_t>(std::clamp(fitting, 1.0, static_cast<double>(largestFeaturePiece)));
}

std::size_t copiesFor(const TrainOptions& options, std::size_t examples, double costOfPicture)
{
    if (options.transfer.copies) {
        return static_cast<std::size_t>(*options.transfer.copies);
    }
    const double perExample = featureBudget / (costOfPicture * static_cast<double>(std::max<std::size_t>(examples, 1)));
    return static_cast<std::size_t>(std::clamp(std::floor(perExample) - 1, 0.0, static_cast<double>(mostCopies)));
}

}  // namespace sightline::learning
