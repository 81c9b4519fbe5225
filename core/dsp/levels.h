// From power to what a picture shows: decibels, PCEN, cepstra, whitening. Rows as in stft.h: `bands` values a frame,
// one frame after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace sightline::dsp {

struct DecibelSettings {
    double floor = 1e-10;            ///< smaller powers count as this
    double reference = 1;            ///< 0 dB
    bool toMaximum = false;          ///< the reference is the largest power given instead: loudness is lost
    std::optional<double> top = 80;  ///< at most so far below the largest value given; nothing: no limit

    bool operator==(const DecibelSettings&) const = default;
};
/// 10 log10(max(power, floor)) - 10 log10(reference), in place; librosa's power_to_db.
void toDecibel(std::span<float> power, const DecibelSettings& settings = {});

/// Per-channel energy normalisation: loudness of slowly changing sound is divided away, calls stay.
struct PcenSettings {
    double gain = 0.98;  ///< alpha
    double bias = 2;     ///< delta
    double power = 0.5;  ///< r, above 0
    double epsilon = 1e-6;
    double smoothing = 0.025;  ///< b: share of a new frame in the running mean, in (0,1]
    /// False: the mean before the first frame is 1 (librosa). True: it is the first frame itself (Google's humpback
    /// model, which starts anew in each window).
    bool startsAtFirstFrame = false;

    /// librosa's b for a time constant (0.4 s in librosa).
    static double smoothingOf(double timeConstantSeconds, double rateHz, int hop);
    bool operator==(const PcenSettings&) const = default;
};
/// Keeps the running mean, so that a long recording may be given in blocks. librosa expects samples scaled to 2^31,
/// which is a factor of 2^31 on magnitudes and 2^62 on powers. One thread at a time.
class Pcen {
public:
    /// One set of numbers for all bands, or one for each. Invalid: numbers out of range, no band.
    static Result<Pcen> create(int bands, const PcenSettings& settings);
    static Result<Pcen> create(const std::vector<PcenSettings>& settingsOfBands);

    /// In place; goes on where the last call ended.
    void apply(std::span<float> rows);
    /// Forgets what came before.
    void restart() { m_means.clear(); }

private:
    std::vector<PcenSettings> m_settings;
    std::vector<double> m_means;
};

/// The first `coefficients` of each row's discrete cosine transform (DCT-II, orthonormal): of rows in dB these are
/// MFCC. Invalid: more coefficients than bands.
Result<std::vector<float>> cepstra(std::span<const float> rows, int bands, int coefficients);

/// Takes from each band its median over the frames, then from each frame its median over the bands, and clips, in
/// place: steady lines and broadband noise vanish. Rows in dB.
void whitenByMedian(std::span<float> rows, int bands, double lowest = -10, double highest = 30);

/// The middle value; the mean of the two middle ones for an even count; 0 for none. Reorders `values`.
float medianOf(std::span<float> values);

}  // namespace sightline::dsp
