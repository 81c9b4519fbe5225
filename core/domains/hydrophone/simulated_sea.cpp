#include "core/domains/hydrophone/simulated_sea.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/dsp/fourier.h"
#include "core/dsp/levels.h"
#include "core/dsp/stft.h"

namespace sightline::hydrophone {

namespace {

constexpr double lowestHertz = 50;
constexpr double highestHertz = 350;
/// Frequencies of a spectrum: 4 Hz apart at 2 kHz.
constexpr std::size_t spectrumSize = 257;

}  // namespace

std::vector<float> shapedNoise(std::size_t samples, const PowerSpectrum& spectrum, double exponent, Rng& rng)
{
    if (samples == 0 || spectrum.size() < 2) {
        return std::vector<float>(samples);
    }
    std::vector<double> amplitude;
    amplitude.reserve(spectrum.size());
    for (const double power : spectrum) {
        amplitude.push_back(power > 0 ? std::pow(power, exponent / 2) : 0);
    }
    std::vector<std::complex<double>> series(samples / 2 + 1);
    double squares = 0;
    // The mean stays 0.
    for (std::size_t k = 1; k < series.size(); ++k) {
        const double place =
            static_cast<double>(k) * 2 / static_cast<double>(samples) * static_cast<double>(spectrum.size() - 1);
        const std::size_t below = std::min(static_cast<std::size_t>(place), spectrum.size() - 2);
        const double share = place - static_cast<double>(below);
        const double height = (1 - share) * amplitude[below] + share * amplitude[below + 1];
        const double real = height * rng.normal();
        const double imaginary = height * rng.normal();
        series[k] = {real, imaginary};
        // What the noise of this spectrum has on average, so that its loudness varies as noise does.
        squares += 4 * height * height;
    }
    const std::vector<double> noise = dsp::fromFourierSeries(series, samples);
    const double scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
    std::vector<float> out;
    out.reserve(samples);
    for (const double value : noise) {
        out.push_back(static_cast<float>(value * scale));
    }
    return out;
}

PowerSpectrum seaSpectrum(double rateHz, Rng& rng)
{
    PowerSpectrum spectrum(spectrumSize);
    const double hertzApart = rateHz / 2 / static_cast<double>(spectrumSize - 1);
    const double knee = std::exp(rng.uniform(std::log(25.0), std::log(250.0)));
    const double slope = rng.uniform(2, 7) / 3.0103;  // power falls as frequency to this power
    const double highPass = rng.uniform(4, 25);
    double unevenness = 0;
    for (std::size_t i = 0; i < spectrum.size(); ++i) {
        const double hertz = static_cast<double>(i) * hertzApart;
        unevenness = 0.9 * unevenness + 0.12 * rng.normal();
        spectrum[i] = std::exp(unevenness) / (1 + std::pow(hertz / knee, slope)) /
                      (1 + std::pow(highPass / std::max(hertz, 0.1), 4));
    }
    if (rng.chance(0.5)) {
        const std::size_t lines = 1 + rng.below(4);
        for (std::size_t i = 0; i < lines; ++i) {
            const double hertz = rng.uniform(20, 400);
            const double times = std::pow(10.0, rng.uniform(0.3, 1.5));
            const auto at = static_cast<std::size_t>(std::lround(hertz / hertzApart));
            if (at < spectrum.size()) {
                spectrum[at] *= times;
            }
        }
    }
    return spectrum;
}

std::vector<float> simulatedSea(std::size_t samples, double rateHz, Rng& rng)
{
    const PowerSpectrum spectrum = seaSpectrum(rateHz, rng);
    const double exponent = rng.uniform(0.6, 1.6);
    return shapedNoise(samples, spectrum, exponent, rng);
}

double backgroundRms(std::span<const float> samples, double rateHz)
{
    const int piece = 2 * static_cast<int>(std::lround(rateHz / 16));
    const auto stft = dsp::Stft::create({.window = piece,
                                         .fft = piece,
                                         .hop = std::max(piece / 2, 1),
                                         .shape = dsp::WindowShape::Hann,
                                         .symmetry = dsp::WindowSymmetry::Periodic,
                                         .placement = dsp::FramePlacement::Whole});
    if (!stft || samples.size() < static_cast<std::size_t>(piece)) {
        return 0;
    }
    const std::vector<float> rows = stft->power(samples);
    const auto bins = static_cast<std::size_t>(stft->bins());
    std::vector<float> powers;
    powers.reserve(rows.size() / bins);
    for (std::size_t row = 0; row < rows.size(); row += bins) {
        double power = 0;
        for (std::size_t bin = 0; bin < bins; ++bin) {
            const double hertz = dsp::binHertz(static_cast<int>(bin), piece, rateHz);
            power += hertz >= lowestHertz && hertz <= highestHertz ? static_cast<double>(rows[row + bin]) : 0;
        }
        powers.push_back(static_cast<float>(power));
    }
    // Parseval; the squares of a Hann window add up to 3/8 of its length.
    const double perSquare = 0.375 * static_cast<double>(piece) * static_cast<double>(piece) / 2;
    return std::sqrt(static_cast<double>(dsp::medianOf(powers)) / perSquare);
}

}  // namespace sightline::hydrophone
