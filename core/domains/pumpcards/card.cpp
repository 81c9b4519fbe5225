#include "core/domains/pumpcards/card.h"

namespace sightline::pumpcards {

const char* toString(CardKind kind)
{
    switch (kind) {
        case CardKind::Surface: return "surface card";
        case CardKind::PumpMeasured: return "pump card (measured)";
        case CardKind::PumpComputed: return "pump card (computed)";
        case CardKind::Predicted: return "predicted card";
    }
    return "surface card";
}

Result<const Card*> cardOf(const domains::Recording& recording, const Sample& sample)
{
    const auto* cards = dynamic_cast<const CardRecording*>(&recording);
    if (cards == nullptr) {
        return fail(ErrorCode::NotFound, "this recording holds no pump cards");
    }
    if (sample.index >= cards->cards().size() || cards->cards()[sample.index].id != sample.key.sample) {
        return fail(ErrorCode::NotFound, "the recording has no card '" + sample.key.sample + "'");
    }
    return &cards->cards()[sample.index];
}

}  // namespace sightline::pumpcards
