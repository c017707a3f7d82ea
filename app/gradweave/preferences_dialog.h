// SPDX-License-Identifier: GPL-3.0-or-later
// What a user may set for all projects, and the keys.
#pragma once

#include <QDialog>

#include "ui/actions.h"

class QComboBox;
class QKeySequenceEdit;
class QLabel;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace gradweave::app {

/// Every change is written and takes effect at once; there is nothing to confirm.
class PreferencesDialog : public QDialog {
    Q_OBJECT

  public:
    explicit PreferencesDialog(ui::Actions& actions, QWidget* parent = nullptr);

  signals:
    /// Something other than the appearance was set.
    void changed();

  private:
    QWidget* makeGeneralPage();
    QWidget* makeKeysPage();
    /// A choice kept under `key`; the first value is the default.
    QComboBox* choice(const QString& key, const QString& name,
                      const QList<QPair<QString, QString>>& values);
    void fillKeys();
    void filterKeys(const QString& text);
    void showKey();
    void setKey(const QKeySequence& keys);
    void resetKeys();
    QString actionId() const;

    ui::Actions& m_actions;
    QTreeWidget* m_keys;
    QKeySequenceEdit* m_sequence;
    QLabel* m_keyNote;
};

/// Puts the keys that the user chose on the actions.
void applyKeys(ui::Actions& actions);

}  // namespace gradweave::app
