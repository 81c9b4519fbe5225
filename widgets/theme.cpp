#include "widgets/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QPointer>
#include <QStyle>
#include <QWidget>

#include "widgets/house_style.h"
#include "widgets/icon_engine.h"
#include "widgets/style_sheet.h"

namespace sightline::widgets {

namespace {

bool isDark(const QPalette& palette)
{
    return palette.color(QPalette::Window).lightness() < palette.color(QPalette::WindowText).lightness();
}

QPalette paletteOf(const Colours& c)
{
    QPalette p;
    p.setColor(QPalette::Window, c.window);
    p.setColor(QPalette::WindowText, c.text);
    p.setColor(QPalette::Base, c.surface);
    p.setColor(QPalette::AlternateBase, c.sunken);
    p.setColor(QPalette::Text, c.text);
    p.setColor(QPalette::PlaceholderText, c.textMuted);
    p.setColor(QPalette::Button, c.surface);
    p.setColor(QPalette::ButtonText, c.text);
    p.setColor(QPalette::BrightText, c.danger);
    p.setColor(QPalette::ToolTipBase, c.surface);
    p.setColor(QPalette::ToolTipText, c.text);
    p.setColor(QPalette::Highlight, c.accent);
    p.setColor(QPalette::HighlightedText, c.onAccent);
    p.setColor(QPalette::Link, c.accent);
    p.setColor(QPalette::LinkVisited, c.accentHover);
    p.setColor(QPalette::Light, c.surface);
    p.setColor(QPalette::Midlight, c.hover);
    p.setColor(QPalette::Mid, c.border);
    p.setColor(QPalette::Dark, c.control);
    p.setColor(QPalette::Shadow, c.dark ? QColor(0, 0, 0) : c.textDisabled);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, c.textDisabled);
    p.setColor(QPalette::Disabled, QPalette::Highlight, c.border);
    return p;
}

/// The system's own font on Windows and macOS; elsewhere the best of those that are commonly installed.
QFont baseFont()
{
    QFont font = QApplication::font();
#if !defined(Q_OS_WIN) && !defined(Q_OS_MACOS)
    const QStringList installed = QFontDatabase::families();
    for (const QString& family :
         {QStringLiteral("Inter"), QStringLiteral("Noto Sans"), QStringLiteral("Segoe UI"), QStringLiteral("Cantarell"),
          QStringLiteral("Ubuntu"), QStringLiteral("Open Sans"), QStringLiteral("DejaVu Sans")}) {
        if (installed.contains(family)) {
            font.setFamily(family);
            break;
        }
    }
#endif
    // DejaVu's letters are a tenth larger than those of its peers at the same size.
    const double preferred = font.family() == QLatin1String("DejaVu Sans") ? 9.0 : 10.0;
    const double system = font.pointSizeF();
    font.setPointSizeF(system > 10.5 ? system : preferred);
    return font;
}

}  // namespace

Theme::Theme(QObject* parent) : QObject(parent)
{
    m_systemDark = widgets::isDark(QGuiApplication::palette());
    m_baseFont = baseFont();
}

void Theme::start()
{
    QApplication::setStyle(new HouseStyle);
    qApp->installEventFilter(this);
    apply();
}

void Theme::setChoice(ThemeChoice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    apply();
}

void Theme::setLargeControls(bool large)
{
    if (m_largeControls == large)
        return;
    m_largeControls = large;
    apply();
}

void Theme::apply()
{
    m_applying = true;
    m_colours = coloursOf(m_choice, m_systemDark);
    QApplication::setFont(m_baseFont);
    QApplication::setPalette(paletteOf(m_colours));
    qApp->setStyleSheet(styleSheet(m_colours, m_baseFont.pointSizeF(), controlHeight(), rowHeight()));
    m_applying = false;
    Q_EMIT changed();
}

bool Theme::eventFilter(QObject* watched, QEvent* event)
{
    // While the application's own palette is set, the system's shows only when that is taken off for a moment.
    if (event->type() == QEvent::ThemeChange && !m_applying) {
        m_applying = true;
        QApplication::setPalette(QPalette());
        const bool dark = widgets::isDark(QGuiApplication::palette());
        QApplication::setPalette(paletteOf(m_colours));
        m_applying = false;
        if (dark != m_systemDark) {
            m_systemDark = dark;
            if (m_choice == ThemeChoice::System)
                QMetaObject::invokeMethod(this, &Theme::apply, Qt::QueuedConnection);
        }
    }
    return QObject::eventFilter(watched, event);
}

QFont Theme::font(TextStyle style) const
{
    QFont font = m_baseFont;
    const auto scaled = [&](double factor) { font.setPointSizeF(m_baseFont.pointSizeF() * factor); };
    switch (style) {
        case TextStyle::Caption: scaled(0.88); break;
        case TextStyle::Body: break;
        case TextStyle::Strong: font.setWeight(QFont::DemiBold); break;
        case TextStyle::Title:
            scaled(1.15);
            font.setWeight(QFont::DemiBold);
            break;
        case TextStyle::Headline:
            scaled(1.45);
            font.setWeight(QFont::DemiBold);
            break;
        case TextStyle::Display:
            scaled(1.9);
            font.setWeight(QFont::DemiBold);
            break;
        case TextStyle::Mono: {
            QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
            mono.setPointSizeF(m_baseFont.pointSizeF());
            return mono;
        }
    }
    return font;
}

bool Theme::animationsWanted() const
{
    return QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
}

QIcon Theme::icon(const QString& name) const
{
    return icon(name, {});
}

QIcon Theme::icon(const QString& name, const QColor& colour) const
{
    if (!LineIconEngine::exists(name))
        return {};
    return QIcon(new LineIconEngine(name, colour));
}

Theme& theme()
{
    static QPointer<Theme> instance;
    if (!instance) {
        Q_ASSERT(qApp);
        instance = new Theme(qApp);
        instance->start();
    }
    return *instance;
}

void setRole(QWidget* widget, const char* role)
{
    widget->setProperty("role", role);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

}  // namespace sightline::widgets
