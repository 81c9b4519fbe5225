// Private to this room: which examples make a batch, in what order, and drawing them ahead of the thread that learns.
// No torch.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/result.h"
#include "core/learning/example_source.h"
#include "core/learning/training.h"

namespace sightline::learning {

/// One example to draw: augmented with the seed, or plain.
struct Draw {
    std::size_t index = 0;
    std::optional<std::uint64_t> seed;
};

/// How often an epoch draws what.
struct EpochRule {
    bool balanced = false;     ///< TrainOptions::balanceClasses
    std::size_t perClass = 0;  ///< TrainOptions::drawsPerClass; goes before balanced
};
EpochRule epochRuleOf(const TrainOptions& options);

/// An epoch over `indices`: shuffled; or, balanced, as many draws again in which a class of n examples is drawn
/// n^-½ times as often per example as plain shuffling would. That halves the imbalance on the logarithmic scale: full
/// balance would repeat the few examples of a rare class so often that they are learnt by heart. Or so many draws of
/// every class that `indices` hold an example of: where each is drawn anew, a rare class repeats none.
std::vector<Draw> epochDraws(const ExampleSource& source, const std::vector<std::size_t>& indices,
                             const EpochRule& rule, std::uint64_t seed, int epoch);
/// Number of draws of an epoch.
std::size_t epochSize(const ExampleSource& source, const std::vector<std::size_t>& indices, const EpochRule& rule);
/// Number of batches of at most `size`; and the b-th of them, all sizes equal to within one: a last batch of one
/// example would upset the batch norms.
std::size_t batchCount(std::size_t examples, std::size_t size);
std::vector<Draw> batchOf(const std::vector<Draw>& draws, std::size_t batches, std::size_t number);

/// Keeps plain examples of another source, up to a number of bytes; what does not fit is drawn each time.
class CachedSource final : public ExampleSource {
public:
    CachedSource(const ExampleSource& source, std::size_t maxBytes) : m_source(source), m_bytesLeft(maxBytes) {}
    /// Not while another thread reads.
    void keep(std::size_t index, Example example);
    [[nodiscard]] std::size_t count() const override { return m_source.count(); }
    [[nodiscard]] std::size_t classCount() const override { return m_source.classCount(); }
    [[nodiscard]] std::size_t classOf(std::size_t index) const override { return m_source.classOf(index); }
    [[nodiscard]] Result<Example> example(std::size_t index) const override;
    [[nodiscard]] Result<Example> augmented(std::size_t index, std::uint64_t seed) const override
    {
        return m_source.augmented(index, seed);
    }

private:
    const ExampleSource& m_source;
    std::size_t m_bytesLeft;
    std::map<std::size_t, Example> m_examples;
};

/// Draws batches 0 … count-1 ahead in `drawers` threads and hands them out in order. With no drawers each is drawn when
/// it is asked for. What is drawn never depends on the number of drawers. Destroying it stops and joins them.
class BatchFeeder {
public:
    /// The examples of a batch; called once per batch, in order, under a lock.
    using Planner = std::function<std::vector<Draw>(std::size_t batch)>;
    struct Batch {
        std::vector<std::size_t> indices;
        std::vector<Example> examples;
    };

    /// Plain examples in the given order, which must outlive the planner.
    static Planner plainBatches(const std::vector<std::size_t>& indices, std::size_t batches);

    BatchFeeder(const ExampleSource& source, std::size_t batches, Planner planner, int drawers,
                const std::atomic<bool>& stop);
    ~BatchFeeder();
    BatchFeeder(const BatchFeeder&) = delete;
    BatchFeeder& operator=(const BatchFeeder&) = delete;

    /// The next batch; Cancelled once `stop` is set; the source's own error where drawing failed.
    Result<Batch> next();

private:
    Result<std::vector<Draw>> planNext();
    Result<Batch> draw(const Result<std::vector<Draw>>& plan) const;
    void drawAhead();

    const ExampleSource& m_source;
    const std::size_t m_batches;
    const Planner m_planner;
    const std::atomic<bool>& m_stop;
    const std::size_t m_ahead;

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::map<std::size_t, Result<Batch>> m_ready;
    std::size_t m_planned = 0;
    std::size_t m_handedOut = 0;
    bool m_closing = false;
    std::vector<std::thread> m_drawers;
};

}  // namespace sightline::learning
