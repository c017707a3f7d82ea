// SPDX-License-Identifier: GPL-3.0-or-later
// The open project as a file: where it is, whether it was changed, reading and writing it.
#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <functional>

#include "app/gradweave/file_guard.h"
#include "ui/data_cache.h"
#include "ui/document_model.h"

namespace gradweave::app {

/// Reads and writes on other threads; until a file has been read completely the open document stays
/// as it is, and a document whose saving failed stays modified. Lives in the UI thread.
class Project : public QObject {
    Q_OBJECT

  public:
    Project(ui::DocumentModel& model, ui::DataCache& data, QObject* parent = nullptr);

    /// Empty while the document has never been saved.
    const QString& path() const { return m_path; }
    /// For titles: the file's name, or what the example is called.
    const QString& name() const { return m_name; }
    bool modified() const;
    /// Another window or program has the file open: it is not to be saved under this path.
    bool readOnly() const { return m_guard.readOnly(); }
    /// Looks whether another program has changed the file.
    void checkDisk() { m_guard.check(); }
    bool busy() const { return m_busy; }

    void makeEmpty();
    /// A project, or an exported file that carries one: that becomes a new document.
    void open(const QString& path);
    /// As a new document with the example's title: saving asks where to.
    void openExample(const QString& path);
    /// What an ended program left in `file`: opens it as unsaved changes of the project at `path`
    /// (empty: never saved). Calls `then` once it is open.
    void recover(const QString& file, const QString& path, const QString& name,
                 const std::function<void()>& then);
    /// Calls `then` when the file is written; not if that fails.
    void save(const QString& path, const std::function<void()>& then = {});

  signals:
    /// Another document, path or name.
    void changed();
    void opened(const QString& path);
    /// A model of another form was opened. What no block can stand for, a line each; placeholders
    /// keep its place.
    void imported(const QString& path, const QStringList& placeholders);
    void saved(const QString& path);
    void busyChanged(bool busy, const QString& what);
    void changedOnDisk(bool removed);
    /// One full sentence.
    void failed(const QString& sentence);

  private:
    struct Loaded;
    void load(const QString& path, const std::function<void(model::Document)>& then);
    /// `folder` is what relative data paths start from.
    void take(model::Document document, const QString& path, const QString& name,
              const QString& folder);
    void setBusy(bool busy, const QString& what = {});
    model::Document documentToSave() const;

    ui::DocumentModel& m_model;
    ui::DataCache& m_data;
    QString m_path, m_name;
    FileGuard m_guard;
    bool m_busy = false;
    int m_loading = 0;  ///< number of the latest request; answers to earlier ones are dropped
};

}  // namespace gradweave::app
