// What gets one verdict: a card, a window of mouse events, a window of sound.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/extent.h"
#include "core/data/finding.h"

namespace sightline {

/// What is known of an opened file without looking at its samples.
struct RecordingInfo {
    std::string id;  ///< quickHash of the file
    std::filesystem::path path;
    std::string domain;  ///< Domain id
    std::string reader;  ///< reader id and version ("dyn-1"): imported data remember who read them
    std::string format;  ///< for people: "Theta dynamometer file (.dyn)"
    std::string source;  ///< the true source if the file says it (well, person, deployment), else empty
    std::optional<std::int64_t> startMicroseconds;  ///< UTC, if known
    std::vector<std::string> assumptions;           ///< everything guessed or answered: "load in kgf (answered)"
    std::vector<Finding> findings;                  ///< of the file as a whole
};

/// Identifies a sample across runs and machines; label files and verdicts use `sample`.
struct SampleKey {
    std::string recording;  ///< RecordingInfo::id
    std::string sample;     ///< the id the file gives, else a number from 0, else "begin-end" seconds; "" = whole file

    auto operator<=>(const SampleKey&) const = default;
};

struct Sample {
    SampleKey key;
    std::size_t index = 0;    ///< position in the recording, as Recording::samples() counts
    Extent extent;            ///< where in the recording; whole() for cards
    std::string ownLabel;     ///< the label the file itself carries, as written, or empty
    std::string group;        ///< the source the file itself gives for this sample (well …), or empty
    std::string contentHash;  ///< SHA-256 (32 hex digits) of the cleaned signal: equal signals, equal hash
    std::vector<Finding> findings;
};

}  // namespace sightline
