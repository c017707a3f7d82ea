// SPDX-License-Identifier: GPL-3.0-or-later
// The graph to read and to build without a mouse or a picture.
#pragma once

#include <QTimer>
#include <QWidget>
#include <memory>

#include "engine/model/wiring.h"
#include "ui/add_request.h"
#include "ui/panels/outline_model.h"

class QLabel;
class QTreeView;

namespace gradweave::ui {

/// A tree that shares its selection with the canvas. Insert adds a block behind the current one, L
/// begins a wire that Enter ends at another row, Delete removes a block or the wire at a socket, F2
/// renames, Enter goes to the block's settings.
class Outline : public QWidget {
    Q_OBJECT

  public:
    explicit Outline(DocumentModel& model, QWidget* parent = nullptr);
    ~Outline() override;

    QTreeView* tree() const { return m_tree; }
    /// A wire is being drawn.
    bool linking() const { return m_link != nullptr; }

  signals:
    void addRequested(const gradweave::ui::AddRequest& request);
    /// Enter on a row: to its settings.
    void blockActivated(gradweave::model::BlockId id, const QString& place);
    /// A row became current: the canvas should show it.
    void blockShown(gradweave::model::BlockId id);
    void menuRequested(const QPoint& global);
    void said(const QString& sentence);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

  private:
    bool key(const QKeyEvent& event);
    void refresh();
    void showSelection();
    void takeSelection();
    void beginLink();
    void endLink();
    void finishLink(const QModelIndex& target);
    std::optional<model::Wire> wireTo(const QModelIndex& target) const;
    void add(bool behindCurrent);
    void removeCurrent();
    void explain();

    DocumentModel& m_model;
    OutlineModel* m_rows;
    QTreeView* m_tree;
    QLabel* m_hint;
    std::unique_ptr<model::WireRules> m_link;  ///< from the chosen output
    static constexpr std::size_t manyRows = 500;
    QTimer m_soon;
    bool m_following = false;  ///< the selection is being taken over
};

}  // namespace gradweave::ui
