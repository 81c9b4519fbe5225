// Mel bands: triangles over the bins of a spectrum.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/result.h"

namespace sightline::dsp {

/// Slaney: linear below 1,000 Hz, logarithmic above (librosa's default). Htk: 2595 log10(1 + f/700).
enum class MelScale { Slaney, Htk };
/// Area: a triangle's height is 2 / (its width in Hz), librosa's "slaney". Peak: 1.
enum class MelNorm { Area, Peak };
/// In which unit the triangles are straight: hertz (librosa) or mel (TensorFlow, Google's humpback front end).
enum class MelSlopes { Hertz, Mel };

double melOfHertz(MelScale scale, double hertz);
double hertzOfMel(MelScale scale, double mel);

struct MelSettings {
    double rateHz = 48000;
    int fft = 2048;
    int bands = 128;
    double lowHertz = 0;
    double highHertz = 24000;  ///< at most half the rate
    MelScale scale = MelScale::Slaney;
    MelNorm norm = MelNorm::Area;
    MelSlopes slopes = MelSlopes::Hertz;

    bool operator==(const MelSettings&) const = default;
};

class MelBank {
public:
    /// Invalid: edges outside 0 … rate/2 or in the wrong order; bands that see no bin (too many for this FFT): says how
    /// many and where.
    static Result<MelBank> create(const MelSettings& settings);

    [[nodiscard]] const MelSettings& settings() const { return m_settings; }
    [[nodiscard]] int bands() const { return m_settings.bands; }
    [[nodiscard]] int bins() const { return m_settings.fft / 2 + 1; }
    /// Middle of a band; lower and upper edge are the middles of its neighbours.
    [[nodiscard]] double centreHertz(int band) const { return m_edgesHertz[static_cast<std::size_t>(band) + 1]; }
    [[nodiscard]] double lowHertz(int band) const { return m_edgesHertz[static_cast<std::size_t>(band)]; }
    [[nodiscard]] double highHertz(int band) const { return m_edgesHertz[static_cast<std::size_t>(band) + 2]; }
    /// The weight of a bin in a band.
    [[nodiscard]] float weight(int band, int bin) const;

    /// `rows` holds frames · bins() values (of power, or of magnitude), `out` frames · bands().
    void apply(std::span<const float> rows, std::int64_t frames, std::span<float> out) const;
    [[nodiscard]] std::vector<float> apply(std::span<const float> rows, std::int64_t frames) const;

private:
    struct Triangle {
        int firstBin = 0;
        std::vector<float> weights;
    };
    MelSettings m_settings;
    std::vector<double> m_edgesHertz;  ///< bands + 2
    std::vector<Triangle> m_triangles;
};

}  // namespace sightline::dsp
