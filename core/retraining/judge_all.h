// Private to this room: a model's verdicts on some of the labelled samples.
#pragma once

#include <cstddef>
#include <vector>

#include "core/diagnosis/diagnosis.h"
#include "core/retraining/examples.h"

namespace sightline::retraining {

/// In the order of `judged` (into gathered.dataset.samples); judged recording by recording. Errors of
/// diagnosis::diagnose().
Result<std::vector<diagnosis::Diagnosed>> judgeAll(learning::Classifier& classifier, const GatheredExamples& gathered,
                                                   const std::vector<std::size_t>& judged, Progress& progress);

}  // namespace sightline::retraining
