// Large buttons to judge a sample: one per class with its key printed on it, and Unsure, Skip, Bad data, Comment.
#pragma once

#include <QColor>
#include <QKeySequence>
#include <QString>
#include <QWidget>
#include <map>
#include <vector>

class QGridLayout;
class QScrollArea;
class QShortcut;

namespace sightline::widgets {

struct LabelChoice {
    QString classId;
    QString name;
    QColor colour;
    QKeySequence key;      ///< printed on the button; empty: none
    QString toolTip = {};  ///< what the class looks like and means
};

/// What is already said of the sample.
enum class LabelMark { None, Class, Unsure, Skipped, BadData };

/// The pad emits wishes; it changes its marks only when told, after the judgement was stored.
class LabelPad : public QWidget {
    Q_OBJECT
public:
    enum class Button { Unsure, Skip, BadData, Comment };

    explicit LabelPad(QWidget* parent = nullptr);
    ~LabelPad() override;

    void setChoices(std::vector<LabelChoice> choices);
    [[nodiscard]] const std::vector<LabelChoice>& choices() const { return m_choices; }
    /// Keys of the four other buttons (defaults U, S, X, C).
    void setButtonKey(Button button, const QKeySequence& key);
    /// The current label: its button is checked. `classId` counts with LabelMark::Class.
    void setMark(LabelMark mark, const QString& classId = {});
    /// The class the model names gets a small "model" tag; "" or a hidden opinion: none.
    void setModelSays(const QString& classId);
    /// The comment button shows that there is one.
    void setCommented(bool commented);

    /// True: the pad listens to the printed keys in its whole window (text fields keep theirs). Default false: the
    /// window's own actions listen and call press().
    void setShortcutsEnabled(bool enabled);
    /// As if the button with this key had been pressed; false if there is none or the pad is disabled.
    bool press(const QKeySequence& key);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {200, 160}; }

Q_SIGNALS:
    void classChosen(const QString& classId);
    void unsure();
    void skipped();
    void badData();
    void commentRequested();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class PadButton;
    void rebuild();
    void arrange();
    void refresh();
    void updateShortcuts();
    void activate(Button button);

    std::vector<LabelChoice> m_choices;
    std::vector<PadButton*> m_classButtons;
    std::map<Button, PadButton*> m_otherButtons;
    std::vector<QShortcut*> m_shortcuts;
    QScrollArea* m_scroll = nullptr;
    QGridLayout* m_grid = nullptr;
    LabelMark m_mark = LabelMark::None;
    QString m_markedClass, m_modelSays;
    int m_columns = 0;
    bool m_shortcutsEnabled = false;
};

}  // namespace sightline::widgets
