// The readers, one class per container; cardReaders() puts them in order.
#pragma once

#include "core/domains/recording.h"

namespace sightline::pumpcards {

/// Spreadsheets: every sheet with a table of positions and loads, or an XSPOC export.
class XlsxReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "xlsx-1"; }
    [[nodiscard]] std::string format() const override { return "Spreadsheet (.xlsx)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// sktime: `pos,pos,…:load,load,…:LABEL` per line. Which dimension is the position is decided by the data, and said.
class SktimeReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "sktime-1"; }
    [[nodiscard]] std::string format() const override { return "sktime time series (.ts)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// JSON with positions and loads: a controller's CardPoints, an operator's cardData, a service's S[] and F[], and any
/// other object with two arrays of those names.
class JsonReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "json-1"; }
    [[nodiscard]] std::string format() const override { return "Card in JSON"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// INSERT rows of an SQL dump: tag, position, load.
class SqlReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "sql-1"; }
    [[nodiscard]] std::string format() const override { return "SQL INSERT rows"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// Theta / ChampionX dynamometer file: a count N, N lines of position in inches and load in pounds, then the settings.
class DynReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "dyn-1"; }
    [[nodiscard]] std::string format() const override { return "Theta dynamometer file (.dyn)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// Delimited text of any layout: long tables, two columns, controller exports, time records, XSPOC exports.
class DelimitedReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "table-1"; }
    [[nodiscard]] std::string format() const override { return "Table of positions and loads (text)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

}  // namespace sightline::pumpcards
