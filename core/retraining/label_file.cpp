#include <algorithm>
#include <map>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/retraining/examples.h"

namespace sightline::retraining {

namespace fs = std::filesystem;

namespace {

struct Row {
    std::vector<std::string> fields;
    std::int64_t line = 0;
};

/// RFC 4180: quotes, doubled quotes, line breaks inside quotes; LF, CRLF and CR. Empty lines are skipped.
class CsvRows {
public:
    CsvRows(std::string_view text, std::string file) : m_text(text), m_file(std::move(file)) {}

    Result<std::optional<Row>> next()
    {
        while (m_at < m_text.size() && (m_text[m_at] == '\n' || m_text[m_at] == '\r')) {
            breakLine();
        }
        if (m_at >= m_text.size()) {
            return std::nullopt;
        }
        Row row;
        row.line = m_line;
        for (;;) {
            Result<std::string> field = m_text.substr(m_at, 1) == "\"" ? quoted() : plain();
            if (!field) {
                return tl::unexpected(field.error());
            }
            row.fields.push_back(std::move(*field));
            if (m_at < m_text.size() && m_text[m_at] == ',') {
                ++m_at;
                continue;
            }
            if (m_at < m_text.size()) {
                breakLine();
            }
            return row;
        }
    }

private:
    void breakLine()
    {
        m_at += m_text.substr(m_at, 2) == "\r\n" ? 2 : 1;
        ++m_line;
    }
    Result<std::string> plain()
    {
        const std::size_t end = std::min(m_text.find_first_of(",\r\n", m_at), m_text.size());
        std::string field(trim(m_text.substr(m_at, end - m_at)));
        m_at = end;
        return field;
    }
    Result<std::string> quoted()
    {
        const std::int64_t begin = m_line;
        std::string field;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            if (m_text[m_at] == '"') {
                if (m_text.substr(m_at, 2) == "\"\"") {
                    ++m_at;
                } else {
                    ++m_at;
                    if (m_at < m_text.size() && m_text.substr(m_at, 1).find_first_of(",\r\n") != 0) {
                        return fail(ErrorCode::Corrupt, "text after a closing quote", {m_file, m_line, {}});
                    }
                    return field;
                }
            }
            if (m_text[m_at] == '\n') {
                ++m_line;
            }
            field += m_text[m_at];
        }
        return fail(ErrorCode::Corrupt, "a quote is not closed", {m_file, begin, {}});
    }

    std::string_view m_text;
    std::string m_file;
    std::size_t m_at = 0;
    std::int64_t m_line = 1;
};

constexpr const char* headerText = "path,sample,label,group";

Result<std::map<std::string, std::size_t>> columnsOf(const Row& header, const std::string& file)
{
    std::map<std::string, std::size_t> columns;
    for (std::size_t i = 0; i < header.fields.size(); ++i) {
        if (!columns.emplace(lowerAscii(header.fields[i]), i).second) {
            return fail(ErrorCode::Corrupt, "the column \"" + header.fields[i] + "\" stands twice in the header",
                        {file, header.line, {}});
        }
    }
    for (const char* name : {"path", "sample", "label", "group"}) {
        if (columns.count(name) == 0) {
            return fail(ErrorCode::Corrupt,
                        std::string("not a label file: the header lacks \"") + name + "\" (expected " + headerText +
                            "[,claim])",
                        {file, header.line, {}});
        }
    }
    return columns;
}

}  // namespace

Result<std::vector<LabelLine>> readLabelFile(const fs::path& path)
{
    Result<std::string> bytes = readFile(path);
    if (!bytes) {
        return tl::unexpected(bytes.error());
    }
    const std::string file = utf8(path);
    const std::string_view text = withoutBom(*bytes);
    if (!isValidUtf8(text)) {
        return fail(ErrorCode::Corrupt, "not a label file: not UTF-8 text", {file, {}, {}});
    }
    CsvRows rows(text, file);
    Result<std::optional<Row>> header = rows.next();
    if (!header) {
        return tl::unexpected(header.error());
    }
    if (!*header) {
        return fail(ErrorCode::Corrupt, std::string("empty: a label file begins with ") + headerText, {file, {}, {}});
    }
    Result<std::map<std::string, std::size_t>> columns = columnsOf(**header, file);
    if (!columns) {
        return tl::unexpected(columns.error());
    }
    const auto claim = columns->find("claim");
    std::vector<LabelLine> lines;
    for (;;) {
        Result<std::optional<Row>> row = rows.next();
        if (!row) {
            return tl::unexpected(row.error());
        }
        if (!*row) {
            return lines;
        }
        const std::vector<std::string>& fields = (*row)->fields;
        const Where where{file, (*row)->line, {}};
        if (fields.size() != (*header)->fields.size()) {
            return fail(ErrorCode::Corrupt,
                        std::to_string(fields.size()) + " fields where the header has " +
                            std::to_string((*header)->fields.size()),
                        where);
        }
        LabelLine line;
        if (fields[columns->at("path")].empty() || fields[columns->at("label")].empty()) {
            return fail(ErrorCode::Corrupt, "path and label must not be empty", where);
        }
        const fs::path named = pathFromUtf8(fields[columns->at("path")]);
        std::error_code ignored;
        const fs::path folder = fs::absolute(path, ignored).parent_path();
        line.path = (named.is_absolute() ? named : folder / named).lexically_normal();
        line.sample = fields[columns->at("sample")];
        line.label = fields[columns->at("label")];
        line.group = fields[columns->at("group")];
        line.claim = claim == columns->end() ? std::string() : fields[claim->second];
        line.file = path;
        line.line = (*row)->line;
        lines.push_back(std::move(line));
    }
}

Result<std::vector<LabelLine>> readLabels(const fs::path& path, const domains::Domain& domain,
                                          const std::string& labelColumn, const std::vector<fs::path>& recordings,
                                          std::vector<Finding>& findings)
{
    Result<std::vector<LabelLine>> lines = readLabelFile(path);
    if (lines || lines.error().code == ErrorCode::Unreadable) {
        return lines;
    }
    Result<domains::LabelTable> table = domain.labelTable(path, labelColumn);
    if (!table) {
        return table.error().code == ErrorCode::NotMine ? lines : tl::unexpected(table.error());
    }
    findings.insert(findings.end(), table->findings.begin(), table->findings.end());
    std::error_code ignored;
    const fs::path folder = fs::absolute(path, ignored).parent_path();
    std::vector<fs::path> candidates = recordings;
    if (candidates.empty()) {
        for (fs::directory_iterator it(folder, ignored), end; !ignored && it != end; it.increment(ignored)) {
            candidates.push_back(it->path());
        }
        std::erase_if(candidates, [&](const fs::path& one) { return one.filename() == path.filename(); });
        std::sort(candidates.begin(), candidates.end());
    }
    const std::optional<std::size_t> own = domain.recordingOfTable(path, candidates);
    lines = std::vector<LabelLine>();
    for (const domains::TableBox& box : table->boxes) {
        LabelLine line;
        if (box.file.empty()) {
            if (!own) {
                return fail(ErrorCode::NotFound,
                            "the table names no recording, and none of those given begins like its own name",
                            {utf8(path), box.line, {}});
            }
            line.path = candidates[*own];
        } else {
            const fs::path name = pathFromUtf8(box.file);
            const auto named = std::find_if(candidates.begin(), candidates.end(),
                                            [&](const fs::path& one) { return one.filename() == name.filename(); });
            line.path = named != candidates.end() ? *named : name.is_absolute() ? name : folder / name;
        }
        line.extent = box.extent;
        line.sure = box.sure;
        line.label = box.label;
        line.file = path;
        line.line = box.line;
        if (line.label.empty()) {
            return fail(ErrorCode::Corrupt, "a box has no label; --map label=COLUMN names the column",
                        {utf8(path), box.line, {}});
        }
        lines->push_back(std::move(line));
    }
    return lines;
}

}  // namespace sightline::retraining
