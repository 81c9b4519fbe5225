#include "ui/workbench.h"

#include <memory>

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QMessageBox>
#include <QTimer>
#include <QTranslator>

#include "core/base/log.h"
#include "core/base/text.h"
#include "ui/main_window.h"
#include "ui/single_instance.h"
#include "ui/words.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

/// Our own words and Qt's, in the language of the settings or else of the system.
class Language {
public:
    void install(const QString& code)
    {
        for (QTranslator* translator : {&m_own, &m_qt}) {
            QCoreApplication::removeTranslator(translator);
        }
        const QLocale locale = code.isEmpty() ? QLocale::system() : QLocale(code);
        QLocale::setDefault(locale);
        // The English file holds plurals only; it is there for every language that is not.
        if (m_own.load(locale, QStringLiteral("sightline"), QStringLiteral("_"), QStringLiteral(":/i18n")) ||
            m_own.load(QStringLiteral(":/i18n/sightline_en.qm"))) {
            QCoreApplication::installTranslator(&m_own);
        }
        if (m_qt.load(locale, QStringLiteral("qtbase"), QStringLiteral("_"),
                      QLibraryInfo::path(QLibraryInfo::TranslationsPath))) {
            QCoreApplication::installTranslator(&m_qt);
        }
    }

private:
    QTranslator m_own;
    QTranslator m_qt;
};

/// Windows come and go with the language; everything else stays in the session.
class Workbench final : public QObject {
public:
    Workbench(Preferences& preferences, Language& language)
        : m_preferences(preferences), m_language(language), m_session(preferences)
    {
        connect(&preferences, &Preferences::languageChanged, this, &Workbench::rebuild);
    }

    [[nodiscard]] Session& session() { return m_session; }
    [[nodiscard]] MainWindow& window() { return *m_window; }

    void show()
    {
        m_window = std::make_unique<MainWindow>(m_session);
        m_window->show();
    }

    void openFirst(const QStringList& paths)
    {
        m_session.startModels();
        const bool restored = m_session.restore();
        if (!paths.isEmpty()) {
            m_window->openPaths(paths);
        } else if (!restored && !m_preferences.firstStepsDone()) {
            m_session.openSamples();
        }
    }

private:
    void rebuild()
    {
        if (!m_window->close()) {
            return;  // training goes on; the language changes with the next start
        }
        m_language.install(m_preferences.language());
        // The wish came from a dialog of the old window: it must be gone before its parent is.
        MainWindow* old = m_window.release();
        old->deleteLater();
        show();
        m_window->showOpenRecordings();
    }

    Preferences& m_preferences;
    Language& m_language;
    Session m_session;
    std::unique_ptr<MainWindow> m_window;
};

/// The workspace among the paths, else the one of the settings, else the default one.
QString takeWorkspace(QStringList& paths, const Preferences& preferences)
{
    for (qsizetype i = 0; i < paths.size(); ++i) {
        if (Session::isWorkspacePath(paths[i])) {
            return paths.takeAt(i);
        }
    }
    return preferences.workspacePath().isEmpty() ? words::fromPath(workspace::Workspace::defaultPath())
                                                 : preferences.workspacePath();
}

}  // namespace

int runWorkbench(QApplication& app, const QStringList& paths)
{
    QElapsedTimer sinceStart;
    sinceStart.start();
    QApplication::setQuitOnLastWindowClosed(true);
    Preferences preferences;
    Language language;
    language.install(preferences.language());
    widgets::theme();

    QStringList files = paths;
    const QString workspaceFile = takeWorkspace(files, preferences);
    SingleInstance instance(workspaceFile);
    if (instance.handedOver(files)) {
        log(LogLevel::Info, "handed over to the window that is already open");
        return 0;
    }
    Workbench workbench(preferences, language);
    if (auto opened = workbench.session().openWorkspace(words::toPath(workspaceFile)); !opened) {
        QMessageBox::critical(nullptr, QStringLiteral("Sightline"),
                              QCoreApplication::translate("sightline::ui::Workbench",
                                                          "The workspace cannot be opened, so labels could not be "
                                                          "stored.\n\n%1\n\nStart with another one: sightline "
                                                          "NAME.sightline")
                                  .arg(words::errorText(opened.error())));
        return 1;
    }
    workbench.show();
    QObject::connect(&instance, &SingleInstance::pathsReceived, &app, [&workbench](const QStringList& more) {
        workbench.window().openPaths(more);
        workbench.window().bringToFront();
    });
    // After the first paint: nobody waits for an engine to see his window.
    QTimer::singleShot(0, &app, [&] {
        log(LogLevel::Info,
            "first window after " + formatFixed(static_cast<double>(sinceStart.nsecsElapsed()) / 1e6, 0) + " ms");
        workbench.openFirst(files);
    });
    return QApplication::exec();
}

}  // namespace sightline::ui
