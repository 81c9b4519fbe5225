#include "core/domains/pumpcards/picture.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

#include "core/base/translate.h"
#include "core/domains/pumpcards/metrics.h"
#include "core/dsp/closed_curve.h"
#include "core/imaging/ink.h"

namespace sightline::pumpcards {

namespace {

constexpr const char* recipeId = "pumpcard-strokes-1";
constexpr int channelCount = 3;
constexpr std::size_t featurePoints = 64;
constexpr int profilePlaces = 25;

struct Parameters {
    int size;
    int points;
    int substeps;
    double margin;
    double loadStep;
    double absolutePosition;
    double absoluteLoad;
    bool speedScalars;
};

Parameters parametersOf(const ImageRecipe& recipe)
{
    const auto whole = [&](const char* name, double fallback) {
        return static_cast<int>(std::lround(std::clamp(recipe.value(name, fallback), -1.0, 1e6)));
    };
    return {.size = whole("size", 64),
            .points = whole("points", 256),
            .substeps = whole("substeps", 6),
            .margin = recipe.value("margin", 0.08),
            .loadStep = recipe.value("load_step_N", 100),
            .absolutePosition = recipe.value("absolute_position_m", 10),
            .absoluteLoad = recipe.value("absolute_load_N", 120000),
            .speedScalars = recipe.value("speed_scalars", 1) > 0.5};
}

Result<Parameters> checkedParameters(const ImageRecipe& recipe)
{
    if (recipe.id != recipeId) {
        return fail(ErrorCode::Invalid, "Pump cards have no image recipe \"" + recipe.id + "\".");
    }
    constexpr int largest = 4096;
    const Parameters p = parametersOf(recipe);
    const bool sensible = p.size >= 8 && p.size <= largest && p.points >= 8 && p.points <= largest && p.substeps >= 1 &&
                          p.substeps <= 1000 && p.margin >= 0 && p.margin < 0.5 && p.loadStep >= 0 &&
                          p.absolutePosition > 0 && p.absoluteLoad > 0;
    if (!sensible) {
        return fail(ErrorCode::Invalid, "The image recipe " + recipe.fingerprint() + " has parameters out of range.");
    }
    return p;
}

imaging::Plane planeOf(SignalImage& image, int channel)
{
    return {image.channel(channel), image.width, image.height};
}

/// Mean load where the position is between 30 and 70 % of the stroke, over points [begin, end).
double middleLoad(const Stroke& stroke, const std::vector<double>& scaledPosition, std::size_t begin, std::size_t end)
{
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = begin; i < end; ++i) {
        if (scaledPosition[i] >= 0.3 && scaledPosition[i] <= 0.7) {
            sum += stroke.load[i];
            ++count;
        }
    }
    if (count > 0) {
        return sum / static_cast<double>(count);
    }
    double all = 0;
    for (const double load : stroke.load) {
        all += load;
    }
    return all / static_cast<double>(stroke.load.size());
}

std::vector<float> scalarsOf(const Stroke& stroke, const std::vector<double>& scaledPosition, std::size_t top,
                             const Parameters& parameters)
{
    constexpr double newtonPerKilonewton = 1000;
    constexpr double usualLoadKilonewton = 30;
    const auto [lowest, highest] = std::ranges::minmax(stroke.load);
    const auto [left, right] = std::ranges::minmax(stroke.position);
    const double peak = highest / newtonPerKilonewton;
    const double least = lowest / newtonPerKilonewton;
    const double range = peak - least;
    const double travel = right - left;
    const double area = std::abs(dsp::signedArea(stroke.position, stroke.load)) / newtonPerKilonewton;
    const std::size_t count = stroke.load.size();
    const double up = middleLoad(stroke, scaledPosition, 0, top) / newtonPerKilonewton;
    const double down = middleLoad(stroke, scaledPosition, top, count) / newtonPerKilonewton;
    const double box = travel * range;
    const auto logOf = [](double value) { return std::log1p(std::max(value, 0.0)); };
    std::vector<double> values = {logOf(peak),
                                  logOf(least),
                                  logOf(travel),
                                  logOf(area),
                                  logOf(range),
                                  box > 0 ? area / box : 0,
                                  up / usualLoadKilonewton,
                                  down / usualLoadKilonewton,
                                  range > 0 ? (up - down) / range : 0,
                                  static_cast<double>(top) / static_cast<double>(count)};
    if (parameters.speedScalars) {
        const bool known = stroke.strokesPerMinute > 0;
        values.push_back(known ? std::log1p(stroke.strokesPerMinute) : 0);
        values.push_back(known ? 1 : 0);
    }
    return {values.begin(), values.end()};
}

/// Load at equally spaced positions along one half of the stroke, by linear interpolation over what lies next to each.
void appendProfile(std::span<const double> x, std::span<const double> y, std::vector<float>& features)
{
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return x[i]; });
    std::size_t next = 0;
    for (int place = 0; place < profilePlaces; ++place) {
        const double position = static_cast<double>(place) / (profilePlaces - 1);
        while (next < order.size() && x[order[next]] < position) {
            ++next;
        }
        const std::size_t right = order[std::min(next, order.size() - 1)];
        const std::size_t left = order[next > 0 ? next - 1 : 0];
        const double gap = x[right] - x[left];
        const double share = gap > 0 ? std::clamp((position - x[left]) / gap, 0.0, 1.0) : 0;
        features.push_back(static_cast<float>(y[left] + share * (y[right] - y[left])));
    }
}

/// The curve in numbers: positions and loads at equal steps of time, then the load along the up-stroke and along the
/// down-stroke. All scaled to the card's own span; what it measures absolutely is in the scalars.
std::vector<float> featuresOf(std::span<const double> x, std::span<const double> y, std::size_t top)
{
    std::vector<float> features;
    for (const std::span<const double>& series : {x, y}) {
        const std::vector<double> coarse = dsp::resampledClosed(series, featurePoints);
        features.insert(features.end(), coarse.begin(), coarse.end());
    }
    appendProfile(x.first(top + 1), y.first(top + 1), features);
    appendProfile(x.subspan(top), y.subspan(top), features);
    return features;
}

}  // namespace

ImageRecipe strokesRecipe()
{
    return {recipeId,
            {{"size", 64},
             {"points", 256},
             {"load_step_N", 100},
             {"margin", 0.08},
             {"substeps", 6},
             {"absolute_position_m", 10},
             {"absolute_load_N", 120000},
             {"speed_scalars", 1}}};
}

std::vector<std::string> scalarNames(const ImageRecipe& recipe)
{
    std::vector<std::string> names = {"log_pprl",   "log_mprl",    "log_stroke",    "log_area",  "log_range",
                                      "area_ratio", "up_mid_load", "down_mid_load", "mid_ratio", "top_place"};
    if (parametersOf(recipe).speedScalars) {
        names.insert(names.end(), {"log_spm", "spm_known"});
    }
    return names;
}

std::string scalarTitle(const std::string& name)
{
    static const std::pair<const char*, const char*> titles[] = {
        {"log_pprl", SL_TR_NOOP("pumpcards", "peak load")},
        {"log_mprl", SL_TR_NOOP("pumpcards", "lowest load")},
        {"log_stroke", SL_TR_NOOP("pumpcards", "length of the stroke")},
        {"log_area", SL_TR_NOOP("pumpcards", "area of the card")},
        {"log_range", SL_TR_NOOP("pumpcards", "load range")},
        {"area_ratio", SL_TR_NOOP("pumpcards", "share of its box that the card fills")},
        {"up_mid_load", SL_TR_NOOP("pumpcards", "load in the middle of the up-stroke")},
        {"down_mid_load", SL_TR_NOOP("pumpcards", "load in the middle of the down-stroke")},
        {"mid_ratio", SL_TR_NOOP("pumpcards", "gap between the strokes in their middle")},
        {"top_place", SL_TR_NOOP("pumpcards", "moment of the top of the stroke")},
        {"log_spm", SL_TR_NOOP("pumpcards", "pumping speed")},
        {"spm_known", SL_TR_NOOP("pumpcards", "speed known or not")}};
    const auto* const found =
        std::find_if(std::begin(titles), std::end(titles), [&](const auto& entry) { return name == entry.first; });
    return found == std::end(titles) ? name : found->second;
}

void roundLoads(std::span<double> loads, const ImageRecipe& recipe)
{
    const double step = parametersOf(recipe).loadStep;
    if (step > 0) {
        for (double& load : loads) {
            load = std::round(load / step) * step;
        }
    }
}

std::vector<double> spanScaled(std::span<const double> values)
{
    std::vector<double> scaled(values.size(), 0.5);
    if (values.empty()) {
        return scaled;
    }
    const auto [lowest, highest] = std::ranges::minmax(values);
    if (highest > lowest) {
        std::ranges::transform(values, scaled.begin(),
                               [low = lowest, span = highest - lowest](double v) { return (v - low) / span; });
    }
    return scaled;
}

Result<Stroke> prepare(const Card& card, const ImageRecipe& recipe)
{
    const Result<Parameters> parameters = checkedParameters(recipe);
    if (!parameters) {
        return tl::unexpected(parameters.error());
    }
    constexpr std::size_t fewestPoints = 3;
    if (card.points.size() < fewestPoints) {
        return fail(ErrorCode::Invalid, "Card " + card.id + " has too few points to draw.");
    }
    Stroke stroke;
    stroke.strokesPerMinute = card.strokesPerMinute.value_or(0);
    for (const CardPoint& point : card.points) {
        if (!std::isfinite(point.positionMetre) || !std::isfinite(point.loadNewton)) {
            return fail(ErrorCode::Invalid, "Card " + card.id + " has a point that is no number.");
        }
        stroke.position.push_back(point.positionMetre);
        stroke.load.push_back(point.loadNewton);
    }
    roundLoads(stroke.load, recipe);
    const auto count = static_cast<std::size_t>(parameters->points);
    stroke.position = dsp::resampledClosed(stroke.position, count);
    stroke.load = dsp::resampledClosed(stroke.load, count);
    roundLoads(stroke.load, recipe);
    return stroke;
}

Example draw(const Stroke& stroke, const ImageRecipe& recipe, const AxisWarp& across, const AxisWarp& up)
{
    const Parameters parameters = parametersOf(recipe);
    Example example;
    example.image = SignalImage(channelCount, parameters.size, parameters.size);
    const std::size_t count = stroke.position.size();
    std::vector<double> x = spanScaled(stroke.position);
    std::vector<double> y = spanScaled(stroke.load);
    const auto top = static_cast<std::size_t>(std::ranges::max_element(stroke.position) - stroke.position.begin());

    // The zero of position is where somebody hung the sensor; only the travel means something.
    const double start = std::ranges::min(stroke.position);
    const double last = parameters.size - 1;
    const double edge = parameters.margin * parameters.size;
    const double span = last - 2 * edge;
    std::vector<imaging::PlanePoint> own(count + 1);
    std::vector<imaging::PlanePoint> absolute(count + 1);
    for (std::size_t i = 0; i <= count; ++i) {
        const std::size_t j = i == count ? 0 : i;
        own[i] = {edge + across(x[j]) * span, last - (edge + up(y[j]) * span)};
        const double right = std::clamp((stroke.position[j] - start) / parameters.absolutePosition, 0.0, 1.0);
        const double high = std::clamp(stroke.load[j] / parameters.absoluteLoad, 0.0, 1.0);
        absolute[i] = {right * last, last - high * last};
    }
    const std::span<const imaging::PlanePoint> points = own;
    imaging::addLine(planeOf(example.image, 0), points.first(top + 1), parameters.substeps);
    imaging::addLine(planeOf(example.image, 1), points.subspan(top), parameters.substeps);
    imaging::addLine(planeOf(example.image, 2), absolute, parameters.substeps);
    for (int channel = 0; channel < channelCount; ++channel) {
        imaging::clampInk(planeOf(example.image, channel));
    }
    example.scalars = scalarsOf(stroke, x, top, parameters);
    std::ranges::transform(x, x.begin(), across);
    std::ranges::transform(y, y.begin(), up);
    example.features = featuresOf(x, y, top);
    return example;
}

std::vector<PixelPoint> trace(const Stroke& stroke, const ImageRecipe& recipe, int channel)
{
    const Parameters parameters = parametersOf(recipe);
    const bool absolute = channel == channelCount - 1;
    const double last = parameters.size - 1;
    const double edge = parameters.margin * parameters.size;
    const std::vector<double> x = spanScaled(stroke.position);
    const std::vector<double> y = spanScaled(stroke.load);
    const double start = stroke.position.empty() ? 0 : std::ranges::min(stroke.position);
    std::vector<PixelPoint> points(stroke.position.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
        if (absolute) {
            const double right = std::clamp((stroke.position[i] - start) / parameters.absolutePosition, 0.0, 1.0);
            const double high = std::clamp(stroke.load[i] / parameters.absoluteLoad, 0.0, 1.0);
            points[i] = {right * last, last - high * last};
        } else {
            points[i] = {edge + x[i] * (last - 2 * edge), last - (edge + y[i] * (last - 2 * edge))};
        }
    }
    return points;
}

}  // namespace sightline::pumpcards
