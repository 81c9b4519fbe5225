#include <cmath>
#include <set>

#include <doctest/doctest.h>

#include "core/learning/schedule.h"

using namespace sightline;
using namespace sightline::learning;
using doctest::Approx;

namespace {

TrainOptions frozen(int epochs, int after)
{
    TrainOptions options;
    options.epochs = epochs;
    options.transfer.freeze = true;
    options.transfer.unfreezeAfter = after;
    return options;
}

}  // namespace

TEST_CASE("one cycle rises and falls as PyTorch's OneCycleLR does")
{
    // Its formula for max_lr=2e-3, total_steps=10, pct_start=0.2 and its own other constants.
    const double rates[] = {8e-05,       2e-3,        0.001923884, 0.001707117, 0.001382684,
                            0.001000004, 0.000617324, 0.000292891, 7.61243e-05, 8e-09};
    const double momenta[] = {0.95, 0.85, 0.8538060, 0.8646447, 0.8808658, 0.9, 0.9191342, 0.9353553, 0.9461940, 0.95};
    for (std::size_t step = 0; step < 10; ++step) {
        CAPTURE(step);
        const StepRate rate = oneCycleAt(step, 2, 10, 2e-3);
        CHECK(rate.rate == Approx(rates[step]).epsilon(1e-4));
        CHECK(rate.momentum == Approx(momenta[step]).epsilon(1e-5));
    }
    CHECK(oneCycleAt(0, 0, 5, 1).rate == Approx(1));  // no warm-up: it begins at its peak
    CHECK(oneCycleAt(99, 2, 10, 1).rate == Approx(4e-6));
}

TEST_CASE("a schedule starts anew, lower, when a frozen trunk joins")
{
    TrainOptions options = frozen(10, 4);
    options.warmUpEpochs = 1;
    options.learningRate = 1;
    constexpr std::size_t batches = 5;
    CHECK(stepRateAt(options, batches, 4).rate == Approx(1));
    CHECK(stepRateAt(options, batches, 19).rate < 0.02);
    CHECK(stepRateAt(options, batches, 24).rate == Approx(options.transfer.stageRate));
    CHECK(stepRateAt(options, batches, 49).rate < 0.01);
    options.transfer.freeze = false;
    CHECK(stepRateAt(options, batches, 24).rate == Approx(learningRateAt(24, 5, 50, 1)));
    options.warmUpShare = 0.5;
    CHECK(stepRateAt(options, batches, 24).rate == Approx(1));
    options.optimizer = Optimizer::Sgd;
    options.momentum = 0.7;
    CHECK(stepRateAt(options, batches, 3).momentum == Approx(0.7));
    options.schedule = Schedule::OneCycle;
    CHECK(stepRateAt(options, batches, 24).momentum == Approx(0.85));
}

TEST_CASE("stages of a frozen trunk join one by one, the lower the slower")
{
    TrainOptions options = frozen(12, 3);
    const std::size_t expected[] = {1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 5};
    for (int epoch = 1; epoch <= 12; ++epoch) {
        CHECK(openStagesIn(options, 5, epoch) == expected[epoch - 1]);
    }
    CHECK(mostOpenStages(options, 5) == 5);
    CHECK(mostOpenStages(options, 9) == 6);
    options.transfer.unfreezeStages = 2;
    CHECK(mostOpenStages(options, 5) == 3);
    CHECK(stageShare(options, 0) == 1);
    CHECK(stageShare(options, 2) == Approx(0.09));
    options.transfer.unfreezeAfter = 0;
    CHECK(mostOpenStages(options, 5) == 1);
    options.transfer.freeze = false;
    CHECK(openStagesIn(options, 5, 1) == 5);
    CHECK(stageShare(options, 2) == 1);
}

TEST_CASE("mixup pairs every example once, and its shares have the moments of their distribution")
{
    CHECK(mixupPlan(10, 0, 1).empty());
    constexpr std::size_t count = 20000;
    for (const double alpha : {0.2, 1.0, 4.0}) {
        CAPTURE(alpha);
        const std::vector<Mix> plan = mixupPlan(count, alpha, 3);
        std::set<std::size_t> partners;
        double squares = 0;
        for (const Mix& mix : plan) {
            partners.insert(mix.partner);
            CHECK(mix.share >= 0.5F);
            CHECK(mix.share <= 1.0F);
            const double away = static_cast<double>(mix.share) - 0.5;
            squares += away * away;
        }
        CHECK(partners.size() == count);
        // The larger share is as far from a half as the share itself: Var Beta(a, a) = 1 / (4 (2 a + 1)).
        CHECK(squares / count == Approx(1 / (4 * (2 * alpha + 1))).epsilon(0.03));
    }
    CHECK(mixupPlan(50, 1, 3)[7].share == mixupPlan(50, 1, 3)[7].share);
    CHECK(mixupPlan(50, 1, 3)[7].share != mixupPlan(50, 1, 4)[7].share);
}

TEST_CASE("large networks get all cores and small pieces, small ones a core each")
{
    TrainOptions options;
    options.threads = 4;
    CorePlan plan = planCores(options, 3, 64, 64);
    CHECK(plan.workers == 3);
    CHECK(plan.threadsPerWorker == 1);
    options.architecture = "vgg16";
    plan = planCores(options, 3, 224, 224);
    CHECK(plan.workers == 1);
    CHECK(plan.threadsPerWorker == 4);

    const double vgg = pictureCost("vgg16", 224, 224);
    CHECK(vgg == Approx(15.5e9).epsilon(0.01));
    CHECK(pieceSize(vgg, 64) < 16);
    CHECK(pieceSize(1e30, 64) == 1);
    CHECK(pieceSize(pictureCost("signalnet-s", 64, 64), 64) == 64);
    CHECK(featurePieceSize(vgg) == 2);
    CHECK(featurePieceSize(1e30) == 1);
    CHECK(copiesFor(options, 360, vgg) == 1);
    CHECK(copiesFor(options, 360, pictureCost("resnet18", 224, 224)) == 8);
    CHECK(copiesFor(options, 100000, vgg) == 0);
    options.transfer.copies = 3;
    CHECK(copiesFor(options, 100000, vgg) == 3);
}
