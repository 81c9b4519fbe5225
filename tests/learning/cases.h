// Cases shared by the tests of this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/learning/calibration.h"
#include "core/learning/metrics.h"
#include "core/learning/model.h"

namespace sightline::learning::cases {

/// A folder that is gone with the object.
class TemporaryFolder {
public:
    TemporaryFolder() : m_path(std::filesystem::temp_directory_path() / ("sightline-" + newUuid()))
    {
        std::filesystem::create_directories(m_path);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(m_path, ignored);
    }
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return m_path / name; }

private:
    std::filesystem::path m_path;
};

/// The numbers in [0, 1) that the scripts in reference/ draw their cases from.
class Generator {
public:
    explicit Generator(std::uint32_t state) : m_state(state) {}
    double operator()()
    {
        m_state = 1664525U * m_state + 1013904223U;
        return m_state / 4294967296.0;
    }

private:
    std::uint32_t m_state;
};

/// The logits and classes of reference/figures.py.
struct Reference {
    static constexpr std::size_t classes = 5;
    std::vector<std::size_t> truth;
    std::vector<std::vector<float>> logits;

    Reference()
    {
        Generator unit(12345);
        for (int i = 0; i < 200; ++i) {
            const auto own = static_cast<std::size_t>(unit() * 4);
            std::vector<double> row(classes);
            for (double& value : row) {
                value = 3 * unit();
            }
            row[own] += 1.2;
            truth.push_back(own);
            logits.emplace_back(row.begin(), row.end());
        }
    }

    [[nodiscard]] std::vector<Outcome> outcomes() const
    {
        std::vector<Outcome> result;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            result.push_back({.truth = truth[i], .probabilities = softmax(logits[i]), .group = {}});
        }
        return result;
    }
};

/// A model file's worth of everything, with tensors that mean nothing.
inline Model smallModel()
{
    Model model;
    ModelInfo& info = model.info;
    info.name = "Pump cards, тест";
    info.domain = "pumpcards";
    info.task = "condition";
    info.classIds = {"normal", "gas_lock", "parted_rods"};
    info.recipe = {"pumpcard-strokes-1", {{"size", 64}, {"margin", 0.08}}};
    info.inputKind = "surface card";
    info.channels = 3;
    info.height = 64;
    info.width = 48;
    info.scalars = {{"log_pprl", "log_mprl"}, {3.25F, 0.1F}, {0.5F, 1e-7F}, 4};
    for (const char* prefix : {"member0.", "member1."}) {
        ModelMember member;
        member.architecture = "signalnet-s";
        member.config = {{"channels", 3}};
        member.prefix = prefix;
        member.weight = 0.5;
        member.temperature = 0.9137;
        info.members.push_back(member);
        model.tensors[std::string(prefix) + "output.weight"] = floatTensor({2, 3}, {1, 2, 3, 4, 5, 6.5F});
        model.tensors[std::string(prefix) + "count"] = {DType::I64, {}, std::vector<std::byte>(8)};
    }
    info.thresholds = {.abstainBelow = 0.41, .targetError = 0.1, .chosenOn = 83};
    TrainingReport& report = info.report;
    report.datasetId = "abc";
    report.dataOrigin = "simulated";
    report.splitBy = "twins";
    report.seed = 0xfedcba9876543210ULL;
    report.finishedMicroseconds = 1'763'000'000'000'001;
    report.seconds = 61.5;
    report.command = "sightline train --domain pumpcards";
    report.versions = {{"sightline", "0.1.0"}, {"engine", "torch 2.11.0"}};
    report.samplesPerClass = {{"normal", 70}, {"gas_lock", 5}};
    report.duplicatesRemoved = 3;
    report.trainedOn = {"0011", "2233"};
    report.figures = {{"accuracy", {{"value", 0.74}, {"n", 825}}}};
    report.options = {{"epochs", 30}};
    report.curves = nlohmann::json::array({{{"epoch", 1}, {"tune_loss", 2.5}}});
    report.notes = {"Stopped by the user."};
    info.parent = "0123456789abcdef";
    return model;
}

}  // namespace sightline::learning::cases
