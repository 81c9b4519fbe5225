// Writes small zip archives for tests, so that broken ones can be made at will.
#pragma once

#include <QByteArray>
#include <QPair>
#include <QVector>

namespace sightline::test {

inline quint32 crc32(const QByteArray& bytes)
{
    quint32 crc = 0xFFFFFFFFU;
    for (const char c : bytes) {
        crc ^= static_cast<quint8>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ (0xEDB88320U & (0U - (crc & 1U)));
        }
    }
    return ~crc;
}

/// Entries of name and content; the content is deflated.
inline QByteArray zipOf(const QVector<QPair<QByteArray, QByteArray>>& entries)
{
    const auto number = [](quint32 value, int bytes) {
        QByteArray out;
        for (int i = 0; i < bytes; ++i) {
            out.append(static_cast<char>((value >> (8 * i)) & 0xFFU));
        }
        return out;
    };
    QByteArray body;
    QByteArray directory;
    for (const auto& [name, content] : entries) {
        // qCompress: four bytes of length, two of zlib header, the deflated data, four of checksum.
        const QByteArray packed = qCompress(content, 6);
        const QByteArray deflated = packed.mid(6, packed.size() - 10);
        const QByteArray common = number(20, 2) + number(0, 2) + number(8, 2) + number(0, 4) +
                                  number(crc32(content), 4) + number(static_cast<quint32>(deflated.size()), 4) +
                                  number(static_cast<quint32>(content.size()), 4) +
                                  number(static_cast<quint32>(name.size()), 2) + number(0, 2);
        directory += number(0x02014B50, 4) + number(20, 2) + common + number(0, 2) + number(0, 2) + number(0, 2) +
                     number(0, 4) + number(static_cast<quint32>(body.size()), 4) + name;
        body += number(0x04034B50, 4) + common + name + deflated;
    }
    const auto count = static_cast<quint32>(entries.size());
    return body + directory + number(0x06054B50, 4) + number(0, 4) + number(count, 2) + number(count, 2) +
           number(static_cast<quint32>(directory.size()), 4) + number(static_cast<quint32>(body.size()), 4) +
           number(0, 2);
}

}  // namespace sightline::test
