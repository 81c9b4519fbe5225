// The tab of hydrophone recordings: the shared tab with the sound's views.
#pragma once

#include <memory>
#include <vector>

#include "core/jobs/job.h"
#include "ui/hydrophone/sound_import.h"
#include "ui/hydrophone/sound_view.h"
#include "ui/review/signal_tab.h"

class QAction;

namespace sightline::ui {

class SoundTab final : public SignalTab {
    Q_OBJECT
public:
    SoundTab(Session& session, Bench& bench, KeyMap& keys, QWidget* parent = nullptr);

    [[nodiscard]] std::vector<TabExport> exports() override;
    /// Label tables, known by their content, while a recording is shown.
    [[nodiscard]] QStringList takeFiles(const QStringList& files) override;
    /// Labels of a table that were the last ones added go together, as by the banner's button.
    void undo() override;
    /// Takes the labels of a table over for the recordings that are open, read behind the window; the view's banner
    /// says what became of them.
    void importLabels(const std::filesystem::path& table);
    [[nodiscard]] SoundView& sound() { return static_cast<SoundView&>(view()); }

private:
    [[nodiscard]] static TabSpec makeSpec();
    void listenToShown();
    void takeBox();
    void moveBox(const SampleKey& key, const Extent& recorded);
    void removeBox(const SampleKey& key);
    void askForTables();
    void showImported(const std::filesystem::path& table, const ImportedTable& read);
    void offerTakingBack(const std::vector<LabelEvent>& added);
    /// Of the labels imported last; true if there were any.
    bool takeImportBack();
    /// Chosen where it is seen: the views stay as they are.
    void selectInView(const SampleKey& key);
    std::vector<std::unique_ptr<jobs::Job>> m_imports;
    QAction* m_takeBack = nullptr;       ///< of the labels imported last
    std::vector<LabelEvent> m_imported;  ///< those
    bool m_importIsNewest = false;       ///< nothing was labelled, moved or removed since
};

}  // namespace sightline::ui
