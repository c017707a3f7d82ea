// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the data preview and where they stand.
#include <QButtonGroup>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>
#include <utility>

#include "ui/panels/class_list.h"
#include "ui/panels/data_facts.h"
#include "ui/panels/data_loader.h"
#include "ui/panels/data_preview.h"
#include "ui/panels/flat_header.h"
#include "ui/panels/sample_grid.h"
#include "ui/panels/sample_table.h"
#include "ui/panels/scatter_view.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/narrow_bar.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

namespace {

/// Cells with room at both sides, so that numbers and names beside them do not touch.
class CellDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& given,
               const QModelIndex& index) const override {
        QStyleOptionViewItem option = given;
        initStyleOption(&option, index);
        const QString text = std::exchange(option.text, QString());
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &option, painter,
                                            option.widget);
        const int gap = qRound(metrics().gap);
        const QRect room = option.rect.adjusted(gap, 0, -gap, 0);
        painter->setPen(theme().text);
        painter->drawText(room, int(option.displayAlignment),
                          option.fontMetrics.elidedText(text, Qt::ElideRight, room.width()));
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QSize size = QStyledItemDelegate::sizeHint(option, index);
        return size + QSize(2 * qRound(metrics().gap), 0);
    }
};

}  // namespace

void DataPreview::build() {
    m_head = makeHead();
    m_pages = new QStackedWidget(this);
    m_pages->addWidget(makeMessagePage());
    m_pages->addWidget(makeContent());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_head);
    layout->addWidget(m_pages, 1);
}

QWidget* DataPreview::makeHead() {
    auto* head = new QWidget(this);
    auto* layout = new QVBoxLayout(head);
    const int gap = qRound(metrics().gap);
    layout->setContentsMargins(gap, gap, gap, gap);
    layout->setSpacing(gap / 2);
    auto* row = new QHBoxLayout;
    row->setSpacing(gap / 2);
    layout->addLayout(row);
    m_name = new QLabel(head);
    m_name->setFont(metrics().strongText);
    row->addWidget(m_name);
    m_chooser = new QComboBox(head);
    m_chooser->setObjectName(QStringLiteral("dataChooser"));
    m_chooser->setAccessibleName(tr("Data block"));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_chooser->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    row->addWidget(m_chooser);
    row->addSpacing(gap);
    m_controls = new QWidget(head);
    row->addWidget(m_controls, 1);
    row->addStretch(0);
    row = new QHBoxLayout(m_controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(gap / 2);
    m_splits = new QButtonGroup(this);
    for (const data::Split split : data::all_splits) {
        auto* button = new QToolButton(m_controls);
        button->setObjectName(QStringLiteral("split%1").arg(static_cast<int>(split)));
        button->setText(splitName(split));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        m_splits->addButton(button, static_cast<int>(split));
        row->addWidget(button);
    }
    row->addStretch(1);
    m_shuffle = new QToolButton(m_controls);
    m_shuffle->setObjectName(QStringLiteral("shuffleSamples"));
    m_shuffle->setText(tr("Shuffled"));
    m_shuffle->setToolTip(tr("Show the samples in a random order, another one each time"));
    m_shuffle->setCheckable(true);
    m_shuffle->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(m_shuffle);
    row->addSpacing(gap);
    auto* numberLabel = new QLabel(tr("&Go to"), m_controls);
    numberLabel->setForegroundRole(QPalette::PlaceholderText);
    row->addWidget(numberLabel);
    m_number = new QSpinBox(m_controls);
    m_number->setObjectName(QStringLiteral("sampleNumber"));
    m_number->setAccessibleName(tr("Go to the sample with this number"));
    m_number->setToolTip(tr("Number of a sample within its split; the first is 0"));
    m_number->setKeyboardTracking(false);
    m_number->setGroupSeparatorShown(true);
    m_number->setMinimumWidth(qRound(metrics().unit * 6));
    numberLabel->setBuddy(m_number);
    row->addWidget(m_number);
    new NarrowBar(m_controls, {numberLabel, m_shuffle}, 22);
    m_facts = new QLabel(head);
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_facts->setWordWrap(true);
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_facts);
    m_notes = new QLabel(head);
    m_notes->setWordWrap(true);
    layout->addWidget(m_notes);

    connect(m_chooser, &QComboBox::activated, this,
            [this](int index) { showBlock(m_chooser->itemData(index).toLongLong()); });
    connect(m_splits, &QButtonGroup::idClicked, this,
            [this](int id) { setSplit(static_cast<data::Split>(id)); });
    connect(m_shuffle, &QToolButton::toggled, this, [this] {
        ++m_shuffleSeed;
        if (m_loaded) showSamples();
    });
    connect(m_number, &QSpinBox::valueChanged, this, [this](int value) { goTo(value); });
    return head;
}

QWidget* DataPreview::makeMessagePage() {
    auto* page = new QWidget(this);
    auto* layout = new QVBoxLayout(page);
    const int gap = qRound(metrics().gap);
    layout->setSpacing(gap);
    layout->addStretch(2);
    m_sign = new QLabel(page);
    m_sign->setPixmap(icon(QStringLiteral("error"), &Theme::error).pixmap(metrics().icon * 3 / 2));
    layout->addWidget(m_sign, 0, Qt::AlignHCenter);
    m_message = new QLabel(page);
    m_message->setAlignment(Qt::AlignCenter);
    m_message->setWordWrap(true);
    m_message->setForegroundRole(QPalette::PlaceholderText);
    m_message->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_message);
    m_progress = new QProgressBar(page);
    m_progress->setAccessibleName(tr("Reading"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(qRound(metrics().unit * 16));
    layout->addWidget(m_progress, 0, Qt::AlignHCenter);
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    m_stop = new QPushButton(tr("Cancel"), page);
    m_stop->setObjectName(QStringLiteral("stopReading"));
    row->addWidget(m_stop);
    m_again = new QPushButton(tr("Try again"), page);
    m_again->setObjectName(QStringLiteral("readAgain"));
    row->addWidget(m_again);
    m_mend = new QPushButton(tr("Show the block"), page);
    m_mend->setObjectName(QStringLiteral("showDataBlock"));
    row->addWidget(m_mend);
    row->addStretch(1);
    layout->addLayout(row);
    layout->addStretch(3);
    connect(m_stop, &QPushButton::clicked, this, &DataPreview::stopReading);
    connect(m_again, &QPushButton::clicked, this, &DataPreview::reload);
    connect(m_mend, &QPushButton::clicked, this,
            [this] { emit blockWanted(m_block, m_failedPlace); });
    return page;
}

QWidget* DataPreview::makeContent() {
    auto* whole = new QSplitter(Qt::Horizontal, this);
    whole->setChildrenCollapsible(false);
    m_samplePages = new QStackedWidget(whole);
    m_grid = new SampleGrid(m_samplePages);
    m_samplePages->addWidget(m_grid);
    auto* tables = new QSplitter(Qt::Horizontal, m_samplePages);
    tables->setChildrenCollapsible(false);
    m_scatter = new ScatterView(tables);
    m_table = new QTableView(tables);
    m_rows = new SampleTableModel(m_table);
    m_table->setHorizontalHeader(new FlatHeader(Qt::Horizontal, m_table));
    m_table->setVerticalHeader(new FlatHeader(Qt::Vertical, m_table));
    m_table->setObjectName(QStringLiteral("sampleTable"));
    m_table->setAccessibleName(tr("Samples"));
    m_table->setModel(m_rows);
    m_table->setItemDelegate(new CellDelegate(m_table));
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setCornerButtonEnabled(false);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->setMinimumSectionSize(qRound(metrics().unit * 5));
    m_table->verticalHeader()->setDefaultSectionSize(qRound(metrics().unit * 1.6));
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    tables->setStretchFactor(0, 3);
    tables->setStretchFactor(1, 2);
    m_samplePages->addWidget(tables);
    m_side = new QWidget(whole);
    auto* side = new QVBoxLayout(m_side);
    side->setContentsMargins(0, 0, 0, 0);
    m_classes = new ClassList(m_side);
    side->addWidget(m_classes);
    whole->setStretchFactor(0, 1);
    whole->setStretchFactor(1, 0);
    const int width = qRound(metrics().unit * 12);
    m_side->setMinimumWidth(width * 2 / 3);
    whole->setSizes({width * 5, width});

    connect(m_classes, &ClassList::chosenChanged, this, [this] {
        if (m_loaded) showSamples();
    });
    const auto shown = [this](qint64 sample) {
        const QSignalBlocker quiet(m_number);
        m_number->setValue(static_cast<int>(sample));
    };
    connect(m_grid, &SampleGrid::currentChanged, this, shown);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this, shown](const QModelIndex& row) {
                if (row.isValid() && m_order)
                    shown(m_order->order[static_cast<std::size_t>(row.row())]);
            });
    return whole;
}

}  // namespace gradweave::ui
