#include "core/learning/member_training.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <exception>
#include <iterator>
#include <memory>
#include <new>
#include <utility>

#include "core/base/random.h"
#include "core/learning/batches.h"
#include "core/learning/frozen_trunk.h"
#include "core/learning/member_state.h"

namespace sightline::learning {
namespace {

constexpr std::uint64_t mixupSeeds = 0x4D69785570;
constexpr std::size_t judgedAtOnce = 64;
constexpr std::size_t judgedFeaturesAtOnce = 256;

Error stoppedError()
{
    return {ErrorCode::Cancelled, "training was stopped", {}};
}

class MemberTraining {
public:
    MemberTraining(const Job& job, Board& board, std::size_t member)
        : m_job(job),
          m_options(job.options),
          m_board(board),
          m_member(member),
          m_parts(job.parts[member]),
          m_seed(mixSeed(job.options.seed, member)),
          m_epochSize(epochSize(job.source, m_parts.train, epochRuleOf(job.options))),
          m_batches(batchCount(m_epochSize, static_cast<std::size_t>(job.options.batch))),
          m_cost(pictureCost(job.options.architecture, job.height, job.width)),
          m_featurePiece(featurePieceSize(m_cost)),
          m_judgePiece(std::min(featurePieceSize(m_cost), judgedAtOnce))
    {
        m_state.piece = firstPiece();
        for (const std::size_t index : m_parts.tune) {
            m_truth.push_back(job.source.classOf(index));
        }
    }

    MemberResult run()
    {
        MemberResult result;
        try {
            result.outcome = learn();
            if (m_state.best.epoch > 0) {
                auto tensors = m_learner->finish(m_state.best.weights, memberPrefix(m_member));
                if (tensors) {
                    result.tensors = std::move(*tensors);
                    result.epoch = m_state.best.epoch;
                    result.tune = std::move(m_state.best.tune);
                    result.config = m_learner->config();
                } else {
                    result.outcome = tl::unexpected(tensors.error());
                }
            }
        } catch (const std::bad_alloc&) {
            result.outcome = fail(ErrorCode::OutOfMemory, "there is not enough memory");
        } catch (const std::exception& error) {
            result.outcome = fail(ErrorCode::Internal, std::string("training failed: ") + error.what());
        }
        result.curve = std::move(m_state.curve);
        result.notes = std::move(m_state.notes);
        return result;
    }

private:
    Result<void> learn()
    {
        if (auto begun = begin(); !begun) {
            return begun;
        }
        for (int epoch = m_state.epochsDone + 1; epoch <= m_options.epochs && !m_state.finished; ++epoch) {
            const auto trainLoss = learnEpoch(epoch);
            if (!trainLoss) {
                return tl::unexpected(trainLoss.error());
            }
            auto tune = judgeTune(epoch);
            if (!tune) {
                return tl::unexpected(tune.error());
            }
            report(epoch, *trainLoss, *tune);
            if (auto kept = keepIfBetter(epoch, std::move(*tune)); !kept) {
                return kept;
            }
            m_state.epochsDone = epoch;
            m_state.finished = epoch == m_options.epochs ||
                               (m_options.patience > 0 && epoch - m_state.best.epoch >= m_options.patience);
            writeCheckpoint();
        }
        return {};
    }

    Result<void> keepIfBetter(int epoch, Judged&& tune)
    {
        const bool last = epoch == m_options.epochs && m_options.patience == 0;
        const bool better = m_state.best.epoch == 0 || m_parts.tune.empty() || tune.loss < m_state.best.tune.loss;
        // Without early stopping the rate has come down to nothing along the whole schedule. The last epoch is then the
        // settled one, and a lower loss on the way mostly luck.
        if (better || (last && !clearlyBetter(m_state.best.tune, tune))) {
            auto weights = m_learner->weights();
            if (!weights) {
                return tl::unexpected(weights.error());
            }
            m_state.best = {.epoch = epoch, .weights = std::move(*weights), .tune = std::move(tune)};
        }
        return {};
    }

    Result<void> makeLearner()
    {
        auto made = m_job.make({.options = m_options,
                                .member = m_member,
                                .seed = m_seed,
                                .channels = m_job.channels,
                                .height = m_job.height,
                                .width = m_job.width,
                                .scalars = static_cast<int>(m_job.scalars.names.size()),
                                .classes = static_cast<int>(m_job.source.classCount()),
                                .threads = m_job.cores.threadsPerWorker,
                                .stop = m_board.stop});
        if (!made) {
            return tl::unexpected(made.error());
        }
        m_learner = std::move(*made);
        return {};
    }

    std::size_t firstPiece() const { return pieceSize(m_cost, static_cast<std::size_t>(m_options.batch)); }

    /// A fresh network, or one that goes on from its checkpoint.
    Result<void> begin()
    {
        if (auto made = makeLearner(); !made) {
            return made;
        }
        auto file = m_job.checkpoint.read(m_member);
        if (file && !*file) {
            return {};
        }
        const auto resumed = file ? resume(**file) : Result<void>(tl::unexpected(file.error()));
        if (!resumed) {
            say("the checkpoint is not used, training starts anew: " + resumed.error().text());
            m_state = {};
            m_state.piece = firstPiece();
            return makeLearner();  // half of the checkpoint may have got into this one
        }
        say((m_job.parts.size() > 1 ? "network " + std::to_string(m_member + 1) + ": " : std::string()) +
            (m_state.finished ? "was done already"
                              : "going on after epoch " + std::to_string(m_state.epochsDone) + " of " +
                                    std::to_string(m_options.epochs)));
        addWork(workOf(m_job.source, m_options, m_parts) * static_cast<double>(m_state.epochsDone) /
                static_cast<double>(m_options.epochs));
        return {};
    }

    Result<void> resume(const TensorFile& file)
    {
        auto read = readCheckpoint(file, m_truth, m_job.source.classCount(), m_options.epochs);
        if (!read) {
            return tl::unexpected(read.error());
        }
        m_state = std::move(read->state);
        return m_learner->restore(read->learner);
    }

    void writeCheckpoint()
    {
        const auto now = std::chrono::steady_clock::now();
        const std::chrono::duration<double> since = now - m_written;
        if (!m_job.checkpoint.active() || m_checkpointBroken ||
            (since.count() < m_options.checkpoint.atMostEverySeconds && !m_state.finished)) {
            return;
        }
        auto learner = m_learner->state();
        if (!learner) {
            return noCheckpoint(learner.error());
        }
        if (const auto written = m_job.checkpoint.write(m_member, checkpointOf(m_state, std::move(*learner)));
            !written) {
            return noCheckpoint(written.error());
        }
        m_written = std::chrono::steady_clock::now();
    }

    void noCheckpoint(const Error& error)
    {
        m_checkpointBroken = true;
        say("no checkpoint can be written, training goes on without: " + error.text());
    }

    /// The table of what the frozen trunk says, or null while the trunk learns, or where there would be too much of it.
    Result<const FeatureTable*> tableFor(int epoch)
    {
        const FeatureTable* none = nullptr;
        if (!m_options.transfer.freeze || openStagesIn(m_options, m_learner->stageCount(), epoch) != 1) {
            return none;
        }
        if (!m_slot) {
            const auto key = m_learner->trunkKey();
            if (!key) {
                return tl::unexpected(key.error());
            }
            m_slot = m_job.featureTables.slotOf(*key);
            const std::lock_guard lock(m_slot->mutex);
            if (!m_slot->tried) {
                auto table = computeTable(*key);
                if (!table) {
                    m_slot.reset();
                    return tl::unexpected(table.error());
                }
                m_slot->table = std::move(*table);
                m_slot->tried = true;
            }
        }
        return m_slot->table ? &*m_slot->table : none;
    }

    Result<std::optional<FeatureTable>> computeTable(const std::string& key)
    {
        const auto width = featureWidth();
        if (!width) {
            return tl::unexpected(width.error());
        }
        const FrozenTrunk trunk{
            .key = key,
            .width = *width,
            .piece = m_featurePiece,
            .pictureCost = m_cost,
            .compute = [this](const std::vector<std::size_t>& indices, const std::vector<Example>& pictures) {
                return featuresOf(indices, pictures);
            }};
        return tableOf(
            m_job, m_board, trunk, [this](const std::string& text) { note(text); },
            [this](const std::string& text) { say(text); });
    }

    /// By letting an empty picture through.
    Result<std::size_t> featureWidth()
    {
        PackedBatch batch;
        batch.count = 1;
        batch.values.assign(static_cast<std::size_t>(m_job.channels) * static_cast<std::size_t>(m_job.height) *
                                static_cast<std::size_t>(m_job.width),
                            0.0F);
        return m_learner->features(batch, 1).map([](const std::vector<float>& row) { return row.size(); });
    }

    Result<std::vector<float>> featuresOf(const std::vector<std::size_t>& indices, const std::vector<Example>& pictures)
    {
        const auto batch = pack(m_job, indices, pictures);
        if (!batch) {
            return tl::unexpected(batch.error());
        }
        return withRoom(m_featurePiece, 1, [&](std::size_t piece) { return m_learner->features(*batch, piece); });
    }

    /// The mean loss of the epoch.
    Result<double> learnEpoch(int epoch)
    {
        const auto table = tableFor(epoch);
        if (!table) {
            return tl::unexpected(table.error());
        }
        m_learner->open(openStagesIn(m_options, m_learner->stageCount(), epoch));
        double sum = 0;
        for (std::size_t i = 0; i < m_batches; ++i) {
            if (m_board.stop) {
                return tl::unexpected(stoppedError());
            }
            const auto batch = *table != nullptr ? featureBatch(**table, epoch, i) : nextBatch(epoch);
            if (!batch) {
                return tl::unexpected(batch.error());
            }
            const auto loss = learnBatch(*batch, (static_cast<std::size_t>(epoch) - 1) * m_batches + i);
            if (!loss) {
                return tl::unexpected(loss.error());
            }
            if (!std::isfinite(*loss)) {
                return fail(ErrorCode::Invalid, "training broke down in epoch " + std::to_string(epoch) +
                                                    ": the loss is no longer a number. Try a smaller learning rate");
            }
            sum += *loss * static_cast<double>(batch->count);
            addWork(static_cast<double>(batch->count) * (batch->features ? headWork : backwardWork));
        }
        return sum / static_cast<double>(m_epochSize);
    }

    Result<double> learnBatch(const PackedBatch& batch, std::size_t number)
    {
        const StepRate rate = stepRateAt(m_options, m_batches, number);
        LearnStep step{.number = number,
                       .rate = rate.rate,
                       .momentum = rate.momentum,
                       .mix = mixupPlan(batch.count, m_options.mixup, mixSeed(mixSeed(m_seed, mixupSeeds), number))};
        if (batch.features) {
            step.piece = batch.count;
            return m_learner->learn(batch, step);
        }
        return withRoom(m_state.piece, m_learner->smallestPiece(), [&](std::size_t piece) {
            step.piece = piece;
            return m_learner->learn(batch, step);
        });
    }

    /// Does the work with ever smaller pieces, then on the processor, for as long as memory runs out.
    template <class Work>
    auto withRoom(std::size_t& piece, std::size_t least, Work work) -> decltype(work(piece))
    {
        while (true) {
            auto done = work(piece);
            if (done || done.error().code != ErrorCode::OutOfMemory || !makeRoom(piece, least)) {
                return done;
            }
        }
    }

    bool makeRoom(std::size_t& piece, std::size_t least)
    {
        if (piece > least) {
            piece = std::max(least, (piece + 1) / 2);
            note("Memory ran out: from then on " + std::to_string(piece) +
                 (piece == 1 ? " picture went" : " pictures went") + " through the network at once.");
            return true;
        }
        if (m_learner->onProcessor() || !m_learner->moveToProcessor()) {
            return false;
        }
        note("The memory of the graphics card was not enough: training went on on the processor.");
        return true;
    }

    std::vector<Draw> planBatch(std::size_t number)
    {
        if (number % m_batches == 0) {
            m_draws = epochDraws(m_job.source, m_parts.train, epochRuleOf(m_options), m_seed,
                                 static_cast<int>(number / m_batches) + 1);
        }
        return batchOf(m_draws, m_batches, number % m_batches);
    }

    Result<PackedBatch> nextBatch(int epoch)
    {
        if (!m_feeder) {
            const std::size_t first = (static_cast<std::size_t>(epoch) - 1) * m_batches;
            m_feeder = std::make_unique<BatchFeeder>(
                m_job.source, m_batches * static_cast<std::size_t>(m_options.epochs) - first,
                [this, first](std::size_t number) { return planBatch(first + number); }, m_job.cores.drawersPerWorker,
                m_board.stop);
        }
        const auto batch = m_feeder->next();
        if (!batch) {
            return tl::unexpected(batch.error());
        }
        return pack(m_job, batch->indices, batch->examples);
    }

    PackedBatch rowsOf(const FeatureTable& table, const std::vector<Draw>& draws) const
    {
        PackedBatch batch;
        batch.count = draws.size();
        batch.features = true;
        for (const Draw& draw : draws) {
            // The plain one is as good a copy as any.
            const std::size_t copy = draw.seed ? *draw.seed % (table.copies + 1) : 0;
            const auto features = table.featuresOf(draw.index, copy);
            const auto scalars = table.scalarsOf(draw.index, copy);
            batch.values.insert(batch.values.end(), features.begin(), features.end());
            batch.scalars.insert(batch.scalars.end(), scalars.begin(), scalars.end());
            batch.classes.push_back(static_cast<std::int64_t>(m_job.source.classOf(draw.index)));
        }
        return batch;
    }

    Result<PackedBatch> featureBatch(const FeatureTable& table, int epoch, std::size_t number)
    {
        return rowsOf(table, planBatch((static_cast<std::size_t>(epoch) - 1) * m_batches + number));
    }

    Result<Judged> judgeTune(int epoch)
    {
        const auto table = tableFor(epoch);
        if (!table) {
            return tl::unexpected(table.error());
        }
        const std::size_t batches =
            batchCount(m_parts.tune.size(), *table != nullptr ? judgedFeaturesAtOnce : judgedAtOnce);
        const auto planner = BatchFeeder::plainBatches(m_parts.tune, batches);
        BatchFeeder feeder(m_job.source, *table != nullptr ? 0 : batches, planner,
                           *table != nullptr ? 0 : m_job.cores.drawersPerWorker, m_board.stop);
        std::vector<std::vector<float>> logits;
        for (std::size_t i = 0; i < batches; ++i) {
            if (m_board.stop) {
                return tl::unexpected(stoppedError());
            }
            const auto batch = *table != nullptr ? Result<PackedBatch>(rowsOf(**table, planner(i)))
                                                 : feeder.next().and_then([this](const BatchFeeder::Batch& drawn) {
                                                       return pack(m_job, drawn.indices, drawn.examples);
                                                   });
            if (!batch) {
                return tl::unexpected(batch.error());
            }
            auto rows = batch->features ? m_learner->judge(*batch, batch->count)
                                        : withRoom(m_judgePiece, 1,
                                                   [&](std::size_t piece) { return m_learner->judge(*batch, piece); });
            if (!rows) {
                return tl::unexpected(rows.error());
            }
            std::move(rows->begin(), rows->end(), std::back_inserter(logits));
            addWork(static_cast<double>(batch->count) * (batch->features ? headWork : 1));
        }
        return judgedBy(std::move(logits), m_truth);
    }

    void report(int epoch, double trainLoss, const Judged& tune)
    {
        nlohmann::json point = {{"member", m_member}, {"epoch", epoch}, {"train_loss", trainLoss}};
        if (!m_parts.tune.empty()) {
            point["tune_loss"] = tune.loss;
            point["tune_accuracy"] = tune.accuracy;
        }
        m_state.curve.push_back(std::move(point));
        const std::lock_guard lock(m_board.mutex);
        m_board.reports.push_back({.member = static_cast<int>(m_member),
                                   .members = static_cast<int>(m_job.parts.size()),
                                   .epoch = epoch,
                                   .epochs = m_options.epochs,
                                   .trainLoss = trainLoss,
                                   .tuneLoss = tune.loss,
                                   .tuneAccuracy = tune.accuracy});
        m_board.changed.notify_all();
    }

    /// For whoever watches.
    void say(const std::string& text)
    {
        const std::lock_guard lock(m_board.mutex);
        m_board.notes.push_back(text);
        m_board.changed.notify_all();
    }
    /// For the report as well.
    void note(const std::string& text)
    {
        if (std::find(m_state.notes.begin(), m_state.notes.end(), text) == m_state.notes.end()) {
            m_state.notes.push_back(text);
        }
        say(text);
    }
    void addWork(double pictures) { m_board.workDone.fetch_add(pictures); }

    const Job& m_job;
    const TrainOptions& m_options;
    Board& m_board;
    const std::size_t m_member;
    const MemberParts& m_parts;
    const std::uint64_t m_seed;
    const std::size_t m_epochSize;  ///< examples drawn
    const std::size_t m_batches;
    const double m_cost;
    std::size_t m_featurePiece;  ///< … of those whose features are computed
    std::size_t m_judgePiece;    ///< … of those that are judged
    std::vector<std::size_t> m_truth;
    std::unique_ptr<Learner> m_learner;
    std::shared_ptr<FeatureTables::Slot> m_slot;
    std::vector<Draw> m_draws;
    std::unique_ptr<BatchFeeder> m_feeder;  ///< from the first epoch on in which pictures are drawn anew

    MemberState m_state;
    std::chrono::steady_clock::time_point m_written;
    bool m_checkpointBroken = false;
};

}  // namespace

MemberResult trainMember(const Job& job, Board& board, std::size_t member)
{
    return MemberTraining(job, board, member).run();
}

}  // namespace sightline::learning
