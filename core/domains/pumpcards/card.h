// One stroke of the rod, cleaned, in SI.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/units.h"
#include "core/data/sample.h"
#include "core/domains/recording.h"

namespace sightline::pumpcards {

enum class CardKind { Surface, PumpMeasured, PumpComputed, Predicted };
const char* toString(CardKind kind);  ///< "surface card", "pump card (measured)", …

struct CardPoint {
    double positionMetre = 0;
    double loadNewton = 0;
    bool operator==(const CardPoint&) const = default;
};

struct Card {
    std::string id;     ///< as the file gives it, else its number from 0: the sample key
    std::string label;  ///< as the file gives it, or empty
    std::string well;   ///< as the file gives it, or empty
    CardKind kind = CardKind::Surface;
    std::string controllerType;     ///< Stored, Shutdown, Reference, Start, Pump Up … or empty
    std::vector<CardPoint> points;  ///< cleaned: no padding, no doubled closing point
    std::vector<double> seconds;    ///< per point, if known; else empty
    std::optional<double> strokesPerMinute;
    std::optional<std::int64_t> timeMicroseconds;  ///< UTC
    LengthUnit fileLength = LengthUnit::Metre;     ///< for display: the units of the file
    ForceUnit fileForce = ForceUnit::Kilonewton;
    bool closed = false;                          ///< the file repeated the first point at the end
    double loadQuantumNewton = 0;                 ///< smallest common step of the load, 0 if none
    std::int64_t firstLine = 0;                   ///< in the file, from 1; 0 unknown
    std::map<std::string, std::string> wellData;  ///< further fields of the file, kept and shown
    std::vector<Finding> findings;                ///< of reading, cleaning and the validity gate
};

class CardRecording final : public domains::Recording {
public:
    CardRecording(RecordingInfo info, std::vector<Card> cards) : Recording(std::move(info)), m_cards(std::move(cards))
    {
    }
    [[nodiscard]] const std::vector<Card>& cards() const { return m_cards; }

private:
    std::vector<Card> m_cards;
};

/// The card of a sample; NotFound if the recording is not a CardRecording or has no such sample.
Result<const Card*> cardOf(const domains::Recording& recording, const Sample& sample);

}  // namespace sightline::pumpcards
