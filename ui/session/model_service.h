// The engine and the model in service for one kind of signal, loaded in the learning lane behind the first paint.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <QObject>

#include "core/domains/domain.h"
#include "core/jobs/lane.h"
#include "core/learning/engine.h"
#include "ui/session/postbox.h"

namespace sightline::ui {

/// Everything a verdict needs and the window shows of it.
struct LoadedModel {
    std::shared_ptr<learning::Classifier> classifier;  ///< for the learning lane only
    learning::ModelInfo info;
    learning::DeviceStatus device;
    std::string engine;  ///< "torch 2.11.0"
    bool starter = false;
    std::filesystem::path path;
};
using LoadedModelRef = std::shared_ptr<const LoadedModel>;

/// Runs in the learning lane. `file`: the workspace's active model; nothing: the shipped starter.
using ModelLoader =
    std::function<Result<LoadedModel>(const std::optional<std::filesystem::path>& file, const domains::Domain& domain,
                                      const std::string& task, learning::DeviceChoice device)>;
/// The real one: loadEngine(), chooseModel(), Engine::open().
ModelLoader engineLoader();

class ModelService final : public QObject {
    Q_OBJECT
public:
    enum class Phase {
        Waiting,  ///< nothing asked yet
        Loading,
        Ready,
        Failed  ///< no engine or no model: everything but verdicts works
    };

    ModelService(const domains::Domain& domain, std::string task, jobs::Lane& learning, ModelLoader loader,
                 QObject* parent = nullptr);
    ~ModelService() override;

    /// Another question of the same kind of signal: nothing is in service until load().
    void setTask(std::string task);
    /// Loads; what was ready before stays in service until the new one is there, and for good if that fails.
    void load(const std::optional<std::filesystem::path>& file, learning::DeviceChoice device);
    [[nodiscard]] Phase phase() const { return m_phase; }
    [[nodiscard]] const Error& error() const { return m_error; }
    /// The engine is there, but nobody has made a model for this question.
    [[nodiscard]] bool missing() const;
    /// The model in service; nullptr if there is none.
    [[nodiscard]] const LoadedModelRef& model() const { return m_model; }

Q_SIGNALS:
    void changed();
    /// Another model (or the first) is in service.
    void modelChanged();
    /// A later load failed while an earlier model stays in service.
    void failed(const sightline::Error& error);

private:
    void deliver(int generation, Result<LoadedModelRef> loaded);

    const domains::Domain& m_domain;
    std::string m_task;
    jobs::Lane& m_learning;
    ModelLoader m_loader;
    Postbox m_postbox;
    Phase m_phase = Phase::Waiting;
    Error m_error;
    LoadedModelRef m_model;
    int m_generation = 0;
};

}  // namespace sightline::ui
