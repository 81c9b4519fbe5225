<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>sightline::ui::Bench</name>
    <message>
        <source>this sample is no longer open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no workspace is open</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::CardPlot</name>
    <message>
        <source>Surface card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the plot shows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole card (F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load against position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position against time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load against time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a card in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reference %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up-stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down-stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time (s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top of stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>well %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove the reference card %1 (R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep this card beneath the others as the reference (R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2, %3 %4 · %5, point %6</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>down</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pump card, measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pump card, computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted card</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::CardTab</name>
    <message>
        <source>Cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up-stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Down-stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Absolute scale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up · Down · Absolute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your judgement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::ComparisonView</name>
    <message>
        <source>%1 % (%2 to %3, n %4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On the held-back cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Figures of both models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found, in service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Found, new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Per class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In service says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New says</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now wrong</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix of the new model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusions of the new model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double click shows the card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new model may go into service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Better keep the model in service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In service: %1, trained on %2. New: %3, trained on %4. Both judged the same %5 cards of %6 sources that neither was trained on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now right (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now wrong (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right (accuracy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right, every class counting alike (macro-F1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right among the first two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answered, not abstained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error of the stated certainty (ECE)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>does not know it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::FileOpener</name>
    <message>
        <source>no reader recognises this file. Open a table, .dyn, .ts, .json, .xlsx or .sql file with position and load.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening files</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss the first steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the next card (Right)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Move the mouse over the plot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm (Enter), correct (1 … 9)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open or drop your own files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>See what retraining needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::ImportWizard</name>
    <message>
        <source>How is %1 to be read?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This file can be read in more than one way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is guessed silently. Your answers are remembered for files of the same layout.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First lines of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Questions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What comes of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview of the first card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answer the questions to see the card.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (suggested)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Still to answer: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With these answers there is no card in the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Position (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n card(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Noticed: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::IssueList</name>
    <message>
        <source>Not opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was noticed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Count</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::IssuesPanel</name>
    <message>
        <source>Issues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double click jumps to where it was seen, each time one further.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::LaterTab</name>
    <message>
        <source>Mouse sessions come in a later version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hydrophone recordings come in a later version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This tab will draw a session&apos;s movements, compare it with enrolled users and say whose hand it was. Files you drop here today are remembered and open as soon as the tab does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This tab will show the spectrogram, find calls and let you label them with boxes. Files you drop here today are remembered and open as soon as the tab does.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remembered for this tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files remembered for this tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::ListPanel</name>
    <message>
        <source>Find id, class, file, comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only this state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only this class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In what order the samples come up for review. &quot;Least certain first&quot; holds a random one at every tenth place, so that the labels stay representative.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As in the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least certain first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most certain first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Random</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Newest file first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All states</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a file or a folder, or drop it anywhere in this window.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>All %n sample(s) are filtered out.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::MainWindow</name>
    <message>
        <source>Kinds of signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pump cards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mouse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hydrophone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open files (Ctrl+O)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retrain…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train a new model on your labels (Ctrl+R)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Issues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 belongs to the Mouse tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 belongs to the Hydrophone tab</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That tab comes in a later version. The file is remembered there and nothing is lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the class&apos;s key or button to label with %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped. Samples without a verdict get one when you look at them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening was stopped; what was read stays open.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no file of a known kind in there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file was not opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>None of the %n file(s) was opened</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be opened: see the issues.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of other kinds were left out.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>This did not happen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdicts %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not opened: how to read it was not answered. Open it again to answer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training is under way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing stops it; nothing of it is kept. Labels and everything else are saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tab: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open files…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the issues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous area</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close what lies on top, stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Judge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class %1 of the pad, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirm the model&apos;s first choice, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure: to the expert, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad data: out of training, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip, no label, next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Into the queue, or out of it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo, back to that sample</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Redo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next well or file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous well or file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide or show the model&apos;s opinion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find in the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plot and picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the whole card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cursor one point back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cursor one point on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loop, or against time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep as reference card, or remove it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take over the labels in the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the samples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About Sightline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast, for sunlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metric (m, kN, kW)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oilfield (in, lbf, hp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear this list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recordings (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open recordings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open or create a workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspaces (*.sightline)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training is under way in this workspace: let it finish or stop it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The list as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The plot as PNG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture as PNG…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PNG pictures (*.png)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) taken over.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) had a label already.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Not known: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels of the files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sightline %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A signal comes in as a file, becomes a picture, a network judges the picture, a person judges the network, and the person&apos;s judgement becomes the next network.

Everything happens on this computer; nothing is sent anywhere.
Workspace: %1

Free software, GPL-3.0-or-later.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 … %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label with that class of the pad, next</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::MeasuresPanel</name>
    <message>
        <source>Measures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read with: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::PicturePanel</name>
    <message>
        <source>What the network sees</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture as the network receives it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel of the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From no ink (0) to full ink (1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Image recipe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 × %2 pixels · %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::Preferences</name>
    <message>
        <source>reviewer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::RetrainDialog</name>
    <message>
        <source>Retrain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trains a new model on the labels of this workspace. Sources that are held back are never trained on; the new model is compared with the one in service on exactly those, and goes into service only when you say so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels per class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Class</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was in service when</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the previous model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it learns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right on cards held out (%)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first epoch is under way.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You can close this window and work on; the run goes on and tells when it is done. Stopping keeps the best model so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work on meanwhile</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why put it into service all the same?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep current</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put into service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in service stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking at the labels…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yes. Every class has labels from enough sources.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not yet. This is missing:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2), trained on %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was no other model before this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss, trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss, held out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Right, held out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network %1 of %2, epoch %3 of %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training is done: the comparison is ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There was nothing to keep yet. The model in service is unchanged.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training did not come to an end</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>recommended by the comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new model is not in service</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new model is in service. Verdicts of the earlier one are marked stale and redone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no way back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The previous model is in service again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::RetrainingRun</name>
    <message>
        <source>Looking at the labels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the comparison cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no new model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no workspace is open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model that came with the program</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2, by %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::ReviewController</name>
    <message>
        <source>This is the last one in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is the first one in the list.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no other source in this direction.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no verdict to confirm yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s opinion is hidden: choose a class yourself, or show it first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: unsure, kept for an expert</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: bad data, left out of training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comment is stored with your next judgement of this sample.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment stored.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is in the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left the queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: taken back; its file is not open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to bring back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: brought back</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::SampleTable</name>
    <message>
        <source>hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file says: %1. Nobody has judged it yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::SettingsDialog</name>
    <message>
        <source>no engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Work</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset to defaults</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High contrast, for sunlight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metric (m, kN, kW)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oilfield (in, lbf, hp)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Large controls, for gloves and touch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Written into every label you give.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The fastest there is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other workspace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open or create a workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspaces (*.sightline)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labels, queue and models lie there. Everything is saved at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Now: %1. A change of kind may need a restart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Action</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press the key. Empty brings the default back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This key already belongs to &quot;%1&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::StatusStrip</name>
    <message>
        <source>Last message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop this job</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Samples waiting in the queue. Click to list only them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What did not stop the work: files not opened, findings in the data.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model in service: %1, id %2, trained on %3, %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading the model…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no verdicts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Read only: labels cannot be stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything is saved</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::VerdictPanel</name>
    <message>
        <source>Verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the model&apos;s opinion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most probable classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it looks like</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to do</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shape alone cannot tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noticed in the data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the model&apos;s opinion and judge for yourself (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model is being loaded. Everything but verdicts works meanwhile.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model to ask: %1
Plot, measures and labels work as usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the verdict.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a card in the list, or open a file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model&apos;s opinion is hidden until you show it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad data, no verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stale: of an earlier model, being redone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check the sensor first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Abstains: best guess only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 sure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>model %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 on %2 · %3 (%4)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained on simulated cards: not proved on your wells. Retrain on your own labels.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file says: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Doubt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::Workbench</name>
    <message>
        <source>The workspace cannot be opened, so labels could not be stored.

%1

Start with another one: sightline NAME.sightline</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::ui::words</name>
    <message>
        <source>New</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Abstains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No verdict</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stale</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Labelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt; 1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>spm</source>
        <comment>strokes per minute</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::Banner</name>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ColourLegend</name>
    <message>
        <source>Colour scale from 0 to 1, %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours of the channels: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ConfusionGrid</name>
    <message numerus="yes">
        <source>%1: %n sample(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 samples of “%3” judged “%4” (%5 %)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>truth  ↓
judged →</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 samples on the diagonal; rows are the truth</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::CurveChart</name>
    <message>
        <source>No curve yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 at %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ImageView</name>
    <message>
        <source>Channel of the picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which channels of the network&apos;s input are shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Picture as the network receives it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>x %1, y %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%1 by %2 pixels, %n channel(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>All channels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::KeyOverlay</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::LabelPad</name>
    <message>
        <source>, key %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>current label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the model says this</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label pad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To the expert queue; not used in training until resolved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Skip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next sample, no label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bad data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The signal itself is wrong: kept out of training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A note on this sample</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ProgressStrip</name>
    <message>
        <source>a few seconds left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about %1 h %2 min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ScoreBars</name>
    <message>
        <source>not sure enough to say</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most probable classes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No verdict yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model abstains</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::SignalPlot</name>
    <message>
        <source>No signal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 %3
%4 %5 %6</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>sightline::widgets::StatTile</name>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2 %3</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
