// SPDX-License-Identifier: GPL-3.0-or-later
// All errors and warnings of the document; each leads to its block and field.
#pragma once

#include <QAbstractListModel>
#include <QWidget>

#include "ui/document_model.h"

class QLabel;
class QListView;

namespace gradweave::ui {

class RepairBar;

class ProblemsModel : public QAbstractListModel {
    Q_OBJECT

  public:
    static constexpr int sentenceRole = Qt::UserRole + 1;
    static constexpr int blockRole = Qt::UserRole + 2;
    static constexpr int placeRole = Qt::UserRole + 3;
    static constexpr int nameRole = Qt::UserRole + 4;

    ProblemsModel(const DocumentModel& model, QObject* parent);
    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    const std::vector<model::Problem>& problems() const { return m_problems; }
    /// Takes the problems of the analysis as it is now; keeps rows that stay.
    void refresh();

  private:
    const DocumentModel& m_model;
    std::vector<model::Problem> m_problems;
    std::vector<QString> m_names;
};

class ProblemsPanel : public QWidget {
    Q_OBJECT

  public:
    explicit ProblemsPanel(DocumentModel& model, QWidget* parent = nullptr);
    QListView* list() const { return m_list; }

  signals:
    /// A click or Enter; `block` is 0 for problems of the whole document.
    void problemChosen(gradweave::model::BlockId block, const QString& place);
    void countChanged(int count);

  private:
    void refresh();
    void showRepairs();

    ProblemsModel* m_problems;
    QListView* m_list;
    QLabel* m_none;
    RepairBar* m_repairs;
};

}  // namespace gradweave::ui
