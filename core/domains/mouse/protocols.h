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

}  // namespace sightline::mouse
