// Which of a kind's questions is asked where nobody chose one.
#pragma once

#include <string>

#include "core/domains/domain.h"
#include "core/workspace/workspace.h"

namespace sightline::diagnosis {

/// The first task with a model in service in `workspace` (which may be null) or a shipped starter, since everybody
/// wants a verdict first; else the domain's first. Looks, and opens no model.
std::string firstTaskWithModel(const domains::Domain& domain, workspace::Workspace* workspace);

}  // namespace sightline::diagnosis
