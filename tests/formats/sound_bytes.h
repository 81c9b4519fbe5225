// Sound files made by hand, so that broken ones can be made at will.
#pragma once

#include <QByteArray>
#include <QFile>
#include <QString>

#include <cstdint>

namespace sightline::test {

inline QByteArray le(std::uint64_t value, int bytes)
{
    QByteArray text;
    for (int i = 0; i < bytes; ++i) {
        text += static_cast<char>(value >> (8 * i) & 0xFF);
    }
    return text;
}
inline QByteArray be(std::uint64_t value, int bytes)
{
    QByteArray text;
    for (int i = bytes - 1; i >= 0; --i) {
        text += static_cast<char>(value >> (8 * i) & 0xFF);
    }
    return text;
}

inline QByteArray chunk(const char* id, const QByteArray& content, std::int64_t claimed = -1)
{
    return QByteArray(id, 4) +
           le(claimed < 0 ? static_cast<std::uint64_t>(content.size()) : static_cast<std::uint64_t>(claimed), 4) +
           content + QByteArray(content.size() % 2, '\0');
}

inline QByteArray format(int code, int channels, int rate, int bits)
{
    const int frame = channels * ((bits + 7) / 8);
    return chunk("fmt ", le(static_cast<std::uint64_t>(code), 2) + le(static_cast<std::uint64_t>(channels), 2) +
                             le(static_cast<std::uint64_t>(rate), 4) + le(static_cast<std::uint64_t>(rate * frame), 4) +
                             le(static_cast<std::uint64_t>(frame), 2) + le(static_cast<std::uint64_t>(bits), 2));
}

inline QByteArray wav(const QByteArray& chunks, const char* kind = "RIFF")
{
    return QByteArray(kind, 4) + le(static_cast<std::uint64_t>(chunks.size()) + 4, 4) + "WAVE" + chunks;
}

/// 16-bit samples 0, 100, 200 …
inline QByteArray ramp(int count)
{
    QByteArray bytes;
    for (int i = 0; i < count; ++i) {
        bytes += le(static_cast<std::uint64_t>(i * 100), 2);
    }
    return bytes;
}

inline void write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
        qFatal("the test could not write its file");
    }
}

/// The head of a HARP header for `count` raw files, and one raw file.
inline QByteArray harpHead(int count)
{
    QByteArray head =
        le(1, 1) + QByteArray("V2.01A").leftJustified(10, '\0') + "DL41" + "SITE" + "Kauai01_" + le(11, 1) + "12345678";
    return head + le(static_cast<std::uint64_t>(count), 2) + le(static_cast<std::uint32_t>(-15953383), 4) +
           le(2157224, 4) + le(720, 2) + QByteArray(8, '\0');
}
inline QByteArray harpRaw(int minute, int second, std::uint32_t address, std::uint32_t length, int rate, int gain = 1)
{
    return le(21, 1) + le(7, 1) + le(15, 1) + le(0, 1) + le(static_cast<std::uint64_t>(minute), 1) +
           le(static_cast<std::uint64_t>(second), 1) + le(0, 2) + le(address, 4) + le(length, 4) + le(1, 4) +
           le(static_cast<std::uint64_t>(rate), 4) + le(static_cast<std::uint64_t>(gain), 1) + QByteArray(7, '\0');
}

}  // namespace sightline::test
