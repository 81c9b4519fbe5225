#include "core/learning/linear_judge.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>
#include <utility>

#include "core/learning/inputs.h"

namespace sightline::learning {
namespace {

constexpr std::int64_t mostNumbers = 1'000'000;
constexpr double mostLogit = 1e6;
constexpr float limit = 8;  // deviations: no single number decides alone, however far out it lies
constexpr int mostSteps = 100;
constexpr int mostInnerSteps = 200;
constexpr int mostHalvings = 30;
constexpr double innerTolerance = 1e-3;       // of the gradient, in each Newton step …
constexpr double enough = 1e-14;              // … until a step would gain no more than this share of the loss
constexpr double belowRounding = 1e-9;        // gains that a sum over the rows no longer shows
constexpr std::size_t rowsForScaling = 4096;  // the preconditioner need not know every row

using Numbers = std::vector<double>;

double dot(const Numbers& a, const Numbers& b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// The lower triangle L of a positive definite matrix = L Lᵀ, row by row, and the way back.
class Cholesky {
public:
    Cholesky(Numbers matrix, std::size_t size) : m_lower(std::move(matrix)), m_size(size)
    {
        for (std::size_t i = 0; i < size; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                const double* a = &m_lower[i * size];
                const double* b = &m_lower[j * size];
                const double rest = a[j] - std::inner_product(a, a + j, b, 0.0);
                m_lower[i * size + j] =
                    i == j ? std::sqrt(std::max(rest, std::numeric_limits<double>::min())) : rest / b[j];
            }
        }
    }

    /// `columns` right-hand sides side by side, in place.
    void solve(Numbers& sides, std::size_t columns) const
    {
        for (std::size_t i = 0; i < m_size; ++i) {
            for (std::size_t j = 0; j < i; ++j) {
                subtract(sides, i, j, m_lower[i * m_size + j], columns);
            }
            divide(sides, i, columns);
        }
        for (std::size_t i = m_size; i-- > 0;) {
            for (std::size_t j = i + 1; j < m_size; ++j) {
                subtract(sides, i, j, m_lower[j * m_size + i], columns);
            }
            divide(sides, i, columns);
        }
    }

private:
    static void subtract(Numbers& sides, std::size_t from, std::size_t row, double factor, std::size_t columns)
    {
        for (std::size_t k = 0; k < columns; ++k) {
            sides[from * columns + k] -= factor * sides[row * columns + k];
        }
    }
    void divide(Numbers& sides, std::size_t row, std::size_t columns) const
    {
        for (std::size_t k = 0; k < columns; ++k) {
            sides[row * columns + k] /= m_lower[row * m_size + row];
        }
    }

    Numbers m_lower;
    std::size_t m_size;
};

/// Newton's method; each step's equations are solved by conjugate gradients, so that the second derivatives are never
/// written down: there are (numbers × classes)² of them. Parameters: one row of a value per class for each number, and
/// a last one for the constants.
class Fit {
public:
    Fit(std::vector<float> numbers, std::size_t width, const std::vector<std::size_t>& classes, std::size_t classCount,
        const LinearOptions& options, Progress& progress)
        : m_numbers(std::move(numbers)),
          m_width(width),
          m_classes(classes),
          m_classCount(classCount),
          m_options(options),
          m_progress(progress),
          m_shares(classes.size() * classCount),
          m_preconditioner(bound(), width)
    {
    }

    Result<Numbers> run()
    {
        Numbers parameters(m_width * m_classCount);
        double loss = judge(parameters);
        for (int step = 0; step < mostSteps; ++step) {
            if (m_progress.cancelled()) {
                return fail(ErrorCode::Cancelled, "fitting the linear judge was stopped");
            }
            const Numbers slope = gradient(parameters);
            const Numbers direction = solve(slope);
            const double gain = -dot(slope, direction);
            if (!(gain > enough * (1 + loss))) {
                break;
            }
            if (!goDown(parameters, loss, direction, gain)) {
                break;
            }
        }
        return m_progress.cancelled()
                   ? Result<Numbers>(fail(ErrorCode::Cancelled, "fitting the linear judge was stopped"))
                   : parameters;
    }

private:
    /// As far along the direction as the loss falls as it should; nothing is changed where it nowhere does.
    bool goDown(Numbers& parameters, double& loss, const Numbers& direction, double gain)
    {
        double length = 1;
        for (int halving = 0; halving < mostHalvings; ++halving, length /= 2) {
            Numbers tried = parameters;
            add(tried, length, direction);
            const double now = judge(tried);
            if (now <= loss - 0.1 * length * gain || gain < belowRounding * (1 + loss)) {
                parameters = std::move(tried);
                loss = now;
                return true;
            }
        }
        return false;
    }

    static void add(Numbers& to, double factor, const Numbers& what)
    {
        for (std::size_t i = 0; i < to.size(); ++i) {
            to[i] += factor * what[i];
        }
    }

    [[nodiscard]] const float* row(std::size_t i) const { return &m_numbers[i * m_width]; }
    [[nodiscard]] std::size_t rowCount() const { return m_classes.size(); }

    /// Of one row: a value for each class.
    void apply(std::size_t i, const Numbers& parameters, double* values) const
    {
        std::fill_n(values, m_classCount, 0.0);
        const float* numbers = row(i);
        for (std::size_t d = 0; d < m_width; ++d) {
            const auto number = static_cast<double>(numbers[d]);
            const double* own = &parameters[d * m_classCount];
            for (std::size_t k = 0; k < m_classCount; ++k) {
                values[k] += number * own[k];
            }
        }
    }

    /// Adds row i times its values: the way back.
    void spread(std::size_t i, const double* values, Numbers& sums) const
    {
        const float* numbers = row(i);
        for (std::size_t d = 0; d < m_width; ++d) {
            const double number = m_options.rowWeight * static_cast<double>(numbers[d]);
            double* own = &sums[d * m_classCount];
            for (std::size_t k = 0; k < m_classCount; ++k) {
                own[k] += number * values[k];
            }
        }
    }

    /// Adds what the ridge has to say; the constants' row is free.
    void pull(Numbers& sums, const Numbers& parameters) const
    {
        for (std::size_t i = 0; i < (m_width - 1) * m_classCount; ++i) {
            sums[i] += m_options.ridge * parameters[i];
        }
    }

    /// The loss; leaves each row's probabilities in m_shares.
    double judge(const Numbers& parameters)
    {
        double loss = 0;
        for (std::size_t i = 0; i < rowCount(); ++i) {
            double* shares = &m_shares[i * m_classCount];
            apply(i, parameters, shares);
            const double peak = *std::max_element(shares, shares + m_classCount);
            const double own = shares[m_classes[i]];
            double sum = 0;
            for (std::size_t k = 0; k < m_classCount; ++k) {
                shares[k] = std::exp(shares[k] - peak);
                sum += shares[k];
            }
            for (std::size_t k = 0; k < m_classCount; ++k) {
                shares[k] /= sum;
            }
            loss += m_options.rowWeight * (std::log(sum) + peak - own);
        }
        Numbers pulled(parameters.size());
        pull(pulled, parameters);
        return loss + dot(pulled, parameters) / 2;
    }

    [[nodiscard]] Numbers gradient(const Numbers& parameters) const
    {
        Numbers sums(parameters.size());
        Numbers values(m_classCount);
        for (std::size_t i = 0; i < rowCount(); ++i) {
            std::copy_n(&m_shares[i * m_classCount], m_classCount, values.begin());
            values[m_classes[i]] -= 1;
            spread(i, values.data(), sums);
        }
        pull(sums, parameters);
        return sums;
    }

    /// The second derivatives times a direction.
    [[nodiscard]] Numbers curvature(const Numbers& direction) const
    {
        Numbers sums(direction.size());
        Numbers values(m_classCount);
        for (std::size_t i = 0; i < rowCount(); ++i) {
            const double* shares = &m_shares[i * m_classCount];
            apply(i, direction, values.data());
            const double mean = std::inner_product(values.begin(), values.end(), shares, 0.0);
            for (std::size_t k = 0; k < m_classCount; ++k) {
                values[k] = shares[k] * (values[k] - mean);
            }
            spread(i, values.data(), sums);
        }
        pull(sums, direction);
        return sums;
    }

    /// Where the second derivatives would lead down the slope.
    [[nodiscard]] Numbers solve(const Numbers& slope) const
    {
        Numbers direction(slope.size());
        Numbers rest(slope.size());
        add(rest, -1, slope);
        Numbers eased = rest;
        m_preconditioner.solve(eased, m_classCount);
        Numbers way = eased;
        double size = dot(rest, eased);
        const double small = innerTolerance * innerTolerance * size;
        for (int step = 0; step < mostInnerSteps && size > small && !m_progress.cancelled(); ++step) {
            const Numbers curved = curvature(way);
            const double bend = dot(way, curved);
            if (!(bend > 0)) {
                break;
            }
            add(direction, size / bend, way);
            add(rest, -size / bend, curved);
            eased = rest;
            m_preconditioner.solve(eased, m_classCount);
            const double next = dot(rest, eased);
            for (std::size_t i = 0; i < way.size(); ++i) {
                way[i] = eased[i] + next / size * way[i];
            }
            size = next;
        }
        return direction;
    }

    /// What the second derivatives of any one class are like, whatever the probabilities (Böhning 1992): half of the
    /// numbers' products.
    [[nodiscard]] Numbers bound() const
    {
        Numbers products(m_width * m_width);
        const std::size_t step = (rowCount() + rowsForScaling - 1) / rowsForScaling;
        for (std::size_t i = 0; i < rowCount(); i += step) {
            const float* numbers = row(i);
            for (std::size_t d = 0; d < m_width; ++d) {
                const auto number = static_cast<double>(numbers[d]);
                for (std::size_t e = 0; e <= d; ++e) {
                    products[d * m_width + e] += number * static_cast<double>(numbers[e]);
                }
            }
        }
        const double factor = 0.5 * static_cast<double>(step) * m_options.rowWeight;
        for (double& product : products) {
            product *= factor;
        }
        for (std::size_t d = 0; d + 1 < m_width; ++d) {
            products[d * m_width + d] += m_options.ridge;
        }
        return products;
    }

    std::vector<float> m_numbers;  ///< standardised, row by row, each with a 1 at its end
    std::size_t m_width;
    const std::vector<std::size_t>& m_classes;
    std::size_t m_classCount;
    const LinearOptions& m_options;
    Progress& m_progress;
    Numbers m_shares;
    Cholesky m_preconditioner;
};

std::string problemOf(const std::vector<std::vector<float>>& rows, const std::vector<std::size_t>& classes,
                      std::size_t classCount, const LinearOptions& options)
{
    if (rows.empty() || rows.front().empty() || rows.size() != classes.size() || classCount < 2) {
        return "a linear judge needs samples, numbers and at least two classes";
    }
    if (!(options.ridge > 0 && std::isfinite(options.ridge)) ||
        !(options.rowWeight > 0 && std::isfinite(options.rowWeight))) {
        return "a linear judge needs a positive ridge and rows that count";
    }
    const auto finite = [](float value) { return std::isfinite(value); };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].size() != rows.front().size() || !std::all_of(rows[i].begin(), rows[i].end(), finite) ||
            classes[i] >= classCount) {
            return "sample " + std::to_string(i) + " has other numbers than the rest, or one that is not finite";
        }
    }
    return {};
}

/// All values of a float tensor of this shape.
Result<std::vector<float>> valuesOf(const std::string& name, const std::vector<std::int64_t>& shape,
                                    const std::map<std::string, Tensor>& tensors)
{
    const auto found = tensors.find(name);
    if (found == tensors.end()) {
        return fail(ErrorCode::Corrupt, "the tensor \"" + name + "\" is missing");
    }
    const Tensor& tensor = found->second;
    const std::int64_t count = std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>());
    if (tensor.type != DType::F32 || tensor.shape != shape ||
        tensor.bytes.size() != static_cast<std::size_t>(count) * sizeof(float)) {
        return fail(ErrorCode::Corrupt, "the tensor \"" + name + "\" has another type or shape than the others want");
    }
    std::vector<float> values(static_cast<std::size_t>(count));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
    if (!std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); })) {
        return fail(ErrorCode::Corrupt, "the tensor \"" + name + "\" holds a value that is not a finite number");
    }
    return values;
}

}  // namespace

Result<LinearJudge> LinearJudge::fit(const std::vector<std::vector<float>>& rows,
                                     const std::vector<std::size_t>& classes, std::size_t classCount,
                                     const LinearOptions& options, Progress& progress)
{
    if (const std::string problem = problemOf(rows, classes, classCount, options); !problem.empty()) {
        return fail(ErrorCode::Invalid, problem);
    }
    const std::size_t numbers = rows.front().size();
    const std::size_t width = numbers + 1;
    LinearJudge judge;
    judge.m_scaling = measureScalars(std::vector<std::string>(numbers), rows);
    judge.m_scaling.clamp = limit;
    std::vector<float> standard(rows.size() * width, 1.0F);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        standardise(judge.m_scaling, rows[i], std::span(standard).subspan(i * width, numbers));
    }
    const auto fitted = Fit(std::move(standard), width, classes, classCount, options, progress).run();
    if (!fitted) {
        return tl::unexpected(fitted.error());
    }
    for (std::size_t k = 0; k < classCount; ++k) {
        for (std::size_t d = 0; d < numbers; ++d) {
            judge.m_weights.push_back(static_cast<float>((*fitted)[d * classCount + k]));
        }
        judge.m_constants.push_back(static_cast<float>((*fitted)[numbers * classCount + k]));
    }
    return judge;
}

std::vector<float> LinearJudge::logits(std::span<const float> row) const
{
    std::vector<float> standard(numberCount());
    standardise(m_scaling, row, standard);
    std::vector<float> result(classCount());
    for (std::size_t k = 0; k < result.size(); ++k) {
        const std::span<const float> weights = weightsOf(k);
        const double sum = std::inner_product(
            weights.begin(), weights.end(), standard.begin(), static_cast<double>(m_constants[k]), std::plus<>(),
            [](float weight, float value) { return static_cast<double>(weight) * static_cast<double>(value); });
        result[k] = static_cast<float>(std::clamp(sum, -mostLogit, mostLogit));
    }
    return result;
}

std::map<std::string, Tensor> LinearJudge::tensors(const std::string& prefix) const
{
    const auto numbers = static_cast<std::int64_t>(numberCount());
    const auto classes = static_cast<std::int64_t>(classCount());
    return {{prefix + "weight", floatTensor({classes, numbers}, m_weights)},
            {prefix + "bias", floatTensor({classes}, m_constants)},
            {prefix + "mean", floatTensor({numbers}, m_scaling.mean)},
            {prefix + "deviation", floatTensor({numbers}, m_scaling.deviation)},
            {prefix + "clamp", floatTensor({1}, {m_scaling.clamp})}};
}

Result<LinearJudge> LinearJudge::fromTensors(const std::string& prefix, const std::map<std::string, Tensor>& tensors)
{
    const auto broken = [&prefix](const std::string& tensor, const std::string& what) {
        return fail(ErrorCode::Corrupt, "the tensor \"" + prefix + tensor + "\" " + what);
    };
    const auto weight = tensors.find(prefix + "weight");
    if (weight == tensors.end()) {
        return broken("weight", "is missing");
    }
    const std::vector<std::int64_t>& shape = weight->second.shape;
    if (shape.size() != 2 || shape[0] < 2 || shape[1] < 1 || shape[0] > mostNumbers || shape[1] > mostNumbers) {
        return broken("weight", "is not classes × numbers");
    }
    auto weights = valuesOf(prefix + "weight", shape, tensors);
    auto bias = valuesOf(prefix + "bias", {shape[0]}, tensors);
    auto mean = valuesOf(prefix + "mean", {shape[1]}, tensors);
    auto deviation = valuesOf(prefix + "deviation", {shape[1]}, tensors);
    auto clamp = valuesOf(prefix + "clamp", {1}, tensors);
    for (const auto* values : {&weights, &bias, &mean, &deviation, &clamp}) {
        if (!*values) {
            return tl::unexpected(values->error());
        }
    }
    const auto positive = [](float value) { return value > 0; };
    if (!std::all_of(deviation->begin(), deviation->end(), positive)) {
        return broken("deviation", "holds a value that is not positive");
    }
    if (!positive(clamp->front())) {
        return broken("clamp", "is not positive");
    }
    LinearJudge judge;
    for (auto entry = tensors.lower_bound(prefix); entry != tensors.end() && entry->first.starts_with(prefix);
         ++entry) {
        const std::string name = entry->first.substr(prefix.size());
        if (name != "weight" && name != "bias" && name != "mean" && name != "deviation" && name != "clamp") {
            return broken(name, "is none of a linear judge's");
        }
    }
    judge.m_scaling.names.resize(mean->size());
    judge.m_scaling.mean = std::move(*mean);
    judge.m_scaling.deviation = std::move(*deviation);
    judge.m_scaling.clamp = clamp->front();
    judge.m_weights = std::move(*weights);
    judge.m_constants = std::move(*bias);
    return judge;
}

}  // namespace sightline::learning
