// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of everything the window can do: menus, shortcuts, palette of commands and tests
// read it.
#pragma once

#include <QKeySequence>
#include <QList>
#include <QObject>
#include <functional>
#include <map>
#include <vector>

class QAction;
class QIcon;

namespace gradweave::ui {

struct ActionSpec {
    const char* id;    ///< objectName of the QAction: "edit.undo"
    const char* text;  ///< as in a menu
    const char* icon;  ///< of resources/icons; may be empty
    const char* keys;  ///< shortcuts, separated by a blank
    const char* tip;   ///< what it does
    bool checkable = false;
    const char* gesture = "";  ///< what the mouse does for the same; menus show it beside the text
};

const std::vector<ActionSpec>& actionTable();

/// The QActions of one window, made from the table. Owns them.
class Actions : public QObject {
    Q_OBJECT

  public:
    /// `icon` makes an icon from its name; the table knows no theme.
    explicit Actions(const std::function<QIcon(const QString&)>& icon, QObject* parent = nullptr);

    /// The action; must be in the table.
    QAction* operator[](const char* id) const;
    const std::vector<QAction*>& all() const { return m_all; }

    /// Keys as the table writes them: separated by blanks.
    static QList<QKeySequence> keysOf(const QString& text);
    /// What the table says.
    static QList<QKeySequence> defaultKeys(const QAction* action);
    /// Puts other keys on an action, and into its tooltip and menu.
    void setKeys(QAction* action, const QList<QKeySequence>& keys);

    /// Enables the action, or disables it and says in its tooltip why.
    static void setAvailable(QAction* action, const QString& whyNot);

  private:
    std::map<std::string, QAction*> m_byId;
    std::vector<QAction*> m_all;
};

}  // namespace gradweave::ui
