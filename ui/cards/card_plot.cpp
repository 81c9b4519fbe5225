#include "ui/cards/card_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <QFileInfo>
#include <QLocale>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/cards/card_view.h"
#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/heat_map.h"
#include "widgets/signal_plot.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr std::size_t maxSelection = 30;
/// Of the picture: the only one with axes of its own.
constexpr int absoluteChannel = 2;
/// Two plots stand above one another in the room of one.
constexpr int halfHeight = 64;
/// Orange up, blue down: as in the picture the network sees.
constexpr int upSeries = 1;
constexpr int downSeries = 0;
/// A broad band behind the strokes, in a colour of the map on the picture that stands out on light and dark.
constexpr double markHeat = 0.7;
constexpr float markOpacity = 0.5F;
constexpr double markWidth = 11;

std::vector<QPointF> part(const std::vector<QPointF>& points, int first, int last)
{
    std::vector<QPointF> out;
    for (int i = first; i <= last && !points.empty(); ++i) {
        out.push_back(points[static_cast<std::size_t>(i) % points.size()]);
    }
    return out;
}

}  // namespace

CardPlot::CardPlot(Preferences& preferences, QWidget* parent) : SignalView(parent), m_preferences(preferences)
{
    m_frame = new widgets::Card(tr("Surface card"));
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_frame);

    m_mode = new widgets::SegmentedControl;
    m_mode->setOptions({tr("Loop"), tr("Time")});
    m_mode->setAccessibleName(tr("What the plot shows"));
    m_referenceButton = new QToolButton;
    m_referenceButton->setIcon(widgets::theme().icon(QStringLiteral("layers")));
    m_referenceButton->setCheckable(true);
    m_referenceButton->setAccessibleName(tr("Reference card"));
    widgets::setRole(m_referenceButton, "quiet");
    auto* fitButton = new QToolButton;
    fitButton->setIcon(widgets::theme().icon(QStringLiteral("fit")));
    fitButton->setToolTip(tr("Show the whole card (F)"));
    fitButton->setAccessibleName(tr("Show the whole card"));
    widgets::setRole(fitButton, "quiet");
    m_frame->header()->addTool(m_mode);
    m_frame->header()->addTool(m_referenceButton);
    m_frame->header()->addTool(fitButton);

    m_loop = new widgets::SignalPlot;
    m_loop->setTitle(tr("Load against position"));
    m_position = new widgets::SignalPlot;
    m_position->setTitle(tr("Position against time"));
    m_load = new widgets::SignalPlot;
    m_load->setTitle(tr("Load against time"));
    for (widgets::SignalPlot* plot : {m_loop, m_position, m_load}) {
        plot->setEmptyText(tr("Choose a card in the list."));
        plot->setReadout([this](int point) { return readout(point); });
        connect(plot, &widgets::SignalPlot::cursorMoved, this, &CardPlot::reportCursor);
    }
    for (widgets::SignalPlot* half : {m_position, m_load}) {
        half->setLegendVisible(false);
        half->setMinimumHeight(halfHeight);
    }

    auto* time = new QWidget;
    auto* stacked = new QVBoxLayout(time);
    stacked->setContentsMargins(0, 0, 0, 0);
    stacked->setSpacing(widgets::spacing::tiny);
    stacked->addWidget(m_position);
    stacked->addWidget(m_load);
    m_pages = new QStackedWidget;
    m_pages->addWidget(m_loop);
    m_pages->addWidget(time);
    m_frame->body()->addWidget(m_pages, 1);

    connect(m_mode, &widgets::SegmentedControl::chosen, this, [this](int mode) { setAgainstTime(mode == 1); });
    connect(m_referenceButton, &QToolButton::clicked, this, &CardPlot::referenceToggled);
    connect(fitButton, &QToolButton::clicked, this, &CardPlot::fit);
    connect(&m_preferences, &Preferences::changed, this, [this] { rebuild(true); });
    refreshHeader();
}

QString CardPlot::kindText(pumpcards::CardKind kind)
{
    switch (kind) {
        case pumpcards::CardKind::Surface: return tr("Surface card");
        case pumpcards::CardKind::PumpMeasured: return tr("Pump card, measured");
        case pumpcards::CardKind::PumpComputed: return tr("Pump card, computed");
        case pumpcards::CardKind::Predicted: return tr("Predicted card");
    }
    return {};
}

void CardPlot::showSample(const SampleRow* row, const ImageRecipe& recipe)
{
    const pumpcards::Card* card = row != nullptr ? cardOf(*row) : nullptr;
    m_shown = card != nullptr ? std::optional(Named{words::sampleName(*row), *card}) : std::nullopt;
    m_map = card != nullptr ? PictureMap(*card, recipe) : PictureMap();
    m_file = row != nullptr ? words::fromPath(row->recording->recording->info().path.filename()) : QString();
    m_kind = card != nullptr ? kindText(card->kind) : tr("Surface card");
    m_cursor = -1;
    m_marked.clear();
    rebuild(true);
    refreshHeader();
}

void CardPlot::setHeat(const SignalImage& map, int channel)
{
    std::vector<bool> marked;
    if (!map.empty() && !m_map.empty()) {
        const bool absolute = channel == absoluteChannel;
        for (int point = 0; point < m_map.pointCount(); ++point) {
            const QPointF pixel = m_map.pixelOf(point, absolute);
            const auto x = static_cast<std::size_t>(std::clamp(qRound(pixel.x()), 0, map.width - 1));
            const auto y = static_cast<std::size_t>(std::clamp(qRound(pixel.y()), 0, map.height - 1));
            marked.push_back(map.pixels[y * static_cast<std::size_t>(map.width) + x] >= widgets::highFrom);
        }
    }
    setMarked(std::move(marked));
}

void CardPlot::setPictureCursor(std::optional<QPointF> pixel, int channel)
{
    if (!pixel) {
        setCursorPoint(-1);
    } else if (!m_map.empty()) {
        setCursorPoint(m_map.pointAt(*pixel, channel == absoluteChannel));
    }
}

std::optional<QPointF> CardPlot::pictureCursor(int channel) const
{
    return m_cursor < 0 || m_map.empty() ? std::nullopt
                                         : std::optional(m_map.pixelOf(m_cursor, channel == absoluteChannel));
}

void CardPlot::setMarked(std::vector<bool> marked)
{
    if (marked.empty() && m_marked.empty()) {
        return;
    }
    m_marked = std::move(marked);
    rebuild(false);
}

widgets::PlotCurve CardPlot::markOn(const std::vector<QPointF>& points, bool closed) const
{
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    widgets::PlotCurve mark;
    if (m_marked.size() != points.size() || std::find(m_marked.begin(), m_marked.end(), true) == m_marked.end()) {
        return mark;
    }
    mark.name = tr("Where it looked");
    mark.points = points;
    mark.closed = closed;
    mark.fit = false;
    mark.width = markWidth;
    mark.colour = widgets::heatColour(markHeat);
    mark.colour.setAlphaF(markOpacity);
    for (std::size_t i = 0; i < points.size(); ++i) {
        // The step behind a marked point as well: one alone would be no line.
        const std::size_t before = i > 0 ? i - 1 : closed ? points.size() - 1 : 0;
        if (!m_marked[i] && !m_marked[before]) {
            mark.points[i] = {nan, nan};
        }
    }
    return mark;
}

void CardPlot::setReference(const SampleRow* row)
{
    const pumpcards::Card* card = row != nullptr ? cardOf(*row) : nullptr;
    m_reference = card != nullptr ? std::optional(Named{words::sampleName(*row), *card}) : std::nullopt;
    rebuild(true);
    refreshHeader();
}

void CardPlot::setSelection(const std::vector<const SampleRow*>& rows)
{
    if (rows.empty() && m_selection.empty()) {
        return;
    }
    m_selection.clear();
    for (const SampleRow* row : rows) {
        const pumpcards::Card* card = cardOf(*row);
        if (card != nullptr && m_selection.size() < maxSelection) {
            m_selection.push_back({words::sampleName(*row), *card});
        }
    }
    rebuild(false);
}

void CardPlot::rebuild(bool fitView)
{
    if (!m_shown) {
        m_loop->clear();
        m_position->clear();
        m_load->clear();
        return;
    }
    againstTime() ? rebuildTime(fitView) : rebuildLoop(fitView);
}

void CardPlot::rebuildLoop(bool fitView)
{
    const UnitSystem units = m_preferences.units();
    const auto& colours = widgets::theme().colours();
    m_loop->setAxes(tr("Position (%1)").arg(words::lengthUnit(units).symbol),
                    tr("Load (%1)").arg(words::forceUnit(units).symbol));
    std::vector<widgets::PlotCurve> overlays;
    if (m_reference) {
        widgets::PlotCurve curve;
        curve.name = tr("Reference %1").arg(m_reference->name);
        curve.points = loopPoints(m_reference->card, units);
        curve.colour = colours.textMuted;
        curve.dash = Qt::DashLine;
        curve.closed = true;
        overlays.push_back(std::move(curve));
    }
    for (const Named& other : m_selection) {
        widgets::PlotCurve curve;
        curve.points = loopPoints(other.card, units);
        curve.colour = colours.textMuted;
        curve.width = 1;
        curve.closed = true;
        overlays.push_back(std::move(curve));
    }
    m_loop->setOverlays(std::move(overlays));

    const std::vector<QPointF> points = loopPoints(m_shown->card, units);
    const int top = topIndex(m_shown->card);
    const int count = static_cast<int>(points.size());
    widgets::PlotCurve whole;  // the cursor runs on it; the strokes above it carry colour and dash
    whole.points = points;
    whole.closed = true;
    whole.fill = true;
    whole.width = 0.5;
    whole.colour = colours.seriesColour(downSeries);
    widgets::PlotCurve up;
    up.name = tr("Up-stroke");
    up.points = part(points, 0, top);
    up.colour = colours.seriesColour(upSeries);
    up.width = 2.4;
    widgets::PlotCurve down;
    down.name = tr("Down-stroke");
    down.points = part(points, top, count);
    down.colour = colours.seriesColour(downSeries);
    down.width = 2.4;
    down.dash = Qt::DashLine;
    m_loop->setCurves({whole, markOn(points, true), up, down}, fitView);
    m_loop->setTrackedCurve(0);
    m_loop->setCursor(m_cursor);
}

void CardPlot::rebuildTime(bool fitView)
{
    const UnitSystem units = m_preferences.units();
    const auto& colours = widgets::theme().colours();
    const TimeAxis axis = timeAxis(m_shown->card);
    const QString time = axis.seconds ? tr("Time (s)") : tr("Share of the stroke");
    const std::vector<QPointF> points = loopPoints(m_shown->card, units);
    m_position->setAxes({}, tr("Position (%1)").arg(words::lengthUnit(units).symbol));
    m_load->setAxes(time, tr("Load (%1)").arg(words::forceUnit(units).symbol));
    widgets::PlotCurve position;
    position.name = tr("Position");
    position.colour = colours.seriesColour(2);
    widgets::PlotCurve load;
    load.name = tr("Load");
    load.colour = colours.seriesColour(0);
    for (std::size_t i = 0; i < points.size(); ++i) {
        position.points.emplace_back(axis.values[i], points[i].x());
        load.points.emplace_back(axis.values[i], points[i].y());
    }
    const int top = topIndex(m_shown->card);
    std::vector<widgets::ReferenceLine> lines;
    if (top > 0 && static_cast<std::size_t>(top) < axis.values.size()) {
        lines.push_back({Qt::Vertical, axis.values[static_cast<std::size_t>(top)], tr("top of stroke")});
    }
    m_position->setReferenceLines(lines);
    lines.clear();
    if (top > 0 && static_cast<std::size_t>(top) < axis.values.size()) {
        lines.push_back({Qt::Vertical, axis.values[static_cast<std::size_t>(top)], {}});
    }
    m_load->setReferenceLines(lines);
    m_position->setCurves({position, markOn(position.points, false)}, fitView);
    m_load->setCurves({load, markOn(load.points, false)}, fitView);
    widgets::SignalPlot::alignMargins({m_position, m_load});
    m_position->setCursor(m_cursor);
    m_load->setCursor(m_cursor);
}

void CardPlot::refreshHeader()
{
    m_frame->header()->setTitle(m_kind.isEmpty() ? tr("Surface card") : m_kind);
    QString note;
    if (m_shown) {
        note = m_shown->name;
        const pumpcards::Card& card = m_shown->card;
        if (QFileInfo(m_file).completeBaseName() != note) {
            note += QStringLiteral(" · ") + m_file;
        }
        if (!card.well.empty()) {
            note += QStringLiteral(" · ") + tr("well %1").arg(QString::fromStdString(card.well));
        }
        if (card.timeMicroseconds) {
            note += QStringLiteral(" · ") + words::when(*card.timeMicroseconds);
        }
        if (!card.controllerType.empty()) {
            note += QStringLiteral(" · ") + QString::fromStdString(card.controllerType);
        }
    }
    m_frame->header()->setNote(note);
    m_referenceButton->setEnabled(m_shown.has_value() || m_reference.has_value());
    m_referenceButton->setChecked(m_reference.has_value());
    m_referenceButton->setToolTip(m_reference ? tr("Remove the reference card %1 (R)").arg(m_reference->name)
                                              : tr("Keep this card beneath the others as the reference (R)"));
}

QString CardPlot::readout(int point) const
{
    if (!m_shown || point < 0 || static_cast<std::size_t>(point) >= m_shown->card.points.size()) {
        return {};
    }
    const UnitSystem units = m_preferences.units();
    const pumpcards::CardPoint& at = m_shown->card.points[static_cast<std::size_t>(point)];
    const auto position = words::shown(domains::Measure::Quantity::Length, at.positionMetre, units);
    const auto load = words::shown(domains::Measure::Quantity::Force, at.loadNewton, units);
    return tr("%1 %2, %3 %4 · %5, point %6")
        .arg(position.value, position.unit, load.value, load.unit,
             point <= topIndex(m_shown->card) ? tr("up") : tr("down"), QLocale().toString(point + 1));
}

QString CardPlot::cursorText() const
{
    return readout(m_cursor);
}

void CardPlot::reportCursor(int point)
{
    m_cursor = point;
    for (widgets::SignalPlot* plot : {m_loop, m_position, m_load}) {
        if (plot != sender()) {
            plot->setCursor(point);
        }
    }
    Q_EMIT cursorMoved();
}

void CardPlot::setCursorPoint(int point)
{
    m_cursor = point;
    if (againstTime()) {
        m_position->setCursor(point);
        m_load->setCursor(point);
    } else {
        m_loop->setCursor(point);
    }
}

void CardPlot::stepCursor(int step)
{
    if (!m_shown || m_shown->card.points.empty()) {
        return;
    }
    const int count = static_cast<int>(m_shown->card.points.size());
    const int from = m_cursor < 0 ? (step > 0 ? -1 : 0) : m_cursor;
    setCursorPoint(((from + step) % count + count) % count);
    Q_EMIT cursorMoved();
}

void CardPlot::zoom(double factor)
{
    widgets::SignalPlot* plot = againstTime() ? m_load : m_loop;
    const QRectF view = plot->view();
    QPointF centre = view.center();
    const auto& curves = plot->curves();
    if (m_cursor >= 0 && !curves.empty() && static_cast<std::size_t>(m_cursor) < curves.front().points.size()) {
        centre = curves.front().points[static_cast<std::size_t>(m_cursor)];
    }
    plot->zoomAt(centre, factor);
}

void CardPlot::fit()
{
    for (widgets::SignalPlot* plot : {m_loop, m_position, m_load}) {
        plot->fit();
    }
}

bool CardPlot::againstTime() const
{
    return m_pages->currentIndex() == 1;
}

void CardPlot::setAgainstTime(bool againstTime)
{
    m_mode->setCurrent(againstTime ? 1 : 0);
    m_pages->setCurrentIndex(againstTime ? 1 : 0);
    rebuild(true);
}

void CardPlot::focusSignal()
{
    (againstTime() ? m_load : m_loop)->setFocus(Qt::ShortcutFocusReason);
}

QImage CardPlot::toImage() const
{
    return (againstTime() ? m_load : m_loop)->toImage(QSize(900, 600));
}

}  // namespace sightline::ui
