#include "core/domains/pumpcards/readers/card_file.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/file.h"
#include "core/base/hash.h"
#include "core/base/text.h"
#include "core/formats/text_file.h"

namespace sightline::pumpcards {

namespace {

double middleOf(std::vector<double> values)
{
    if (values.empty()) {
        return 0;
    }
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

void measure(CardFile& file)
{
    std::vector<double> strokes;
    std::vector<double> peaks;
    for (const RawCard& card : file.cards) {
        double low = INFINITY;
        double high = -INFINITY;
        double peak = 0;
        for (std::size_t i = 0; i < card.positions.size(); ++i) {
            if (std::isfinite(card.positions[i]) && std::isfinite(card.loads[i])) {
                low = std::min(low, card.positions[i]);
                high = std::max(high, card.positions[i]);
                peak = std::max(peak, std::abs(card.loads[i]));
            }
        }
        if (high >= low) {
            strokes.push_back(high - low);
            peaks.push_back(peak);
        }
    }
    file.units.stroke = middleOf(std::move(strokes));
    file.units.peak = middleOf(std::move(peaks));
}

/// More negative loads than this, and it is no surface card.
constexpr double negativeLimit = 0.005;

std::size_t negativeRows(const RawCard& card, double peak)
{
    return static_cast<std::size_t>(
        std::count_if(card.loads.begin(), card.loads.end(), [&](double load) { return load < -0.01 * peak; }));
}

/// Share of rows whose load is clearly negative, among cards whose kind the file does not say.
double negativeShare(const CardFile& file)
{
    std::size_t rows = 0;
    std::size_t negative = 0;
    for (const RawCard& card : file.cards) {
        if (!card.kindKnown) {
            rows += card.loads.size();
            negative += negativeRows(card, file.units.peak);
        }
    }
    return rows == 0 ? 0 : static_cast<double>(negative) / static_cast<double>(rows);
}

void decideKindBySign(CardFile& file)
{
    for (RawCard& card : file.cards) {
        const double limit = negativeLimit * static_cast<double>(card.loads.size());
        if (!card.kindKnown && static_cast<double>(negativeRows(card, file.units.peak)) > limit) {
            card.kind = CardKind::PumpMeasured;
        }
    }
    file.assumptions.emplace_back("pump card where loads are negative, else surface card (answered)");
}

Result<void> decideKind(CardFile& file, const Answers& answers)
{
    const bool open =
        std::any_of(file.cards.begin(), file.cards.end(), [](const auto& card) { return !card.kindKnown; });
    std::optional<CardKind> answered;
    if (const auto text = answerTo(answers, key::kind)) {
        if (*text == "by_sign" && open) {
            decideKindBySign(file);
            return {};
        }
        answered = parseCardKind(*text);
        if (!answered && *text != "by_sign") {
            return fail(ErrorCode::Invalid,
                        "kind=" + *text + " cannot be read: use surface, pump, pump_computed or by_sign");
        }
    }
    if (!open) {
        return {};
    }
    const double negative = negativeShare(file);
    if (!answered && negative > negativeLimit) {
        file.questions.push_back(
            kindQuestion(formatFixed(100 * negative, 1) + " % of the loads are negative, which no surface card has"));
        return {};
    }
    for (RawCard& card : file.cards) {
        card.kind = card.kindKnown ? card.kind : answered.value_or(CardKind::Surface);
    }
    file.assumptions.push_back(answered ? std::string(toString(*answered)) + " (answered)"
                                        : "surface card (the file does not say; kind=pump changes it)");
    return {};
}

Result<void> decideSpeed(CardFile& file, const Answers& answers)
{
    const auto text = answerTo(answers, key::spm);
    if (!text) {
        return {};
    }
    const auto spm = parseNumber(*text);
    if (!spm || *spm <= 0 || *spm > 100) {
        return fail(ErrorCode::Invalid, "spm=" + *text + " is no number of strokes per minute");
    }
    for (RawCard& card : file.cards) {
        card.strokesPerMinute = card.strokesPerMinute.value_or(*spm);
    }
    file.assumptions.push_back(*text + " strokes per minute where the file does not say (answered)");
    return {};
}

Result<void> decideUnitsOf(CardFile& file, const Answers& answers)
{
    measure(file);
    const auto units = decideUnits(file.units, answers);
    if (!units) {
        return tl::unexpected(units.error());
    }
    file.questions.insert(file.questions.end(), units->questions.begin(), units->questions.end());
    file.assumptions.insert(file.assumptions.end(), units->assumptions.begin(), units->assumptions.end());
    for (RawCard& card : file.cards) {
        card.metresPerUnit = units->length.metres();
        card.newtonsPerUnit = units->force.newtons();
        card.fileLength = units->length.unit;
        card.fileForce = units->force.unit;
    }
    return {};
}

/// Cards without an id get their number; equal ids are told apart by kind, then by a number.
void nameCards(std::vector<Card>& cards)
{
    std::set<std::string> taken;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        std::string id = cards[i].id.empty() ? std::to_string(i) : cards[i].id;
        if (taken.contains(id) && cards[i].kind != CardKind::Surface) {
            id += "/pump";
        }
        const std::string base = id;
        for (int number = 2; taken.contains(id); ++number) {
            id = base + "/" + std::to_string(number);
        }
        taken.insert(id);
        cards[i].id = id;
    }
}

std::string commonWell(const std::vector<Card>& cards)
{
    const bool same =
        std::all_of(cards.begin(), cards.end(), [&](const Card& card) { return card.well == cards.front().well; });
    return same && !cards.empty() ? cards.front().well : std::string();
}

Result<std::vector<Card>> cleanedCards(CardFile& file, const CleaningOptions& options, Progress& progress)
{
    std::vector<Card> cards;
    const std::size_t count = file.cards.size();
    for (std::size_t i = 0; i < count; ++i) {
        if (i % 256 == 0) {
            if (progress.cancelled()) {
                return fail(ErrorCode::Cancelled, "reading was stopped", {options.file, {}, {}});
            }
            progress.report(static_cast<double>(i) / static_cast<double>(count), "checking cards");
        }
        for (Finding& finding : file.cards[i].findings) {
            finding.where.file = options.file;
        }
        for (Card& card : cleaned(std::move(file.cards[i]), options)) {
            cards.push_back(std::move(card));
        }
    }
    nameCards(cards);
    return cards;
}

/// The error for a file in which no card has a point: the first card's worst finding says why.
Error nothingLeft(const std::vector<Card>& cards, const std::string& file)
{
    for (const Card& card : cards) {
        for (const Finding& finding : card.findings) {
            if (finding.severity == Severity::Reject) {
                return {ErrorCode::Corrupt, "no card could be read: " + finding.message, finding.where};
            }
        }
    }
    return {ErrorCode::Corrupt, "the file holds no points", {file, {}, {}}};
}

}  // namespace

domains::ReadOutcome finish(CardFile file, const domains::ReadRequest& request, Progress& progress)
{
    const std::string path = utf8(request.path);
    const auto withFile = [&path](Error error) {
        error.where.file = path;
        return error;
    };
    const auto options = cleaningOptions(request.answers, path);
    if (!options) {
        return withFile(options.error());
    }
    for (const auto decide : {decideUnitsOf, decideKind, decideSpeed}) {
        if (const auto decided = decide(file, request.answers); !decided) {
            return withFile(decided.error());
        }
    }
    // No answer can help a file without a movement or a load.
    if (!file.questions.empty() && file.units.stroke > 0 && file.units.peak > 0) {
        return domains::MustAsk{std::move(file.questions), std::move(file.layout), std::move(file.preview)};
    }
    auto cards = cleanedCards(file, *options, progress);
    if (!cards) {
        return cards.error();
    }
    if (std::all_of(cards->begin(), cards->end(), [](const Card& card) { return card.points.empty(); })) {
        return nothingLeft(*cards, path);
    }
    auto id = quickHash(request.path);
    if (!id) {
        return id.error();
    }
    for (Finding& finding : file.findings) {
        finding.where.file = path;
    }
    RecordingInfo info;
    info.id = std::move(*id);
    info.path = request.path;
    info.domain = "pumpcards";
    info.reader = std::move(file.reader);
    info.format = std::move(file.format);
    info.source = commonWell(*cards);
    info.startMicroseconds = cards->front().timeMicroseconds;
    info.assumptions = std::move(file.assumptions);
    info.findings = std::move(file.findings);
    return std::make_shared<const CardRecording>(std::move(info), std::move(*cards));
}

Result<std::string> readText(const domains::ReadRequest& request, std::vector<std::string>& assumptions)
{
    auto bytes = readFile(request.path);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    const auto encoding = answerTo(request.answers, key::encoding);
    auto text = formats::decodeText(std::move(*bytes), encoding.value_or(""), utf8(request.path));
    if (!text) {
        return tl::unexpected(text.error());
    }
    if (text->guessed || encoding) {
        assumptions.push_back("text in " + text->encoding + (encoding ? " (answered)" : " (guessed)"));
    }
    return std::move(text->utf8);
}

Result<std::string> readTextHead(const domains::ReadRequest& request)
{
    auto bytes = readFileHead(request.path, std::size_t{1} << 16);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    const auto encoding = answerTo(request.answers, key::encoding);
    auto text = formats::decodeText(std::move(*bytes), encoding.value_or(""), utf8(request.path));
    if (!text) {
        return tl::unexpected(text.error());
    }
    return std::move(text->utf8);
}

domains::ReadOutcome outcomeOf(const Error& error)
{
    if (error.code == ErrorCode::NotMine) {
        return domains::NotMine{};
    }
    return error;
}

}  // namespace sightline::pumpcards
