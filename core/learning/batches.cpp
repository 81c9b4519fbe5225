#include "core/learning/batches.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <new>
#include <span>
#include <utility>

#include "core/base/random.h"

namespace sightline::learning {
namespace {

constexpr std::uint64_t roundSeeds = 0x526F756E64;

std::vector<std::vector<std::size_t>> byClass(const ExampleSource& source, const std::vector<std::size_t>& indices)
{
    std::vector<std::vector<std::size_t>> perClass(source.classCount());
    for (const std::size_t index : indices) {
        perClass[source.classOf(index)].push_back(index);
    }
    return perClass;
}

/// Draws with replacement, each class with a share proportional to the root of its size.
std::vector<std::size_t> drawBalanced(const ExampleSource& source, const std::vector<std::size_t>& indices, Rng& random)
{
    std::vector<std::vector<std::size_t>> perClass = byClass(source, indices);
    std::vector<double> upTo;
    double sum = 0;
    for (const auto& members : perClass) {
        sum += std::sqrt(static_cast<double>(members.size()));
        upTo.push_back(sum);
    }
    // Each class goes through its own examples in shuffled rounds, so that none is forgotten.
    std::vector<std::size_t> position(perClass.size(), 0);
    std::vector<std::size_t> result;
    for (std::size_t i = 0; i < indices.size(); ++i) {
        const double place = random.uniform(0, sum);
        const auto found = std::upper_bound(upTo.begin(), upTo.end(), place);
        const auto chosen = static_cast<std::size_t>(std::min(found, upTo.end() - 1) - upTo.begin());
        std::vector<std::size_t>& members = perClass[chosen];
        if (position[chosen] % members.size() == 0) {
            random.shuffle(std::span<std::size_t>(members));
        }
        result.push_back(members[position[chosen]++ % members.size()]);
    }
    return result;
}

/// So many of every class. Its rounds follow from the seed alone and an epoch begins where the one before ended: no
/// example of a class larger than an epoch's draws is forgotten, and any epoch can be drawn without those before it.
std::vector<std::size_t> drawEqually(const ExampleSource& source, const std::vector<std::size_t>& indices,
                                     std::size_t draws, std::uint64_t seed, int epoch)
{
    std::vector<std::size_t> result;
    const std::vector<std::vector<std::size_t>> perClass = byClass(source, indices);
    for (std::size_t c = 0; c < perClass.size(); ++c) {
        const std::size_t size = perClass[c].size();
        const std::size_t begin = (static_cast<std::size_t>(epoch) - 1) * draws;
        std::vector<std::size_t> round;
        for (std::size_t i = begin; size > 0 && i < begin + draws; ++i) {
            if (round.empty() || i % size == 0) {
                round = perClass[c];
                Rng random(mixSeed(mixSeed(mixSeed(seed, roundSeeds), c), i / size));
                random.shuffle(std::span<std::size_t>(round));
            }
            result.push_back(round[i % size]);
        }
    }
    return result;
}

/// A drawer is a thread of its own: nothing may be thrown out of it.
template <class Function>
auto guarded(Function function) -> decltype(function())
{
    try {
        return function();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory to draw a batch of examples");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, std::string("drawing an example failed: ") + error.what());
    }
}

}  // namespace

EpochRule epochRuleOf(const TrainOptions& options)
{
    return {options.balanceClasses, static_cast<std::size_t>(std::max(options.drawsPerClass, 0))};
}

std::size_t epochSize(const ExampleSource& source, const std::vector<std::size_t>& indices, const EpochRule& rule)
{
    if (rule.perClass == 0) {
        return indices.size();
    }
    std::vector<bool> met(source.classCount(), false);
    for (const std::size_t index : indices) {
        met[source.classOf(index)] = true;
    }
    return rule.perClass * static_cast<std::size_t>(std::count(met.begin(), met.end(), true));
}

std::vector<Draw> epochDraws(const ExampleSource& source, const std::vector<std::size_t>& indices,
                             const EpochRule& rule, std::uint64_t seed, int epoch)
{
    const std::uint64_t epochSeed = mixSeed(seed, static_cast<std::uint64_t>(epoch));
    Rng random(epochSeed);
    std::vector<std::size_t> order;
    if (rule.balanced && rule.perClass == 0) {
        order = drawBalanced(source, indices, random);
    } else {
        order = rule.perClass > 0 ? drawEqually(source, indices, rule.perClass, seed, epoch) : indices;
        random.shuffle(std::span<std::size_t>(order));
    }
    const bool repeats = rule.balanced || rule.perClass > 0;
    std::vector<Draw> draws;
    draws.reserve(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        // The position counts too where one example may be drawn twice.
        draws.push_back({order[i], mixSeed(mixSeed(epochSeed, order[i]), repeats ? i : 0)});
    }
    return draws;
}

std::size_t batchCount(std::size_t examples, std::size_t size)
{
    return (examples + size - 1) / size;
}

std::vector<Draw> batchOf(const std::vector<Draw>& draws, std::size_t batches, std::size_t number)
{
    const auto at = [&](std::size_t batch) {
        return draws.begin() + static_cast<std::ptrdiff_t>(draws.size() * batch / batches);
    };
    return {at(number), at(number + 1)};
}

void CachedSource::keep(std::size_t index, Example example)
{
    const std::size_t bytes = example.image.pixels.size() * sizeof(float);
    if (bytes <= m_bytesLeft && m_examples.emplace(index, std::move(example)).second) {
        m_bytesLeft -= bytes;
    }
}

Result<Example> CachedSource::example(std::size_t index) const
{
    const auto found = m_examples.find(index);
    return found == m_examples.end() ? m_source.example(index) : Result<Example>(found->second);
}

BatchFeeder::Planner BatchFeeder::plainBatches(const std::vector<std::size_t>& indices, std::size_t batches)
{
    return [&indices, batches](std::size_t number) {
        std::vector<Draw> draws;
        for (std::size_t i = indices.size() * number / batches; i < indices.size() * (number + 1) / batches; ++i) {
            draws.push_back({indices[i], {}});
        }
        return draws;
    };
}

BatchFeeder::BatchFeeder(const ExampleSource& source, std::size_t batches, Planner planner, int drawers,
                         const std::atomic<bool>& stop)
    : m_source(source),
      m_batches(batches),
      m_planner(std::move(planner)),
      m_stop(stop),
      m_ahead(static_cast<std::size_t>(std::max(drawers, 0)) + 1)
{
    for (int i = 0; i < drawers; ++i) {
        m_drawers.emplace_back([this] { drawAhead(); });
    }
}

BatchFeeder::~BatchFeeder()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
    }
    m_changed.notify_all();
    for (std::thread& drawer : m_drawers) {
        drawer.join();
    }
}

Result<std::vector<Draw>> BatchFeeder::planNext()
{
    return guarded([this]() -> Result<std::vector<Draw>> { return m_planner(m_planned++); });
}

Result<BatchFeeder::Batch> BatchFeeder::draw(const Result<std::vector<Draw>>& plan) const
{
    if (!plan) {
        return tl::unexpected(plan.error());
    }
    return guarded([&]() -> Result<Batch> {
        Batch batch;
        for (const Draw& wanted : *plan) {
            if (m_stop.load(std::memory_order_relaxed)) {
                return fail(ErrorCode::Cancelled, "stopped");
            }
            auto example =
                wanted.seed ? m_source.augmented(wanted.index, *wanted.seed) : m_source.example(wanted.index);
            if (!example) {
                return tl::unexpected(example.error());
            }
            batch.indices.push_back(wanted.index);
            batch.examples.push_back(std::move(*example));
        }
        return batch;
    });
}

void BatchFeeder::drawAhead()
{
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock,
                       [this] { return m_closing || m_planned == m_batches || m_planned < m_handedOut + m_ahead; });
        if (m_closing || m_planned == m_batches) {
            return;
        }
        const std::size_t number = m_planned;
        const auto plan = planNext();
        lock.unlock();
        Result<Batch> batch = draw(plan);
        lock.lock();
        m_ready.emplace(number, std::move(batch));
        m_changed.notify_all();
    }
}

Result<BatchFeeder::Batch> BatchFeeder::next()
{
    if (m_drawers.empty()) {
        return draw(planNext());
    }
    std::unique_lock lock(m_mutex);
    m_changed.wait(lock, [this] { return m_ready.contains(m_handedOut); });
    Result<Batch> batch = std::move(m_ready.extract(m_handedOut).mapped());
    ++m_handedOut;
    lock.unlock();
    m_changed.notify_all();
    return batch;
}

}  // namespace sightline::learning
