// Encodings, lines, hex, CSV writing.
#include <QtTest>

#include "core/formats/csv_writer.h"
#include "core/formats/hex.h"
#include "core/formats/text_file.h"

using namespace sightline;
using namespace sightline::formats;

namespace {

std::string utf16(const QString& text, bool littleEndian, bool mark)
{
    std::string bytes;
    const auto add = [&](ushort unit) {
        const char low = static_cast<char>(unit & 0xFF);
        const char high = static_cast<char>(unit >> 8);
        bytes += littleEndian ? low : high;
        bytes += littleEndian ? high : low;
    };
    if (mark) {
        add(0xFEFF);
    }
    for (const QChar c : text) {
        add(c.unicode());
    }
    return bytes;
}

}  // namespace

class TestText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsTheEncoding_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("encoding");
        QTest::addColumn<bool>("guessed");
        const QString cyrillic = QStringLiteral("Ход, мм;Нагрузка\n1;2\n");
        QTest::newRow("ascii") << QByteArray("a,b\n1,2\n") << "a,b\n1,2\n"
                               << "utf-8" << false;
        QTest::newRow("utf-8 with mark") << QByteArray(
                                                "\xEF\xBB\xBF"
                                                "a\n")
                                         << "a\n"
                                         << "utf-8" << false;
        QTest::newRow("utf-8") << cyrillic.toUtf8() << cyrillic << "utf-8" << false;
        QTest::newRow("utf-16le with mark")
            << QByteArray::fromStdString(utf16(cyrillic, true, true)) << cyrillic << "utf-16le" << false;
        QTest::newRow("utf-16be with mark")
            << QByteArray::fromStdString(utf16(cyrillic, false, true)) << cyrillic << "utf-16be" << false;
        QTest::newRow("utf-16le without mark")
            << QByteArray::fromStdString(utf16("position,load\n1,2\n", true, false)) << "position,load\n1,2\n"
            << "utf-16le" << false;
        QTest::newRow("cp1251") << QByteArray("\xD5\xEE\xE4, \xEC\xEC;\xCD\xE0\xE3\xF0\xF3\xE7\xEA\xE0\n1;2\n")
                                << cyrillic << "cp1251" << true;
    }

    void findsTheEncoding()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, text);
        QFETCH(QString, encoding);
        QFETCH(bool, guessed);
        const auto decoded = decodeText(bytes.toStdString());
        QVERIFY(decoded.has_value());
        QCOMPARE(QString::fromStdString(decoded->utf8), text);
        QCOMPARE(QString::fromStdString(decoded->encoding), encoding);
        QCOMPARE(decoded->guessed, guessed);
    }

    void readsChineseWhereTheSystemCan()
    {
        const auto decoded = decodeText("\xCE\xBB\xD2\xC6(m),\xD4\xD8\xBA\xC9(kN)\n", "gbk");
#if defined(__GLIBC__)
        QVERIFY(decoded.has_value());
        QCOMPARE(QString::fromStdString(decoded->utf8), QStringLiteral("位移(m),载荷(kN)\n"));
        QVERIFY(!decodeText("\xFF\xFF\xFF", "gbk").has_value());
#else
        QCOMPARE(decoded.error().code, ErrorCode::Invalid);
#endif
    }

    void takesTheEncodingItIsTold()
    {
        const auto decoded = decodeText("\xC0\xC1", "CP1251");
        QVERIFY(decoded.has_value());
        QCOMPARE(QString::fromStdString(decoded->utf8), QStringLiteral("АБ"));
        QVERIFY(!decoded->guessed);
        QCOMPARE(decodeText("a", "klingon").error().code, ErrorCode::Invalid);
    }

    void refusesBytesThatAreNoText()
    {
        QCOMPARE(decodeText(std::string("RIFF\x24\x00\x00\x00WAVE", 12)).error().code, ErrorCode::NotMine);
        QVERIFY(looksBinary(std::string("\x00\x01\x02\x03", 4)));
        QVERIFY(!looksBinary("plain\ttext\r\n"));
        QVERIFY(!looksBinary(utf16("position,load", true, true)));
    }

    void survivesTextThatWasCutInsideACharacter()
    {
        const std::string whole = QStringLiteral("Ход;Нагр").toStdString();
        const auto decoded = decodeText(whole.substr(0, whole.size() - 1));
        QVERIFY(decoded.has_value());
        QCOMPARE(decoded->encoding, std::string("utf-8"));
        QVERIFY(decodeText(utf16("position,load", true, true).substr(0, 21)).has_value());
    }

    void countsLinesOfAllThreeEnds()
    {
        QCOMPARE(lineAt("a\nb\r\nc\rd", 0), 1);
        QCOMPARE(lineAt("a\nb\r\nc\rd", 2), 2);
        QCOMPARE(lineAt("a\nb\r\nc\rd", 5), 3);
        QCOMPARE(lineAt("a\nb\r\nc\rd", 7), 4);
        QCOMPARE(firstLines("a\nb\nc\n", 2), std::string("a\nb\n"));
        QCOMPARE(firstLines(QStringLiteral("ж").toStdString() + "x", 1, 1), std::string());
    }

    void readsHex()
    {
        QCOMPARE(bytesFromHex("0x00fF\r\n 10").value(), std::string("\x00\xFF\x10", 3));
        QCOMPARE(bytesFromHex("0x0g").error().where.byte.value(), 3);
        QVERIFY(!bytesFromHex("0x123").has_value());
        const std::vector<float> values = floatsLittleEndian(bytesFromHex("0000803f000020c1ff").value());
        QCOMPARE(values.size(), std::size_t{2});
        QCOMPARE(values[0], 1.0F);
        QCOMPARE(values[1], -10.0F);
    }

    void quotesOnlyWhatNeedsIt()
    {
        QCOMPARE(csvLine({"a", "b,c", "say \"hi\"", " x", "", "two\nlines"}),
                 std::string("a,\"b,c\",\"say \"\"hi\"\"\",\" x\",,\"two\nlines\"\n"));
    }
};

QTEST_GUILESS_MAIN(TestText)
#include "test_text.moc"
