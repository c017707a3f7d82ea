// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets of the export dialog and where they stand.
#include <QCheckBox>
#include <QDir>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QTimer>

#include "engine/core/text.h"
#include "ui/panels/export_dialog.h"
#include "ui/panels/message_strip.h"
#include "ui/text.h"
#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

using train::ExportKind;

namespace {

/// Writing that is done sooner shows no progress.
constexpr int progressMilliseconds = 300, tickMilliseconds = 100;

QLabel* mutedLabel(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setForegroundRole(QPalette::PlaceholderText);
    label->setWordWrap(true);
    return label;
}

}  // namespace

ExportDialog::ExportDialog(train::ExportSource source, const QString& name, const QString& folder,
                           const QString& weightsNote, QWidget* parent)
    : QDialog(parent),
      m_source(std::make_shared<const train::ExportSource>(std::move(source))),
      m_progressDelay(new QTimer(this)),
      m_tick(new QTimer(this)) {
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export"));
    setMinimumWidth(qRound(metrics().unit * 46));
    const int gap = qRound(metrics().gap);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_strip = new MessageStrip(this);
    layout->addWidget(m_strip);
    auto* content = new QVBoxLayout;
    content->setContentsMargins(2 * gap, 2 * gap, 2 * gap, 2 * gap);
    content->setSpacing(gap);
    layout->addLayout(content);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * gap);
    grid->setVerticalSpacing(gap / 2);
    grid->setColumnStretch(2, 1);
    content->addLayout(grid);
    addRow(grid, ExportKind::weights, tr("&Weights"), weightsText(weightsNote));
    addRow(grid, ExportKind::onnx, tr("&ONNX"),
           tr("The network with its weights, for other programs"));
    addRow(grid, ExportKind::network, tr("&Network picture"), tr("As on the canvas"));
    addRow(grid, ExportKind::graph_training, tr("&Computation graph"),
           tr("The operations of a training step"));
    addRow(grid, ExportKind::loss, tr("&Loss curves"), tr("The loss of each step as a picture"));
    addRow(grid, ExportKind::metrics, tr("&Metrics"), tr("The figures of each step as a table"));
    auto* hint = mutedLabel(this);
    hint->setText(tr("Weights and pictures carry the project: open one of them to get it back."));
    content->addWidget(hint);
    content->addSpacing(gap);
    content->addLayout(makePlace());
    content->addStretch(1);
    content->addLayout(makeButtons());

    m_name->setText(name);
    m_folder->setText(QDir::toNativeSeparators(folder));
    m_progressDelay->setSingleShot(true);
    m_progressDelay->setInterval(progressMilliseconds);
    m_tick->setInterval(tickMilliseconds);
    connect(m_progressDelay, &QTimer::timeout, m_progress, &QWidget::show);
    connect(m_tick, &QTimer::timeout, this, [this] {
        if (m_task) m_progress->setValue(qRound(m_task->fraction * m_progress->maximum()));
    });
    connect(&m_look, &QFutureWatcher<QString>::finished, this, [this] {
        if (m_looking) warn(m_look.result());
    });
    refresh();
    m_export->setFocus();
}

QString ExportDialog::weightsText(const QString& note) const {
    const train::WeightFacts facts = train::weight_facts(m_source->analysis);
    const QString size = bytesText(facts.bytes);
    const QString which = !m_source->weights ? tr("initial values, not trained")
                          : note.isEmpty()   ? tr("as trained")
                                             : note;
    return facts.tensors == 1
               ? tr("1 tensor, %1; %2").arg(size, which)
               : tr("%n tensors, %1; %2", "", static_cast<int>(facts.tensors)).arg(size, which);
}

void ExportDialog::addRow(QGridLayout* grid, ExportKind kind, const QString& title,
                          const QString& note) {
    const int line = grid->rowCount();
    Row row{new QCheckBox(title, this), new QLabel(this), mutedLabel(this), note};
    row.box->setObjectName(QStringLiteral("export%1").arg(static_cast<int>(kind)));
    row.file->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(row.box, line, 0, Qt::AlignVCenter);
    grid->addWidget(row.file, line, 1, Qt::AlignVCenter);
    grid->addWidget(row.facts, line, 2);
    const auto obstacle = train::export_obstacle(*m_source, kind);
    row.box->setEnabled(!obstacle);
    // What other programs are to read is written when it is asked for.
    row.box->setChecked(!obstacle && kind != ExportKind::onnx);
    row.facts->setText(obstacle ? qtext(*obstacle) : note);
    row.box->setAccessibleDescription(row.facts->text());
    connect(row.box, &QCheckBox::toggled, this, &ExportDialog::refresh);
    m_rows.emplace_back(kind, row);
    if (kind != ExportKind::graph_training) return;
    auto* choice = new QHBoxLayout;
    m_forward = new QRadioButton(tr("&Forward"), this);
    m_training = new QRadioButton(tr("With &gradients"), this);
    m_forward->setObjectName(QStringLiteral("exportForward"));
    m_training->setObjectName(QStringLiteral("exportTraining"));
    m_training->setChecked(true);
    choice->addWidget(m_forward);
    choice->addSpacing(qRound(metrics().gap));
    choice->addWidget(m_training);
    choice->addStretch(1);
    choice->setContentsMargins(0, 0, 0, qRound(metrics().gap / 2));
    grid->addLayout(choice, line + 1, 1, 1, 2);
    const auto follow = [this, box = row.box] {
        m_forward->setEnabled(box->isChecked() && !busy());
        m_training->setEnabled(box->isChecked() && !busy());
    };
    connect(row.box, &QCheckBox::toggled, this, follow);
    follow();
}

QBoxLayout* ExportDialog::makePlace() {
    const int gap = qRound(metrics().gap);
    auto* place = new QVBoxLayout;
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(gap);
    grid->setVerticalSpacing(gap);
    place->addLayout(grid);
    const auto field = [&](int line, const QString& title, const char* objectName) {
        auto* label = new QLabel(title, this);
        auto* edit = new QLineEdit(this);
        edit->setObjectName(QString(objectName));
        edit->setAccessibleName(QString(title).remove('&'));
        label->setBuddy(edit);
        grid->addWidget(label, line, 0);
        grid->addWidget(edit, line, 1, 1, line == 0 ? 2 : 1);
        connect(edit, &QLineEdit::textChanged, this, &ExportDialog::refresh);
        return edit;
    };
    m_name = field(0, tr("Na&me"), "exportName");
    m_folder = field(1, tr("Fol&der"), "exportFolder");
    m_choose = new QPushButton(tr("C&hoose…"), this);
    m_choose->setObjectName(QStringLiteral("exportChoose"));
    m_choose->setAutoDefault(false);
    grid->addWidget(m_choose, 1, 2);
    connect(m_choose, &QPushButton::clicked, this, [this] { chooseFolder({}); });
    auto* warning = new QHBoxLayout;
    m_warningSign = new QLabel(this);
    m_warningSign->setPixmap(
        icon(QStringLiteral("warning"), &Theme::warning).pixmap(metrics().icon));
    m_warning = new QLabel(this);
    m_warning->setObjectName(QStringLiteral("exportWarning"));
    m_warning->setWordWrap(true);
    warning->addWidget(m_warningSign, 0, Qt::AlignTop);
    warning->addWidget(m_warning, 1);
    grid->addLayout(warning, 2, 1, 1, 2);
    return place;
}

QBoxLayout* ExportDialog::makeButtons() {
    auto* row = new QHBoxLayout;
    m_progress = new QProgressBar(this);
    m_progress->setAccessibleName(tr("Exporting"));
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->hide();
    row->addWidget(m_progress, 1);
    row->addStretch(1);
    m_close = new QPushButton(tr("Close"), this);
    m_close->setObjectName(QStringLiteral("exportClose"));
    m_close->setAutoDefault(false);
    row->addWidget(m_close);
    m_export = new QPushButton(tr("&Export"), this);
    m_export->setObjectName(QStringLiteral("exportButton"));
    m_export->setDefault(true);
    row->addWidget(m_export);
    connect(m_close, &QPushButton::clicked, this, [this] {
        if (m_task)
            m_task->cancelled = true;
        else
            reject();
    });
    connect(m_export, &QPushButton::clicked, this, [this] {
        m_bytes = 0;
        m_written = 0;
        write(chosen());
    });
    return row;
}

}  // namespace gradweave::ui
