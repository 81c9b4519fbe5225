// A learning engine that fits in the head: a class is its mean brightness. For tests of the two ways without torch.
#pragma once

#include <cmath>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "core/learning/calibration.h"
#include "core/learning/engine.h"

namespace sightline::testing {

class NearestMean final : public learning::Classifier {
public:
    explicit NearestMean(learning::ModelPtr model) : m_model(std::move(model))
    {
        for (const learning::ModelMember& member : m_model->info.members) {
            const learning::Tensor& tensor = m_model->tensors.at(member.prefix + "means");
            std::vector<float> means(tensor.bytes.size() / sizeof(float));
            std::memcpy(means.data(), tensor.bytes.data(), tensor.bytes.size());
            m_means.push_back(std::move(means));
        }
    }
    [[nodiscard]] const learning::ModelInfo& info() const override { return m_model->info; }
    [[nodiscard]] std::string device() const override { return "cpu"; }
    [[nodiscard]] Result<std::vector<std::vector<float>>> classify(std::span<const Example> examples) override
    {
        judged += examples.size();
        std::vector<std::vector<float>> all;
        for (const Example& example : examples) {
            std::vector<float> mean(m_means.front().size(), 0.0F);
            for (const std::vector<float>& member : m_means) {
                const std::vector<float> p = answer(member, example);
                for (std::size_t c = 0; c < p.size(); ++c) {
                    mean[c] += p[c] / static_cast<float>(m_means.size());
                }
            }
            all.push_back(std::move(mean));
        }
        return all;
    }
    static std::vector<float> answer(const std::vector<float>& means, const Example& example)
    {
        std::vector<float> logits;
        for (const float mean : means) {
            logits.push_back(-20 * std::abs(mean - example.image.pixels.front()));
        }
        return learning::softmax(logits);
    }

    std::size_t judged = 0;  ///< examples the "network" has seen

private:
    learning::ModelPtr m_model;
    std::vector<std::vector<float>> m_means;
};

class NearestMeanEngine : public learning::Engine {
public:
    [[nodiscard]] std::string version() const override { return "means 1"; }
    [[nodiscard]] learning::DeviceStatus chooseDevice(learning::DeviceChoice /*choice*/) override
    {
        return {"cpu", "CPU", ""};
    }
    [[nodiscard]] std::vector<std::string> architectures() const override { return {"nearest-mean"}; }
    [[nodiscard]] Result<std::unique_ptr<learning::Classifier>> open(learning::ModelPtr model) override
    {
        return std::make_unique<NearestMean>(std::move(model));
    }
    [[nodiscard]] Result<learning::TrainedNetworks> train(const learning::ExampleSource& source,
                                                          const std::vector<learning::MemberParts>& parts,
                                                          const std::vector<std::string>& /*scalarNames*/,
                                                          const learning::TrainOptions& options,
                                                          Progress& progress) override
    {
        lastParts = parts;
        if (progress.cancelled()) {
            return fail(ErrorCode::Cancelled, "stopped");
        }
        learning::TrainedNetworks trained;
        trained.combination = options.combination;
        for (std::size_t m = 0; m < parts.size(); ++m) {
            std::vector<float> sums(source.classCount(), 0);
            std::vector<float> counts(source.classCount(), 0);
            for (const std::size_t i : parts[m].train) {
                sums[source.classOf(i)] += source.augmented(i, options.seed)->image.pixels.front();
                counts[source.classOf(i)] += 1;
            }
            for (std::size_t c = 0; c < sums.size(); ++c) {
                sums[c] = counts[c] > 0 ? sums[c] / counts[c] : 1e3F;
            }
            learning::ModelMember member;
            member.architecture = "nearest-mean";
            member.prefix = "member" + std::to_string(m) + ".";
            member.weight = 1.0 / static_cast<double>(parts.size());
            trained.tensors[member.prefix + "means"] =
                learning::floatTensor({static_cast<std::int64_t>(sums.size())}, sums);
            trained.members.push_back(member);
            for (const std::size_t i : parts[m].tune) {
                trained.heldOut.emplace_back(i, NearestMean::answer(sums, *source.example(i)));
            }
            if (options.onEpoch) {
                options.onEpoch({static_cast<int>(m), static_cast<int>(parts.size()), 1, 1, 0.5, 0.5, 0.5});
            }
        }
        return trained;
    }

    std::vector<learning::MemberParts> lastParts;
};

}  // namespace sightline::testing
