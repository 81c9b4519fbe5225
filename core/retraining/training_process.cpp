#include "core/retraining/training_process.h"

#include <QProcess>
#include <QTimer>

#include "core/base/file.h"

namespace sightline::retraining {

namespace {

constexpr int killAfterMilliseconds = 3000;

}  // namespace

TrainingProcess::TrainingProcess(QObject* parent) : QObject(parent) {}

TrainingProcess::~TrainingProcess()
{
    if (m_process != nullptr && m_process->state() != QProcess::NotRunning) {
        m_process->disconnect(this);
        m_process->terminate();
        if (!m_process->waitForFinished(killAfterMilliseconds)) {
            m_process->kill();
            m_process->waitForFinished(-1);
        }
    }
}

void TrainingProcess::start(const QString& program, const std::filesystem::path& workspace, const QString& domain,
                            const QString& task, const std::filesystem::path& out, const QString& device)
{
    if (running()) {
        Q_EMIT ended(Error{ErrorCode::Busy, "a retraining run is under way already", {}});
        return;
    }
    delete m_process;
    m_process = new QProcess(this);
    m_stopping = false;
    m_ended = false;
    m_candidateWritten = false;
    m_unfinishedLine.clear();
    m_lastError.clear();
    m_process->setStandardOutputFile(QProcess::nullDevice());
    connect(m_process, &QProcess::readyReadStandardError, this, &TrainingProcess::readReports);
    connect(m_process, &QProcess::finished, this, [this](int /*exitCode*/, QProcess::ExitStatus status) {
        readReports();
        finish(status == QProcess::CrashExit);
    });
    connect(m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            m_lastError = m_process->errorString();
            finish(false);
        }
    });
    m_process->start(
        program, {QStringLiteral("train"), QStringLiteral("--workspace"), QString::fromStdString(utf8(workspace)),
                  QStringLiteral("--domain"), domain, QStringLiteral("--task"), task, QStringLiteral("--out"),
                  QString::fromStdString(utf8(out)), QStringLiteral("--device"), device, QStringLiteral("--progress"),
                  QStringLiteral("json")});
}

void TrainingProcess::stop()
{
    if (!running() || m_stopping) {
        return;
    }
    m_stopping = true;
    m_process->terminate();
    QTimer::singleShot(killAfterMilliseconds, m_process, [process = m_process] {
        if (process->state() != QProcess::NotRunning) {
            process->kill();
        }
    });
}

bool TrainingProcess::running() const
{
    return m_process != nullptr && m_process->state() != QProcess::NotRunning;
}

void TrainingProcess::readReports()
{
    m_unfinishedLine += m_process->readAllStandardError();
    for (qsizetype end = m_unfinishedLine.indexOf('\n'); end >= 0; end = m_unfinishedLine.indexOf('\n')) {
        const QByteArray line = m_unfinishedLine.left(end).trimmed();
        m_unfinishedLine.remove(0, end + 1);
        handle(line);
    }
}

void TrainingProcess::handle(const QByteArray& line)
{
    const nlohmann::json report = nlohmann::json::parse(line.begin(), line.end(), nullptr, false);
    if (!report.is_object()) {
        if (!line.isEmpty()) {
            m_lastError = QString::fromUtf8(line);  // a library's or the system's last words
        }
    } else if (report.contains("message")) {
        if (report.value("level", std::string()) == "error" && report["message"].is_string()) {
            m_lastError = QString::fromStdString(report["message"].get<std::string>());
        }
    } else {
        m_candidateWritten = m_candidateWritten || report.contains("model");
        Q_EMIT progress(report);
    }
}

void TrainingProcess::finish(bool crashed)
{
    if (m_ended) {
        return;
    }
    m_ended = true;
    // With 1 some labelled recordings could not be read; the rest was trained on.
    if (!crashed && m_candidateWritten) {
        Q_EMIT ended(Error{ErrorCode::Internal, {}, {}});
        return;
    }
    if (m_stopping) {
        Q_EMIT ended(Error{ErrorCode::Cancelled, "stopped before there was a model to keep", {}});
        return;
    }
    const std::string said = m_lastError.toStdString();
    Q_EMIT ended(Error{ErrorCode::Internal,
                       crashed ? "the training process ended unexpectedly" + (said.empty() ? "" : ": " + said)
                               : (said.empty() ? "training failed" : said),
                       {}});
}

}  // namespace sightline::retraining
