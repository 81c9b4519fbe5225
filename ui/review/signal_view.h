// The raw signal of one kind, as a widget: all that a SignalTab cannot know of it. What a kind of signal has no use for
// stays as it is here and does nothing.
#pragma once

#include <optional>
#include <vector>

#include <QImage>
#include <QPointF>
#include <QWidget>

#include "core/data/image_recipe.h"
#include "core/data/signal_image.h"
#include "ui/session/sample_store.h"

namespace sightline::ui {

class SignalView : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    /// The sample on the screen and the recipe its picture is drawn by; nullptr: none. The row is valid in the call
    /// only.
    virtual void showSample(const SampleRow* row, const ImageRecipe& recipe) = 0;
    /// Something about the shown sample changed: its verdict, its label.
    virtual void updateSample(const SampleRow* /*row*/) {}
    /// Another of the windows the shown sample is judged by.
    virtual void showWindow(int /*window*/) {}
    /// Nothing of what the model says is to be seen.
    virtual void setOpinionHidden(bool /*hidden*/) {}
    /// Samples selected in the list beside the shown one.
    virtual void setSelection(const std::vector<const SampleRow*>& /*rows*/) {}
    /// A sample kept to compare every other with, until nullptr.
    virtual void setReference(const SampleRow* /*row*/) {}
    [[nodiscard]] virtual bool hasReference() const { return false; }

    /// Where the network looked: one channel in [0,1] of the picture's size, laid over `channel` of it (-1: all of them
    /// together). Empty: nothing to mark.
    virtual void setHeat(const SignalImage& /*map*/, int /*channel*/) {}
    /// The pointer is over this place of the picture's `channel`; nothing: over none. Emits nothing.
    virtual void setPictureCursor(std::optional<QPointF> /*pixel*/, int /*channel*/) {}
    /// Where that channel shows what is under the signal's own cursor.
    [[nodiscard]] virtual std::optional<QPointF> pictureCursor(int /*channel*/) const { return std::nullopt; }

    virtual void stepCursor(int /*step*/) {}
    virtual void stepWindow(int /*step*/) {}
    virtual void zoom(double /*factor*/) {}
    virtual void fit() {}
    /// The next of the ways this signal can be drawn.
    virtual void nextDrawing() {}
    virtual void togglePlaying() {}
    /// True if something was playing.
    virtual bool stopPlaying() { return false; }

    virtual void focusSignal() { setFocus(Qt::ShortcutFocusReason); }
    /// For export.
    [[nodiscard]] virtual QImage toImage() const = 0;

Q_SIGNALS:
    /// The user moved the signal's cursor: pictureCursor() answers anew.
    void cursorMoved();
    /// The shown sample as the reference, or no reference any more.
    void referenceToggled();
    /// The user wants to look at this window of the shown sample; there need not be one.
    void windowChosen(int window);
    /// One short sentence for the status bar.
    void said(const QString& message);
};

}  // namespace sightline::ui
