// Label tables of sound: every trap of the formats, and import, export, import.
#include <QTemporaryDir>
#include <QtTest>
#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/file.h"
#include "core/formats/selection_table.h"

using namespace sightline;
using namespace sightline::formats;

namespace {

using Further = std::vector<std::pair<std::string, std::string>>;

SelectionTable parsed(const std::string& text, std::string_view labelColumn = {})
{
    const auto table = parseSelectionTable(text, labelColumn, "t.txt");
    if (!table) {
        qWarning("%s", table.error().text().c_str());
        return {};
    }
    return *table;
}

const Finding* finding(const SelectionTable& table, const std::string& kind)
{
    const auto at = std::find_if(table.findings.begin(), table.findings.end(),
                                 [&](const Finding& found) { return found.kind == kind; });
    return at == table.findings.end() ? nullptr : &*at;
}

bool noted(const SelectionTable& table, const std::string& kind, std::int64_t count, std::int64_t line)
{
    const Finding* found = finding(table, kind);
    return found && found->count == count && found->where.line == line && found->where.file == "t.txt";
}

ErrorCode errorOf(const std::string& bytes, std::string_view labelColumn = {})
{
    const auto table = parseSelectionTable(bytes, labelColumn, "t.txt");
    return table ? ErrorCode::Internal : table.error().code;
}

std::string firstLineOf(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

SelectionBox boxAt(double begin, double end, const std::string& label = "call", const std::string& file = {})
{
    SelectionBox box;
    box.seconds = {begin, end};
    box.label = label;
    box.file = file;
    return box;
}

const std::string ravenHeader =
    "Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\tHigh Freq (Hz)\tSpecies\n";

std::filesystem::path field(const char* name)
{
    return pathFromUtf8(qgetenv("SIGHTLINE_FIELD_DATA").toStdString()) / "hydrophone" / name;
}

}  // namespace

class TestSelectionTable : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsRaven()
    {
        const SelectionTable table = parsed(
            "Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tLow Freq (Hz)\t"
            "High Freq (Hz)\tSpecies\tConfidence\tComments\n"
            "7\tSpectrogram 1\t2\t101\t104.5\t52.342\t258.953\tRIWH\tDetected\t\n"
            "\n"
            "8\tSpectrogram 1\t1\t125\t133\t\t\tRIWH\tPossible\t\"faint\n");
        QCOMPARE(table.kind, SelectionKind::Raven);
        QCOMPARE(table.labelColumn, std::string("Species"));
        QCOMPARE(table.columns.size(), 10U);
        QCOMPARE(table.boxes.size(), 2U);
        QVERIFY(table.findings.empty());
        const SelectionBox& first = table.boxes[0];
        QCOMPARE(first.seconds, (Interval{101, 104.5}));
        QVERIFY(first.hertz == (Interval{52.342, 258.953}));
        QVERIFY(first.channel == 1);
        QCOMPARE(first.label, std::string("RIWH"));
        QVERIFY(first.file.empty());
        QVERIFY(first.further == (Further{{"Confidence", "Detected"}}));
        QCOMPARE(first.selection, 7);
        QCOMPARE(first.line, 2);
        QVERIFY(!table.boxes[1].hertz);
        QVERIFY(table.boxes[1].channel == 0);
        QCOMPARE(table.boxes[1].line, 4);
        QVERIFY(table.boxes[1].further == (Further{{"Confidence", "Possible"}, {"Comments", "\"faint"}}));
    }

    void choosesTheLabel_data()
    {
        QTest::addColumn<std::string>("header");
        QTest::addColumn<std::string>("cells");
        QTest::addColumn<std::string>("asked");
        QTest::addColumn<std::string>("label");
        QTest::newRow("species") << std::string("Annotation\tSpecies") << std::string("a\ts") << std::string()
                                 << std::string("s");
        QTest::newRow("annotation") << std::string("Annotation\tNote") << std::string("a\tn") << std::string()
                                    << std::string("a");
        QTest::newRow("a blank species column")
            << std::string("Species\tAnnotation") << std::string("\ta") << std::string() << std::string("a");
        QTest::newRow("asked, in any case")
            << std::string("Species\tCall Type") << std::string("s\tc") << std::string("call type") << std::string("c");
    }
    void choosesTheLabel()
    {
        QFETCH(std::string, header);
        QFETCH(std::string, cells);
        QFETCH(std::string, asked);
        const SelectionTable table =
            parsed("Begin Time (s)\tEnd Time (s)\t" + header + "\n1\t2\t" + cells + "\n", asked);
        QCOMPARE(table.boxes.size(), 1U);
        QTEST(table.boxes[0].label, "label");
        QVERIFY(table.findings.empty());
    }

    void saysWhereThereIsNoLabel()
    {
        const SelectionTable table = parsed("Begin Time (s)\tEnd Time (s)\tScore\n1\t2\t.5\n2\t3\t.6\n");
        QCOMPARE(table.boxes.size(), 2U);
        QVERIFY(table.boxes[0].label.empty() && table.labelColumn.empty());
        QVERIFY(noted(table, "no_label_column", 2, 2));
        QCOMPARE(errorOf(ravenHeader + "1\t\t1\t1\t2\t\t\tx\n", "Class"), ErrorCode::Invalid);
    }

    void takesColumnsInAnyOrder()
    {
        const SelectionTable table = parsed(
            "High Freq (Hz)\tLow Freq (Hz)\tEnd Time (s)\tSpecies\tBegin Time (s)\n"
            "1000\t50\t7.755\tx\t3.8775\n"
            "50\t1000\t9\ty\t8\n"
            "0\t0\t9\tz\t8\n"
            "500\t\t9\th\t8\n");
        QCOMPARE(table.boxes.size(), 4U);
        QCOMPARE(table.boxes[0].seconds, (Interval{3.8775, 7.755}));
        QVERIFY(table.boxes[0].hertz == (Interval{50, 1000}));
        QVERIFY(table.boxes[1].hertz == (Interval{50, 1000}));
        QVERIFY(!table.boxes[2].hertz);
        QVERIFY(table.boxes[3].hertz == (Interval{0, 500}));
        QVERIFY(!table.boxes[0].channel);
        QVERIFY(noted(table, "swapped_band", 1, 3));
        QVERIFY(noted(table, "half_band", 1, 5));
    }

    void survivesMarksLineEndsAndCommas()
    {
        const std::string plain = ravenHeader + "1\tS\t1\t1.5\t2.25\t10.5\t20\tx\n2\tS\t1\t3\t4\t10\t20\ty\n";
        const SelectionTable expected = parsed(plain);
        QCOMPARE(expected.boxes.size(), 2U);
        const std::string windows = QString::fromStdString(plain).replace("\n", "\r\n").toStdString();
        std::string mac = plain;
        std::replace(mac.begin(), mac.end(), '\n', '\r');
        std::string comma = plain;
        std::replace(comma.begin(), comma.end(), '.', ',');
        for (const std::string& text : {std::string("\xEF\xBB\xBF").append(windows), mac, comma}) {
            QVERIFY(parsed(text).boxes == expected.boxes);
            QCOMPARE(parsed(text).boxes.at(1).line, 3);
        }
        const SelectionTable quoted =
            parsed("\"Begin Time (s)\"\t\"End Time (s)\"\t\"Species\"\n1,5\t2\t\"a \"\"b\"\"\"\n");
        QCOMPARE(quoted.boxes.at(0).label, std::string("a \"b\""));
        QCOMPARE(quoted.boxes.at(0).seconds, (Interval{1.5, 2}));
    }

    void placesCumulativeTimesInTheirFiles()
    {
        const SelectionTable table = parsed(
            "Selection\tBegin Time (s)\tEnd Time (s)\tBegin File\tFile Offset (s)\tSpecies\n"
            "1\t10\t12.5\ta.wav\t10\tx\n"
            "2\t1000.1\t1000.4\tb.wav\t100.1\ty\n"
            "3\t1000.1\t1000.4\tb.wav\t\tz\n");
        QCOMPARE(table.boxes.size(), 2U);
        QCOMPARE(table.boxes[0].seconds, (Interval{10, 12.5}));
        QCOMPARE(table.boxes[1].seconds, (Interval{100.1, 100.4}));
        QCOMPARE(table.boxes[1].file, std::string("b.wav"));
        QVERIFY(noted(table, "broken_number", 1, 4));
        QVERIFY(!finding(table, "maybe_cumulative"));
        const SelectionTable unplaced =
            parsed("Begin Time (s)\tEnd Time (s)\tBegin File\tSpecies\n1\t2\ta.wav\tx\n901\t902\tb.wav\ty\n");
        QCOMPARE(unplaced.boxes.at(1).seconds, (Interval{901, 902}));
        QVERIFY(noted(unplaced, "maybe_cumulative", 1, 3));
    }

    void countsChannelsFromOneUnlessAZeroOccurs()
    {
        const SelectionTable one = parsed(ravenHeader + "1\tS\t1\t1\t2\t\t\tx\n2\tS\t4\t1\t2\t\t\tx\n");
        QVERIFY(one.boxes.at(0).channel == 0 && one.boxes.at(1).channel == 3);
        const SelectionTable zero = parsed(ravenHeader + "1\tS\t1\t1\t2\t\t\tx\n2\tS\t0\t1\t2\t\t\tx\n");
        QVERIFY(zero.boxes.at(0).channel == 1 && zero.boxes.at(1).channel == 0);
        QVERIFY(noted(zero, "channels_from_zero", 1, 3));
    }

    void takesASelectionOncePerView()
    {
        const SelectionTable table = parsed(ravenHeader +
                                            "1\tWaveform 1\t1\t1\t2\t\t\tx\n"
                                            "1\tSpectrogram 1\t1\t1\t2\t10\t20\tx\n"
                                            "2\tWaveform 1\t1\t5\t6\t\t\ty\n"
                                            "2\tSpectrogram 1\t1\t5\t6\t10\t20\ty\n"
                                            "2\tSpectrogram 2\t2\t5\t6\t10\t20\ty\n"
                                            "2\tSpectrogram 1\t1\t7\t8\t10\t20\ty\n");
        QCOMPARE(table.boxes.size(), 4U);  // another channel and another time are other boxes
        QVERIFY(table.boxes[0].hertz == (Interval{10, 20}));
        QVERIFY(noted(table, "repeated_selection", 2, 3));
        QCOMPARE(parsed(ravenHeader + "1\tS\t1\t1\t2\t\t\tx\n1\tS\t1\t1\t2\t\t\ty\n").boxes.size(), 2U);
    }

    void leavesOutBrokenRows()
    {
        const SelectionTable table = parsed(ravenHeader +
                                            "1\tS\t1\t1\t2\t10\t20\tx\n"
                                            "2\tS\t1\tone\t2\t10\t20\tx\n"
                                            "3\tS\t1\t1\t1e300\t10\t20\tx\n"
                                            "4\tS\t1\t1\t1e999\t10\t20\tx\n"
                                            "5\tS\t1\tnan\t2\t10\t20\tx\n"
                                            "6\tS\tleft\t1\t2\t10\t20\tx\n"
                                            "7\tS\t99999999999999999999\t1\t2\t10\t20\tx\n"
                                            "8\tS\t1\t-1\t2\t10\t20\tx\n"
                                            "9\tS\t1\t1\t2\tlow\t20\tx\n"
                                            "10\tS\t1\t5\t4\t10\t20\tx\n"
                                            "11\tS\t1\t5\t5\t10\t20\tx\tmore\n"
                                            "12\tS\t1");
        QCOMPARE(table.boxes.size(), 2U);
        QVERIFY(noted(table, "broken_number", 9, 3));
        QVERIFY(noted(table, "end_before_begin", 1, 11));
        QVERIFY(noted(table, "extra_cells", 1, 12));
        QCOMPARE(table.boxes[1].seconds.length(), 0.0);
    }

    void readsAudacity()
    {
        const SelectionTable table = parsed(
            "1.500000\t2.000000\tup call\n\\\t50.000000\t250.000000\n"
            "3,000000\t3,000000\tpoint\n"
            "4.000000\t5.000000\t\n\\\t-1.000000\t-1.000000\n"
            "6.000000\t7.000000\tlow\n\\\t-1.000000\t900.000000\n"
            "9.000000\t8.000000\tbackwards\n\\\t1.000000\t2.000000\n"
            "x\t8.000000\tbroken\n"
            "10.000000\t11.000000\tswapped\n\\\t300.000000\t200.000000\n"
            "\\\t5.000000\t6.000000\n");
        QCOMPARE(table.kind, SelectionKind::Audacity);
        QCOMPARE(table.boxes.size(), 5U);
        QCOMPARE(table.boxes[0].label, std::string("up call"));
        QVERIFY(table.boxes[0].hertz == (Interval{50, 250}));
        QCOMPARE(table.boxes[1].seconds, (Interval{3, 3}));
        QVERIFY(!table.boxes[1].hertz && !table.boxes[2].hertz);
        QVERIFY(table.boxes[3].hertz == (Interval{0, 900}));
        QVERIFY(table.boxes[4].hertz == (Interval{200, 300}));
        QVERIFY(noted(table, "end_before_begin", 1, 8));
        QVERIFY(noted(table, "broken_number", 2, 10));
        QVERIFY(noted(table, "swapped_band", 1, 12));
        QVERIFY(noted(table, "half_band", 1, 7));
        QCOMPARE(parsed("1.000000\t2.000000\t1\n2.000000\t3.000000\t2\n").boxes.size(), 2U);
        QCOMPARE(parsed("1\t2\tcall\n", "Species").boxes.size(), 1U);
    }

    void readsCsv()
    {
        const SelectionTable table = parsed(
            "filename,begin_time,end_time,label,call_length,note\n"
            "a.wav,1.5,2.5,upcall,1,\"two, three\"\nb.wav,3,4,noise,1,\n");
        QCOMPARE(table.kind, SelectionKind::Csv);
        QCOMPARE(table.boxes.size(), 2U);
        QCOMPARE(table.boxes[0].file, std::string("a.wav"));
        QCOMPARE(table.boxes[0].label, std::string("upcall"));
        QVERIFY(table.boxes[0].further == (Further{{"call_length", "1"}, {"note", "two, three"}}));
        QVERIFY(table.findings.empty());
        const SelectionTable lengths = parsed("begin_time;call_length;filename;label\n0,1;0,2;a.wav;x\n");
        QCOMPARE(lengths.boxes.at(0).seconds, (Interval{0.1, 0.3}));
        QVERIFY(lengths.boxes[0].further.empty());
    }

    void refusesWhatIsNoTable()
    {
        for (const std::string& text :
             {std::string(), std::string("\n \r\n"), std::string("\0\1\2RIFF\xFF\0\0", 9),
              std::string("position,load\n1,2\n"), std::string("path,sample,label,group\na.wav,1-2,x,\n"),
              std::string("Selection\tView\tChannel\tBegin Ti"), std::string("0.1\t0.2\t0.3\n0.2\t0.4\t0.5\n"),
              std::string("0.100000\t0.200000\n0.200000\t0.300000\n"), std::string("0.100000\t0.200000\t0.300000\n"),
              std::string("\\\t1\t2\n"), std::string("one line of prose")}) {
            QCOMPARE(errorOf(text), ErrorCode::NotMine);
        }
    }

    void namesTheLineOfATableBeyondUse()
    {
        const auto table =
            parseSelectionTable(ravenHeader + "\n1\tS\t1\tx\t2\t\t\ty\n2\tS\t1\t3\t2\t\t\ty\n", {}, "t.txt");
        QVERIFY(!table);
        QCOMPARE(table.error().code, ErrorCode::Corrupt);
        QCOMPARE(table.error().where, (Where{"t.txt", 3, {}}));
        QCOMPARE(errorOf("9.000000\t8.000000\tx\n"), ErrorCode::Corrupt);
        const SelectionTable none = parsed(ravenHeader);
        QVERIFY(none.boxes.empty() && none.findings.empty());
        QCOMPARE(none.columns.size(), 8U);
    }

    void neverStumblesOverACutFile()
    {
        const std::string whole = ravenHeader + "1\tS\t1\t1.5\t2.5\t10\t20\tx\n2\tS\t1\t3\t4\t10\t20\ty\n";
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const auto table = parseSelectionTable(whole.substr(0, size), {}, "t.txt");
            QVERIFY(table ? table->boxes.size() <= 2 : !table.error().message.empty());
        }
    }

    void readsFiles()
    {
        const QTemporaryDir folder;
        const auto at = [&](const char* name) { return pathFromUtf8(folder.filePath(name).toStdString()); };
        QCOMPARE(readSelectionTable(at("missing.txt")).error().code, ErrorCode::Unreadable);
        QVERIFY(writeFileAtomically(at("b.txt"), std::string_view("RIFF\0\0\0\0WAVE", 12)));
        QCOMPARE(readSelectionTable(at("b.txt")).error().code, ErrorCode::NotMine);
        SelectionTable table;
        table.boxes = {boxAt(1, 2), boxAt(3, 4)};
        table.boxes[1].hertz = Interval{10, 20};
        QVERIFY(writeRaven(at("new/r.txt"), table));
        QVERIFY(writeAudacity(at("a.txt"), table.boxes));
        QVERIFY(writeSelectionCsv(at("c.csv"), table));
        for (const char* name : {"new/r.txt", "a.txt", "c.csv"}) {
            const auto read = readSelectionTable(at(name));
            QVERIFY(read && read->boxes == table.boxes);
        }
        table.boxes[0].seconds.end = 0;
        QCOMPARE(writeRaven(at("x.txt"), table).error().code, ErrorCode::Invalid);
        QVERIFY(!std::filesystem::exists(at("x.txt")));
    }

    void goesOutAndComesBackEqual_data()
    {
        QTest::addColumn<std::string>("text");
        QTest::addColumn<std::string>("asked");
        QTest::newRow("raven") << ravenHeader +
                                      "3\tS\t2\t0.1\t0.30000000000000004\t52.342\t258.953\tRIWH\n"
                                      "9\tS\t1\t0.00001\t4\t\t\t\n"
                               << std::string();
        QTest::newRow("further columns, two of one name, an empty one")
            << std::string(
                   "Begin Time (s)\tEnd Time (s)\tSpecies\tNote\tNote\tBlank\t\tBegin Path\n"
                   "1\t2\ts\tn1\tn2\t\tunnamed\t/d/a.wav\n2\t3\tt\t\t\"q\t\t\t/d/b.wav\n")
            << std::string();
        QTest::newRow("another label column")
            << ravenHeader.substr(0, ravenHeader.size() - 1) + "\tConfidence\n1\tS\t1\t1\t2\t\t\tRIWH\tPossible\n"
            << std::string("Confidence");
        QTest::newRow("the same number for two channels")
            << ravenHeader + "1\tS\t1\t1\t2\t\t\tx\n1\tS\t2\t1\t2\t\t\tx\n"
            << std::string();
        QTest::newRow("channels from zero") << ravenHeader + "1\tS\t0\t1\t2\t\t\tx\n2\tS\t1\t1\t2\t\t\tx\n"
                                            << std::string();
        QTest::newRow("files") << std::string(
                                      "Begin Time (s)\tEnd Time (s)\tBegin File\tFile Offset (s)\tSpecies\n"
                                      "5\t6\ta.wav\t5\tx\n4000.7\t4001.9\tb.wav\t400.7\ty\n")
                               << std::string();
        QTest::newRow("csv") << std::string(
                                    "begin_time,end_time,filename,call_length,Species,label\n"
                                    "1,2,a.wav,1,\"s, t\",\"say \"\"x\"\"\"\n")
                             << std::string();
        QTest::newRow("audacity") << std::string("1.500000\t2.000000\tup\n\\\t50.000000\t250.5\n3.123456\t4.000000\t\n")
                                  << std::string();
        QTest::newRow("no rows") << ravenHeader << std::string();
    }
    void goesOutAndComesBackEqual()
    {
        QFETCH(std::string, text);
        QFETCH(std::string, asked);
        const SelectionTable table = parsed(text, asked);
        QVERIFY(!table.boxes.empty() || text == ravenHeader);
        // Under its own kind everything comes back, and a second time the very same text.
        const auto out = [&](const SelectionTable& what) {
            return what.kind == SelectionKind::Raven      ? ravenText(what)
                   : what.kind == SelectionKind::Audacity ? audacityText(what.boxes)
                                                          : selectionCsvText(what);
        };
        const auto written = out(table);
        QVERIFY(written);
        const SelectionTable again = parsed(*written, asked);
        QCOMPARE(again.kind, table.kind);
        QVERIFY(again.boxes == table.boxes);
        QCOMPARE(*out(again), *written);
        // Under the other kinds everything but the further columns' names comes back.
        for (const auto& other : {ravenText(table), selectionCsvText(table)}) {
            QVERIFY(other);
            const SelectionTable back = parsed(*other);
            QCOMPARE(back.boxes.size(), table.boxes.size());
            for (std::size_t i = 0; i < back.boxes.size(); ++i) {
                QCOMPARE(back.boxes[i].seconds, table.boxes[i].seconds);
                QVERIFY(back.boxes[i].hertz == table.boxes[i].hertz);
                QVERIFY(back.boxes[i].channel == table.boxes[i].channel);
                QCOMPARE(back.boxes[i].file, table.boxes[i].file);
                QCOMPARE(back.boxes[i].further.size() + (back.boxes[i].label.empty() ? 0 : 1),
                         table.boxes[i].further.size() + (table.boxes[i].label.empty() ? 0 : 1));
            }
        }
    }

    void writesRavenAsRavenWouldHaveIt()
    {
        SelectionTable table;
        table.boxes = {boxAt(1, 2, "x", "a.wav"), boxAt(0.1, 0.4, "y\tz", "b.wav")};
        table.boxes[0].channel = 0;
        const auto each = ravenText(table);
        QCOMPARE(*each,
                 std::string("Selection\tView\tChannel\tBegin Time (s)\tEnd Time (s)\tBegin File\tFile Offset (s)\t"
                             "Species\n"
                             "1\tSpectrogram 1\t1\t1\t2\ta.wav\t1\tx\n"
                             "2\tSpectrogram 1\t\t0.1\t0.4\tb.wav\t0.1\ty z\n"));
        const auto all = ravenText(table, {{"a.wav", 900}, {"b.wav", 900}});
        QVERIFY(all && all->find("2\tSpectrogram 1\t\t900.1\t900.4\tb.wav\t0.1\t") != std::string::npos);
        const SelectionTable back = parsed(*all);
        QCOMPARE(back.boxes.at(1).seconds, (Interval{0.1, 0.4}));
        QVERIFY(back.findings.empty());
        QCOMPARE(ravenText(table, {{"a.wav", 900}}).error().code, ErrorCode::Invalid);
        QCOMPARE(ravenText(table, {{"a.wav", -1}, {"b.wav", 1}}).error().code, ErrorCode::Invalid);
    }

    void writesNothingNobodyReads()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        for (const SelectionBox& box : {boxAt(2, 1), boxAt(-1, 1), boxAt(nan, 1), boxAt(0, nan), boxAt(0, 1e300)}) {
            SelectionTable table;
            table.boxes = {box};
            QCOMPARE(ravenText(table).error().code, ErrorCode::Invalid);
            QCOMPARE(audacityText(table.boxes).error().code, ErrorCode::Invalid);
            QCOMPARE(selectionCsvText(table).error().code, ErrorCode::Invalid);
        }
        QCOMPARE(firstLineOf(*selectionCsvText({})), std::string("begin_time,end_time,filename,label"));
    }

    void findsTheSoundOfATable()
    {
        QVERIFY(soundBelongsTo("x/NOPP6_1.RIWH.Table.1.selections.txt", "y/NOPP6_1.flac"));
        QVERIFY(soundBelongsTo("dive_calls.txt", "Dive.wav"));
        QVERIFY(soundBelongsTo("dive.txt", "dive.x.wav"));
        QVERIFY(soundBelongsTo("dive.wav.txt", "dive.wav"));
        QVERIFY(!soundBelongsTo("dive2.txt", "dive.wav"));
        QVERIFY(!soundBelongsTo("div.txt", "dive.wav"));
        QVERIFY(soundOfTable("a_1.txt", {"b.wav", "a.wav", "a_1.wav"}) == 2U);
        QVERIFY(!soundOfTable("c.txt", {"b.wav", "a.wav"}));
    }

    void readsTheField()
    {
        if (qEnvironmentVariableIsEmpty("SIGHTLINE_FIELD_DATA")) {
            QSKIP("SIGHTLINE_FIELD_DATA is not set: selection tables of the field are not read");
        }
        const auto path = field("narw_dclde2013/NOPP6_EST_20090329_121500.RIWH.Table.1.selections.txt");
        const auto whales = readSelectionTable(path, "confidence");
        QVERIFY(whales);
        QCOMPARE(whales->boxes.size(), 43U);
        QVERIFY(whales->findings.empty());
        const auto labelled = [&](const char* label) {
            return std::count_if(whales->boxes.begin(), whales->boxes.end(),
                                 [&](const SelectionBox& box) { return box.label == label; });
        };
        QCOMPARE(labelled("Detected"), 39);
        QCOMPARE(labelled("Possible"), 4);
        QVERIFY(parsed(*ravenText(*whales), "Confidence").boxes == whales->boxes);
        QCOMPARE(readSelectionTable(path)->boxes.at(42).label, std::string("RIWH"));
        QVERIFY(soundBelongsTo(path, field("narw_dclde2013/NOPP6_EST_20090329_121500.flac")));

        const auto humpback = readSelectionTable(field("misc_species/SAMOSAS_EL1_humpback_annotations.txt"));
        QVERIFY(humpback);
        QCOMPARE(humpback->boxes.size(), 215U);
        QVERIFY(humpback->boxes[0].hertz == (Interval{50, 1000}));
        QCOMPARE(humpback->findings.size(), 1U);
        QCOMPARE(humpback->findings[0].kind, std::string("no_label_column"));
        QVERIFY(parsed(*ravenText(*humpback)).boxes == humpback->boxes);
        QCOMPARE(readSelectionTable(field("narw_dclde2013/NOPP6_EST_20090329_121500.refined.csv")).error().code,
                 ErrorCode::NotMine);
    }
};

QTEST_APPLESS_MAIN(TestSelectionTable)
#include "test_selection_table.moc"
