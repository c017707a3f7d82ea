// SPDX-License-Identifier: GPL-3.0-or-later
// The samples of the document's data: pictures, tables, points, and how the classes are balanced.
#pragma once

#include <QWidget>

#include "ui/data_cache.h"
#include "ui/document_model.h"
#include "ui/panels/samples.h"

class QButtonGroup;
class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTableView;
class QTimer;
class QToolButton;

namespace gradweave::ui {

class ClassList;
class DataLoader;
class SampleGrid;
class SampleTableModel;
class ScatterView;

/// Follows the document while it can be seen. Data is read in another thread and kept until
/// another block is shown or the block's parameters change. Lives in the UI thread.
class DataPreview : public QWidget {
    Q_OBJECT

  public:
    /// `data` knows the project's folder and what is known of the data before it is read.
    DataPreview(DocumentModel& model, DataCache& data, QWidget* parent = nullptr);
    ~DataPreview() override;

    /// Shows this data block from now on.
    void showBlock(model::BlockId id);
    model::BlockId block() const { return m_block; }
    /// Reads again: files may have changed.
    void reload();
    void setSplit(data::Split split);
    data::Split split() const { return m_split; }
    /// Goes to a sample of the split, by its number.
    void goTo(std::int64_t sample);

    /// What has been read for a block as it is now, or null: nobody needs to read it twice.
    data::DatasetPtr dataset(const model::Block& block) const;
    /// The sentence in place of samples; empty while samples are shown.
    QString message() const;
    bool busy() const;

  signals:
    /// For the status line.
    void said(const QString& sentence);
    /// Somebody wants to mend the block; `place` is a parameter or empty.
    void blockWanted(gradweave::model::BlockId block, const QString& place);

  protected:
    void showEvent(QShowEvent* event) override;

  private:
    void build();
    QWidget* makeHead();
    QWidget* makeMessagePage();
    QWidget* makeContent();
    void follow();
    void fillChooser(const std::vector<model::BlockId>& blocks);
    void take(const LoadedDataPtr& loaded);
    void showHead();
    void showSplit();
    void showSamples();
    void showReading();
    void stopReading();
    void showMessage(const QString& sentence);
    void showFailure(const QString& sentence, const QString& place);

    DocumentModel& m_model;
    DataCache& m_data;
    DataLoader* m_loader;
    QTimer* m_debounce;
    QTimer* m_readingDelay;
    QTimer* m_readingTick;

    model::BlockId m_block = 0;
    std::string m_key;  ///< of what was read, or is being read
    LoadedDataPtr m_loaded;
    SamplesPtr m_order;  ///< what is shown of it
    std::uint64_t m_shuffleSeed = 0;
    data::Split m_split = data::Split::train;
    QString m_failedPlace;

    QWidget *m_head, *m_controls;
    QComboBox* m_chooser;
    QLabel *m_name, *m_facts, *m_notes;
    QButtonGroup* m_splits;
    QToolButton* m_shuffle;
    QSpinBox* m_number;
    QStackedWidget *m_pages, *m_samplePages;
    QLabel *m_sign, *m_message;
    QProgressBar* m_progress;
    QPushButton *m_again, *m_mend, *m_stop;
    SampleGrid* m_grid;
    QTableView* m_table;
    SampleTableModel* m_rows;
    ScatterView* m_scatter;
    ClassList* m_classes;
    QWidget* m_side;
};

}  // namespace gradweave::ui
