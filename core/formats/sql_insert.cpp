#include "core/formats/sql_insert.h"

#include <algorithm>

#include "core/base/text.h"

namespace sightline::formats {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

void SqlInsertRows::rewind()
{
    m_offset = 0;
    m_line = 1;
    m_countedTo = 0;
    m_inValues = false;
    m_table.clear();
    m_columns.clear();
    m_error.reset();
    m_unescaped.clear();
}

void SqlInsertRows::stop(std::string message)
{
    m_line += std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_countedTo),
                         m_text.begin() + static_cast<std::ptrdiff_t>(std::min(m_offset, m_text.size())), '\n');
    m_error = Error{ErrorCode::Corrupt, std::move(message), {{}, m_line, {}}};
    m_offset = m_text.size();
    m_countedTo = m_text.size();
}

// Blanks and both kinds of comment.
void SqlInsertRows::skipBlanks()
{
    while (m_offset < m_text.size()) {
        if (isSpace(m_text[m_offset])) {
            ++m_offset;
        } else if (m_text.substr(m_offset, 2) == "--") {
            m_offset = std::min(m_text.find('\n', m_offset), m_text.size());
        } else if (m_text.substr(m_offset, 2) == "/*") {
            const std::size_t end = m_text.find("*/", m_offset + 2);
            m_offset = end == std::string_view::npos ? m_text.size() : end + 2;
        } else {
            return;
        }
    }
}

bool SqlInsertRows::takeKeyword(std::string_view keyword)
{
    const std::size_t end = m_offset + keyword.size();
    if (!startsWithIgnoreCase(m_text.substr(m_offset), keyword) || (end < m_text.size() && isWord(m_text[end]))) {
        return false;
    }
    m_offset = end;
    skipBlanks();
    return true;
}

// Moves behind the closing quote; the offset stands on the opening one.
bool SqlInsertRows::skipQuoted(char quote)
{
    std::size_t end = m_offset + 1;
    while (true) {
        end = m_text.find(quote, end);
        if (end == std::string_view::npos) {
            stop("a quoted text is never closed");
            return false;
        }
        if (quote == ']' || end + 1 >= m_text.size() || m_text[end + 1] != quote) {
            m_offset = end + 1;
            return true;
        }
        end += 2;
    }
}

bool SqlInsertRows::findInsert()
{
    while (m_offset < m_text.size()) {
        skipBlanks();
        if (m_offset >= m_text.size()) {
            return false;
        }
        if (takeKeyword("INSERT")) {
            return true;
        }
        const char c = m_text[m_offset];
        if (c == '\'' || c == '"' || c == '`' || c == '[') {
            if (!skipQuoted(c == '[' ? ']' : c)) {
                return false;
            }
        } else if (isWord(c)) {
            while (m_offset < m_text.size() && isWord(m_text[m_offset])) {
                ++m_offset;
            }
        } else {
            ++m_offset;
        }
    }
    return false;
}

// [a].[b], "a"."b", `a` or a.b as a.b.
std::string SqlInsertRows::readName()
{
    std::string name;
    while (m_offset < m_text.size()) {
        const char c = m_text[m_offset];
        if (c == '[' || c == '"' || c == '`') {
            const std::size_t begin = m_offset + 1;
            if (!skipQuoted(c == '[' ? ']' : c)) {
                return name;
            }
            name += m_text.substr(begin, m_offset - begin - 1);
        } else if (isWord(c) || c == '.') {
            name += c;
            ++m_offset;
        } else {
            break;
        }
    }
    skipBlanks();
    return name;
}

bool SqlInsertRows::readStatementHead()
{
    takeKeyword("INTO");
    m_table = readName();
    m_columns.clear();
    if (m_offset < m_text.size() && m_text[m_offset] == '(') {
        do {
            ++m_offset;
            skipBlanks();
            m_columns.push_back(readName());
        } while (m_offset < m_text.size() && m_text[m_offset] == ',');
        if (m_offset >= m_text.size() || m_text[m_offset] != ')') {
            stop("the column list of an INSERT is broken");
            return false;
        }
        ++m_offset;
        skipBlanks();
    }
    return takeKeyword("VALUES");
}

bool SqlInsertRows::readLiteral(std::vector<std::string_view>& cells)
{
    if ((m_text[m_offset] == 'N' || m_text[m_offset] == 'n') && m_text.substr(m_offset + 1, 1) == "'") {
        ++m_offset;
    }
    if (m_text[m_offset] == '\'') {
        const std::size_t begin = m_offset + 1;
        if (!skipQuoted('\'')) {
            return false;
        }
        const std::string_view content = m_text.substr(begin, m_offset - begin - 1);
        if (content.find('\'') == std::string_view::npos) {
            cells.push_back(trim(content));
        } else {
            std::string& plain = m_unescaped.emplace_back();
            for (std::size_t i = 0; i < content.size(); ++i) {
                plain += content[i];
                i += content[i] == '\'' ? 1 : 0;
            }
            cells.push_back(trim(plain));
        }
    } else {
        // A number, NULL or an expression such as CAST('…' AS date): kept as written, up to its comma.
        const std::size_t begin = m_offset;
        int depth = 0;
        while (m_offset < m_text.size() && (depth > 0 || (m_text[m_offset] != ',' && m_text[m_offset] != ')'))) {
            const char c = m_text[m_offset];
            if (c == ';' || c == '\n') {
                break;
            }
            if (c == '\'') {
                if (!skipQuoted('\'')) {
                    return false;
                }
                continue;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            ++m_offset;
        }
        const std::string_view word = trim(m_text.substr(begin, m_offset - begin));
        cells.push_back(equalsIgnoreCase(word, "NULL") ? std::string_view() : word);
    }
    skipBlanks();
    return true;
}

// Behind the opening bracket, up to and with the closing one.
bool SqlInsertRows::readTuple(std::vector<std::string_view>& cells)
{
    while (true) {
        skipBlanks();
        if (m_offset >= m_text.size()) {
            break;
        }
        if (!readLiteral(cells)) {
            return false;
        }
        if (m_offset >= m_text.size() || (m_text[m_offset] != ',' && m_text[m_offset] != ')')) {
            break;
        }
        if (m_text[m_offset++] == ')') {
            return true;
        }
    }
    stop("an INSERT ends inside its values: the file is cut off or broken");
    return false;
}

bool SqlInsertRows::next(Row& row)
{
    while (!m_error) {
        if (!m_inValues) {
            if (!findInsert()) {
                return false;
            }
            m_inValues = readStatementHead();
            continue;
        }
        skipBlanks();
        if (m_offset < m_text.size() && m_text[m_offset] == ',') {
            ++m_offset;
            skipBlanks();
        }
        if (m_offset >= m_text.size() || m_text[m_offset] != '(') {
            m_inValues = false;
            continue;
        }
        m_line += std::count(m_text.begin() + static_cast<std::ptrdiff_t>(m_countedTo),
                             m_text.begin() + static_cast<std::ptrdiff_t>(m_offset), '\n');
        m_countedTo = m_offset;
        ++m_offset;
        m_unescaped.clear();
        std::vector<std::string_view> cells;
        if (!readTuple(cells)) {
            return false;
        }
        row.line = m_line;
        row.cells = std::move(cells);
        return true;
    }
    return false;
}

bool looksLikeSqlInserts(std::string_view head)
{
    std::size_t begin = 0;
    while (begin < head.size()) {
        const std::size_t end = std::min(head.find_first_of("\r\n", begin), head.size());
        const std::string_view line = trim(head.substr(begin, end - begin));
        if (startsWithIgnoreCase(line, "INSERT") && line.size() > 6 && isSpace(line[6])) {
            const std::string_view rest = trim(line.substr(6));
            if (startsWithIgnoreCase(rest, "INTO") || rest.empty()) {
                return true;
            }
        }
        begin = end + 1;
    }
    return false;
}

}  // namespace sightline::formats
