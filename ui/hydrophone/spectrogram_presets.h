// Ready-made settings for the sounds people look for.
#pragma once

#include <QString>
#include <string>
#include <vector>

#include "core/data/extent.h"
#include "core/dsp/stft.h"
#include "widgets/frequency_axis.h"

namespace sightline::ui {

/// Lengths are times, since a number of samples means another picture at another rate. For looking only: what a network
/// sees is stored in its model.
struct SpectrogramPreset {
    std::string id;
    QString name;
    QString source;  ///< where the numbers come from, shown in the dialog
    double windowSeconds = 0.02;
    double hopSeconds = 0.01;
    dsp::WindowShape shape = dsp::WindowShape::Hann;
    Interval hertz;  ///< end 0: all there is
    widgets::FrequencyScale scale = widgets::FrequencyScale::Linear;
};

/// In the order of the menu, translated.
std::vector<SpectrogramPreset> spectrogramPresets();
/// For a sound of this rate: the transform has the next power of two of the window's samples.
dsp::StftSettings stftOf(const SpectrogramPreset& preset, double rateHz);
/// Cut to what a sound of this rate can hold; the whole band where nothing of the preset's is left.
Interval bandOf(const SpectrogramPreset& preset, double rateHz);

}  // namespace sightline::ui
