// Signals too long to be judged or labelled sample by sample: how they are listened through, what boxes make of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/data/extent.h"
#include "core/data/finding.h"
#include "core/data/sample.h"

namespace sightline::domains {

class Recording;

/// How signals too long to be judged sample by sample are listened through: windows are scored one after the other and
/// joined to events; people label boxes in time, not windows.
struct ScanRule {
    std::string background;          ///< the class of all that is no event
    int smoothSteps = 6;             ///< scores are averaged with a triangle of so many windows to either side
    double separationSeconds = 1.5;  ///< of two peaks closer than this the higher one stays
    double marginSeconds = 0.5;      ///< an event reaches so far beyond the centres of its windows
    std::optional<Interval> hertz;   ///< the band its windows look at
};

/// A sample that labelled boxes give a class, to learn from.
struct LabelledPlace {
    std::size_t index = 0;  ///< into the samples
    std::string classId;
    std::optional<std::size_t> label;  ///< the one it has it from; nothing: it lies outside all of them
};

/// A table of labelled boxes: what other programs keep beside a long recording.
struct TableBox {
    Extent extent;
    std::string label;  ///< as written
    bool sure = true;   ///< false: marked possible
    std::string file;   ///< the recording as the table names it; empty: it does not say
    std::int64_t line = 0;
};
struct LabelTable {
    std::vector<TableBox> boxes;
    std::vector<Finding> findings;
};

/// Another sample of the training data that a varied example may be laid over.
struct Backdrop {
    const Recording* recording = nullptr;  ///< null: there is none
    Sample sample;
};

}  // namespace sightline::domains
