// The raw signal: the card as a loop, or position and load against time; a reference card and a selection beneath.
#pragma once

#include <optional>
#include <vector>

#include "core/domains/pumpcards/card.h"
#include "ui/cards/card_view.h"
#include "ui/review/signal_view.h"
#include "ui/session/preferences.h"
#include "ui/session/sample_store.h"

class QStackedWidget;
class QToolButton;

namespace sightline::widgets {
struct PlotCurve;
class Card;
class SegmentedControl;
class SignalPlot;
}  // namespace sightline::widgets

namespace sightline::ui {

class CardPlot final : public SignalView {
    Q_OBJECT
public:
    explicit CardPlot(Preferences& preferences, QWidget* parent = nullptr);

    void showSample(const SampleRow* row, const ImageRecipe& recipe) override;
    /// The other cards of the selection, thin.
    void setSelection(const std::vector<const SampleRow*>& rows) override;
    /// A card kept beneath every other, until cleared.
    void setReference(const SampleRow* row) override;
    [[nodiscard]] bool hasReference() const override { return m_reference.has_value(); }
    /// Marks the points the picture shows where the map is high.
    void setHeat(const SignalImage& map, int channel) override;
    void setPictureCursor(std::optional<QPointF> pixel, int channel) override;
    [[nodiscard]] std::optional<QPointF> pictureCursor(int channel) const override;

    void stepCursor(int step) override;
    void zoom(double factor) override;
    void fit() override;
    /// The loop, or position and load against time.
    void nextDrawing() override { setAgainstTime(!againstTime()); }
    void setAgainstTime(bool againstTime);
    [[nodiscard]] bool againstTime() const;
    [[nodiscard]] widgets::SignalPlot* plot() const { return m_loop; }
    void focusSignal() override;
    [[nodiscard]] QImage toImage() const override;
    /// "Point 34 of 200 · up-stroke"
    [[nodiscard]] QString cursorText() const;

private:
    struct Named {
        QString name;
        pumpcards::Card card;
    };
    [[nodiscard]] static QString kindText(pumpcards::CardKind kind);
    void setMarked(std::vector<bool> marked);
    void setCursorPoint(int point);
    void rebuild(bool fitView);
    void rebuildLoop(bool fitView);
    void rebuildTime(bool fitView);
    void refreshHeader();
    void reportCursor(int point);
    [[nodiscard]] QString readout(int point) const;
    [[nodiscard]] widgets::PlotCurve markOn(const std::vector<QPointF>& points, bool closed) const;

    Preferences& m_preferences;
    widgets::Card* m_frame = nullptr;
    widgets::SegmentedControl* m_mode = nullptr;
    QToolButton* m_referenceButton = nullptr;
    QStackedWidget* m_pages = nullptr;
    widgets::SignalPlot* m_loop = nullptr;
    widgets::SignalPlot* m_position = nullptr;
    widgets::SignalPlot* m_load = nullptr;
    std::optional<Named> m_shown;
    std::optional<Named> m_reference;
    std::vector<Named> m_selection;
    std::vector<bool> m_marked;
    PictureMap m_map;
    QString m_kind;
    QString m_file;
    int m_cursor = -1;
};

}  // namespace sightline::ui
