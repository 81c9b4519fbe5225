// The readers, one class per layout; sessionReaders() puts them in order.
#pragma once

#include "core/domains/recording.h"

namespace sightline::mouse {

/// Balabit's challenge: client seconds, button, state; no file ending; the folder is the claimed account.
class BalabitReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "balabit-1"; }
    [[nodiscard]] std::string format() const override { return "Balabit session"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// SapiMouse: client milliseconds, button, state; a drag carries its button.
class SapiMouseReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "sapimouse-1"; }
    [[nodiscard]] std::string format() const override { return "SapiMouse session (CSV)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// Chao Shen's collection: Windows message codes and tick counts; the process id is dropped.
class ChaoShenReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "chaoshen-1"; }
    [[nodiscard]] std::string format() const override { return "Windows message log (CSV)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// evtrack (The Attentive Cursor): blank separated DOM events, screen sizes in an XML file of the same name beside it.
class EvtrackReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "evtrack-1"; }
    [[nodiscard]] std::string format() const override { return "evtrack log"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// The page that records sessions for Sightline.
class CollectorReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "collector-1"; }
    [[nodiscard]] std::string format() const override { return "Sightline collector (JSON)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// rrweb: batches of positions among events of a page; what speaks of the page is dropped.
class RrwebReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "rrweb-1"; }
    [[nodiscard]] std::string format() const override { return "rrweb recording (JSON)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// One session a line: `id x,y,t;x,y,t;… targetx,targety label`.
class TrajectoryReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "trajectories-1"; }
    [[nodiscard]] std::string format() const override { return "Trajectory lines"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// Any delimited table with a time and a position, columns by name or by answers.
class TableReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "mouse-table-1"; }
    [[nodiscard]] std::string format() const override { return "Table of mouse events"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// An array of events, or an object that holds one, by the same mapping on keys.
class JsonReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "mouse-json-1"; }
    [[nodiscard]] std::string format() const override { return "Mouse events (JSON)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

/// One event an object, one object a line; a broken last line of a live file is left out.
class JsonLinesReader final : public domains::Reader {
public:
    [[nodiscard]] std::string id() const override { return "mouse-jsonl-1"; }
    [[nodiscard]] std::string format() const override { return "Mouse events (JSON lines)"; }
    [[nodiscard]] domains::ReadOutcome read(const domains::ReadRequest& request, Progress& progress) const override;
};

}  // namespace sightline::mouse
