// From the verdicts on a session's windows to one on the session.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/data/sample.h"
#include "core/data/verdict.h"

namespace sightline::mouse {

/// log p(class) - log of the sum of the others' p, limited to ±5: one strange window must not decide alone.
double clippedLogRatio(const std::vector<float>& probabilities, std::size_t classIndex);

/// Mean over the judged windows of the clipped log ratio of `claim`. Nothing without a judged window or where the
/// verdicts do not know the class.
std::optional<double> sessionScore(const std::vector<std::pair<Sample, Verdict>>& windows, const std::string& claim);

/// One verdict for each session, in order of appearance. A class's probability is the logistic function of its score,
/// all scaled to the sum 1. Fewer than 3 judged windows: abstains; none: rejected.
std::vector<Verdict> sessionVerdicts(const std::vector<std::pair<Sample, Verdict>>& windows);

}  // namespace sightline::mouse
