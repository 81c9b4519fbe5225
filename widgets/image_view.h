// Shows a SignalImage exactly as the network receives it: every pixel a square, no smoothing.
#pragma once

#include <QImage>
#include <QPointF>
#include <QString>
#include <QStringList>
#include <QWidget>
#include <optional>
#include <vector>

#include "core/data/signal_image.h"
#include "core/imaging/colour_map.h"

class QComboBox;

namespace sightline::widgets {

class ImageCanvas;
class ColourLegend;
class ElidedLabel;

using imaging::ColourMap;

/// The picture as colours, one image pixel per pixel. channel -1: all channels together, each in its own colour, added
/// as light on black; else that channel alone through `map`. A null image for an empty picture.
QImage rendered(const SignalImage& image, int channel, ColourMap map);
/// The colour that stands for a channel in the composite of `channels` channels.
QColor channelColour(int channel, int channels);

/// How channels are laid together where all of them are shown: panels side by side, each as wide as one channel.
struct ImagePanel {
    int left = 0;  ///< of the composite's columns, where it begins
    int firstChannel = 0;
    int channels = 0;  ///< of this panel, from the first on
};
struct ImageComposite {
    QImage picture;  ///< null: each channel in its own colour over the others
    std::vector<ImagePanel> panels;
};

/// The picture, a row to choose the channel, and a legend. Coordinates are those of the drawing functions: (0, 0) is
/// the centre of the top left pixel, (width-1, height-1) that of the bottom right one. Wheel zooms at the mouse,
/// dragging pans, double click and F fit, + and - zoom, arrows move the cursor by one pixel (Shift: ten).
class ImageView : public QWidget {
    Q_OBJECT
public:
    explicit ImageView(QWidget* parent = nullptr);
    ~ImageView() override;

    /// `channelNames` in order; missing names become "Channel n". The chosen channel, the zoom and the cursor stay if
    /// the shape does.
    void setImage(SignalImage image, const QStringList& channelNames = {}, ImageComposite composite = {});
    [[nodiscard]] const SignalImage& image() const { return m_image; }
    /// The panels on the screen: none where a single channel or no composite is shown. Coordinates are then those of
    /// the composite.
    [[nodiscard]] std::vector<ImagePanel> shownPanels() const;
    void clear();
    void setEmptyText(const QString& text);
    /// A line below the picture: recipe and its fingerprint.
    void setCaption(const QString& caption);

    /// -1: all channels together.
    void setChannel(int channel);
    [[nodiscard]] int channel() const { return m_channel; }
    void setColourMap(ColourMap map);
    [[nodiscard]] ColourMap colourMap() const { return m_colourMap; }
    /// Channel row and legend; off for thumbnails and tight places.
    void setControlsVisible(bool visible);

    /// A map of one channel in [0,1] over the picture ("where the network looked"), and what it shows in words; an
    /// empty map removes it. Shown over a picture of its own size only.
    void setHeat(const SignalImage& map, const QString& words = {});
    [[nodiscard]] bool hasHeat() const;
    void setHeatOpacity(double opacity);
    [[nodiscard]] double heatOpacity() const;

    /// A marker linked from outside; emits nothing. Nothing: no marker.
    void setCursor(std::optional<QPointF> imagePixel);
    using QWidget::setCursor;
    [[nodiscard]] std::optional<QPointF> cursorPixel() const;
    /// Other places that show what is under the cursor: rings without a dot.
    void setEchoes(std::vector<QPointF> imagePixels);
    [[nodiscard]] const std::vector<QPointF>& echoes() const;
    /// Column, row and channel values at the cursor: "x 12, y 40 · Up-stroke 0.81 · Down-stroke 0".
    [[nodiscard]] QString cursorText() const;

    void fit();
    /// Screen pixels per picture pixel; whole numbers once the picture is at least shown 1:1.
    [[nodiscard]] double zoom() const;
    /// Picture coordinates ↔ pixels of this widget.
    [[nodiscard]] QPointF toImage(QPointF widgetPoint) const;
    [[nodiscard]] QPointF toWidget(QPointF imagePixel) const;

    /// What is shown, heat included, each picture pixel `scale` wide.
    [[nodiscard]] QImage toQImage(int scale = 1) const;

Q_SIGNALS:
    /// The user moved the cursor, in picture coordinates; only inside the picture.
    void cursorMoved(QPointF imagePixel);
    /// The mouse left the picture.
    void cursorLeft();
    void channelChanged(int channel);

private:
    [[nodiscard]] bool showsComposite() const { return m_channel < 0 && !m_composite.picture.isNull(); }
    [[nodiscard]] QImage shown() const;
    [[nodiscard]] SignalImage shownHeat() const;
    void refresh();
    void refreshDescription();
    void describe();
    void rebuildControls();

    SignalImage m_image;
    ImageComposite m_composite;
    SignalImage m_heat;
    QStringList m_channelNames;
    QString m_heatWords;
    int m_channel = -1;
    ColourMap m_colourMap = ColourMap::Viridis;
    ImageCanvas* m_canvas = nullptr;
    QWidget* m_controls = nullptr;
    bool m_controlsWanted = true;
    QComboBox* m_channels = nullptr;
    ColourLegend* m_legend = nullptr;
    ElidedLabel* m_caption = nullptr;
};

}  // namespace sightline::widgets
