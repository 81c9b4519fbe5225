#include "ui/session/model_service.h"

#include <utility>

#include "core/diagnosis/diagnosis.h"

namespace sightline::ui {

ModelLoader engineLoader()
{
    return [](const std::optional<std::filesystem::path>& file, const domains::Domain& domain, const std::string& task,
              learning::DeviceChoice device) -> Result<LoadedModel> {
        auto engine = learning::loadEngine();
        if (!engine) {
            return tl::unexpected(engine.error());
        }
        LoadedModel loaded;
        loaded.device = (*engine)->chooseDevice(device);
        loaded.engine = (*engine)->version();
        auto chosen = diagnosis::chooseModel(file, nullptr, domain, task);
        if (!chosen) {
            return tl::unexpected(chosen.error());
        }
        auto classifier = (*engine)->open(chosen->model);
        if (!classifier) {
            return tl::unexpected(classifier.error());
        }
        loaded.classifier = std::move(*classifier);
        loaded.info = chosen->model->info;
        loaded.starter = chosen->starter;
        loaded.path = chosen->path;
        return loaded;
    };
}

ModelService::ModelService(const domains::Domain& domain, std::string task, jobs::Lane& learning, ModelLoader loader,
                           QObject* parent)
    : QObject(parent),
      m_domain(domain),
      m_task(std::move(task)),
      m_learning(learning),
      m_loader(std::move(loader)),
      m_postbox(this)
{
}

ModelService::~ModelService()
{
    m_postbox.close();
}

void ModelService::setTask(std::string task)
{
    m_task = std::move(task);
    ++m_generation;
    m_model.reset();
    m_error = {};
    m_phase = Phase::Waiting;
    Q_EMIT changed();
}

void ModelService::load(const std::optional<std::filesystem::path>& file, learning::DeviceChoice device)
{
    m_phase = Phase::Loading;
    ++m_generation;
    Q_EMIT changed();
    m_learning.post([this, postbox = m_postbox, loader = m_loader, file, domain = &m_domain, task = m_task, device,
                     generation = m_generation] {
        auto loaded = loader(file, *domain, task, device).map([](LoadedModel model) -> LoadedModelRef {
            return std::make_shared<const LoadedModel>(std::move(model));
        });
        postbox.post([this, generation, loaded] { deliver(generation, loaded); });
    });
}

bool ModelService::missing() const
{
    return m_phase == Phase::Failed && m_error.code == ErrorCode::NotFound &&
           m_error.where.file.ends_with(".safetensors");
}

void ModelService::deliver(int generation, Result<LoadedModelRef> loaded)
{
    if (generation != m_generation) {
        return;
    }
    if (!loaded) {
        m_error = loaded.error();
        m_phase = m_model ? Phase::Ready : Phase::Failed;
        Q_EMIT changed();
        Q_EMIT failed(m_error);
        return;
    }
    m_error = {};
    m_phase = Phase::Ready;
    m_model = std::move(*loaded);
    Q_EMIT changed();
    Q_EMIT modelChanged();
}

}  // namespace sightline::ui
