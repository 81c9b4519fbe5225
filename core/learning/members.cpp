#include "core/learning/members.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "core/learning/batches.h"
#include "core/learning/combination.h"
#include "core/learning/member_training.h"
#include "core/learning/preparation.h"

namespace sightline::learning {
namespace {

constexpr std::size_t plainCacheBytes = std::size_t{512} << 20;
constexpr std::chrono::milliseconds pollInterval{50};

/// Takes one member after the other until none is left.
void work(const Job& job, Board& board, std::atomic<std::size_t>& next, std::vector<MemberResult>& results)
{
    for (std::size_t member = next++; member < results.size(); member = next++) {
        if (board.stop) {
            results[member].outcome = fail(ErrorCode::Cancelled, "training was stopped");
        } else {
            results[member] = trainMember(job, board, member);
        }
        if (!results[member].outcome) {
            board.stop = true;  // one broken member spoils the model: the others need not go on
        }
        const std::lock_guard lock(board.mutex);
        ++board.finished;
        board.changed.notify_all();
    }
}

void passOn(const TrainOptions& options, const std::deque<EpochReport>& reports, const std::deque<std::string>& notes)
{
    for (const std::string& note : notes) {
        if (options.onNote) {
            options.onNote(note);
        }
    }
    for (const EpochReport& report : reports) {
        if (options.onEpoch) {
            options.onEpoch(report);
        }
    }
}

/// Runs the members in their threads; this thread passes on what they report and asks whether to go on.
std::vector<MemberResult> runMembers(const Job& job, Board& board, Progress& progress)
{
    const std::size_t members = job.parts.size();
    double inAll = 0;
    for (const MemberParts& part : job.parts) {
        inAll += workOf(job.source, job.options, part);
    }
    board.workInAll.fetch_add(inAll);
    std::vector<MemberResult> results(members);
    std::atomic<std::size_t> next = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < job.cores.workers; ++i) {
        workers.emplace_back([&] { work(job, board, next, results); });
    }
    double fraction = 0;
    std::unique_lock lock(board.mutex);
    const auto news = [&board] { return !board.reports.empty() || !board.notes.empty(); };
    while (board.finished < members || news()) {
        board.changed.wait_for(lock, pollInterval, [&] { return board.finished == members || news(); });
        const std::deque<EpochReport> reports = std::exchange(board.reports, {});
        const std::deque<std::string> notes = std::exchange(board.notes, {});
        lock.unlock();
        passOn(job.options, reports, notes);
        // Features that have to be computed are known of late: the fraction waits rather than fall.
        fraction = std::clamp(board.workDone / std::max(board.workInAll.load(), 1.0), fraction, 1.0);
        progress.report(fraction, board.computingFeatures ? "computing features" : "training");
        if (progress.cancelled()) {
            board.stop = true;
        }
        lock.lock();
    }
    lock.unlock();
    for (std::thread& worker : workers) {
        worker.join();
    }
    if (!board.stop) {
        progress.report(1, "training");
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
        if (result.epoch > 0 && !result.tune.logits.empty()) {
            logs += std::log(result.tune.temperature);
            ++count;
        }
    }
    return count > 0 ? std::exp(logs / count) : 1;
}

/// What is said of held-out examples by the members that held them out.
class HeldOut {
public:
    explicit HeldOut(std::string combination) : m_combination(std::move(combination)) {}

    /// `tune` must outlive this object.
    void add(const std::vector<std::size_t>& indices, const Judged& tune)
    {
        for (std::size_t i = 0; i < tune.logits.size(); ++i) {
            m_said[indices[i]].push_back({&tune.logits[i], tune.temperature});
        }
    }

    [[nodiscard]] std::vector<std::pair<std::size_t, std::vector<float>>> answers() const
    {
        std::vector<std::pair<std::size_t, std::vector<float>>> result;
        for (const auto& [index, all] : m_said) {
            Mixture mixture(m_combination, all.front().logits->size());
            for (const Said& one : all) {
                mixture.add(*one.logits, one.temperature, 1.0 / static_cast<double>(all.size()));
            }
            result.emplace_back(index, mixture.probabilities());
        }
        return result;
    }

private:
    struct Said {
        const std::vector<float>* logits;
        double temperature;
    };
    std::string m_combination;
    std::map<std::size_t, std::vector<Said>> m_said;
};

/// Puts the members that reached something together.
TrainedNetworks assemble(const Job& job, std::vector<MemberResult>& results)
{
    TrainedNetworks trained;
    trained.scalars = job.scalars;
    trained.combination = job.options.combination;
    HeldOut heldOut(job.options.combination);
    std::set<std::string> untuned;
    for (std::size_t i = 0; i < results.size(); ++i) {
        MemberResult& result = results[i];
        trained.stoppedEarly = trained.stoppedEarly || !result.outcome;
        for (const std::string& note : result.notes) {
            if (std::find(trained.notes.begin(), trained.notes.end(), note) == trained.notes.end()) {
                trained.notes.push_back(note);
            }
        }
        if (result.epoch == 0) {
            continue;
        }
        ModelMember member;
        member.architecture = job.options.architecture;
        member.config = std::move(result.config);
        member.prefix = memberPrefix(i);
        member.temperature = result.tune.temperature;
        if (result.tune.logits.empty()) {
            untuned.insert(member.prefix);
        }
        heldOut.add(job.parts[i].tune, result.tune);
        trained.members.push_back(std::move(member));
        trained.tensors.merge(result.tensors);
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
    trained.heldOut = heldOut.answers();
    return trained;
}

}  // namespace

Result<TrainedNetworks> trainMembers(const ExampleSource& source, const std::vector<MemberParts>& parts,
                                     const std::vector<std::string>& scalarNames, const TrainOptions& options,
                                     const MakeLearner& make, const std::string& engine, Progress& progress)
{
    if (const auto fits = checkTraining(source, parts, options); !fits) {
        return tl::unexpected(fits.error());
    }
    const auto first = source.example(parts.front().train.front());
    if (!first) {
        return tl::unexpected(first.error());
    }
    const CorePlan cores = planCores(options, parts.size(), first->image.height, first->image.width);
    Board board;
    CachedSource cached(source, plainCacheBytes);
    auto prepared = prepareTraining(cached, parts, scalarNames, cores.workers * (cores.drawersPerWorker + 1) - 1,
                                    progress, board.stop);
    if (!prepared) {
        return tl::unexpected(prepared.error());
    }
    FeatureTables tables;
    const Job job{.source = cached,
                  .options = options,
                  .parts = parts,
                  .make = make,
                  .scalars = std::move(prepared->scalars),
                  .channels = prepared->channels,
                  .height = prepared->height,
                  .width = prepared->width,
                  .cores = cores,
                  .checkpoint = CheckpointFolder(options.checkpoint.folder, jobOf(options, parts, scalarNames, engine)),
                  .featureCache = FeatureCache(options.featureCache),
                  .featureTables = tables};
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
