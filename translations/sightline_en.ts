<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en">
<context>
    <name>sightline::ui::EventBar</name>
    <message numerus="yes">
        <source> It was chosen on %n labelled box(es).</source>
        <translation>
            <numerusform> It was chosen on %n labelled box.</numerusform>
            <numerusform> It was chosen on %n labelled boxes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n event</numerusform>
            <numerusform>%n events</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 found, %2 missed, %3 false alarms, in %n recording(s).</source>
        <translation>
            <numerusform>%1 found, %2 missed, %3 false alarms, in %n recording.</numerusform>
            <numerusform>%1 found, %2 missed, %3 false alarms, in %n recordings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n box(es) the model has learnt from are left out.</source>
        <translation>
            <numerusform>%n box the model has learnt from is left out.</numerusform>
            <numerusform>%n boxes the model has learnt from are left out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::ImportWizard</name>
    <message numerus="yes">
        <source>%n card(s).</source>
        <translation>
            <numerusform>%n card.</numerusform>
            <numerusform>%n cards.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::ListPanel</name>
    <message numerus="yes">
        <source>All %n sample(s) are filtered out.</source>
        <translation>
            <numerusform>The one sample is filtered out.</numerusform>
            <numerusform>All %n samples are filtered out.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::MainWindow</name>
    <message numerus="yes">
        <source>None of the %n file(s) was opened</source>
        <translation>
            <numerusform>The file was not opened</numerusform>
            <numerusform>None of the %n files was opened</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) could not be opened: see the issues.</source>
        <translation>
            <numerusform>%n file could not be opened: see the issues.</numerusform>
            <numerusform>%n files could not be opened: see the issues.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of other kinds were left out.</source>
        <translation>
            <numerusform>%n file of other kinds were left out.</numerusform>
            <numerusform>%n files of other kinds were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n label(s) taken over.</source>
        <translation>
            <numerusform>%n label taken over.</numerusform>
            <numerusform>%n labels taken over.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s) had a label already.</source>
        <translation>
            <numerusform>%n sample had a label already.</numerusform>
            <numerusform>%n samples had a label already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::MouseView</name>
    <message numerus="yes">
        <source>Behind it: %n selected session(s)</source>
        <translation>
            <numerusform>Behind it: %n selected session</numerusform>
            <numerusform>Behind it: %n selected sessions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Behind it: %n session(s) of %1</source>
        <translation>
            <numerusform>Behind it: %n session of %1</numerusform>
            <numerusform>Behind it: %n sessions of %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::SoundTab</name>
    <message numerus="yes">
        <source>%n label(s) added.</source>
        <translation>
            <numerusform>%n label added.</numerusform>
            <numerusform>%n labels added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n were there already.</source>
        <translation>
            <numerusform>%n was there already.</numerusform>
            <numerusform>%n were there already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n verdict(s) of a model left out: nobody confirmed them.</source>
        <translation>
            <numerusform>%n verdict of a model left out: nobody confirmed it.</numerusform>
            <numerusform>%n verdicts of a model left out: nobody confirmed them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n imported label(s) taken back.</source>
        <translation>
            <numerusform>%n imported label taken back.</numerusform>
            <numerusform>%n imported labels taken back.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::StatusStrip</name>
    <message numerus="yes">
        <source>%n issue(s)</source>
        <translation>
            <numerusform>%n issue</numerusform>
            <numerusform>%n issues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::ui::VerdictPanel</name>
    <message numerus="yes">
        <source>%1 speaks for it: +%n point(s)</source>
        <translation>
            <numerusform>%1 speaks for it: +%n point</numerusform>
            <numerusform>%1 speaks for it: +%n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 speaks against it: −%n point(s)</source>
        <translation>
            <numerusform>%1 speaks against it: −%n point</numerusform>
            <numerusform>%1 speaks against it: −%n points</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ConfusionGrid</name>
    <message numerus="yes">
        <source>%1: %n sample(s)</source>
        <translation>
            <numerusform>%1: %n sample</numerusform>
            <numerusform>%1: %n samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::widgets::DeploymentStrip</name>
    <message numerus="yes">
        <source>%1 · %2 · %3 h · %n event(s)</source>
        <translation>
            <numerusform>%1 · %2 · %3 h · %n event</numerusform>
            <numerusform>%1 · %2 · %3 h · %n events</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>sightline::widgets::ImageView</name>
    <message numerus="yes">
        <source>%1 by %2 pixels, %n channel(s)</source>
        <translation>
            <numerusform>%1 by %2 pixels, %n channel</numerusform>
            <numerusform>%1 by %2 pixels, %n channels</numerusform>
        </translation>
    </message>
</context>
</TS>
