// Published ways to judge a model of mouse sessions.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/domains/domain.h"

namespace sightline::mouse {

/// The Balabit Mouse Dynamics Challenge: `training_files/userN/*` are the accounts' own, `test_files/userN/*` claim to
/// be. Labels `user,filename,is_illegal` come from `labelFiles`, else from public_labels.csv or balabit_labels.csv in
/// or beside one of the folders of `data`. Sessions without a file or without a label are left out. Further figures
/// without users 7 and 9, whose clock alone gives them away.
Result<domains::Protocol> balabitProtocol(const std::vector<std::filesystem::path>& data,
                                          const std::vector<std::filesystem::path>& labelFiles);

/// SapiMouse (Antal, Fejer, Buza 2021): folders userN with session_DATE_{1min,3min}.csv, of which each person's
/// earliest counts. Networks learn from both sessions of the subjects up to `lastToLearn` (72 as published); every
/// later one is enrolled by his three minutes and recognised by his one.
Result<domains::Protocol> sapimouseProtocol(const std::vector<std::filesystem::path>& data, int lastToLearn);
/// A group and others, of the same files and our own: members are the subjects up to 48, who are learnt from their
/// three minutes against those of the subjects 49 to 72, and judged by their one minute against that of the later ones,
/// whom nobody has seen.
Result<domains::Protocol> sapimouseGroupProtocol(const std::vector<std::filesystem::path>& data);

/// Lines of a slider pushed by hands and by programs, labelled in their file: five folds, each judged by a network of
/// the others. Invalid without data.
Result<domains::Protocol> sliderProtocol(const std::vector<std::filesystem::path>& data);

}  // namespace sightline::mouse
