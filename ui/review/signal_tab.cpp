#include "ui/review/signal_tab.h"

#include <algorithm>
#include <array>

#include <QInputDialog>
#include <QLineEdit>
#include <QSplitter>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/review/list_panel.h"
#include "ui/review/measures_panel.h"
#include "ui/review/picture_panel.h"
#include "ui/review/verdict_panel.h"
#include "ui/words.h"
#include "widgets/basics.h"
#include "widgets/image_view.h"
#include "widgets/label_pad.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {
constexpr int oldMeasuresStay = 150;  ///< milliseconds
}

SignalTab::SignalTab(Session& session, Bench& bench, KeyMap& keys, TabSpec spec, SignalView* view, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_bench(bench),
      m_keys(keys),
      m_spec(std::move(spec)),
      m_table(bench),
      m_review(bench, m_table, session.preferences()),
      m_why(m_review),
      m_view(view)
{
    m_table.setSampleTitle(m_spec.sampleTitle);
    build();
    connectCursor();
    connect(&m_review, &ReviewController::currentChanged, this, &SignalTab::showCurrent);
    connect(&m_review, &ReviewController::currentUpdated, this, &SignalTab::updateCurrent);
    connect(&m_review, &ReviewController::opinionHiddenChanged, this, [this](bool hidden) {
        m_view->setOpinionHidden(hidden);
        updateCurrent();
    });
    connect(&m_review, &ReviewController::windowChanged, this, [this] {
        m_view->showWindow(m_review.window());
        showPicture();
        showCursor();
        markSignal();
    });
    connect(m_view, &SignalView::windowChosen, &m_review, &ReviewController::setWindow);
    connect(m_verdict, &VerdictPanel::taskChosen, this,
            [this](const QString& id) { m_bench.setTask(id.toStdString()); });
    connectWhy();
    connect(m_list, &ListPanel::selectionChanged, this, &SignalTab::showSelection);
    connect(m_view, &SignalView::said, &m_review, &ReviewController::said);
    connect(m_list, &ListPanel::openRequested, this, &SignalTab::openRequested);
    connect(m_verdict, &VerdictPanel::classActivated, this, &SignalTab::classActivated);
    connect(m_view, &SignalView::referenceToggled, this, &SignalTab::toggleReference);
    connect(&m_bench, &Bench::classesChanged, this, &SignalTab::refreshPad);
    connect(&m_keys, &KeyMap::changed, this, &SignalTab::refreshPad);
    refreshPad();
    showCurrent();
    restoreLayout();
}

SignalTab::~SignalTab() = default;

void SignalTab::build()
{
    m_list = new ListPanel(m_review, m_spec.listTitle);
    m_measures = new MeasuresPanel(m_session.preferences());
    m_verdict = new VerdictPanel(m_review, {m_spec.chooseOne, m_spec.simulated, m_spec.caution});
    m_picture = new PicturePanel(m_spec.channels, m_spec.allChannels, m_bench.domain().id());

    auto* padCard = new widgets::Card(tr("Your judgement"));
    m_pad = new widgets::LabelPad;
    padCard->body()->addWidget(m_pad, 1);
    m_addClass = new QToolButton;
    m_addClass->setIcon(widgets::theme().icon(QStringLiteral("plus")));
    m_addClass->setToolTip(tr("Add somebody to choose from…"));
    m_addClass->setAccessibleName(tr("Add a class"));
    widgets::setRole(m_addClass, "quiet");
    padCard->header()->addTool(m_addClass);
    connect(m_addClass, &QToolButton::clicked, this, &SignalTab::askForClass);
    m_comment = new QLineEdit;
    m_comment->setPlaceholderText(tr("Comment"));
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setClearButtonEnabled(true);
    m_comment->hide();
    padCard->body()->addWidget(m_comment);

    connect(m_pad, &widgets::LabelPad::classChosen, this,
            [this](const QString& id) { m_review.label(id.toStdString()); });
    connect(m_pad, &widgets::LabelPad::unsure, &m_review, &ReviewController::unsure);
    connect(m_pad, &widgets::LabelPad::skipped, &m_review, &ReviewController::skip);
    connect(m_pad, &widgets::LabelPad::badData, &m_review, &ReviewController::badData);
    connect(m_pad, &widgets::LabelPad::commentRequested, this, &SignalTab::editComment);
    connect(m_comment, &QLineEdit::returnPressed, this, [this] { m_list->table()->setFocus(); });
    connect(m_comment, &QLineEdit::editingFinished, this, [this] {
        m_review.setComment(m_comment->text());
        m_comment->setVisible(!m_comment->text().isEmpty());
    });

    m_bottom = new QSplitter(Qt::Horizontal);
    m_bottom->addWidget(m_picture);
    m_bottom->addWidget(m_measures);
    m_centre = new QSplitter(Qt::Vertical);
    m_centre->addWidget(m_view);
    m_centre->addWidget(m_bottom);
    m_right = new QSplitter(Qt::Vertical);
    m_right->addWidget(m_verdict);
    m_right->addWidget(padCard);
    m_columns = new QSplitter(Qt::Horizontal);
    auto* left = new QWidget;
    m_left = new QVBoxLayout(left);
    m_left->setContentsMargins(0, 0, 0, 0);
    m_left->setSpacing(widgets::spacing::small);
    m_left->addWidget(m_list, 1);
    m_columns->addWidget(left);
    m_columns->addWidget(m_centre);
    m_columns->addWidget(m_right);
    m_columns->setStretchFactor(0, 1);
    m_columns->setStretchFactor(1, 2);
    m_columns->setStretchFactor(2, 1);
    for (QSplitter* splitter : {m_bottom, m_centre, m_right, m_columns}) {
        splitter->setChildrenCollapsible(false);
        splitter->setHandleWidth(widgets::spacing::small);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::spacing::small, widgets::spacing::small, widgets::spacing::small,
                               widgets::spacing::small);
    layout->addWidget(m_columns);
}

std::vector<std::pair<QSplitter*, QString>> SignalTab::splitters() const
{
    const auto named = [this](const char* part) { return m_spec.id + QLatin1Char('.') + QLatin1String(part); };
    return {{m_columns, named("columns")},
            {m_centre, named("centre")},
            {m_bottom, named("bottom")},
            {m_right, named("right")}};
}

void SignalTab::restoreLayout()
{
    m_columns->setSizes(m_spec.columns);
    m_centre->setSizes(m_spec.centre);
    m_bottom->setSizes(m_spec.bottom);
    m_right->setSizes(m_spec.right);
    for (const auto& [splitter, name] : splitters()) {
        splitter->restoreState(m_session.preferences().layout(name));
    }
}

void SignalTab::saveLayout()
{
    for (const auto& [splitter, name] : splitters()) {
        m_session.preferences().setLayout(name, splitter->saveState());
    }
}

void SignalTab::setMargin(QWidget* panel)
{
    if (m_margin != nullptr) {
        m_margin->deleteLater();
    }
    m_margin = panel;
    if (panel != nullptr) {
        m_left->addWidget(panel);
        panel->show();
    }
}

void SignalTab::focusList()
{
    if (m_list->table()->isVisible()) {
        m_list->table()->setFocus(Qt::OtherFocusReason);
    } else {
        m_view->focusSignal();
    }
}

void SignalTab::connectCursor()
{
    connect(m_view, &SignalView::cursorMoved, this, &SignalTab::showCursor);
    connect(m_picture, &PicturePanel::cursorMoved, this, [this](QPointF pixel, int channel) {
        m_view->setPictureCursor(pixel, channel);
        m_picture->showEchoes(channel, [this](int one) { return m_view->pictureCursor(one); });
    });
    connect(m_picture, &PicturePanel::cursorLeft, this, [this](int channel) {
        m_view->setPictureCursor(std::nullopt, channel);
        m_picture->showEchoes(channel, [](int) { return std::nullopt; });
    });
}

void SignalTab::showCursor()
{
    m_picture->showCursor([this](int channel) { return m_view->pictureCursor(channel); });
}

void SignalTab::connectWhy()
{
    connect(m_picture, &PicturePanel::whyAsked, &m_why, &WhyController::setOn);
    connect(m_verdict, &VerdictPanel::whyChoiceAsked, &m_why, &WhyController::setChoice);
    connect(m_picture, &PicturePanel::channelChosen, this, &SignalTab::markSignal);
    connect(&m_why, &WhyController::changed, this, [this] {
        m_picture->showWhy(m_why.state());
        m_verdict->showWhy(m_why.state());
        markSignal();
    });
}

void SignalTab::markSignal()
{
    m_view->setHeat(m_why.state().made.map, m_picture->view()->channel());
}

void SignalTab::showCurrent()
{
    const SampleRow* row = m_review.current();
    m_view->showSample(row, m_bench.pictures().recipe());
    m_view->showWindow(m_review.window());
    m_shownPicture.reset();
    m_comment->setEnabled(row != nullptr);
    m_pad->setEnabled(row != nullptr);
    if (row == nullptr) {
        m_picture->clear(tr("No picture yet."));
    } else {
        showPicture();
    }
    showMeasures();
    markSignal();
    showSelection();
    updateCurrent();
}

void SignalTab::showMeasures()
{
    m_measuring.reset();
    const auto shown = m_review.pictured();
    m_measures->setAssumptions(shown ? shown->recording->recording->info().assumptions : std::vector<std::string>());
    if (!shown) {
        m_measures->show({});
        return;
    }
    using Measures = std::vector<domains::Measure>;
    const auto measured = [shown] {
        const diagnosis::OpenedRecording& recording = *shown->recording;
        return recording.domain->measures(*recording.recording, shown->sample()).value_or(Measures{});
    };
    if (m_bench.listener() == nullptr) {
        m_measures->show(measured());
        return;
    }
    // A day of sound is read for it in a hundred places. Those of the sample before stay for a blink.
    m_measuring = std::make_unique<jobs::Job>(QStringLiteral("measures"));
    const jobs::Job* job = m_measuring.get();
    QTimer::singleShot(oldMeasuresStay, job, [this, job] {
        if (!job->state().ended()) {
            m_measures->show({});
        }
    });
    m_measuring->start<Measures>(
        m_session.ioLane(), [measured](Progress& /*progress*/) { return measured(); },
        [this](const Measures& measures) { m_measures->show(measures); });
}

void SignalTab::showPicture()
{
    const auto shown = m_review.pictured();
    const DrawnRef drawn = shown ? m_bench.pictures().get(shown->recording, shown->index) : nullptr;
    if (!drawn) {
        return;  // the one before stays for the few milliseconds until it is drawn
    }
    if (drawn == m_shownPicture) {
        return;
    }
    m_shownPicture = drawn;
    if (drawn->picture && drawn->picture->example.image.empty()) {
        m_picture->clear(m_review.current()->badSignal() ? tr("Bad data: the network gets no picture of it.")
                                                         : tr("The network gets no picture of it."));
    } else if (drawn->picture) {
        const ImageRecipe& recipe = m_bench.pictures().recipe();
        m_picture->show(drawn->picture->example.image, QString::fromStdString(recipe.fingerprint()),
                        m_bench.domain().planes(recipe));
    } else {
        m_picture->clear(words::errorText(drawn->picture.error()));
    }
}

void SignalTab::updateCurrent()
{
    const SampleRow* row = m_review.current();
    m_view->updateSample(row);
    showPicture();
    markPad(row);
    if (!m_comment->hasFocus()) {
        m_comment->setText(m_review.comment());
        m_comment->setVisible(!m_comment->text().isEmpty());
    }
}

void SignalTab::showSelection()
{
    std::vector<const SampleRow*> rows;
    for (const SampleKey& key : m_list->selectedKeys()) {
        const SampleRow* row = m_bench.store().get(key);
        if (row != nullptr && key != m_review.currentKey()) {
            rows.push_back(row);
        }
    }
    m_view->setSelection(rows);
}

void SignalTab::refreshPad()
{
    std::vector<widgets::LabelChoice> choices;
    const auto add = [&](const SignalClass& one, const QKeySequence& key) {
        widgets::LabelChoice choice;
        choice.classId = QString::fromStdString(one.id);
        choice.name = m_bench.className(one.id);
        choice.colour = QColor(static_cast<QRgb>(one.colour));
        choice.key = key;
        choice.toolTip = words::domainText(one.meaning);
        choices.push_back(std::move(choice));
    };
    const std::vector<std::string>& keyed = m_spec.keyedClasses;
    // A key stands for a place of the pad, so every place that has one prints it.
    const auto nextKey = [&] { return m_keys.firstKeyOf(QStringLiteral("review.class%1").arg(choices.size())); };
    for (const std::string& id : keyed) {
        if (const SignalClass* known = m_bench.findClass(id)) {
            add(*known, nextKey());
        }
    }
    for (const SignalClass& one : m_bench.classes()) {
        if (std::find(keyed.begin(), keyed.end(), one.id) == keyed.end()) {
            add(one, nextKey());
        }
    }
    m_pad->setChoices(std::move(choices));
    m_addClass->setVisible(m_bench.openClasses());
    using Button = widgets::LabelPad::Button;
    m_pad->setButtonKey(Button::Unsure, m_keys.firstKeyOf(QStringLiteral("review.unsure")));
    m_pad->setButtonKey(Button::Skip, m_keys.firstKeyOf(QStringLiteral("review.skip")));
    m_pad->setButtonKey(Button::BadData, m_keys.firstKeyOf(QStringLiteral("review.badData")));
    m_pad->setButtonKey(Button::Comment, m_keys.firstKeyOf(QStringLiteral("review.comment")));
    m_verdict->setHideKey(m_keys.keyText(QStringLiteral("review.hide")));
    m_picture->setWhyKey(m_keys.keyText(QStringLiteral("review.why")));
    m_verdict->setWhyOtherKey(m_keys.keyText(QStringLiteral("review.whyOther")));
    markPad(m_review.current());
}

void SignalTab::markPad(const SampleRow* row)
{
    using Mark = widgets::LabelMark;
    Mark mark = Mark::None;
    QString classId;
    if (row != nullptr && row->label) {
        switch (row->label->label.certainty) {
            case Certainty::Sure:
                mark = Mark::Class;
                classId = QString::fromStdString(row->label->label.classId);
                break;
            case Certainty::Unsure: mark = Mark::Unsure; break;
            case Certainty::Skip: mark = Mark::Skipped; break;
            case Certainty::BadData: mark = Mark::BadData; break;
        }
    }
    m_pad->setMark(mark, classId);
    const bool shown = row != nullptr && row->verdict && !row->verdict->rejected && !m_review.opinionHidden();
    m_pad->setModelSays(shown ? QString::fromStdString(row->verdict->bestClass()) : QString());
    m_pad->setCommented(!m_review.comment().isEmpty());
}

void SignalTab::labelByPlace(int place)
{
    const auto& choices = m_pad->choices();
    if (place >= 0 && static_cast<std::size_t>(place) < choices.size()) {
        m_review.label(choices[static_cast<std::size_t>(place)].classId.toStdString());
    }
}

void SignalTab::askForClass()
{
    bool chosen = false;
    const QString name = QInputDialog::getText(this, tr("Add a class"), tr("Name of the person or group"),
                                               QLineEdit::Normal, {}, &chosen);
    if (!chosen) {
        return;
    }
    if (auto added = m_bench.addClass(name); !added) {
        Q_EMIT m_review.said(words::sentence(QString::fromStdString(added.error().message)));
    }
}

void SignalTab::editComment()
{
    m_comment->show();
    m_comment->setText(m_review.comment());
    m_comment->setFocus(Qt::ShortcutFocusReason);
    m_comment->selectAll();
}

void SignalTab::toggleReference()
{
    m_view->setReference(m_view->hasReference() ? nullptr : m_review.current());
}

void SignalTab::focusArea(int step)
{
    const std::array<QWidget*, 5> areas = {m_list, m_view, m_picture, m_verdict, m_pad};
    int here = -1;
    for (std::size_t i = 0; i < areas.size(); ++i) {
        if (areas[i]->isAncestorOf(focusWidget()) || areas[i] == focusWidget()) {
            here = static_cast<int>(i);
        }
    }
    const int count = static_cast<int>(areas.size());
    const int next = here < 0 ? 0 : (here + step + count) % count;
    if (next == 0) {
        m_list->table()->setFocus(Qt::TabFocusReason);
    } else if (next == 1) {
        m_view->focusSignal();
    } else {
        QWidget* area = areas[static_cast<std::size_t>(next)];
        QWidget* first = area;
        for (QWidget* child : area->findChildren<QWidget*>()) {
            if (child->isVisibleTo(this) && (child->focusPolicy() & Qt::TabFocus) != 0 && child->isEnabled()) {
                first = child;
                break;
            }
        }
        first->setFocus(Qt::TabFocusReason);
    }
}

QImage SignalTab::pictureImage() const
{
    return m_picture->view()->toQImage(8);
}

}  // namespace sightline::ui
