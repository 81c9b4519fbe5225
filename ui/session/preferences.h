// Personal settings: an INI file in the user's configuration folder, or beside the program where a file named
// `portable` lies there. What belongs to the data is kept in the workspace instead.
#pragma once

#include <memory>

#include <QByteArray>
#include <QObject>
#include <QString>
#include <QStringList>

#include "core/base/units.h"
#include "core/learning/engine.h"

class QSettings;

namespace sightline::ui {

class Preferences final : public QObject {
    Q_OBJECT
public:
    enum class Theme { System, Light, Dark, HighContrast };

    explicit Preferences(QObject* parent = nullptr);
    ~Preferences() override;

    [[nodiscard]] Theme theme() const;
    void setTheme(Theme theme);
    [[nodiscard]] UnitSystem units() const;
    void setUnits(UnitSystem units);
    [[nodiscard]] bool largeControls() const;
    void setLargeControls(bool on);
    [[nodiscard]] learning::DeviceChoice device() const;
    void setDevice(learning::DeviceChoice device);
    /// Empty: the default workspace.
    [[nodiscard]] QString workspacePath() const;
    void setWorkspacePath(const QString& path);
    /// Who labels; the login name until told otherwise.
    [[nodiscard]] QString reviewer() const;
    void setReviewer(const QString& name);
    /// "", "en", "es": empty follows the system.
    [[nodiscard]] QString language() const;
    void setLanguage(const QString& code);

    [[nodiscard]] QStringList recentFiles() const;
    void addRecentFile(const QString& path);
    void clearRecentFiles();

    /// Whether the first steps were dismissed; and geometry and splitter states by name.
    [[nodiscard]] bool firstStepsDone() const;
    void setFirstStepsDone(bool done);
    [[nodiscard]] QByteArray layout(const QString& name) const;
    void setLayout(const QString& name, const QByteArray& state);

    /// A key chosen by the user for an action, or null where the default holds.
    [[nodiscard]] QString keyFor(const QString& actionId) const;
    void setKeyFor(const QString& actionId, const QString& keys);

    /// Everything back to the defaults but the workspace's place and the reviewer.
    void reset();

Q_SIGNALS:
    /// Theme, units, controls, reviewer or keys changed: repaint.
    void changed();
    void deviceChanged();
    void languageChanged();

private:
    void put(const char* name, const QVariant& value);
    std::unique_ptr<QSettings> m_settings;
};

}  // namespace sightline::ui
