// Private to this room: what a trunk that does not change says of pictures, kept on disk.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/signal_image.h"
#include "core/learning/training.h"

namespace sightline::learning {

/// Names a picture by its pixels and its shape: however it came about, recipe, drawing code and all.
std::string pictureKey(const SignalImage& image);

/// Files of some hundred pictures each in a folder per trunk. A file is written beside and renamed, and carries a hash
/// of its content: one that is damaged is taken away and what it held computed anew. Use from one thread; other
/// processes may use the same folder.
class FeatureCache {
public:
    explicit FeatureCache(FeatureCacheOptions options) : m_options(std::move(options)) {}

    [[nodiscard]] bool active() const { return !m_options.folder.empty(); }
    /// For every key of `wanted` that is known: copies its `width` features into `table` at the row given (and to each
    /// of its rows, if there are several), and takes it out of `wanted`. Returns the number of damaged files removed.
    std::size_t take(const std::string& trunk, std::size_t width, std::multimap<std::string, std::size_t>& wanted,
                     std::vector<float>& table) const;
    /// Adds pictures: `values` holds keys.size() rows.
    [[nodiscard]] Result<void> add(const std::string& trunk, std::size_t width, const std::vector<std::string>& keys,
                                   const std::vector<float>& values) const;
    /// Removes files, the longest unused first, until the folder keeps its limit, and what interrupted writes left.
    void trim() const;

private:
    FeatureCacheOptions m_options;
};

}  // namespace sightline::learning
