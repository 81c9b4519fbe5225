#include "ui/hydrophone/measures_line.h"

#include <QCoreApplication>

#include "widgets/frequency_axis.h"

namespace sightline::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(sightline::ui::SoundPanel)
};

}  // namespace

QString measuresLine(const hydrophone::SoundMeasures& found, const std::optional<Interval>& hertz)
{
    const QString band =
        hertz ? Words::tr("%1 to %2").arg(widgets::hertzText(hertz->begin), widgets::hertzText(hertz->end))
              : Words::tr("whole band");
    const QString length = QString::number(found.seconds, 'f', found.seconds < 10 ? 3 : 1);
    if (!found.peakHertz || !found.bandHertz)
        return Words::tr("%1 s · %2 · silence").arg(length, band);
    const QString level =
        Words::tr("%1 dBFS").arg(found.levelDecibel, 0, 'f', 1) + (found.sampled ? Words::tr(" (sampled)") : QString());
    return Words::tr("%1 s · %2 · %3 · peak %4 · 90 % of the energy in %5 to %6")
        .arg(length, band, level, widgets::hertzText(*found.peakHertz), widgets::hertzText(found.bandHertz->begin),
             widgets::hertzText(found.bandHertz->end));
}

QString levelReference()
{
    return Words::tr("Level: RMS in the band. 0 dBFS is a sine of full scale (AES17).");
}

}  // namespace sightline::ui
