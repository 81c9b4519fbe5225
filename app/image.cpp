#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include <QImage>
#include <QPainter>

#include <nlohmann/json.hpp>

#include "app/common.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/domains/composite.h"
#include "widgets/heat_map.h"

namespace sightline::app {

namespace {

/// One or two channels as grey (the first), three or more as red, green, blue: floats in [0,1] as 0…255, nothing else.
QImage toQImage(const SignalImage& image)
{
    const auto level = [&](int channel, int y, int x) {
        const float value = image.channel(
            channel)[static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)];
        return static_cast<int>(std::lround(std::clamp(value, 0.0F, 1.0F) * 255.0F));
    };
    QImage result(image.width, image.height, image.channels < 3 ? QImage::Format_Grayscale8 : QImage::Format_RGB888);
    for (int y = 0; y < image.height; ++y) {
        uchar* line = result.scanLine(y);
        for (int x = 0; x < image.width; ++x) {
            if (image.channels < 3) {
                line[x] = static_cast<uchar>(level(0, y, x));
            } else {
                for (int c = 0; c < 3; ++c) {
                    line[3 * x + c] = static_cast<uchar>(level(c, y, x));
                }
            }
        }
    }
    return result;
}

/// Strong enough to find, weak enough to see the signal through it.
constexpr double heatOpacity = 0.6;

/// Planes that mean something are laid together, in panels side by side. `map`: laid over each panel; may be empty.
Result<void> writePng(const std::filesystem::path& path, const SignalImage& image, const SignalImage& map,
                      const ImageRecipe& recipe, const std::vector<domains::Plane>& planes)
{
    domains::Composite shown{image, {domains::Panel{}}};
    if (!planes.empty()) {
        Result<domains::Composite> laid = domains::composite(image, planes);
        if (!laid) {
            return tl::unexpected(laid.error());
        }
        shown = std::move(*laid);
    }
    QImage picture = toQImage(shown.picture);
    if (!map.empty()) {
        picture = picture.convertToFormat(QImage::Format_RGB888);
        QPainter painter(&picture);
        painter.setOpacity(heatOpacity);
        for (const domains::Panel& panel : shown.panels) {
            painter.drawImage(QPoint(panel.left, 0), widgets::HeatMap(map).colours());
        }
    }
    picture.setText(QStringLiteral("recipe"), QString::fromStdString(recipe.fingerprint()));
    if (!picture.save(QString::fromStdString(utf8(path)), "PNG")) {
        return fail(ErrorCode::Unreadable, "the picture could not be written", {utf8(path), {}, {}});
    }
    return {};
}

/// NumPy's .npy, version 1.0: little-endian float32, C order, shape (channels, height, width).
std::string npyBytes(const SignalImage& image)
{
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + std::to_string(image.channels) + ", " +
                         std::to_string(image.height) + ", " + std::to_string(image.width) + "), }";
    constexpr std::size_t preamble = 10;
    header.append((64 - (preamble + header.size() + 1) % 64) % 64, ' ');
    header += '\n';
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xFF);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;
    const std::size_t begin = bytes.size();
    bytes.resize(begin + image.pixels.size() * sizeof(float));
    std::memcpy(bytes.data() + begin, image.pixels.data(), image.pixels.size() * sizeof(float));
    return bytes;
}

/// What one sample is called: "card", "window of a session".
std::string nounOf(const domains::Domain& domain, const Sample& sample)
{
    return domain.wholeOf(sample).empty() ? domain.sampleNoun() : "window of a " + domain.sampleNoun();
}

/// What there is to draw: "12 cards", "45 windows of 3 sessions".
std::string amountOf(const diagnosis::OpenedRecording& opened)
{
    const std::string amount = std::to_string(opened.samples.size());
    const std::string noun = opened.domain->sampleNoun();
    if (opened.domain->wholeOf(opened.samples.front()).empty()) {
        return amount + " " + noun + "s";
    }
    std::set<std::string> wholes;
    for (const Sample& sample : opened.samples) {
        wholes.insert(opened.domain->wholeOf(sample));
    }
    return amount + " windows of " +
           (wholes.size() == 1 ? "one " + noun : std::to_string(wholes.size()) + " " + noun + "s");
}

Result<Sample> chooseSample(const diagnosis::OpenedRecording& opened, const std::optional<std::string>& asked,
                            const std::filesystem::path& path, Console& console)
{
    const Where where{utf8(path), {}, {}};
    if (opened.samples.empty()) {
        return fail(ErrorCode::NotFound, "holds no " + opened.domain->sampleNoun(), where);
    }
    if (!asked) {
        if (opened.samples.size() > 1) {
            console.note(where.text() + ": holds " + amountOf(opened) + "; drawing the first. Choose with --sample.");
        }
        return opened.samples.front();
    }
    for (const Sample& sample : opened.samples) {
        if (sample.key.sample == *asked) {
            return sample;
        }
    }
    return fail(ErrorCode::Invalid,
                "holds no " + nounOf(*opened.domain, opened.samples.front()) + " \"" + *asked + "\"; the first is \"" +
                    opened.samples.front().key.sample + "\"",
                where);
}

/// What --why asks for.
struct Why {
    std::string classId;
    std::string className;
    learning::Explanation explanation;
};

const char* mapText(learning::MapState state)
{
    switch (state) {
        case learning::MapState::Shown: return "shown";
        case learning::MapState::NoNetwork: return "this model judges by numbers alone";
        case learning::MapState::NothingSpeaksFor: return "no place in the picture speaks for this class";
        case learning::MapState::NoPlaces: return "the picture is too small to tell places apart";
    }
    return "";
}

/// The place of a class in the model's order: the one named by its id or an alias, or else the verdict's first choice.
Result<std::size_t> chooseClass(const std::string& asked, const Verdict& verdict, const learning::ModelInfo& model,
                                const std::vector<SignalClass>& classes)
{
    if (asked.empty()) {
        return *verdict.rank(0);
    }
    const SignalClass* known = findClass(classes, asked);
    const std::string& id = known != nullptr ? known->id : asked;
    const auto found = std::find(model.classIds.begin(), model.classIds.end(), id);
    if (found == model.classIds.end()) {
        std::string list;
        for (const std::string& one : model.classIds) {
            list += (list.empty() ? "" : ", ") + one;
        }
        return fail(ErrorCode::Invalid, "--why: the model knows no class \"" + asked + "\"; it knows " + list);
    }
    return static_cast<std::size_t>(found - model.classIds.begin());
}

Result<Why> explain(const ImageOptions& options, workspace::Workspace* workspace,
                    const diagnosis::OpenedRecording& opened, const Sample& sample, const std::string& task,
                    Console& console)
{
    auto engine = startEngine(options.common, console);
    if (!engine) {
        return tl::unexpected(engine.error());
    }
    auto model = loadModel(options.common, workspace, *opened.domain, task, **engine, console);
    if (!model) {
        return tl::unexpected(model.error());
    }
    const diagnosis::Drawn drawn = diagnosis::draw(opened, sample.index, model->classifier->info().recipe);
    const auto diagnosed = diagnosis::judgeDrawn(opened, {drawn}, *model->classifier);
    if (!diagnosed) {
        return tl::unexpected(diagnosed.error());
    }
    const Verdict& verdict = diagnosed->front().verdict;
    if (verdict.rejected) {
        return fail(ErrorCode::Corrupt, "there is no verdict to explain: " + verdict.reason,
                    {utf8(options.path), {}, {}});
    }
    const std::vector<SignalClass> classes = opened.domain->classes(task);
    const learning::ModelInfo& info = model->classifier->info();
    const auto place = chooseClass(*options.why, verdict, info, classes);
    if (!place) {
        return tl::unexpected(place.error());
    }
    return model->classifier->explain(drawn.picture->example, *place).map([&](learning::Explanation explanation) {
        const std::string& id = info.classIds[*place];
        return Why{id, className(classes, id), std::move(explanation)};
    });
}

void addWhy(nlohmann::ordered_json& json, const Why& why, const std::vector<std::string>& scalarNames)
{
    nlohmann::ordered_json scalars = nlohmann::ordered_json::object();
    for (std::size_t i = 0; i < scalarNames.size() && i < why.explanation.scalars.size(); ++i) {
        scalars[scalarNames[i]] = why.explanation.scalars[i];
    }
    json["why"] = {{"class", why.classId},
                   {"probability", why.explanation.probability},
                   {"map", mapText(why.explanation.mapState)},
                   {"network_share", why.explanation.networkShare},
                   {"scalars", scalars}};
}

void addWhy(std::vector<std::vector<std::string>>& rows, const Why& why, const domains::Domain& domain,
            const std::vector<std::string>& scalarNames)
{
    constexpr double percent = 100;
    rows.push_back({"why", why.className + ", " + formatFixed(percent * why.explanation.probability, 1) + " %"});
    rows.push_back({"where it looked", mapText(why.explanation.mapState)});
    for (std::size_t i = 0; i < scalarNames.size() && i < why.explanation.scalars.size(); ++i) {
        const double points = percent * why.explanation.scalars[i];
        const std::string text = formatFixed(std::abs(points), 1);
        rows.push_back({domain.scalarTitle(scalarNames[i]), text == "0.0" ? "no part in it"
                                                            : points < 0  ? "speaks against it, -" + text + " points"
                                                                          : "speaks for it, +" + text + " points"});
    }
}

std::string answerText(Format format, const std::string& file, const Sample& sample, const Example& example,
                       const ImageRecipe& recipe, const domains::Domain& domain, const std::optional<Why>& why)
{
    const std::vector<std::string> scalarNames = domain.scalarNames(recipe);
    const SignalImage& image = example.image;
    const std::string size =
        std::to_string(image.channels) + " x " + std::to_string(image.height) + " x " + std::to_string(image.width);
    if (format == Format::Json) {
        nlohmann::ordered_json scalars = nlohmann::ordered_json::object();
        for (std::size_t i = 0; i < scalarNames.size() && i < example.scalars.size(); ++i) {
            scalars[scalarNames[i]] = example.scalars[i];
        }
        nlohmann::ordered_json json{
            {"file", file},           {"sample", sample.key.sample}, {"channels", image.channels},
            {"height", image.height}, {"width", image.width},        {"recipe", recipe.fingerprint()},
            {"scalars", scalars}};
        if (why) {
            addWhy(json, *why, scalarNames);
        }
        return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    }
    std::vector<std::vector<std::string>> rows;
    if (format == Format::Csv) {
        std::string text = csvLine({"file", "sample", "channels", "height", "width", "recipe"});
        return text + csvLine({file, sample.key.sample, std::to_string(image.channels), std::to_string(image.height),
                               std::to_string(image.width), recipe.fingerprint()});
    }
    rows.push_back({"sample", sample.key.sample});
    rows.push_back({"picture", size + " (channels x height x width)"});
    rows.push_back({"recipe", recipe.fingerprint()});
    for (std::size_t i = 0; i < scalarNames.size() && i < example.scalars.size(); ++i) {
        rows.push_back({scalarNames[i], formatFixed(example.scalars[i], 4)});
    }
    if (why) {
        addWhy(rows, *why, domain, scalarNames);
    }
    return tableText(rows, {false, false});
}

}  // namespace

int image(const ImageOptions& options)
{
    Console console(options.common.progress);
    std::vector<const domains::Domain*> domains = domains::allDomains();
    if (!options.common.domain.empty()) {
        Result<const domains::Domain*> one = domainOf(options.common);
        if (!one) {
            return failed(console, one.error());
        }
        domains = {*one};
    }
    Result<std::unique_ptr<workspace::Workspace>> workspace = openWorkspace(options.common);
    if (!workspace) {
        return failed(console, workspace.error());
    }
    const auto openAs = [&](const std::optional<ImageRecipe>& recipe) {
        return diagnosis::openRecording(domains, options.path, options.common.answers,
                                        diagnosis::remembering(workspace->get()), console, recipe);
    };
    Result<diagnosis::OpenedRecording> opened = openAs(std::nullopt);
    if (!opened) {
        const int code = failed(console, opened.error());
        return code == exitCode::usage ? exitCode::inputFailed : code;
    }
    const domains::Domain& domain = *opened->domain;
    Result<std::string> task = taskOf(options.common, domain);
    if (!task) {
        return failed(console, task.error());
    }
    // The picture of the model that would judge; without any model, the one it would be trained on.
    ImageRecipe recipe = domain.defaultRecipe(*task);
    Result<diagnosis::ChosenModel> chosen =
        diagnosis::chooseModel(options.common.model, workspace->get(), domain, *task);
    if (chosen) {
        recipe = chosen->model->info.recipe;
    } else if (options.common.model || chosen.error().code != ErrorCode::NotFound) {
        return failed(console, chosen.error());
    }
    opened = openAs(recipe);
    if (!opened) {
        return failed(console, opened.error());
    }
    Result<Sample> sample = chooseSample(*opened, options.sample, options.path, console);
    if (!sample) {
        return failed(console, sample.error());
    }
    Result<domains::Picture> picture = domain.picture(*opened->recording, *sample, recipe);
    if (!picture) {
        return failed(console, picture.error());
    }
    std::vector<Finding> findings = sample->findings;
    findings.insert(findings.end(), picture->findings.begin(), picture->findings.end());
    for (const Severity severity : {Severity::Reject, Severity::Doubt}) {
        if (const std::string text = messages(findings, severity); !text.empty()) {
            console.note(utf8(options.path) + ", " + nounOf(domain, *sample) + " " + sample->key.sample + ": " +
                         (severity == Severity::Reject ? "no verdict would be given: " : "") + text);
        }
    }
    if (picture->example.image.empty()) {
        return failed(console, Error{ErrorCode::Corrupt, "there is nothing to draw", {utf8(options.path), {}, {}}});
    }
    std::optional<Why> why;
    if (options.why) {
        auto explained = explain(options, workspace->get(), *opened, *sample, *task, console);
        if (!explained) {
            return failed(console, explained.error());
        }
        why = std::move(*explained);
        if (why->explanation.map.empty()) {
            console.note("nothing is laid over the picture: " + std::string(mapText(why->explanation.mapState)));
        }
    }
    if (options.out) {
        const SignalImage map = why ? why->explanation.map : SignalImage();
        if (Result<void> written = writePng(*options.out, picture->example.image, map, recipe, domain.planes(recipe));
            !written) {
            return failed(console, written.error());
        }
    }
    if (options.raw) {
        if (Result<void> written = writeFileAtomically(*options.raw, npyBytes(picture->example.image)); !written) {
            return failed(console, written.error());
        }
    }
    console.answer(
        answerText(options.common.format, utf8(options.path), *sample, picture->example, recipe, domain, why));
    return finished(console, exitCode::done);
}

}  // namespace sightline::app
