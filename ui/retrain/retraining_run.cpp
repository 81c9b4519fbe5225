#include "ui/retrain/retraining_run.h"

#include <QCoreApplication>
#include <QDateTime>

#include "core/base/file.h"
#include "core/retraining/training.h"
#include "ui/words.h"

namespace sightline::ui {

RetrainingRun::RetrainingRun(Session& session, Bench& bench, QString program, QObject* parent)
    : QObject(parent),
      m_session(session),
      m_bench(bench),
      m_program(program.isEmpty() ? QCoreApplication::applicationFilePath() : std::move(program))
{
    connect(&m_process, &retraining::TrainingProcess::progress, this, &RetrainingRun::progress);
    connect(&m_process, &retraining::TrainingProcess::ended, this, &RetrainingRun::finish);
}

RetrainingRun::~RetrainingRun() = default;

std::string RetrainingRun::reviewer() const
{
    return m_session.preferences().reviewer().toStdString();
}

void RetrainingRun::checkMissing()
{
    m_checked = false;
    if (m_session.workspace() == nullptr) {
        return;
    }
    m_session.settle();
    m_check = std::make_unique<jobs::Job>(tr("Looking at the labels"));
    connect(m_check.get(), &jobs::Job::changed, this, [this](const jobs::JobState& state) {
        if (state.phase == jobs::JobState::Phase::Failed) {
            tell({words::errorText(state.error)});
        }
    });
    m_check->start<std::vector<std::string>>(
        m_session.ioLane(),
        [file = m_session.workspace()->path(), domain = &m_bench.domain(),
         task = m_bench.task()](Progress& work) -> Result<std::vector<std::string>> {
            auto workspace = workspace::Workspace::open(file);
            if (!workspace) {
                return tl::unexpected(workspace.error());
            }
            return retraining::missingForRetraining(**workspace, *domain, task, work);
        },
        [this](const std::vector<std::string>& found) {
            QStringList missing;
            for (const std::string& one : found) {
                missing << words::domainText(one);
            }
            tell(missing);
        });
}

void RetrainingRun::tell(const QStringList& missing)
{
    m_missing = missing;
    m_checked = true;
    Q_EMIT missingKnown();
}

void RetrainingRun::start()
{
    if (m_session.workspace() == nullptr || running()) {
        return;
    }
    m_session.settle();
    m_comparison = nullptr;
    const QString stamp = QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    m_candidate = m_session.workspace()->dataFolder() / "candidates" /
                  (m_bench.domain().id() + "-" + stamp.toStdString() + ".safetensors");
    std::error_code ignored;
    std::filesystem::create_directories(m_candidate.parent_path(), ignored);
    Q_EMIT started();
    // Whoever wants the GPU gets it where there is one; to find none now would be no reason not to train.
    const bool processor = m_session.preferences().device() == learning::DeviceChoice::Cpu;
    m_process.start(m_program, m_session.workspace()->path(), QString::fromStdString(m_bench.domain().id()),
                    QString::fromStdString(m_bench.task()), m_candidate,
                    processor ? QStringLiteral("cpu") : QStringLiteral("auto"));
}

void RetrainingRun::stop()
{
    m_process.stop();
}

void RetrainingRun::finish(const Error& error)
{
    if (!error.message.empty()) {
        Q_EMIT ended(error);
        return;
    }
    const auto bytes = readFile(retraining::comparisonPath(m_candidate));
    if (!bytes) {
        Q_EMIT ended(bytes.error());
        return;
    }
    m_comparison = nlohmann::json::parse(*bytes, nullptr, false);
    if (!m_comparison.is_object()) {
        m_comparison = nullptr;
        Q_EMIT ended(Error{ErrorCode::Corrupt,
                           tr("the comparison cannot be read").toStdString(),
                           {utf8(retraining::comparisonPath(m_candidate)), {}, {}}});
        return;
    }
    Q_EMIT ended(Error{ErrorCode::Internal, {}, {}});
}

Result<void> RetrainingRun::putIntoService(const QString& reason)
{
    workspace::Workspace* workspace = m_session.workspace();
    if (workspace == nullptr || m_comparison.is_null()) {
        return fail(ErrorCode::NotFound, tr("there is no new model").toStdString());
    }
    auto stored = workspace->addModel(m_candidate);
    if (!stored) {
        return tl::unexpected(stored.error());
    }
    auto active =
        workspace->activate(stored->id, m_bench.domain().id(), m_bench.task(), reviewer(), reason.toStdString());
    if (active) {
        m_bench.loadModel(m_session.preferences().device());
        Q_EMIT modelsChanged();
    }
    return active;
}

Result<void> RetrainingRun::backToPrevious()
{
    workspace::Workspace* workspace = m_session.workspace();
    if (workspace == nullptr) {
        return fail(ErrorCode::NotFound, tr("no workspace is open").toStdString());
    }
    auto back = workspace->rollback(m_bench.domain().id(), m_bench.task(), reviewer());
    if (!back) {
        return tl::unexpected(back.error());
    }
    m_bench.loadModel(m_session.preferences().device());
    Q_EMIT modelsChanged();
    return {};
}

bool RetrainingRun::hasPrevious()
{
    workspace::Workspace* workspace = m_session.workspace();
    if (workspace == nullptr) {
        return false;
    }
    const auto active = workspace->activeModel(m_bench.domain().id(), m_bench.task());
    return active && active->has_value();
}

QStringList RetrainingRun::history()
{
    QStringList lines;
    workspace::Workspace* workspace = m_session.workspace();
    if (workspace == nullptr) {
        return lines;
    }
    std::map<std::string, std::string> names;
    for (const auto& model :
         workspace->models(m_bench.domain().id(), m_bench.task()).value_or(std::vector<workspace::StoredModel>{})) {
        names[model.id] = model.name;
    }
    for (const auto& one :
         workspace->activations(m_bench.domain().id(), m_bench.task()).value_or(std::vector<workspace::Activation>{})) {
        const QString name = one.modelId.empty()          ? tr("the model that came with the program")
                             : names[one.modelId].empty() ? QString::fromStdString(one.modelId)
                                                          : QString::fromStdString(names[one.modelId]);
        QString line = tr("%1: %2, by %3").arg(words::when(one.atMicroseconds), name, QString::fromStdString(one.who));
        if (!one.reason.empty()) {
            line += QStringLiteral(" – ") + QString::fromStdString(one.reason);
        }
        lines.prepend(line);
    }
    return lines;
}

}  // namespace sightline::ui
