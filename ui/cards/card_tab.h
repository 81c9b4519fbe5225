// The pump-card tab: list, plot, picture, verdict, label pad; one cursor through plot and picture.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/cards/card_view.h"
#include "ui/keys/key_map.h"
#include "ui/review/review_controller.h"
#include "ui/review/why_controller.h"
#include "ui/session/session.h"

class QLineEdit;
class QSplitter;
class QVBoxLayout;

namespace sightline::widgets {
class LabelPad;
}  // namespace sightline::widgets

namespace sightline::ui {

class CardPlot;
class ListPanel;
class MeasuresPanel;
class PicturePanel;
class VerdictPanel;

class CardTab final : public QWidget {
    Q_OBJECT
public:
    CardTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent = nullptr);
    ~CardTab() override;

    [[nodiscard]] ReviewController& review() { return m_review; }
    [[nodiscard]] WhyController& why() { return m_why; }
    [[nodiscard]] ListPanel& list() { return *m_list; }
    [[nodiscard]] CardPlot& plot() { return *m_plot; }
    [[nodiscard]] widgets::LabelPad& pad() { return *m_pad; }

    /// The next (previous) of the five areas gets the focus.
    void focusArea(int step);
    void editComment();
    void toggleReference();
    /// The class on this place of the pad, from 0; nothing if there is none.
    void labelByPlace(int place);
    void saveLayout();
    void focusList();
    /// A panel below the list; the one before is deleted. nullptr: none.
    void setMargin(QWidget* panel);
    /// Prints the keys on the buttons once they are in the map.
    void keysReady() { refreshPad(); }
    [[nodiscard]] QImage pictureImage() const;
    [[nodiscard]] QImage plotImage() const;

Q_SIGNALS:
    void openRequested();
    void classActivated(const QString& classId);

private:
    void build();
    void connectCursor();
    void connectWhy();
    /// The points of the loop that lie where the network looked.
    void markLoop();
    void showCurrent();
    void updateCurrent();
    void showPicture(const SampleRow& row);
    void showSelection();
    void refreshPad();
    void markPad(const SampleRow* row);
    void restoreLayout();

    Session& m_session;
    Bench& m_bench;
    KeyMap& m_keys;
    SampleTable m_table;
    ReviewController m_review;
    WhyController m_why;
    ListPanel* m_list = nullptr;
    CardPlot* m_plot = nullptr;
    PicturePanel* m_picture = nullptr;
    MeasuresPanel* m_measures = nullptr;
    VerdictPanel* m_verdict = nullptr;
    widgets::LabelPad* m_pad = nullptr;
    QLineEdit* m_comment = nullptr;
    QVBoxLayout* m_left = nullptr;
    QSplitter* m_columns = nullptr;
    QSplitter* m_centre = nullptr;
    QSplitter* m_bottom = nullptr;
    QSplitter* m_right = nullptr;
    QWidget* m_margin = nullptr;
    PictureMap m_map;
    DrawnRef m_shownPicture;
};

}  // namespace sightline::ui
