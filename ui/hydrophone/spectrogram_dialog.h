// How the sound is turned into the picture one looks at.
#pragma once

#include <QDialog>

#include "ui/hydrophone/sound_source.h"
#include "widgets/frequency_axis.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;

namespace sightline::ui {

/// Everything that makes the picture but its colours. Nothing here touches what a network sees.
struct SpectrogramLook {
    std::string preset = "general";  ///< empty: chosen by hand
    dsp::StftSettings stft;
    Interval hertz;
    widgets::FrequencyScale scale = widgets::FrequencyScale::Linear;

    bool operator==(const SpectrogramLook&) const = default;
};
SpectrogramLook lookOf(const std::string& preset, double rateHz);

/// Stays open beside the picture; every change shows at once.
class SpectrogramDialog final : public QDialog {
    Q_OBJECT
public:
    explicit SpectrogramDialog(QWidget* parent = nullptr);

    void setLook(const SpectrogramLook& look, double rateHz);
    [[nodiscard]] const SpectrogramLook& look() const { return m_look; }

Q_SIGNALS:
    /// By the user.
    void lookChanged(const sightline::ui::SpectrogramLook& look);

private:
    void fill(const SpectrogramLook& look);
    void choosePreset();
    void chooseByHand();

    SpectrogramLook m_look;
    double m_rateHz = 48000;
    bool m_showing = false;
    QComboBox* m_preset = nullptr;
    QLabel* m_source = nullptr;
    QComboBox* m_window = nullptr;
    QComboBox* m_overlap = nullptr;
    QComboBox* m_shape = nullptr;
    QComboBox* m_scale = nullptr;
    QDoubleSpinBox* m_low = nullptr;
    QDoubleSpinBox* m_high = nullptr;
    QLabel* m_resolution = nullptr;
};

}  // namespace sightline::ui
