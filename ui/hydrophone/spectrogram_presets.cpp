#include "ui/hydrophone/spectrogram_presets.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace sightline::ui {

namespace {

/// The words of the table.
class SpectrogramPresets {
    Q_DECLARE_TR_FUNCTIONS(sightline::ui::SpectrogramPresets)
};

}  // namespace

std::vector<SpectrogramPreset> spectrogramPresets()
{
    using widgets::FrequencyScale;
    const auto hann = dsp::WindowShape::Hann;
    return {
        {"general",
         SpectrogramPresets::tr("General"),
         SpectrogramPresets::tr("2,048 samples at 48 kHz, three quarters overlap: a usual middle way. Our choice."),
         2048.0 / 48000,
         512.0 / 48000,
         hann,
         {},
         FrequencyScale::Linear},
        {"right-whale",
         SpectrogramPresets::tr("Right whale up-calls"),
         SpectrogramPresets::tr(
             "256 samples at 2 kHz, step 64, 50–350 Hz: what published up-call detectors use, this program's own too."),
         256.0 / 2000,
         64.0 / 2000,
         hann,
         {50, 350},
         FrequencyScale::Linear},
        {"humpback",
         SpectrogramPresets::tr("Humpback song"),
         SpectrogramPresets::tr(
             "1,024 samples at 10 kHz, step 300, mel bands up to 5 kHz: the front end of Google's humpback model."),
         1024.0 / 10000,
         300.0 / 10000,
         hann,
         {0, 5000},
         FrequencyScale::Mel},
        {"killer-whale",
         SpectrogramPresets::tr("Killer whale"),
         SpectrogramPresets::tr("1,024 samples at 44.1 kHz, step 172, 500 Hz–10 kHz: ANIMAL-SPOT's front end."),
         1024.0 / 44100,
         172.0 / 44100,
         hann,
         {500, 10000},
         FrequencyScale::Linear},
        {"dolphin",
         SpectrogramPresets::tr("Dolphin whistles"),
         SpectrogramPresets::tr(
             "512 samples at 48 kHz, half overlap, 2–24 kHz: wide enough to follow fast sweeps. Our choice."),
         512.0 / 48000,
         256.0 / 48000,
         hann,
         {2000, 24000},
         FrequencyScale::Linear},
        {"speech",
         SpectrogramPresets::tr("Human speech"),
         SpectrogramPresets::tr(
             "25 ms every 10 ms, mel scale, 20 Hz–8 kHz: what speech recognisers take their mel bands and MFCC from."),
         0.025,
         0.010,
         dsp::WindowShape::Hamming,
         {20, 8000},
         FrequencyScale::Mel},
        {"machinery",
         SpectrogramPresets::tr("Machinery and ships"),
         SpectrogramPresets::tr(
             "1 s every 0.25 s, up to 1 kHz: lines one hertz apart are told from each other. Our choice."),
         1.0,
         0.25,
         dsp::WindowShape::BlackmanHarris,
         {0, 1000},
         FrequencyScale::Linear},
    };
}

dsp::StftSettings stftOf(const SpectrogramPreset& preset, double rateHz)
{
    dsp::StftSettings settings;
    const auto samplesOf = [&](double seconds) {
        return static_cast<int>(std::clamp(std::lround(seconds * rateHz), 4L, 131072L));
    };
    settings.window = samplesOf(preset.windowSeconds);
    settings.hop = samplesOf(preset.hopSeconds);
    settings.shape = preset.shape;
    settings.fft = 4;
    while (settings.fft < settings.window)
        settings.fft *= 2;
    return settings;
}

Interval bandOf(const SpectrogramPreset& preset, double rateHz)
{
    const double highest = rateHz / 2;
    const Interval band{preset.hertz.begin, preset.hertz.end > 0 ? std::min(preset.hertz.end, highest) : highest};
    return band.length() > 0.02 * highest ? band : Interval{0, highest};
}

}  // namespace sightline::ui
