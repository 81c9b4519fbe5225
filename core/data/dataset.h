// A dated, immutable list of labelled samples, and how it is split: by source, never by sample.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/sample.h"

namespace sightline {

enum class Part { Train, Tune, Test };
const char* toString(Part part);  ///< "train", "tune", "test"

struct LabelledSample {
    SampleKey key;
    std::string path;  ///< UTF-8, as given; the key's hash decides if the file has moved
    std::string classId;
    std::string group;          ///< the true source, or a near-twin cluster "twins-17" where none is known
    bool groupIsKnown = false;  ///< false: the group is a near-twin cluster
    std::string contentHash;
    std::string labelEvent;  ///< the event that set the label, or empty (label file, the file's own label)
    bool operator==(const LabelledSample&) const = default;
};

struct Dataset {
    std::string id;  ///< SHA-256 over the samples: equal content, equal id
    std::int64_t createdMicroseconds = 0;
    std::string domain;
    std::string task;
    std::vector<std::string> classIds;
    std::vector<LabelledSample> samples;
};

/// Which part each sample of a dataset belongs to, same order.
struct Split {
    std::string by;  ///< "group" (true sources), "twins" (near-twin clusters) or "random" (samples)
    std::uint64_t seed = 0;
    std::vector<Part> parts;
};

}  // namespace sightline
