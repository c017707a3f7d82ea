// SPDX-License-Identifier: GPL-3.0-or-later
// The library: all kinds of blocks by category, to be searched and dragged onto the canvas.
#pragma once

#include <QWidget>
#include <memory>

#include "engine/model/catalogue.h"

class QLabel;
class QLineEdit;
class QTreeView;

namespace gradweave::ui {

class PaletteFilter;

class Palette : public QWidget {
    Q_OBJECT

  public:
    explicit Palette(std::shared_ptr<const model::Catalogue> catalogue, QWidget* parent = nullptr);

    QLineEdit* field() const { return m_field; }
    QTreeView* tree() const { return m_tree; }

  signals:
    /// Enter or a double click on a kind.
    void kindChosen(const QString& kind);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void search(const QString& needle);
    void expandFirst();
    void choose(const QModelIndex& index);

    QLineEdit* m_field;
    QTreeView* m_tree;
    QLabel* m_nothing;
    PaletteFilter* m_filter;
};

}  // namespace gradweave::ui
