#include "core/dsp/long_term_spectrum.h"
#include "core/base/little_endian.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sightline::dsp {

namespace {

constexpr std::string_view mark = "SLLT0001";  // kind and version of stored spectra
constexpr int fftLength = 2048;
constexpr int hop = fftLength / 2;
constexpr std::int64_t place = 4096;
/// Of a band's lowest bin: about a tenth of an octave.
constexpr double relativeWidth = 0.07;
/// Power of a sine of full scale in a Hann window of sum fftLength / 2, over all bins it reaches.
constexpr double fullScale = 1.5 * (fftLength / 4.0) * (fftLength / 4.0);

/// The first bin of each band, and the bin after the last. The lowest bin is no sound but an offset.
std::vector<int> bandBins()
{
    std::vector<int> bins;
    for (int bin = 1; bin <= fftLength / 2; bin += std::max(1, static_cast<int>(bin * relativeWidth)))
        bins.push_back(bin);
    bins.push_back(fftLength / 2 + 1);
    return bins;
}

/// The parts of a signal, equal to a sample.
struct Columns {
    std::int64_t samples;
    std::int64_t count;

    [[nodiscard]] SampleRange rangeOf(std::int64_t column) const
    {
        const auto edge = [&](std::int64_t i) {
            // Without an overflow for signals of years.
            return samples / count * i + samples % count * i / count;
        };
        return {edge(column), edge(column + 1) - edge(column)};
    }
};

/// Where a column is read: in one piece, or in places around the middles of equal parts.
std::vector<SampleRange> placesIn(const SampleRange& column, int places, std::int64_t samples)
{
    if (column.count <= places * place) {
        // A little of the next column, so that the last frame that begins in this one is whole.
        const std::int64_t begin = std::min(column.begin, samples - fftLength);
        return {{begin, std::min((column.count + hop - 1) / hop * hop + hop, samples - begin)}};
    }
    std::vector<SampleRange> ranges;
    const std::int64_t part = column.count / places;
    for (int i = 0; i < places; ++i)
        ranges.push_back({column.begin + i * part + (part - place) / 2, place});
    return ranges;
}

LongTermSpectrum emptySpectrum(std::int64_t samples, double rateHz)
{
    LongTermSpectrum spectrum;
    spectrum.samples = samples;
    spectrum.rateHz = rateHz;
    spectrum.columns =
        static_cast<int>(std::clamp<std::int64_t>(samples / fftLength, 0, LongTermSpectrum::mostColumns));
    // A bin reaches half a bin to both sides.
    for (const int bin : bandBins())
        spectrum.edgesHertz.push_back(std::min((bin - 0.5) * rateHz / fftLength, rateHz / 2));
    const auto values = static_cast<std::size_t>(spectrum.columns) * static_cast<std::size_t>(spectrum.bands());
    spectrum.levelDecibel.assign(values, LongTermSpectrum::silence);
    return spectrum;
}

}  // namespace

int LongTermSpectrum::columnAt(double seconds) const
{
    const double share = samples > 0 ? seconds * rateHz / static_cast<double>(samples) : 0;
    return std::clamp(static_cast<int>(std::clamp(share, 0.0, 1.0) * columns), 0, std::max(columns - 1, 0));
}

int LongTermSpectrum::bandAt(double hertz) const
{
    if (edgesHertz.empty() || hertz < edgesHertz.front() || hertz > edgesHertz.back())
        return -1;
    const auto above = std::upper_bound(edgesHertz.begin(), edgesHertz.end(), hertz);
    return std::min(static_cast<int>(above - edgesHertz.begin()) - 1, bands() - 1);
}

float LongTermSpectrum::level(int column, int band) const
{
    return levelDecibel[static_cast<std::size_t>(column) * static_cast<std::size_t>(bands()) +
                        static_cast<std::size_t>(band)];
}

std::string LongTermSpectrum::bytes() const
{
    std::string out(mark);
    appendLittleEndian(out, static_cast<std::uint64_t>(samples), 8);
    appendLittleEndian(out, std::bit_cast<std::uint64_t>(rateHz), 8);
    appendLittleEndian(out, estimated ? 1 : 0, 1);
    for (const float value : levelDecibel)
        appendLittleEndian(out, std::bit_cast<std::uint32_t>(value), 4);
    return out;
}

Result<LongTermSpectrum> LongTermSpectrum::fromBytes(std::string_view bytes, std::int64_t samples, double rateHz)
{
    LongTermSpectrum spectrum = emptySpectrum(samples, rateHz);
    const std::size_t head = mark.size() + 17;
    if (bytes.size() != head + 4 * spectrum.levelDecibel.size() || !bytes.starts_with(mark) ||
        littleEndian(bytes, mark.size(), 8) != static_cast<std::uint64_t>(samples) ||
        littleEndian(bytes, mark.size() + 8, 8) != std::bit_cast<std::uint64_t>(rateHz))
        return fail(ErrorCode::Corrupt, "this is no stored long-term spectrum of this sound");
    spectrum.estimated = bytes[head - 1] != 0;
    for (std::size_t i = 0; i < spectrum.levelDecibel.size(); ++i) {
        const auto value = std::bit_cast<float>(static_cast<std::uint32_t>(littleEndian(bytes, head + 4 * i, 4)));
        spectrum.levelDecibel[i] = std::isfinite(value) ? value : silence;
    }
    return spectrum;
}

Result<LongTermSpectrum> longTermSpectrum(const SampleReader& read, std::int64_t samples, double rateHz, int places,
                                          Progress& progress)
{
    if (places < 1 || !(rateHz > 0))
        return fail(ErrorCode::Invalid, "a long-term spectrum needs a rate and at least one place in each column");
    const auto stft =
        Stft::create({fftLength, fftLength, hop, WindowShape::Hann, WindowSymmetry::Periodic, FramePlacement::Whole});
    if (!stft)
        return tl::unexpected(stft.error());
    LongTermSpectrum spectrum = emptySpectrum(samples, rateHz);
    const std::vector<int> bins = bandBins();
    const Columns columns{samples, std::max(spectrum.columns, 1)};
    std::vector<float> block, power;
    std::vector<double> sums(bins.size() - 1);
    for (int column = 0; column < spectrum.columns; ++column) {
        const SampleRange range = columns.rangeOf(column);
        spectrum.estimated = spectrum.estimated || range.count > places * place;
        std::fill(sums.begin(), sums.end(), 0.0);
        std::int64_t frames = 0;
        for (const SampleRange& part : placesIn(range, places, samples)) {
            if (progress.cancelled())
                return fail(ErrorCode::Cancelled, "the long-term spectrum was stopped");
            block.resize(static_cast<std::size_t>(part.count));
            if (const auto done = read(part.begin, block); !done)
                return tl::unexpected(done.error());
            power = stft->power(block);
            const auto width = static_cast<std::size_t>(stft->bins());
            for (std::size_t at = 0; at < power.size(); at += width, ++frames) {
                for (std::size_t band = 0; band < sums.size(); ++band) {
                    for (int bin = bins[band]; bin < bins[band + 1]; ++bin)
                        sums[band] += static_cast<double>(power[at + static_cast<std::size_t>(bin)]);
                }
            }
        }
        for (std::size_t band = 0; band < sums.size(); ++band) {
            const double mean = sums[band] / fullScale / static_cast<double>(std::max<std::int64_t>(frames, 1));
            spectrum.levelDecibel[static_cast<std::size_t>(column) * sums.size() + band] =
                std::max(static_cast<float>(10 * std::log10(std::max(mean, 1e-20))), LongTermSpectrum::silence);
        }
        progress.report(static_cast<double>(column + 1) / spectrum.columns, "long-term spectrum");
    }
    return spectrum;
}

}  // namespace sightline::dsp
