// A kind of signal small enough to see through: one number a sample. For tests of the two ways.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/domains/domain.h"

namespace sightline::testing {

/// A line of a fake file: id,label,group,value,flags. The value (0…1) is the picture's brightness. Flags: "reject",
/// "doubt", "pump" (the other kind), "undrawable".
struct FakeSample {
    std::string id;
    std::string label;
    std::string group;
    double value = 0;
    std::string flags;
};

class FakeRecording final : public domains::Recording {
public:
    FakeRecording(RecordingInfo info, std::vector<FakeSample> samples)
        : Recording(std::move(info)), m_samples(std::move(samples))
    {
    }
    [[nodiscard]] const std::vector<FakeSample>& samples() const { return m_samples; }

private:
    std::vector<FakeSample> m_samples;
};

/// Files begin with a line "fake"; "fake?" asks which unit.
class FakeReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "fake-1"; }
    [[nodiscard]] std::string format() const override { return "Fake file"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& /*progress*/) const override
    {
        const Result<std::string> bytes = readFile(request.path);
        if (!bytes) {
            return bytes.error();
        }
        const std::vector<std::string_view> lines = split(*bytes, '\n');
        if (trim(lines.front()) == "fake?" && request.answers.count("unit") == 0) {
            return domains::MustAsk{
                {{"unit", "Unit?", {{"m", "metre"}, {"ft", "foot"}}, "m", "both fit"}}, "fake?", ""};
        }
        if (trim(lines.front()) != "fake" && trim(lines.front()) != "fake?") {
            return domains::NotMine{};
        }
        RecordingInfo info;
        info.id = *quickHash(request.path);
        info.path = request.path;
        info.domain = "fake";
        info.reader = id();
        info.format = format();
        std::vector<FakeSample> samples;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            if (trim(lines[i]).empty()) {
                continue;
            }
            const std::vector<std::string_view> cells = split(trim(lines[i]), ',');
            const std::optional<double> value = cells.size() == 5 ? parseNumber(cells[3]) : std::nullopt;
            if (!value) {
                return Error{
                    ErrorCode::Corrupt, "no number", {utf8(request.path), static_cast<std::int64_t>(i + 1), {}}};
            }
            samples.push_back(
                {std::string(cells[0]), std::string(cells[1]), std::string(cells[2]), *value, std::string(cells[4])});
        }
        return std::make_shared<const FakeRecording>(std::move(info), std::move(samples));
    }
};

class FakeDomain final : public domains::Domain {
public:
    FakeDomain() { m_readers.push_back(std::make_unique<FakeReader>()); }

    [[nodiscard]] std::string id() const override { return "fake"; }
    [[nodiscard]] std::string title() const override { return "Fakes"; }
    [[nodiscard]] std::string sampleNoun() const override { return "sample"; }
    [[nodiscard]] std::vector<std::string> filePatterns() const override { return {"*.fake"}; }
    [[nodiscard]] std::vector<domains::Task> tasks() const override { return {{"shade", "Shade", false}}; }
    [[nodiscard]] const std::vector<std::unique_ptr<domains::Reader>>& readers() const override { return m_readers; }

    [[nodiscard]] Result<SampleList> samples(const domains::Recording& recording,
                                             const ImageRecipe& /*recipe*/) const override
    {
        std::vector<Sample> list;
        for (const FakeSample& fake : fakes(recording)) {
            Sample sample;
            sample.key = {recording.info().id, fake.id};
            sample.index = list.size();
            sample.ownLabel = fake.label;
            sample.group = fake.group;
            sample.contentHash = sha256(formatNumber(fake.value)).substr(0, 32);
            if (fake.flags == "reject") {
                sample.findings.push_back({Severity::Reject, "broken", "it is broken", {}});
            } else if (fake.flags == "doubt") {
                sample.findings.push_back({Severity::Doubt, "odd", "it is odd", {}});
            }
            list.push_back(std::move(sample));
        }
        return list;
    }

    [[nodiscard]] ImageRecipe defaultRecipe(const std::string& /*task*/) const override { return {"fake-1", {}}; }
    [[nodiscard]] std::vector<std::string> scalarNames(const ImageRecipe& /*recipe*/) const override { return {}; }
    [[nodiscard]] Result<domains::Picture> picture(const domains::Recording& recording, const Sample& sample,
                                                   const ImageRecipe& /*recipe*/) const override
    {
        const FakeSample& fake = fakes(recording).at(sample.index);
        if (fake.flags == "undrawable") {
            return fail(ErrorCode::Corrupt, "nothing to draw");
        }
        return domains::Picture{exampleOf(fake.value), sample.findings};
    }
    [[nodiscard]] Result<Example> augmented(const domains::Recording& recording, const Sample& sample,
                                            const ImageRecipe& /*recipe*/, double strength, Rng& rng) const override
    {
        return exampleOf(fakes(recording).at(sample.index).value + 0.01 * strength * rng.normal());
    }
    [[nodiscard]] std::string inputKind(const domains::Recording& recording, const Sample& sample) const override
    {
        return fakes(recording).at(sample.index).flags == "pump" ? "pump fake" : "surface fake";
    }
    [[nodiscard]] Result<std::vector<domains::Measure>> measures(const domains::Recording& /*recording*/,
                                                                 const Sample& /*sample*/) const override
    {
        return std::vector<domains::Measure>{};
    }
    [[nodiscard]] std::vector<SignalClass> classes(const std::string& /*task*/) const override
    {
        SignalClass dark;
        dark.id = "dark";
        dark.name = "Dark";
        dark.aliases = {"NIGHT", "DUSK"};
        dark.doubtfulAlias = "DUSK";
        SignalClass light;
        light.id = "light";
        light.name = "Light";
        SignalClass grey;
        grey.id = "grey";
        grey.name = "Grey";
        return {light, dark, grey};
    }
    [[nodiscard]] std::string caution(const Verdict& /*verdict*/) const override { return {}; }
    [[nodiscard]] domains::TrainingDefaults trainingDefaults(const std::string& /*task*/) const override
    {
        return {.architecture = "nearest-mean"};
    }
    [[nodiscard]] std::optional<std::string> targetOf(const Sample& sample, const std::vector<Label>& labels,
                                                      const std::string& task) const override
    {
        for (const Label& label : labels) {
            if (label.task == task && (label.subject.sample.empty() || label.subject == sample.key)) {
                return label.classId;
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] Result<domains::TwinSignature> twinSignature(const domains::Recording& recording,
                                                               const Sample& sample) const override
    {
        return domains::TwinSignature{{static_cast<float>(fakes(recording).at(sample.index).value)}, {1.0F}};
    }
    [[nodiscard]] domains::TwinRule twinRule() const override { return {0.001, 0.05}; }
    [[nodiscard]] std::vector<Verdict> combine(const std::vector<std::pair<Sample, Verdict>>& windows) const override
    {
        std::vector<Verdict> verdicts;
        for (const auto& [sample, verdict] : windows) {
            verdicts.push_back(verdict);
        }
        return verdicts;
    }
    [[nodiscard]] Result<void> simulate(std::size_t /*count*/, std::uint64_t /*seed*/,
                                        const std::filesystem::path& /*out*/, Progress& /*progress*/) const override
    {
        return fail(ErrorCode::Invalid, "fakes are written by hand");
    }

    static Example exampleOf(double value)
    {
        Example example;
        example.image = SignalImage(1, 2, 2);
        std::fill(example.image.pixels.begin(), example.image.pixels.end(), static_cast<float>(value));
        return example;
    }

private:
    static const std::vector<FakeSample>& fakes(const domains::Recording& recording)
    {
        return dynamic_cast<const FakeRecording&>(recording).samples();
    }
    std::vector<std::unique_ptr<domains::Reader>> m_readers;
};

inline std::filesystem::path writeFakes(const std::filesystem::path& path, const std::vector<FakeSample>& samples,
                                        const std::string& head = "fake")
{
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << head << "\n";
    for (const FakeSample& s : samples) {
        file << s.id << "," << s.label << "," << s.group << "," << formatNumber(s.value) << "," << s.flags << "\n";
    }
    return path;
}

}  // namespace sightline::testing
