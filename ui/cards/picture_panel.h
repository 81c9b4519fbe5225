// The generated image: exactly the pixels the network receives, the channel shown, the legend, the recipe.
#pragma once

#include <optional>

#include <QStringList>
#include <QWidget>

#include "core/data/signal_image.h"

class QComboBox;
class QLabel;

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

private:
    void chooseChannel(int channel);
    void refreshLegend();

    QStringList m_names;
    widgets::ImageView* m_view = nullptr;
    QComboBox* m_channels = nullptr;
    QLabel* m_scale = nullptr;
    widgets::ElidedLabel* m_recipe = nullptr;
};

}  // namespace sightline::ui
