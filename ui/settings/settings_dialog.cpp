#include "ui/settings/settings_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/learning/gpu.h"
#include "ui/words.h"
#include "widgets/theme.h"

namespace sightline::ui {

namespace {

QLabel* hint(const QString& text)
{
    auto* label = new QLabel(text);
    label->setWordWrap(true);
    widgets::setRole(label, "caption");
    return label;
}

template <class Choice>
QComboBox* box(const std::vector<std::pair<QString, Choice>>& items, Choice current, const QString& name)
{
    auto* combo = new QComboBox;
    combo->setAccessibleName(name);
    for (const auto& [text, value] : items) {
        combo->addItem(text, static_cast<int>(value));
    }
    combo->setCurrentIndex(combo->findData(static_cast<int>(current)));
    return combo;
}

QFormLayout* page(QWidget* on)
{
    auto* form = new QFormLayout(on);
    form->setContentsMargins(widgets::spacing::large, widgets::spacing::large, widgets::spacing::large,
                             widgets::spacing::large);
    form->setVerticalSpacing(widgets::spacing::medium);
    form->setHorizontalSpacing(widgets::spacing::large);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

}  // namespace

QString deviceText(const LoadedModelRef& model)
{
    if (!model) {
        return SettingsDialog::tr("no engine");
    }
    const learning::DeviceStatus& status = model->device;
    if (status.device != "cpu") {
        return SettingsDialog::tr("GPU · %1").arg(QString::fromStdString(status.description));
    }
    return status.whyNotGpu.empty() ? words::deviceName(status.device)
                                    : SettingsDialog::tr("CPU · %1").arg(words::domainText(status.whyNotGpu, "device"));
}

QString deviceDetails(const LoadedModelRef& model)
{
    if (!model) {
        return SettingsDialog::tr("no engine");
    }
    const learning::DeviceStatus& status = model->device;
    QStringList lines = {SettingsDialog::tr("Computing on: %1").arg(QString::fromStdString(status.description))};
    if (!status.whyNotGpu.empty()) {
        lines << words::sentence(words::domainText(status.whyNotGpu, "device"));
    }
    if (!status.detail.empty()) {
        lines << QString::fromStdString(status.detail);
    }
    if (status.whyNotGpu == learning::noGpu::notInstalled) {
        lines << SettingsDialog::tr(
            "It is needed only for an NVIDIA graphics card, Turing or newer: "
            "packaging/run --gpu fetches it. Everything works without.");
    }
    return lines.join(QLatin1Char('\n'));
}

SettingsDialog::SettingsDialog(Session& session, KeyMap& keys, QWidget* parent)
    : QDialog(parent), m_session(session), m_keys(keys)
{
    setWindowTitle(tr("Settings"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* tabs = new QTabWidget;
    tabs->addTab(buildLook(), tr("Look"));
    tabs->addTab(buildWork(), tr("Work"));
    tabs->addTab(buildKeys(), tr("Keys"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* reset = buttons->addButton(tr("Reset to defaults"), QDialogButtonBox::ResetRole);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::accept);
    connect(reset, &QPushButton::clicked, this, [this] {
        m_session.preferences().reset();
        Q_EMIT m_keys.changed();
        accept();
    });
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(widgets::spacing::large, widgets::spacing::large, widgets::spacing::large,
                               widgets::spacing::large);
    layout->addWidget(tabs, 1);
    layout->addWidget(buttons);
    resize(620, 480);
}

QWidget* SettingsDialog::buildLook()
{
    Preferences& preferences = m_session.preferences();
    auto* widget = new QWidget;
    auto* form = page(widget);

    using Theme = Preferences::Theme;
    auto* theme = box<Theme>({{tr("As the system"), Theme::System},
                              {tr("Light"), Theme::Light},
                              {tr("Dark"), Theme::Dark},
                              {tr("High contrast, for sunlight"), Theme::HighContrast}},
                             preferences.theme(), tr("Theme"));
    theme->setObjectName(QStringLiteral("theme"));
    connect(theme, &QComboBox::currentIndexChanged, this,
            [&preferences, theme] { preferences.setTheme(static_cast<Theme>(theme->currentData().toInt())); });
    form->addRow(tr("Theme"), theme);

    auto* units = box<UnitSystem>(
        {{tr("Metric (m, kN, kW)"), UnitSystem::Metric}, {tr("Oilfield (in, lbf, hp)"), UnitSystem::Oilfield}},
        preferences.units(), tr("Units"));
    units->setObjectName(QStringLiteral("units"));
    connect(units, &QComboBox::currentIndexChanged, this,
            [&preferences, units] { preferences.setUnits(static_cast<UnitSystem>(units->currentData().toInt())); });
    form->addRow(tr("Units"), units);

    auto* large = new QCheckBox(tr("Large controls, for gloves and touch"));
    large->setChecked(preferences.largeControls());
    connect(large, &QCheckBox::toggled, &preferences, &Preferences::setLargeControls);
    form->addRow(QString(), large);

    auto* language = new QComboBox;
    language->setAccessibleName(tr("Language"));
    language->setObjectName(QStringLiteral("language"));
    language->addItem(tr("As the system"), QString());
    language->addItem(QStringLiteral("English"), QStringLiteral("en"));
    language->addItem(QStringLiteral("Español"), QStringLiteral("es"));
    language->setCurrentIndex(std::max(0, language->findData(preferences.language())));
    connect(
        language, &QComboBox::currentIndexChanged, &preferences,
        [&preferences, language] { preferences.setLanguage(language->currentData().toString()); },
        Qt::QueuedConnection);
    form->addRow(tr("Language"), language);
    return widget;
}

QWidget* SettingsDialog::buildWork()
{
    Preferences& preferences = m_session.preferences();
    auto* widget = new QWidget;
    auto* form = page(widget);

    auto* reviewer = new QLineEdit(preferences.reviewer());
    reviewer->setAccessibleName(tr("Reviewer"));
    connect(reviewer, &QLineEdit::editingFinished, this,
            [&preferences, reviewer] { preferences.setReviewer(reviewer->text()); });
    form->addRow(tr("Reviewer"), reviewer);
    form->addRow(QString(), hint(tr("Written into every label you give.")));

    using Device = learning::DeviceChoice;
    auto* device = box<Device>(
        {{tr("The fastest there is"), Device::Auto}, {tr("CPU only"), Device::Cpu}, {tr("GPU"), Device::Cuda}},
        preferences.device(), tr("Compute on"));
    connect(device, &QComboBox::currentIndexChanged, this,
            [&preferences, device] { preferences.setDevice(static_cast<Device>(device->currentData().toInt())); });
    form->addRow(tr("Compute on"), device);
    device->setObjectName(QStringLiteral("device"));
    m_device = hint({});
    m_device->setObjectName(QStringLiteral("device-state"));
    m_device->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form->addRow(QString(), m_device);
    for (const auto& bench : m_session.benches()) {
        connect(&bench->models(), &ModelService::changed, this, &SettingsDialog::refreshDevice);
    }
    refreshDevice();

    auto* place =
        new QLabel(m_session.workspace() != nullptr ? words::fromPath(m_session.workspace()->path()) : tr("none"));
    place->setTextInteractionFlags(Qt::TextSelectableByMouse);
    place->setWordWrap(true);
    auto* choose = new QPushButton(tr("Other workspace…"));
    connect(choose, &QPushButton::clicked, this, [this] {
        QFileDialog dialog(this, tr("Open or create a workspace"), {}, tr("Workspaces (*.sightline)"));
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setOption(QFileDialog::DontConfirmOverwrite);  // an existing one is opened, nothing is overwritten
        dialog.setLabelText(QFileDialog::Accept, tr("Use"));
        dialog.setDefaultSuffix(QStringLiteral("sightline"));
        if (dialog.exec() == QDialog::Accepted && !dialog.selectedFiles().isEmpty()) {
            Q_EMIT workspaceChosen(dialog.selectedFiles().first());
            accept();
        }
    });
    form->addRow(tr("Workspace"), place);
    form->addRow(QString(), choose);
    form->addRow(QString(), hint(tr("Labels, queue and models lie there. Everything is saved at once.")));
    return widget;
}

void SettingsDialog::refreshDevice()
{
    const auto& benches = m_session.benches();
    const LoadedModelRef model = benches.empty() ? nullptr : benches.front()->models().model();
    m_device->setText(deviceDetails(model));
}

QWidget* SettingsDialog::buildKeys()
{
    auto* widget = new QWidget;
    auto* layout = new QVBoxLayout(widget);
    layout->setContentsMargins(widgets::spacing::large, widgets::spacing::large, widgets::spacing::large,
                               widgets::spacing::large);
    m_keyTable = new QTableWidget(0, 2);
    m_keyTable->setAccessibleName(tr("Keys"));
    m_keyTable->setHorizontalHeaderLabels({tr("Action"), tr("Key")});
    m_keyTable->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_keyTable->verticalHeader()->hide();
    m_keyTable->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_keyTable->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_keyTable->setSelectionMode(QAbstractItemView::SingleSelection);
    m_keyTable->setTabKeyNavigation(false);
    connect(m_keyTable, &QTableWidget::activated, this, [this](const QModelIndex& index) { changeKey(index.row()); });
    auto* change = new QPushButton(tr("Change…"));
    connect(change, &QPushButton::clicked, this, [this] { changeKey(m_keyTable->currentRow()); });
    layout->addWidget(m_keyTable, 1);
    layout->addWidget(change, 0, Qt::AlignLeft);
    fillKeys();
    return widget;
}

void SettingsDialog::fillKeys()
{
    m_keyTable->setRowCount(0);
    for (const KeyMap::Entry& entry : m_keys.entries()) {
        if (!entry.run) {
            continue;
        }
        const int row = m_keyTable->rowCount();
        m_keyTable->insertRow(row);
        auto* action = new QTableWidgetItem(entry.action);
        action->setData(Qt::UserRole, entry.id);
        m_keyTable->setItem(row, 0, action);
        QStringList keys;
        for (const QKeySequence& key : m_keys.keysOf(entry.id)) {
            keys << key.toString(QKeySequence::NativeText);
        }
        m_keyTable->setItem(row, 1, new QTableWidgetItem(keys.join(QStringLiteral("  "))));
    }
}

void SettingsDialog::changeKey(int row)
{
    if (row < 0) {
        return;
    }
    const QString id = m_keyTable->item(row, 0)->data(Qt::UserRole).toString();
    QDialog dialog(this);
    dialog.setWindowTitle(m_keyTable->item(row, 0)->text());
    auto* layout = new QVBoxLayout(&dialog);
    auto* edit = new QKeySequenceEdit(m_keys.firstKeyOf(id));
    auto* note = hint(tr("Press the key. Empty brings the default back."));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    layout->addWidget(edit);
    layout->addWidget(note);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, &dialog, [&] {
        const QKeySequence all = edit->keySequence();
        const QKeySequence key = all.isEmpty() ? all : QKeySequence(all[0]);
        if (m_keys.change(id, key)) {
            dialog.accept();
        } else {
            note->setText(tr("This key already belongs to \"%1\".").arg(m_keys.takenBy(key, id)));
            widgets::setRole(note, "danger");
        }
    });
    if (dialog.exec() == QDialog::Accepted) {
        fillKeys();
    }
}

}  // namespace sightline::ui
