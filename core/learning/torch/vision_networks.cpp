// Torchvision's ResNet, VGG16 and MobileNetV3, layer for layer and with its tensor names, so that its weight files fit:
// He et al. 2016 (with the stride in the bottleneck's 3 x 3), Simonyan & Zisserman 2015, Howard et al. 2019.
// Numbers beside the picture join at the last layer of the native head through a branch of their own ("scalars."),
// which leaves torchvision's tensors as they are; in the compact head they enter its hidden layer.
#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/learning/torch/fused_program.h"
#include "core/learning/torch/layers.h"
#include "core/learning/torch/network.h"

namespace sightline::learning {
namespace {

using torch::nn::Module;

constexpr int scalarWidth = 32;
constexpr int compactWidth = 256;
constexpr double compactDropout = 0.5;

/// A part of the trunk.
class Piece {
public:
    Piece() = default;
    Piece(const Piece&) = delete;
    Piece& operator=(const Piece&) = delete;
    virtual ~Piece() = default;
    [[nodiscard]] virtual at::Tensor forward(const at::Tensor& x) = 0;
    virtual void initialise(at::Generator& /*random*/) {}
    virtual void fold() {}
    [[nodiscard]] virtual std::size_t describe(FusedBuilder& builder, std::size_t x) const = 0;
};

class ConvolutionPiece final : public Piece {
public:
    explicit ConvolutionPiece(Convolution convolution) : m_convolution(std::move(convolution)) {}
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) override { return m_convolution.forward(x); }
    void initialise(at::Generator& random) override { m_convolution.initialise(random, FirstWeights::HeNormal); }
    void fold() override { m_convolution.fold(); }
    [[nodiscard]] std::size_t describe(FusedBuilder& builder, std::size_t x) const override
    {
        return m_convolution.describe(builder, x);
    }

private:
    Convolution m_convolution;
};

class MaxPool final : public Piece {
public:
    MaxPool(int kernel, int padding) : m_kernel(kernel), m_padding(padding) {}
    [[nodiscard]] at::Tensor forward(const at::Tensor& x) override { return at::max_pool2d(x, m_kernel, 2, m_padding); }
    [[nodiscard]] std::size_t describe(FusedBuilder& builder, std::size_t x) const override
    {
        return builder.maxPool(x, m_kernel, 2, m_padding);
    }

private:
    int m_kernel;
    int m_padding;
};

/// ResNet's block: convolutions beside the input itself, or beside a narrowed copy of it where the size changes.
class ResidualBlock final : public Piece {
public:
    ResidualBlock(Module& root, const std::string& name, int in, int width, int stride, bool bottleneck)
    {
        const int out = bottleneck ? 4 * width : width;
        const auto add = [&](int number, int from, int to, int kernel, int step) {
            const std::string n = std::to_string(number);
            m_convolutions.emplace_back(root, name + ".conv" + n, name + ".bn" + n,
                                        ConvolutionSpec{.in = from, .out = to, .kernel = kernel, .stride = step});
        };
        if (bottleneck) {
            add(1, in, width, 1, 1);
            add(2, width, width, 3, stride);
            add(3, width, out, 1, 1);
        } else {
            add(1, in, width, 3, stride);
            add(2, width, width, 3, 1);
        }
        if (stride != 1 || in != out) {
            m_shortcut.emplace(
                root, name + ".downsample.0", name + ".downsample.1",
                ConvolutionSpec{.in = in, .out = out, .kernel = 1, .stride = stride, .activation = Activation::None});
        }
    }

    [[nodiscard]] at::Tensor forward(const at::Tensor& x) override
    {
        at::Tensor y = x;
        for (std::size_t i = 0; i + 1 < m_convolutions.size(); ++i) {
            y = m_convolutions[i].forward(y);
        }
        return m_convolutions.back().forward(y, m_shortcut ? m_shortcut->forward(x) : x);
    }

    void initialise(at::Generator& random) override
    {
        for (Convolution& convolution : m_convolutions) {
            convolution.initialise(random, FirstWeights::HeNormal, &convolution == &m_convolutions.back() ? 0 : 1);
        }
        if (m_shortcut) {
            m_shortcut->initialise(random, FirstWeights::HeNormal);
        }
    }

    void fold() override
    {
        for (Convolution& convolution : m_convolutions) {
            convolution.fold();
        }
        if (m_shortcut) {
            m_shortcut->fold();
        }
    }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder, std::size_t x) const override
    {
        std::size_t y = x;
        for (std::size_t i = 0; i + 1 < m_convolutions.size(); ++i) {
            y = m_convolutions[i].describe(builder, y);
        }
        return m_convolutions.back().describe(builder, y, m_shortcut ? m_shortcut->describe(builder, x) : x);
    }

private:
    std::vector<Convolution> m_convolutions;
    std::optional<Convolution> m_shortcut;
};

struct InvertedSpec {
    int kernel;
    int expanded;
    int out;
    bool squeeze;
    bool hardSwish;
    int stride;
};

/// MobileNetV3's batch norms differ from the usual in both constants.
ConvolutionSpec mobileSpec(int in, int out, int kernel, int stride, Activation activation)
{
    return {.in = in,
            .out = out,
            .kernel = kernel,
            .stride = stride,
            .activation = activation,
            .normEpsilon = 1e-3,
            .normMomentum = 0.01};
}

/// The nearest multiple of 8 that loses no more than a tenth.
int roundedWidth(int width)
{
    const int rounded = std::max(8, (width + 4) / 8 * 8);
    return 10 * rounded < 9 * width ? rounded + 8 : rounded;
}

/// MobileNetV3's block: widen, filter each channel by itself, weigh the channels, narrow.
class InvertedResidual final : public Piece {
public:
    InvertedResidual(Module& root, const std::string& name, int in, const InvertedSpec& spec)
        : m_residual(spec.stride == 1 && in == spec.out)
    {
        const Activation activation = spec.hardSwish ? Activation::HardSwish : Activation::Relu;
        int number = 0;
        const auto next = [&] { return name + ".block." + std::to_string(number++); };
        const auto convolution = [&](const ConvolutionSpec& what) {
            const std::string layer = next();
            return Convolution(root, layer + ".0", layer + ".1", what);
        };
        if (spec.expanded != in) {
            m_widen = convolution(mobileSpec(in, spec.expanded, 1, 1, activation));
        }
        ConvolutionSpec depthwise = mobileSpec(spec.expanded, spec.expanded, spec.kernel, spec.stride, activation);
        depthwise.groups = spec.expanded;
        m_filter = convolution(depthwise);
        if (spec.squeeze) {
            const std::string layer = next();
            const int squeezed = roundedWidth(spec.expanded / 4);
            m_squeeze.emplace(root, layer + ".fc1", "",
                              ConvolutionSpec{.in = spec.expanded, .out = squeezed, .bias = true});
            m_excite.emplace(
                root, layer + ".fc2", "",
                ConvolutionSpec{
                    .in = squeezed, .out = spec.expanded, .bias = true, .activation = Activation::HardSigmoid});
        }
        m_narrow = convolution(mobileSpec(spec.expanded, spec.out, 1, 1, Activation::None));
    }

    [[nodiscard]] at::Tensor forward(const at::Tensor& x) override
    {
        at::Tensor y = m_filter->forward(m_widen ? m_widen->forward(x) : x);
        if (m_squeeze) {
            y = y * m_excite->forward(m_squeeze->forward(at::adaptive_avg_pool2d(y, {1, 1})));
        }
        return m_residual ? m_narrow->forward(y, x) : m_narrow->forward(y);
    }

    void initialise(at::Generator& random) override
    {
        for (std::optional<Convolution>* layer : all()) {
            if (*layer) {
                (*layer)->initialise(random, FirstWeights::HeNormal);
            }
        }
    }

    void fold() override
    {
        for (std::optional<Convolution>* layer : all()) {
            if (*layer) {
                (*layer)->fold();
            }
        }
    }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder, std::size_t x) const override
    {
        std::size_t y = m_filter->describe(builder, m_widen ? m_widen->describe(builder, x) : x);
        if (m_squeeze) {
            const std::size_t squeezed = m_squeeze->describe(builder, builder.averages(y, 1, 1));
            y = builder.scale(y, m_excite->describe(builder, squeezed));
        }
        return m_residual ? m_narrow->describe(builder, y, x) : m_narrow->describe(builder, y);
    }

private:
    std::array<std::optional<Convolution>*, 5> all() { return {&m_widen, &m_filter, &m_squeeze, &m_excite, &m_narrow}; }

    bool m_residual;
    std::optional<Convolution> m_widen;
    std::optional<Convolution> m_filter;
    std::optional<Convolution> m_squeeze;
    std::optional<Convolution> m_excite;
    std::optional<Convolution> m_narrow;
};

/// What an architecture lays down in a module.
struct Design {
    std::vector<std::unique_ptr<Piece>> trunk;
    int channels = 0;            ///< of the last maps
    bool poolsOnceMore = false;  ///< VGG halves its last maps again before its head
    int headSide = 1;            ///< the native head sees maps of this height and width
    struct HeadLayer {
        std::string name;
        int width = 0;
        Activation activation = Activation::None;
    };
    std::vector<HeadLayer> headLayers;  ///< of the native head, before the last
    std::string lastLayer;
    double dropout = 0;         ///< of the native head
    std::vector<Stage> stages;  ///< of the trunk, from the picture on
    Stem stem;

    void begin(const std::string& stage) { stages.push_back({stage, {}}); }
    /// The piece's tensors lie under these names.
    void add(std::unique_ptr<Piece> piece, std::vector<std::string> modules)
    {
        trunk.push_back(std::move(piece));
        std::move(modules.begin(), modules.end(), std::back_inserter(stages.back().modules));
    }
};

Design designResNet(Module& root, int inputs, const std::array<int, 4>& blocks, bool bottleneck)
{
    Design design;
    design.begin("stem");
    design.add(std::make_unique<ConvolutionPiece>(Convolution(
                   root, "conv1", "bn1", ConvolutionSpec{.in = inputs, .out = 64, .kernel = 7, .stride = 2})),
               {"conv1", "bn1"});
    design.add(std::make_unique<MaxPool>(3, 1), {});
    int in = 64;
    for (int layer = 0; layer < 4; ++layer) {
        const std::string name = "layer" + std::to_string(layer + 1);
        const int width = 64 << layer;
        design.begin(name);
        for (int i = 0; i < blocks[static_cast<std::size_t>(layer)]; ++i) {
            const std::string block = name + "." + std::to_string(i);
            const int stride = i == 0 && layer > 0 ? 2 : 1;
            design.add(std::make_unique<ResidualBlock>(root, block, in, width, stride, bottleneck), {block});
            in = bottleneck ? 4 * width : width;
        }
    }
    design.channels = in;
    design.lastLayer = "fc";
    design.stem = {"conv1.weight", "", "bn1.running_mean"};
    return design;
}

Design designVgg16(Module& root, int inputs, bool norms)
{
    constexpr std::array<std::pair<int, int>, 5> blocks = {{{2, 64}, {2, 128}, {3, 256}, {3, 512}, {3, 512}}};
    Design design;
    int in = inputs;
    int number = 0;
    for (std::size_t block = 0; block < blocks.size(); ++block) {
        const auto [count, out] = blocks[block];
        design.begin("block" + std::to_string(block + 1));
        if (block > 0) {
            design.add(std::make_unique<MaxPool>(2, 0), {});
            ++number;
        }
        for (int i = 0; i < count; ++i) {
            const std::string name = "features." + std::to_string(number);
            const std::string norm = "features." + std::to_string(number + 1);
            design.add(std::make_unique<ConvolutionPiece>(
                           Convolution(root, name, norms ? norm : std::string(),
                                       ConvolutionSpec{.in = in, .out = out, .kernel = 3, .bias = true})),
                       norms ? std::vector{name, norm} : std::vector{name});
            number += norms ? 3 : 2;
            in = out;
        }
    }
    design.channels = in;
    design.poolsOnceMore = true;
    design.headSide = 7;
    design.headLayers = {{"classifier.0", 4096, Activation::Relu}, {"classifier.3", 4096, Activation::Relu}};
    design.lastLayer = "classifier.6";
    design.dropout = 0.5;
    design.stem = {"features.0.weight", "features.0.bias", ""};
    return design;
}

constexpr InvertedSpec smallBlocks[] = {
    {3, 16, 16, true, false, 2}, {3, 72, 24, false, false, 2}, {3, 88, 24, false, false, 1},
    {5, 96, 40, true, true, 2},  {5, 240, 40, true, true, 1},  {5, 240, 40, true, true, 1},
    {5, 120, 48, true, true, 1}, {5, 144, 48, true, true, 1},  {5, 288, 96, true, true, 2},
    {5, 576, 96, true, true, 1}, {5, 576, 96, true, true, 1}};
constexpr InvertedSpec largeBlocks[] = {
    {3, 16, 16, false, false, 1}, {3, 64, 24, false, false, 2}, {3, 72, 24, false, false, 1},
    {5, 72, 40, true, false, 2},  {5, 120, 40, true, false, 1}, {5, 120, 40, true, false, 1},
    {3, 240, 80, false, true, 2}, {3, 200, 80, false, true, 1}, {3, 184, 80, false, true, 1},
    {3, 184, 80, false, true, 1}, {3, 480, 112, true, true, 1}, {3, 672, 112, true, true, 1},
    {5, 672, 160, true, true, 2}, {5, 960, 160, true, true, 1}, {5, 960, 160, true, true, 1}};

template <std::size_t Count>
Design designMobileNet(Module& root, int inputs, const InvertedSpec (&blocks)[Count], int hidden)
{
    Design design;
    const auto convolution = [&](const std::string& name, const ConvolutionSpec& spec) {
        design.add(std::make_unique<ConvolutionPiece>(Convolution(root, name + ".0", name + ".1", spec)), {name});
    };
    int halvings = 1;
    design.begin("halving1");
    convolution("features.0", mobileSpec(inputs, 16, 3, 2, Activation::HardSwish));
    int in = 16;
    for (std::size_t i = 0; i < Count; ++i) {
        const std::string name = "features." + std::to_string(i + 1);
        if (blocks[i].stride == 2) {
            design.begin("halving" + std::to_string(++halvings));
        }
        design.add(std::make_unique<InvertedResidual>(root, name, in, blocks[i]), {name});
        in = blocks[i].out;
    }
    convolution("features." + std::to_string(Count + 1), mobileSpec(in, 6 * in, 1, 1, Activation::HardSwish));
    design.channels = 6 * in;
    design.headLayers = {{"classifier.0", hidden, Activation::HardSwish}};
    design.lastLayer = "classifier.3";
    design.dropout = 0.2;
    design.stem = {"features.0.0.weight", "", "features.0.1.running_mean"};
    return design;
}

struct Architecture {
    const char* name;
    Design (*design)(Module& root, int inputs);
};
constexpr Architecture architectures[] = {
    {"mobilenet_v3_small", [](Module& root, int inputs) { return designMobileNet(root, inputs, smallBlocks, 1024); }},
    {"mobilenet_v3_large", [](Module& root, int inputs) { return designMobileNet(root, inputs, largeBlocks, 1280); }},
    {"resnet18",
     [](Module& root, int inputs) {
         return designResNet(root, inputs, {2, 2, 2, 2}, false);
     }},
    {"resnet50",
     [](Module& root, int inputs) {
         return designResNet(root, inputs, {3, 4, 6, 3}, true);
     }},
    {"vgg16", [](Module& root, int inputs) { return designVgg16(root, inputs, false); }},
    {"vgg16_bn", [](Module& root, int inputs) { return designVgg16(root, inputs, true); }}};

/// (pixel - mean) / deviation, or the pixels.
class PictureNorm {
public:
    explicit PictureNorm(const NetworkShape& shape)
    {
        if (!shape.mean.empty()) {
            const at::Tensor deviation = at::tensor(shape.deviation).view({1, -1, 1, 1});
            m_scale = deviation.reciprocal();
            m_mean = at::tensor(shape.mean).view({1, -1, 1, 1});
        }
    }

    at::Tensor forward(const at::Tensor& images)
    {
        if (!m_mean.defined()) {
            return images;
        }
        if (m_mean.device() != images.device() || m_mean.scalar_type() != images.scalar_type()) {
            const c10::InferenceMode usableInTraining(false);
            m_mean = m_mean.to(images.options());
            m_scale = m_scale.to(images.options());
        }
        return (images - m_mean).mul_(m_scale);
    }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder) const
    {
        return m_mean.defined() ? builder.picture(floatsOf(m_mean), floatsOf(m_scale)) : builder.picture({}, {});
    }

private:
    static std::span<const float> floatsOf(const at::Tensor& tensor)
    {
        return {tensor.const_data_ptr<float>(), static_cast<std::size_t>(tensor.numel())};
    }

    at::Tensor m_mean;
    at::Tensor m_scale;
};

class VisionNetwork final : public Network {
public:
    VisionNetwork(const Architecture& architecture, const NetworkShape& shape)
        : m_design(architecture.design(m_root, shape.channels)),
          m_norm(shape),
          m_compact(shape.head == "compact"),
          m_scalarCount(shape.scalars)
    {
        m_dropout = shape.dropout.value_or(m_compact ? compactDropout : m_design.dropout);
        Stage head{"head", {}};
        if (m_compact) {
            const int width = 4 * m_design.channels + shape.scalars;
            m_hidden.emplace(m_root, "compact.hidden", width, compactWidth, Activation::Relu);
            m_last.emplace(m_root, "compact.output", compactWidth, shape.classes, Activation::None);
            head.modules = {"compact"};
        } else {
            addNativeHead(shape);
            head.modules = {m_design.lastLayer, "scalars"};
        }
        m_stages = std::move(m_design.stages);
        if (!m_between.empty()) {
            Stage between{"hidden layers", {}};
            for (const Design::HeadLayer& layer : m_design.headLayers) {
                between.modules.push_back(layer.name);
            }
            m_stages.push_back(std::move(between));
        }
        m_stages.push_back(std::move(head));
        std::reverse(m_stages.begin(), m_stages.end());
    }

    [[nodiscard]] Module& module() override { return m_root; }
    [[nodiscard]] const std::vector<Stage>& stages() const override { return m_stages; }
    [[nodiscard]] Stem stem() const override { return m_design.stem; }

    void initialise(at::Generator& random) override
    {
        for (const auto& piece : m_design.trunk) {
            piece->initialise(random);
        }
        for (Linear& layer : m_between) {
            layer.initialise(random);
        }
        for (std::optional<Linear>* layer : {&m_hidden, &m_last, &m_scalarHidden, &m_scalarOutput}) {
            if (*layer) {
                (*layer)->initialise(random);
            }
        }
    }

    [[nodiscard]] at::Tensor maps(const at::Tensor& images) override
    {
        at::Tensor map = m_norm.forward(images);
        for (const auto& piece : m_design.trunk) {
            map = piece->forward(map);
        }
        return map;
    }

    [[nodiscard]] at::Tensor features(const at::Tensor& maps, at::Generator* random) override
    {
        const at::Tensor map = m_design.poolsOnceMore ? at::max_pool2d(maps, 2, 2) : maps;
        const int side = m_compact ? 2 : m_design.headSide;
        at::Tensor values = at::adaptive_avg_pool2d(map, {side, side}).flatten(1);
        for (std::size_t i = 0; i < m_between.size(); ++i) {
            values = m_between[i].forward(i == 0 ? values : dropout(values, m_dropout, random));
        }
        return values;
    }

    [[nodiscard]] at::Tensor head(const at::Tensor& features, const at::Tensor& scalars, at::Generator* random) override
    {
        const at::Tensor kept = dropout(features, m_dropout, random);
        if (m_compact) {
            const at::Tensor hidden = m_hidden->forward(at::cat({kept, scalars}, 1));
            return m_last->forward(dropout(hidden, m_dropout, random));
        }
        const at::Tensor logits = m_last->forward(kept);
        return m_scalarHidden ? logits + m_scalarOutput->forward(m_scalarHidden->forward(scalars)) : logits;
    }

    void fold() override
    {
        for (const auto& piece : m_design.trunk) {
            piece->fold();
        }
    }

    [[nodiscard]] std::size_t describe(FusedBuilder& builder) const override
    {
        std::size_t map = m_norm.describe(builder);
        for (const auto& piece : m_design.trunk) {
            map = piece->describe(builder, map);
        }
        if (m_design.poolsOnceMore) {
            map = builder.maxPool(map, 2, 2, 0);
        }
        const int side = m_compact ? 2 : m_design.headSide;
        std::vector<std::size_t> features = {builder.averages(map, side, side)};
        if (m_compact && m_scalarCount > 0) {
            features.push_back(builder.scalars());
        }
        std::size_t values = builder.join(features);
        if (m_compact) {
            return m_last->describe(builder, m_hidden->describe(builder, values));
        }
        for (const Linear& layer : m_between) {
            values = layer.describe(builder, values);
        }
        const std::size_t logits = m_last->describe(builder, values);
        return m_scalarHidden ? builder.add(logits, m_scalarOutput->describe(
                                                        builder, m_scalarHidden->describe(builder, builder.scalars())))
                              : logits;
    }

private:
    void addNativeHead(const NetworkShape& shape)
    {
        int width = m_design.channels * m_design.headSide * m_design.headSide;
        for (const Design::HeadLayer& layer : m_design.headLayers) {
            m_between.emplace_back(m_root, layer.name, width, layer.width, layer.activation);
            width = layer.width;
        }
        m_last.emplace(m_root, m_design.lastLayer, width, shape.classes, Activation::None);
        if (shape.scalars > 0) {
            m_scalarHidden.emplace(m_root, "scalars.hidden", shape.scalars, scalarWidth, Activation::Relu);
            m_scalarOutput.emplace(m_root, "scalars.output", scalarWidth, shape.classes, Activation::None, false);
        }
    }

    Module m_root;
    Design m_design;
    PictureNorm m_norm;
    bool m_compact;
    int m_scalarCount;
    double m_dropout = 0;
    std::vector<Linear> m_between;   ///< the native head's layers before the last
    std::optional<Linear> m_hidden;  ///< the compact head's
    std::optional<Linear> m_last;
    std::optional<Linear> m_scalarHidden;
    std::optional<Linear> m_scalarOutput;
    std::vector<Stage> m_stages;
};

}  // namespace

std::vector<std::string> visionNetworkNames()
{
    std::vector<std::string> names;
    for (const Architecture& architecture : architectures) {
        names.emplace_back(architecture.name);
    }
    return names;
}

std::unique_ptr<Network> makeVisionNetwork(const std::string& architecture, const NetworkShape& shape)
{
    const auto* const found = std::find_if(std::begin(architectures), std::end(architectures),
                                           [&](const Architecture& known) { return known.name == architecture; });
    return found == std::end(architectures) ? nullptr : std::make_unique<VisionNetwork>(*found, shape);
}

}  // namespace sightline::learning
