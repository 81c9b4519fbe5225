// Small helpers of the card tests: reading number tables without the product's readers, and shapes.
#pragma once

#include <QFile>
#include <QString>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/domains/pumpcards/card.h"

namespace sightline::pumpcards::test {

/// Rows of numbers of a CSV; lines that do not begin with a number are left out.
inline std::vector<std::vector<double>> numberTable(const QString& path)
{
    std::vector<std::vector<double>> rows;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Text)) {
        return rows;
    }
    while (!file.atEnd()) {
        std::vector<double> row;
        bool good = true;
        for (const QByteArray& cell : file.readLine().trimmed().split(',')) {
            row.push_back(cell.toDouble(&good));
            if (!good) {
                break;
            }
        }
        if (good) {
            rows.push_back(row);
        }
    }
    return rows;
}

/// Two columns in inches and pounds-force as points in SI.
inline std::vector<CardPoint> fieldUnits(const std::vector<std::vector<double>>& rows, std::size_t position,
                                         std::size_t load)
{
    std::vector<CardPoint> points;
    for (const auto& row : rows) {
        points.push_back({row.at(position) * metresPerInch, row.at(load) * newtonsPerPoundForce});
    }
    return points;
}

/// A clockwise card: a rounded rectangle of this stroke and these loads, from the bottom of the stroke.
inline Card roundedCard(std::size_t count, double strokeMetre = 3.0, double lowNewton = 20000,
                        double highNewton = 35000)
{
    Card card;
    card.id = "7";
    for (std::size_t j = 0; j < count; ++j) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(j) / static_cast<double>(count);
        const double lift = std::tanh(3 * std::sin(angle)) / std::tanh(3.0);
        card.points.push_back({strokeMetre / 2 * (1 - std::cos(angle)),
                               (lowNewton + highNewton) / 2 + (highNewton - lowNewton) / 2 * lift});
    }
    return card;
}

inline double rms(const std::vector<double>& a, const std::vector<double>& b)
{
    double sum = a.size() == b.size() ? 0 : 1e18;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(a.size(), 1)));
}

inline std::vector<double> loadsOf(const std::vector<CardPoint>& points)
{
    std::vector<double> values;
    for (const CardPoint& point : points) {
        values.push_back(point.loadNewton);
    }
    return values;
}

inline std::vector<double> positionsOf(const std::vector<CardPoint>& points)
{
    std::vector<double> values;
    for (const CardPoint& point : points) {
        values.push_back(point.positionMetre);
    }
    return values;
}

}  // namespace sightline::pumpcards::test
