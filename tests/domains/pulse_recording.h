// The files of the fourth kind of signal (pulse_domain.h), and their reader.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/domains/recording.h"

namespace sightline::testing {

/// A line of a file: `id label person v1 v2 …`, 32 levels between 0 and 1; "-" for no label or person.
struct Pulse {
    std::string id;
    std::string label;
    std::string person;
    std::vector<double> levels;
};

inline constexpr std::size_t pulseLevels = 32;

class PulseRecording final : public domains::Recording {
public:
    PulseRecording(RecordingInfo info, std::vector<Pulse> pulses)
        : Recording(std::move(info)), m_pulses(std::move(pulses))
    {
    }
    [[nodiscard]] const std::vector<Pulse>& pulses() const { return m_pulses; }

private:
    std::vector<Pulse> m_pulses;
};

/// Files whose first line is "pulse 1".
class PulseReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "pulse-1"; }
    [[nodiscard]] std::string format() const override { return "Pulse strip"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override
    {
        const Result<std::string> text = readFile(request.path);
        if (!text) {
            return text.error();
        }
        const std::vector<std::string_view> lines = split(*text, '\n');
        if (trim(lines.front()) != "pulse 1") {
            return domains::NotMine{};
        }
        std::vector<Pulse> pulses;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            if (progress.cancelled()) {
                return Error{ErrorCode::Cancelled, "reading was stopped", {}};
            }
            if (trim(lines[i]).empty()) {
                continue;
            }
            auto pulse = pulseOf(split(trim(lines[i]), ' '));
            if (!pulse) {
                return Error{ErrorCode::Corrupt,
                             "a pulse is an id, a label, a person and 32 levels between 0 and 1",
                             {utf8(request.path), static_cast<std::int64_t>(i + 1), {}}};
            }
            pulses.push_back(std::move(*pulse));
        }
        RecordingInfo info;
        info.id = *quickHash(request.path);
        info.path = request.path;
        info.domain = "pulse";
        info.reader = id();
        info.format = format();
        return std::make_shared<const PulseRecording>(std::move(info), std::move(pulses));
    }

private:
    static std::optional<Pulse> pulseOf(const std::vector<std::string_view>& words)
    {
        if (words.size() != 3 + pulseLevels) {
            return std::nullopt;
        }
        const auto given = [](std::string_view word) { return word == "-" ? std::string() : std::string(word); };
        Pulse pulse{std::string(words[0]), given(words[1]), given(words[2]), {}};
        for (std::size_t i = 3; i < words.size(); ++i) {
            const auto level = parseNumber(words[i]);
            if (!level || *level < 0 || *level > 1) {
                return std::nullopt;
            }
            pulse.levels.push_back(*level);
        }
        return pulse;
    }
};

}  // namespace sightline::testing
