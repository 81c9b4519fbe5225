#include "ui/hydrophone/audio_output.h"

#include <algorithm>
#include <cstring>

#include <QAudioDevice>
#include <QAudioSink>
#include <QCoreApplication>
#include <QIODevice>
#include <QMediaDevices>

namespace sightline::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(sightline::ui::SoundPlayer)
};

constexpr int usualRate = 48000;
/// The window may be busy for so long without a break in the sound.
constexpr qint64 bufferMicroseconds = 300'000;

/// What the device takes: mono floats at the usual rate where it can.
QAudioFormat formatFor(const QAudioDevice& device)
{
    QAudioFormat format;
    format.setSampleRate(usualRate);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Float);
    return device.isFormatSupported(format) ? format : device.preferredFormat();
}

class SoundCard final : public AudioOutput {
public:
    Result<int> open() override
    {
        close();
        const QAudioDevice device = QMediaDevices::defaultAudioOutput();
        if (device.isNull()) {
            return fail(ErrorCode::NotFound,
                        Words::tr("This machine has no sound device. Connect one, or look at the sound instead.")
                            .toStdString());
        }
        m_format = formatFor(device);
        m_sink = std::make_unique<QAudioSink>(device, m_format);
        m_sink->setBufferSize(m_format.bytesForDuration(bufferMicroseconds));
        m_device = m_sink->start();
        if (m_device == nullptr || m_sink->error() != QAudio::NoError) {
            close();
            return fail(ErrorCode::NotFound,
                        Words::tr("The sound device \"%1\" does not play.").arg(device.description()).toStdString());
        }
        return m_format.sampleRate();
    }

    [[nodiscard]] std::size_t room() const override
    {
        return m_sink ? static_cast<std::size_t>(m_sink->bytesFree() / m_format.bytesPerFrame()) : 0;
    }

    void write(std::span<const float> samples) override
    {
        if (m_device == nullptr) {
            return;
        }
        QByteArray bytes;
        bytes.reserve(static_cast<qsizetype>(samples.size()) * m_format.bytesPerFrame());
        for (const float sample : samples) {
            for (int channel = 0; channel < m_format.channelCount(); ++channel) {
                append(bytes, std::clamp(sample, -1.0F, 1.0F));
            }
        }
        m_device->write(bytes);
    }

    [[nodiscard]] std::size_t pending() const override
    {
        if (!m_sink || m_sink->state() == QAudio::IdleState || m_sink->state() == QAudio::StoppedState) {
            return 0;
        }
        const qsizetype bytes = std::max<qsizetype>(m_sink->bufferSize() - m_sink->bytesFree(), 0);
        return static_cast<std::size_t>(bytes / m_format.bytesPerFrame());
    }

    void setPaused(bool paused) override
    {
        if (m_sink) {
            paused ? m_sink->suspend() : m_sink->resume();
        }
    }

    void close() override
    {
        m_device = nullptr;
        if (m_sink) {
            m_sink->reset();
            m_sink.reset();
        }
    }

private:
    template <class Value>
    static void appendBytes(QByteArray& bytes, Value value)
    {
        char raw[sizeof value];
        std::memcpy(raw, &value, sizeof value);
        bytes.append(raw, sizeof value);
    }
    void append(QByteArray& bytes, float sample) const
    {
        switch (m_format.sampleFormat()) {
            case QAudioFormat::UInt8: appendBytes(bytes, static_cast<quint8>(128 + 127 * sample)); break;
            case QAudioFormat::Int16: appendBytes(bytes, static_cast<qint16>(32767 * sample)); break;
            case QAudioFormat::Int32:
                appendBytes(bytes, static_cast<qint32>(2147483647.0 * static_cast<double>(sample)));
                break;
            default: appendBytes(bytes, sample); break;
        }
    }

    QAudioFormat m_format;
    std::unique_ptr<QAudioSink> m_sink;
    QIODevice* m_device = nullptr;  ///< the sink's
};

}  // namespace

std::unique_ptr<AudioOutput> soundCard()
{
    return std::make_unique<SoundCard>();
}

}  // namespace sightline::ui
