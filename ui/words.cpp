#include "ui/words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

#include "core/base/file.h"
#include "widgets/theme.h"

namespace sightline::ui::words {

namespace {

constexpr double joulesPerInchPound = newtonsPerPoundForce * metresPerInch;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(sightline::ui::words)
};

/// Words of rooms below that are no literal of a domain, so that they come into the translations.
[[maybe_unused]] constexpr const char* wordsOfCore[] = {
    QT_TRANSLATE_NOOP("progress", "reading"),
    QT_TRANSLATE_NOOP("progress", "grouping"),
    QT_TRANSLATE_NOOP("progress", "computing features"),
    QT_TRANSLATE_NOOP("progress", "training"),
    QT_TRANSLATE_NOOP("progress", "judging"),
    QT_TRANSLATE_NOOP("progress", "figures"),
};

struct StateLook {
    const char* icon;
    QColor widgets::Colours::*colour;
};

StateLook lookOf(SampleState state)
{
    using C = widgets::Colours;
    switch (state) {
        case SampleState::New: return {"clock", &C::textMuted};
        case SampleState::Predicted: return {"model", &C::info};
        case SampleState::Abstains: return {"help", &C::warning};
        case SampleState::Rejected: return {"bad-data", &C::danger};
        case SampleState::Stale: return {"history", &C::textMuted};
        case SampleState::Labelled: return {"tag", &C::text};
        case SampleState::Confirmed: return {"confirm", &C::success};
        case SampleState::Corrected: return {"pencil", &C::accent};
        case SampleState::Unsure: return {"unsure", &C::warning};
        case SampleState::Skipped: return {"skip", &C::textMuted};
        case SampleState::BadData: return {"bad-data", &C::danger};
    }
    return {"clock", &C::textMuted};
}

/// A sentence with numbers in it is looked up without them, "12 rows repeat …" as "%1 rows repeat …", and gets them
/// back. Empty: there is no such sentence.
QString countedText(const QString& english, const char* domain)
{
    static const QRegularExpression number(QStringLiteral("\\d+"));
    QString pattern;
    QStringList numbers;
    qsizetype from = 0;
    for (auto found = number.globalMatch(english); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        numbers << match.captured();
        pattern += english.mid(from, match.capturedStart() - from) + QStringLiteral("%%1").arg(numbers.size());
        from = match.capturedEnd();
    }
    pattern += english.mid(from);
    QString text = QCoreApplication::translate(domain, pattern.toUtf8().constData());
    if (numbers.isEmpty() || text == pattern) {
        return {};
    }
    for (qsizetype i = numbers.size(); i > 0; --i) {  // from the last: "%1" begins "%10"
        text.replace(QStringLiteral("%%1").arg(i), numbers[i - 1]);
    }
    return text;
}

}  // namespace

QString fromPath(const std::filesystem::path& path)
{
    return QString::fromStdString(utf8(path));
}

std::filesystem::path toPath(const QString& text)
{
    return pathFromUtf8(text.toStdString());
}

QString domainText(const std::string& english, const char* domain)
{
    if (english.empty()) {
        return {};
    }
    QString own = QCoreApplication::translate(domain, english.c_str());
    if (own.toStdString() != english) {
        return own;
    }
    for (const char* other : {"pumpcards", "mouse", "hydrophone", "domains"}) {
        QString text = QCoreApplication::translate(other, english.c_str());
        if (text.toStdString() != english) {
            return text;
        }
    }
    for (const char* any : {domain, "pumpcards", "mouse", "hydrophone", "domains"}) {
        if (QString counted = countedText(own, any); !counted.isEmpty()) {
            return counted;
        }
    }
    return own;
}

QString sentence(const QString& text)
{
    return text.isEmpty() ? text : QString(text.front().toUpper() + text.mid(1));
}

QString errorText(const Error& error)
{
    return QString::fromStdString(error.text());
}

QString sampleName(const SampleRow& row)
{
    const diagnosis::OpenedRecording& recording = *row.recording;
    const std::string& id = row.key().sample;
    const bool alone = recording.samples.size() == 1 && (id == "0" || !recording.domain->wholeOf(row.sample()).empty());
    return alone ? fromPath(recording.recording->info().path.stem()) : QString::fromStdString(id);
}

QString stateName(SampleState state)
{
    switch (state) {
        case SampleState::New: return Words::tr("New");
        case SampleState::Predicted: return Words::tr("Predicted");
        case SampleState::Abstains: return Words::tr("Abstains");
        case SampleState::Rejected: return Words::tr("No verdict");
        case SampleState::Stale: return Words::tr("Stale");
        case SampleState::Labelled: return Words::tr("Labelled");
        case SampleState::Confirmed: return Words::tr("Confirmed");
        case SampleState::Corrected: return Words::tr("Corrected");
        case SampleState::Unsure: return Words::tr("Unsure");
        case SampleState::Skipped: return Words::tr("Skipped");
        case SampleState::BadData: return Words::tr("Bad data");
    }
    return {};
}

QIcon stateIcon(SampleState state)
{
    const StateLook look = lookOf(state);
    return widgets::theme().icon(QLatin1String(look.icon), widgets::theme().colours().*look.colour);
}

QString percent(double share)
{
    if (share > 0 && share < 0.01) {
        return Words::tr("< 1 %");
    }
    const double rounded = share < 1 ? std::min(99.0, std::round(share * 100)) : 100.0;
    return Words::tr("%1 %").arg(QLocale().toString(rounded, 'f', 0));
}

QString milliseconds(double value)
{
    return Words::tr("%1 ms").arg(QLocale().toString(value, 'f', value < 9.95 ? 1 : 0));
}

QString deviceName(const std::string& device)
{
    if (device == "cpu") {
        return Words::tr("CPU");
    }
    if (device.rfind("cuda:", 0) == 0) {
        return Words::tr("GPU %1").arg(QString::fromStdString(device.substr(5)));
    }
    return QString::fromStdString(device);
}

QString when(std::int64_t microseconds)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(microseconds / 1000), QLocale::ShortFormat);
}

QString number(double value)
{
    const double size = std::abs(value);
    int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : 3;
    if (size >= 10000) {
        decimals = 0;
    }
    return QLocale().toString(value, 'f', decimals);
}

AxisUnit lengthUnit(UnitSystem units)
{
    return units == UnitSystem::Metric ? AxisUnit{1.0, QStringLiteral("m")}
                                       : AxisUnit{1.0 / metresPerInch, QStringLiteral("in")};
}

AxisUnit forceUnit(UnitSystem units)
{
    return units == UnitSystem::Metric ? AxisUnit{1e-3, QStringLiteral("kN")}
                                       : AxisUnit{1.0 / newtonsPerPoundForce, QStringLiteral("lbf")};
}

Shown shown(domains::Measure::Quantity quantity, double siValue, UnitSystem units)
{
    using Quantity = domains::Measure::Quantity;
    const bool metric = units == UnitSystem::Metric;
    switch (quantity) {
        case Quantity::Force: {
            const AxisUnit unit = forceUnit(units);
            return {number(siValue * unit.perSi), unit.symbol};
        }
        case Quantity::Length: {
            const AxisUnit unit = lengthUnit(units);
            return {number(siValue * unit.perSi), unit.symbol};
        }
        case Quantity::Work:
            return metric ? Shown{number(siValue * 1e-3), QStringLiteral("kN·m")}
                          : Shown{number(siValue / joulesPerInchPound), QStringLiteral("in·lbf")};
        case Quantity::Power:
            return metric ? Shown{number(siValue * 1e-3), QStringLiteral("kW")}
                          : Shown{number(siValue / wattsPerHorsepower), QStringLiteral("hp")};
        case Quantity::Frequency: return {number(siValue * 60), Words::tr("spm", "strokes per minute")};
        case Quantity::Duration: return {number(siValue), QStringLiteral("s")};
        case Quantity::Ratio: return {QLocale().toString(siValue * 100, 'f', 1), QStringLiteral("%")};
        case Quantity::Count: return {QLocale().toString(siValue, 'f', 0), {}};
        case Quantity::Level: return {number(siValue), QStringLiteral("dBFS")};
    }
    return {number(siValue), {}};
}

}  // namespace sightline::ui::words
