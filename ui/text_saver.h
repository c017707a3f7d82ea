// SPDX-License-Identifier: GPL-3.0-or-later
// Writes a text that takes a while to make into a file, while the window goes on.
#pragma once

#include <QObject>
#include <functional>
#include <string>

class QWidget;

namespace gradweave::ui {

/// Asks where to and writes, whole or not at all. Texts are made and written in another thread; the
/// function that makes one must not touch what the UI thread changes.
class TextSaver : public QObject {
    Q_OBJECT

  public:
    using Make = std::function<std::string()>;

    /// The dialog belongs to `window`.
    explicit TextSaver(QWidget* window);

    /// `name` is a file name with its suffix; `filter` as file dialogs have it.
    void ask(const QString& title, const QString& name, const QString& filter, Make make);
    void save(const QString& path, Make make);

  signals:
    void saved(const QString& sentence);
    void failed(const QString& sentence);

  private:
    QWidget* m_window;
    QString m_folder;  ///< where the last one went
};

}  // namespace gradweave::ui
