// The settings: few, each with what it does. They work at once; only another workspace waits for OK.
#pragma once

#include <QDialog>

#include "ui/keys/key_map.h"
#include "ui/session/session.h"

class QLabel;
class QTableWidget;

namespace sightline::ui {

class SettingsDialog final : public QDialog {
    Q_OBJECT
public:
    SettingsDialog(Session& session, KeyMap& keys, QWidget* parent = nullptr);

Q_SIGNALS:
    /// A workspace file that exists or is to be made.
    void workspaceChosen(const QString& path);

private:
    [[nodiscard]] QWidget* buildLook();
    [[nodiscard]] QWidget* buildWork();
    [[nodiscard]] QWidget* buildKeys();
    void refreshDevice();
    void fillKeys();
    void changeKey(int row);

    Session& m_session;
    KeyMap& m_keys;
    QLabel* m_device = nullptr;
    QTableWidget* m_keyTable = nullptr;
};

/// What the status bar says of the device: "GPU · NVIDIA H100 PCIe, 79 GB", "CPU · GPU support not installed", "CPU".
QString deviceText(const LoadedModelRef& model);
/// All there is to say of it, in lines: what computes, why not the GPU and what to do about it.
QString deviceDetails(const LoadedModelRef& model);

}  // namespace sightline::ui
