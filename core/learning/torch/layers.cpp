#include "core/learning/torch/layers.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <tuple>
#include <utility>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/learning/torch/fused_program.h"
#include "core/learning/torch/network.h"
#include "core/learning/torch/stop_watch.h"

namespace sightline::learning {
namespace {

/// The parent of the last name in `path`, made on the way where it is missing; `path` is cut to that last name.
torch::nn::Module& parentOf(torch::nn::Module& root, std::string& path)
{
    torch::nn::Module* at = &root;
    for (std::size_t dot = path.find('.'); dot != std::string::npos; dot = path.find('.')) {
        const std::string name = path.substr(0, dot);
        path.erase(0, dot + 1);
        const auto children = at->named_children();
        const auto* const known = children.find(name);
        at = known != nullptr ? known->get() : at->register_module(name, std::make_shared<torch::nn::Module>()).get();
    }
    return *at;
}

template <class Holder>
Holder registered(torch::nn::Module& root, std::string path, Holder layer)
{
    torch::nn::Module& parent = parentOf(root, path);
    return parent.register_module(path, std::move(layer));
}

at::Tensor activated(at::Tensor values, Activation activation)
{
    switch (activation) {
        case Activation::None: break;
        case Activation::Relu: return values.relu_();
        case Activation::HardSwish: return at::hardswish_(values);
        case Activation::HardSigmoid: return at::hardsigmoid_(values);
    }
    return values;
}

void fillUniform(at::Tensor& values, double bound, at::Generator& random)
{
    const at::NoGradGuard noGradients;
    values.uniform_(-bound, bound, random);
}

/// Before the layer and, on the way back, behind it.
void stopIfAsked(const at::Tensor& x)
{
    const std::atomic<bool>* const stop = StopWatch::current();
    if (stop == nullptr) {
        return;
    }
    const auto ask = [stop] {
        if (stop->load(std::memory_order_relaxed)) {
            throw Stopped();
        }
    };
    ask();
    if (at::GradMode::is_enabled() && x.requires_grad()) {
        x.register_hook([ask](const at::Tensor& /*gradient*/) { ask(); });
    }
}

std::span<const float> floatsOf(const at::Tensor& tensor)
{
    return tensor.defined() ? std::span(tensor.const_data_ptr<float>(), static_cast<std::size_t>(tensor.numel()))
                            : std::span<const float>();
}

bool isWithin(const std::string& name, const std::string& module)
{
    return name.starts_with(module) && (name.size() == module.size() || name[module.size()] == '.');
}

bool isWithin(const std::string& name, const Stage& stage)
{
    return std::any_of(stage.modules.begin(), stage.modules.end(),
                       [&](const std::string& module) { return isWithin(name, module); });
}

}  // namespace

struct Convolution::State {
    ConvolutionSpec spec;
    torch::nn::Conv2d conv;
    torch::nn::BatchNorm2d norm{nullptr};
    at::Tensor foldedWeight;
    at::Tensor foldedBias;

    [[nodiscard]] at::Tensor beforeActivation(const at::Tensor& x)
    {
        if (foldedWeight.defined()) {
            if (foldedWeight.scalar_type() != x.scalar_type()) {
                const c10::InferenceMode usableWithGradients(false);
                foldedWeight = foldedWeight.to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
                foldedBias = foldedBias.to(x.scalar_type());
            }
            const auto& options = conv->options;
            return at::conv2d(x, foldedWeight, foldedBias, options.stride(),
                              std::get<torch::ExpandingArray<2>>(options.padding()), options.dilation(),
                              options.groups());
        }
        const at::Tensor y = conv->forward(x);
        return norm ? norm->forward(y) : y;
    }

    /// Weight and bias with the batch norm in them.
    [[nodiscard]] std::pair<at::Tensor, at::Tensor> folded() const
    {
        const at::NoGradGuard noGradients;
        if (!norm) {
            return {conv->weight.detach(), conv->bias.defined() ? conv->bias.detach() : conv->bias};
        }
        const at::Tensor scale = norm->weight / (norm->running_var + norm->options.eps()).sqrt();
        const at::Tensor mean = conv->bias.defined() ? norm->running_mean - conv->bias : norm->running_mean;
        return {(conv->weight * scale.view({-1, 1, 1, 1})).contiguous(), (norm->bias - mean * scale).contiguous()};
    }
};

Convolution::Convolution(torch::nn::Module& root, const std::string& name, const std::string& norm,
                         const ConvolutionSpec& spec)
    : m_state(std::make_shared<State>(
          State{.spec = spec,
                .conv = registered(root, name,
                                   torch::nn::Conv2d(torch::nn::Conv2dOptions(spec.in, spec.out, spec.kernel)
                                                         .stride(spec.stride)
                                                         .padding(spec.kernel / 2)
                                                         .groups(spec.groups)
                                                         .bias(spec.bias))),
                .foldedWeight = {},
                .foldedBias = {}}))
{
    if (!norm.empty()) {
        m_state->norm =
            registered(root, norm,
                       torch::nn::BatchNorm2d(
                           torch::nn::BatchNorm2dOptions(spec.out).eps(spec.normEpsilon).momentum(spec.normMomentum)));
    }
}

at::Tensor Convolution::forward(const at::Tensor& x) const
{
    stopIfAsked(x);
    return activated(m_state->beforeActivation(x), m_state->spec.activation);
}

at::Tensor Convolution::forward(const at::Tensor& x, const at::Tensor& residual) const
{
    stopIfAsked(x);
    return activated(m_state->beforeActivation(x).add_(residual), m_state->spec.activation);
}

void Convolution::initialise(at::Generator& random, FirstWeights first, double gain)
{
    const at::NoGradGuard noGradients;
    at::Tensor weight = m_state->conv->weight;
    const auto perOutput = static_cast<double>(weight.numel() / weight.size(0));
    if (first == FirstWeights::Uniform) {
        fillUniform(weight, 1 / std::sqrt(perOutput), random);
    } else {
        const auto outputs = static_cast<double>(weight.size(0) * weight.size(2) * weight.size(3)) /
                             static_cast<double>(m_state->conv->options.groups());
        weight.normal_(0, std::sqrt(2 / outputs), random);
    }
    if (m_state->conv->bias.defined()) {
        m_state->conv->bias.zero_();
    }
    if (m_state->norm) {
        torch::nn::BatchNorm2dImpl& norm = *m_state->norm;
        norm.weight.fill_(gain);
        norm.bias.zero_();
        norm.running_mean.zero_();
        norm.running_var.fill_(1);
        norm.num_batches_tracked.zero_();
    }
}

void Convolution::fold()
{
    std::tie(m_state->foldedWeight, m_state->foldedBias) = m_state->folded();
}

std::size_t Convolution::describe(FusedBuilder& builder, std::size_t x, std::optional<std::size_t> residual) const
{
    const auto [weight, bias] = m_state->folded();
    const FoldedConvolution layer{m_state->spec, floatsOf(weight), floatsOf(bias)};
    return residual ? builder.convolution(x, layer, *residual) : builder.convolution(x, layer);
}

struct Linear::State {
    torch::nn::Linear linear;
    Activation activation;
};

Linear::Linear(torch::nn::Module& root, const std::string& name, int in, int out, Activation activation, bool bias)
    : m_state(std::make_shared<State>(
          State{registered(root, name, torch::nn::Linear(torch::nn::LinearOptions(in, out).bias(bias))), activation}))
{
}

at::Tensor Linear::forward(const at::Tensor& x) const
{
    return activated(m_state->linear->forward(x), m_state->activation);
}

void Linear::initialise(at::Generator& random)
{
    torch::nn::LinearImpl& linear = *m_state->linear;
    const double bound = 1 / std::sqrt(static_cast<double>(linear.weight.size(1)));
    fillUniform(linear.weight, bound, random);
    if (linear.bias.defined()) {
        fillUniform(linear.bias, bound, random);
    }
}

std::size_t Linear::describe(FusedBuilder& builder, std::size_t x) const
{
    const torch::nn::LinearImpl& linear = *m_state->linear;
    return builder.dense(x, {.in = static_cast<int>(linear.weight.size(1)),
                             .out = static_cast<int>(linear.weight.size(0)),
                             .activation = m_state->activation,
                             .weights = floatsOf(linear.weight),
                             .bias = floatsOf(linear.bias)});
}

at::Tensor dropout(const at::Tensor& values, double share, at::Generator* random)
{
    if (random == nullptr || share == 0) {
        return values;
    }
    // On the CPU whatever the device: the same seed then drops the same values everywhere.
    const at::Tensor kept = at::empty(values.sizes(), at::kFloat).bernoulli_(1 - share, *random).div_(1 - share);
    return values * kept.to(values.device());
}

at::Tensor Network::forward(const at::Tensor& images, const at::Tensor& scalars, at::Generator* random)
{
    return head(features(maps(images), random), scalars, random);
}

void Network::open(std::size_t count)
{
    module().eval();
    for (auto& parameter : module().named_parameters()) {
        parameter.value().set_requires_grad(false);
    }
    for (std::size_t i = 0; i < std::min(count, stages().size()); ++i) {
        const Stage& stage = stages()[i];
        for (auto& item : module().named_modules({}, false)) {
            if (isWithin(item.key(), stage)) {
                item.value()->train();
            }
        }
        for (at::Tensor& parameter : parameters(i)) {
            parameter.set_requires_grad(true);
        }
    }
}

std::vector<at::Tensor> Network::parameters(std::size_t stage)
{
    std::vector<at::Tensor> result;
    for (const auto& parameter : module().named_parameters()) {
        if (isWithin(parameter.key(), stages()[stage])) {
            result.push_back(parameter.value());
        }
    }
    return result;
}

}  // namespace sightline::learning
