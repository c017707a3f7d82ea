// SPDX-License-Identifier: GPL-3.0-or-later
// A field and a list at the mouse: type to search, Enter to choose.
#pragma once

#include <QFrame>
#include <QIcon>
#include <QStringList>
#include <vector>

#include "ui/panels/text_match.h"

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace gradweave::ui {

/// Something to be found.
struct SearchEntry {
    SearchText text;
    QString note;  ///< at the right: a category, a shortcut
    QIcon icon;
    QString id;        ///< what `chosen` reports
    int rank = 0;      ///< smaller comes first among equal matches
    QString whyNot{};  ///< shown, but cannot be chosen, for this reason
};

/// Used for new blocks, for finding blocks, and for commands. The whole of it works from the
/// keyboard: arrows, Page Up and Down move the choice while typing goes on.
class SearchPopup : public QFrame {
    Q_OBJECT

  public:
    explicit SearchPopup(QWidget* parent);

    /// Opens at a place on the screen; `noun` is what is searched for: "block", "command".
    void open(QPoint global, const QString& prompt, const QString& noun,
              std::vector<SearchEntry> entries);
    QLineEdit* field() const { return m_field; }
    QListView* list() const { return m_list; }

  signals:
    void chosen(const QString& id);
    /// Closed, with or without a choice; after `chosen`.
    void closed();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void search(const QString& needle);
    void showHelp();
    void choose(const QModelIndex& index);
    void moveBy(int rows);

    QLineEdit* m_field;
    QListView* m_list;
    QLabel* m_nothing;
    QLabel* m_help;
    QStandardItemModel* m_model;
    std::vector<SearchEntry> m_entries;
    QString m_noun;
};

}  // namespace gradweave::ui
