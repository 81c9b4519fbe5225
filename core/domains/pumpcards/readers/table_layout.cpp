#include "core/domains/pumpcards/readers/table_layout.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/text.h"

namespace sightline::pumpcards {

namespace {

using Words = std::vector<std::string>;
using Names = std::vector<std::string_view>;

bool oneOf(std::string_view word, const Names& names)
{
    return std::find(names.begin(), names.end(), word) != names.end();
}

// Words joined by "_": "Card ID" and "card_id" are the same name.
std::string joined(const Words& words)
{
    return join(words, "_");
}

const Names& positionWords()
{
    static const Names words{"position", "positions", "pos",         "posn",      "displacement", "disp", "lx",
                             "lх",       "ход",       "перемещение", "положение", "путь",         "位移", "s"};
    return words;
}

const Names& loadWords()
{
    static const Names words{"load", "loads", "force", "нагр", "нагрузка", "усилие",
                             "вес",  "载荷",  "负荷",  "f",    "rodload",  "polishedrodload"};
    return words;
}

bool hasWord(const Words& words, const Names& names)
{
    // One-letter names count only where they lead: "F, kN", not "area F".
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (oneOf(words[i], names) && (words[i].size() > 1 || i == 0)) {
            return true;
        }
    }
    return false;
}

bool isUnitOrKind(const std::string& word)
{
    return parseLengthUnit(word) || parseForceUnit(word) || parseSecondsPerUnit(word) || parseCardKind(word);
}

bool looksLikeTime(const Words& words)
{
    static const Names names{"time", "t", "seconds", "sec", "время"};
    return !words.empty() && oneOf(words[0], names) &&
           std::all_of(words.begin() + 1, words.end(), [](const std::string& word) { return isUnitOrKind(word); });
}

struct NameRule {
    Role role;
    Names names;  ///< the best first
};

const std::vector<NameRule>& nameRules()
{
    static const std::vector<NameRule> rules{
        {Role::Card,
         {"cardheader_id", "card_id", "cardid", "graph_id", "graphid", "card_no", "card_number", "card", "dynagraph_id",
          "sample_id", "sample", "event_id", "id", "карта", "номер"}},
        {Role::Order,
         {"point", "point_no", "point_number", "point_id", "idx", "index", "seq", "sequence", "no", "n", "i", "row",
          "точка"}},
        {Role::Label, {"label", "class", "class_id", "condition", "diagnosis", "target"}},
        {Role::Well, {"well", "well_id", "wellname", "well_name", "pump_id", "node_id", "nodeid", "скважина"}},
        {Role::Kind, {"card_type", "cardtype", "kind", "card_kind"}},
        {Role::Spm, {"spm", "strokes_per_minute"}},
    };
    return rules;
}

std::optional<std::size_t>& columnOf(TableLayout& layout, Role role)
{
    switch (role) {
        case Role::Position: return layout.position;
        case Role::Load: return layout.load;
        case Role::Card: return layout.card;
        case Role::Label: return layout.label;
        case Role::Order: return layout.order;
        case Role::Time: return layout.time;
        case Role::Well: return layout.well;
        case Role::Kind: return layout.kind;
        case Role::Spm: return layout.spm;
    }
    return layout.position;
}

void takeNamedRoles(TableLayout& layout, const std::set<Role>& answered)
{
    std::vector<std::string> names;
    for (const std::string& name : layout.names) {
        names.push_back(joined(wordsOf(name)));
    }
    const auto take = [&](Role role, const Names& wanted) {
        if (answered.contains(role)) {
            return;
        }
        for (const std::string_view name : wanted) {
            const auto found = std::find(names.begin(), names.end(), name);
            const auto column = static_cast<std::size_t>(found - names.begin());
            if (found != names.end() && !layout.has(column)) {
                columnOf(layout, role) = column;
                return;
            }
        }
    };
    for (const NameRule& rule : nameRules()) {
        take(rule.role, rule.names);
    }
    // Where the header of a card has its own id, "Card_ID" counts the points.
    const bool cardHeader = layout.card && names[*layout.card] == "cardheader_id";
    if (cardHeader && !layout.order) {
        take(Role::Order, {"card_id"});
    }
    for (std::size_t column = 0; column < names.size(); ++column) {
        if (!layout.time && !answered.contains(Role::Time) && !layout.has(column) &&
            looksLikeTime(wordsOf(layout.names[column]))) {
            layout.time = column;
        }
    }
}

/// What is left of a name without its signal word and units: "surface_pos_in" and "surface_load_lbf" agree.
Words remainderOf(const std::string& name)
{
    Words words = wordsOf(name);
    std::erase_if(words, [](const std::string& word) {
        return oneOf(word, positionWords()) || oneOf(word, loadWords()) || parseLengthUnit(word) ||
               parseForceUnit(word);
    });
    return words;
}

/// The one load column that is named like the position column.
void takePartner(TableLayout& layout)
{
    if (!layout.position) {
        return;
    }
    const Words wanted = remainderOf(layout.names[*layout.position]);
    std::vector<std::size_t> partners;
    std::copy_if(layout.loadsNamed.begin(), layout.loadsNamed.end(), std::back_inserter(partners),
                 [&](std::size_t column) { return remainderOf(layout.names[column]) == wanted; });
    if (partners.size() == 1) {
        layout.load = partners.front();
        layout.namedLoad = true;
        layout.loadsNamed.clear();
    }
}

void takeNamedSignals(TableLayout& layout)
{
    std::vector<std::size_t> positions;
    std::vector<std::size_t> loads;
    for (std::size_t column = 0; column < layout.names.size(); ++column) {
        const Words words = wordsOf(layout.names[column]);
        if (layout.has(column)) {
            continue;
        }
        const bool position = hasWord(words, positionWords());
        const bool load = hasWord(words, loadWords());
        if (position && !load) {
            positions.push_back(column);
        } else if (load && !position) {
            loads.push_back(column);
        }
    }
    if (!layout.position && positions.size() == 1) {
        layout.position = positions.front();
        layout.namedPosition = true;
    }
    if (!layout.load && loads.size() == 1) {
        layout.load = loads.front();
        layout.namedLoad = true;
    }
    if (!layout.position) {
        layout.positionsNamed = positions;
    }
    if (!layout.load) {
        layout.loadsNamed = loads;
        takePartner(layout);
    }
}

Result<std::optional<std::size_t>> columnFrom(const std::string& answer, const char* key, const TableLayout& layout)
{
    if (equalsIgnoreCase(answer, "none")) {
        return std::nullopt;
    }
    for (std::size_t column = 0; layout.hasHeader && column < layout.names.size(); ++column) {
        if (equalsIgnoreCase(trim(layout.names[column]), answer)) {
            return column;
        }
    }
    const auto number = parseInteger(answer);
    if (number && *number >= 1 && static_cast<std::size_t>(*number) <= layout.names.size()) {
        return static_cast<std::size_t>(*number - 1);
    }
    return fail(ErrorCode::Invalid, std::string(key) + "=" + answer + " is no column: use " +
                                        (layout.hasHeader ? join(layout.names, ", ") + ", or " : std::string()) +
                                        "a number from 1 to " + std::to_string(layout.names.size()));
}

}  // namespace

bool TableLayout::has(std::size_t column) const
{
    const std::array roles{position, load, card, label, order, time, well, kind, spm};
    return std::find(roles.begin(), roles.end(), std::optional(column)) != roles.end();
}

std::vector<std::string> wordsOf(std::string_view name)
{
    Words words;
    std::string word;
    const auto flush = [&] {
        if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto byte = static_cast<unsigned char>(name[i]);
        if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
            word += name[i];
        } else if (byte >= 'A' && byte <= 'Z') {
            word += static_cast<char>(byte - 'A' + 'a');
        } else if (byte == 0xD0 && i + 1 < name.size()) {
            // Cyrillic capitals: U+0410-U+042F follow each other, so do their small letters.
            const auto second = static_cast<unsigned char>(name[++i]);
            if (second >= 0x90 && second <= 0x9F) {
                word += {static_cast<char>(0xD0), static_cast<char>(second + 0x20)};
            } else if (second >= 0xA0 && second <= 0xAF) {
                word += {static_cast<char>(0xD1), static_cast<char>(second - 0x20)};
            } else {
                word += {static_cast<char>(0xD0), static_cast<char>(second)};
            }
        } else if (name.substr(i, 2) == "\xEF\xBC") {
            flush();  // full-width brackets, comma and colon
            i += 2;
        } else if (byte >= 0x80) {
            word += name[i];
        } else {
            flush();
        }
    }
    flush();
    return words;
}

Result<TableLayout> layoutOf(const formats::TableHead& head, const Answers& answers)
{
    TableLayout layout;
    layout.hasHeader = !head.header.empty();
    layout.names = head.header;
    while (layout.names.size() < head.columns) {
        layout.names.push_back("column " + std::to_string(layout.names.size() + 1));
    }
    std::set<Role> answered;
    const std::array<std::pair<const char*, Role>, 7> keys{{{key::position, Role::Position},
                                                            {key::load, Role::Load},
                                                            {key::card, Role::Card},
                                                            {key::label, Role::Label},
                                                            {key::order, Role::Order},
                                                            {key::time, Role::Time},
                                                            {key::well, Role::Well}}};
    for (const auto& [key, role] : keys) {
        if (const auto answer = answerTo(answers, key)) {
            const auto column = columnFrom(*answer, key, layout);
            if (!column) {
                return tl::unexpected(column.error());
            }
            columnOf(layout, role) = *column;
            answered.insert(role);
        }
    }
    layout.namedPosition = layout.position.has_value();
    layout.namedLoad = layout.load.has_value();
    layout.cardAnswered = answered.contains(Role::Card);
    if (layout.position && layout.position == layout.load) {
        return fail(ErrorCode::Invalid, "position and load cannot be the same column");
    }
    if (layout.hasHeader) {
        takeNamedRoles(layout, answered);
        takeNamedSignals(layout);
    }
    if (!layout.position || !layout.load) {
        for (std::size_t column = 0; column < head.numeric.size(); ++column) {
            if (head.numeric[column] && !layout.has(column)) {
                layout.candidates.push_back(column);
            }
        }
    }
    if (const auto unit = answerTo(answers, key::timeUnit)) {
        const auto seconds = parseSecondsPerUnit(*unit);
        if (!seconds) {
            return fail(ErrorCode::Invalid, "time_unit=" + *unit + " cannot be read: use s, ms or min");
        }
        layout.secondsPerUnit = *seconds;
    } else if (layout.time && layout.hasHeader) {
        const Words words = wordsOf(layout.names[*layout.time]);
        layout.secondsPerUnit = words.size() > 1 ? parseSecondsPerUnit(words.back()).value_or(1) : 1;
    }
    return layout;
}

void takeUnitsFromNames(TableLayout& layout)
{
    if (!layout.hasHeader) {
        return;
    }
    const auto kindIn = [](const Words& words) -> std::optional<CardKind> {
        if (std::find(words.begin(), words.end(), "surface") != words.end()) {
            return CardKind::Surface;
        }
        const bool pump = std::any_of(words.begin(), words.end(), [](const std::string& word) {
            return word == "pump" || word == "downhole" || word == "plunger";
        });
        return pump ? std::optional(CardKind::PumpMeasured) : std::nullopt;
    };
    // From the end, but never the first word: in "F kN" the F is no foot.
    if (layout.position && !layout.length) {
        const Words words = wordsOf(layout.names[*layout.position]);
        for (std::size_t i = words.size(); i-- > 1 && !layout.length;) {
            if (const auto unit = parseLengthUnit(words[i])) {
                layout.length = LengthScale{1, *unit};
                layout.lengthFrom = "from the column name " + layout.names[*layout.position];
            }
        }
        layout.columnKind = kindIn(words);
    }
    if (layout.load && !layout.force) {
        const Words words = wordsOf(layout.names[*layout.load]);
        for (std::size_t i = words.size(); i-- > 1 && !layout.force;) {
            if (const auto unit = parseForceUnit(words[i])) {
                layout.force = ForceScale{1, *unit};
                layout.forceFrom = "from the column name " + layout.names[*layout.load];
            }
        }
        if (!layout.columnKind) {
            layout.columnKind = kindIn(words);
        }
    }
}

void takeUnitsFromComment(TableLayout& layout, const std::string& comment)
{
    const Words words = wordsOf(comment);
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        // "position in mm": the preposition is no inch if a unit follows it.
        const std::string& next = words[i + 1];
        const std::string after = next == "in" && i + 2 < words.size() ? words[i + 2] : std::string();
        if (!layout.length && oneOf(words[i], positionWords())) {
            if (const auto unit = parseLengthUnit(parseLengthUnit(after) ? after : next)) {
                layout.length = LengthScale{1, *unit};
                layout.lengthFrom = "from a comment line";
            }
        }
        if (!layout.force && oneOf(words[i], loadWords())) {
            if (const auto unit = parseForceUnit(parseForceUnit(after) ? after : next)) {
                layout.force = ForceScale{1, *unit};
                layout.forceFrom = "from a comment line";
            }
        }
    }
}

Question columnQuestion(Role role, const TableLayout& layout, const std::vector<std::string>& samples,
                        std::optional<std::size_t> suggestion, std::string why)
{
    const bool position = role == Role::Position;
    Question question{position ? key::position : key::load,
                      position ? "Which column is the position?" : "Which column is the load?",
                      {},
                      {},
                      std::move(why)};
    const auto valueOf = [&layout](std::size_t column) {
        const bool unique = layout.hasHeader && !layout.names[column].empty() &&
                            std::count(layout.names.begin(), layout.names.end(), layout.names[column]) == 1;
        return unique ? layout.names[column] : std::to_string(column + 1);
    };
    const std::vector<std::size_t>& named = position ? layout.positionsNamed : layout.loadsNamed;
    for (const std::size_t column : named.empty() ? layout.candidates : named) {
        const std::string values = column < samples.size() ? ": " + samples[column] : std::string();
        question.choices.push_back({valueOf(column), layout.names[column] + values});
    }
    if (suggestion) {
        question.suggestion = valueOf(*suggestion);
    }
    return question;
}

}  // namespace sightline::pumpcards
