#include "ui/mouse/mouse_tab.h"

namespace sightline::ui {

namespace {

/// What the mouse domain says in English, so that it comes into the translations.
[[maybe_unused]] constexpr const char* wordsOfDomain[] = {
    QT_TRANSLATE_NOOP("mouse", "the recorder's clock"),
    QT_TRANSLATE_NOOP("mouse", "speed alone"),
    QT_TRANSLATE_NOOP("mouse", "the position on the screen"),
    QT_TRANSLATE_NOOP("mouse", "the size of the screen"),
    QT_TRANSLATE_NOOP("mouse", "clock, speed, position and reach together"),
    // Findings, with their numbers left out.
    QT_TRANSLATE_NOOP("mouse", "%1 rows lack a field or hold no number where one is needed; dropped"),
    QT_TRANSLATE_NOOP("mouse", "%1 events are nothing a pointer did (load, focus, key …); dropped"),
    QT_TRANSLATE_NOOP("mouse", "%1 broken line at the end of a file still being written; dropped"),
    QT_TRANSLATE_NOOP("mouse", "%1 rows have no position; the path is broken there"),
    QT_TRANSLATE_NOOP("mouse", "%1 rows repeat the one before them in every field; dropped"),
    QT_TRANSLATE_NOOP("mouse", "%1 rows ran backwards in time; sorted"),
    QT_TRANSLATE_NOOP("mouse", "%1 rows run backwards in time; dropped"),
    QT_TRANSLATE_NOOP(
        "mouse", "%1 presses or releases lack their partner; closed at the next press of that button or at the end"),
    QT_TRANSLATE_NOOP("mouse", "%1 rows have the time of the row before; merged where speed is computed"),
    QT_TRANSLATE_NOOP("mouse", "%1 positions lie outside the declared screen; kept"),
    QT_TRANSLATE_NOOP("mouse", "%1 pauses are longer than %2 s; no line bridges them"),
    QT_TRANSLATE_NOOP("mouse", "%1 jumps of more than half the screen take less than %2 ms; kept"),
    QT_TRANSLATE_NOOP("mouse", "%1 pieces of path have fewer than %2 points; kept"),
    QT_TRANSLATE_NOOP("mouse", "%1 events are of a finger among those of a mouse"),
    QT_TRANSLATE_NOOP("mouse", "%1 events are of a finger, not of a mouse"),
    QT_TRANSLATE_NOOP("mouse", "the session has only %1 events with a position; at least %2 are needed"),
    QT_TRANSLATE_NOOP("mouse", "too little data: %1 window, at least %2 are needed"),
    QT_TRANSLATE_NOOP("mouse", "too little data: %1 windows, at least %2 are needed"),
    QT_TRANSLATE_NOOP("mouse", "Whose is it"),
    QT_TRANSLATE_NOOP("mouse", "Which group"),
    QT_TRANSLATE_NOOP("mouse", "Human or machine"),
    QT_TRANSLATE_NOOP("mouse", "Somebody else"),
    QT_TRANSLATE_NOOP("mouse", "Not the person the account belongs to."),
    QT_TRANSLATE_NOOP("mouse", "Ask the account's owner before anything else."),
    QT_TRANSLATE_NOOP("mouse", "Member"),
    QT_TRANSLATE_NOOP("mouse", "One of the group."),
    QT_TRANSLATE_NOOP("mouse", "Outsider"),
    QT_TRANSLATE_NOOP("mouse", "Not one of the group."),
    QT_TRANSLATE_NOOP("mouse", "Human"),
    QT_TRANSLATE_NOOP("mouse", "A hand moved the pointer."),
    QT_TRANSLATE_NOOP("mouse", "Machine"),
    QT_TRANSLATE_NOOP("mouse", "A program moved the pointer."),
    QT_TRANSLATE_NOOP("mouse", "Look for automation on this account."),
    // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): one text on two lines
    QT_TRANSLATE_NOOP("mouse",
                      "Mouse, screen and clock differ between devices, too: a new device lowers the score of the right "
                      "person."),
    QT_TRANSLATE_NOOP("mouse", "Events"),
    QT_TRANSLATE_NOOP("mouse", "Duration"),
    QT_TRANSLATE_NOOP("mouse", "Path length (px)"),
    QT_TRANSLATE_NOOP("mouse", "Left clicks"),
    QT_TRANSLATE_NOOP("mouse", "Right clicks"),
    QT_TRANSLATE_NOOP("mouse", "Drags"),
    QT_TRANSLATE_NOOP("mouse", "Scroll steps"),
    QT_TRANSLATE_NOOP("mouse", "Pauses over 1 s"),
    QT_TRANSLATE_NOOP("mouse", "Median speed (px/s)"),
    QT_TRANSLATE_NOOP("mouse", "Median time step"),
    QT_TRANSLATE_NOOP("mouse", "the pointer never moves"),
    QT_TRANSLATE_NOOP("mouse", "no time passes"),
    QT_TRANSLATE_NOOP("mouse", "On the screen"),
    QT_TRANSLATE_NOOP("mouse", "Strokes from the centre"),
    QT_TRANSLATE_NOOP("mouse", "Speed"),
    QT_TRANSLATE_NOOP("mouse", "Shape"),
    QT_TRANSLATE_NOOP("mouse", "Against time"),
    QT_TRANSLATE_NOOP("mouse", "Fast"),
    QT_TRANSLATE_NOOP("mouse", "Middle"),
    QT_TRANSLATE_NOOP("mouse", "Slow"),
    QT_TRANSLATE_NOOP("mouse", "Samples"),
    QT_TRANSLATE_NOOP("mouse", "Not used"),
    QT_TRANSLATE_NOOP("mouse", "Steps under 30 ms"),
    QT_TRANSLATE_NOOP("mouse", "Steps of 30 to 200 ms"),
    QT_TRANSLATE_NOOP("mouse", "Steps over 200 ms"),
};

}  // namespace

MouseTab::MouseTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent)
    : SignalTab(session, bench, keys, makeSpec(), new MouseView(bench), parent)
{
}

TabSpec MouseTab::makeSpec()
{
    TabSpec spec;
    spec.id = QStringLiteral("sessions");
    spec.listTitle = tr("Sessions");
    spec.sampleTitle = tr("Session");
    spec.chooseOne = tr("Choose a session in the list, or open a file.");
    spec.simulated = tr("Trained on simulated sessions, not proved on your users.");
    spec.caution = tr("Not only the hand differs");
    spec.keyedClasses = {"human", "machine", "member", "outsider", "impostor"};
    spec.columns = {404, 506, 310};
    spec.centre = {420, 262};
    spec.bottom = {310, 210};
    return spec;
}

}  // namespace sightline::ui
