// Office Open XML spreadsheets (.xlsx), values only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/formats/row_source.h"

namespace sightline::formats {

struct SheetRow {
    std::int64_t number = 0;         ///< as the spreadsheet shows it, from 1
    std::vector<std::string> cells;  ///< missing cells are empty
};

struct Sheet {
    std::string name;
    std::vector<SheetRow> rows;  ///< rows without any cell are left out
};

/// True if the bytes begin like a zip archive.
bool looksLikeZip(std::string_view head);

/// All sheets in the workbook's order. Numbers come as written in the file (point decimal), formulas as their stored
/// value, errors as their text ("#DIV/0!").
/// NotMine: a zip that is no workbook. Corrupt: damaged, or a part is missing. Invalid: larger than the bounds that
/// keep a manipulated file from filling the memory (256 MiB unpacked, 8 million cells, 1,024 columns).
Result<std::vector<Sheet>> readXlsx(const std::filesystem::path& path, Progress& progress);

/// A sheet's rows as a RowSource; the sheet must outlive it.
class SheetRows final : public RowSource {
public:
    explicit SheetRows(const Sheet& sheet) : m_sheet(sheet) {}
    bool next(Row& row) override;
    void rewind() override { m_index = 0; }

private:
    const Sheet& m_sheet;
    std::size_t m_index = 0;
};

}  // namespace sightline::formats
