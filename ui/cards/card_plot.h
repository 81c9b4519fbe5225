// The raw signal: the card as a loop, or position and load against time; a reference card and a selection beneath.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "core/domains/pumpcards/card.h"
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

class CardPlot final : public QWidget {
    Q_OBJECT
public:
    explicit CardPlot(Preferences& preferences, QWidget* parent = nullptr);

    /// nullptr: nothing to show.
    void show(const SampleRow* row);
    /// A card kept beneath every other, until cleared.
    void setReference(const SampleRow* row);
    [[nodiscard]] bool hasReference() const { return m_reference.has_value(); }
    /// Cards selected in the list beside the shown one.
    void setSelection(const std::vector<const SampleRow*>& rows);

    /// Points that stand out, one flag for each of the shown card's, and what they are. Empty: none.
    void setMarked(std::vector<bool> marked, const QString& name);

    void setCursorPoint(int point);
    void stepCursor(int step);
    void zoom(double factor);
    void fit();
    void setAgainstTime(bool againstTime);
    [[nodiscard]] bool againstTime() const;
    [[nodiscard]] widgets::SignalPlot* plot() const { return m_loop; }
    void focusPlot();
    [[nodiscard]] QImage toImage() const;
    /// "Point 34 of 200 · up-stroke"
    [[nodiscard]] QString cursorText() const;

Q_SIGNALS:
    void cursorMoved(int point);
    void referenceToggled();

private:
    struct Named {
        QString name;
        pumpcards::Card card;
    };
    [[nodiscard]] static QString kindText(pumpcards::CardKind kind);
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
    QString m_markName;
    QString m_kind;
    QString m_file;
    int m_cursor = -1;
};

}  // namespace sightline::ui
