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

/// Asks once, and once more with the answers remembered for the layout; answers given now win over remembered ones.
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
    return reader.read(again, progress);
}

}  // namespace

OpenedFile openFile(const std::vector<const Domain*>& domains, const ReadRequest& request,
                    const RememberedAnswers& remembered, Progress& progress)
{
    if (const std::optional<Error> error = whyUnreadable(request.path)) {
        return {nullptr, *error};
    }
    for (const Domain* domain : domains) {
        for (const std::unique_ptr<Reader>& reader : domain->readers()) {
            if (progress.cancelled()) {
                return {nullptr, Error{ErrorCode::Cancelled, "opening was stopped", {utf8(request.path), {}, {}}}};
            }
            ReadOutcome outcome = ask(*reader, request, remembered, progress);
            if (!std::holds_alternative<NotMine>(outcome)) {
                return {domain, std::move(outcome)};
            }
        }
    }
    return {nullptr, NotMine{}};
}

}  // namespace sightline::domains
