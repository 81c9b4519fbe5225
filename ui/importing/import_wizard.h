// A reader's questions as fields: the file's text on the left, the card that would come of the answers on the right.
#pragma once

#include <map>
#include <memory>

#include <QDialog>
#include <QTimer>

#include "core/data/question.h"
#include "core/domains/recording.h"
#include "core/jobs/job.h"
#include "core/jobs/lane.h"
#include "ui/session/preferences.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace sightline::widgets {
class SignalPlot;
}

namespace sightline::ui {

class ImportWizard final : public QDialog {
    Q_OBJECT
public:
    ImportWizard(const QString& path, domains::MustAsk ask, jobs::Lane& io, Preferences& preferences,
                 QWidget* parent = nullptr);
    ~ImportWizard() override;

    [[nodiscard]] const QString& path() const { return m_path; }
    [[nodiscard]] const std::string& layoutKey() const { return m_ask.layout; }
    /// Every question answered? A suggestion stands in its field but counts only once the person pressed Open.
    [[nodiscard]] Answers answers() const;

private:
    void build();
    /// The field that takes the answer. What is unclear about several questions in a row is said once.
    QWidget* addQuestion(const Question& question, bool sayWhy, QFormLayout* form);
    void schedulePreview();
    void preview();
    void showPreview(const domains::ReadOutcome& outcome);
    void say(const QString& text, bool wrong);

    QString m_path;
    domains::MustAsk m_ask;
    jobs::Lane& m_io;
    Preferences& m_preferences;
    std::map<std::string, QComboBox*> m_choices;
    std::map<std::string, QLineEdit*> m_texts;
    widgets::SignalPlot* m_plot = nullptr;
    QLabel* m_result = nullptr;
    QPushButton* m_open = nullptr;
    QTimer m_soon;
    std::unique_ptr<jobs::Job> m_job;
};

}  // namespace sightline::ui
