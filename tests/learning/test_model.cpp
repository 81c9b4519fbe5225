#include <functional>
#include <limits>
#include <string>

#include <doctest/doctest.h>

#include "core/base/file.h"
#include "core/learning/model.h"
#include "tests/learning/cases.h"

using namespace sightline;
using namespace sightline::learning;

namespace {

nlohmann::json descriptionOf(const std::filesystem::path& path)
{
    return nlohmann::json::parse(readSafetensorsMetadata(path).value().at("sightline"));
}

/// The model file with its description replaced.
std::filesystem::path withDescription(const cases::TemporaryFolder& folder, const std::string& description)
{
    auto file = readSafetensors(folder / "model.safetensors").value();
    file.metadata["sightline"] = description;
    const auto path = folder / "changed.safetensors";
    REQUIRE(writeSafetensors(path, file));
    return path;
}

}  // namespace

TEST_CASE("a model comes back as it was written, and its id follows from the weights alone")
{
    const cases::TemporaryFolder folder;
    const Model model = cases::smallModel();
    const auto written = writeModel(folder / "model.safetensors", model);
    REQUIRE(written);
    CHECK(written->id.size() == 16);

    const auto back = readModel(folder / "model.safetensors");
    REQUIRE(back);
    CHECK(back->tensors == model.tensors);
    const ModelInfo& a = back->info;
    const ModelInfo& b = model.info;
    CHECK(a.id == written->id);
    CHECK(a.name == b.name);
    CHECK(a.domain == b.domain);
    CHECK(a.task == b.task);
    CHECK(a.classIds == b.classIds);
    CHECK(a.recipe == b.recipe);
    CHECK(a.inputKind == b.inputKind);
    CHECK(a.channels == 3);
    CHECK(a.height == 64);
    CHECK(a.width == 48);
    CHECK(a.scalars.names == b.scalars.names);
    CHECK(a.scalars.mean == b.scalars.mean);
    CHECK(a.scalars.deviation == b.scalars.deviation);
    CHECK(a.members.at(1).prefix == "member1.");
    CHECK(a.members.at(1).config == b.members.at(1).config);
    CHECK(a.members.at(1).temperature == b.members.at(1).temperature);
    CHECK(a.thresholds.abstainBelow == b.thresholds.abstainBelow);
    CHECK(a.thresholds.chosenOn == 83);
    CHECK(a.report.seed == b.report.seed);
    CHECK(a.report.finishedMicroseconds == b.report.finishedMicroseconds);
    CHECK(a.report.versions == b.report.versions);
    CHECK(a.report.samplesPerClass == b.report.samplesPerClass);
    CHECK(a.report.trainedOn == b.report.trainedOn);
    CHECK(a.report.figures == b.report.figures);
    CHECK(a.report.curves == b.report.curves);
    CHECK(a.report.notes == b.report.notes);
    CHECK(a.parent == b.parent);
    CHECK(readModelInfo(folder / "model.safetensors").value().id == a.id);

    Model renamed = model;
    renamed.info.name = "another";
    CHECK(writeModel(folder / "renamed.safetensors", renamed).value().id == a.id);
    renamed.tensors.begin()->second.bytes[0] = std::byte{1};
    CHECK(writeModel(folder / "renamed.safetensors", renamed).value().id != a.id);
}

TEST_CASE("a description that is wrong in one field is refused, and the field is named")
{
    const cases::TemporaryFolder folder;
    REQUIRE(writeModel(folder / "model.safetensors", cases::smallModel()));
    using nlohmann::json;
    const std::pair<std::string, std::function<void(json&)>> changes[] = {
        {"format_version", [](json& j) { j.erase("format_version"); }},
        {"domain", [](json& j) { j["domain"] = 5; }},
        {"classes[1]", [](json& j) { j["classes"][1] = json::object(); }},
        {"classes",
         [](json& j) {
             j["classes"] = {"normal", "normal", "x"};
         }},
        {"recipe", [](json& j) { j["recipe"].erase("id"); }},
        {"input.height", [](json& j) { j["input"]["height"] = -64; }},
        {"input", [](json& j) { j["input"]["height"] = 0; }},
        {"input",
         [](json& j) {
             j["input"] = {{"channels", 16384}, {"height", 16384}, {"width", 16384}};
         }},
        {"input.width", [](json& j) { j["input"]["width"] = 1e99; }},
        {"scalars", [](json& j) { j["scalars"]["mean"].push_back(1); }},
        {"log_mprl", [](json& j) { j["scalars"]["deviation"][1] = 0; }},
        {"scalars.mean[0]", [](json& j) { j["scalars"]["mean"][0] = nullptr; }},
        {"clamp", [](json& j) { j["scalars"]["clamp"] = -1; }},
        {"members", [](json& j) { j["members"] = json::array(); }},
        {"members[0].weight", [](json& j) { j["members"][0]["weight"] = -1; }},
        {"sum to 1", [](json& j) { j["members"][0]["weight"] = 0.4; }},
        {"members[1].temperature", [](json& j) { j["members"][1]["temperature"] = 0; }},
        {"prefix", [](json& j) { j["members"][0]["prefix"] = "member"; }},
        {"thresholds.abstain_below", [](json& j) { j["thresholds"]["abstain_below"] = 1.5; }},
        {"report.seed", [](json& j) { j["report"]["seed"] = "1"; }},
        {"report.versions.engine", [](json& j) { j["report"]["versions"]["engine"] = 2; }},
    };
    for (const auto& [field, change] : changes) {
        CAPTURE(field);
        json description = descriptionOf(folder / "model.safetensors");
        change(description);
        const auto path = withDescription(folder, description.dump());
        const auto model = readModel(path);
        REQUIRE_FALSE(model);
        CHECK(model.error().code == ErrorCode::Corrupt);
        CHECK(model.error().message.find(field) != std::string::npos);
        CHECK_FALSE(readModelInfo(path));
    }
}

TEST_CASE("other programs' files, newer versions and damaged weights are told apart")
{
    const cases::TemporaryFolder folder;
    REQUIRE(writeModel(folder / "model.safetensors", cases::smallModel()));

    auto file = readSafetensors(folder / "model.safetensors").value();
    file.metadata.clear();
    REQUIRE(writeSafetensors(folder / "foreign.safetensors", file));
    CHECK(readModel(folder / "foreign.safetensors").error().code == ErrorCode::Invalid);

    auto newer = descriptionOf(folder / "model.safetensors");
    newer["format_version"] = modelFormatVersion + 1;
    newer["classes"] = "something this version cannot know";
    const auto refused = readModel(withDescription(folder, newer.dump()));
    CHECK(refused.error().code == ErrorCode::Invalid);
    CHECK(refused.error().message.find("version 2") != std::string::npos);

    std::string bytes = readFile(folder / "model.safetensors").value();
    bytes.back() = static_cast<char>(bytes.back() ^ 1);
    REQUIRE(writeFileAtomically(folder / "damaged.safetensors", bytes));
    CHECK(readModel(folder / "damaged.safetensors").error().code == ErrorCode::Corrupt);
    CHECK(readModelInfo(folder / "damaged.safetensors"));
}

TEST_CASE("descriptions that abuse JSON are refused")
{
    const cases::TemporaryFolder folder;
    REQUIRE(writeModel(folder / "model.safetensors", cases::smallModel()));
    std::string twice = descriptionOf(folder / "model.safetensors").dump();
    twice.insert(1, "\"domain\": \"mouse\", ");
    std::string deep = descriptionOf(folder / "model.safetensors").dump();
    deep.insert(deep.find("\"curves\":") + 9, std::string(100000, '[') + std::string(100000, ']') + ",\"x\":");
    for (const std::string& text :
         {twice, deep, std::string("{"), std::string(), std::string("[]"), std::string("7")}) {
        const auto model = readModel(withDescription(folder, text));
        REQUIRE_FALSE(model);
        CHECK(model.error().code == ErrorCode::Corrupt);
    }
}

TEST_CASE("members without tensors, tensors without members and unusable values are not written")
{
    const cases::TemporaryFolder folder;
    const auto path = folder / "model.safetensors";
    const auto refuses = [&](const std::function<void(Model&)>& change) {
        Model model = cases::smallModel();
        change(model);
        const auto written = writeModel(path, std::move(model));
        return !written && written.error().code == ErrorCode::Invalid;
    };
    CHECK(refuses([](Model& m) { m.tensors.erase("member1.count"), m.tensors.erase("member1.output.weight"); }));
    CHECK(refuses([](Model& m) { m.tensors["member2.x"] = floatTensor({1}, {1}); }));
    CHECK(refuses([](Model& m) { m.info.scalars.mean[0] = std::numeric_limits<float>::quiet_NaN(); }));
    CHECK(refuses([](Model& m) { m.info.members[0].weight = std::numeric_limits<double>::infinity(); }));
    CHECK(refuses([](Model& m) { m.info.classIds = {"only"}; }));
    CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("one rule makes verdicts of probabilities")
{
    ModelInfo model = cases::smallModel().info;
    model.id = "0011223344556677";
    const Finding info{.severity = Severity::Info, .kind = "closed", .message = "closed loop", .where = {}};
    const Finding doubt{.severity = Severity::Doubt, .kind = "clipped", .message = "the load is clipped", .where = {}};
    const Finding reject{.severity = Severity::Reject, .kind = "open", .message = "the loop is open", .where = {}};

    const Verdict sure = judge(model, {0.2F, 0.7F, 0.1F}, {info}, "cpu", 3.5);
    CHECK_FALSE(sure.abstained);
    CHECK_FALSE(sure.rejected);
    CHECK(sure.reason.empty());
    CHECK(sure.bestClass() == "gas_lock");
    CHECK(sure.secondClass() == "normal");
    CHECK(sure.modelId == model.id);
    CHECK(sure.device == "cpu");
    CHECK(sure.milliseconds == 3.5);

    const Verdict unsure = judge(model, {0.3F, 0.4F, 0.3F}, {info}, "cpu", 1);
    CHECK(unsure.abstained);
    CHECK(unsure.bestClass() == "gas_lock");
    CHECK(unsure.reason.find("40 %") != std::string::npos);
    CHECK(unsure.reason.find("41 %") != std::string::npos);

    model.thresholds.abstainBelow = 0.5;
    CHECK_FALSE(judge(model, {0.5F, 0.3F, 0.2F}, {}, "cpu", 1).abstained);
    const Verdict close = judge(model, {0.4999F, 0.3F, 0.2F}, {}, "cpu", 1);
    CHECK(close.reason.find("49.99 %") != std::string::npos);

    const Verdict doubted = judge(model, {0.1F, 0.8F, 0.1F}, {info, doubt}, "cpu", 1);
    CHECK(doubted.abstained);
    CHECK(doubted.reason == "the load is clipped");
    CHECK(doubted.bestClass() == "gas_lock");

    for (const Verdict& rejected :
         {judge(model, {0.1F, 0.8F, 0.1F}, {doubt, reject}, "cpu", 1), rejectedVerdict(model, {doubt, reject})}) {
        CHECK(rejected.rejected);
        CHECK_FALSE(rejected.abstained);
        CHECK(rejected.probabilities.empty());
        CHECK(rejected.reason == "the loop is open");
        CHECK(rejected.modelId == model.id);
    }
}
