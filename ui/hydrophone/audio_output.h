// Where sound comes out: the machine's sound card, or a stand-in in tests.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "core/base/result.h"

namespace sightline::ui {

/// Mono samples in, in the window's thread. Nothing here waits.
class AudioOutput {
public:
    AudioOutput() = default;
    AudioOutput(const AudioOutput&) = delete;
    AudioOutput& operator=(const AudioOutput&) = delete;
    virtual ~AudioOutput() = default;

    /// Samples a second it plays. NotFound: there is nothing to hear with, in words for the user.
    virtual Result<int> open() = 0;
    /// So many samples can be written now.
    [[nodiscard]] virtual std::size_t room() const = 0;
    /// At most room() of them; louder than ±1 is cut.
    virtual void write(std::span<const float> samples) = 0;
    /// Written and not heard yet.
    [[nodiscard]] virtual std::size_t pending() const = 0;
    virtual void setPaused(bool paused) = 0;
    /// What is pending is never heard.
    virtual void close() = 0;
};

/// The system's default one at the time of open().
std::unique_ptr<AudioOutput> soundCard();

}  // namespace sightline::ui
