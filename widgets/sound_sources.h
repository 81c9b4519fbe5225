// Where spectrogram and waveform views get their numbers from, off the window's thread.
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dsp/spectrogram_tiles.h"
#include "core/dsp/stft.h"

namespace sightline::widgets {

/// Frame t of a spectrogram stands for recorded second t / framesPerSecond, bin b for b · hertzPerBin.
struct SpectrogramShape {
    dsp::TileGrid grid;
    double framesPerSecond = 1;
    int bins = 1;
    double hertzPerBin = 1;
    double decibelOffset = 0;  ///< added to 10 log10(power)
    QString unit = QStringLiteral("dB");

    [[nodiscard]] double highestHertz() const { return (bins - 1) * hertzPerBin; }
};

/// Immutable; every member may be called from any thread at once.
class SpectrogramSource {
public:
    SpectrogramSource() = default;
    SpectrogramSource(const SpectrogramSource&) = delete;
    SpectrogramSource& operator=(const SpectrogramSource&) = delete;
    virtual ~SpectrogramSource() = default;

    [[nodiscard]] virtual SpectrogramShape shape() const = 0;
    /// In how many frames per column a tile of this level is drawn, roughest first; 0: all frames. At least one.
    [[nodiscard]] virtual std::vector<std::int64_t> passes(int level) const = 0;
    /// Asks `progress` at least every 100 ms.
    virtual Result<dsp::SpectrogramTile> tile(int level, std::int64_t tile, std::int64_t framesPerColumn,
                                              Progress& progress) const = 0;
};

/// A stretch of a waveform: either its samples, or the lowest and highest of each of `low.size()` equal parts.
struct WaveformPart {
    dsp::SampleRange range;
    std::vector<float> samples;  ///< full scale = ±1
    std::vector<float> low;
    std::vector<float> high;
    bool estimated = false;  ///< from some samples of each part only
};

/// Immutable; every member may be called from any thread at once.
class WaveformSource {
public:
    WaveformSource() = default;
    WaveformSource(const WaveformSource&) = delete;
    WaveformSource& operator=(const WaveformSource&) = delete;
    virtual ~WaveformSource() = default;

    [[nodiscard]] virtual double rateHz() const = 0;
    [[nodiscard]] virtual std::int64_t samples() const = 0;
    /// A range inside the signal in about so many parts; samples where there are few of them to a part.
    virtual Result<WaveformPart> part(dsp::SampleRange range, int parts, Progress& progress) const = 0;
};

}  // namespace sightline::widgets
