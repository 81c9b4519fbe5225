// The waveform of a recording of any length: lowest and highest of ever shorter stretches, down to single samples.
#pragma once

#include <memory>
#include <optional>

#include "core/jobs/lane.h"
#include "widgets/sound_sources.h"
#include "widgets/time_view.h"

namespace sightline::jobs {
class Job;
}

namespace sightline::widgets {

/// Alt+wheel makes it taller or flatter, key A fits it to what is shown. All else: TimeView.
class WaveformView final : public TimeView {
    Q_OBJECT
public:
    /// `io` must outlive the view.
    explicit WaveformView(jobs::Lane& io, QWidget* parent = nullptr);
    ~WaveformView() override;

    /// Keeps the viewport; for another recording call setRecording before. Empty: no waveform.
    void setSource(std::shared_ptr<const WaveformSource> source);
    /// The source can do better now than it could.
    void improve();
    /// What is drawn at the edges, full scale = 1.
    [[nodiscard]] double amplitude() const { return m_amplitude; }
    [[nodiscard]] const WaveformPart& part() const { return m_part; }

    [[nodiscard]] QString cursorText() const override;
    [[nodiscard]] QSize sizeHint() const override { return {640, 130}; }

Q_SIGNALS:
    void failed(const sightline::Error& error);

protected:
    void paintSignal(QPainter& painter, const QRect& area, const Colours& colours) override;
    void paintScales(QPainter& painter, const QRect& area, const Colours& colours) override;
    void turned(double steps, bool shift) override;
    void viewportMoved() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void ask();
    [[nodiscard]] dsp::SampleRange visible() const;
    void fitAmplitude();
    [[nodiscard]] std::optional<Interval> extremesAt(double x) const;
    void paintParts(QPainter& painter, const QRect& area, const Colours& colours) const;
    void paintSamples(QPainter& painter, const QRect& area, const Colours& colours) const;

    jobs::Lane& m_io;
    std::shared_ptr<const WaveformSource> m_source;
    std::unique_ptr<jobs::Job> m_job;
    bool m_again = false;  ///< something else has to be asked when m_job ends
    WaveformPart m_part;
    double m_amplitude = 1;
    bool m_amplitudeChosen = false;
    bool m_fitAnew = true;  ///< whatever the amplitude was
};

}  // namespace sightline::widgets
