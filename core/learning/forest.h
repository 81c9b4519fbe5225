// Extremely randomised trees (Geurts, Ernst and Wehenkel, 2006): a judge that sees numbers instead of a picture, grown
// in a second. Beside a network it errs on other samples, which is what a second judge is for. No torch.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/learning/safetensors.h"

namespace sightline::learning {

struct ForestOptions {
    int trees = 200;
    std::size_t samplesPerTree = 6000;  ///< at most, drawn without repetition: bounds the model's size
    /// Numbers tried at a split; 0: a sixth of how many there are, and not less than their square root. Of the points
    /// of a curve most say nothing about the class at hand.
    int tried = 0;
    std::uint64_t seed = 1;  ///< the same seed grows the same forest
};

class Forest {
public:
    /// rows × numbers, and each row's class below `classCount`. Invalid if there are no rows, no numbers, rows of
    /// unlike length or a value that is not finite; Cancelled between two trees.
    static Result<Forest> grow(const std::vector<std::vector<float>>& rows, const std::vector<std::size_t>& classes,
                               std::size_t classCount, const ForestOptions& options, Progress& progress);

    /// Mean over the trees of the classes' shares in the leaf the row falls into; sums to 1. The row has numberCount()
    /// values.
    [[nodiscard]] std::vector<float> probabilities(std::span<const float> row) const;

    [[nodiscard]] std::size_t numberCount() const { return m_numberCount; }
    [[nodiscard]] std::size_t classCount() const { return m_classCount; }
    [[nodiscard]] std::size_t treeCount() const { return m_roots.size(); }

    /// As tensors named "<prefix>number", "threshold", "right", "roots", "leaves" and "shape".
    [[nodiscard]] std::map<std::string, Tensor> tensors(const std::string& prefix) const;
    /// Corrupt, naming the tensor, unless every walk down every tree ends in a leaf.
    static Result<Forest> fromTensors(const std::string& prefix, const std::map<std::string, Tensor>& tensors);

private:
    friend class TreeGrower;

    // Trees lie one after the other, each in pre-order: a node's left child follows it, the right one is named.
    std::size_t m_numberCount = 0;
    std::size_t m_classCount = 0;
    std::vector<std::int32_t> m_number;  ///< compared with the threshold: at most it goes left; negative: a leaf
    std::vector<float> m_threshold;
    std::vector<std::int32_t> m_right;  ///< the right child; in a leaf its class, or -1 - its row in m_leaves
    std::vector<std::int32_t> m_roots;
    std::vector<float> m_leaves;  ///< rows × classes: leaves that hold several classes
};

}  // namespace sightline::learning
