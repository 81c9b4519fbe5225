// What the kinds of evaluation share.
#pragma once

#include <string>

#include "app/commands.h"
#include "app/console.h"
#include "core/domains/domain.h"
#include "core/learning/engine.h"
#include "core/retraining/examples.h"
#include "core/workspace/workspace.h"

namespace sightline::app {

/// The labelled samples, of the model's classes where there is one; a protocol says itself what is labelled, unless it
/// takes the recordings' own labels. What was noticed on the way is told on stderr.
Result<retraining::GatheredExamples> gatherLabelled(const EvaluateCommandOptions& options,
                                                    const domains::Domain& domain, const std::string& task,
                                                    workspace::Workspace* workspace, const learning::ModelInfo* model,
                                                    const domains::Protocol* protocol, Console& console);

/// evaluate for recordings that are listened through: events and windows against labelled boxes. Returns the exit code.
int evaluateListening(const EvaluateCommandOptions& options, const domains::Domain& domain, const std::string& task,
                      workspace::Workspace* workspace, learning::Engine& engine, Console& console);

}  // namespace sightline::app
