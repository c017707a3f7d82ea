// SPDX-License-Identifier: GPL-3.0-or-later
// The computation graph of the open document, forward or with gradients, by blocks or operations.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "ui/document_model.h"
#include "ui/graphview/graph_request.h"

class QButtonGroup;
class QLabel;
class QPushButton;
class QTimer;
class QToolButton;

namespace gradweave::ui {

class GraphLayouter;
class PictureScene;
class PictureView;
class TextSaver;

/// Follows the document while it is visible. The graph is built on another thread and laid out by
/// another program; the newest state wins. A document that cannot be computed leaves the last
/// picture in place, with a sentence.
class GraphView : public QWidget {
    Q_OBJECT

  public:
    explicit GraphView(DocumentModel& model, QWidget* parent = nullptr);
    ~GraphView() override;

    exchange::Grain grain() const { return m_grain; }
    void setGrain(exchange::Grain grain);
    bool training() const { return m_training; }
    void setTraining(bool on);
    /// What files are called and titled after: the project's name.
    void setTitle(const QString& title) { m_title = title; }
    void fit();
    /// Shows a block by its operations, or as one box again.
    void toggleExpanded(const std::string& block);
    const std::set<std::string>& expanded() const { return m_expanded; }

    bool busy() const;
    /// The sentence below the picture, or in its place; empty if there is none.
    QString message() const;
    PictureView* view() const { return m_view; }
    PictureScene* scene() const { return m_scene; }
    GraphLayouter* layouter() const { return m_layouter; }

  signals:
    /// A box was double-clicked: its block should be shown on the canvas.
    void blockActivated(gradweave::model::BlockId id);
    /// A sentence for the status line.
    void said(const QString& sentence);

  protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    QWidget* buildBar();
    QWidget* buildStatus();
    void addSaveMenu(QToolButton* button);
    void documentChanged();
    void rebuild();
    void cancel();
    void take(int generation, GraphAnswer answer);
    void showLayout(const exchange::GraphLayout& layout, const QString& note);
    void showMessage(const QString& sentence);
    void setBusy(const QString& what);
    void placeMessage();
    void select(int box);
    void followSelection();
    model::BlockId blockOf(int box) const;
    void popUp(int box, const QPoint& global);

    DocumentModel& m_model;
    PictureScene* m_scene;
    PictureView* m_view;
    GraphLayouter* m_layouter;
    TextSaver* m_saver;
    QTimer* m_debounce;
    QTimer* m_progressDelay;
    QButtonGroup* m_phases;
    QButtonGroup* m_grains;
    QLabel* m_centre;  ///< in the middle of an empty view
    QWidget* m_status;
    QLabel* m_note;
    QLabel* m_progressText;
    QWidget* m_progress;  ///< text, bar and Cancel
    QPushButton* m_cancel;
    std::shared_ptr<const exchange::GraphPicture> m_coming;
    std::optional<GraphRequest> m_shown;  ///< what the picture, or the message, is of
    std::set<std::string> m_expanded;
    QString m_title;
    int m_generation = 0;
    exchange::Grain m_grain = exchange::Grain::blocks;
    bool m_training = false, m_building = false, m_fitNext = true, m_revealNext = false;
};

}  // namespace gradweave::ui
