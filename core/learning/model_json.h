// Private to this room: the metadata entry "sightline" of a model file, to and from JSON.
#pragma once

#include <string>

#include "core/base/result.h"
#include "core/learning/model.h"

namespace sightline::learning {

std::string modelInfoToText(const ModelInfo& info);
/// Corrupt, naming the field; Invalid for a version this program does not know. `where` is put into the errors.
Result<ModelInfo> modelInfoFromText(const std::string& text, const Where& where);
/// What keeps these values from being a usable model, in words that name the field; empty if nothing does.
std::string problemOf(const ModelInfo& info);

}  // namespace sightline::learning
