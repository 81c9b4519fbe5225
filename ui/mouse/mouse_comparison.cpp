#include "ui/mouse/mouse_comparison.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <QCoreApplication>
#include <QStringList>

#include "ui/words.h"

namespace sightline::ui {

namespace {

constexpr std::size_t mostCompared = 12;
/// More points behind the path tell nothing more and cost time.
constexpr std::size_t mostPoints = 60000;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(sightline::ui::MouseView)
};

std::optional<double> middleOf(std::vector<double> values)
{
    if (values.empty()) {
        return std::nullopt;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::optional<domains::Measure> measureOf(const Bench& bench, const SampleKey& key, const std::string& id)
{
    const WindowedRow* whole = bench.windowsOf(key);
    if (whole == nullptr) {
        return std::nullopt;
    }
    const auto all = bench.domain().measures(*whole->windows->recording, whole->window(0));
    for (const domains::Measure& one : all.value_or(std::vector<domains::Measure>{})) {
        if (one.id == id && one.value) {
            return one;
        }
    }
    return std::nullopt;
}

std::optional<double> scoreOf(const Bench& bench, const SampleKey& key, const std::string& claim)
{
    const WindowedRow* whole = bench.windowsOf(key);
    if (whole == nullptr || !whole->complete()) {
        return std::nullopt;
    }
    std::vector<std::pair<Sample, Verdict>> windows;
    for (const auto& one : whole->judged) {
        windows.emplace_back(one->sample, one->verdict);
    }
    return bench.domain().claimScore(windows, claim);
}

/// "median speed (px/s) 402, here 603"; nothing where either is not known.
QString besides(const QString& name, std::optional<double> here, std::optional<double> there,
                domains::Measure::Quantity quantity)
{
    if (!here || !there) {
        return {};
    }
    const auto text = [&](double value) {
        const words::Shown shown = words::shown(quantity, value, UnitSystem::Metric);
        return shown.unit.isEmpty() ? shown.value : shown.value + QLatin1Char(' ') + shown.unit;
    };
    return Words::tr("%1: %2, here %3").arg(name, text(*there), text(*here));
}

}  // namespace

const mouse::Session* sessionOf(const Bench& bench, const SampleRow& row)
{
    const WindowedRow* whole = bench.windowsOf(row.key());
    if (whole == nullptr) {
        return nullptr;
    }
    const auto session = mouse::sessionOf(*whole->windows->recording, whole->window(0));
    return session ? *session : nullptr;
}

std::vector<SampleKey> enrolledWith(Bench& bench, const SampleKey& shown)
{
    std::vector<SampleKey> others;
    const SampleRow* row = bench.store().get(shown);
    const mouse::Session* session = row == nullptr ? nullptr : sessionOf(bench, *row);
    if (session == nullptr || session->account.empty()) {
        return others;
    }
    for (int i = bench.store().size() - 1; i >= 0 && others.size() < mostCompared; --i) {
        const SampleRow& other = bench.store().row(i);
        const mouse::Session* candidate = other.key() == shown ? nullptr : sessionOf(bench, other);
        if (candidate == nullptr || candidate->account != session->account) {
            continue;
        }
        const bool judged = other.label && bench.openClasses();
        const bool own =
            judged ? other.label->label.certainty == Certainty::Sure && other.label->label.classId == session->account
                   : !candidate->claimed;
        if (own) {
            others.push_back(other.key());
        }
    }
    return others;
}

Comparison compare(Bench& bench, const SampleKey& shown, const std::vector<SampleKey>& others, const QString& title,
                   MouseDrawing drawing)
{
    std::vector<widgets::TrackRef> tracks;
    std::size_t points = 0;
    constexpr std::array<const char*, 2> compared = {"speed", "step"};
    std::array<std::vector<double>, compared.size()> numbers;
    std::vector<double> scores;
    const SampleRow* row = bench.store().get(shown);
    const mouse::Session* here = row == nullptr ? nullptr : sessionOf(bench, *row);
    const std::string claim = here == nullptr ? std::string() : here->account;
    for (const SampleKey& key : others) {
        const SampleRow* other = bench.store().get(key);
        const mouse::Session* session = other == nullptr ? nullptr : sessionOf(bench, *other);
        if (session == nullptr || here == nullptr || points + session->path.size() > mostPoints) {
            continue;
        }
        tracks.push_back(MousePath(*session).track(drawing));
        points += session->path.size();
        for (std::size_t i = 0; i < compared.size(); ++i) {
            if (const auto measure = measureOf(bench, key, compared[i])) {
                numbers[i].push_back(*measure->value);
            }
        }
        if (const auto score = scoreOf(bench, key, claim)) {
            scores.push_back(*score);
        }
    }
    if (tracks.empty()) {
        return {};
    }
    QStringList parts = {title};
    for (std::size_t i = 0; i < compared.size(); ++i) {
        if (const auto measure = measureOf(bench, shown, compared[i])) {
            parts << besides(words::domainText(measure->name, "mouse"), measure->value, middleOf(numbers[i]),
                             measure->quantity);
        }
    }
    parts << besides(Words::tr("Score"), scoreOf(bench, shown, claim), middleOf(scores),
                     domains::Measure::Quantity::Count);
    parts.removeAll(QString());
    return {together(tracks), parts.join(QStringLiteral(" · "))};
}

}  // namespace sightline::ui
