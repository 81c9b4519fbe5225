#include "core/base/result.h"

namespace sightline {

std::string Where::text() const
{
    if (line) {
        return file.empty() ? "line " + std::to_string(*line) : file + ":" + std::to_string(*line);
    }
    if (byte) {
        return (file.empty() ? "byte " : file + ", byte ") + std::to_string(*byte);
    }
    return file;
}

std::string Error::text() const
{
    const std::string place = where.text();
    return place.empty() ? message : place + ": " + message;
}

const char* toString(ErrorCode code)
{
    switch (code) {
        case ErrorCode::NotMine: return "not_mine";
        case ErrorCode::Unreadable: return "unreadable";
        case ErrorCode::Corrupt: return "corrupt";
        case ErrorCode::Invalid: return "invalid";
        case ErrorCode::NotFound: return "not_found";
        case ErrorCode::Busy: return "busy";
        case ErrorCode::OutOfMemory: return "out_of_memory";
        case ErrorCode::Cancelled: return "cancelled";
        case ErrorCode::Internal: return "internal";
    }
    return "internal";
}

}  // namespace sightline
