// One retraining run of a bench's workspace: what is missing, the child process, what it left, into service and back.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QStringList>

#include "core/jobs/job.h"
#include "core/retraining/training_process.h"
#include "ui/session/session.h"

namespace sightline::ui {

class RetrainingRun final : public QObject {
    Q_OBJECT
public:
    /// `program`: the executable whose `train` command is run; empty: this one.
    RetrainingRun(Session& session, Bench& bench, QString program = {}, QObject* parent = nullptr);
    ~RetrainingRun() override;

    /// Looks, behind the window, what stands in the way; missingKnown() follows.
    void checkMissing();
    [[nodiscard]] bool checked() const { return m_checked; }
    [[nodiscard]] const QStringList& missing() const { return m_missing; }

    void start();
    void stop();
    [[nodiscard]] bool running() const { return m_process.running(); }

    /// The comparison the last run left; null if there is none.
    [[nodiscard]] const nlohmann::json& comparison() const { return m_comparison; }
    /// Copies the candidate into the workspace and puts it into service in one step; the model before stays.
    Result<void> putIntoService(const QString& reason);
    /// What was in service before the present model.
    Result<void> backToPrevious();
    [[nodiscard]] bool hasPrevious();
    /// "Pump cards 2026-11-22, by Ana, 22/11/26 19:03: better on …", newest first.
    [[nodiscard]] QStringList history();

Q_SIGNALS:
    void missingKnown();
    void started();
    void progress(const nlohmann::json& report);
    /// Empty message: there is a comparison to read. Cancelled: stopped with nothing to keep.
    void ended(const sightline::Error& error);
    void modelsChanged();

private:
    void tell(const QStringList& missing);
    void finish(const Error& error);
    [[nodiscard]] std::string reviewer() const;

    Session& m_session;
    Bench& m_bench;
    QString m_program;
    retraining::TrainingProcess m_process;
    std::unique_ptr<jobs::Job> m_check;
    std::filesystem::path m_candidate;
    nlohmann::json m_comparison;
    QStringList m_missing;
    bool m_checked = false;
};

}  // namespace sightline::ui
