// Mean spectra of a long signal in a few columns: what went on for hours, to find one's way in weeks of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/dsp/stft.h"

namespace sightline::dsp {

/// Equal parts of a signal (columns) and bands from near 0 Hz to half the rate, each about a tenth of an octave wide
/// but at least one bin of a transform of 2,048 samples. A value.
struct LongTermSpectrum {
    static constexpr int mostColumns = 128;
    /// A level where there was no sound at all.
    static constexpr float silence = -200;

    std::int64_t samples = 0;  ///< of the signal
    double rateHz = 0;
    int columns = 0;                  ///< 0: the signal is shorter than one transform
    bool estimated = false;           ///< from some places of each column only
    std::vector<double> edgesHertz;   ///< of the bands: one more than there are bands
    std::vector<float> levelDecibel;  ///< mean power of a band, a column after the other; a sine of full scale is 0

    [[nodiscard]] int bands() const { return static_cast<int>(edgesHertz.size()) - 1; }
    /// Both inside the signal, or they count as its nearest end.
    [[nodiscard]] int columnAt(double seconds) const;
    /// Negative: below the lowest or above the highest band.
    [[nodiscard]] int bandAt(double hertz) const;
    [[nodiscard]] float level(int column, int band) const;

    /// To keep it. Corrupt if the bytes are not those of the spectrum of such a signal.
    [[nodiscard]] std::string bytes() const;
    static Result<LongTermSpectrum> fromBytes(std::string_view bytes, std::int64_t samples, double rateHz);
    bool operator==(const LongTermSpectrum&) const = default;
};

/// Looks at `places` stretches of 4,096 samples of each column, spread evenly over it; at everything where they would
/// cover the column. Invalid: no places or no rate. Else the reader's errors, or Cancelled.
Result<LongTermSpectrum> longTermSpectrum(const SampleReader& read, std::int64_t samples, double rateHz, int places,
                                          Progress& progress);

}  // namespace sightline::dsp
