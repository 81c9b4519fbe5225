// The figures of contracts.md from judged samples, each with its interval.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/learning/metrics.h"

namespace sightline::retraining {

/// accuracy, macro_f1, top2, ece, coverage and, if anything was answered, selective_accuracy.
std::map<std::string, learning::Figure> figuresOf(const std::vector<learning::Outcome>& outcomes,
                                                  std::size_t classCount);
nlohmann::ordered_json toJson(const learning::Figure& figure);
nlohmann::ordered_json toJson(const std::map<std::string, learning::Figure>& figures);

}  // namespace sightline::retraining
