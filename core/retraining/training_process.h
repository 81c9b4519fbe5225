// Retraining from the window: a child process of the same program, so that its memory, crash and stopping are its own.
#pragma once

#include <filesystem>

#include <QByteArray>
#include <QObject>
#include <QString>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

class QProcess;

namespace sightline::retraining {

class TrainingProcess final : public QObject {
    Q_OBJECT
public:
    explicit TrainingProcess(QObject* parent = nullptr);
    ~TrainingProcess() override;  ///< stops the child and waits for it

    /// Starts `program train --workspace … --domain … --task … --out … --device … --progress json`.
    /// `device`: auto, cpu or cuda.
    void start(const QString& program, const std::filesystem::path& workspace, const QString& domain,
               const QString& task, const std::filesystem::path& out, const QString& device);
    /// Asks it to stop (the best model so far is kept); kills it after 3 s.
    void stop();
    [[nodiscard]] bool running() const;

Q_SIGNALS:
    /// One progress object of the child: {"fraction","stage"[,"epoch","epochs","member","members","train_loss"
    /// [,"tune_loss","tune_accuracy"]]}, the innermost where samples were held back; the last one of a run that
    /// succeeded names the file: {…,"model"}
    void progress(const nlohmann::json& report);
    /// Once per start(). Empty error message: finished (or stopped with something to keep), `out` is there. Cancelled:
    /// stopped before there was anything to keep. Else what the child said.
    void ended(const sightline::Error& error);

private:
    void readReports();
    void handle(const QByteArray& line);
    void finish(bool crashed);

    QProcess* m_process = nullptr;
    bool m_stopping = false;
    bool m_ended = false;
    bool m_candidateWritten = false;  ///< the child reported {"model": …}
    QByteArray m_unfinishedLine;
    QString m_lastError;  ///< what the child said of its failure
};

}  // namespace sightline::retraining
