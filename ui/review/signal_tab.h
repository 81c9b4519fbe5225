// The tab of a kind of signal: list, raw signal, picture, verdict, label pad; one cursor through signal and picture.
// A kind of signal gives its view of the raw signal and its words; everything else is here.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QStringList>
#include <QWidget>

#include "core/jobs/job.h"
#include "ui/keys/key_map.h"
#include "ui/review/review_controller.h"
#include "ui/review/signal_view.h"
#include "ui/review/why_controller.h"
#include "ui/session/session.h"

class QLineEdit;
class QSplitter;
class QToolButton;
class QVBoxLayout;

namespace sightline::widgets {
class LabelPad;
}  // namespace sightline::widgets

namespace sightline::ui {

class ListPanel;
class MeasuresPanel;
class PicturePanel;
class VerdictPanel;

/// How the tabs of two kinds of signal differ in words and measure.
struct TabSpec {
    QString id;            ///< "cards": layouts are kept and exported files named by it
    QString listTitle;     ///< "Cards"
    QString sampleTitle;   ///< heading of the list's column of names: "Card"
    QString chooseOne;     ///< what to do while nothing is chosen
    QString simulated;     ///< warning beside the verdict of a model that has seen simulated signals only
    QString caution;       ///< heading of what a verdict cannot tell; empty: what the shape of a signal cannot
    QStringList channels;  ///< the picture's channels by name, in their order
    QString allChannels;   ///< a short name for all of them together
    /// The classes that have a key, in the order of the keys; the others follow without. Fingers remember places.
    std::vector<std::string> keyedClasses;
    QList<int> columns = {404, 466, 378};  ///< widths of list, signal and verdict at first
    QList<int> centre = {350, 330};        ///< heights of the signal and of what is below it
    QList<int> bottom = {240, 218};        ///< widths of picture and measures
    QList<int> right = {300, 366};         ///< heights of verdict and label pad
};

/// A file that leaves the program beside those every tab writes.
struct TabExport {
    QString title;     ///< in the menu: "Labels as a Raven selection table…"
    QString fileName;  ///< proposed
    QString filter;    ///< of the dialog
    std::function<Result<void>(const std::filesystem::path&)> write;
};

class SignalTab : public QWidget {
    Q_OBJECT
public:
    /// Takes the view over.
    SignalTab(Session& session, Bench& bench, KeyMap& keys, TabSpec spec, SignalView* view, QWidget* parent = nullptr);
    ~SignalTab() override;

    [[nodiscard]] const TabSpec& spec() const { return m_spec; }
    [[nodiscard]] Session& session() { return m_session; }
    [[nodiscard]] Bench& bench() { return m_bench; }
    [[nodiscard]] ReviewController& review() { return m_review; }
    [[nodiscard]] WhyController& why() { return m_why; }
    [[nodiscard]] ListPanel& list() { return *m_list; }
    [[nodiscard]] SignalView& view() { return *m_view; }
    [[nodiscard]] PicturePanel& picture() { return *m_picture; }
    [[nodiscard]] widgets::LabelPad& pad() { return *m_pad; }
    [[nodiscard]] VerdictPanel& verdict() { return *m_verdict; }

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
    /// Files that belong to what is shown (label tables) are taken over; the others, recordings to open, are returned.
    [[nodiscard]] virtual QStringList takeFiles(const QStringList& files) { return files; }
    /// The newest deed of the user.
    virtual void undo() { m_review.undo(); }
    /// What this kind of signal can write besides, as it stands now.
    [[nodiscard]] virtual std::vector<TabExport> exports() { return {}; }
    [[nodiscard]] QImage signalImage() const { return m_view->toImage(); }

Q_SIGNALS:
    void openRequested();
    void classActivated(const QString& classId);

private:
    void build();
    void connectCursor();
    void connectWhy();
    /// The signal is marked where the network looked.
    void markSignal();
    void showCurrent();
    void updateCurrent();
    /// Of a long recording behind the window.
    void showMeasures();
    void showPicture();
    void showCursor();
    void askForClass();
    void showSelection();
    void refreshPad();
    void markPad(const SampleRow* row);
    void restoreLayout();
    [[nodiscard]] std::vector<std::pair<QSplitter*, QString>> splitters() const;

    Session& m_session;
    Bench& m_bench;
    KeyMap& m_keys;
    TabSpec m_spec;
    SampleTable m_table;
    ReviewController m_review;
    WhyController m_why;
    SignalView* m_view = nullptr;
    ListPanel* m_list = nullptr;
    PicturePanel* m_picture = nullptr;
    MeasuresPanel* m_measures = nullptr;
    VerdictPanel* m_verdict = nullptr;
    widgets::LabelPad* m_pad = nullptr;
    QToolButton* m_addClass = nullptr;
    QLineEdit* m_comment = nullptr;
    QVBoxLayout* m_left = nullptr;
    QSplitter* m_columns = nullptr;
    QSplitter* m_centre = nullptr;
    QSplitter* m_bottom = nullptr;
    QSplitter* m_right = nullptr;
    QWidget* m_margin = nullptr;
    DrawnRef m_shownPicture;
    std::unique_ptr<jobs::Job> m_measuring;  ///< of a long recording, the last one begun
};

}  // namespace sightline::ui
