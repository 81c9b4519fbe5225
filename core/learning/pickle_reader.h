// The part of Python's pickle format that describes tensors, and nothing else. A pickle is a program; this machine has
// only the instructions torch.save() writes for a state dictionary, knows a handful of names by sight and calls none.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace sightline::learning {

/// A tensor as a view on a storage that lies beside the pickle.
struct PickledTensor {
    std::string storage;                ///< its key: member "data/<key>" of the archive
    std::string storageType;            ///< "FloatStorage"
    std::int64_t storageElements = 0;   ///< not negative
    std::int64_t offset = 0;            ///< in elements
    std::vector<std::int64_t> shape;    ///< not negative; the view lies within the storage
    std::vector<std::int64_t> strides;  ///< in elements; as many as shape
};

/// The tensors of a state dictionary by name. Where the pickle is a checkpoint, those of its "state_dict", "model" or
/// "model_state_dict". Corrupt, with the byte (counted from `firstByte` in `file`): unknown instructions, names other
/// than tensors', protocols other than 2, anything cut short, nested or repeated beyond reason.
Result<std::map<std::string, PickledTensor>> readPickledTensors(std::string_view pickle, const std::string& file,
                                                                std::uint64_t firstByte = 0);

}  // namespace sightline::learning
