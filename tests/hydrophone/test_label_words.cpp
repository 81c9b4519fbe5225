// How sure a row of a label table is: what a model said is no label, whatever table it went through.
#include <QTemporaryDir>
#include <QTest>

#include "core/base/file.h"
#include "core/domains/hydrophone/hydrophone_domain.h"
#include "core/domains/hydrophone/label_words.h"

using namespace sightline;
using namespace sightline::hydrophone;

class TestLabelWords : public QObject {
    Q_OBJECT

    static formats::SelectionBox row(const char* label, const char* confidence = nullptr)
    {
        formats::SelectionBox box;
        box.label = label;
        if (confidence != nullptr) {
            box.further = {{"Confidence", confidence}};
        }
        return box;
    }

private Q_SLOTS:
    void theStateIsReadFromCellsAndLabels()
    {
        QCOMPARE(wordsOf(row("upcall")).state, RowState::Sure);
        QCOMPARE(wordsOf(row("upcall", "Detected")).state, RowState::Sure);
        QCOMPARE(wordsOf(row("upcall", "Possible")).state, RowState::Possible);
        QCOMPARE(wordsOf(row("upcall", "unsure")).state, RowState::Possible);
        QCOMPARE(wordsOf(row("upcall", "event")).state, RowState::Event);
        QCOMPARE(wordsOf(row("upcall (event 0.93)")).state, RowState::Event);
        QCOMPARE(QString::fromStdString(wordsOf(row("upcall (event 0.93)")).label), "upcall");
        QCOMPARE(wordsOf(row("upcall (possible)")).state, RowState::Possible);
        // Brackets that are part of a name stay.
        QCOMPARE(QString::fromStdString(wordsOf(row("moan (type B)")).label), "moan (type B)");
        QCOMPARE(wordsOf(row("moan (type B)")).state, RowState::Sure);
        QCOMPARE(QString::fromStdString(wordsOf(row(")")).label), ")");
    }

    void whatIsWrittenIsReadBack()
    {
        for (const RowState state : {RowState::Sure, RowState::Possible, RowState::Event}) {
            const LabelWords words{"right whale", state};
            const LabelWords again = wordsOf(row(labelText(words, "0.5").c_str()));
            QCOMPARE(QString::fromStdString(again.label), "right whale");
            QCOMPARE(again.state, state);
            QCOMPARE(wordsOf(row("x", confidenceText(state))).state, state);
        }
    }

    void aLabelFileHasNoSureEvents()
    {
        QTemporaryDir folder;
        const auto path = pathFromUtf8(folder.filePath(QStringLiteral("dive.txt")).toStdString());
        QVERIFY(writeFileAtomically(path, "1\t2\tupcall\n3\t4\tupcall (event 0.93)\n5\t6\tupcall (possible)\n"));
        const auto table = makeHydrophoneDomain()->labelTable(path, {});
        QVERIFY(table);
        QCOMPARE(table->boxes.size(), std::size_t{3});
        QVERIFY(table->boxes[0].sure && !table->boxes[1].sure && !table->boxes[2].sure);
        QCOMPARE(QString::fromStdString(table->boxes[1].label), "upcall");
    }
};

QTEST_APPLESS_MAIN(TestLabelWords)
#include "test_label_words.moc"
