// The generated image: exactly the pixels the network receives, the channel shown, the legend, the recipe; and, laid
// over it, where the network looked.
#pragma once

#include <optional>

#include <QStringList>
#include <QWidget>

#include "core/data/signal_image.h"
#include "ui/review/why_controller.h"

class QComboBox;
class QLabel;
class QSlider;
class QToolButton;

namespace sightline::widgets {
class ElidedLabel;
class ImageView;
}  // namespace sightline::widgets

namespace sightline::ui {

class PicturePanel final : public QWidget {
    Q_OBJECT
public:
    /// Channel names in the order of the picture's channels, and a short name for all of them in the same order: the
    /// coloured dots before it are the legend.
    PicturePanel(const QStringList& channelNames, const QString& all, QWidget* parent = nullptr);

    void show(const SignalImage& image, const QString& recipe);
    /// Nothing to show, and why.
    void clear(const QString& why);
    [[nodiscard]] widgets::ImageView* view() const { return m_view; }

    void showWhy(const WhyController::State& state);
    void setWhyKey(const QString& key);

Q_SIGNALS:
    /// The user chose another channel.
    void channelChosen();
    void whyAsked(bool on);

private:
    void buildWhy();
    void chooseChannel(int channel);
    void refreshLegend();

    QStringList m_names;
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
