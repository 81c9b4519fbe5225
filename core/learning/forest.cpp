#include "core/learning/forest.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <utility>

#include "core/base/random.h"

namespace sightline::learning {

namespace {

constexpr std::int32_t leafMark = -1;

template <class T>
Tensor tensorOf(DType type, std::vector<std::int64_t> shape, const std::vector<T>& values)
{
    static_assert(sizeof(T) == 4 && std::endian::native == std::endian::little);
    Tensor tensor{type, std::move(shape), std::vector<std::byte>(values.size() * sizeof(T))};
    if (!values.empty()) {
        std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    }
    return tensor;
}

template <class T>
Result<std::vector<T>> valuesOf(const std::string& name, DType type, const std::map<std::string, Tensor>& tensors)
{
    const auto found = tensors.find(name);
    if (found == tensors.end()) {
        return fail(ErrorCode::Corrupt, "the tensor \"" + name + "\" is missing");
    }
    const Tensor& tensor = found->second;
    if (tensor.type != type || tensor.bytes.size() % sizeof(T) != 0) {
        return fail(ErrorCode::Corrupt, "the tensor \"" + name + "\" is not of type " + toString(type));
    }
    std::vector<T> values(tensor.bytes.size() / sizeof(T));
    if (!values.empty()) {
        std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    }
    return values;
}

std::string problemOf(const std::vector<std::vector<float>>& rows, const std::vector<std::size_t>& classes,
                      std::size_t classCount, const ForestOptions& options)
{
    if (rows.empty() || rows.front().empty() || rows.size() != classes.size() || options.trees < 1 ||
        options.samplesPerTree < 1) {
        return "a forest needs samples, numbers and at least one tree";
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto finite = [](float value) { return std::isfinite(value); };
        if (rows[i].size() != rows.front().size() || !std::all_of(rows[i].begin(), rows[i].end(), finite) ||
            classes[i] >= classCount) {
            return "sample " + std::to_string(i) + " has other numbers than the rest, or one that is not finite";
        }
    }
    return {};
}

int usuallyTried(std::size_t numbers)
{
    const auto count = static_cast<double>(numbers);
    return static_cast<int>(std::lround(std::max(std::sqrt(count), count / 6)));
}

}  // namespace

/// Grows one tree onto the end of a forest.
class TreeGrower {
public:
    TreeGrower(Forest& forest, const std::vector<std::vector<float>>& rows, const std::vector<std::size_t>& classes,
               int tried, std::uint64_t seed)
        : m_forest(forest), m_rows(rows), m_classes(classes), m_tried(tried), m_random(seed)
    {
    }

    void grow(std::size_t most)
    {
        std::vector<std::size_t> samples(m_rows.size());
        std::iota(samples.begin(), samples.end(), std::size_t{0});
        m_random.shuffle<std::size_t>(samples);
        samples.resize(std::min(samples.size(), most));
        m_forest.m_roots.push_back(static_cast<std::int32_t>(m_forest.m_number.size()));
        // A stack instead of recursion: a degenerate tree may be as deep as it has samples.
        struct Open {
            std::size_t begin;
            std::size_t end;
            std::ptrdiff_t parent;  ///< whose right child this is; negative: a left child or the root
        };
        std::vector<Open> open = {{0, samples.size(), -1}};
        while (!open.empty()) {
            const Open part = open.back();
            open.pop_back();
            const auto node = static_cast<std::int32_t>(m_forest.m_number.size());
            if (part.parent >= 0) {
                m_forest.m_right[static_cast<std::size_t>(part.parent)] = node;
            }
            const std::span<std::size_t> own(samples.data() + part.begin, part.end - part.begin);
            const Split split = bestSplit(own);
            if (split.number < 0) {
                addLeaf(own);
                continue;
            }
            const auto middle = std::partition(own.begin(), own.end(), [&](std::size_t sample) {
                return m_rows[sample][static_cast<std::size_t>(split.number)] <= split.threshold;
            });
            const std::size_t cut = part.begin + static_cast<std::size_t>(middle - own.begin());
            addNode(split.number, split.threshold, 0);
            open.push_back({cut, part.end, node});
            open.push_back({part.begin, cut, -1});
        }
    }

private:
    struct Split {
        std::int32_t number = leafMark;
        float threshold = 0;
        double score = -1;
    };

    [[nodiscard]] bool pure(std::span<const std::size_t> samples) const
    {
        return std::all_of(samples.begin(), samples.end(),
                           [&](std::size_t s) { return m_classes[s] == m_classes[samples.front()]; });
    }

    /// Sum over both sides of Σ n_class² / n: the larger, the purer (Gini).
    double purity(std::span<const std::size_t> samples, std::size_t number, float threshold)
    {
        m_left.assign(m_forest.m_classCount, 0);
        m_right.assign(m_forest.m_classCount, 0);
        for (const std::size_t sample : samples) {
            ++(m_rows[sample][number] <= threshold ? m_left : m_right)[m_classes[sample]];
        }
        double score = 0;
        for (const std::vector<double>* side : {&m_left, &m_right}) {
            double count = 0;
            double squares = 0;
            for (const double n : *side) {
                count += n;
                squares += n * n;
            }
            score += squares / count;
        }
        return score;
    }

    /// Numbers are tried in random order until enough that vary here were; each is cut once, anywhere in its span.
    Split bestSplit(std::span<const std::size_t> samples)
    {
        Split best;
        if (samples.size() < 2 || pure(samples)) {
            return best;
        }
        m_order.resize(m_forest.m_numberCount);
        std::iota(m_order.begin(), m_order.end(), std::size_t{0});
        int tried = 0;
        for (std::size_t i = 0; i < m_order.size() && tried < m_tried; ++i) {
            std::swap(m_order[i], m_order[i + m_random.below(m_order.size() - i)]);
            const std::size_t number = m_order[i];
            float low = std::numeric_limits<float>::max();
            float high = std::numeric_limits<float>::lowest();
            for (const std::size_t sample : samples) {
                low = std::min(low, m_rows[sample][number]);
                high = std::max(high, m_rows[sample][number]);
            }
            if (!(low < high)) {
                continue;
            }
            ++tried;
            auto threshold = static_cast<float>(m_random.uniform(static_cast<double>(low), static_cast<double>(high)));
            threshold = threshold < high ? threshold : low;  // rounding must leave both sides somebody
            const double score = purity(samples, number, threshold);
            if (score > best.score) {
                best = {static_cast<std::int32_t>(number), threshold, score};
            }
        }
        return best;
    }

    void addNode(std::int32_t number, float threshold, std::int32_t right)
    {
        m_forest.m_number.push_back(number);
        m_forest.m_threshold.push_back(threshold);
        m_forest.m_right.push_back(right);
    }

    void addLeaf(std::span<const std::size_t> samples)
    {
        if (pure(samples)) {
            addNode(leafMark, 0, static_cast<std::int32_t>(m_classes[samples.front()]));
            return;
        }
        const std::size_t classes = m_forest.m_classCount;
        const std::size_t row = m_forest.m_leaves.size() / classes;
        m_forest.m_leaves.resize((row + 1) * classes, 0);
        for (const std::size_t sample : samples) {
            m_forest.m_leaves[row * classes + m_classes[sample]] += 1 / static_cast<float>(samples.size());
        }
        addNode(leafMark, 0, -1 - static_cast<std::int32_t>(row));
    }

    Forest& m_forest;
    const std::vector<std::vector<float>>& m_rows;
    const std::vector<std::size_t>& m_classes;
    const int m_tried;
    Rng m_random;
    std::vector<double> m_left;
    std::vector<double> m_right;
    std::vector<std::size_t> m_order;
};

Result<Forest> Forest::grow(const std::vector<std::vector<float>>& rows, const std::vector<std::size_t>& classes,
                            std::size_t classCount, const ForestOptions& options, Progress& progress)
{
    if (const std::string problem = problemOf(rows, classes, classCount, options); !problem.empty()) {
        return fail(ErrorCode::Invalid, problem);
    }
    Forest forest;
    forest.m_numberCount = rows.front().size();
    forest.m_classCount = classCount;
    const int tried = options.tried > 0 ? options.tried : usuallyTried(forest.m_numberCount);
    for (int tree = 0; tree < options.trees; ++tree) {
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "growing the forest was stopped");
        }
        const std::uint64_t seed = mixSeed(options.seed, static_cast<std::uint64_t>(tree));
        TreeGrower(forest, rows, classes, tried, seed).grow(options.samplesPerTree);
    }
    return forest;
}

std::vector<float> Forest::probabilities(std::span<const float> row) const
{
    assert(row.size() == m_numberCount);
    std::vector<float> sum(m_classCount, 0);
    for (const std::int32_t root : m_roots) {
        auto node = static_cast<std::size_t>(root);
        while (m_number[node] >= 0) {
            const bool left = row[static_cast<std::size_t>(m_number[node])] <= m_threshold[node];
            node = left ? node + 1 : static_cast<std::size_t>(m_right[node]);
        }
        const std::int32_t leaf = m_right[node];
        if (leaf >= 0) {
            sum[static_cast<std::size_t>(leaf)] += 1;
            continue;
        }
        const float* shares = m_leaves.data() + static_cast<std::size_t>(-1 - leaf) * m_classCount;
        for (std::size_t i = 0; i < m_classCount; ++i) {
            sum[i] += shares[i];
        }
    }
    for (float& value : sum) {
        value /= static_cast<float>(m_roots.size());
    }
    return sum;
}

std::map<std::string, Tensor> Forest::tensors(const std::string& prefix) const
{
    const auto nodes = static_cast<std::int64_t>(m_number.size());
    const auto classes = static_cast<std::int64_t>(m_classCount);
    std::map<std::string, Tensor> result;
    result[prefix + "number"] = tensorOf(DType::I32, {nodes}, m_number);
    result[prefix + "threshold"] = tensorOf(DType::F32, {nodes}, m_threshold);
    result[prefix + "right"] = tensorOf(DType::I32, {nodes}, m_right);
    result[prefix + "roots"] = tensorOf(DType::I32, {static_cast<std::int64_t>(m_roots.size())}, m_roots);
    result[prefix + "leaves"] =
        tensorOf(DType::F32, {static_cast<std::int64_t>(m_leaves.size()) / classes, classes}, m_leaves);
    const std::vector<std::int32_t> shape = {static_cast<std::int32_t>(m_numberCount),
                                             static_cast<std::int32_t>(m_classCount)};
    result[prefix + "shape"] = tensorOf(DType::I32, {2}, shape);
    return result;
}

Result<Forest> Forest::fromTensors(const std::string& prefix, const std::map<std::string, Tensor>& tensors)
{
    auto number = valuesOf<std::int32_t>(prefix + "number", DType::I32, tensors);
    auto threshold = valuesOf<float>(prefix + "threshold", DType::F32, tensors);
    auto right = valuesOf<std::int32_t>(prefix + "right", DType::I32, tensors);
    auto roots = valuesOf<std::int32_t>(prefix + "roots", DType::I32, tensors);
    auto leaves = valuesOf<float>(prefix + "leaves", DType::F32, tensors);
    auto shape = valuesOf<std::int32_t>(prefix + "shape", DType::I32, tensors);
    for (const auto* integers : {&number, &right, &roots, &shape}) {
        if (!*integers) {
            return tl::unexpected(integers->error());
        }
    }
    for (const auto* floats : {&threshold, &leaves}) {
        if (!*floats) {
            return tl::unexpected(floats->error());
        }
    }
    const auto broken = [&prefix](const char* tensor, const std::string& what) {
        return fail(ErrorCode::Corrupt, "the tensor \"" + prefix + tensor + "\" " + what);
    };
    if (shape->size() != 2 || (*shape)[0] < 1 || (*shape)[1] < 1) {
        return broken("shape", "does not hold the number of numbers and of classes");
    }
    Forest forest;
    forest.m_numberCount = static_cast<std::size_t>((*shape)[0]);
    forest.m_classCount = static_cast<std::size_t>((*shape)[1]);
    const std::size_t nodes = number->size();
    const auto rows = static_cast<std::int64_t>(leaves->size() / forest.m_classCount);
    if (threshold->size() != nodes || right->size() != nodes) {
        return broken("number", "has another length than \"threshold\" and \"right\"");
    }
    if (leaves->size() % forest.m_classCount != 0) {
        return broken("leaves", "is not rows of one share per class");
    }
    // Both children come after their parent, so that every walk ends.
    for (std::size_t node = 0; node < nodes; ++node) {
        const std::int64_t child = (*right)[node];
        const bool leaf = (*number)[node] < 0;
        const bool good = leaf ? child < (*shape)[1] && -1 - child < rows
                               : (*number)[node] < (*shape)[0] && std::isfinite((*threshold)[node]) &&
                                     child > static_cast<std::int64_t>(node) &&
                                     child < static_cast<std::int64_t>(nodes) && node + 1 < nodes;
        if (!good) {
            return broken("right", "leads nowhere at node " + std::to_string(node));
        }
    }
    const auto inside = [&](std::int32_t root) { return root >= 0 && static_cast<std::size_t>(root) < nodes; };
    if (roots->empty() || !std::all_of(roots->begin(), roots->end(), inside)) {
        return broken("roots", "names a node that is not there");
    }
    forest.m_number = std::move(*number);
    forest.m_threshold = std::move(*threshold);
    forest.m_right = std::move(*right);
    forest.m_roots = std::move(*roots);
    forest.m_leaves = std::move(*leaves);
    return forest;
}

}  // namespace sightline::learning
