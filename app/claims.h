// Sessions that claim to be somebody's: figures and scores.
#pragma once

#include <filesystem>
#include <string>

#include "app/commands.h"
#include "core/retraining/training.h"

namespace sightline::app {

/// A row for each whole and claim: what people plot a ROC curve from.
Result<void> writeScores(const std::filesystem::path& path, const retraining::Evaluation& evaluation,
                         const retraining::GatheredExamples& gathered);

/// For people: how well claims are told, at the model's threshold too, pooled and for each class; "" without claims.
std::string claimsText(const retraining::Evaluation& evaluation);
/// What the shortcuts reach beside the model's figure, and what follows; "" where none were probed.
std::string probeText(const retraining::Evaluation& evaluation);
/// The warning of the probe, on stderr.
void sayProbe(const retraining::Evaluation& evaluation, Console& console);

}  // namespace sightline::app
