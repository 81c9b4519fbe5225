// Label tables of other programs, and our own, as labels of the recordings that are open.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/data/finding.h"
#include "ui/session/bench.h"

namespace sightline::ui {

/// An open recording a table may be about.
struct OpenSound {
    std::string id;
    std::filesystem::path path;
    double seconds = 0;
};

/// A labelled box of an open recording. The class, an id or alias, may be empty where the certainty is not Sure.
struct BoxToImport {
    std::string recording;
    Extent where;
    std::string classText;
    Certainty certainty = Certainty::Sure;
    std::string comment;
};

/// What a table says of them.
struct ImportedTable {
    std::vector<BoxToImport> boxes;
    int events = 0;                        ///< verdicts of a model that nobody confirmed: left out
    std::map<std::string, int> elsewhere;  ///< boxes of recordings that are not open, by the name the table gives
    std::vector<Error> skipped;            ///< rows that cannot be labels, each with file and line; what was noticed
};

/// True where the first lines are those of a table that readLabelTable() reads.
bool looksLikeLabelTable(const std::filesystem::path& file);

/// Raven selection tables, Audacity labels and CSV, as formats::readSelectionTable() does and with its errors. A table
/// that names no file is about the recording whose name begins like its own, or about the only one that is open.
/// Masked, unsure, possible and other biotic boxes are no sure labels.
Result<ImportedTable> readLabelTable(const std::filesystem::path& table, const std::vector<OpenSound>& sounds);

/// What became of boxes.
struct TakenBoxes {
    std::vector<LabelEvent> added;
    int alreadyThere = 0;
    std::map<std::string, int> unknown;  ///< classes as written → how often
};

/// Boxes become imported labels, all or none; one of exactly this time and band that is there already stays as it is.
/// Whoever a table names becomes a class, where people add classes. The bench's recordings must be on disk
/// (Session::settle()). The workspace's errors.
Result<TakenBoxes> takeOver(Bench& bench, const std::vector<BoxToImport>& boxes, const std::string& reviewer);
/// Takes labels back that takeOver() added and nobody changed since, all or none, as undo does: what was undone is done
/// with, and redo brings it back. Returns how many those were.
Result<int> takeBack(Bench& bench, const std::vector<LabelEvent>& added, const std::string& reviewer);

}  // namespace sightline::ui
