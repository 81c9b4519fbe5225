// Private to this room: what a training is, for all of its members. No torch.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/learning/checkpoint.h"
#include "core/learning/example_source.h"
#include "core/learning/feature_cache.h"
#include "core/learning/feature_table.h"
#include "core/learning/learner.h"
#include "core/learning/schedule.h"
#include "core/learning/training.h"

namespace sightline::learning {

/// What the members' threads and the caller's thread share.
struct Board {
    std::atomic<bool> stop = false;
    std::atomic<double> workDone = 0;  ///< in pictures through the network
    std::atomic<double> workInAll = 0;
    std::atomic<bool> computingFeatures = false;
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<EpochReport> reports;
    std::deque<std::string> notes;
    std::size_t finished = 0;
};

/// Tables of features by trunk: members with the same trunk share one.
class FeatureTables {
public:
    struct Slot {
        std::mutex mutex;
        bool tried = false;
        std::optional<FeatureTable> table;  ///< nothing: too large to be kept in memory
    };
    std::shared_ptr<Slot> slotOf(const std::string& trunk);

private:
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<Slot>> m_slots;
};

/// Everything the members have in common; read only while they learn.
struct Job {
    const ExampleSource& source;
    const TrainOptions& options;
    const std::vector<MemberParts>& parts;
    const MakeLearner& make;
    ScalarNormalisation scalars;
    int channels = 0;
    int height = 0;
    int width = 0;
    CorePlan cores;
    CheckpointFolder checkpoint;
    FeatureCache featureCache;
    FeatureTables& featureTables;
};

/// The work of a step on one picture against its mere way through the network: forward once, backward twice.
inline constexpr double backwardWork = 3;
/// The same of the head alone.
inline constexpr double headWork = 0.01;
/// The work of one member, in pictures through the network, as far as it can be told beforehand.
double workOf(const ExampleSource& source, const TrainOptions& options, const MemberParts& parts);
std::string memberPrefix(std::size_t member);

/// Invalid, naming the example, if it does not fit the job.
Result<PackedBatch> pack(const Job& job, const std::vector<std::size_t>& indices, const std::vector<Example>& examples);

}  // namespace sightline::learning
