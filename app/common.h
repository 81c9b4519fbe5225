// What several commands do first: find the domain, open the workspace, load a model.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/commands.h"
#include "core/diagnosis/diagnosis.h"
#include "core/domains/domain.h"
#include "core/formats/csv_writer.h"
#include "core/learning/engine.h"
#include "core/learning/metrics.h"
#include "core/workspace/workspace.h"

namespace sightline::app {

using formats::csvLine;

/// The domain named, else the only or first one. Invalid, listing what there is.
Result<const domains::Domain*> domainOf(const CommonOptions& options);
/// The task named, else the domain's first. Invalid, listing what there is.
Result<std::string> taskOf(const CommonOptions& options, const domains::Domain& domain);
/// The task named, else the first for which there is a model, as in the window; else the domain's first. Errors:
/// taskOf.
Result<std::string> judgedTaskOf(const CommonOptions& options, const domains::Domain& domain,
                                 workspace::Workspace* workspace);

/// The workspace named; else the default one if there is any (or, `create`, a new one); else null.
Result<std::unique_ptr<workspace::Workspace>> openWorkspace(const CommonOptions& options, bool create = false);

/// Loads the engine and chooses the device; says on stderr that it is the GPU, or why GPU support that is there is not
/// used. Invalid if the GPU was asked for and cannot be had.
Result<learning::Engine*> startEngine(const CommonOptions& options, Console& console);

/// A model's file: by its path, "starter", its id in the workspace (which may be null) or the beginning of exactly one.
Result<std::filesystem::path> findModel(const std::string& text, workspace::Workspace* workspace,
                                        const domains::Domain& domain, const std::string& task);

struct LoadedModel {
    diagnosis::ChosenModel chosen;
    std::unique_ptr<learning::Classifier> classifier;
};
/// Chooses, opens, and names the shipped starter on stderr as what it is.
Result<LoadedModel> loadModel(const CommonOptions& options, workspace::Workspace* workspace,
                              const domains::Domain& domain, const std::string& task, learning::Engine& engine,
                              Console& console);

/// The class's name, or its id where the domain does not know it.
std::string className(const std::vector<SignalClass>& classes, const std::string& id);

/// Prints the error; returns its exit code.
int failed(Console& console, const Error& error);
/// The code of a command that got to its end: `code`, unless it was interrupted or the answer could not be written.
int finished(Console& console, int code);

/// "skipped 2 files in folders that no reader recognises"
std::string skippedText(std::size_t files);
/// "72.4 % (69.3 to 75.4 %, n 825)".
std::string figureText(const learning::Figure& figure);
/// An area or a squared error is no percentage: "0.838 (0.801 to 0.870, n 260)".
std::string numberText(const learning::Figure& figure);
/// Characters, not bytes.
std::size_t displayWidth(std::string_view text);
std::string padded(std::string_view text, std::size_t width, bool right = false);
/// At most `width` characters; the middle is left out.
std::string shortened(const std::string& text, std::size_t width);
/// Aligned columns with a header; numbers right. Two blanks between columns, none at the ends.
std::string tableText(const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right);

}  // namespace sightline::app
