#include "core/learning/torch/network_classifier.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <iterator>
#include <optional>
#include <utility>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/base/random.h"
#include "core/base/text.h"
#include "core/learning/calibration.h"
#include "core/learning/combination.h"
#include "core/learning/cores.h"
#include "core/learning/gpu.h"
#include "core/learning/inputs.h"
#include "core/learning/judging.h"
#include "core/learning/numbers_judge.h"
#include "core/learning/torch/device.h"
#include "core/learning/torch/fused_program.h"
#include "core/learning/torch/network.h"
#include "core/learning/torch/state.h"

namespace sightline::learning {
namespace {

// A graphics card wants many pictures together; a processor only so many that a layer's weights are read seldom, and
// that they stay within some memory: a layer of VGG has 13 MB a picture.
constexpr std::size_t processorBatch = 16;
constexpr std::size_t graphicsBatch = 64;
constexpr std::size_t processorBytes = std::size_t{256} << 20U;
constexpr int warmUps = 3;
constexpr int mostThreads = 8;  // beyond that the steps of one picture are too short to share
// More than rounding differs by, less than a verdict would notice.
constexpr float fusedTolerance = 1e-3F;
constexpr double measuredSeconds = 0.15;

/// A judge on numbers, or a network and perhaps its fused form beside it.
struct Judge {
    std::unique_ptr<Network> network;
    std::optional<FusedProgram> program;
    std::unique_ptr<NumbersJudge> numbers;
    float weight = 1;
    float temperature = 1;
};

struct Judges {
    std::vector<Judge> all;
    std::string whyPlain;  ///< why not every network is fused; empty: they are, or were not to be
    std::string whyLeft;   ///< why they lie in the processor's memory although a graphics card was asked for
};
Result<Judges> openMembers(const Model& model, const at::Device& device, bool fused);

/// Nothing more is opened there, and the device's status says why.
void giveUpGraphicsCard(const Error& why)
{
    leaveGpu(why.code == ErrorCode::OutOfMemory ? noGpu::outOfMemory : noGpu::lost, why.message);
}

double secondsSince(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Inputs {
    at::Tensor images;
    at::Tensor numbers;
};

/// On the device, as its networks take them. `scalars`: standardised, of all examples in a row.
Inputs packed(const ModelInfo& model, std::span<const Example> examples, const std::vector<float>& scalars,
              const at::Device& device)
{
    const auto count = static_cast<std::int64_t>(examples.size());
    Inputs inputs{at::empty({count, model.channels, model.height, model.width}, at::kFloat),
                  at::empty({count, static_cast<std::int64_t>(model.scalars.names.size())}, at::kFloat)};
    auto* pixel = inputs.images.mutable_data_ptr<float>();
    for (const Example& example : examples) {
        pixel = std::copy(example.image.pixels.begin(), example.image.pixels.end(), pixel);
    }
    std::copy(scalars.begin(), scalars.end(), inputs.numbers.mutable_data_ptr<float>());
    if (!device.is_cpu()) {
        inputs.images = inputs.images.to(device).to(at::kHalf).contiguous(at::MemoryFormat::ChannelsLast);
        inputs.numbers = inputs.numbers.to(device).to(at::kHalf);
    }
    return inputs;
}

/// examples × classes, by torch's operators.
std::vector<float> plainLogits(const ModelInfo& model, Network& network, std::span<const Example> examples,
                               const std::vector<float>& scalars, const at::Device& device)
{
    const c10::InferenceMode inference;
    const Inputs inputs = packed(model, examples, scalars, device);
    const at::Tensor logits =
        network.forward(inputs.images, inputs.numbers, nullptr).to(at::kFloat).to(at::kCPU).contiguous();
    const float* first = logits.const_data_ptr<float>();
    return {first, first + logits.numel()};
}

Result<std::vector<float>> fusedLogits(const ModelInfo& model, FusedProgram& program, std::span<const Example> examples,
                                       const std::vector<float>& scalars)
{
    std::vector<float> logits(examples.size() * model.classIds.size());
    if (const auto done = program.run(examples, scalars, logits); !done) {
        return tl::unexpected(done.error());
    }
    return logits;
}

std::vector<float> standardised(const ModelInfo& model, std::span<const Example> examples)
{
    const std::size_t each = model.scalars.names.size();
    std::vector<float> scalars(examples.size() * each);
    for (std::size_t i = 0; i < examples.size(); ++i) {
        standardise(model.scalars, examples[i].scalars, std::span(scalars).subspan(i * each, each));
    }
    return scalars;
}

/// Grad-CAM (Selvaraju et al. 2017) over the last maps, with the gradient taken place by place (Draelos and Carin 2020)
/// instead of averaged: the same where the head averages the maps, and right where it keeps positions, when an average
/// would light places the head never looks at. images 1×C×H×W, scalars 1×S → 1×1×h×w of calibrated logits, none below
/// 0.
at::Tensor speaksFor(const Judge& judge, const at::Tensor& images, const at::Tensor& scalars, std::int64_t classIndex)
{
    const c10::InferenceMode gradientsAllowed(false);
    at::Tensor maps;
    {
        const at::NoGradGuard noGradients;
        maps = judge.network->maps(images);
    }
    maps = maps.detach().requires_grad_();
    at::Tensor gradient;
    {
        const at::AutoGradMode gradients(true);
        const at::Tensor logits = judge.network->head(judge.network->features(maps, nullptr), scalars, nullptr);
        gradient = torch::autograd::grad({logits.select(1, classIndex).sum()}, {maps}).front();
    }
    return (gradient * maps.detach()).sum(1, true).relu().to(at::kFloat) / judge.temperature;
}

class NetworkClassifier final : public Classifier {
public:
    NetworkClassifier(ModelPtr model, Judges judges, const at::Device& device, const JudgingOptions& options)
        : m_model(std::move(model)), m_options(options), m_device(device)
    {
        use(std::move(judges));
    }

    [[nodiscard]] const ModelInfo& info() const override { return m_model->info; }
    [[nodiscard]] std::string device() const override { return m_device.str(); }

    [[nodiscard]] std::string method() const override
    {
        std::string words = !m_device.is_cpu() ? "half precision" : m_fused ? "fused steps" : "torch's operators";
        if (m_device.is_cpu()) {
            const int threads = m_threads ? m_threads->threads() : std::max(1, m_options.threads);
            words += ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
        }
        if (!m_whyPlain.empty()) {
            words += "; not fused: " + m_whyPlain;
        }
        if (!m_whyLeft.empty()) {
            words += "; the graphics card failed: " + m_whyLeft;
        }
        return words;
    }

    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        for (std::size_t i = 0; i < examples.size(); ++i) {
            if (const auto fits = checkInput(m_model->info, examples[i], i); !fits) {
                return tl::unexpected(fits.error());
            }
            for (const Judge& judge : m_judges) {
                if (const auto fits = judge.numbers ? checkNumbers(*judge.numbers, examples[i], i) : Result<void>();
                    !fits) {
                    return tl::unexpected(fits.error());
                }
            }
        }
        std::vector<std::vector<float>> result;
        result.reserve(examples.size());
        const auto piece = [&](std::size_t first, std::size_t count) {
            return judgePiece(examples.subspan(first, count), result);
        };
        std::function<Result<void>(const Error&)> leave;
        if (!m_device.is_cpu()) {
            leave = [this](const Error& why) { return leaveGraphicsCard(why); };
        }
        if (const auto done = judgeInPieces(examples.size(), m_largest, piece, leave); !done) {
            return tl::unexpected(done.error());
        }
        return result;
    }

    /// The first calls choose kernels and allocate; nobody should wait for that with a card before him.
    Result<void> warmUp()
    {
        const ModelInfo& model = m_model->info;
        Example blank{SignalImage(model.channels, model.height, model.width), model.scalars.mean, {}};
        for (const Judge& judge : m_judges) {
            if (judge.numbers) {
                blank.features.resize(judge.numbers->numberCount() - blank.scalars.size());
            }
        }
        const int cores = std::min(availableCores(), mostThreads);
        if (m_fused && m_options.threads == 0 && cores > 1) {
            const double alone = measured(blank, 1);
            m_threads.emplace(cores, alone, measured(blank, cores));
            useThreads(m_threads->threads());
        }
        for (int i = 0; i < warmUps; ++i) {
            if (const auto judged = classify({&blank, 1}); !judged) {
                return tl::unexpected(judged.error());
            }
        }
        return {};
    }

protected:
    [[nodiscard]] Result<Map> mapOf(const Example& example, std::size_t classIndex) override
    {
        try {
            return drawMap(example, classIndex);
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

private:
    [[nodiscard]] Map drawMap(const Example& example, std::size_t classIndex) const
    {
        const ModelInfo& model = m_model->info;
        const Inputs inputs = packed(model, {&example, 1}, standardised(model, {&example, 1}), m_device);

        Map map;
        bool hasPlaces = false;
        at::Tensor sum = at::zeros({1, 1, model.height, model.width}, at::kFloat);
        for (const Judge& judge : m_judges) {
            if (judge.network) {
                const at::Tensor own =
                    speaksFor(judge, inputs.images, inputs.numbers, static_cast<std::int64_t>(classIndex)).to(at::kCPU);
                hasPlaces = hasPlaces || own.numel() > 1;
                sum.add_(at::upsample_bilinear2d(own, {model.height, model.width}, false), judge.weight);
                map.networkShare += static_cast<double>(judge.weight);
            }
        }
        const float most = sum.max().item<float>();
        map.state = map.networkShare == 0 ? MapState::NoNetwork
                    : !hasPlaces          ? MapState::NoPlaces
                    : !(most > 0)         ? MapState::NothingSpeaksFor
                                          : MapState::Shown;
        if (map.state == MapState::Shown) {
            map.image = SignalImage(1, model.height, model.width);
            sum.div_(most);
            std::copy_n(sum.const_data_ptr<float>(), map.image.pixels.size(), map.image.pixels.begin());
        }
        return map;
    }

    void use(Judges judges)
    {
        m_judges = std::move(judges.all);
        m_whyPlain = std::move(judges.whyPlain);
        m_whyLeft = std::move(judges.whyLeft);
        m_largest = m_device.is_cpu() ? processorBatch : graphicsBatch;
        m_fused = false;
        for (const Judge& judge : m_judges) {
            if (judge.program) {
                m_fused = true;
                m_largest = std::clamp<std::size_t>(processorBytes / judge.program->bytesPerExample(), 1, m_largest);
            }
        }
        if (m_device.is_cpu() && m_options.threads > 0) {
            useThreads(m_options.threads);
        }
    }

    void useThreads(int count)
    {
        for (Judge& judge : m_judges) {
            if (judge.program) {
                judge.program->useThreads(count);
            }
        }
        if (!m_fused) {
            at::set_num_threads(count);
        }
        m_threadsNow = count;
    }

    /// Seconds for one example: the median, as a busy machine gives them.
    double measured(const Example& blank, int threads)
    {
        useThreads(threads);
        std::vector<std::vector<float>> ignored;
        std::vector<double> seconds;
        const auto begun = std::chrono::steady_clock::now();
        for (int i = 0; i < 2 || (i < 8 && secondsSince(begun) < measuredSeconds); ++i) {
            const auto start = std::chrono::steady_clock::now();
            (void)judgePiece({&blank, 1}, ignored);
            seconds.push_back(secondsSince(start));
        }
        seconds.erase(seconds.begin());  // laid out its memory
        std::sort(seconds.begin(), seconds.end());
        return seconds[seconds.size() / 2];
    }

    /// Appends the probabilities of all of them, or none.
    Result<void> judgePiece(std::span<const Example> examples, std::vector<std::vector<float>>& result)
    {
        try {
            if (m_threads && m_threads->threads() != m_threadsNow) {
                useThreads(m_threads->threads());
            }
            const auto start = std::chrono::steady_clock::now();
            auto judged = judge(examples);
            if (!judged) {
                return tl::unexpected(judged.error());
            }
            if (m_threads) {
                m_threads->took(secondsSince(start) / static_cast<double>(examples.size()));
            }
            std::move(judged->begin(), judged->end(), std::back_inserter(result));
            return {};
        } catch (...) {
            return tl::unexpected(errorFromException());
        }
    }

    Result<std::vector<std::vector<float>>> judge(std::span<const Example> examples)
    {
        const ModelInfo& model = m_model->info;
        const std::size_t classes = model.classIds.size();
        const std::vector<float> scalars = standardised(model, examples);
        std::vector<Mixture> mixtures(examples.size(), Mixture(model.combination, classes));
        for (Judge& judge : m_judges) {
            std::vector<float> logits;
            if (judge.program) {
                auto own = fusedLogits(model, *judge.program, examples, scalars);
                if (!own) {
                    return tl::unexpected(own.error());
                }
                logits = std::move(*own);
            } else if (judge.network) {
                logits = plainLogits(model, *judge.network, examples, scalars, m_device);
            }
            for (std::size_t i = 0; i < examples.size(); ++i) {
                const auto row = logits.begin() + static_cast<std::ptrdiff_t>(judge.numbers ? 0 : i * classes);
                mixtures[i].add(judge.numbers ? judge.numbers->logits(numbersOf(examples[i]))
                                              : std::vector<float>(row, row + static_cast<std::ptrdiff_t>(classes)),
                                static_cast<double>(judge.temperature), static_cast<double>(judge.weight));
            }
        }
        std::vector<std::vector<float>> answers;
        answers.reserve(mixtures.size());
        std::transform(mixtures.begin(), mixtures.end(), std::back_inserter(answers),
                       [](const Mixture& mixture) { return mixture.probabilities(); });
        return answers;
    }

    /// From the weights as they were read: what lies on a lost card is lost.
    Result<void> leaveGraphicsCard(const Error& why)
    {
        giveUpGraphicsCard(why);
        m_judges.clear();
        auto judges = openMembers(*m_model, at::kCPU, m_options.fused);
        if (!judges) {
            return tl::unexpected(judges.error());
        }
        m_device = at::kCPU;
        judges->whyLeft = why.message;
        use(std::move(*judges));
        return {};
    }

    ModelPtr m_model;
    JudgingOptions m_options;
    at::Device m_device;
    std::vector<Judge> m_judges;
    bool m_fused = false;
    std::size_t m_largest = processorBatch;
    std::optional<ThreadChoice> m_threads;
    int m_threadsNow = 1;
    std::string m_whyPlain;
    std::string m_whyLeft;
};

/// The network as a program, if it gives the network's own answers.
Result<FusedProgram> fuse(const ModelInfo& model, Network& network)
{
    FusedBuilder builder({model.height, model.width, model.channels}, static_cast<int>(model.scalars.names.size()));
    auto program = builder.finish(network.describe(builder));
    if (!program) {
        return program;
    }
    Rng random(1);
    Example probe{SignalImage(model.channels, model.height, model.width), model.scalars.mean, {}};
    std::generate(probe.image.pixels.begin(), probe.image.pixels.end(),
                  [&random] { return static_cast<float>(random.uniform()); });
    const std::vector<float> scalars = standardised(model, {&probe, 1});
    const auto own = fusedLogits(model, *program, {&probe, 1}, scalars);
    if (!own) {
        return tl::unexpected(own.error());
    }
    const std::vector<float> ours = softmax(*own);
    const std::vector<float> expected = softmax(plainLogits(model, network, {&probe, 1}, scalars, at::kCPU));
    for (std::size_t i = 0; i < ours.size(); ++i) {
        if (!(std::abs(ours[i] - expected[i]) < fusedTolerance)) {
            return fail(ErrorCode::Internal, "the fused steps gave another answer than the network");
        }
    }
    return program;
}

/// Appends what is wrong with the member to `problems`, or the finished judge to `judges`.
void openMember(const Model& model, const ModelMember& member, const at::Device& device, bool fused, Judges& judges,
                std::vector<std::string>& problems)
{
    const ModelInfo& info = model.info;
    if (member.kind != "network") {
        auto numbers = openNumbersJudge(model, member);
        if (!numbers) {
            problems.push_back(numbers.error().message);
            return;
        }
        judges.all.push_back({.network = nullptr,
                              .program = std::nullopt,
                              .numbers = std::move(*numbers),
                              .weight = static_cast<float>(member.weight),
                              .temperature = static_cast<float>(member.temperature)});
        return;
    }
    const auto shape = networkShapeFromJson(member.config);
    if (!shape) {
        problems.push_back(shape.error().message);
        return;
    }
    if (shape->channels != info.channels || shape->height != info.height || shape->width != info.width ||
        static_cast<std::size_t>(shape->scalars) != info.scalars.names.size() ||
        static_cast<std::size_t>(shape->classes) != info.classIds.size()) {
        problems.push_back("the member \"" + member.prefix +
                           "\" is built for another picture, other scalars or other classes than the model");
        return;
    }
    auto network = makeNetwork(member.architecture, *shape);
    if (!network) {
        problems.push_back(network.error().message);
        return;
    }
    torch::nn::Module& module = (*network)->module();
    const std::vector<std::string> wrong = misfits(module, member.prefix, model.tensors);
    if (!wrong.empty()) {
        problems.insert(problems.end(), wrong.begin(), wrong.end());
        return;
    }
    loadState(module, member.prefix, model.tensors);
    module.eval();
    Judge judge{.network = std::move(*network),
                .program = std::nullopt,
                .numbers = nullptr,
                .weight = static_cast<float>(member.weight),
                .temperature = static_cast<float>(member.temperature)};
    if (device.is_cpu() && fused) {
        if (auto program = fuse(info, *judge.network)) {
            judge.program = std::move(*program);
        } else {
            judges.whyPlain = program.error().message;
        }
    }
    if (!device.is_cpu()) {
        module.to(device);
    }
    if (!judge.program) {
        judge.network->fold();
    }
    if (!device.is_cpu()) {
        at::globalContext().setBenchmarkCuDNN(true);
        module.to(at::kHalf);
    }
    judges.all.push_back(std::move(judge));
}

/// Invalid, with one list of all that does not fit; anything else is the device's fault.
Result<Judges> openMembers(const Model& model, const at::Device& device, bool fused)
{
    try {
        Judges judges;
        std::vector<std::string> problems;
        for (const ModelMember& member : model.info.members) {
            openMember(model, member, device, fused, judges, problems);
        }
        if (!problems.empty()) {
            return fail(ErrorCode::Invalid, "the model does not fit this program's networks: " + join(problems, "; "));
        }
        return judges;
    } catch (...) {
        return tl::unexpected(errorFromException());
    }
}

}  // namespace

Result<std::unique_ptr<Classifier>> openNetworks(ModelPtr model, const std::string& device,
                                                 const JudgingOptions& options)
{
    at::Device where(device);
    std::string whyLeft;
    auto judges = openMembers(*model, where, options.fused);
    if (!judges && judges.error().code != ErrorCode::Invalid && !where.is_cpu()) {
        giveUpGraphicsCard(judges.error());
        whyLeft = judges.error().message;
        where = at::kCPU;
        judges = openMembers(*model, where, options.fused);
    }
    if (!judges) {
        return tl::unexpected(judges.error());
    }
    judges->whyLeft = whyLeft;
    auto classifier = std::make_unique<NetworkClassifier>(std::move(model), std::move(*judges), where, options);
    if (const auto warm = classifier->warmUp(); !warm) {
        return tl::unexpected(warm.error());
    }
    return classifier;
}

}  // namespace sightline::learning
