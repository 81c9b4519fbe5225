// The look of the product: colours, type, spacing and icons, in one place; and the choice between light and dark.
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>
#include <vector>

class QLabel;
class QWidget;

namespace sightline::widgets {

/// Distances in logical pixels. Nothing in the window stands at any other distance.
namespace spacing {
inline constexpr int tiny = 4;
inline constexpr int small = 8;
inline constexpr int medium = 12;
inline constexpr int large = 16;
inline constexpr int huge = 24;
inline constexpr int radius = 8;       ///< corners of cards
inline constexpr int smallRadius = 6;  ///< corners of buttons and fields
}  // namespace spacing

/// Every colour of one scheme. Text colours reach 4.5:1 on `window`, `surface` and `sunken` (7:1 in high contrast).
struct Colours {
    bool dark = false;
    QColor window;   ///< behind everything
    QColor surface;  ///< cards, lists, fields
    QColor sunken;   ///< wells, plot background beside a card, read-only areas
    QColor hover;    ///< a row or a quiet button under the mouse
    QColor border;   ///< the 1 px line of a card
    QColor control;  ///< the line of a button or field; 3:1 on surface in high contrast
    QColor text;
    QColor textMuted;
    QColor textDisabled;
    QColor accent;  ///< the one primary action, the selection, the focus
    QColor accentHover;
    QColor accentSoft;  ///< background of a selected row
    QColor onAccent;    ///< text on accent
    QColor info, infoSoft;
    QColor success, successSoft;
    QColor warning, warningSoft;
    QColor danger, dangerSoft;
    QColor plot;                 ///< background of plots
    QColor grid;                 ///< lines of a plot's grid
    QColor axis;                 ///< axis lines and tick labels
    QColor cursor;               ///< linked cursor, legible on curve and picture
    std::vector<QColor> series;  ///< curves in order; colour-blind safe (after Okabe and Ito), tuned per scheme

    /// series[index], beginning again after the last.
    [[nodiscard]] QColor seriesColour(int index) const;
};

enum class ThemeChoice { System, Light, Dark, HighContrast };
enum class TextStyle { Caption, Body, Strong, Title, Headline, Display, Mono };

/// One per application, owned by it. Create the QApplication first; the first call of theme() dresses it.
class Theme : public QObject {
    Q_OBJECT
public:
    explicit Theme(QObject* parent);

    /// Applies palette, style sheet and font to the application at once. Storing the choice is the caller's.
    void setChoice(ThemeChoice choice);
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    /// Buttons and rows of at least 48 px, for gloves and touch.
    void setLargeControls(bool large);
    [[nodiscard]] bool largeControls() const { return m_largeControls; }

    [[nodiscard]] const Colours& colours() const { return m_colours; }
    [[nodiscard]] bool isDark() const { return m_colours.dark; }
    /// The scheme a choice would give, without applying it.
    [[nodiscard]] static Colours coloursOf(ThemeChoice choice, bool systemIsDark);
    [[nodiscard]] QFont font(TextStyle style) const;
    /// Smallest height of a control: 32, or 48 with large controls.
    [[nodiscard]] int controlHeight() const { return m_largeControls ? 48 : 32; }
    /// Height of a row in a list: 36, or 48 with large controls.
    [[nodiscard]] int rowHeight() const { return m_largeControls ? 48 : 36; }
    /// False when the user's system asks for no animation.
    [[nodiscard]] bool animationsWanted() const;

    /// A line drawing from :/sightline/icons/NAME.svg in the colours of the scheme (normal, disabled, selected); it
    /// recolours itself when the scheme changes. Names: see resources/icons. Unknown name: a null icon.
    [[nodiscard]] QIcon icon(const QString& name) const;
    /// The same in a fixed colour.
    [[nodiscard]] QIcon icon(const QString& name, const QColor& colour) const;

Q_SIGNALS:
    /// After everything has been applied. Custom-painted widgets repaint on it.
    void changed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    friend Theme& theme();
    void start();
    void apply();

    ThemeChoice m_choice = ThemeChoice::System;
    bool m_largeControls = false;
    bool m_systemDark = false;
    bool m_applying = false;
    Colours m_colours;
    QFont m_baseFont;
};

Theme& theme();

/// Gives a widget a role of the style sheet; callable at any time. Roles:
/// "card" (QFrame: surface, 1 px border, 8 px radius), "sunken" (QFrame), "toolbar" (QFrame or QToolBar),
/// "primary", "danger", "quiet", "link" (QPushButton, QToolButton; no role: bordered push button, quiet tool button),
/// "muted", "caption", "strong", "title", "headline", "display", "mono", "danger", "success", "warning" (QLabel),
/// "plain" (QAbstractItemView or QScrollArea without its own frame, for use inside a card), "statusbar" (QWidget).
void setRole(QWidget* widget, const char* role);

/// Relative-luminance contrast of WCAG 2, 1 … 21.
double contrastRatio(const QColor& a, const QColor& b);

}  // namespace sightline::widgets
