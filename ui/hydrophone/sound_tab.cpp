#include "ui/hydrophone/sound_tab.h"

#include <QShortcut>

#include "widgets/timeline.h"

namespace sightline::ui {

SoundTab::SoundTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent)
    : SignalTab(session, bench, keys, makeSpec(), new SoundView(session, bench), parent)
{
    connect(&sound(), &SoundView::sampleChosen, this, [this](const std::string& recording, const std::string& sample) {
        review().select({recording, sample});
    });
    auto* take = new QShortcut(QKeySequence(Qt::Key_L), this);
    take->setContext(Qt::WidgetWithChildrenShortcut);
    connect(take, &QShortcut::activated, this, &SoundTab::takeBox);
}

/// What was drawn becomes a row of the list, to be labelled by a key.
void SoundTab::takeBox()
{
    SoundPanel& panel = sound().panel();
    const auto drawn = panel.selection();
    const SampleRow* row = review().current();
    if (!drawn || !drawn->seconds || row == nullptr) {
        return;
    }
    const widgets::Timeline& timeline = panel.timeline();
    Extent recorded = *drawn;
    recorded.seconds =
        Interval{timeline.recordedNear(drawn->seconds->begin), timeline.recordedNear(drawn->seconds->end)};
    const std::string recording = row->key().recording;
    panel.clearSelection();
    if (const auto key = bench().addBox(recording, recorded)) {
        review().select(*key);
    }
}

TabSpec SoundTab::makeSpec()
{
    TabSpec spec;
    spec.id = QStringLiteral("sounds");
    spec.listTitle = tr("Recordings and events");
    spec.sampleTitle = tr("Seconds");
    spec.chooseOne = tr("Choose a recording or an event in the list, or open a sound file.");
    spec.simulated =
        tr("Trained on simulated up-calls in a simulated sea: it knows no other call, and was not proved "
           "on your recordings.");
    spec.channels = QStringList{tr("Mel bands")};
    spec.allChannels = tr("Mel bands");
    spec.keyedClasses = {"upcall", "background"};
    spec.columns = {380, 620, 300};
    spec.centre = {460, 220};
    return spec;
}

}  // namespace sightline::ui
