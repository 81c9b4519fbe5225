#include "ui/hydrophone/spectrogram_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/hydrophone/spectrogram_presets.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int shortestWindow = 64, longestWindow = 65536;
constexpr double overlaps[] = {0, 0.5, 0.75, 0.875, 0.9375};

int nearest(QComboBox& box, double value, const QString& textOfOther)
{
    int best = box.findData(value);
    if (best < 0) {
        // What is in use but not on offer (a preset's odd length) is offered as well.
        box.insertItem(0, textOfOther, value);
        best = 0;
    }
    return best;
}

QString percent(double share)
{
    return QStringLiteral("%1 %").arg(share * 100, 0, 'f', share * 100 == std::round(share * 100) ? 0 : 1);
}

}  // namespace

SpectrogramLook lookOf(const std::string& id, double rateHz)
{
    const std::vector<SpectrogramPreset> presets = spectrogramPresets();
    auto preset = std::find_if(presets.begin(), presets.end(), [&](const auto& each) { return each.id == id; });
    if (preset == presets.end())
        preset = presets.begin();
    return {preset->id, stftOf(*preset, rateHz), bandOf(*preset, rateHz), preset->scale};
}

SpectrogramDialog::SpectrogramDialog(QWidget* parent) : QDialog(parent)
{
    setWindowTitle(tr("Spectrogram"));
    auto* form = new QFormLayout;
    m_preset = new QComboBox;
    for (const SpectrogramPreset& preset : spectrogramPresets())
        m_preset->addItem(preset.name, QString::fromStdString(preset.id));
    m_preset->addItem(tr("Chosen by hand"), QString());
    form->addRow(tr("&Preset"), m_preset);
    m_source = new QLabel;
    m_source->setWordWrap(true);
    m_source->setMinimumWidth(360);
    widgets::setRole(m_source, "muted");
    form->addRow({}, m_source);
    m_window = new QComboBox;
    form->addRow(tr("&Window"), m_window);
    m_overlap = new QComboBox;
    form->addRow(tr("&Overlap"), m_overlap);
    m_shape = new QComboBox;
    for (const auto& [name, shape] : {std::pair{tr("Hann"), dsp::WindowShape::Hann},
                                      {tr("Hamming"), dsp::WindowShape::Hamming},
                                      {tr("Blackman"), dsp::WindowShape::Blackman},
                                      {tr("Blackman-Harris"), dsp::WindowShape::BlackmanHarris},
                                      {tr("Rectangular"), dsp::WindowShape::Rectangular}})
        m_shape->addItem(name, static_cast<int>(shape));
    form->addRow(tr("S&hape"), m_shape);
    m_low = new QDoubleSpinBox;
    m_high = new QDoubleSpinBox;
    for (QDoubleSpinBox* box : {m_low, m_high}) {
        box->setSuffix(tr(" Hz"));
        box->setDecimals(1);
        box->setKeyboardTracking(false);
    }
    form->addRow(tr("&Lowest frequency"), m_low);
    form->addRow(tr("H&ighest frequency"), m_high);
    m_scale = new QComboBox;
    m_scale->addItem(tr("Linear"), static_cast<int>(widgets::FrequencyScale::Linear));
    m_scale->addItem(tr("Logarithmic"), static_cast<int>(widgets::FrequencyScale::Log));
    m_scale->addItem(tr("Mel"), static_cast<int>(widgets::FrequencyScale::Mel));
    form->addRow(tr("Frequency &scale"), m_scale);
    m_resolution = new QLabel;
    widgets::setRole(m_resolution, "muted");
    form->addRow({}, m_resolution);
    auto* note = new QLabel(tr("For looking only: what a network sees is stored in its model."));
    note->setWordWrap(true);
    widgets::setRole(note, "caption");
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(widgets::spacing::medium);
    layout->addLayout(form);
    layout->addWidget(note);
    layout->addWidget(buttons);
    connect(m_preset, &QComboBox::activated, this, &SpectrogramDialog::choosePreset);
    for (QComboBox* box : {m_window, m_overlap, m_shape, m_scale})
        connect(box, &QComboBox::activated, this, &SpectrogramDialog::chooseByHand);
    for (QDoubleSpinBox* box : {m_low, m_high})
        connect(box, &QDoubleSpinBox::valueChanged, this, &SpectrogramDialog::chooseByHand);
}

void SpectrogramDialog::setLook(const SpectrogramLook& look, double rateHz)
{
    m_rateHz = rateHz;
    fill(look);
}

void SpectrogramDialog::fill(const SpectrogramLook& look)
{
    m_look = look;
    m_showing = true;
    const int preset = m_preset->findData(QString::fromStdString(look.preset));
    m_preset->setCurrentIndex(preset < 0 ? m_preset->count() - 1 : preset);
    m_source->clear();
    for (const SpectrogramPreset& each : spectrogramPresets()) {
        if (each.id == look.preset)
            m_source->setText(each.source);
    }
    m_source->setVisible(!m_source->text().isEmpty());
    m_window->clear();
    const auto windowText = [&](int samples) {
        return tr("%L1 samples · %2 ms").arg(samples).arg(samples / m_rateHz * 1000, 0, 'g', 3);
    };
    for (int samples = shortestWindow; samples <= longestWindow; samples *= 2)
        m_window->addItem(windowText(samples), static_cast<double>(samples));
    m_window->setCurrentIndex(nearest(*m_window, look.stft.window, windowText(look.stft.window)));
    m_overlap->clear();
    for (const double overlap : overlaps)
        m_overlap->addItem(percent(overlap), overlap);
    const double overlap = 1 - static_cast<double>(look.stft.hop) / look.stft.window;
    m_overlap->setCurrentIndex(nearest(*m_overlap, overlap, percent(overlap)));
    m_shape->setCurrentIndex(m_shape->findData(static_cast<int>(look.stft.shape)));
    m_low->setRange(0, m_rateHz / 2);
    m_high->setRange(0, m_rateHz / 2);
    m_low->setValue(look.hertz.begin);
    m_high->setValue(look.hertz.end);
    m_scale->setCurrentIndex(m_scale->findData(static_cast<int>(look.scale)));
    m_resolution->setText(tr("A bin of %1 Hz, a frame every %2 ms")
                              .arg(m_rateHz / look.stft.fft, 0, 'g', 3)
                              .arg(look.stft.hop / m_rateHz * 1000, 0, 'g', 3));
    m_showing = false;
}

void SpectrogramDialog::choosePreset()
{
    const std::string id = m_preset->currentData().toString().toStdString();
    SpectrogramLook look = id.empty() ? m_look : lookOf(id, m_rateHz);
    look.preset = id;
    fill(look);
    Q_EMIT lookChanged(m_look);
}

void SpectrogramDialog::chooseByHand()
{
    if (m_showing)
        return;
    SpectrogramLook look = m_look;
    look.preset.clear();
    look.stft.window = m_window->currentData().toInt();
    look.stft.fft = 4;
    while (look.stft.fft < look.stft.window)
        look.stft.fft *= 2;
    look.stft.hop =
        std::max(1, static_cast<int>(std::lround(look.stft.window * (1 - m_overlap->currentData().toDouble()))));
    look.stft.shape = static_cast<dsp::WindowShape>(m_shape->currentData().toInt());
    look.scale = static_cast<widgets::FrequencyScale>(m_scale->currentData().toInt());
    // A band without width would show nothing: the edge that was not touched gives way.
    double low = m_low->value(), high = m_high->value();
    const double least = m_rateHz / look.stft.fft;
    if (high < low + least) {
        if (low != look.hertz.begin)
            high = std::min(low + least, m_rateHz / 2);
        low = std::min(low, std::max(high - least, 0.0));
        high = std::max(high, low + least);
    }
    look.hertz = {low, high};
    fill(look);
    Q_EMIT lookChanged(m_look);
}

}  // namespace sightline::ui
