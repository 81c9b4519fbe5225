// The generated image: exactly the pixels the network receives, the channel shown, the legend, the recipe; and, laid
// over it, where the network looked.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <QStringList>
#include <QWidget>

#include "core/data/signal_image.h"
#include "core/domains/domain.h"
#include "ui/review/why_controller.h"

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace sightline::widgets {
class ElidedLabel;
class ImageView;
struct ImageComposite;
}  // namespace sightline::widgets

namespace sightline::ui {

class PicturePanel final : public QWidget {
    Q_OBJECT
public:
    /// Channel names in the order of the picture's channels, and a short name for all of them in the same order: the
    /// coloured dots before it are the legend. Both for pictures without planes. `domain` translates what planes are
    /// called.
    PicturePanel(const QStringList& channelNames, const QString& all, std::string domain, QWidget* parent = nullptr);

    /// What the channels show, where that is known: laid together in panels, each under its name.
    void show(const SignalImage& image, const QString& recipe, const std::vector<domains::Plane>& planes = {});
    /// Nothing to show, and why.
    void clear(const QString& why);
    [[nodiscard]] widgets::ImageView* view() const { return m_view; }

    /// Where a channel shows what is under the signal's cursor.
    using PixelOf = std::function<std::optional<QPointF>(int channel)>;
    /// On the channel shown, or in every panel. Channel -1: all together, where there are no panels.
    void showCursor(const PixelOf& pixelOf);
    /// In the other panels than that of `channel`, where the user's own cursor is.
    void showEchoes(int channel, const PixelOf& pixelOf);

    void showWhy(const WhyController::State& state);
    void setWhyKey(const QString& key);

Q_SIGNALS:
    /// The user's pointer is over a place of the picture: of its `channel`, the first of the panel, or -1 for all
    /// together.
    void cursorMoved(QPointF pixel, int channel);
    void cursorLeft(int channel);
    /// The user chose another channel.
    void channelChosen();
    void whyAsked(bool on);

private:
    void buildWhy();
    void chooseChannel(int channel);
    void refreshLegend();
    void setPlanes(const std::vector<domains::Plane>& planes);
    void paintDots();
    [[nodiscard]] QColor colourOf(int channel) const;
    [[nodiscard]] widgets::ImageComposite composed(const SignalImage& image) const;

    QStringList m_names;
    QString m_all;
    std::string m_domain;
    std::vector<domains::Plane> m_planes;
    widgets::ImageView* m_view = nullptr;
    QComboBox* m_channels = nullptr;
    QLabel* m_scale = nullptr;
    widgets::ElidedLabel* m_recipe = nullptr;
    QToolButton* m_why = nullptr;
    QWidget* m_whyRows = nullptr;
    widgets::ElidedLabel* m_whyClass = nullptr;
    QSlider* m_opacity = nullptr;
    QLabel* m_whyWords = nullptr;
    QLabel* m_heatScale = nullptr;
};

}  // namespace sightline::ui
