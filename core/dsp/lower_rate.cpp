#include "core/dsp/lower_rate.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>
#include <numeric>

namespace sightline::dsp {

namespace {

/// Four floats; the compilers offer them on every processor.
typedef float Four __attribute__((vector_size(16)));
constexpr std::int64_t tapsAtOnce = 8;

constexpr double passShare = 0.45;  ///< of the lower rate
constexpr double stopShare = 0.5;
/// Of one stage. Several add up and sums are rounded, so it is more than is promised.
constexpr double stopDecibel = 102;
/// Rates between the stages are at least so many times the last.
constexpr double leastBetween = 1.5;
/// More would be more than the filters of a day of sound are worth: 512 KB.
constexpr std::int64_t mostCoefficients = std::int64_t{1} << 17;

/// Kaiser's estimate of how many taps such a filter needs.
std::int64_t halfLength(double rateHz, double passHertz, double stopHertz)
{
    const double width = 2 * std::numbers::pi * (stopHertz - passHertz) / rateHz;
    return static_cast<std::int64_t>(std::ceil((stopDecibel - 7.95) / (2.285 * width) / 2)) + 1;
}

std::int64_t filledUp(std::int64_t taps)
{
    return (taps + tapsAtOnce - 1) / tapsAtOnce * tapsAtOnce;
}

/// The modified Bessel function of order 0, for Kaiser's window.
double besselZero(double x)
{
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; ++k) {
        term *= x * x / (4.0 * k * k);
        sum += term;
    }
    return sum;
}

double sinc(double x)
{
    return std::abs(x) < 1e-9 ? 1 : std::sin(std::numbers::pi * x) / (std::numbers::pi * x);
}

/// `taps` is a multiple of tapsAtOnce. Partial sums are always added in the same order.
float sumOfProducts(const float* signal, const float* weights, std::int64_t taps)
{
    Four a{};
    Four b{};
    for (std::int64_t i = 0; i < taps; i += tapsAtOnce) {
        std::array<Four, 4> part;
        std::memcpy(part.data(), signal + i, 2 * sizeof(Four));
        std::memcpy(&part[2], weights + i, 2 * sizeof(Four));
        a += part[0] * part[2];
        b += part[1] * part[3];
    }
    a += b;
    return (a[0] + a[2]) + (a[1] + a[3]);
}

std::vector<std::int64_t> divisorsUpTo(double most, std::int64_t number)
{
    std::vector<std::int64_t> divisors;
    for (std::int64_t d = 1; static_cast<double>(d) <= most; ++d) {
        if (number % d == 0) {
            divisors.push_back(d);
        }
    }
    return divisors;
}

/// Multiplications a second of sound costs in a stage that ends at `afterHz`.
double costOf(double rateHz, double afterHz, double passHertz, double stopHertz)
{
    return afterHz * static_cast<double>(filledUp(2 * halfLength(rateHz, passHertz, stopHertz) + 1));
}

}  // namespace

LowerRate::Stage LowerRate::stageOf(double rateHz, std::int64_t in, std::int64_t out, double passHertz,
                                    double stopHertz)
{
    Stage stage;
    stage.in = in;
    stage.out = out;
    const std::int64_t half = halfLength(rateHz, passHertz, stopHertz);
    stage.before = half;
    stage.taps = filledUp(2 * half + 1);
    stage.phase.assign(static_cast<std::size_t>(out * stage.taps), 0.0F);
    const double cut = (passHertz + stopHertz) / rateHz;  // of half the rate
    const double beta = 0.1102 * (stopDecibel - 8.7);
    std::vector<double> weights(static_cast<std::size_t>(2 * half + 1));
    for (std::int64_t p = 0; p < out; ++p) {
        // Phase p lies that far behind the sample before it.
        const double behind = static_cast<double>(p) / static_cast<double>(out);
        double sum = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const double at = static_cast<double>(i) - static_cast<double>(half) - behind;
            const double share = at / (static_cast<double>(half) + 1);
            weights[i] = sinc(cut * at) * besselZero(beta * std::sqrt(std::max(0.0, 1 - share * share)));
            sum += weights[i];
        }
        // A constant stays what it is in every phase.
        for (std::size_t i = 0; i < weights.size(); ++i) {
            stage.phase[static_cast<std::size_t>(p * stage.taps) + i] = static_cast<float>(weights[i] / sum);
        }
    }
    return stage;
}

std::optional<LowerRate> LowerRate::create(std::int64_t fromHz, std::int64_t toHz)
{
    constexpr std::int64_t highestHz = 10'000'000;
    if (toHz < 1 || fromHz <= toHz || fromHz > highestHz) {
        return std::nullopt;
    }
    const std::int64_t common = std::gcd(fromHz, toHz);
    const std::int64_t in = fromHz / common;
    const std::int64_t out = toHz / common;
    const auto from = static_cast<double>(fromHz);
    const auto to = static_cast<double>(toHz);
    const double pass = passShare * to;
    const double stop = stopShare * to;

    // Up to two whole divisions first, whichever cost least; they leave alone what the last filter keeps or cuts.
    const std::vector<std::int64_t> divisors = divisorsUpTo(from / (leastBetween * to), in);
    std::int64_t first = 1;
    std::int64_t second = 1;
    double least = costOf(from, to, pass, stop);
    for (const std::int64_t a : divisors) {
        for (const std::int64_t b : divisors) {
            const double afterFirst = from / static_cast<double>(a);
            const double afterSecond = afterFirst / static_cast<double>(b);
            if (in % (a * b) != 0 || a == 1 || afterSecond < leastBetween * to) {
                continue;
            }
            double cost = costOf(from, afterFirst, pass, afterFirst - stop) + costOf(afterSecond, to, pass, stop);
            cost += b == 1 ? 0 : costOf(afterFirst, afterSecond, pass, afterSecond - stop);
            if (cost < least) {
                least = cost;
                first = a;
                second = b;
            }
        }
    }
    LowerRate lower;
    lower.m_fromHz = fromHz;
    lower.m_toHz = toHz;
    double rate = from;
    for (const std::int64_t by : {first, second}) {
        if (by > 1) {
            const double after = rate / static_cast<double>(by);
            lower.m_stages.push_back(stageOf(rate, by, 1, pass, after - stop));
            rate = after;
        }
    }
    if (out * filledUp(2 * halfLength(rate, pass, stop) + 1) > mostCoefficients) {
        return std::nullopt;
    }
    lower.m_stages.push_back(stageOf(rate, in / (first * second), out, pass, stop));
    return lower;
}

void LowerRate::run(const Stage& stage, std::span<const float> signal, std::vector<float>& out)
{
    const auto samples = static_cast<std::int64_t>(signal.size());
    // Where the filter looks beyond an end, it looks at a copy with silence around it.
    std::vector<float> edge(static_cast<std::size_t>(stage.taps));
    std::int64_t at = 0;
    std::int64_t phase = 0;
    for (float& value : out) {
        const std::int64_t begin = at - stage.before;
        const bool inside = begin >= 0 && begin + stage.taps <= samples;
        if (!inside) {
            for (std::int64_t i = 0; i < stage.taps; ++i) {
                const std::int64_t place = begin + i;
                edge[static_cast<std::size_t>(i)] =
                    place >= 0 && place < samples ? signal[static_cast<std::size_t>(place)] : 0.0F;
            }
        }
        const float* const from = inside ? signal.data() + begin : edge.data();
        value = sumOfProducts(from, stage.phase.data() + phase * stage.taps, stage.taps);
        phase += stage.in;
        at += phase / stage.out;
        phase %= stage.out;
    }
}

std::vector<float> LowerRate::apply(std::span<const float> signal) const
{
    std::vector<float> now;
    for (const Stage& stage : m_stages) {
        const std::span<const float> before = &stage == m_stages.data() ? signal : std::span<const float>(now);
        const auto samples = static_cast<double>(before.size());
        const bool last = &stage == &m_stages.back();
        // The stages between keep one more at the end rather than one less.
        const auto count =
            last ? static_cast<std::size_t>(std::llround(static_cast<double>(signal.size()) *
                                                         static_cast<double>(m_toHz) / static_cast<double>(m_fromHz)))
                 : static_cast<std::size_t>(std::ceil(samples / static_cast<double>(stage.in)));
        std::vector<float> next(count);
        run(stage, before, next);
        now = std::move(next);
    }
    return now;
}

std::int64_t LowerRate::reach() const
{
    double seconds = 0;
    auto rate = static_cast<double>(m_fromHz);
    for (const Stage& stage : m_stages) {
        seconds += static_cast<double>(std::max(stage.before, stage.taps - stage.before)) / rate;
        rate /= static_cast<double>(stage.in) / static_cast<double>(stage.out);
    }
    return static_cast<std::int64_t>(std::ceil(seconds * static_cast<double>(m_toHz))) + 1;
}

double LowerRate::operationsPerSecond() const
{
    double sum = 0;
    auto rate = static_cast<double>(m_fromHz);
    for (const Stage& stage : m_stages) {
        rate /= static_cast<double>(stage.in) / static_cast<double>(stage.out);
        sum += rate * static_cast<double>(stage.taps);
    }
    return sum;
}

}  // namespace sightline::dsp
