#include "core/formats/row_source.h"

#include <algorithm>
#include <map>

#include "core/base/text.h"

namespace sightline::formats {

namespace {

struct SampledRow {
    std::int64_t line = 0;
    std::vector<std::string> cells;
    std::size_t numbers = 0;
    std::size_t words = 0;  ///< cells that are neither empty nor numbers
};

std::vector<SampledRow> sampled(RowSource& rows, bool decimalComma)
{
    constexpr std::size_t maxRows = 300;
    std::vector<SampledRow> result;
    Row row;
    while (result.size() < maxRows && rows.next(row)) {
        SampledRow copy{row.line, {row.cells.begin(), row.cells.end()}, 0, 0};
        for (const std::string& cell : copy.cells) {
            const bool number = parseNumber(cell, decimalComma).has_value();
            copy.numbers += number ? 1 : 0;
            copy.words += !number && !cell.empty() ? 1 : 0;
        }
        result.push_back(std::move(copy));
    }
    rows.rewind();
    return result;
}

std::size_t dataStart(const std::vector<SampledRow>& rows)
{
    const bool oneColumn = std::all_of(rows.begin(), rows.end(), [](const auto& row) { return row.cells.size() < 2; });
    const std::size_t needed = oneColumn ? 1 : 2;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool lastRow = i + 1 == rows.size();
        if (rows[i].numbers >= needed && (lastRow || rows[i + 1].numbers >= needed)) {
            return i;
        }
    }
    return rows.size();
}

std::size_t mostFrequentWidth(const std::vector<SampledRow>& rows, std::size_t begin)
{
    std::map<std::size_t, std::size_t> counts;
    for (std::size_t i = begin; i < rows.size(); ++i) {
        ++counts[rows[i].cells.size()];
    }
    const auto most = std::max_element(counts.begin(), counts.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == counts.end() ? 0 : most->first;
}

}  // namespace

std::size_t TableHead::numericColumns() const
{
    return static_cast<std::size_t>(std::count(numeric.begin(), numeric.end(), true));
}

TableHead inspect(RowSource& rows, bool decimalComma, int headerRows)
{
    const std::vector<SampledRow> sample = sampled(rows, decimalComma);
    TableHead head;
    std::size_t begin =
        headerRows >= 0 ? std::min(static_cast<std::size_t>(headerRows), sample.size()) : dataStart(sample);
    const bool noData = begin == sample.size();
    // "0,nan" above "0.1,20.5" is a damaged data row, not a title: it must be counted.
    while (headerRows < 0 && !noData && begin > 0 && sample[begin - 1].numbers > 0 &&
           sample[begin - 1].cells.size() == sample[begin].cells.size() && sample[begin].cells.size() > 1) {
        --begin;
    }
    // Without a data row the widest row is what a header would be.
    std::size_t headerIndex = begin;
    if (noData && !sample.empty()) {
        const auto widest = std::max_element(
            sample.begin(), sample.end(), [](const auto& a, const auto& b) { return a.cells.size() < b.cells.size(); });
        headerIndex = static_cast<std::size_t>(widest - sample.begin()) + 1;
    }
    head.columns = noData ? 0 : mostFrequentWidth(sample, begin);
    if (headerIndex > 0 && sample[headerIndex - 1].words > sample[headerIndex - 1].numbers &&
        sample[headerIndex - 1].words > 1) {
        head.header = sample[headerIndex - 1].cells;
        head.headerLine = sample[headerIndex - 1].line;
        head.columns = std::max(head.columns, head.header.size());
        --headerIndex;
    }
    for (std::size_t i = 0; i < std::min(headerIndex, sample.size()); ++i) {
        std::copy_if(sample[i].cells.begin(), sample[i].cells.end(), std::back_inserter(head.titles),
                     [](const std::string& cell) { return !cell.empty(); });
    }
    if (noData) {
        return head;
    }
    head.firstDataLine = sample[begin].line;
    head.sampledRows = sample.size() - begin;
    std::vector<std::size_t> numbers(head.columns);
    std::size_t regular = 0;
    const std::size_t width = mostFrequentWidth(sample, begin);
    for (std::size_t i = begin; i < sample.size(); ++i) {
        regular += sample[i].cells.size() == width ? 1 : 0;
        for (std::size_t c = 0; c < std::min(head.columns, sample[i].cells.size()); ++c) {
            numbers[c] += parseNumber(sample[i].cells[c], decimalComma) ? 1 : 0;
        }
    }
    head.regularity = static_cast<double>(regular) / static_cast<double>(head.sampledRows);
    for (const std::size_t count : numbers) {
        head.numeric.push_back(count * 10 >= head.sampledRows * 6);
    }
    return head;
}

}  // namespace sightline::formats
