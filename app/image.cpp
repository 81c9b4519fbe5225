#include <algorithm>
#include <cmath>
#include <cstring>

#include <QImage>

#include <nlohmann/json.hpp>

#include "app/common.h"
#include "core/base/file.h"
#include "core/base/text.h"

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

Result<void> writePng(const std::filesystem::path& path, const SignalImage& image, const ImageRecipe& recipe)
{
    QImage picture = toQImage(image);
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

Result<const Sample*> chooseSample(const diagnosis::OpenedRecording& opened, const std::optional<std::string>& asked,
                                   const std::filesystem::path& path, Console& console)
{
    const Where where{utf8(path), {}, {}};
    const std::string noun = opened.domain->sampleNoun();
    if (opened.samples.empty()) {
        return fail(ErrorCode::NotFound, "holds no " + noun, where);
    }
    if (!asked) {
        if (opened.samples.size() > 1) {
            console.note(where.text() + ": holds " + std::to_string(opened.samples.size()) + " " + noun +
                         "s; drawing the first. Choose with --sample.");
        }
        return &opened.samples.front();
    }
    for (const Sample& sample : opened.samples) {
        if (sample.key.sample == *asked) {
            return &sample;
        }
    }
    return fail(ErrorCode::Invalid,
                "holds no " + noun + " \"" + *asked + "\"; the first is \"" + opened.samples.front().key.sample + "\"",
                where);
}

std::string answerText(Format format, const std::string& file, const Sample& sample, const Example& example,
                       const ImageRecipe& recipe, const std::vector<std::string>& scalarNames)
{
    const SignalImage& image = example.image;
    const std::string size =
        std::to_string(image.channels) + " x " + std::to_string(image.height) + " x " + std::to_string(image.width);
    if (format == Format::Json) {
        nlohmann::ordered_json scalars = nlohmann::ordered_json::object();
        for (std::size_t i = 0; i < scalarNames.size() && i < example.scalars.size(); ++i) {
            scalars[scalarNames[i]] = example.scalars[i];
        }
        const nlohmann::ordered_json json{
            {"file", file},           {"sample", sample.key.sample}, {"channels", image.channels},
            {"height", image.height}, {"width", image.width},        {"recipe", recipe.fingerprint()},
            {"scalars", scalars}};
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
    Result<const Sample*> sample = chooseSample(*opened, options.sample, options.path, console);
    if (!sample) {
        return failed(console, sample.error());
    }
    Result<domains::Picture> picture = domain.picture(*opened->recording, **sample, recipe);
    if (!picture) {
        return failed(console, picture.error());
    }
    std::vector<Finding> findings = (*sample)->findings;
    findings.insert(findings.end(), picture->findings.begin(), picture->findings.end());
    for (const Severity severity : {Severity::Reject, Severity::Doubt}) {
        if (const std::string text = messages(findings, severity); !text.empty()) {
            console.note(utf8(options.path) + ", " + domain.sampleNoun() + " " + (*sample)->key.sample + ": " +
                         (severity == Severity::Reject ? "no verdict would be given: " : "") + text);
        }
    }
    if (picture->example.image.empty()) {
        return failed(console, Error{ErrorCode::Corrupt, "there is nothing to draw", {utf8(options.path), {}, {}}});
    }
    if (options.out) {
        if (Result<void> written = writePng(*options.out, picture->example.image, recipe); !written) {
            return failed(console, written.error());
        }
    }
    if (options.raw) {
        if (Result<void> written = writeFileAtomically(*options.raw, npyBytes(picture->example.image)); !written) {
            return failed(console, written.error());
        }
    }
    console.answer(answerText(options.common.format, utf8(options.path), **sample, picture->example, recipe,
                              domain.scalarNames(recipe)));
    return finished(console, exitCode::done);
}

}  // namespace sightline::app
