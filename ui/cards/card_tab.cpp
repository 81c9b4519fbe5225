#include "ui/cards/card_tab.h"

#include <algorithm>
#include <array>

#include <QLineEdit>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/cards/card_plot.h"
#include "ui/cards/measures_panel.h"
#include "ui/cards/picture_panel.h"
#include "ui/cards/verdict_panel.h"
#include "ui/review/list_panel.h"
#include "widgets/basics.h"
#include "widgets/heat_map.h"
#include "widgets/image_view.h"
#include "widgets/label_pad.h"
#include "widgets/score_bars.h"
#include "widgets/signal_plot.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

constexpr int absoluteChannel = 2;

/// The ten that have a key: what a field meets most, in the order of the conditions' list. Fixed, because fingers
/// remember places.
constexpr std::array<const char*, 10> keyedClasses = {"normal",  "fluid_pound",      "gas_interference", "tv_leak",
                                                      "sv_leak", "both_valves_leak", "parted_rods",      "tag_bottom",
                                                      "tag_top", "flowing"};

}  // namespace

CardTab::CardTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent)
    : QWidget(parent),
      m_session(session),
      m_bench(bench),
      m_keys(keys),
      m_table(bench),
      m_review(bench, m_table, session.preferences()),
      m_why(m_review)
{
    build();
    connectCursor();
    connect(&m_review, &ReviewController::currentChanged, this, &CardTab::showCurrent);
    connect(&m_review, &ReviewController::currentUpdated, this, &CardTab::updateCurrent);
    connect(&m_review, &ReviewController::opinionHiddenChanged, this, &CardTab::updateCurrent);
    connectWhy();
    connect(m_list, &ListPanel::selectionChanged, this, &CardTab::showSelection);
    connect(m_list, &ListPanel::openRequested, this, &CardTab::openRequested);
    connect(m_verdict, &VerdictPanel::classActivated, this, &CardTab::classActivated);
    connect(m_plot, &CardPlot::referenceToggled, this, &CardTab::toggleReference);
    connect(&m_bench, &Bench::classesChanged, this, &CardTab::refreshPad);
    connect(&m_keys, &KeyMap::changed, this, &CardTab::refreshPad);
    refreshPad();
    showCurrent();
    restoreLayout();
}

CardTab::~CardTab() = default;

void CardTab::build()
{
    m_list = new ListPanel(m_review, tr("Cards"));
    m_plot = new CardPlot(m_session.preferences());
    m_measures = new MeasuresPanel(m_session.preferences());
    m_verdict = new VerdictPanel(m_review);

    m_picture = new PicturePanel({tr("Up-stroke"), tr("Down-stroke"), tr("Absolute scale")}, tr("Up · Down · Scale"));

    auto* padCard = new widgets::Card(tr("Your judgement"));
    m_pad = new widgets::LabelPad;
    padCard->body()->addWidget(m_pad, 1);
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
    connect(m_pad, &widgets::LabelPad::commentRequested, this, &CardTab::editComment);
    connect(m_comment, &QLineEdit::returnPressed, this, [this] { m_list->table()->setFocus(); });
    connect(m_comment, &QLineEdit::editingFinished, this, [this] {
        m_review.setComment(m_comment->text());
        m_comment->setVisible(!m_comment->text().isEmpty());
    });

    m_bottom = new QSplitter(Qt::Horizontal);
    m_bottom->addWidget(m_picture);
    m_bottom->addWidget(m_measures);
    m_centre = new QSplitter(Qt::Vertical);
    m_centre->addWidget(m_plot);
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

void CardTab::restoreLayout()
{
    Preferences& preferences = m_session.preferences();
    const auto restore = [&](QSplitter* splitter, const char* name, const QList<int>& fallback) {
        if (!splitter->restoreState(preferences.layout(QLatin1String(name)))) {
            splitter->setSizes(fallback);
        }
    };
    restore(m_columns, "cards.columns", {404, 466, 378});
    restore(m_centre, "cards.centre", {350, 330});
    restore(m_bottom, "cards.bottom", {240, 218});
    restore(m_right, "cards.right", {300, 366});
}

void CardTab::saveLayout()
{
    Preferences& preferences = m_session.preferences();
    preferences.setLayout(QStringLiteral("cards.columns"), m_columns->saveState());
    preferences.setLayout(QStringLiteral("cards.centre"), m_centre->saveState());
    preferences.setLayout(QStringLiteral("cards.bottom"), m_bottom->saveState());
    preferences.setLayout(QStringLiteral("cards.right"), m_right->saveState());
}

void CardTab::setMargin(QWidget* panel)
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

void CardTab::focusList()
{
    if (m_list->table()->isVisible()) {
        m_list->table()->setFocus(Qt::OtherFocusReason);
    } else {
        m_plot->focusPlot();
    }
}

void CardTab::connectCursor()
{
    widgets::ImageView* picture = m_picture->view();
    connect(m_plot, &CardPlot::cursorMoved, this, [this, picture](int point) {
        if (point < 0 || m_map.empty()) {
            picture->setCursor(std::optional<QPointF>());
        } else {
            picture->setCursor(std::optional(m_map.pixelOf(point, picture->channel() == absoluteChannel)));
        }
    });
    connect(picture, &widgets::ImageView::cursorMoved, this, [this, picture](QPointF pixel) {
        if (!m_map.empty()) {
            m_plot->setCursorPoint(m_map.pointAt(pixel, picture->channel() == absoluteChannel));
        }
    });
    connect(picture, &widgets::ImageView::cursorLeft, this, [this] { m_plot->setCursorPoint(-1); });
}

void CardTab::connectWhy()
{
    connect(m_picture, &PicturePanel::whyAsked, &m_why, &WhyController::setOn);
    connect(m_verdict, &VerdictPanel::whyChoiceAsked, &m_why, &WhyController::setChoice);
    connect(m_picture, &PicturePanel::channelChosen, this, &CardTab::markLoop);
    connect(&m_why, &WhyController::changed, this, [this] {
        m_picture->showWhy(m_why.state());
        m_verdict->showWhy(m_why.state());
        markLoop();
    });
}

void CardTab::markLoop()
{
    const WhyController::State& state = m_why.state();
    const SignalImage& map = state.made.map;
    std::vector<bool> marked;
    if (!map.empty() && !m_map.empty()) {
        const bool absolute = m_picture->view()->channel() == absoluteChannel;
        for (int point = 0; point < m_map.pointCount(); ++point) {
            const QPointF pixel = m_map.pixelOf(point, absolute);
            const auto x = static_cast<std::size_t>(std::clamp(qRound(pixel.x()), 0, map.width - 1));
            const auto y = static_cast<std::size_t>(std::clamp(qRound(pixel.y()), 0, map.height - 1));
            marked.push_back(map.pixels[y * static_cast<std::size_t>(map.width) + x] >= widgets::highFrom);
        }
    }
    m_plot->setMarked(std::move(marked), tr("Where it looked"));
}

void CardTab::showCurrent()
{
    const SampleRow* row = m_review.current();
    m_plot->show(row);
    m_shownPicture.reset();
    m_map = {};
    m_comment->setEnabled(row != nullptr);
    m_pad->setEnabled(row != nullptr);
    if (row == nullptr) {
        m_picture->clear(tr("No picture yet."));
        m_measures->show({});
        m_measures->setAssumptions({});
    } else {
        const domains::Recording& recording = *row->recording->recording;
        m_measures->show(
            row->recording->domain->measures(recording, row->sample()).value_or(std::vector<domains::Measure>{}));
        m_measures->setAssumptions(recording.info().assumptions);
        if (const pumpcards::Card* card = cardOf(*row)) {
            m_map = PictureMap(*card, m_bench.pictures().recipe());
        }
        showPicture(*row);
    }
    markLoop();
    showSelection();
    updateCurrent();
}

void CardTab::showPicture(const SampleRow& row)
{
    const DrawnRef drawn = m_bench.pictures().get(row.recording, row.index);
    if (!drawn) {
        return;  // the one before stays for the few milliseconds until it is drawn
    }
    if (drawn == m_shownPicture) {
        return;
    }
    m_shownPicture = drawn;
    if (drawn->picture && drawn->picture->example.image.empty()) {
        m_picture->clear(tr("Bad data: the network gets no picture of it."));
    } else if (drawn->picture) {
        m_picture->show(drawn->picture->example.image,
                        QString::fromStdString(m_bench.pictures().recipe().fingerprint()));
    } else {
        m_picture->clear(words::errorText(drawn->picture.error()));
    }
}

void CardTab::updateCurrent()
{
    const SampleRow* row = m_review.current();
    if (row != nullptr) {
        showPicture(*row);
    }
    markPad(row);
    if (!m_comment->hasFocus()) {
        m_comment->setText(m_review.comment());
        m_comment->setVisible(!m_comment->text().isEmpty());
    }
}

void CardTab::showSelection()
{
    std::vector<const SampleRow*> rows;
    for (const SampleKey& key : m_list->selectedKeys()) {
        const SampleRow* row = m_bench.store().get(key);
        if (row != nullptr && key != m_review.currentKey()) {
            rows.push_back(row);
        }
    }
    m_plot->setSelection(rows);
}

void CardTab::refreshPad()
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
    for (std::size_t i = 0; i < keyedClasses.size(); ++i) {
        if (const SignalClass* known = m_bench.findClass(keyedClasses[i])) {
            add(*known, m_keys.firstKeyOf(QStringLiteral("review.class%1").arg(i)));
        }
    }
    for (const SignalClass& one : m_bench.classes()) {
        if (std::find(keyedClasses.begin(), keyedClasses.end(), one.id) == keyedClasses.end()) {
            add(one, {});
        }
    }
    m_pad->setChoices(std::move(choices));
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

void CardTab::markPad(const SampleRow* row)
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

void CardTab::labelByPlace(int place)
{
    const auto& choices = m_pad->choices();
    if (place >= 0 && static_cast<std::size_t>(place) < choices.size()) {
        m_review.label(choices[static_cast<std::size_t>(place)].classId.toStdString());
    }
}

void CardTab::editComment()
{
    m_comment->show();
    m_comment->setText(m_review.comment());
    m_comment->setFocus(Qt::ShortcutFocusReason);
    m_comment->selectAll();
}

void CardTab::toggleReference()
{
    m_plot->setReference(m_plot->hasReference() ? nullptr : m_review.current());
}

void CardTab::focusArea(int step)
{
    const std::array<QWidget*, 5> areas = {m_list, m_plot, m_picture, m_verdict, m_pad};
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
        m_plot->focusPlot();
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

QImage CardTab::pictureImage() const
{
    return m_picture->view()->toQImage(8);
}

QImage CardTab::plotImage() const
{
    return m_plot->toImage();
}

}  // namespace sightline::ui
