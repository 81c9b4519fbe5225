// Sessions that claim to be somebody's, and published protocols: labels in, figures and scores out.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/commands.h"
#include "core/domains/domain.h"
#include "core/retraining/training.h"

namespace sightline::app {

/// "default", and those of every kind of signal.
std::vector<std::string> protocolNames();
/// The protocol asked for, for the files that are there; nothing for "default". Errors as Domain::protocol(), and
/// Invalid where a task was asked for that is not the protocol's.
Result<std::optional<domains::Protocol>> protocolOf(const domains::Domain& domain, const std::string& name,
                                                    const std::vector<std::filesystem::path>& data,
                                                    const std::vector<std::filesystem::path>& labels,
                                                    const std::string& task);
/// Its labels, of all parts or of one.
std::vector<retraining::LabelLine> linesOf(const domains::Protocol& protocol,
                                           std::optional<domains::ProtocolPart> part = std::nullopt);
/// Whether it shows a network people it has never met.
bool enrols(const domains::Protocol& protocol);

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
