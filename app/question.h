// What `train` and `evaluate` are asked: which kind of signal, which question, by which published protocol.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/commands.h"
#include "core/domains/domain.h"
#include "core/retraining/training.h"

namespace sightline::app {

/// "default", and those of every kind of signal.
std::vector<std::string> protocolNames();

struct Question {
    const domains::Domain* domain = nullptr;
    std::string task;                           ///< the protocol's where there is one
    std::optional<domains::Protocol> protocol;  ///< for the files that are there; nothing for "default"
};
/// From the options --domain, --task, --protocol, --data and --labels. Errors as domainOf(), taskOf() and
/// Domain::protocol(), and Invalid where a task was asked for that is not the protocol's.
Result<Question> questionOf(const CommonOptions& options, const std::string& protocol,
                            const std::vector<std::filesystem::path>& data,
                            const std::vector<std::filesystem::path>& labels);

/// A protocol's labels, of all parts or of one.
std::vector<retraining::LabelLine> linesOf(const domains::Protocol& protocol,
                                           std::optional<domains::ProtocolPart> part = std::nullopt);
/// Whether it shows a network people it has never met.
bool enrols(const domains::Protocol& protocol);

}  // namespace sightline::app
