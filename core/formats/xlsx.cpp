#include "core/formats/xlsx.h"

#include <zip.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <pugixml.hpp>

#include "core/base/file.h"
#include "core/base/text.h"

namespace sightline::formats {

namespace {

constexpr std::uint64_t maxUnpackedBytes = std::uint64_t{256} << 20;
constexpr std::size_t maxCells = 8'000'000;
constexpr std::size_t maxColumns = 1024;

struct ArchiveCloser {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct EntryCloser {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using Archive = std::unique_ptr<zip_t, ArchiveCloser>;
using Entry = std::unique_ptr<zip_file_t, EntryCloser>;

/// Unpacks parts of one file and keeps count of what was unpacked.
class Package {
public:
    Package(Archive archive, std::string file) : m_archive(std::move(archive)), m_file(std::move(file)) {}

    [[nodiscard]] bool has(const std::string& part) const
    {
        return zip_name_locate(m_archive.get(), part.c_str(), ZIP_FL_NOCASE) >= 0;
    }

    Result<std::string> read(const std::string& part)
    {
        const zip_int64_t index = zip_name_locate(m_archive.get(), part.c_str(), ZIP_FL_NOCASE);
        const Entry entry(index < 0 ? nullptr : zip_fopen_index(m_archive.get(), static_cast<zip_uint64_t>(index), 0));
        if (!entry) {
            return fail(ErrorCode::Corrupt, "the spreadsheet's part " + part + " is missing or damaged",
                        {m_file, {}, {}});
        }
        std::string content;
        std::string buffer(std::size_t{1} << 16, '\0');
        while (true) {
            // The size the archive declares is not to be trusted: what counts is what comes out.
            const zip_int64_t got = zip_fread(entry.get(), buffer.data(), buffer.size());
            if (got < 0) {
                return fail(ErrorCode::Corrupt, "the spreadsheet's part " + part + " is damaged", {m_file, {}, {}});
            }
            if (got == 0) {
                return content;
            }
            m_unpacked += static_cast<std::uint64_t>(got);
            if (m_unpacked > maxUnpackedBytes) {
                return fail(ErrorCode::Invalid, "the spreadsheet unpacks to more than 256 MiB", {m_file, {}, {}});
            }
            content.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }

    Result<std::unique_ptr<pugi::xml_document>> readXml(const std::string& part)
    {
        auto content = read(part);
        if (!content) {
            return tl::unexpected(content.error());
        }
        auto document = std::make_unique<pugi::xml_document>();
        const pugi::xml_parse_result parsed =
            document->load_buffer(content->data(), content->size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
        if (!parsed) {
            return fail(ErrorCode::Corrupt,
                        "the spreadsheet's part " + part + " is damaged at byte " + std::to_string(parsed.offset) +
                            ": " + parsed.description(),
                        {m_file, {}, {}});
        }
        return document;
    }

    [[nodiscard]] const std::string& file() const { return m_file; }

private:
    Archive m_archive;
    std::string m_file;
    std::uint64_t m_unpacked = 0;
};

// Names without their namespace prefix: some writers put every element into "x:".
std::string_view localName(const pugi::xml_node& node)
{
    const std::string_view name = node.name();
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node childNamed(const pugi::xml_node& parent, std::string_view name)
{
    for (const pugi::xml_node child : parent.children()) {
        if (localName(child) == name) {
            return child;
        }
    }
    return {};
}

// The text of <si> and <is>: plain, or runs joined; phonetic hints are left out.
std::string richText(const pugi::xml_node& item)
{
    std::string text;
    for (const pugi::xml_node child : item.children()) {
        if (localName(child) == "t") {
            text += child.text().get();
        } else if (localName(child) == "r") {
            text += childNamed(child, "t").text().get();
        }
    }
    return text;
}

// "BC12" → column 54 (from 0).
std::optional<std::size_t> columnOf(std::string_view reference)
{
    std::size_t column = 0;
    std::size_t letters = 0;
    while (letters < reference.size() && letters < 4) {
        const char c = reference[letters];
        const int digit = c >= 'A' && c <= 'Z' ? c - 'A' + 1 : c >= 'a' && c <= 'z' ? c - 'a' + 1 : 0;
        if (digit == 0) {
            break;
        }
        column = column * 26 + static_cast<std::size_t>(digit);
        ++letters;
    }
    return letters == 0 ? std::nullopt : std::optional(column - 1);
}

class SheetReader {
public:
    SheetReader(const std::vector<std::string>& strings, std::string file, std::size_t& cells)
        : m_strings(strings), m_file(std::move(file)), m_cells(cells)
    {
    }

    Result<Sheet> read(const pugi::xml_node& worksheet, std::string name, Progress& progress)
    {
        Sheet sheet{std::move(name), {}};
        std::int64_t number = 0;
        for (const pugi::xml_node row : childNamed(worksheet, "sheetData").children()) {
            number = row.attribute("r").as_llong(number + 1);
            if (sheet.rows.size() % 1024 == 0 && progress.cancelled()) {
                return fail(ErrorCode::Cancelled, "reading was stopped", {m_file, {}, {}});
            }
            auto read = readRow(row, number);
            if (!read) {
                return tl::unexpected(read.error());
            }
            if (!read->cells.empty()) {
                sheet.rows.push_back(std::move(*read));
            }
        }
        return sheet;
    }

private:
    Result<SheetRow> readRow(const pugi::xml_node& row, std::int64_t number)
    {
        SheetRow result{number, {}};
        for (const pugi::xml_node cell : row.children()) {
            const std::size_t column = columnOf(cell.attribute("r").value()).value_or(result.cells.size());
            if (column >= maxColumns || m_cells + column > maxCells) {
                return fail(ErrorCode::Invalid, "the spreadsheet has more than 1,024 columns or 8 million cells",
                            {m_file, number, {}});
            }
            auto text = cellText(cell, number);
            if (!text) {
                return tl::unexpected(text.error());
            }
            if (result.cells.size() <= column) {
                m_cells += column + 1 - result.cells.size();
                result.cells.resize(column + 1);
            }
            result.cells[column] = std::move(*text);
        }
        return result;
    }

    Result<std::string> cellText(const pugi::xml_node& cell, std::int64_t row) const
    {
        const std::string_view type = cell.attribute("t").value();
        if (type == "inlineStr") {
            return richText(childNamed(cell, "is"));
        }
        const std::string value = childNamed(cell, "v").text().get();
        if (type != "s" || value.empty()) {
            return value;
        }
        const auto index = parseInteger(value);
        if (!index || *index < 0 || static_cast<std::size_t>(*index) >= m_strings.size()) {
            return fail(ErrorCode::Corrupt, "a cell points to a shared text that is not there", {m_file, row, {}});
        }
        return m_strings[static_cast<std::size_t>(*index)];
    }

    const std::vector<std::string>& m_strings;
    std::string m_file;
    std::size_t& m_cells;
};

Result<std::vector<std::string>> sharedStrings(Package& package)
{
    std::vector<std::string> strings;
    if (!package.has("xl/sharedStrings.xml")) {
        return strings;
    }
    const auto document = package.readXml("xl/sharedStrings.xml");
    if (!document) {
        return tl::unexpected(document.error());
    }
    for (const pugi::xml_node item : childNamed(**document, "sst").children()) {
        if (localName(item) == "si") {
            strings.push_back(richText(item));
        }
    }
    return strings;
}

struct SheetPart {
    std::string name;
    std::string part;
};

Result<std::vector<SheetPart>> sheetParts(Package& package)
{
    const auto workbook = package.readXml("xl/workbook.xml");
    if (!workbook) {
        return tl::unexpected(workbook.error());
    }
    std::map<std::string, std::string> targets;
    if (package.has("xl/_rels/workbook.xml.rels")) {
        const auto relations = package.readXml("xl/_rels/workbook.xml.rels");
        if (!relations) {
            return tl::unexpected(relations.error());
        }
        for (const pugi::xml_node relation : childNamed(**relations, "Relationships").children()) {
            std::string target = relation.attribute("Target").value();
            target = target.substr(0, 1) == "/" ? target.substr(1) : "xl/" + target;
            targets[relation.attribute("Id").value()] = target;
        }
    }
    std::vector<SheetPart> parts;
    for (const pugi::xml_node sheet : childNamed(childNamed(**workbook, "workbook"), "sheets").children()) {
        std::string id;
        for (const pugi::xml_attribute attribute : sheet.attributes()) {
            const std::string_view name = attribute.name();
            if (name.size() > 3 && name.substr(name.size() - 3) == ":id") {
                id = attribute.value();
            }
        }
        const auto target = targets.find(id);
        const std::string fallback = "xl/worksheets/sheet" + std::to_string(parts.size() + 1) + ".xml";
        parts.push_back({sheet.attribute("name").value(), target == targets.end() ? fallback : target->second});
    }
    return parts;
}

Result<Package> openPackage(const std::filesystem::path& path)
{
    const std::string file = utf8(path);
    int problem = 0;
    Archive archive(zip_open(file.c_str(), ZIP_RDONLY, &problem));
    if (!archive) {
        return fail(ErrorCode::Corrupt, "the zip archive is cut off or damaged", {file, {}, {}});
    }
    return Package(std::move(archive), file);
}

Result<std::vector<Sheet>> readPackage(const std::filesystem::path& path, Progress& progress)
{
    auto package = openPackage(path);
    if (!package) {
        return tl::unexpected(package.error());
    }
    if (!package->has("xl/workbook.xml")) {
        return fail(ErrorCode::NotMine, "a zip archive, but no spreadsheet", {package->file(), {}, {}});
    }
    const auto strings = sharedStrings(*package);
    if (!strings) {
        return tl::unexpected(strings.error());
    }
    const auto parts = sheetParts(*package);
    if (!parts) {
        return tl::unexpected(parts.error());
    }
    std::vector<Sheet> sheets;
    std::size_t cells = 0;
    for (const SheetPart& part : *parts) {
        if (!package->has(part.part)) {
            continue;  // chart sheets and the like have no cells
        }
        const auto document = package->readXml(part.part);
        if (!document) {
            return tl::unexpected(document.error());
        }
        auto sheet = SheetReader(*strings, package->file(), cells)
                         .read(childNamed(**document, "worksheet"), part.name, progress);
        if (!sheet) {
            return tl::unexpected(sheet.error());
        }
        sheets.push_back(std::move(*sheet));
    }
    return sheets;
}

}  // namespace

bool looksLikeZip(std::string_view head)
{
    return head.substr(0, 4) == std::string_view("PK\x03\x04", 4);
}

Result<std::vector<Sheet>> readXlsx(const std::filesystem::path& path, Progress& progress)
{
    try {
        return readPackage(path, progress);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "the spreadsheet does not fit into memory", {utf8(path), {}, {}});
    } catch (const std::exception& problem) {
        return fail(ErrorCode::Internal, std::string("reading the spreadsheet failed: ") + problem.what(),
                    {utf8(path), {}, {}});
    }
}

bool SheetRows::next(Row& row)
{
    while (m_index < m_sheet.rows.size()) {
        const SheetRow& current = m_sheet.rows[m_index++];
        const bool empty = std::all_of(current.cells.begin(), current.cells.end(),
                                       [](const std::string& cell) { return trim(cell).empty(); });
        if (empty) {
            continue;
        }
        row.line = current.number;
        row.cells.clear();
        std::transform(current.cells.begin(), current.cells.end(), std::back_inserter(row.cells),
                       [](const std::string& cell) { return trim(cell); });
        return true;
    }
    return false;
}

}  // namespace sightline::formats
