// SPDX-License-Identifier: GPL-3.0-or-later
// A button for each repair of a problem.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/repair_search.h"

namespace gradweave::ui {

/// Empty and without height while there is nothing to offer.
class RepairBar : public QWidget {
    Q_OBJECT

  public:
    explicit RepairBar(DocumentModel& model, QWidget* parent = nullptr);
    /// Nothing: offers nothing.
    void setProblem(const std::optional<model::Problem>& problem);

  private:
    void showRepairs();

    RepairSearch m_search;
    std::optional<model::Problem> m_problem;
};

}  // namespace gradweave::ui
