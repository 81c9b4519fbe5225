#include "core/dsp/levels.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sightline::dsp {

void toDecibel(std::span<float> power, const DecibelSettings& settings)
{
    if (power.empty()) {
        return;
    }
    double reference = settings.reference;
    if (settings.toMaximum) {
        reference = *std::max_element(power.begin(), power.end());
    }
    const double zero = 10 * std::log10(std::max(settings.floor, reference));
    double highest = -std::numeric_limits<double>::infinity();
    for (float& value : power) {
        const double decibel = 10 * std::log10(std::max(settings.floor, static_cast<double>(value))) - zero;
        highest = std::max(highest, decibel);
        value = static_cast<float>(decibel);
    }
    if (settings.top) {
        const auto lowest = static_cast<float>(highest - *settings.top);
        for (float& value : power) {
            value = std::max(value, lowest);
        }
    }
}

double PcenSettings::smoothingOf(double timeConstantSeconds, double rateHz, int hop)
{
    const double frames = timeConstantSeconds * rateHz / hop;
    return (std::sqrt(1 + 4 * frames * frames) - 1) / (2 * frames * frames);
}

Result<Pcen> Pcen::create(int bands, const PcenSettings& settings)
{
    return create(std::vector<PcenSettings>(static_cast<std::size_t>(std::max(bands, 0)), settings));
}

Result<Pcen> Pcen::create(const std::vector<PcenSettings>& settingsOfBands)
{
    const bool good = std::all_of(settingsOfBands.begin(), settingsOfBands.end(), [](const PcenSettings& s) {
        return s.gain >= 0 && s.bias > 0 && s.power > 0 && s.epsilon > 0 && s.smoothing > 0 && s.smoothing <= 1;
    });
    if (!good || settingsOfBands.empty()) {
        return fail(ErrorCode::Invalid,
                    "PCEN needs a gain of at least 0, bias, power and epsilon above 0, and a smoothing in (0, 1]");
    }
    Pcen pcen;
    pcen.m_settings = settingsOfBands;
    return pcen;
}

void Pcen::apply(std::span<float> rows)
{
    const std::size_t bands = m_settings.size();
    for (std::size_t begin = 0; begin + bands <= rows.size(); begin += bands) {
        const bool first = m_means.empty();
        m_means.resize(bands, 1.0);
        for (std::size_t band = 0; band < bands; ++band) {
            const PcenSettings& s = m_settings[band];
            const double energy = std::max(0.0F, rows[begin + band]);
            double& mean = m_means[band];
            mean = first && s.startsAtFirstFrame ? energy : (1 - s.smoothing) * mean + s.smoothing * energy;
            // The form that keeps its digits where energies are tiny.
            const double gain = std::exp(-s.gain * (std::log(s.epsilon) + std::log1p(mean / s.epsilon)));
            rows[begin + band] = static_cast<float>(std::pow(s.bias, s.power) *
                                                    std::expm1(s.power * std::log1p(energy * gain / s.bias)));
        }
    }
}

Result<std::vector<float>> cepstra(std::span<const float> rows, int bands, int coefficients)
{
    if (bands < 1 || coefficients < 1 || coefficients > bands) {
        return fail(ErrorCode::Invalid, "between 1 and " + std::to_string(bands) +
                                            " cepstral coefficients can be had, not " + std::to_string(coefficients));
    }
    const auto width = static_cast<std::size_t>(bands);
    const auto kept = static_cast<std::size_t>(coefficients);
    std::vector<double> basis(kept * width);
    for (std::size_t k = 0; k < kept; ++k) {
        const double scale = std::sqrt((k == 0 ? 1.0 : 2.0) / bands);
        for (std::size_t n = 0; n < width; ++n) {
            basis[k * width + n] = scale * std::cos(std::numbers::pi * static_cast<double>(k) *
                                                    (2.0 * static_cast<double>(n) + 1) / (2.0 * bands));
        }
    }
    std::vector<float> out(rows.size() / width * kept);
    for (std::size_t frame = 0; frame < rows.size() / width; ++frame) {
        for (std::size_t k = 0; k < kept; ++k) {
            double sum = 0;
            for (std::size_t n = 0; n < width; ++n) {
                sum += basis[k * width + n] * rows[frame * width + n];
            }
            out[frame * kept + k] = static_cast<float>(sum);
        }
    }
    return out;
}

float medianOf(std::span<float> values)
{
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 != 0) {
        return *middle;
    }
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

void whitenByMedian(std::span<float> rows, int bands, double lowest, double highest)
{
    const auto width = static_cast<std::size_t>(std::max(bands, 1));
    const std::size_t frames = rows.size() / width;
    std::vector<float> scratch;
    for (std::size_t band = 0; band < width; ++band) {
        scratch.resize(frames);
        for (std::size_t frame = 0; frame < frames; ++frame) {
            scratch[frame] = rows[frame * width + band];
        }
        const float median = medianOf(scratch);
        for (std::size_t frame = 0; frame < frames; ++frame) {
            rows[frame * width + band] -= median;
        }
    }
    for (std::size_t frame = 0; frame < frames; ++frame) {
        const std::span<float> row = rows.subspan(frame * width, width);
        scratch.assign(row.begin(), row.end());
        const float median = medianOf(scratch);
        for (float& value : row) {
            value = std::clamp(value - median, static_cast<float>(lowest), static_cast<float>(highest));
        }
    }
}

}  // namespace sightline::dsp
