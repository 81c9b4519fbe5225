#include "ui/session/preferences.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace sightline::ui {

namespace {

constexpr int maxRecentFiles = 12;

QString settingsFile()
{
    const QString beside = QCoreApplication::applicationDirPath();
    if (QFileInfo::exists(beside + QStringLiteral("/portable"))) {
        return beside + QStringLiteral("/sightline.ini");
    }
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/sightline/sightline.ini");
}

}  // namespace

Preferences::Preferences(QObject* parent)
    : QObject(parent), m_settings(std::make_unique<QSettings>(settingsFile(), QSettings::IniFormat))
{
}

Preferences::~Preferences() = default;

void Preferences::put(const char* name, const QVariant& value)
{
    m_settings->setValue(QLatin1String(name), value);
}

Preferences::Theme Preferences::theme() const
{
    const int value = m_settings->value(QStringLiteral("look/theme"), 0).toInt();
    return value >= 0 && value <= 3 ? static_cast<Theme>(value) : Theme::System;
}

void Preferences::setTheme(Theme value)
{
    if (value != theme()) {
        put("look/theme", static_cast<int>(value));
        Q_EMIT changed();
    }
}

UnitSystem Preferences::units() const
{
    return m_settings->value(QStringLiteral("look/units")).toString() == QStringLiteral("oilfield")
               ? UnitSystem::Oilfield
               : UnitSystem::Metric;
}

void Preferences::setUnits(UnitSystem value)
{
    if (value != units()) {
        put("look/units", value == UnitSystem::Oilfield ? QStringLiteral("oilfield") : QStringLiteral("metric"));
        Q_EMIT changed();
    }
}

bool Preferences::largeControls() const
{
    return m_settings->value(QStringLiteral("look/largeControls"), false).toBool();
}

void Preferences::setLargeControls(bool on)
{
    if (on != largeControls()) {
        put("look/largeControls", on);
        Q_EMIT changed();
    }
}

learning::DeviceChoice Preferences::device() const
{
    const QString text = m_settings->value(QStringLiteral("model/device")).toString();
    if (text == QStringLiteral("cpu")) {
        return learning::DeviceChoice::Cpu;
    }
    return text == QStringLiteral("cuda") ? learning::DeviceChoice::Cuda : learning::DeviceChoice::Auto;
}

void Preferences::setDevice(learning::DeviceChoice value)
{
    if (value != device()) {
        put("model/device", value == learning::DeviceChoice::Cpu    ? QStringLiteral("cpu")
                            : value == learning::DeviceChoice::Cuda ? QStringLiteral("cuda")
                                                                    : QStringLiteral("auto"));
        Q_EMIT deviceChanged();
    }
}

QString Preferences::workspacePath() const
{
    return m_settings->value(QStringLiteral("workspace/path")).toString();
}

void Preferences::setWorkspacePath(const QString& path)
{
    put("workspace/path", path);
}

QString Preferences::reviewer() const
{
    QString name = m_settings->value(QStringLiteral("person/reviewer")).toString();
    if (!name.isEmpty()) {
        return name;
    }
    const QString login = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
    return login.isEmpty() ? tr("reviewer") : login;
}

void Preferences::setReviewer(const QString& name)
{
    if (name.trimmed() != reviewer()) {
        put("person/reviewer", name.trimmed());
        Q_EMIT changed();
    }
}

QString Preferences::language() const
{
    return m_settings->value(QStringLiteral("look/language")).toString();
}

void Preferences::setLanguage(const QString& code)
{
    if (code != language()) {
        put("look/language", code);
        Q_EMIT languageChanged();
    }
}

QStringList Preferences::recentFiles() const
{
    return m_settings->value(QStringLiteral("files/recent")).toStringList();
}

void Preferences::addRecentFile(const QString& path)
{
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    while (files.size() > maxRecentFiles) {
        files.removeLast();
    }
    put("files/recent", files);
}

void Preferences::clearRecentFiles()
{
    m_settings->remove(QStringLiteral("files/recent"));
}

bool Preferences::firstStepsDone() const
{
    return m_settings->value(QStringLiteral("person/firstStepsDone"), false).toBool();
}

void Preferences::setFirstStepsDone(bool done)
{
    put("person/firstStepsDone", done);
}

QByteArray Preferences::layout(const QString& name) const
{
    return m_settings->value(QStringLiteral("layout/") + name).toByteArray();
}

void Preferences::setLayout(const QString& name, const QByteArray& state)
{
    m_settings->setValue(QStringLiteral("layout/") + name, state);
}

QString Preferences::keyFor(const QString& actionId) const
{
    return m_settings->value(QStringLiteral("keys/") + actionId).toString();
}

void Preferences::setKeyFor(const QString& actionId, const QString& keys)
{
    if (keys.isEmpty()) {
        m_settings->remove(QStringLiteral("keys/") + actionId);
    } else {
        m_settings->setValue(QStringLiteral("keys/") + actionId, keys);
    }
    Q_EMIT changed();
}

void Preferences::reset()
{
    const QString languageBefore = language();
    const learning::DeviceChoice deviceBefore = device();
    for (const char* group : {"look", "model", "layout", "keys"}) {
        m_settings->remove(QLatin1String(group));
    }
    setFirstStepsDone(false);
    Q_EMIT changed();
    if (device() != deviceBefore) {
        Q_EMIT deviceChanged();
    }
    if (language() != languageBefore) {
        Q_EMIT languageChanged();
    }
}

}  // namespace sightline::ui
