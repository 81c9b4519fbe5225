// Spreadsheets and JSON, whole and broken.
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "core/base/file.h"
#include "core/formats/json_tree.h"
#include "core/formats/xlsx.h"
#include "tests/support/zip_writer.h"

using namespace sightline;
using namespace sightline::formats;

namespace {

const QByteArray workbook =
    "<workbook xmlns:r='r'><sheets><sheet name='One' r:id='rId1'/><sheet name='Two' r:id='rId2'/></sheets></workbook>";
const QByteArray relations =
    "<Relationships><Relationship Id='rId1' Target='worksheets/a.xml'/><Relationship Id='rId2' "
    "Target='/xl/worksheets/b.xml'/></Relationships>";
const QByteArray strings = "<sst><si><t>plain</t></si><si><r><t>ri</t></r><r><t>ch</t></r></si></sst>";

QByteArray sheet(const QByteArray& rows)
{
    return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
}

}  // namespace

class TestXlsx : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    Result<std::vector<Sheet>> read(const QByteArray& bytes)
    {
        const QString path = m_folder.filePath("book.xlsx");
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            return fail(ErrorCode::Internal, "the test could not write its file");
        }
        file.close();
        NoProgress progress;
        return readXlsx(pathFromUtf8(path.toStdString()), progress);
    }

    Result<std::vector<Sheet>> readSheet(const QByteArray& rows)
    {
        return read(zipOf({{"xl/workbook.xml", workbook},
                           {"xl/_rels/workbook.xml.rels", relations},
                           {"xl/sharedStrings.xml", strings},
                           {"xl/worksheets/a.xml", rows},
                           {"xl/worksheets/b.xml", sheet("")}}));
    }

    static QByteArray zipOf(const QVector<QPair<QByteArray, QByteArray>>& entries) { return test::zipOf(entries); }

private Q_SLOTS:
    void readsCells()
    {
        const auto sheets =
            readSheet(sheet("<row r='2'><c r='A2' t='s'><v>0</v></c><c r='C2' t='s'><v>1</v></c></row>"
                            "<row r='5'><c r='B5'><v>1.5</v></c><c r='D5' t='inlineStr'><is><t>in</t></is></c></row>"
                            "<row><c><v>7</v></c><c><v>8</v></c></row><row r='9'/>"));
        QVERIFY2(sheets.has_value(), sheets ? "" : sheets.error().text().c_str());
        QCOMPARE(sheets->size(), std::size_t{2});
        QCOMPARE((*sheets)[0].name, std::string("One"));
        const auto& rows = (*sheets)[0].rows;
        QCOMPARE(rows.size(), std::size_t{3});
        QCOMPARE(rows[0].number, 2);
        QCOMPARE(rows[0].cells, (std::vector<std::string>{"plain", "", "rich"}));
        QCOMPARE(rows[1].cells, (std::vector<std::string>{"", "1.5", "", "in"}));
        QCOMPARE(rows[2].number, 6);
        QCOMPARE(rows[2].cells, (std::vector<std::string>{"7", "8"}));
        QVERIFY((*sheets)[1].rows.empty());
        SheetRows source((*sheets)[0]);
        const TableHead head = inspect(source, false);
        QCOMPARE(head.firstDataLine, 6);
    }

    void refusesBrokenBooks_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const QByteArray good = zipOf({{"xl/workbook.xml", workbook}, {"xl/worksheets/a.xml", sheet("")}});
        QByteArray damaged = good;
        damaged[50] = static_cast<char>(damaged[50] ^ 0x5A);
        const auto code = [](ErrorCode value) { return static_cast<int>(value); };
        QTest::newRow("cut off") << good.left(good.size() / 2) << code(ErrorCode::Corrupt);
        QTest::newRow("damaged") << damaged << code(ErrorCode::Corrupt);
        QTest::newRow("other zip") << zipOf({{"readme.txt", "hello"}}) << code(ErrorCode::NotMine);
        QTest::newRow("broken xml") << zipOf({{"xl/workbook.xml", "<workbook><sheets>"}}) << code(ErrorCode::Corrupt);
    }

    void refusesBrokenBooks()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, code);
        const auto sheets = read(bytes);
        QVERIFY(!sheets.has_value());
        QCOMPARE(static_cast<int>(sheets.error().code), code);
        QVERIFY(sheets.error().where.file.find("book.xlsx") != std::string::npos);
    }

    void refusesBrokenCells_data()
    {
        QTest::addColumn<QByteArray>("rows");
        QTest::addColumn<int>("code");
        QTest::newRow("shared text") << QByteArray("<row r='3'><c r='A3' t='s'><v>2</v></c></row>")
                                     << static_cast<int>(ErrorCode::Corrupt);
        QTest::newRow("negative") << QByteArray("<row r='3'><c r='A3' t='s'><v>-1</v></c></row>")
                                  << static_cast<int>(ErrorCode::Corrupt);
        QTest::newRow("too wide") << QByteArray("<row r='3'><c r='XFD3'><v>1</v></c></row>")
                                  << static_cast<int>(ErrorCode::Invalid);
    }

    void refusesBrokenCells()
    {
        QFETCH(QByteArray, rows);
        QFETCH(int, code);
        const auto sheets = readSheet(sheet(rows));
        QVERIFY(!sheets.has_value());
        QCOMPARE(static_cast<int>(sheets.error().code), code);
        QCOMPARE(sheets.error().where.line.value(), 3);
    }

    // Many sheets that share one part: small in the archive, large when read.
    void isNotFilledByABomb()
    {
        QByteArray sheets;
        for (int i = 0; i < 20; ++i) {
            sheets += "<sheet name='s' r:id='rId1'/>";
        }
        const auto book =
            read(zipOf({{"xl/workbook.xml", "<workbook xmlns:r='r'><sheets>" + sheets + "</sheets></workbook>"},
                        {"xl/_rels/workbook.xml.rels", relations},
                        {"xl/worksheets/a.xml", sheet(QByteArray(14 << 20, ' '))}}));
        QVERIFY(!book.has_value());
        QCOMPARE(book.error().code, ErrorCode::Invalid);
    }

    void readsJson()
    {
        const auto tree = parseJson(R"({"A": [1, -2.5e1, true, null, "x"], "b": {"c": 3}})", "f.json");
        QVERIFY(tree.has_value());
        QCOMPARE(tree->find("a")->array()->size(), std::size_t{5});
        QCOMPARE((*tree->find("a")->array())[1].number().value(), -25.0);
        QVERIFY(!(*tree->find("a")->array())[3].number());
        QCOMPARE((*tree->find("a")->array())[2].scalarText(), std::string("true"));
        QCOMPARE(tree->find("B")->find("C")->scalarText(), std::string("3"));
        QVERIFY(tree->find("zzz") == nullptr);
    }

    void saysWhereJsonIsBroken_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("doubled comma") << QByteArray("{\n\"a\": 1,\n\"b\": [1,,2]\n}") << 3;
        QTest::newRow("cut off") << QByteArray("{\n\"a\": [1,\n2") << 3;
        QTest::newRow("not a number") << QByteArray("[NaN]") << 1;
        QTest::newRow("too large a number") << QByteArray("[1,\n1e999]") << 2;
        QTest::newRow("broken text") << QByteArray("[\"\xFF\"]") << 1;
        QTest::newRow("two values") << QByteArray("{}\n{}") << 2;
    }

    void saysWhereJsonIsBroken()
    {
        QFETCH(QByteArray, text);
        QFETCH(int, line);
        const auto tree = parseJson(text.toStdString(), "f.json");
        QVERIFY(!tree.has_value());
        QCOMPARE(tree.error().code, ErrorCode::Corrupt);
        QCOMPARE(tree.error().where.line.value(), line);
        QCOMPARE(tree.error().where.file, std::string("f.json"));
    }

    void refusesJsonThatIsNestedTooDeep()
    {
        const std::string text = std::string(100000, '[') + std::string(100000, ']');
        QCOMPARE(parseJson(text, "f.json").error().code, ErrorCode::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TestXlsx)
#include "test_xlsx.moc"
