// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data_preview.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QScrollBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTableView>
#include <QTimer>
#include <QToolButton>
#include <algorithm>
#include <numeric>
#include <random>

#include "engine/core/text.h"
#include "ui/panels/class_list.h"
#include "ui/panels/data_facts.h"
#include "ui/panels/data_loader.h"
#include "ui/panels/sample_grid.h"
#include "ui/panels/sample_table.h"
#include "ui/panels/scatter_view.h"
#include "ui/sentence_text.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// How long a document has to be left alone before its data is read again.
constexpr int debounceMilliseconds = 250;
/// Reading that is done sooner shows nothing; later, how far it is, so often.
constexpr int progressMilliseconds = 300, tickMilliseconds = 100;
/// More columns are not measured one by one.
constexpr int mostFittedColumns = 60;

/// The document's data blocks in the order of their ids.
std::vector<model::BlockId> dataBlocks(const DocumentModel& model) {
    std::vector<model::BlockId> blocks;
    for (const auto& [id, block] : model.document().blocks()) {
        const model::BlockKind* kind = model.catalogue().find(block.kind);
        if (kind != nullptr && kind->category == model::Category::data) blocks.push_back(id);
    }
    return blocks;
}

}  // namespace

DataPreview::DataPreview(DocumentModel& model, DataCache& data, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_data(data),
      m_loader(new DataLoader(model.sharedCatalogue(), this)),
      m_debounce(new QTimer(this)),
      m_readingDelay(new QTimer(this)),
      m_readingTick(new QTimer(this)) {
    build();
    m_debounce->setSingleShot(true);
    m_debounce->setInterval(debounceMilliseconds);
    m_readingDelay->setSingleShot(true);
    m_readingDelay->setInterval(progressMilliseconds);
    m_readingTick->setInterval(tickMilliseconds);
    connect(m_debounce, &QTimer::timeout, this, &DataPreview::follow);
    connect(m_readingDelay, &QTimer::timeout, this, &DataPreview::showReading);
    connect(m_readingTick, &QTimer::timeout, this,
            [this] { m_progress->setValue(qRound(m_loader->fraction() * m_progress->maximum())); });
    connect(m_loader, &DataLoader::loaded, this, &DataPreview::take);
    connect(m_loader, &DataLoader::failed, this, &DataPreview::showFailure);
    connect(&model, &DocumentModel::edited, this, [this] { m_debounce->start(); });
    connect(&model, &DocumentModel::documentReset, this, [this] {
        m_block = 0;
        m_debounce->start(0);
    });
    connect(&model, &DocumentModel::selectionChanged, this, [this] {
        const auto& selected = m_model.selection();
        if (selected.size() != 1) return;
        const auto blocks = dataBlocks(m_model);
        if (std::find(blocks.begin(), blocks.end(), *selected.begin()) != blocks.end())
            showBlock(*selected.begin());
    });
    connect(&data, &DataCache::changed, this, [this] { m_debounce->start(); });
    follow();
}

DataPreview::~DataPreview() = default;

void DataPreview::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    follow();
}

bool DataPreview::busy() const {
    return m_loader->busy() || m_debounce->isActive();
}

void DataPreview::showBlock(model::BlockId id) {
    if (m_model.document().find(id) == nullptr) return;
    m_block = id;
    follow();
}

void DataPreview::reload() {
    m_key.clear();
    follow();
}

/// Shows the chosen block, or the first, and reads it unless that has been done.
void DataPreview::follow() {
    if (!isVisible()) return;
    m_debounce->stop();
    m_debounce->setInterval(debounceMilliseconds);
    const auto blocks = dataBlocks(m_model);
    if (std::find(blocks.begin(), blocks.end(), m_block) == blocks.end())
        m_block = blocks.empty() ? 0 : blocks.front();
    fillChooser(blocks);
    if (m_block == 0) {
        m_loader->cancel();
        m_key.clear();
        m_loaded = nullptr;
        showHead();
        showMessage(tr("Add a data block to see its samples here."));
        return;
    }
    const model::Block& block = m_model.document().at(m_block);
    const std::string key = DataCache::keyOf(block, m_data.base());
    if (key == m_key) {
        showHead();  // the name may be another one
        return;
    }
    m_key = key;
    m_loaded = nullptr;
    if (m_pages->currentIndex() == 0) showMessage({});  // what it said is no longer so
    m_readingDelay->start();
    m_loader->load(block, m_data.base());
    showHead();
}

void DataPreview::fillChooser(const std::vector<model::BlockId>& blocks) {
    const QSignalBlocker quiet(m_chooser);
    m_chooser->clear();
    for (const model::BlockId id : blocks)
        m_chooser->addItem(qtext(m_model.document().at(id).name),
                           QVariant::fromValue(static_cast<qlonglong>(id)));
    m_chooser->setCurrentIndex(
        m_chooser->findData(QVariant::fromValue(static_cast<qlonglong>(m_block))));
    m_chooser->setVisible(blocks.size() > 1);
    m_name->setVisible(blocks.size() == 1);
    if (blocks.size() == 1) m_name->setText(qtext(m_model.document().at(blocks.front()).name));
}

void DataPreview::take(const LoadedDataPtr& loaded) {
    m_readingDelay->stop();
    m_readingTick->stop();
    m_loaded = loaded;
    if (loaded->dataset->info().count(m_split) == 0) m_split = data::Split::train;
    showHead();
    showSplit();
}

void DataPreview::showHead() {
    const model::Block* block = m_model.document().find(m_block);
    m_head->setVisible(block != nullptr);
    m_controls->setVisible(m_loaded || m_loader->busy());
    if (block == nullptr) return;
    // Before the samples are there the analysis may know already what they will be.
    std::optional<data::DatasetInfo> info = m_data.statusOf(*block).info;
    if (m_loaded) info = m_loaded->dataset->info();
    const model::BlockKind* kind = m_model.catalogue().find(block->kind);
    m_facts->setText(dataFacts(*block, *kind, info ? &*info : nullptr));
    QStringList notes;
    if (info) {
        for (const std::string& note : info->notes)
            notes << sentenceText(note);
    }
    m_notes->setText(notes.join('\n'));
    m_notes->setVisible(!notes.isEmpty());
    for (const data::Split split : data::all_splits) {
        QAbstractButton* button = m_splits->button(static_cast<int>(split));
        const std::int64_t count = info ? info->count(split) : 0;
        button->setText(info ? splitText(split, count) : splitName(split));
        button->setEnabled(m_loaded && count > 0);
        button->setChecked(split == m_split);
    }
    m_shuffle->setEnabled(m_loaded != nullptr);
    m_number->setEnabled(m_loaded != nullptr);
}

void DataPreview::setSplit(data::Split split) {
    m_split = split;
    m_splits->button(static_cast<int>(split))->setChecked(true);
    if (m_loaded) showSplit();
}

void DataPreview::showSplit() {
    const data::DatasetInfo& info = m_loaded->dataset->info();
    const auto label = labelField(info);
    m_side->setVisible(label.has_value());
    if (label)
        m_classes->setClasses(info.fields[*label],
                              m_loaded->overview.of(m_split)[*label].class_counts,
                              !imageField(info) && planeAxes(info));
    const QSignalBlocker quiet(m_number);
    m_number->setRange(0, static_cast<int>(std::min<std::int64_t>(
                              std::max<std::int64_t>(info.count(m_split) - 1, 0),
                              std::numeric_limits<int>::max())));
    showSamples();
}

void DataPreview::showSamples() {
    auto samples = std::make_shared<Samples>();
    samples->loaded = m_loaded;
    samples->split = m_split;
    const data::DatasetInfo& info = samples->info();
    samples->order.resize(static_cast<std::size_t>(info.count(m_split)));
    std::iota(samples->order.begin(), samples->order.end(), 0);
    const auto label = labelField(info);
    if (const std::int64_t chosen = m_classes->chosen(); label && chosen >= 0) {
        const auto& labels = m_loaded->overview.of(m_split)[*label].labels;
        std::erase_if(samples->order, [&](std::int64_t sample) {
            return labels[static_cast<std::size_t>(sample)] != chosen;
        });
    }
    if (m_shuffle->isChecked())
        std::shuffle(samples->order.begin(), samples->order.end(), std::mt19937_64(m_shuffleSeed));
    m_order = samples;
    const bool images = imageField(info).has_value(), plane = planeAxes(info).has_value();
    m_samplePages->setCurrentIndex(images ? 0 : 1);
    if (images) {
        m_grid->setSamples(samples);
    } else {
        m_scatter->setVisible(plane);
        if (plane) m_scatter->setSamples(samples);
        m_rows->setSamples(samples);
        if (m_rows->columnCount() <= mostFittedColumns) m_table->resizeColumnsToContents();
        // Beside a picture the table takes what its few columns need.
        const int columns = m_table->verticalHeader()->sizeHint().width() +
                            m_table->horizontalHeader()->length() +
                            m_table->verticalScrollBar()->sizeHint().width();
        m_table->setMinimumWidth(plane ? std::min(columns, qRound(metrics().unit * 28)) : 0);
        m_table->scrollToTop();
    }
    const QSignalBlocker quiet(m_number);
    if (!samples->order.empty()) m_number->setValue(static_cast<int>(samples->order.front()));
    m_pages->setCurrentIndex(1);
}

void DataPreview::goTo(std::int64_t sample) {
    if (!m_loaded || sample < 0 || sample >= m_loaded->dataset->info().count(m_split)) return;
    const auto find = [&] {
        return std::find(m_order->order.begin(), m_order->order.end(), sample);
    };
    if (find() == m_order->order.end()) m_classes->choose(-1);  // it is of another class
    const auto place = static_cast<std::int64_t>(find() - m_order->order.begin());
    if (imageField(m_order->info())) {
        m_grid->setCurrent(place);
    } else {
        const QModelIndex index = m_rows->index(static_cast<int>(place), 0);
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index, QAbstractItemView::PositionAtCenter);
    }
}

data::DatasetPtr DataPreview::dataset(const model::Block& block) const {
    if (!m_loaded || DataCache::keyOf(block, m_data.base()) != m_key) return nullptr;
    return m_loaded->dataset;
}

QString DataPreview::message() const {
    return m_pages->currentIndex() == 0 ? m_message->text() : QString();
}

void DataPreview::showReading() {
    const model::Block* block = m_model.document().find(m_block);
    if (block == nullptr || !m_loader->busy()) return;
    showMessage(tr("Reading %1 …").arg(qtext(block->name)));
    m_progress->setValue(0);
    m_progress->show();
    m_stop->show();
    m_readingTick->start();
}

void DataPreview::stopReading() {
    m_loader->cancel();
    showMessage(tr("Reading was stopped."));
    m_again->show();
    showHead();
}

void DataPreview::showMessage(const QString& sentence) {
    m_readingDelay->stop();
    m_readingTick->stop();
    m_message->setText(sentence);
    m_sign->hide();
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_progress->hide();
    m_stop->hide();
    m_again->hide();
    m_mend->hide();
    m_pages->setCurrentIndex(0);
}

void DataPreview::showFailure(const QString& sentence, const QString& place) {
    showMessage(sentence);
    m_failedPlace = place;
    m_message->setForegroundRole(QPalette::WindowText);
    m_sign->show();
    m_again->show();
    m_mend->show();
    showHead();
    emit said(sentence);
}

}  // namespace gradweave::ui
