// The constants of reference/make_librosa.py and the signal they were computed from.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>
#include <vector>

namespace sightline::test {

/// The same noise and tones as signal() of the script.
inline std::vector<float> referenceSignal()
{
    constexpr std::size_t count = 12000;
    std::vector<float> signal(count);
    std::uint32_t state = 2024;
    for (std::size_t i = 0; i < count; ++i) {
        state = 1664525U * state + 1013904223U;
        const double n = static_cast<double>(i);
        const double noise = 0.2 * (static_cast<double>(state) / 4294967296.0 - 0.5);
        const double rising = 0.5 * std::sin(2 * std::numbers::pi * (0.01 * n + 0.00001 * n * n));
        signal[i] = static_cast<float>(noise + rising + 0.25 * std::sin(2 * std::numbers::pi * 0.13 * n) + 0.01);
    }
    return signal;
}

inline QJsonObject reference()
{
    QFile file(QStringLiteral(SIGHTLINE_SOURCE "/tests/dsp/reference/librosa.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// The largest difference at the places the script picked, as a part of its largest value; 1e9 if the sizes differ.
inline double differenceFrom(const QJsonObject& expected, std::span<const float> values)
{
    const QJsonArray at = expected["at"].toArray();
    const QJsonArray wanted = expected["values"].toArray();
    if (static_cast<std::int64_t>(values.size()) != expected["size"].toInteger() || at.isEmpty()) {
        return 1e9;
    }
    double largest = 0;
    for (qsizetype i = 0; i < at.size(); ++i) {
        largest =
            std::max(largest, std::abs(values[static_cast<std::size_t>(at[i].toInteger())] - wanted[i].toDouble()));
    }
    return largest / expected["largest"].toDouble();
}

}  // namespace sightline::test
