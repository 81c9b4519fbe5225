#include "ui/review/why_controller.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "ui/words.h"
#include "widgets/heat_map.h"

namespace sightline::ui {

namespace {

constexpr std::size_t shownParts = 4;
constexpr double nearlyAll = 0.995;
constexpr float nearTheMost = 0.9F;

}  // namespace

QString placeInWords(const SignalImage& map)
{
    double high = 0;
    double most = 0;
    double across = 0;
    double down = 0;
    for (int y = 0; y < map.height; ++y) {
        for (int x = 0; x < map.width; ++x) {
            const float value = map.pixels[static_cast<std::size_t>(y) * static_cast<std::size_t>(map.width) +
                                           static_cast<std::size_t>(x)];
            high += value >= widgets::highFrom ? 1 : 0;
            if (value >= nearTheMost) {
                most += 1;
                across += x + 0.5;
                down += y + 0.5;
            }
        }
    }
    if (most == 0 || high > 0.5 * map.width * map.height) {
        return WhyController::tr("many places");
    }
    const auto third = [](double place, int length) {
        return static_cast<std::size_t>(std::clamp(static_cast<int>(3 * place / length), 0, 2));
    };
    const std::array<QString, 9> words = {
        WhyController::tr("upper left"),  WhyController::tr("upper middle"), WhyController::tr("upper right"),
        WhyController::tr("middle left"), WhyController::tr("the middle"),   WhyController::tr("middle right"),
        WhyController::tr("lower left"),  WhyController::tr("lower middle"), WhyController::tr("lower right")};
    return words[3 * third(down / most, map.height) + third(across / most, map.width)];
}

WhyController::WhyController(ReviewController& review, QObject* parent) : QObject(parent), m_review(review)
{
    connect(&review, &ReviewController::currentChanged, this, &WhyController::refresh);
    connect(&review, &ReviewController::currentUpdated, this, &WhyController::refresh);
    connect(&review, &ReviewController::opinionHiddenChanged, this, &WhyController::refresh);
    connect(&review.bench().models(), &ModelService::changed, this, &WhyController::refresh);
    connect(&review.bench().explanations(), &ExplanationSource::ready, this, [this](const SampleKey& key) {
        const auto shown = m_review.pictured();
        if (shown && shown->sample().key == key) {
            refresh();
        }
    });
    connect(&review, &ReviewController::windowChanged, this, &WhyController::refresh);
}

void WhyController::toggle()
{
    show(!m_state.on, 0);
}

void WhyController::toggleOther()
{
    show(true, m_state.on ? 1 - m_state.choice : 1);
}

void WhyController::setOn(bool on)
{
    show(on, m_state.choice);
}

void WhyController::setChoice(int choice)
{
    show(m_state.on, std::clamp(choice, 0, 1));
}

void WhyController::show(bool on, int choice)
{
    m_state.on = on;
    m_state.choice = choice;
    update();
}

void WhyController::refresh()
{
    if (m_state.on) {
        update();
    }
}

void WhyController::update()
{
    State state;
    state.on = m_state.on;
    state.choice = m_state.choice;
    if (state.on) {
        fill(state);
    }
    m_state = std::move(state);
    Q_EMIT changed();
}

void WhyController::fill(State& state)
{
    const SampleRow* row = m_review.current();
    state.sentence = nothingYet(row);
    if (!state.sentence.isEmpty()) {
        return;
    }
    const auto place = row->verdict->rank(static_cast<std::size_t>(state.choice));
    if (!place) {
        state.sentence = tr("There is no second choice.");
        return;
    }
    Bench& bench = m_review.bench();
    const std::string& classId = row->verdict->classIds[*place];
    state.className = bench.className(classId);
    state.probability = static_cast<double>(row->verdict->probabilities[*place]);
    const Bench::Pictured shown = *m_review.pictured();
    const ExplanationRef explanation =
        bench.explanations().get(bench.models().model(), shown.recording, shown.index, classId);
    if (!explanation) {
        state.sentence = tr("Looking…");
    } else if (!*explanation) {
        state.sentence = words::errorText(explanation->error());
    } else {
        take(state, **explanation);
    }
}

QString WhyController::nothingYet(const SampleRow* row) const
{
    const ModelService& models = m_review.bench().models();
    if (row == nullptr) {
        return tr("Nothing is chosen.");
    }
    if (m_review.opinionHidden()) {
        return tr("The model's opinion is hidden.");
    }
    if (!models.model()) {
        return models.phase() == ModelService::Phase::Failed ? tr("There is no model to ask.")
                                                             : tr("The model is being loaded.");
    }
    if (row->verdict && row->verdict->rejected) {
        return tr("There is no verdict to explain.");
    }
    if (!row->verdict || row->verdict->modelId != models.model()->info.id) {
        return tr("Waiting for the verdict.");
    }
    return {};
}

void WhyController::take(State& state, const learning::Explanation& explanation) const
{
    using learning::MapState;
    state.known = true;
    state.made = explanation;
    switch (explanation.mapState) {
        case MapState::Shown: state.sentence = tr("Looked mostly here: %1.").arg(placeInWords(explanation.map)); break;
        case MapState::NoNetwork:
            state.sentence = tr("This model judges by numbers alone and does not look at the picture.");
            break;
        case MapState::NothingSpeaksFor: state.sentence = tr("No place in the picture speaks for this class."); break;
        case MapState::NoPlaces:
            state.sentence = tr("The picture is too small for this network to tell places apart.");
            break;
    }
    if (explanation.networkShare > 0 && explanation.networkShare < nearlyAll) {
        state.sentence +=
            QLatin1Char(' ') + tr("Networks that see the picture make %1 of the verdict, numbers alone the rest.")
                                   .arg(words::percent(explanation.networkShare));
    }
    const Bench& bench = m_review.bench();
    const auto& names = bench.models().model()->info.scalars.names;
    for (std::size_t i = 0; i < explanation.scalars.size() && i < names.size(); ++i) {
        const int points = static_cast<int>(std::lround(100 * explanation.scalars[i]));
        if (points != 0) {
            const std::string& domain = bench.domain().id();
            state.parts.push_back({words::domainText(bench.domain().scalarTitle(names[i]), domain.c_str()), points});
        }
    }
    std::stable_sort(state.parts.begin(), state.parts.end(),
                     [](const Part& a, const Part& b) { return std::abs(a.points) > std::abs(b.points); });
    state.parts.resize(std::min(state.parts.size(), shownParts));
}

}  // namespace sightline::ui
