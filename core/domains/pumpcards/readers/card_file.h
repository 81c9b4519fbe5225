// What all card readers share: reading text, deciding units and kind, cleaning, and the outcome.
#pragma once

#include <string>
#include <vector>

#include "core/domains/pumpcards/cleaning.h"
#include "core/domains/pumpcards/mapping.h"
#include "core/domains/recording.h"

namespace sightline::pumpcards {

/// What a reader has found in a file, before units and kind are decided.
struct CardFile {
    std::string reader;  ///< id and version
    std::string format;  ///< for people
    std::string layout;  ///< equal for files of the same layout: answers are remembered by it
    std::string preview;
    std::vector<RawCard> cards;
    UnitEvidence units;               ///< stroke and peak are filled in by finish()
    std::vector<Question> questions;  ///< of the reader itself
    std::vector<std::string> assumptions;
    std::vector<Finding> findings;
};

/// Decides units and kind, asks if they cannot be decided, else cleans every card. Corrupt where no card has a point.
domains::ReadOutcome finish(CardFile file, const domains::ReadRequest& request, Progress& progress);

/// The file's text as UTF-8, in the encoding answered or found; a guess is added to the assumptions.
/// NotMine: not text.
Result<std::string> readText(const domains::ReadRequest& request, std::vector<std::string>& assumptions);
/// The first 64 KiB as UTF-8; NotMine if they are not text, Unreadable as readFileHead().
Result<std::string> readTextHead(const domains::ReadRequest& request);

/// NotMine stays "not mine", every other error is the file's.
domains::ReadOutcome outcomeOf(const Error& error);

}  // namespace sightline::pumpcards
