#include "widgets/waveform_view.h"

#include <QKeyEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/jobs/job.h"
#include "widgets/theme.h"

namespace sightline::widgets {

namespace {

/// The least of 1, 2, 5 times powers of ten that is not below.
double roundUp(double value)
{
    const double power = std::pow(10.0, std::floor(std::log10(std::max(value, 1e-6))));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (factor * power >= value * (1 - 1e-9))
            return factor * power;
    }
    return 10 * power;
}

double decibelOf(double amplitude)
{
    return 20 * std::log10(std::max(amplitude, 1e-9));
}

}  // namespace

WaveformView::WaveformView(jobs::Lane& io, QWidget* parent) : TimeView(parent), m_io(io)
{
    setObjectName(QStringLiteral("waveform"));
    setAccessibleName(tr("Waveform"));
}

WaveformView::~WaveformView() = default;

void WaveformView::setSource(std::shared_ptr<const WaveformSource> source)
{
    m_job.reset();
    m_again = false;
    m_part = {};
    m_amplitudeChosen = false;
    m_fitAnew = true;
    m_source = std::move(source);
    ask();
    update();
}

void WaveformView::improve()
{
    ask();
}

dsp::SampleRange WaveformView::visible() const
{
    const double rate = m_source->rateHz();
    const Interval& seconds = viewport().seconds;
    const auto begin = static_cast<std::int64_t>(std::floor(timeline().recordedNear(seconds.begin) * rate));
    const auto end = static_cast<std::int64_t>(std::ceil(timeline().recordedNear(seconds.end) * rate)) + 1;
    const std::int64_t first = std::clamp<std::int64_t>(begin, 0, m_source->samples());
    return {first, std::clamp<std::int64_t>(end, first, m_source->samples()) - first};
}

void WaveformView::viewportMoved()
{
    ask();
}

void WaveformView::ask()
{
    if (!m_source || timeline().stretches().empty() || plotArea().width() < 8)
        return;
    if (m_job) {
        // The one that runs is out of date; the next begins when it has stopped, so that the lane never fills.
        m_again = true;
        m_job->cancel();
        return;
    }
    const dsp::SampleRange range = visible();
    if (range.count <= 0)
        return;
    // As wide as a pixel each, whatever part of the axis is a gap.
    const double pixel = viewport().seconds.length() / (plotArea().width() * devicePixelRatioF());
    const int parts =
        std::max(1, static_cast<int>(std::ceil(static_cast<double>(range.count) / m_source->rateHz() / pixel)));
    m_job = std::make_unique<jobs::Job>(QStringLiteral("waveform"));
    connect(m_job.get(), &jobs::Job::changed, this, [this](const jobs::JobState& state) {
        if (!state.ended())
            return;
        if (state.phase == jobs::JobState::Phase::Failed)
            Q_EMIT failed(state.error);
        m_job.release()->deleteLater();
        if (std::exchange(m_again, false))
            ask();
    });
    m_job->start<WaveformPart>(
        m_io, [source = m_source, range, parts](Progress& progress) { return source->part(range, parts, progress); },
        [this](WaveformPart part) {
            m_part = std::move(part);
            if (!m_amplitudeChosen)
                fitAmplitude();
            update();
        });
}

void WaveformView::fitAmplitude()
{
    float most = 0;
    const auto look = [&](const std::vector<float>& values) {
        for (const float value : values)
            most = std::max(most, std::abs(value));
    };
    look(m_part.samples);
    look(m_part.low);
    look(m_part.high);
    const double fitting = std::min(roundUp(std::max<double>(most, 1e-5)), 1.0);
    // Only what no longer fits, or is lost in the middle, changes the scale while one scrolls.
    if (std::exchange(m_fitAnew, false) || fitting > m_amplitude || fitting < m_amplitude / 3)
        m_amplitude = std::max(most > 1 ? static_cast<double>(most) : fitting, 1e-5);
}

void WaveformView::paintSignal(QPainter& painter, const QRect& area, const Colours& c)
{
    painter.fillRect(area, c.plot);
    painter.setPen(c.grid);
    const double middle = area.center().y() + 0.5;
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right() + 1, middle));
    if (!m_part.samples.empty())
        paintSamples(painter, area, c);
    else if (!m_part.low.empty())
        paintParts(painter, area, c);
}

void WaveformView::paintParts(QPainter& painter, const QRect& area, const Colours& c) const
{
    const double middle = area.center().y() + 0.5, scale = area.height() / 2.0 / m_amplitude;
    const double ratio = devicePixelRatioF();
    const int pixels = static_cast<int>(area.width() * ratio);
    std::vector<QLineF> lines;
    lines.reserve(static_cast<std::size_t>(pixels));
    for (int pixel = 0; pixel < pixels; ++pixel) {
        const double x = area.left() + (pixel + 0.5) / ratio;
        const std::optional<Interval> extremes = extremesAt(x);
        if (!extremes)
            continue;
        const double top = middle - extremes->end * scale, bottom = middle - extremes->begin * scale;
        lines.emplace_back(x, top, x, std::max(bottom, top + 1 / ratio));
    }
    painter.setPen(QPen(c.seriesColour(0), 0));
    painter.drawLines(lines.data(), static_cast<int>(lines.size()));
}

std::optional<Interval> WaveformView::extremesAt(double x) const
{
    const std::optional<double> recorded = timeline().recordedAt(secondsAt(x));
    if (!recorded || m_part.range.count <= 0)
        return {};
    const double half = viewport().seconds.length() / std::max(plotArea().width(), 1) / devicePixelRatioF() / 2;
    const auto parts = static_cast<double>(m_part.low.size());
    const auto partAt = [&](double second) {
        return (second * m_source->rateHz() - static_cast<double>(m_part.range.begin)) /
               static_cast<double>(m_part.range.count) * parts;
    };
    const double first = std::floor(partAt(*recorded - half) + 0.5);
    const double end = std::max(std::floor(partAt(*recorded + half) + 0.5), first + 1);
    if (end <= 0 || first >= parts)
        return {};
    Interval extremes{1e9, -1e9};
    for (auto i = static_cast<std::size_t>(std::max(first, 0.0)); i < static_cast<std::size_t>(std::min(end, parts));
         ++i) {
        extremes.begin = std::min<double>(extremes.begin, m_part.low[i]);
        extremes.end = std::max<double>(extremes.end, m_part.high[i]);
    }
    return extremes;
}

void WaveformView::paintSamples(QPainter& painter, const QRect& area, const Colours& c) const
{
    const double middle = area.center().y() + 0.5, scale = area.height() / 2.0 / m_amplitude;
    const double rate = m_source->rateHz();
    // A dense line gains nothing by smooth edges, and costs ten times as much.
    const double apart = area.width() / std::max(viewport().seconds.length() * rate, 1e-9);
    painter.setRenderHint(QPainter::Antialiasing, apart > 2);
    const QPen pen(c.seriesColour(0), apart > 2 ? 1.2 : 0);
    std::vector<QPointF> line;
    line.reserve(m_part.samples.size());
    const auto flush = [&] {
        painter.setPen(pen);
        painter.drawPolyline(line.data(), static_cast<int>(line.size()));
        if (apart > 7) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(c.seriesColour(0));
            for (const QPointF& at : line)
                painter.drawEllipse(at, 2, 2);
        }
        line.clear();
    };
    double lastX = -1e9;
    for (std::size_t i = 0; i < m_part.samples.size(); ++i) {
        const double recorded = static_cast<double>(m_part.range.begin + static_cast<std::int64_t>(i)) / rate;
        const double axis = timeline().axisAt(recorded);
        const double x = xOf(axis);
        // After a pause the line begins anew.
        if (!line.empty() && axis - lastX > 1.5 / rate)
            flush();
        lastX = axis;
        line.emplace_back(x, middle - static_cast<double>(m_part.samples[i]) * scale);
    }
    flush();
}

void WaveformView::paintScales(QPainter& painter, const QRect& area, const Colours& c)
{
    const QFontMetrics metrics = painter.fontMetrics();
    const int line = metrics.height();
    const auto mark = [&](double share, const QString& text) {
        const int y = static_cast<int>(std::lround(area.top() + (1 - share) / 2 * area.height()));
        painter.setPen(c.axis);
        painter.drawLine(area.left() - 4, y, area.left() - 1, y);
        painter.drawText(
            QRect(0, std::clamp(y - line / 2, area.top() - line / 2, area.bottom() - line / 2), area.left() - 6, line),
            Qt::AlignRight | Qt::AlignVCenter, text);
    };
    mark(1, QString::number(m_amplitude, 'g', 3));
    mark(-1, QString::number(-m_amplitude, 'g', 3));
    if (area.height() > 3 * line)
        mark(0, QStringLiteral("0"));
    painter.setPen(c.textMuted);
    painter.drawText(QRect(area.right() + spacing::tiny, area.top() - line / 2, width() - area.right(), line),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("%1 dB").arg(decibelOf(m_amplitude), 0, 'f', 0));
    if (m_part.estimated) {
        const QString word = tr("estimate");
        const QRect sign(area.left() + 6, area.bottom() - line - 4, metrics.horizontalAdvance(word) + 12, line + 2);
        painter.fillRect(sign, QColor(0, 0, 0, 170));
        painter.setPen(Qt::white);
        painter.drawText(sign, Qt::AlignCenter, word);
    }
}

QString WaveformView::cursorText() const
{
    if (!cursorMoment() || !m_source || timeline().stretches().empty())
        return {};
    const double pixel = viewport().seconds.length() / std::max(plotArea().width(), 1);
    QString moment = timeline().momentText(*cursorMoment(), pixel);
    const std::optional<double> recorded = timeline().recordedAt(*cursorMoment());
    if (!recorded)
        return tr("%1 · nothing recorded").arg(moment);
    if (!m_part.samples.empty()) {
        const auto at = static_cast<std::int64_t>(std::lround(*recorded * m_source->rateHz())) - m_part.range.begin;
        if (at >= 0 && at < static_cast<std::int64_t>(m_part.samples.size())) {
            const double value = static_cast<double>(m_part.samples[static_cast<std::size_t>(at)]);
            return tr("%1 · %2").arg(moment).arg(value, 0, 'g', 4);
        }
    } else if (const std::optional<Interval> extremes = extremesAt(xOf(*cursorMoment())); extremes) {
        const double peak = std::max(std::abs(extremes->begin), std::abs(extremes->end));
        return tr("%1 · %2 to %3 · peak %4 dBFS")
            .arg(moment)
            .arg(extremes->begin, 0, 'g', 3)
            .arg(extremes->end, 0, 'g', 3)
            .arg(decibelOf(peak), 0, 'f', 1);
    }
    return moment;
}

void WaveformView::turned(double steps, bool)
{
    m_amplitude = std::clamp(m_amplitude * std::pow(1.25, -steps), 1e-5, 4.0);
    m_amplitudeChosen = true;
    update();
}

void WaveformView::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_A && event->modifiers() == Qt::NoModifier) {
        m_amplitudeChosen = false;
        m_fitAnew = true;
        fitAmplitude();
        update();
        return;
    }
    TimeView::keyPressEvent(event);
}

}  // namespace sightline::widgets
