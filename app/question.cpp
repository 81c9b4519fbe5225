#include "app/question.h"

#include <algorithm>
#include <utility>

#include "app/common.h"

namespace sightline::app {

using domains::ProtocolPart;

std::vector<std::string> protocolNames()
{
    std::vector<std::string> names{"default"};
    for (const domains::Domain* domain : domains::allDomains()) {
        for (const std::string& name : domain->protocols()) {
            names.push_back(name);
        }
    }
    return names;
}

Result<Question> questionOf(const CommonOptions& options, const std::string& protocol,
                            const std::vector<std::filesystem::path>& data,
                            const std::vector<std::filesystem::path>& labels)
{
    Result<const domains::Domain*> domain = domainOf(options);
    if (!domain) {
        return tl::unexpected(domain.error());
    }
    Result<std::string> task = taskOf(options, **domain);
    if (!task) {
        return tl::unexpected(task.error());
    }
    Question question{*domain, std::move(*task), std::nullopt};
    if (protocol == "default") {
        return question;
    }
    Result<domains::Protocol> followed = (*domain)->protocol(protocol, data, labels);
    if (!followed) {
        return tl::unexpected(followed.error());
    }
    const std::string own = followed->task.empty() ? (*domain)->tasks().front().id : followed->task;
    if (!options.task.empty() && options.task != own) {
        return fail(ErrorCode::Invalid, "the protocol " + protocol + " asks for the task \"" + own + "\", not for \"" +
                                            options.task + "\"");
    }
    question.task = own;
    question.protocol = std::move(*followed);
    return question;
}

std::vector<retraining::LabelLine> linesOf(const domains::Protocol& protocol, std::optional<ProtocolPart> part)
{
    std::vector<retraining::LabelLine> lines;
    for (const domains::ProtocolLabel& label : protocol.labels) {
        if (part && label.part != *part) {
            continue;
        }
        retraining::LabelLine line;
        line.path = label.path;
        line.label = label.label;
        line.claim = label.claim;
        line.part = label.part;
        line.file = label.path;
        lines.push_back(std::move(line));
    }
    return lines;
}

bool enrols(const domains::Protocol& protocol)
{
    return std::any_of(protocol.labels.begin(), protocol.labels.end(),
                       [](const domains::ProtocolLabel& label) { return label.part == ProtocolPart::Enrol; });
}

}  // namespace sightline::app
