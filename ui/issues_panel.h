// The issues list: everything that did not stop the work. A double click jumps to the cause.
#pragma once

#include <QWidget>

#include "ui/session/issues.h"

class QTableView;

namespace sightline::ui {

class IssuesPanel final : public QWidget {
    Q_OBJECT
public:
    explicit IssuesPanel(IssueList& issues, QWidget* parent = nullptr);

Q_SIGNALS:
    void jumpRequested(const sightline::SampleKey& key);

private:
    IssueList& m_issues;
    QTableView* m_table = nullptr;
};

}  // namespace sightline::ui
