// Our own small residual networks with scalar inputs: for pictures of 64 x 64 or so and hundreds to thousands of
// examples. The head keeps the positions of a coarse map beside the global average, because where on a card something
// happens is half of the diagnosis.
#include <algorithm>
#include <cmath>
#include <optional>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/learning/torch/network.h"

namespace sightline::learning {
namespace {

struct Size {
    const char* name;
    int stem;
    int blocks[3];
    int position;  ///< channels of the map whose positions are kept
    int scalars;   ///< width of the layer the scalars go through
};
constexpr Size sizes[] = {{"signalnet-s", 12, {24, 48, 96}, 24, 32}, {"signalnet-m", 24, {48, 96, 192}, 32, 48}};

constexpr int smallestSide = 16;  // the map is a sixteenth of the picture
constexpr int largestMap = 4;     // a larger map is averaged down to 4 x 4 before its positions are kept
constexpr double positionDropout = 0.3;
constexpr double outputDropout = 0.2;

at::Tensor dropout(const at::Tensor& values, double share, at::Generator* random)
{
    if (random == nullptr) {
        return values;
    }
    // On the CPU whatever the device: the same seed then drops the same values everywhere.
    const at::Tensor kept = at::empty(values.sizes(), at::kFloat).bernoulli_(1 - share, *random).div_(1 - share);
    return values * kept.to(values.device());
}

void initialiseWeights(at::Tensor weight, at::Generator& random)
{
    const at::NoGradGuard noGradients;
    const auto inputs = static_cast<double>(weight.numel() / weight.size(0));
    weight.uniform_(-1 / std::sqrt(inputs), 1 / std::sqrt(inputs), random);
}

void initialiseLinear(torch::nn::LinearImpl& layer, at::Generator& random)
{
    initialiseWeights(layer.weight, random);
    const at::NoGradGuard noGradients;
    const double bound = 1 / std::sqrt(static_cast<double>(layer.weight.size(1)));
    layer.bias.uniform_(-bound, bound, random);
}

/// Convolution, batch norm.
class ConvNorm final : public torch::nn::Module {
public:
    ConvNorm(int in, int out, int kernel, int stride)
        : m_conv(register_module(
              "conv", torch::nn::Conv2d(
                          torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false)))),
          m_norm(register_module("norm", torch::nn::BatchNorm2d(out))),
          m_stride(stride),
          m_padding(kernel / 2)
    {
    }

    void initialise(at::Generator& random, double gain = 1)
    {
        initialiseWeights(m_conv->weight, random);
        const at::NoGradGuard noGradients;
        m_norm->weight.fill_(gain);
        m_norm->bias.zero_();
        m_norm->running_mean.zero_();
        m_norm->running_var.fill_(1);
        m_norm->num_batches_tracked.zero_();
    }

    at::Tensor forward(const at::Tensor& x)
    {
        if (m_foldedWeight.defined()) {
            return at::conv2d(x, m_foldedWeight, m_foldedBias, m_stride, m_padding);
        }
        return m_norm->forward(m_conv->forward(x));
    }

    void fold()
    {
        const at::NoGradGuard noGradients;
        const at::Tensor scale = m_norm->weight / (m_norm->running_var + m_norm->options.eps()).sqrt();
        m_foldedWeight = (m_conv->weight * scale.view({-1, 1, 1, 1})).contiguous();
        m_foldedBias = (m_norm->bias - m_norm->running_mean * scale).contiguous();
    }

private:
    torch::nn::Conv2d m_conv;
    torch::nn::BatchNorm2d m_norm;
    int m_stride;
    int m_padding;
    at::Tensor m_foldedWeight;
    at::Tensor m_foldedBias;
};

/// Halves the picture: two convolutions beside an averaged, widened copy.
class Block final : public torch::nn::Module {
public:
    Block(int in, int out)
        : m_first(register_module("first", std::make_shared<ConvNorm>(in, out, 3, 2))),
          m_second(register_module("second", std::make_shared<ConvNorm>(out, out, 3, 1))),
          m_skip(register_module("skip", std::make_shared<ConvNorm>(in, out, 1, 1)))
    {
    }

    void initialise(at::Generator& random)
    {
        m_first->initialise(random);
        m_second->initialise(random, 0);  // each block begins as its skip alone: deep nets start to learn at once
        m_skip->initialise(random);
    }

    at::Tensor forward(const at::Tensor& x)
    {
        const at::Tensor skip = m_skip->forward(at::avg_pool2d(x, 2, 2, 0, true, false));
        at::Tensor y = m_second->forward(m_first->forward(x).relu_());
        return y.add_(skip).relu_();
    }

    void fold()
    {
        m_first->fold();
        m_second->fold();
        m_skip->fold();
    }

private:
    std::shared_ptr<ConvNorm> m_first;
    std::shared_ptr<ConvNorm> m_second;
    std::shared_ptr<ConvNorm> m_skip;
};

/// Side of the map after four halvings, each rounding up.
int mapSide(int side)
{
    return (side + 15) / 16;
}

class SignalNet final : public Network, private torch::nn::Module {
public:
    SignalNet(const Size& size, const NetworkShape& shape)
        : m_rows(std::min(mapSide(shape.height), largestMap)),
          m_columns(std::min(mapSide(shape.width), largestMap)),
          m_stem(register_module("stem", std::make_shared<ConvNorm>(shape.channels, size.stem, 5, 2))),
          m_position(register_module("position", std::make_shared<ConvNorm>(size.blocks[2], size.position, 1, 1)))
    {
        int width = size.stem;
        for (int i = 0; i < 3; ++i) {
            m_blocks.push_back(
                register_module("block" + std::to_string(i + 1), std::make_shared<Block>(width, size.blocks[i])));
            width = size.blocks[i];
        }
        int features = width + size.position * m_rows * m_columns;
        if (shape.scalars > 0) {
            m_scalars = register_module("scalars", torch::nn::Linear(shape.scalars, size.scalars));
            features += size.scalars;
        }
        m_output = register_module("output", torch::nn::Linear(features, shape.classes));
    }

    [[nodiscard]] torch::nn::Module& module() override { return *this; }

    void initialise(at::Generator& random) override
    {
        m_stem->initialise(random);
        for (const auto& block : m_blocks) {
            block->initialise(random);
        }
        m_position->initialise(random);
        if (m_scalars) {
            initialiseLinear(*m_scalars, random);
        }
        initialiseLinear(*m_output, random);
    }

    [[nodiscard]] at::Tensor forward(const at::Tensor& images, const at::Tensor& scalars,
                                     at::Generator* random) override
    {
        at::Tensor map = m_stem->forward(images).relu_();
        for (const auto& block : m_blocks) {
            map = block->forward(map);
        }
        at::Tensor places = m_position->forward(map).relu_();
        if (places.size(2) != m_rows || places.size(3) != m_columns) {
            places = at::adaptive_avg_pool2d(places, {m_rows, m_columns});
        }
        std::vector<at::Tensor> features = {map.mean({2, 3}), dropout(places.flatten(1), positionDropout, random)};
        if (m_scalars) {
            features.push_back(m_scalars->forward(scalars).relu_());
        }
        return m_output->forward(dropout(at::cat(features, 1), outputDropout, random));
    }

    void fold() override
    {
        m_stem->fold();
        for (const auto& block : m_blocks) {
            block->fold();
        }
        m_position->fold();
    }

private:
    int m_rows;
    int m_columns;
    std::shared_ptr<ConvNorm> m_stem;
    std::vector<std::shared_ptr<Block>> m_blocks;
    std::shared_ptr<ConvNorm> m_position;
    torch::nn::Linear m_scalars{nullptr};
    torch::nn::Linear m_output{nullptr};
};

}  // namespace

nlohmann::json toJson(const NetworkShape& shape)
{
    return {{"channels", shape.channels},
            {"height", shape.height},
            {"width", shape.width},
            {"scalars", shape.scalars},
            {"classes", shape.classes}};
}

Result<NetworkShape> networkShapeFromJson(const nlohmann::json& config)
{
    NetworkShape shape;
    const std::pair<const char*, int*> fields[] = {{"channels", &shape.channels},
                                                   {"height", &shape.height},
                                                   {"width", &shape.width},
                                                   {"scalars", &shape.scalars},
                                                   {"classes", &shape.classes}};
    for (const auto& [name, value] : fields) {
        const auto found = config.find(name);
        if (found == config.end() || !found->is_number_integer() || *found < 0 || *found > 1'000'000) {
            return fail(ErrorCode::Invalid, std::string("the network's configuration lacks a usable \"") + name + "\"");
        }
        *value = found->get<int>();
    }
    return shape;
}

std::vector<std::string> architectureNames()
{
    std::vector<std::string> names;
    for (const Size& size : sizes) {
        names.emplace_back(size.name);
    }
    return names;
}

Result<std::unique_ptr<Network>> makeNetwork(const std::string& architecture, const NetworkShape& shape)
{
    const auto* const size =
        std::find_if(std::begin(sizes), std::end(sizes), [&](const Size& known) { return known.name == architecture; });
    if (size == std::end(sizes)) {
        return fail(ErrorCode::Invalid, "the network architecture \"" + architecture + "\" is unknown");
    }
    if (shape.channels < 1 || std::min(shape.height, shape.width) < smallestSide) {
        return fail(ErrorCode::Invalid, architecture + " needs pictures of at least 16 x 16 pixels, and these have " +
                                            std::to_string(shape.height) + " x " + std::to_string(shape.width));
    }
    if (shape.classes < 2) {
        return fail(ErrorCode::Invalid, "a network needs at least two classes to tell apart");
    }
    return std::make_unique<SignalNet>(*size, shape);
}

}  // namespace sightline::learning
