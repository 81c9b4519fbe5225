#include "app/verdict_writer.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/common.h"
#include "core/base/text.h"

namespace sightline::app {

namespace {

std::string claimText(const std::optional<diagnosis::JudgedClaim>& claim)
{
    if (!claim) {
        return {};
    }
    std::string text =
        "  claims " + claim->claim + ": " + toString(claim->answer) + " (" + formatFixed(claim->score, 2);
    return text + (claim->needed ? ", needs " + formatFixed(*claim->needed, 2) : "") + ")";
}

}  // namespace

VerdictWriter::VerdictWriter(Console& console, Format format) : m_console(console), m_format(format)
{
    if (format == Format::Csv) {
        console.answer(
            "file,sample,class,probability,second,second_probability,abstained,reason,milliseconds,"
            "device,model\n");
    }
}

void VerdictWriter::begin(const std::string& file, const diagnosis::OpenedRecording& opened, const std::string& task,
                          const std::vector<std::string>& names, const std::string& noun)
{
    m_file = file;
    if (m_format != Format::Table) {
        return;
    }
    m_classes = opened.domain->classes(task);
    m_sampleWidth = noun.size();
    m_classWidth = 12;
    for (const std::string& name : names) {
        m_sampleWidth = std::max(m_sampleWidth, displayWidth(name));
    }
    m_sampleWidth = std::min<std::size_t>(m_sampleWidth, 28);
    for (const SignalClass& one : m_classes) {
        m_classWidth = std::max(m_classWidth, displayWidth(one.name));
    }
    m_classWidth = std::min<std::size_t>(m_classWidth, 34);
    m_console.answer((m_began ? "\n" : "") + file + "  (" + opened.recording->info().format + ", " +
                     std::to_string(names.size()) + " " + noun + (names.size() == 1 ? "" : "s") + ")\n");
    m_console.answer("  " + padded(noun, m_sampleWidth) + "  " + padded("verdict", m_classWidth) + "    sure  " +
                     padded("else", m_classWidth) + "              ms\n");
    m_began = true;
}

void VerdictWriter::write(const diagnosis::Diagnosed& one, const std::optional<diagnosis::JudgedClaim>& claim)
{
    switch (m_format) {
        case Format::Json: m_console.answer(json(one, claim) + "\n"); break;
        case Format::Csv: m_console.answer(csv(one)); break;
        case Format::Table: m_console.answer(row(one) + claimText(claim) + "\n"); break;
    }
}

std::string VerdictWriter::json(const diagnosis::Diagnosed& one,
                                const std::optional<diagnosis::JudgedClaim>& claim) const
{
    const Verdict& v = one.verdict;
    nlohmann::ordered_json row;
    row["file"] = m_file;
    row["sample"] = one.sample.key.sample;
    const auto orNull = [&](bool known, auto value) { return known ? nlohmann::ordered_json(value) : nullptr; };
    row["class"] = orNull(!v.rejected, v.bestClass());
    row["probability"] = orNull(!v.rejected, v.bestProbability());
    row["second"] = orNull(!v.secondClass().empty(), v.secondClass());
    row["second_probability"] = orNull(!v.secondClass().empty(), v.secondProbability());
    row["abstained"] = v.abstained && !v.rejected;
    row["reason"] = v.reason;
    row["milliseconds"] = v.milliseconds;
    row["device"] = v.device;
    row["model"] = v.modelId;
    if (claim) {
        row["claim"] = claim->claim;
        row["claim_score"] = claim->score;
        row["claim_verdict"] = orNull(claim->answer != diagnosis::ClaimAnswer::NoThreshold, toString(claim->answer));
    }
    return row.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

std::string VerdictWriter::csv(const diagnosis::Diagnosed& one) const
{
    const Verdict& v = one.verdict;
    const bool second = !v.secondClass().empty();
    return csvLine({m_file, one.sample.key.sample, v.bestClass(), v.rejected ? "" : formatNumber(v.bestProbability()),
                    v.secondClass(), second ? formatNumber(v.secondProbability()) : "",
                    v.abstained && !v.rejected ? "true" : "false", v.reason, formatFixed(v.milliseconds, 3), v.device,
                    v.modelId});
}

std::string VerdictWriter::row(const diagnosis::Diagnosed& one) const
{
    const Verdict& v = one.verdict;
    const auto sure = [](double p) { return padded(formatFixed(p * 100, 1), 5, true) + " %"; };
    std::string text = "  " + padded(shortened(one.sample.key.sample, m_sampleWidth), m_sampleWidth) + "  ";
    if (v.rejected) {
        return text + "no verdict: " + v.reason;
    }
    text += padded(shortened(className(m_classes, v.bestClass()), m_classWidth), m_classWidth) + "  " +
            sure(v.bestProbability()) + "  " +
            padded(shortened(className(m_classes, v.secondClass()), m_classWidth), m_classWidth) + "  " +
            (v.secondClass().empty() ? std::string(7, ' ') : sure(v.secondProbability())) + "  " +
            padded(formatFixed(v.milliseconds, 1), 5, true);
    if (v.abstained) {
        text += "  abstains: " + v.reason;
    }
    return text;
}

}  // namespace sightline::app
