// A spectrogram of any length: tiles made in the background, what is known drawn at once.
#pragma once

#include <QImage>
#include <memory>
#include <optional>

#include "core/imaging/colour_map.h"
#include "widgets/spectrogram_picture.h"
#include "widgets/tile_store.h"
#include "widgets/time_view.h"

namespace sightline::widgets {

/// Alt+wheel moves the level drawn darkest, Alt+Shift+wheel the level drawn brightest, key A sets both from what is
/// shown. All else: TimeView.
class SpectrogramView final : public TimeView {
    Q_OBJECT
public:
    /// `io` must outlive the view.
    explicit SpectrogramView(jobs::Lane& io, QWidget* parent = nullptr);
    ~SpectrogramView() override;

    /// Keeps the viewport, boxes and contrast: another FFT of the same recording. For another one call setRecording
    /// before. Empty: no picture.
    void setSource(std::shared_ptr<const SpectrogramSource> source);
    /// The source can do better now than it could.
    void improve();

    void setScale(FrequencyScale scale);
    [[nodiscard]] FrequencyScale scale() const { return m_scale; }
    void setColourMap(imaging::ColourMap map);
    [[nodiscard]] imaging::ColourMap colourMap() const { return m_map; }
    /// Nothing: from what is shown, each time.
    void setContrast(std::optional<Contrast> contrast);
    [[nodiscard]] bool contrastIsAutomatic() const { return !m_chosenContrast; }
    [[nodiscard]] Contrast contrast() const { return m_contrast; }
    /// Some of what is shown is rough, stretched or not there yet.
    [[nodiscard]] bool preliminary() const { return m_picture.preliminary(); }
    /// The level at a point of the widget; nothing where nothing is drawn.
    [[nodiscard]] std::optional<double> decibelAt(QPointF widgetPoint) const;
    void setByteLimit(std::size_t bytes) { m_store->setByteLimit(bytes); }
    [[nodiscard]] const TileStore& tiles() const { return *m_store; }

    [[nodiscard]] QString cursorText() const override;

Q_SIGNALS:
    /// The user turned the wheel or asked for the automatic one.
    void contrastChanged();
    void failed(const sightline::Error& error);
    /// Everything shown is as good as it gets.
    void settled();

protected:
    void paintSignal(QPainter& painter, const QRect& area, const Colours& colours) override;
    void paintScales(QPainter& painter, const QRect& area, const Colours& colours) override;
    [[nodiscard]] std::optional<FrequencyAxis> frequencyAxis() const override;
    void turned(double steps, bool shift) override;
    void viewportMoved() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void askForTiles();
    void compose(QSize pixels);
    void followContrast();

    TileStore* m_store = nullptr;
    SpectrogramPicture m_picture;
    QImage m_image;
    bool m_stale = true;       ///< m_picture
    bool m_colourless = true;  ///< m_image
    QRgb m_emptyColour = 0;
    FrequencyScale m_scale = FrequencyScale::Linear;
    imaging::ColourMap m_map = imaging::ColourMap::Viridis;
    std::optional<Contrast> m_chosenContrast;
    Contrast m_contrast;
};

}  // namespace sightline::widgets
