#include "ui/mouse/mouse_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <QComboBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/speed_scale.h"
#include "widgets/theme.h"
#include "widgets/time_strip.h"
#include "widgets/track_view.h"

namespace sightline::ui {

namespace {

constexpr std::array<double, 7> speeds = {0.25, 0.5, 1, 2, 4, 8, 16};
constexpr int usualSpeed = 2;
/// Pixels of the picture within which the pointer finds an event.
constexpr double pictureReach = 6;
constexpr int stripHeight = 104;
constexpr QSize exportedPath(1200, 800);

QToolButton* quietButton(const QString& icon, const QString& name)
{
    auto* button = new QToolButton;
    button->setIcon(widgets::theme().icon(icon));
    button->setAccessibleName(name);
    button->setToolTip(name);
    widgets::setRole(button, "quiet");
    return button;
}

}  // namespace

MouseView::MouseView(Bench& bench, QWidget* parent)
    : SignalView(parent), m_bench(bench), m_comparing(bench.openClasses())
{
    build();
    connect(m_track, &widgets::TrackView::cursorMoved, this, &MouseView::moveCursorByUser);
    connect(m_strip, &widgets::TimeStrip::cursorMoved, this,
            [this](double seconds) { moveCursorByUser(m_path.empty() ? -1 : m_path.at(seconds)); });
    connect(m_strip, &widgets::TimeStrip::windowChosen, this, &MouseView::windowChosen);
    connect(m_drawings, &widgets::SegmentedControl::chosen, this,
            [this](int index) { setDrawing(index == 0 ? MouseDrawing::OnScreen : MouseDrawing::FromCentre); });
    connect(m_compare, &QToolButton::clicked, this, [this](bool on) {
        m_comparing = on;
        showComparison();
    });
    connect(m_play, &QToolButton::clicked, this, &MouseView::togglePlaying);
    connect(m_speed, &QComboBox::activated, this,
            [this](int index) { m_replay.setSpeed(speeds[static_cast<std::size_t>(index)]); });
    connect(&m_replay, &MouseReplay::moved, this, &MouseView::follow);
    connect(&m_replay, &MouseReplay::playingChanged, this, &MouseView::showPlaying);
    connect(&bench, &Bench::taskChanged, this, [this] {
        m_comparing = m_bench.openClasses();
        m_compare->setChecked(m_comparing);
    });
}

void MouseView::build()
{
    m_frame = new widgets::Card(tr("Path"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_frame);

    m_drawings = new widgets::SegmentedControl;
    m_drawings->setOptions({tr("Screen"), tr("Strokes")});
    m_drawings->setAccessibleName(tr("How the path is drawn"));
    m_drawings->setToolTip(
        tr("Where on the screen, or every stroke from one centre, whatever its place on the screen (T)"));
    m_compare =
        quietButton(QStringLiteral("layers"), tr("Draw the sessions known to be of the same account behind it"));
    m_compare->setCheckable(true);
    m_compare->setChecked(m_comparing);
    auto* fitButton = quietButton(QStringLiteral("fit"), tr("Show the whole session (F)"));
    connect(fitButton, &QToolButton::clicked, this, &MouseView::fit);
    for (QWidget* tool :
         {static_cast<QWidget*>(m_drawings), static_cast<QWidget*>(m_compare), static_cast<QWidget*>(fitButton)}) {
        m_frame->header()->addTool(tool);
    }

    m_track = new widgets::TrackView;
    m_track->setAccessibleName(tr("Path of the pointer"));
    m_track->setScale(slowest, fastest);
    m_track->setEmptyText(tr("Choose a session in the list."));
    m_track->setReadout([this](int event) { return m_path.readout(event); });
    m_comparison = new widgets::ElidedLabel;
    widgets::setRole(m_comparison, "caption");
    m_comparison->hide();
    m_strip = new widgets::TimeStrip;
    m_strip->setAccessibleName(tr("Speed against time, and the windows the session is judged by"));
    m_strip->setFixedHeight(stripHeight);
    setFocusProxy(m_track);

    m_frame->body()->setSpacing(widgets::spacing::tiny);
    m_frame->body()->addWidget(m_track, 1);
    m_frame->body()->addWidget(m_comparison);
    m_frame->body()->addWidget(makeControls());
    m_frame->body()->addWidget(m_strip);
}

QWidget* MouseView::makeControls()
{
    m_play = quietButton(QStringLiteral("play"), tr("Replay (Space)"));
    m_speed = new QComboBox;
    m_speed->setAccessibleName(tr("Speed of the replay"));
    m_speed->setToolTip(tr("Speed of the replay; pauses are cut short"));
    for (const double speed : speeds) {
        m_speed->addItem(tr("%1×").arg(QLocale().toString(speed)));
    }
    m_speed->setCurrentIndex(usualSpeed);
    m_scale = new widgets::SpeedScale(slowest, fastest, tr("px/s"));
    auto* controls = new QWidget;
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(widgets::spacing::small);
    row->addWidget(m_play);
    row->addWidget(m_speed);
    row->addSpacing(widgets::spacing::small);
    row->addWidget(m_scale, 1);
    return controls;
}

void MouseView::showSample(const SampleRow* row, const ImageRecipe& recipe)
{
    m_replay.stop();
    m_recipe = recipe;
    m_places.clear();
    m_window = 0;
    const mouse::Session* before = m_session;
    m_session = row == nullptr ? nullptr : sessionOf(m_bench, *row);
    const bool same = m_session != nullptr && m_session == before;  // another question is asked of it
    m_recording = row == nullptr ? nullptr : row->recording;
    m_key = m_session == nullptr ? std::nullopt : std::optional(row->key());
    if (!same) {
        m_cursor = -1;
        showPath();
    }
    showWindows();
}

void MouseView::showPath()
{
    m_path = m_session == nullptr ? MousePath() : MousePath(*m_session);
    m_track->setTrack(m_path.empty() ? nullptr : m_path.track(m_drawing));
    m_track->setEmptyText(m_session == nullptr ? tr("Choose a session in the list.")
                                               : tr("This session has no event with a position."));
    m_scale->setShareAbove(m_path.shareAbove());
    m_strip->setSeries(m_path.seconds(), m_path.speeds(), slowest, fastest, tr("Speed (px/s)"));
    m_replay.setTimes(m_path.seconds());
    m_play->setEnabled(!m_path.empty());
}

void MouseView::updateSample(const SampleRow* /*row*/)
{
    showWindows();
}

/// What the bars show: how probable it is that a window is of the account the session is said to be of, where the
/// model knows that; else of the class the whole session gets.
std::string MouseView::scoredClass(const SampleRow& row) const
{
    const auto& model = m_bench.models().model();
    const std::vector<std::string> known = model ? model->info.classIds : std::vector<std::string>();
    if (m_bench.openClasses() && std::find(known.begin(), known.end(), m_session->account) != known.end()) {
        return m_session->account;
    }
    return row.verdict && !row.stale ? row.verdict->bestClass() : std::string();
}

void MouseView::showWindows()
{
    const SampleRow* row = m_key ? m_bench.store().get(*m_key) : nullptr;
    const WindowedRow* whole = m_key ? m_bench.windowsOf(*m_key) : nullptr;
    std::vector<widgets::StripWindow> windows;
    QString title;
    if (row != nullptr && whole != nullptr && m_session != nullptr) {
        const std::string scored = m_opinionHidden ? std::string() : scoredClass(*row);
        const QString name = m_bench.className(scored);
        title = scored.empty() ? tr("Not judged yet") : tr("How probable each window is: %1").arg(name);
        for (std::size_t k = 0; k < whole->count; ++k) {
            const std::optional<Interval>& seconds = whole->window(k).extent.seconds;
            widgets::StripWindow one{seconds ? seconds->begin : 0, seconds ? seconds->end : 0, std::nullopt, {}};
            if (whole->judged[k] && !scored.empty()) {
                const Verdict& verdict = whole->judged[k]->verdict;
                const auto place = std::find(verdict.classIds.begin(), verdict.classIds.end(), scored);
                if (!verdict.rejected && place != verdict.classIds.end()) {
                    one.score = static_cast<double>(
                        verdict.probabilities[static_cast<std::size_t>(place - verdict.classIds.begin())]);
                    one.words = tr("%1 %2").arg(name, words::percent(*one.score));
                }
            }
            windows.push_back(std::move(one));
        }
    }
    m_strip->setWindows(std::move(windows), title);
    showWindow(m_window);
}

void MouseView::showWindow(int window)
{
    const WindowedRow* whole = m_key ? m_bench.windowsOf(*m_key) : nullptr;
    if (whole == nullptr || m_session == nullptr) {
        m_frame->header()->setNote({});
        return;
    }
    m_window = std::clamp(window, 0, static_cast<int>(whole->count) - 1);
    m_recipe = m_bench.pictures().recipe();  // another model may draw and cut otherwise
    m_events = mouse::windowAt(*m_session, m_recipe, static_cast<std::size_t>(m_window));
    m_places.clear();
    const bool some = whole->count > 1;
    m_track->setEmphasis(static_cast<int>(m_events.first), some ? static_cast<int>(m_events.count) : 0);
    m_strip->setCurrentWindow(m_window);
    describeWindow();
}

void MouseView::describeWindow()
{
    const std::vector<widgets::StripWindow>& windows = m_strip->windows();
    if (static_cast<std::size_t>(m_window) >= windows.size()) {
        return;  // cut anew: the bars follow
    }
    const widgets::StripWindow& shown = windows[static_cast<std::size_t>(m_window)];
    const QString place = tr("window %1 of %2").arg(m_window + 1).arg(windows.size());
    m_frame->header()->setNote(shown.words.isEmpty() ? place : place + QStringLiteral(" · ") + shown.words);
}

void MouseView::setOpinionHidden(bool hidden)
{
    m_opinionHidden = hidden;
    showWindows();
}

void MouseView::setSelection(const std::vector<const SampleRow*>& rows)
{
    m_selected.clear();
    for (const SampleRow* row : rows) {
        m_selected.push_back(row->key());
    }
    showComparison();
}

void MouseView::setReference(const SampleRow* row)
{
    m_reference = row == nullptr ? std::nullopt : std::optional(row->key());
    showComparison();
    Q_EMIT said(m_reference ? tr("%1 stays behind every other session until you press R again.")
                                  .arg(QString::fromStdString(m_reference->sample))
                            : tr("Nothing is kept to compare with any more."));
}

/// What a person chose comes before what is known of the account.
std::vector<SampleKey> MouseView::compared(QString& title) const
{
    if (m_reference) {
        title = tr("Behind it: %1").arg(QString::fromStdString(m_reference->sample));
        return *m_reference == *m_key ? std::vector<SampleKey>() : std::vector<SampleKey>{*m_reference};
    }
    if (!m_selected.empty()) {
        title = tr("Behind it: %n selected session(s)", nullptr, static_cast<int>(m_selected.size()));
        return m_selected;
    }
    if (!m_comparing) {
        return {};
    }
    std::vector<SampleKey> enrolled = enrolledWith(m_bench, *m_key);
    title = tr("Behind it: %n session(s) of %1", nullptr, static_cast<int>(enrolled.size()))
                .arg(QString::fromStdString(m_session->account));
    return enrolled;
}

void MouseView::showComparison()
{
    Comparison made;
    if (m_key && m_session != nullptr) {
        QString title;
        const std::vector<SampleKey> others = compared(title);
        made = compare(m_bench, *m_key, others, title, m_drawing);
    }
    if (made.backdrop != m_track->backdrop()) {
        m_track->setBackdrop(made.backdrop);
    }
    m_comparison->setText(made.words);
    m_comparison->setVisible(!made.words.isEmpty());
}

QString MouseView::comparisonText() const
{
    return m_comparison->text();
}

void MouseView::setDrawing(MouseDrawing drawing)
{
    if (drawing == m_drawing) {
        return;
    }
    m_drawing = drawing;
    m_drawings->setCurrent(drawing == MouseDrawing::OnScreen ? 0 : 1);
    if (m_path.empty()) {
        return;
    }
    const int cursor = m_cursor;
    m_track->setTrack(m_path.track(drawing));
    showWindow(m_window);
    moveCursor(cursor);
    showComparison();
}

void MouseView::nextDrawing()
{
    setDrawing(m_drawing == MouseDrawing::OnScreen ? MouseDrawing::FromCentre : MouseDrawing::OnScreen);
}

void MouseView::moveCursor(int event)
{
    m_cursor = event;
    m_track->setCursor(event);
    m_strip->setCursor(event < 0 ? std::nullopt : std::optional(m_path.point(event).seconds));
}

void MouseView::moveCursorByUser(int event)
{
    if (m_replay.playing() && event >= 0) {
        m_replay.start(event);  // goes on from there
        return;
    }
    moveCursor(event);
    Q_EMIT cursorMoved();
}

void MouseView::stepCursor(int step)
{
    if (m_path.empty()) {
        return;
    }
    m_replay.stop();
    const int from = m_cursor < 0 ? static_cast<int>(m_events.first) - (step > 0 ? 1 : 0) : m_cursor;
    moveCursor(std::clamp(from + step, 0, m_path.count() - 1));
    Q_EMIT cursorMoved();
}

void MouseView::stepWindow(int step)
{
    Q_EMIT windowChosen(m_window + step);
}

const std::vector<mouse::PixelPlace>& MouseView::places(int channel) const
{
    const std::size_t drawing = static_cast<std::size_t>(std::max(channel, 0)) / mouse::planesPerDrawing;
    const auto known = m_places.find(drawing);
    if (known != m_places.end()) {
        return known->second;
    }
    return m_places[drawing] = m_session == nullptr ? std::vector<mouse::PixelPlace>()
                                                    : mouse::placesOf(*m_session, m_events, m_recipe, drawing);
}

std::optional<QPointF> MouseView::pictureCursor(int channel) const
{
    const std::vector<mouse::PixelPlace>& known = places(channel);
    const int place = m_cursor - static_cast<int>(m_events.first);
    if (m_cursor < 0 || place < 0 || place >= static_cast<int>(known.size())) {
        return std::nullopt;
    }
    const mouse::PixelPlace& pixel = known[static_cast<std::size_t>(place)];
    return QPointF(pixel.x, pixel.y);
}

void MouseView::setPictureCursor(std::optional<QPointF> pixel, int channel)
{
    int found = -1;
    if (pixel) {
        const std::vector<mouse::PixelPlace>& known = places(channel);
        double best = pictureReach;
        for (std::size_t i = 0; i < known.size(); ++i) {
            const double distance = std::hypot(known[i].x - pixel->x(), known[i].y - pixel->y());
            if (distance < best) {
                best = distance;
                found = static_cast<int>(m_events.first + i);
            }
        }
    }
    moveCursor(found);
}

void MouseView::zoom(double factor)
{
    m_track->zoom(factor);
}

void MouseView::fit()
{
    m_track->fit();
    m_strip->fit();
}

void MouseView::togglePlaying()
{
    if (m_replay.playing()) {
        m_replay.stop();
    } else if (!m_path.empty()) {
        m_replay.start(m_cursor >= 0 ? m_cursor : static_cast<int>(m_events.first));
    }
}

bool MouseView::stopPlaying()
{
    const bool was = m_replay.playing();
    m_replay.stop();
    return was;
}

/// The picture shows the window that is played.
void MouseView::follow(int event)
{
    moveCursor(event);
    m_track->setTrail(m_replay.trail());
    const int window = m_strip->windowAt(m_path.point(event).seconds);
    if (window >= 0 && window != m_window) {
        Q_EMIT windowChosen(window);
    }
    Q_EMIT cursorMoved();
}

void MouseView::showPlaying(bool playing)
{
    m_play->setIcon(widgets::theme().icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
    m_play->setToolTip(playing ? tr("Pause (Space)") : tr("Replay (Space)"));
    m_play->setAccessibleName(m_play->toolTip());
    if (!playing) {
        m_track->setTrail(0);
    }
}

void MouseView::focusSignal()
{
    m_track->setFocus(Qt::ShortcutFocusReason);
}

QImage MouseView::toImage() const
{
    const QImage path = m_track->toImage(exportedPath);
    const QPixmap strip = m_strip->grab();
    const int high = exportedPath.width() * strip.height() / std::max(strip.width(), 1);
    QImage both(exportedPath.width(), exportedPath.height() + high, QImage::Format_RGB32);
    both.fill(widgets::theme().colours().surface);
    QPainter painter(&both);
    painter.drawImage(0, 0, path);
    painter.drawPixmap(QRect(0, exportedPath.height(), exportedPath.width(), high), strip);
    return both;
}

}  // namespace sightline::ui
