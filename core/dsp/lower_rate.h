// A lower rate by filters of finite length, stage after stage: what hours of sound cost least.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sightline::dsp {

/// From one rate to a lower one. Frequencies up to 0.45 of the lower rate keep their level within 0.001 dB; what lies
/// above half of it is 97 dB down before it could fold back. Nothing is delayed: sample k of the result is the moment
/// of sample k · from / to. Every sample of the result is the same sum in the same order, wherever the signal was cut
/// to begin (at a moment both rates have a sample) and however long it is, as long as reach() samples on both sides of
/// it were there. Immutable; may be used from any thread at once.
class LowerRate {
public:
    /// Nothing where the rates have so little in common that the filters would not be worth their memory, where they
    /// are not positive, or where the second is not lower.
    static std::optional<LowerRate> create(std::int64_t fromHz, std::int64_t toHz);

    /// round(samples · to / from) samples; the signal is silent before its begin and after its end.
    [[nodiscard]] std::vector<float> apply(std::span<const float> signal) const;
    /// Samples of the lower rate on either side of one that it depends on.
    [[nodiscard]] std::int64_t reach() const;
    /// Multiplications and additions a second of sound costs.
    [[nodiscard]] double operationsPerSecond() const;

private:
    /// In L samples out for every M in; L is 1 but in the last stage.
    struct Stage {
        std::int64_t in = 1;       ///< M
        std::int64_t out = 1;      ///< L
        std::int64_t before = 0;   ///< taps before the sample an output lies at or after
        std::int64_t taps = 0;     ///< per phase, filled up with zeros
        std::vector<float> phase;  ///< L filters of that many taps
    };
    static Stage stageOf(double rateHz, std::int64_t in, std::int64_t out, double passHertz, double stopHertz);
    static void run(const Stage& stage, std::span<const float> signal, std::vector<float>& out);

    std::int64_t m_fromHz = 1;
    std::int64_t m_toHz = 1;
    std::vector<Stage> m_stages;
};

}  // namespace sightline::dsp
