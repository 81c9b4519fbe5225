#include "core/domains/mouse/session.h"

#include <algorithm>

#include "core/base/text.h"

namespace sightline::mouse {

const char* toString(EventKind kind)
{
    switch (kind) {
        case EventKind::Move: return "move";
        case EventKind::Press: return "press";
        case EventKind::Release: return "release";
        case EventKind::Scroll: return "scroll";
        case EventKind::Leave: return "leave";
        case EventKind::Resize: return "resize";
    }
    return "move";
}

const char* toString(Button button)
{
    switch (button) {
        case Button::None: return "none";
        case Button::Left: return "left";
        case Button::Middle: return "middle";
        case Button::Right: return "right";
        case Button::Other: return "other";
    }
    return "none";
}

const char* toString(Pointer pointer)
{
    switch (pointer) {
        case Pointer::Unknown: return "unknown";
        case Pointer::Mouse: return "mouse";
        case Pointer::Pen: return "pen";
        case Pointer::Touch: return "touch";
    }
    return "unknown";
}

std::uint8_t buttonMask(Button button)
{
    return button == Button::None ? std::uint8_t{0}
                                  : static_cast<std::uint8_t>(1U << (static_cast<unsigned>(button) - 1U));
}

MouseRecording::MouseRecording(RecordingInfo info, std::vector<Session> sessions)
    : Recording(std::move(info)), m_sessions(std::move(sessions))
{
    for (std::size_t i = 0; i < m_sessions.size(); ++i) {
        m_places.emplace(m_sessions[i].id, i);
    }
}

const Session* MouseRecording::find(const std::string& id) const
{
    const auto found = m_places.find(id);
    return found == m_places.end() ? nullptr : &m_sessions[found->second];
}

namespace {
constexpr char windowMark = '@';
}

std::string windowKey(const std::string& session, std::size_t number)
{
    return session + windowMark + std::to_string(number);
}

std::string sessionPart(const std::string& sampleKey)
{
    return sampleKey.substr(0, sampleKey.rfind(windowMark));
}

std::optional<std::size_t> windowPart(const std::string& sampleKey)
{
    const std::size_t mark = sampleKey.rfind(windowMark);
    const auto number = mark == std::string::npos ? std::nullopt : parseInteger(sampleKey.substr(mark + 1));
    return number && *number >= 0 ? std::optional(static_cast<std::size_t>(*number)) : std::nullopt;
}

Result<const Session*> sessionOf(const domains::Recording& recording, const Sample& sample)
{
    const auto* mouse = dynamic_cast<const MouseRecording*>(&recording);
    const std::string id = sessionPart(sample.key.sample);
    const Session* session = mouse == nullptr ? nullptr : mouse->find(id);
    if (session == nullptr) {
        return fail(ErrorCode::NotFound, "This recording holds no mouse session \"" + id + "\".");
    }
    return session;
}

}  // namespace sightline::mouse
