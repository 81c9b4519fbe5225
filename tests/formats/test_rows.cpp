// Delimited text, SQL tuples and what inspect() makes of them.
#include <QtTest>

#include "core/formats/csv_writer.h"
#include "core/formats/delimited.h"
#include "core/formats/sql_insert.h"

using namespace sightline;
using namespace sightline::formats;

namespace {

/// "line:cell|cell" per row.
QStringList rowsOf(RowSource& source)
{
    QStringList rows;
    Row row;
    while (source.next(row)) {
        QStringList cells;
        for (const std::string_view cell : row.cells) {
            cells << QString::fromUtf8(cell.data(), static_cast<int>(cell.size()));
        }
        rows << QString::number(row.line) + ":" + cells.join('|');
    }
    return rows;
}

QStringList read(const std::string& text, Dialect dialect)
{
    DelimitedRows rows(text, dialect);
    return rowsOf(rows);
}

}  // namespace

class TestRows : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsDelimitedText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<char>("delimiter");
        QTest::addColumn<QStringList>("rows");
        QTest::newRow("plain") << "a,b\n1,2\n" << ',' << QStringList{"1:a|b", "2:1|2"};
        QTest::newRow("no last line end") << "1,2\n3,4" << ',' << QStringList{"1:1|2", "2:3|4"};
        QTest::newRow("windows and mac line ends") << "1,2\r\n3,4\r5,6\r\n"
                                                   << ',' << QStringList{"1:1|2", "2:3|4", "3:5|6"};
        QTest::newRow("blank lines and comments keep the count") << "# note\n\n1,2\n  \n// x\n% y\n3,4\n"
                                                                 << ',' << QStringList{"3:1|2", "7:3|4"};
        QTest::newRow("empty cells") << "1,,3\n,,\n4,5,\n" << ',' << QStringList{"1:1||3", "3:4|5|"};
        QTest::newRow("blanks around") << " 1 ; 2\t;3 \n" << ';' << QStringList{"1:1|2|3"};
        QTest::newRow("quotes") << "\"a,b\",\"say \"\"hi\"\"\"\n\"two\nlines\",x\n1,2\n"
                                << ',' << QStringList{"1:a,b|say \"hi\"", "2:two\nlines|x", "4:1|2"};
        QTest::newRow("open quote") << "1,\"2\n3,4\n\"5\",6\n" << ',' << QStringList{"1:1|2\n3,4|6"};
        QTest::newRow("never closed") << "1,\"2\n3,4\n" << ',' << QStringList{"1:1|\"2", "2:3|4"};
        QTest::newRow("runs of blanks") << "  1   2\t3  \n4 5 6\n" << ' ' << QStringList{"1:1|2|3", "2:4|5|6"};
        QTest::newRow("tabs") << "1\t\t2\n" << '\t' << QStringList{"1:1||2"};
        QTest::newRow("nothing") << "" << ',' << QStringList{};
    }

    void readsDelimitedText()
    {
        QFETCH(QString, text);
        QFETCH(char, delimiter);
        QFETCH(QStringList, rows);
        QCOMPARE(read(text.toStdString(), {delimiter, false}), rows);
    }

    void tellsOfAnOpenQuoteAndRewinds()
    {
        const std::string text = "1,2\n\"3,4\n5,6\n";
        DelimitedRows rows(text, {});
        const QStringList first = rowsOf(rows);
        QCOMPARE(rows.openQuoteLine().value(), 2);
        rows.rewind();
        QVERIFY(!rows.openQuoteLine());
        QCOMPARE(rowsOf(rows), first);
    }

    void findsTheDialect_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<char>("delimiter");
        QTest::addColumn<bool>("decimalComma");
        QTest::newRow("comma") << "x,y\n1.5,2\n3,4.5\n" << ',' << false;
        QTest::newRow("comma and blank") << "1.5, 2\n3, 4.5\n" << ',' << false;
        QTest::newRow("semicolon, decimal comma") << "x;y\n1,5;2,25\n3,0;4,5\n" << ';' << true;
        QTest::newRow("semicolon, decimal point") << "1.5;2\n3;4.5\n" << ';' << false;
        QTest::newRow("tab, decimal comma") << "1,5\t2,25\n3,1\t4,5\n" << '\t' << true;
        QTest::newRow("blanks") << "48.6 8.5E-03\n49.1   .026\n" << ' ' << false;
        QTest::newRow("blanks, decimal comma") << "48,6 8,5\n49,1   0,026\n" << ' ' << true;
        QTest::newRow("pipe") << "1|2\n3|4\n" << '|' << false;
        QTest::newRow("quoted") << "\"a;b\",\"c\"\n\"1;2\",3\n" << ',' << false;
        QTest::newRow("whole numbers") << "480,2440,524\n480,2440,525\n" << ',' << false;
    }

    void findsTheDialect()
    {
        QFETCH(QString, text);
        QFETCH(char, delimiter);
        QFETCH(bool, decimalComma);
        const Dialect dialect = sniffDialect(text.toStdString());
        QCOMPARE(dialect.delimiter, delimiter);
        QCOMPARE(dialect.decimalComma, decimalComma);
    }

    void looksAtTheHead()
    {
        const std::string text = "Well 12\nposition,load,note\n0,nan,a\n1,20,b\n2,30,c\n";
        DelimitedRows rows(text, {});
        const TableHead head = inspect(rows, false);
        QCOMPARE(head.header, (std::vector<std::string>{"position", "load", "note"}));
        QCOMPARE(head.headerLine, 2);
        QCOMPARE(head.titles, std::vector<std::string>{"Well 12"});
        QCOMPARE(head.firstDataLine, 3);  // a damaged row is a data row
        QCOMPARE(head.columns, std::size_t{3});
        QCOMPARE(head.numeric, (std::vector<bool>{true, true, false}));
        QCOMPARE(rowsOf(rows).size(), 5);  // rewound
    }

    void skipsTheRowsItIsToldTo()
    {
        const std::string text = "1,2\n3,4\n5,6\n7,8\n";
        DelimitedRows rows(text, {});
        QCOMPARE(inspect(rows, false).firstDataLine, 1);
        QCOMPARE(inspect(rows, false, 2).firstDataLine, 3);
        QCOMPARE(inspect(rows, false, 9).firstDataLine, 0);
    }

    void seesAHeaderWithoutData()
    {
        DelimitedRows rows("card_id,position_m,load_kN\n", {});
        const TableHead head = inspect(rows, false);
        QCOMPARE(head.header.size(), std::size_t{3});
        QCOMPARE(head.firstDataLine, 0);
    }

    void listsLeadingComments()
    {
        const auto comments = leadingComments("# a=1\n\n// b\n1,2\n# late\n");
        QCOMPARE(comments.size(), std::size_t{2});
        QCOMPARE(comments[0].text, std::string("a=1"));
        QCOMPARE(comments[1].line, 3);
    }

    void readsBackWhatTheWriterWrote()
    {
        const std::vector<std::string> cells{"a,b", "say \"hi\"", "two\nlines", "", "x"};
        const std::string text = csvLine(cells);
        DelimitedRows rows(text, {});
        Row row;
        QVERIFY(rows.next(row));
        QCOMPARE(std::vector<std::string>(row.cells.begin(), row.cells.end()), cells);
    }

    void readsSqlTuples()
    {
        const std::string text =
            "-- INSERT INTO no VALUES (0)\n/* INSERT INTO no\nVALUES (1) */\nSET x = 'INSERT INTO no VALUES (2)';\n"
            "INSERT INTO [STAGE].[SURFACE_DATA] VALUES ( 'SX''1', 6.5, -1.0e2);\n"
            "insert into t (id, \"load kN\") values (1, NULL), (N'x', cast('3' as int));\nGO\n";
        QVERIFY(looksLikeSqlInserts(text));
        SqlInsertRows rows(text);
        Row row;
        QVERIFY(rows.next(row));
        QCOMPARE(rows.table(), std::string("STAGE.SURFACE_DATA"));
        QVERIFY(rows.columns().empty());
        QCOMPARE(row.line, 5);
        QCOMPARE(row.cells, (std::vector<std::string_view>{"SX'1", "6.5", "-1.0e2"}));
        QCOMPARE(rowsOf(rows), (QStringList{"6:1|", "6:x|cast('3' as int)"}));
        QCOMPARE(rows.columns(), (std::vector<std::string>{"id", "load kN"}));
        QVERIFY(!rows.error());
    }

    void saysWhereSqlIsBroken_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("line");
        QTest::newRow("cut in a tuple") << "INSERT INTO t VALUES (1, 2);\nINSERT INTO t VALUES (3, 4" << 2;
        QTest::newRow("open text") << "INSERT INTO t VALUES (1, 2);\nINSERT INTO t VALUES ('a, 4);\n" << 2;
        QTest::newRow("statement inside a tuple") << "INSERT INTO t VALUES (1,\n2;\nGO\n" << 2;
        QTest::newRow("open column list") << "INSERT INTO t (a, b VALUES (1, 2);" << 1;
    }

    void saysWhereSqlIsBroken()
    {
        QFETCH(QString, text);
        QFETCH(int, line);
        const std::string bytes = text.toStdString();
        SqlInsertRows rows(bytes);
        rowsOf(rows);
        QVERIFY(rows.error().has_value());
        QCOMPARE(rows.error()->code, ErrorCode::Corrupt);
        QCOMPARE(rows.error()->where.line.value(), line);
    }

    void knowsSqlFromProse()
    {
        QVERIFY(!looksLikeSqlInserts("We insert into the well a new pump.\nposition,load\n1,2\n"));
    }
};

QTEST_GUILESS_MAIN(TestRows)
#include "test_rows.moc"
