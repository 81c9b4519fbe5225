#include "core/dsp/mel.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"

namespace sightline::dsp {

namespace {

// Slaney's Auditory Toolbox: 3/200 mel per hertz up to 1,000 Hz (15 mel), then 27 mel for every factor of 6.4.
constexpr double slaneyMelPerHertz = 3.0 / 200.0;
constexpr double slaneyBreakHertz = 1000.0;
constexpr double slaneyBreakMel = 15.0;
const double slaneyMelPerLog = 27.0 / std::log(6.4);

Result<void> checked(const MelSettings& s)
{
    const double half = s.rateHz / 2;
    if (!(s.rateHz > 0) || s.fft < 2 || s.fft % 2 != 0 || s.bands < 1) {
        return fail(ErrorCode::Invalid, "mel bands need a rate, an even FFT length and at least one band");
    }
    if (!(s.lowHertz >= 0) || !(s.highHertz > s.lowHertz) || s.highHertz > half * (1 + 1e-9)) {
        return fail(ErrorCode::Invalid, "mel bands must lie between 0 and " + formatNumber(half) + " Hz, not from " +
                                            formatNumber(s.lowHertz) + " to " + formatNumber(s.highHertz) + " Hz");
    }
    return {};
}

}  // namespace

double melOfHertz(MelScale scale, double hertz)
{
    if (scale == MelScale::Htk) {
        return 2595.0 * std::log10(1.0 + hertz / 700.0);
    }
    return hertz < slaneyBreakHertz ? hertz * slaneyMelPerHertz
                                    : slaneyBreakMel + slaneyMelPerLog * std::log(hertz / slaneyBreakHertz);
}

double hertzOfMel(MelScale scale, double mel)
{
    if (scale == MelScale::Htk) {
        return 700.0 * (std::pow(10.0, mel / 2595.0) - 1.0);
    }
    return mel < slaneyBreakMel ? mel / slaneyMelPerHertz
                                : slaneyBreakHertz * std::exp((mel - slaneyBreakMel) / slaneyMelPerLog);
}

Result<MelBank> MelBank::create(const MelSettings& settings)
{
    if (const auto good = checked(settings); !good) {
        return tl::unexpected(good.error());
    }
    MelBank bank;
    bank.m_settings = settings;
    const MelScale scale = settings.scale;
    const double low = melOfHertz(scale, settings.lowHertz);
    const double high = melOfHertz(scale, settings.highHertz);
    for (int i = 0; i < settings.bands + 2; ++i) {
        bank.m_edgesHertz.push_back(hertzOfMel(scale, low + (high - low) * i / (settings.bands + 1)));
    }
    int empty = 0;
    int firstEmpty = 0;
    for (int band = 0; band < settings.bands; ++band) {
        // Triangles are straight in hertz or in mel; `x` is whichever it is.
        const bool inMel = settings.slopes == MelSlopes::Mel;
        const auto x = [&](double hertz) { return inMel ? melOfHertz(scale, hertz) : hertz; };
        const double left = x(bank.lowHertz(band));
        const double middle = x(bank.centreHertz(band));
        const double right = x(bank.highHertz(band));
        const double height = settings.norm == MelNorm::Area ? 2.0 / (bank.highHertz(band) - bank.lowHertz(band)) : 1.0;
        Triangle triangle;
        // TensorFlow leaves the first bin out of every band.
        for (int bin = inMel ? 1 : 0; bin < bank.bins(); ++bin) {
            const double at = x(static_cast<double>(bin) * settings.rateHz / settings.fft);
            const double weight = std::min((at - left) / (middle - left), (right - at) / (right - middle));
            if (weight > 0) {
                triangle.firstBin = triangle.weights.empty() ? bin : triangle.firstBin;
                triangle.weights.push_back(static_cast<float>(weight * height));
            } else if (!triangle.weights.empty()) {
                break;
            }
        }
        if (triangle.weights.empty()) {
            firstEmpty = empty == 0 ? band : firstEmpty;
            ++empty;
        }
        bank.m_triangles.push_back(std::move(triangle));
    }
    if (empty > 0) {
        return fail(ErrorCode::Invalid, std::to_string(empty) + " of " + std::to_string(settings.bands) +
                                            " mel bands see no bin of an FFT of " + std::to_string(settings.fft) +
                                            " (the first at " + formatFixed(bank.centreHertz(firstEmpty), 1) +
                                            " Hz): take fewer bands, a longer FFT or a wider range");
    }
    return bank;
}

float MelBank::weight(int band, int bin) const
{
    const Triangle& triangle = m_triangles[static_cast<std::size_t>(band)];
    const int place = bin - triangle.firstBin;
    return place < 0 || place >= static_cast<int>(triangle.weights.size())
               ? 0.0F
               : triangle.weights[static_cast<std::size_t>(place)];
}

void MelBank::apply(std::span<const float> rows, std::int64_t frames, std::span<float> out) const
{
    const auto binCount = static_cast<std::size_t>(bins());
    const std::size_t bandCount = m_triangles.size();
    for (std::size_t frame = 0; frame < static_cast<std::size_t>(frames); ++frame) {
        const float* const row = rows.data() + frame * binCount;
        for (std::size_t band = 0; band < bandCount; ++band) {
            const Triangle& triangle = m_triangles[band];
            const float* const from = row + triangle.firstBin;
            // Four sums that do not wait for one another; the order is fixed, so the value is too.
            float sums[4] = {0, 0, 0, 0};
            const std::size_t count = triangle.weights.size();
            for (std::size_t i = 0; i < count; ++i) {
                sums[i % 4] += from[i] * triangle.weights[i];
            }
            out[frame * bandCount + band] = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        }
    }
}

std::vector<float> MelBank::apply(std::span<const float> rows, std::int64_t frames) const
{
    std::vector<float> out(static_cast<std::size_t>(frames) * m_triangles.size());
    apply(rows, frames, out);
    return out;
}

}  // namespace sightline::dsp
