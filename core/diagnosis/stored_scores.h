// What a model said of a long recording, kept on disk: it is listened through once for each model.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/diagnosis/scan.h"

namespace sightline::diagnosis {

/// A file name that changes with everything scores depend on: recording, channel, windows, model and its recipe.
std::string scoresFileName(const OpenedRecording& opened, const learning::ModelInfo& model);

std::string bytesOf(const ScoreTracks& scores);
/// Corrupt if the bytes are not bytesOf() scores of these windows by such a model.
Result<ScoreTracks> scoresFrom(std::string_view bytes, const OpenedRecording& opened, const learning::ModelInfo& model);

/// scan(), or what it gave before. Scores of a recording in which a window could not be judged are not kept. An empty
/// folder: nothing is. Where they cannot be written the log says so; no score is lost by it.
Result<ScoreTracks> scanOnce(const OpenedRecording& opened, learning::Classifier& classifier, jobs::Lane& io,
                             const std::filesystem::path& folder, Progress& progress);

}  // namespace sightline::diagnosis
