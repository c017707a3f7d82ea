// SPDX-License-Identifier: GPL-3.0-or-later
// The bottom panel's first tab: the curves of a run and its figures side by side.
#pragma once

#include <QWidget>

#include "ui/trainer_client.h"

namespace gradweave::ui {
class RunPlots;
class RunStatus;
}  // namespace gradweave::ui

namespace gradweave::app {

class TrainingTab : public QWidget {
    Q_OBJECT

  public:
    explicit TrainingTab(ui::TrainerClient& trainer, QWidget* parent = nullptr);

    ui::RunPlots* plots() const { return m_plots; }
    ui::RunStatus* status() const { return m_status; }
    /// Forgets the last run.
    void clear();

  private:
    ui::RunPlots* m_plots;
    ui::RunStatus* m_status;
};

}  // namespace gradweave::app
