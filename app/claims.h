// Sessions that claim to be somebody's: published protocols in, scores out.
#pragma once

#include <filesystem>
#include <vector>

#include "app/commands.h"
#include "core/domains/domain.h"
#include "core/retraining/training.h"

namespace sightline::app {

/// The labels of the protocol asked for, for the files that are there; errors as Domain::protocol.
Result<std::vector<retraining::LabelLine>> protocolLines(const domains::Domain& domain,
                                                         const EvaluateCommandOptions& options);
/// A row for each whole and claim: what people plot a ROC curve from.
Result<void> writeScores(const std::filesystem::path& path, const retraining::Evaluation& evaluation,
                         const retraining::GatheredExamples& gathered);

/// What the figures do not hold, on stderr: the means over the claimed classes, and the protocol's further figures.
void sayClaims(const EvaluateCommandOptions& options, const domains::Domain& domain,
               const std::vector<retraining::ClaimScore>& claims, Console& console);

}  // namespace sightline::app
