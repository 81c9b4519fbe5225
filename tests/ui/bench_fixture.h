// A window on a fresh workspace with simulated cards and a stand-in for the network.
#pragma once

#include <memory>

#include <QDir>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/domains/domain.h"
#include "ui/cards/card_tab.h"
#include "ui/main_window.h"
#include "ui/review/list_panel.h"
#include "ui/session/session.h"
#include "ui/words.h"

namespace sightline::ui {

inline ModelLoader standInLoader(std::string modelId = "standin000000001")
{
    return [modelId](const std::optional<std::filesystem::path>&, const domains::Domain& domain,
                     const std::string& task, learning::DeviceChoice) -> Result<LoadedModel> {
        LoadedModel loaded;
        loaded.info.id = modelId;
        loaded.info.name = "Stand-in";
        loaded.info.domain = domain.id();
        loaded.info.task = task;
        loaded.info.classIds = {"normal", "fluid_pound", "gas_interference", "parted_rods"};
        loaded.info.recipe = domain.defaultRecipe(task);
        loaded.info.channels = 3;
        loaded.info.height = 64;
        loaded.info.width = 64;
        loaded.info.scalars.names = domain.scalarNames(loaded.info.recipe);
        loaded.info.scalars.mean.assign(loaded.info.scalars.names.size(), 2.0F);
        loaded.info.scalars.deviation.assign(loaded.info.scalars.names.size(), 1.0F);
        loaded.info.report.dataOrigin = "simulated";
        loaded.device.device = "cpu";
        loaded.device.whyNotGpu = "GPU support not installed";
        loaded.classifier = learning::makeStandInClassifier(loaded.info);
        return loaded;
    };
}

inline ModelLoader missingEngine()
{
    return [](const std::optional<std::filesystem::path>&, const domains::Domain&, const std::string&,
              learning::DeviceChoice) -> Result<LoadedModel> {
        return fail(ErrorCode::NotFound, "the engine is not installed");
    };
}

/// One per test function: folder, preferences, session and, on demand, the window.
class BenchFixture {
public:
    explicit BenchFixture(ModelLoader loader = standInLoader()) : m_loader(std::move(loader))
    {
        QStandardPaths::setTestModeEnabled(true);
        preferences = std::make_unique<Preferences>();
        preferences->reset();
        preferences->clearRecentFiles();
        preferences->setFirstStepsDone(true);
        preferences->setReviewer(QStringLiteral("tester"));
        start();
    }

    void start()
    {
        session = std::make_unique<Session>(*preferences, m_loader);
        const auto opened = session->openWorkspace(words::toPath(folder.filePath(QStringLiteral("w.sightline"))));
        if (!opened) {
            qFatal("%s", opened.error().text().c_str());
        }
        window = std::make_unique<MainWindow>(*session);
        window->setWindowState(Qt::WindowNoState);  // maximised where the screen is smaller
        window->resize(1280, 800);
        window->show();
        window->activateWindow();
        session->startModels();
    }

    /// As after an end (or a kill) of the program.
    void restart()
    {
        window.reset();
        session.reset();
        start();
        session->restore();
    }

    [[nodiscard]] Bench& bench() const { return *session->bench("pumpcards"); }
    [[nodiscard]] ReviewController& review() const { return window->cards().review(); }
    [[nodiscard]] SampleStore& store() const { return bench().store(); }

    QString simulate(const QString& name, int count, std::uint64_t seed = 7) const
    {
        const QString path = folder.filePath(name);
        NoProgress unheard;
        const auto done = domains::findDomain("pumpcards")
                              ->simulate(static_cast<std::size_t>(count), seed, words::toPath(path), unheard);
        if (!done) {
            qFatal("%s", done.error().text().c_str());
        }
        return path;
    }

    QString write(const QString& name, const QByteArray& bytes) const
    {
        const QString path = folder.filePath(name);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            qFatal("cannot write a test file");
        }
        return path;
    }

    /// Opens and waits until every sample has its verdict.
    void openAndJudge(const QString& path) const
    {
        const int before = store().size();
        window->openPaths({path});
        QTRY_VERIFY_WITH_TIMEOUT(store().size() > before, 20000);
        QTRY_VERIFY_WITH_TIMEOUT(judged() == store().size(), 20000);
    }

    [[nodiscard]] int judged() const
    {
        int count = 0;
        for (int i = 0; i < store().size(); ++i) {
            count += store().row(i).verdict ? 1 : 0;
        }
        return count;
    }

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QWidget* target = QApplication::focusWidget() != nullptr ? QApplication::focusWidget() : window.get();
        QTest::keyClick(target, key, modifiers);
    }

    QTemporaryDir folder;
    std::unique_ptr<Preferences> preferences;
    std::unique_ptr<Session> session;
    std::unique_ptr<MainWindow> window;

private:
    ModelLoader m_loader;
};

}  // namespace sightline::ui
