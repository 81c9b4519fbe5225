// What leaves the program: tables and pictures.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "ui/review/sample_table.h"

class QImage;

namespace sightline::ui {

/// The listed samples with labels and verdicts: UTF-8, point decimals, UTC. Begins with path,sample,label,group, so
/// that it can be read back as a label file.
Result<void> exportCsv(const SampleTable& table, const std::filesystem::path& file);
Result<void> exportPng(const QImage& image, const std::filesystem::path& file);

}  // namespace sightline::ui
