#include "widgets/signal_plot.h"

#include <qcustomplot.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "widgets/figure.h"
#include "widgets/plot_style.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

constexpr double fitMargin = 0.06;
constexpr std::size_t manyPoints = 1500;  ///< more are thinned to what the screen can show
constexpr double thinnedPixels = 0.6;     ///< a dropped point lies no farther than this from a kept one

bool finite(QPointF point)
{
    return std::isfinite(point.x()) && std::isfinite(point.y());
}

/// "Load (kN)" → {"Load", "kN"}; no brackets: no unit.
std::pair<QString, QString> nameAndUnit(const QString& title)
{
    const qsizetype open = title.lastIndexOf(QLatin1Char('('));
    if (open <= 0 || !title.endsWith(QLatin1Char(')')))
        return {title, {}};
    return {title.left(open).trimmed(), title.mid(open + 1, title.size() - open - 2)};
}

/// Digits enough to tell two hundredths of the visible range apart.
QString numberText(const QLocale& locale, double value, double range)
{
    const int decimals = range > 0 ? std::clamp(2 - static_cast<int>(std::floor(std::log10(range))), 0, 6) : 2;
    return locale.toString(value, 'f', decimals);
}

QRectF grown(QRectF box)
{
    const double floorX = std::max(std::abs(box.center().x()) * 1e-6, 1e-9);
    const double floorY = std::max(std::abs(box.center().y()) * 1e-6, 1e-9);
    const double dx = box.width() > 2 * floorX ? box.width() * fitMargin : 0.5;
    const double dy = box.height() > 2 * floorY ? box.height() * fitMargin : 0.5;
    return box.adjusted(-dx, -dy, dx, dy);
}

/// The points as QCustomPlot wants them, without those nearer than `closest` (axis units) to the last one kept.
void giveData(QCPCurve& curve, const PlotCurve& source, QPointF closest)
{
    QVector<QCPCurveData> data;
    data.reserve(static_cast<qsizetype>(source.points.size()) + 1);
    const std::size_t last = source.points.empty() ? 0 : source.points.size() - 1;
    QPointF kept;
    bool haveKept = false;
    for (std::size_t i = 0; i < source.points.size(); ++i) {
        const QPointF& point = source.points[i];
        const bool valid = finite(point);
        if (valid && haveKept && i != last && std::abs(point.x() - kept.x()) < closest.x() &&
            std::abs(point.y() - kept.y()) < closest.y())
            continue;
        data.append(QCPCurveData(static_cast<double>(i), point.x(), point.y()));
        kept = point;
        haveKept = valid;
    }
    if (source.closed && last > 1 && finite(source.points.front()))
        data.append(QCPCurveData(static_cast<double>(last + 1), source.points.front().x(), source.points.front().y()));
    curve.data()->set(data, true);
}

}  // namespace

struct SignalPlot::Items {
    std::vector<QCPCurve*> curves, overlays;
    std::vector<QCPItemStraightLine*> lines;
    std::vector<QCPItemText*> lineLabels;
    QCPItemStraightLine* cursorX = nullptr;
    QCPItemStraightLine* cursorY = nullptr;
    QCPItemEllipse* marker = nullptr;
    QCPItemText* readout = nullptr;
    QCPItemText* empty = nullptr;
    QCPLegend* legend = nullptr;
};

SignalPlot::SignalPlot(QWidget* parent)
    : QWidget(parent), m_plot(new QCustomPlot(this)), m_focusFrame(new QFrame(this)), m_items(std::make_unique<Items>())
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    makeFigure(this, QAccessible::Chart);
    m_plot->setObjectName(QStringLiteral("plot"));
    m_plot->setFocusPolicy(Qt::NoFocus);
    m_plot->setMouseTracking(true);
    m_plot->installEventFilter(this);
    m_plot->setCursor(Qt::CrossCursor);
    m_items->legend = addTopLegend(*m_plot);
    m_plot->addLayer(QStringLiteral("cursor"), m_plot->layer(QStringLiteral("main")), QCustomPlot::limAbove);
    m_plot->layer(QStringLiteral("cursor"))->setMode(QCPLayer::lmBuffered);
    makeCursorItems();
    m_focusFrame->setObjectName(QStringLiteral("focusFrame"));
    m_focusFrame->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_focusFrame->hide();
    m_emptyText = tr("No signal");
    connect(m_plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] { onRangeChanged(); });
    connect(m_plot->yAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this, [this] { onRangeChanged(); });
    connect(m_plot, &QCustomPlot::beforeReplot, this, [this] {
        spaceTicks(*m_plot);
        thin();
    });
    // The marker and its read-out stand at pixels, which are known after the layout only.
    connect(m_plot, &QCustomPlot::afterLayout, this, [this] {
        if (m_items->marker->visible())
            placeCursor(tracked()->points[static_cast<std::size_t>(m_cursorIndex)]);
    });
    connect(&theme(), &Theme::changed, this, &SignalPlot::recolour);
    rebuild();
}

SignalPlot::~SignalPlot() = default;

void SignalPlot::makeCursorItems()
{
    const auto line = [this] {
        auto* item = new QCPItemStraightLine(m_plot);
        item->setLayer(QStringLiteral("cursor"));
        item->setVisible(false);
        return item;
    };
    m_items->cursorX = line();
    m_items->cursorY = line();
    m_items->marker = new QCPItemEllipse(m_plot);
    m_items->marker->setLayer(QStringLiteral("cursor"));
    m_items->marker->setVisible(false);
    for (QCPItemPosition* position : m_items->marker->positions())
        position->setType(QCPItemPosition::ptAbsolute);
    m_items->readout = new QCPItemText(m_plot);
    m_items->readout->setLayer(QStringLiteral("cursor"));
    m_items->readout->setClipToAxisRect(false);
    m_items->readout->setPadding(QMargins(7, 4, 7, 4));
    m_items->readout->setTextAlignment(Qt::AlignLeft);
    m_items->readout->position->setType(QCPItemPosition::ptAbsolute);
    m_items->readout->setVisible(false);
    m_items->empty = new QCPItemText(m_plot);
    m_items->empty->position->setType(QCPItemPosition::ptAxisRectRatio);
    m_items->empty->position->setCoords(0.5, 0.5);
    m_items->empty->setPositionAlignment(Qt::AlignCenter);
    m_items->empty->setClipToAxisRect(false);
}

void SignalPlot::setTitle(const QString& title)
{
    m_title = title;
    setAccessibleName(title);
}

void SignalPlot::setAxes(const QString& xTitle, const QString& yTitle)
{
    m_xTitle = xTitle;
    m_yTitle = yTitle;
    m_plot->xAxis->setLabel(xTitle);
    m_plot->yAxis->setLabel(yTitle);
    updateCursor();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void SignalPlot::setCurves(std::vector<PlotCurve> curves, bool fitView)
{
    m_curves = std::move(curves);
    const PlotCurve* curve = tracked();
    if (curve == nullptr || m_cursorIndex >= static_cast<int>(curve->points.size()))
        m_cursorIndex = -1;
    rebuild();
    if (fitView || !m_fitted)
        fit();
}

void SignalPlot::setOverlays(std::vector<PlotCurve> overlays)
{
    m_overlays = std::move(overlays);
    rebuild();
}

void SignalPlot::setReferenceLines(std::vector<ReferenceLine> lines)
{
    m_lines = std::move(lines);
    rebuild();
}

void SignalPlot::clear()
{
    m_curves.clear();
    m_overlays.clear();
    m_lines.clear();
    m_cursorIndex = -1;
    m_fitted = false;
    rebuild();
}

void SignalPlot::setEmptyText(const QString& text)
{
    m_emptyText = text;
    m_items->empty->setText(text);
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void SignalPlot::setLegendVisible(bool visible)
{
    m_legendVisible = visible;
    rebuild();
}

void SignalPlot::setTrackedCurve(int curve)
{
    m_trackedCurve = curve;
    setCursor(m_cursorIndex);
}

const PlotCurve* SignalPlot::tracked() const
{
    const auto index = static_cast<std::size_t>(m_trackedCurve);
    return m_trackedCurve >= 0 && index < m_curves.size() ? &m_curves[index] : nullptr;
}

void SignalPlot::setCursor(int index)
{
    const PlotCurve* curve = tracked();
    const bool valid = curve != nullptr && index >= 0 && index < static_cast<int>(curve->points.size());
    const int next = valid ? index : -1;
    if (next == m_cursorIndex && m_items->marker->visible() == valid)
        return;
    m_cursorIndex = next;
    updateCursor();
}

void SignalPlot::moveCursorTo(int index)
{
    const int before = m_cursorIndex;
    setCursor(index);
    if (m_cursorIndex != before)
        Q_EMIT cursorMoved(m_cursorIndex);
}

void SignalPlot::setReadout(std::function<QString(int index)> readout)
{
    m_readout = std::move(readout);
    updateCursor();
}

QString SignalPlot::cursorText() const
{
    const PlotCurve* curve = tracked();
    if (curve == nullptr || m_cursorIndex < 0)
        return {};
    if (m_readout)
        return m_readout(m_cursorIndex);
    const QPointF point = curve->points[static_cast<std::size_t>(m_cursorIndex)];
    const auto [xName, xUnit] = nameAndUnit(m_xTitle);
    const auto [yName, yUnit] = nameAndUnit(m_yTitle);
    const QString x = numberText(locale(), point.x(), m_plot->xAxis->range().size());
    const QString y = numberText(locale(), point.y(), m_plot->yAxis->range().size());
    return tr("%1 %2 %3\n%4 %5 %6").arg(xName, x, xUnit, yName, y, yUnit);
}

std::optional<QRectF> SignalPlot::dataBounds() const
{
    double left = std::numeric_limits<double>::infinity(), bottom = left, right = -left, top = -left;
    for (const auto* list : {&m_curves, &m_overlays}) {
        for (const PlotCurve& curve : *list) {
            for (const QPointF& point : curve.points) {
                if (!curve.fit || !finite(point))
                    continue;
                left = std::min(left, point.x());
                right = std::max(right, point.x());
                bottom = std::min(bottom, point.y());
                top = std::max(top, point.y());
            }
        }
    }
    if (left > right)
        return std::nullopt;
    return QRectF(left, bottom, right - left, top - bottom);
}

void SignalPlot::fit()
{
    auto bounds = dataBounds();
    if (!bounds)
        return;
    m_fitted = true;
    setView(grown(*bounds));
}

QRectF SignalPlot::view() const
{
    const QCPRange x = m_plot->xAxis->range(), y = m_plot->yAxis->range();
    return {x.lower, y.lower, x.size(), y.size()};
}

void SignalPlot::setView(const QRectF& view)
{
    const QCPRange x(view.left(), view.right()), y(view.top(), view.bottom());
    if (!QCPRange::validRange(x) || !QCPRange::validRange(y))
        return;
    m_settingView = true;
    m_plot->xAxis->setRange(x);
    m_plot->yAxis->setRange(y);
    m_settingView = false;
    onRangeChanged();
}

void SignalPlot::onRangeChanged()
{
    if (m_settingView)
        return;
    updateCursor();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    Q_EMIT viewChanged(view());
}

void SignalPlot::zoomAt(QPointF centre, double factor)
{
    zoomAxes(centre, factor, factor);
}

void SignalPlot::zoomAxes(QPointF centre, double xFactor, double yFactor)
{
    const QRectF now = view();
    const auto bounds = dataBounds();
    if (bounds) {
        // Not so far out that the signal is lost, nor so close that doubles run out.
        const QRectF all = grown(*bounds);
        xFactor = std::clamp(xFactor, now.width() / (all.width() * 20), now.width() / (all.width() * 1e-6));
        yFactor = std::clamp(yFactor, now.height() / (all.height() * 20), now.height() / (all.height() * 1e-6));
    }
    setView(QRectF(centre.x() - (centre.x() - now.left()) / xFactor, centre.y() - (centre.y() - now.top()) / yFactor,
                   now.width() / xFactor, now.height() / yFactor));
}

QPointF SignalPlot::toAxes(QPointF widgetPoint) const
{
    return {m_plot->xAxis->pixelToCoord(widgetPoint.x()), m_plot->yAxis->pixelToCoord(widgetPoint.y())};
}

QPointF SignalPlot::toWidget(QPointF axesPoint) const
{
    return {m_plot->xAxis->coordToPixel(axesPoint.x()), m_plot->yAxis->coordToPixel(axesPoint.y())};
}

void SignalPlot::alignMargins(const std::vector<SignalPlot*>& plots)
{
    int widest = 0;
    for (SignalPlot* plot : plots) {
        QCPAxisRect* rect = plot->m_plot->axisRect();
        rect->setMinimumMargins(QMargins(15, 15, 15, 15));
        plot->m_plot->replot();
        widest = std::max(widest, rect->margins().left());
    }
    for (SignalPlot* plot : plots) {
        plot->m_plot->axisRect()->setMinimumMargins(QMargins(widest, 15, 15, 15));
        plot->m_plot->replot();
    }
}

void SignalPlot::rebuild()
{
    for (auto* list : {&m_items->curves, &m_items->overlays}) {
        for (QCPCurve* curve : *list)
            m_plot->removePlottable(curve);
        list->clear();
    }
    const auto add = [this](const PlotCurve& source, std::vector<QCPCurve*>& list) {
        auto* curve = new QCPCurve(m_plot->xAxis, m_plot->yAxis);
        giveData(*curve, source, {0, 0});
        curve->setName(source.name);
        curve->setSelectable(QCP::stNone);
        if (source.name.isEmpty() || !m_legendVisible)
            curve->removeFromLegend();
        list.push_back(curve);
    };
    for (const PlotCurve& overlay : m_overlays)
        add(overlay, m_items->overlays);
    for (const PlotCurve& curve : m_curves)
        add(curve, m_items->curves);
    rebuildLines();
    m_items->empty->setText(m_emptyText);
    recolour();
}

/// Long curves, for the view about to be drawn. Drawing a thick line costs by the point, seen or not.
void SignalPlot::thin()
{
    const QSize size = m_plot->viewport().size();
    const QPointF closest(thinnedPixels * m_plot->xAxis->range().size() / std::max(size.width(), 1),
                          thinnedPixels * m_plot->yAxis->range().size() / std::max(size.height(), 1));
    const auto thinAll = [&closest](const std::vector<PlotCurve>& sources, const std::vector<QCPCurve*>& curves) {
        for (std::size_t i = 0; i < curves.size() && i < sources.size(); ++i) {
            if (sources[i].points.size() > manyPoints)
                giveData(*curves[i], sources[i], closest);
        }
    };
    thinAll(m_curves, m_items->curves);
    thinAll(m_overlays, m_items->overlays);
}

void SignalPlot::rebuildLines()
{
    for (QCPItemStraightLine* line : m_items->lines)
        m_plot->removeItem(line);
    for (QCPItemText* label : m_items->lineLabels)
        m_plot->removeItem(label);
    m_items->lines.clear();
    m_items->lineLabels.clear();
    for (const ReferenceLine& source : m_lines) {
        const bool horizontal = source.orientation == Qt::Horizontal;
        auto* line = new QCPItemStraightLine(m_plot);
        line->point1->setCoords(horizontal ? 0 : source.value, horizontal ? source.value : 0);
        line->point2->setCoords(horizontal ? 1 : source.value, horizontal ? source.value : 1);
        auto* label = new QCPItemText(m_plot);
        label->setText(source.label);
        label->setPadding(QMargins(3, 1, 3, 1));
        QCPItemPosition* place = label->position;
        if (horizontal) {
            place->setTypeX(QCPItemPosition::ptAxisRectRatio);
            place->setTypeY(QCPItemPosition::ptPlotCoords);
            place->setCoords(1, source.value);
            label->setPositionAlignment(Qt::AlignRight | Qt::AlignBottom);
        } else {
            place->setTypeX(QCPItemPosition::ptPlotCoords);
            place->setTypeY(QCPItemPosition::ptAxisRectRatio);
            place->setCoords(source.value, 0);
            label->setPositionAlignment(Qt::AlignLeft | Qt::AlignTop);
        }
        m_items->lines.push_back(line);
        m_items->lineLabels.push_back(label);
    }
}

void SignalPlot::recolour()
{
    const Colours c = m_paper ? Theme::coloursOf(ThemeChoice::Light, false) : theme().colours();
    dress(*m_plot, c);
    const auto paint = [](QCPCurve& curve, const PlotCurve& source, QColor colour, double width) {
        curve.setPen(QPen(colour, width, source.dash, Qt::RoundCap, Qt::RoundJoin));
        colour.setAlphaF(0.12F);
        curve.setBrush(source.fill && source.closed ? QBrush(colour) : QBrush(Qt::NoBrush));
    };
    for (std::size_t i = 0; i < m_curves.size(); ++i) {
        const PlotCurve& source = m_curves[i];
        const QColor colour = source.colour.isValid() ? source.colour : c.seriesColour(static_cast<int>(i));
        paint(*m_items->curves[i], source, colour, source.width);
    }
    for (std::size_t i = 0; i < m_overlays.size(); ++i) {
        const PlotCurve& source = m_overlays[i];
        QColor colour = source.colour.isValid() ? source.colour : c.textMuted;
        colour.setAlphaF(0.75F);
        paint(*m_items->overlays[i], source, colour, std::min(source.width, 1.4));
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const QColor colour = m_lines[i].colour.isValid() ? m_lines[i].colour : c.textMuted;
        m_items->lines[i]->setPen(QPen(colour, 1.2, m_lines[i].dash));
        m_items->lineLabels[i]->setColor(colour);
        QColor ground = c.plot;
        ground.setAlphaF(0.8F);
        m_items->lineLabels[i]->setBrush(ground);
        m_items->lineLabels[i]->setFont(theme().font(TextStyle::Caption));
    }
    recolourCursor(c);
    m_focusFrame->setStyleSheet(
        QStringLiteral("#focusFrame { border: 2px solid %1; border-radius: 4px; }").arg(c.accent.name()));
    m_items->empty->setColor(c.textMuted);
    m_items->empty->setFont(theme().font(TextStyle::Body));
    const bool empty = !dataBounds().has_value();
    m_items->empty->setVisible(empty);
    for (QCPAxis* axis : m_plot->axisRect()->axes())
        axis->grid()->setVisible(!empty);
    m_items->legend->setVisible(m_legendVisible && m_items->legend->itemCount() > 1);
    layoutLegend();
    updateCursor();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void SignalPlot::recolourCursor(const Colours& c)
{
    QColor thin = c.cursor;
    thin.setAlphaF(0.55F);
    m_items->cursorX->setPen(QPen(thin, 1, Qt::DotLine));
    m_items->cursorY->setPen(QPen(thin, 1, Qt::DotLine));
    m_items->marker->setPen(QPen(c.surface, 2));
    m_items->marker->setBrush(c.cursor);
    QColor ground = c.surface;
    ground.setAlphaF(0.94F);
    m_items->readout->setBrush(ground);
    m_items->readout->setPen(QPen(c.control, 1));
    m_items->readout->setColor(c.text);
    m_items->readout->setFont(theme().font(TextStyle::Caption));
}

void SignalPlot::layoutLegend()
{
    // An invisible legend must not keep its row.
    const bool shown = m_items->legend->visible();
    m_items->legend->setMaximumSize(QWIDGETSIZE_MAX, shown ? QWIDGETSIZE_MAX : 0);
    m_plot->plotLayout()->setRowSpacing(shown ? 4 : 0);
    if (shown)
        wrapLegend(*m_items->legend, width() - 2 * spacing::large);
}

void SignalPlot::updateCursor()
{
    const PlotCurve* curve = tracked();
    const bool valid = curve != nullptr && m_cursorIndex >= 0 &&
                       m_cursorIndex < static_cast<int>(curve->points.size()) &&
                       finite(curve->points[static_cast<std::size_t>(m_cursorIndex)]);
    for (QCPAbstractItem* item :
         std::initializer_list<QCPAbstractItem*>{m_items->cursorX, m_items->cursorY, m_items->marker, m_items->readout})
        item->setVisible(valid);
    setFigureReadout(this, cursorText().replace(QLatin1Char('\n'), QStringLiteral(", ")));
    if (valid)
        placeCursor(curve->points[static_cast<std::size_t>(m_cursorIndex)]);
    QCPLayer* layer = m_plot->layer(QStringLiteral("cursor"));
    if (isVisible())
        layer->replot();
}

void SignalPlot::placeCursor(QPointF point)
{
    m_items->cursorX->point1->setCoords(point.x(), 0);
    m_items->cursorX->point2->setCoords(point.x(), 1);
    m_items->cursorY->point1->setCoords(0, point.y());
    m_items->cursorY->point2->setCoords(1, point.y());
    const QPointF at = toWidget(point);
    m_items->marker->topLeft->setCoords(at - QPointF(5.5, 5.5));
    m_items->marker->bottomRight->setCoords(at + QPointF(5.5, 5.5));

    const QString text = cursorText();
    m_items->readout->setText(text);
    const QRect box = QFontMetrics(m_items->readout->font()).boundingRect(QRect(0, 0, 600, 200), Qt::AlignLeft, text);
    const QRect area = m_plot->axisRect()->rect();
    const double distance = 12;
    const bool leftSide = at.x() + distance + box.width() + 16 > area.right();
    const bool above = at.y() - distance - box.height() - 10 > area.top();
    m_items->readout->setPositionAlignment((leftSide ? Qt::AlignRight : Qt::AlignLeft) |
                                           (above ? Qt::AlignBottom : Qt::AlignTop));
    m_items->readout->position->setCoords(at + QPointF(leftSide ? -distance : distance, above ? -distance : distance));
}

int SignalPlot::nearestPoint(QPointF widgetPoint, double withinPixels) const
{
    const PlotCurve* curve = tracked();
    if (curve == nullptr)
        return -1;
    // Linear axes: two factors instead of a call a point.
    const QPointF origin = toWidget({0, 0}), unit = toWidget({1, 1}) - origin;
    double nearest = withinPixels * withinPixels;
    int found = -1;
    for (std::size_t i = 0; i < curve->points.size(); ++i) {
        const QPointF& point = curve->points[i];
        const double dx = origin.x() + point.x() * unit.x() - widgetPoint.x();
        const double dy = origin.y() + point.y() * unit.y() - widgetPoint.y();
        const double distance = dx * dx + dy * dy;
        if (distance < nearest) {
            nearest = distance;
            found = static_cast<int>(i);
        }
    }
    return found;
}

}  // namespace sightline::widgets
