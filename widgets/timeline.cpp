#include "widgets/timeline.h"

#include <QCoreApplication>
#include <QDateTime>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace sightline::widgets {

namespace {

constexpr double day = 86400;
/// Beyond ten minutes seconds are hard to read.
constexpr double longestInSeconds = 600;

/// Digits after the point that a step of so many seconds needs.
int digitsFor(double step)
{
    return step >= 1 ? 0 : std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 1, 6);
}

double roundStep(double least)
{
    static constexpr std::array<double, 20> steps{
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 1 * day, 2 * day, 7 * day};
    for (const double step : steps) {
        if (step >= least)
            return step;
    }
    if (least > 7 * day)
        return std::ceil(least / (7 * day)) * 7 * day;
    return 1;
}

/// 1, 2 or 5 times a power of ten below a second, else a step people count time in.
double stepFor(double least)
{
    if (least > 0.5)
        return roundStep(least);
    const double power = std::pow(10.0, std::floor(std::log10(std::max(least, 1e-7))));
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        if (factor * power >= least * (1 - 1e-9))
            return factor * power;
    }
    return 1;
}

QString withDigits(qint64 wholeSeconds, double fraction, int digits, const QString& format)
{
    const QDateTime moment = QDateTime::fromSecsSinceEpoch(wholeSeconds, Qt::UTC);
    QString text = moment.toString(format);
    if (digits > 0)
        text += QString::number(fraction, 'f', digits).mid(1);
    return text;
}

struct Clock {
    qint64 seconds;
    double fraction;
};

/// Rounded to the digits shown, so that 59.9996 does not become "59.1000".
Clock clockAt(std::int64_t startMicroseconds, double axisSeconds, int digits)
{
    const double unit = std::pow(10.0, -digits);
    const double whole = std::floor(static_cast<double>(startMicroseconds) / 1e6);
    const double rest = static_cast<double>(startMicroseconds) / 1e6 - whole + axisSeconds;
    const double rounded = std::round(rest / unit) * unit;
    const double floor = std::floor(rounded + unit * 1e-3);
    return {static_cast<qint64>(whole + floor), std::max(0.0, rounded - floor)};
}

QString elapsed(double seconds, int digits)
{
    const double unit = std::pow(10.0, -digits);
    const double rounded = std::round(std::abs(seconds) / unit) * unit;
    const auto whole = static_cast<qint64>(std::floor(rounded + unit * 1e-3));
    QString text = QStringLiteral("%1%2:%3:%4")
                       .arg(seconds < 0 ? QStringLiteral("-") : QString())
                       .arg(whole / 3600)
                       .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
                       .arg(whole % 60, 2, 10, QLatin1Char('0'));
    if (digits > 0)
        text += QString::number(std::max(0.0, rounded - static_cast<double>(whole)), 'f', digits).mid(1);
    return text;
}

}  // namespace

Timeline::Timeline(double seconds) : Timeline(std::vector<Stretch>{{0, 0, seconds}}) {}

Timeline::Timeline(std::vector<Stretch> stretches)
{
    for (const Stretch& next : stretches) {
        if (!(next.length > 0))
            continue;
        if (!m_stretches.empty() && next.axis < m_stretches.back().axis + m_stretches.back().length - 1e-6)
            continue;
        m_stretches.push_back(next);
    }
}

void Timeline::setStart(std::int64_t microseconds, const QString& clock)
{
    m_start = microseconds;
    m_clock = clock;
}

double Timeline::seconds() const
{
    return m_stretches.empty() ? 0 : m_stretches.back().axis + m_stretches.back().length;
}

double Timeline::recordedSeconds() const
{
    return m_stretches.empty() ? 0 : m_stretches.back().recorded + m_stretches.back().length;
}

std::size_t Timeline::lastBeginningBy(double axisSeconds) const
{
    const auto after = std::upper_bound(m_stretches.begin(), m_stretches.end(), axisSeconds,
                                        [](double at, const Stretch& stretch) { return at < stretch.axis; });
    return after == m_stretches.begin() ? m_stretches.size()
                                        : static_cast<std::size_t>(after - m_stretches.begin()) - 1;
}

std::optional<double> Timeline::recordedAt(double axisSeconds) const
{
    const std::size_t at = lastBeginningBy(axisSeconds);
    if (at >= m_stretches.size() || axisSeconds >= m_stretches[at].axis + m_stretches[at].length)
        return {};
    return m_stretches[at].recorded + axisSeconds - m_stretches[at].axis;
}

double Timeline::recordedNear(double axisSeconds) const
{
    const std::size_t at = lastBeginningBy(axisSeconds);
    if (at >= m_stretches.size())
        return 0;
    return m_stretches[at].recorded + std::min(axisSeconds - m_stretches[at].axis, m_stretches[at].length);
}

double Timeline::axisAt(double recordedSeconds) const
{
    if (m_stretches.empty())
        return recordedSeconds;
    const auto after = std::upper_bound(m_stretches.begin(), m_stretches.end(), recordedSeconds,
                                        [](double at, const Stretch& stretch) { return at < stretch.recorded; });
    const Stretch& stretch = after == m_stretches.begin() ? m_stretches.front() : *std::prev(after);
    return stretch.axis + recordedSeconds - stretch.recorded;
}

std::vector<Interval> Timeline::gapsIn(const Interval& span) const
{
    std::vector<Interval> gaps;
    const std::size_t at = lastBeginningBy(span.begin);
    for (std::size_t i = at >= m_stretches.size() ? 0 : at; i + 1 < m_stretches.size(); ++i) {
        const Interval gap{m_stretches[i].axis + m_stretches[i].length, m_stretches[i + 1].axis};
        if (gap.begin >= span.end)
            break;
        if (gap.end > span.begin && gap.length() > 0)
            gaps.push_back(gap);
    }
    return gaps;
}

QString Timeline::momentText(double axisSeconds, double step) const
{
    const int digits = digitsFor(step);
    if (m_start) {
        const Clock clock = clockAt(*m_start, axisSeconds, digits);
        return withDigits(clock.seconds, clock.fraction, digits, QStringLiteral("yyyy-MM-dd HH:mm:ss"));
    }
    if (seconds() <= longestInSeconds)
        return QCoreApplication::translate("Timeline", "%1 s").arg(axisSeconds, 0, 'f', digits);
    return elapsed(axisSeconds, digits);
}

std::vector<TimeTick> timeTicks(const Timeline& timeline, const Interval& span, int most)
{
    std::vector<TimeTick> ticks;
    if (!(span.length() > 0) || most < 1)
        return ticks;
    const double step = stepFor(span.length() / most);
    const int digits = digitsFor(step);
    // Round moments of the clock, not of the recording: the start's place within a week is taken off.
    double offset = 0;
    if (timeline.start()) {
        constexpr std::int64_t week = std::int64_t{7} * 86400 * 1000000;
        offset = static_cast<double>((*timeline.start() % week + week) % week) / 1e6;
    }
    const double first = std::ceil((span.begin + offset) / step - 1e-6) * step - offset;
    qint64 lastDay = -1;
    for (int i = 0; i <= most; ++i) {
        const double at = first + i * step;
        if (at > span.end)
            break;
        TimeTick tick;
        tick.seconds = at;
        if (timeline.start()) {
            const Clock clock = clockAt(*timeline.start(), at, digits);
            const qint64 ownDay = (clock.seconds - (clock.seconds % 86400 + 86400) % 86400) / 86400;
            const bool wholeDays = step >= day;
            tick.label = withDigits(clock.seconds, clock.fraction, digits,
                                    wholeDays ? QStringLiteral("yyyy-MM-dd")
                                              : (step >= 60 ? QStringLiteral("HH:mm") : QStringLiteral("HH:mm:ss")));
            if (!wholeDays && ownDay != lastDay)
                tick.date = withDigits(clock.seconds, 0, 0, QStringLiteral("yyyy-MM-dd"));
            lastDay = ownDay;
        } else if (span.end <= longestInSeconds) {
            tick.label = QString::number(std::abs(at) < step / 1000 ? 0 : at, 'f', digits);
        } else {
            tick.label = elapsed(at, digits);
        }
        ticks.push_back(std::move(tick));
    }
    return ticks;
}

QString timeTitle(const Timeline& timeline, const Interval& span)
{
    if (timeline.start())
        return timeline.clock();
    return span.end <= longestInSeconds ? QCoreApplication::translate("Timeline", "Time (s)")
                                        : QCoreApplication::translate("Timeline", "Time (h:min:s)");
}

}  // namespace sightline::widgets
