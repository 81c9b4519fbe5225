// Private to this room: what happens before a network learns. No torch.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learning/batches.h"
#include "core/learning/engine.h"

namespace sightline::learning {

/// Invalid, naming what is wrong with the options or the parts.
Result<void> checkTraining(const ExampleSource& source, const std::vector<MemberParts>& parts,
                           const TrainOptions& options);

struct PreparedTraining {
    ScalarNormalisation scalars;
    int channels = 0;
    int height = 0;
    int width = 0;
};

/// Draws the plain examples once: the scalars' mean and deviation come from those to train on, those to tune on are
/// kept in `source` for every epoch, and all must be of one shape. Sets `stop` when `progress` was cancelled.
Result<PreparedTraining> prepareTraining(CachedSource& source, const std::vector<MemberParts>& parts,
                                         const std::vector<std::string>& scalarNames, int drawers, Progress& progress,
                                         std::atomic<bool>& stop);

}  // namespace sightline::learning
