// Verdicts as the answer of `classify`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/console.h"
#include "core/diagnosis/claims.h"
#include "core/diagnosis/diagnosis.h"

namespace sightline::app {

/// One verdict as a row of the answer, in the order of contracts.md.
class VerdictWriter {
public:
    /// Writes the header where the format has one.
    VerdictWriter(Console& console, Format format);

    /// `names`: of the rows to come, which are so many `noun`s.
    void begin(const std::string& file, const diagnosis::OpenedRecording& opened, const std::string& task,
               const std::vector<std::string>& names, const std::string& noun);
    /// `claim`: the answer for what the row claims to be, if it claims anything.
    void write(const diagnosis::Diagnosed& one, const std::optional<diagnosis::JudgedClaim>& claim = std::nullopt);

private:
    [[nodiscard]] std::string json(const diagnosis::Diagnosed& one,
                                   const std::optional<diagnosis::JudgedClaim>& claim) const;
    [[nodiscard]] std::string csv(const diagnosis::Diagnosed& one) const;
    [[nodiscard]] std::string row(const diagnosis::Diagnosed& one) const;

    Console& m_console;
    Format m_format;
    std::string m_file;
    std::vector<SignalClass> m_classes;
    std::size_t m_sampleWidth = 8;
    std::size_t m_classWidth = 12;
    bool m_began = false;
};

}  // namespace sightline::app
