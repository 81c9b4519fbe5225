#include "core/dsp/resample.h"

#include <samplerate.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/text.h"
#include "core/dsp/lower_rate.h"

namespace sightline::dsp {

namespace {

/// One second-order section, transposed direct form II; computed in double precision, since the poles of a 10-Hz band
/// at 96 kHz lie within 1e-3 of the unit circle.
struct Section {
    std::array<double, 3> b{};
    std::array<double, 2> a{};
    double z0 = 0;
    double z1 = 0;

    double next(double x)
    {
        const double y = b[0] * x + z0;
        z0 = b[1] * x - a[0] * y + z1;
        z1 = b[2] * x - a[1] * y;
        return y;
    }
};

/// A Butterworth low-pass or high-pass of fourth order by the bilinear transform: two sections whose quality factors
/// are 1 / (2 cos(π/8)) and 1 / (2 cos(3π/8)).
std::array<Section, 2> butterworth(double edgeHertz, double rateHz, bool highPass)
{
    const double k = std::tan(std::numbers::pi * edgeHertz / rateHz);
    std::array<Section, 2> sections;
    for (std::size_t i = 0; i < sections.size(); ++i) {
        const double damping = 2 * std::cos(std::numbers::pi * (2 * static_cast<double>(i) + 1) / 8);
        const double norm = 1 / (1 + damping * k + k * k);
        Section& s = sections[i];
        s.b = highPass ? std::array{norm, -2 * norm, norm} : std::array{k * k * norm, 2 * k * k * norm, k * k * norm};
        s.a = {2 * (k * k - 1) * norm, (1 - damping * k + k * k) * norm};
    }
    return sections;
}

void runBothWays(std::vector<double>& signal, const std::array<Section, 2>& sections)
{
    for (int pass = 0; pass < 2; ++pass) {
        for (Section section : sections) {
            for (double& x : signal) {
                x = section.next(x);
            }
        }
        std::reverse(signal.begin(), signal.end());
    }
}

}  // namespace

Result<std::vector<float>> resampled(std::span<const float> signal, double fromHz, double toHz)
{
    const double ratio = toHz / fromHz;
    if (!(fromHz > 0) || !(toHz > 0) || !src_is_valid_ratio(ratio)) {
        return fail(ErrorCode::Invalid,
                    "sound of " + formatNumber(fromHz) + " Hz cannot be resampled to " + formatNumber(toHz) + " Hz");
    }
    if (fromHz == toHz) {
        return std::vector<float>(signal.begin(), signal.end());
    }
    if (toHz < fromHz && fromHz == std::round(fromHz) && toHz == std::round(toHz)) {
        const auto whole = [](double hertz) { return static_cast<std::int64_t>(std::min(hertz, 1e15)); };
        if (const auto lower = LowerRate::create(whole(fromHz), whole(toHz))) {
            return lower->apply(signal);
        }
    }
    const auto wanted = static_cast<std::size_t>(std::llround(static_cast<double>(signal.size()) * ratio));
    std::vector<float> out(wanted);
    SRC_DATA data{};
    data.data_in = signal.data();
    data.data_out = out.data();
    data.input_frames = static_cast<long>(signal.size());
    data.output_frames = static_cast<long>(out.size());
    data.src_ratio = ratio;
    // What the filter still holds at the end is zero there anyway, so a missing last sample or two is zero.
    const int problem = wanted == 0 ? 0 : src_simple(&data, SRC_SINC_MEDIUM_QUALITY, 1);
    if (problem != 0) {
        return fail(ErrorCode::Internal, std::string("resampling failed: ") + src_strerror(problem));
    }
    return out;
}

Result<void> keepBand(std::span<float> signal, double rateHz, Band band)
{
    const bool high = band.highHertz > 0 && band.highHertz < rateHz / 2;
    const bool low = band.lowHertz > 0;
    if (!(rateHz > 0) || !(band.lowHertz >= 0) || !(band.highHertz >= 0) || (low && band.lowHertz >= rateHz / 2) ||
        (high && band.lowHertz >= band.highHertz)) {
        return fail(ErrorCode::Invalid, "there is no band from " + formatNumber(band.lowHertz) + " to " +
                                            formatNumber(band.highHertz) + " Hz at a rate of " + formatNumber(rateHz) +
                                            " Hz");
    }
    if (signal.empty() || (!low && !high)) {
        return {};
    }
    // Long enough for the slowest section to settle: some periods of the lowest edge.
    const double lowest = low ? band.lowHertz : band.highHertz;
    const auto margin = static_cast<std::size_t>(std::min(4 * rateHz / lowest, static_cast<double>(signal.size() - 1)));
    std::vector<double> padded(signal.size() + 2 * margin);
    // Odd reflection: the signal turned around its end point.
    for (std::size_t i = 0; i < padded.size(); ++i) {
        padded[i] = i < margin                   ? 2.0 * signal.front() - signal[margin - i]
                    : i < margin + signal.size() ? signal[i - margin]
                                                 : 2.0 * signal.back() - signal[2 * signal.size() + margin - 2 - i];
    }
    // Against a step at the outer ends.
    const double offset = padded.front();
    for (double& x : padded) {
        x -= offset;
    }
    if (low) {
        runBothWays(padded, butterworth(band.lowHertz, rateHz, true));
    }
    if (high) {
        runBothWays(padded, butterworth(band.highHertz, rateHz, false));
    }
    for (std::size_t i = 0; i < signal.size(); ++i) {
        signal[i] = static_cast<float>(padded[i + margin] + (low ? 0 : offset));
    }
    return {};
}

}  // namespace sightline::dsp
