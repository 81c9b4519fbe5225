#include <algorithm>

#include "core/base/file.h"
#include "core/domains/domain.h"

namespace sightline::domains {

namespace {

/// The file must be there, be readable and hold something before any reader is bothered.
std::optional<Error> whyUnreadable(const std::filesystem::path& path)
{
    const Result<std::string> head = readFileHead(path, 1);
    if (!head) {
        return head.error();
    }
    if (head->empty()) {
        return Error{ErrorCode::Corrupt, "the file is empty", {utf8(path), std::nullopt, std::nullopt}};
    }
    return std::nullopt;
}

bool isError(const ReadOutcome& outcome, ErrorCode code)
{
    const Error* error = std::get_if<Error>(&outcome);
    return error != nullptr && error->code == code;
}

/// Asks once, and once more with the answers remembered for the layout; answers given now win over remembered ones.
/// Remembered answers that no longer fit are as good as none.
ReadOutcome ask(const Reader& reader, const ReadRequest& request, const RememberedAnswers& remembered,
                Progress& progress)
{
    ReadOutcome outcome = reader.read(request, progress);
    const MustAsk* question = std::get_if<MustAsk>(&outcome);
    if (question == nullptr || !remembered) {
        return outcome;
    }
    Answers answers = remembered(question->layout);
    if (answers.empty()) {
        return outcome;
    }
    ReadRequest again = request;
    again.answers.merge(answers);
    ReadOutcome second = reader.read(again, progress);
    return isError(second, ErrorCode::Invalid) ? std::move(outcome) : std::move(second);
}

/// Within a domain the first reader that wants the file has it: the particular ones are asked before the general ones.
ReadOutcome readWith(const Domain& domain, const ReadRequest& request, const RememberedAnswers& remembered,
                     Progress& progress)
{
    for (const std::unique_ptr<Reader>& reader : domain.readers()) {
        if (progress.cancelled()) {
            return Error{ErrorCode::Cancelled, "opening was stopped", {utf8(request.path), {}, {}}};
        }
        ReadOutcome outcome = ask(*reader, request, remembered, progress);
        if (!std::holds_alternative<NotMine>(outcome)) {
            return outcome;
        }
    }
    return NotMine{};
}

/// Between domains: a recording beats a recognised but broken file, and that beats a question.
int rankOf(const ReadOutcome& outcome)
{
    return std::holds_alternative<RecordingPtr>(outcome) ? 3
           : std::holds_alternative<Error>(outcome)      ? 2
           : std::holds_alternative<MustAsk>(outcome)    ? 1
                                                         : 0;
}

}  // namespace

OpenedFile openFile(const std::vector<const Domain*>& domains, const ReadRequest& request,
                    const RememberedAnswers& remembered, Progress& progress)
{
    if (const std::optional<Error> error = whyUnreadable(request.path)) {
        return {nullptr, *error};
    }
    OpenedFile best{nullptr, NotMine{}};
    for (const Domain* domain : domains) {
        ReadOutcome outcome = readWith(*domain, request, remembered, progress);
        const bool final = rankOf(outcome) == 3 || isError(outcome, ErrorCode::Cancelled);
        if (final || rankOf(outcome) > rankOf(best.outcome)) {
            best = {domain, std::move(outcome)};
        }
        if (final) {
            break;
        }
    }
    // A table of labels beside a recording is no recording of an unknown layout.
    const auto isLabels = [&](const Domain* domain) {
        const auto table = domain->labelTable(request.path, "");
        return table && !table->boxes.empty();
    };
    if (std::holds_alternative<MustAsk>(best.outcome) && std::any_of(domains.begin(), domains.end(), isLabels)) {
        return {nullptr, NotMine{}};
    }
    return best;
}

}  // namespace sightline::domains
