#include "core/domains/hydrophone/boxes.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace sightline::hydrophone {

namespace {

using domains::LabelledPlace;

/// Calls are heard a little before and after the box somebody drew.
constexpr double besideBox = 0.5;

bool isSure(const Label& label)
{
    return label.certainty == Certainty::Sure && !label.classId.empty();
}

bool touches(const Interval& a, const Interval& b)
{
    return a.begin < b.end && b.begin < a.end;
}

/// Whether any box (grown by `beside`) that `counts` names touches the window.
template <class Counts>
bool touchedBy(const Interval& window, const std::vector<Label>& labels, double beside, Counts counts)
{
    return std::any_of(labels.begin(), labels.end(), [&](const Label& label) {
        const Interval box = label.extent.seconds.value_or(Interval{0, HUGE_VAL});
        return counts(label) && touches(window, {box.begin - beside, box.end + beside});
    });
}

/// The part of `seconds` in which windows side by side lie wholly.
void addSideBySide(const WindowGrid& grid, const Interval& seconds, std::vector<std::size_t>& into)
{
    double at = seconds.begin + grid.windowSeconds() / 2;
    while (at + grid.windowSeconds() / 2 <= seconds.end + 1e-9) {
        const auto nearest = grid.nearest(at);
        if (nearest) {
            const Interval window = grid.seconds(*nearest);
            if (window.begin >= seconds.begin - grid.hopSeconds() && window.end <= seconds.end + grid.hopSeconds()) {
                into.push_back(*nearest);
            }
        }
        at += grid.windowSeconds();
    }
}

std::vector<std::size_t> evenly(const std::vector<std::size_t>& all, std::size_t most)
{
    if (all.size() <= most) {
        return all;
    }
    std::vector<std::size_t> some;
    for (std::size_t k = 0; k < most; ++k) {
        some.push_back(all[k * all.size() / most]);
    }
    return some;
}

}  // namespace

Result<std::vector<LabelledPlace>> placesOf(const WindowGrid& grid, const std::vector<Label>& labels,
                                            double recordingSeconds, std::size_t mostBackground, const CallFinder& find,
                                            Progress& progress)
{
    std::vector<LabelledPlace> places;
    std::set<std::size_t> taken;
    const auto masked = [](const Label& label) { return !isSure(label); };
    const auto take = [&](std::size_t index, const std::string& classId, std::optional<std::size_t> label) {
        if (!touchedBy(grid.seconds(index), labels, 0, masked) && taken.insert(index).second) {
            places.push_back({index, classId, label});
        }
    };
    for (std::size_t k = 0; k < labels.size(); ++k) {
        const Label& label = labels[k];
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "stopped");
        }
        if (!isSure(label)) {
            continue;
        }
        const Interval box = label.extent.seconds.value_or(Interval{0, recordingSeconds});
        if (label.classId == backgroundClass || !label.extent.seconds) {
            std::vector<std::size_t> windows;
            addSideBySide(grid, box, windows);
            if (windows.empty() && grid.nearest(box.middle())) {
                windows.push_back(*grid.nearest(box.middle()));
            }
            for (const std::size_t index : evenly(windows, mostBackground)) {
                take(index, label.classId, k);
            }
            continue;
        }
        const Result<double> at = find(box, progress);
        if (!at) {
            return tl::unexpected(at.error());
        }
        if (const auto index = grid.nearest(*at)) {
            take(*index, label.classId, k);
        }
    }
    std::vector<std::size_t> outside;
    addSideBySide(grid, {0, recordingSeconds}, outside);
    std::erase_if(outside, [&](std::size_t index) {
        return touchedBy(grid.seconds(index), labels, besideBox, [](const Label&) { return true; });
    });
    for (const std::size_t index : evenly(outside, mostBackground)) {
        take(index, backgroundClass, std::nullopt);
    }
    std::sort(places.begin(), places.end(),
              [](const LabelledPlace& a, const LabelledPlace& b) { return a.index < b.index; });
    return places;
}

std::optional<std::string> classOfWindow(const Interval& window, const std::vector<Label>& labels)
{
    if (labels.empty() || touchedBy(window, labels, 0, [](const Label& label) { return !isSure(label); })) {
        return std::nullopt;
    }
    const double middle = window.middle();
    for (const Label& label : labels) {
        const Interval box = label.extent.seconds.value_or(Interval{0, HUGE_VAL});
        if (isSure(label) && box.begin <= middle && middle < box.end) {
            return label.classId;
        }
    }
    const bool touched = touchedBy(window, labels, 0, [](const Label&) { return true; });
    return touched ? std::nullopt : std::optional<std::string>(backgroundClass);
}

}  // namespace sightline::hydrophone
