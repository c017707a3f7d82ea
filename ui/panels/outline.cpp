// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/outline.h"

#include <QKeyEvent>
#include <QLabel>
#include <QScopedValueRollback>
#include <QTreeView>
#include <QVBoxLayout>

#include "engine/model/markup.h"
#include "ui/text.h"
#include "ui/theme/theme.h"

namespace gradweave::ui {

Outline::Outline(DocumentModel& model, QWidget* parent)
    : QWidget(parent),
      m_model(model),
      m_rows(new OutlineModel(model, this)),
      m_tree(new QTreeView(this)),
      m_hint(new QLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_tree, 1);
    layout->addWidget(m_hint);
    m_hint->setObjectName(QStringLiteral("outlineHint"));
    m_hint->setWordWrap(true);
    m_hint->setFont(metrics().smallText);
    m_hint->setForegroundRole(QPalette::PlaceholderText);
    const int margin = qRound(metrics().gap);
    m_hint->setContentsMargins(margin, margin / 2, margin, margin / 2);
    m_tree->setObjectName(QStringLiteral("outlineTree"));
    m_tree->setAccessibleName(tr("Outline of the graph"));
    m_tree->setHeaderHidden(true);
    m_tree->setModel(m_rows);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setEditTriggers(QAbstractItemView::EditKeyPressed);
    m_tree->setUniformRowHeights(true);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->installEventFilter(this);
    connect(m_tree, &QTreeView::customContextMenuRequested, this,
            [this](QPoint at) { emit menuRequested(m_tree->viewport()->mapToGlobal(at)); });
    connect(m_tree->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &Outline::takeSelection);
    connect(m_tree, &QTreeView::doubleClicked, this,
            [this](const QModelIndex& index) { emit blockActivated(m_rows->blockOf(index), {}); });
    connect(m_rows, &OutlineModel::refused, this, &Outline::said);
    // Thousands of rows are gone through once for all edits of a moment.
    m_soon.setSingleShot(true);
    m_soon.setInterval(100);
    connect(&m_soon, &QTimer::timeout, this, &Outline::refresh);
    connect(&model, &DocumentModel::analysed, this, [this] {
        if (m_model.document().blocks().size() < manyRows)
            refresh();
        else if (!m_soon.isActive())
            m_soon.start();
    });
    connect(&model, &DocumentModel::documentReset, this, [this] {
        endLink();
        refresh();
    });
    connect(&model, &DocumentModel::edited, this, &Outline::endLink);
    connect(&model, &DocumentModel::selectionChanged, this, &Outline::showSelection);
    explain();
}

Outline::~Outline() = default;

void Outline::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    refresh();
}

/// Keeps what is open and where one is, whatever the rows are now.
void Outline::refresh() {
    if (!isVisible()) return;  // it will be refreshed when it is shown
    std::set<model::BlockId> open;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        const QModelIndex index = m_rows->index(row, 0);
        if (m_tree->isExpanded(index)) open.insert(m_rows->blockOf(index));
    }
    const model::BlockId current = m_rows->blockOf(m_tree->currentIndex());
    const bool onPort = m_tree->currentIndex().parent().isValid();
    const int port = m_tree->currentIndex().row();
    {
        const QScopedValueRollback guard(m_following, true);
        m_rows->refresh();
        for (const model::BlockId id : open)
            m_tree->expand(m_rows->indexOf(id));
        QModelIndex there = m_rows->indexOf(current);
        if (onPort && there.isValid()) there = m_rows->index(port, 0, there);
        if (there.isValid() && there != m_tree->currentIndex())
            m_tree->selectionModel()->setCurrentIndex(there, QItemSelectionModel::NoUpdate);
    }
    showSelection();
}

void Outline::showSelection() {
    if (m_following || !isVisible()) return;
    const QScopedValueRollback guard(m_following, true);
    QItemSelection rows;
    for (const model::BlockId id : m_model.selection()) {
        if (const QModelIndex index = m_rows->indexOf(id); index.isValid())
            rows.select(index, index);
    }
    // A socket of the one chosen block may be where the keyboard is.
    if (m_model.selection().size() == 1 && m_tree->currentIndex().parent().isValid() &&
        m_rows->blockOf(m_tree->currentIndex()) == *m_model.selection().begin())
        return;
    m_tree->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect);
    if (m_model.selection().size() != 1) return;
    const QModelIndex index = m_rows->indexOf(*m_model.selection().begin());
    m_tree->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    m_tree->scrollTo(index);
}

void Outline::takeSelection() {
    if (m_following || linking()) return;
    const QScopedValueRollback guard(m_following, true);
    std::set<model::BlockId> chosen;
    for (const QModelIndex& index : m_tree->selectionModel()->selectedIndexes())
        chosen.insert(m_rows->blockOf(index));
    chosen.erase(0);
    m_model.select(chosen);
    if (chosen.size() == 1) emit blockShown(*chosen.begin());
}

// Keys

bool Outline::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_tree && event->type() == QEvent::KeyPress)
        return key(*static_cast<QKeyEvent*>(event));
    return QWidget::eventFilter(watched, event);
}

bool Outline::key(const QKeyEvent& event) {
    const QModelIndex current = m_tree->currentIndex();
    const bool plain = event.modifiers() == Qt::NoModifier;
    switch (event.key()) {
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!plain) return false;
            if (linking())
                finishLink(current);
            else if (current.isValid())
                emit blockActivated(m_rows->blockOf(current), {});
            return true;
        case Qt::Key_Escape:
            if (!linking()) return false;
            endLink();
            return true;
        case Qt::Key_L:
            if (!plain || !current.isValid()) return false;
            beginLink();
            return true;
        case Qt::Key_Insert:
            add(plain);
            return true;
        case Qt::Key_Delete:
            if (!plain || !current.isValid()) return false;
            removeCurrent();
            return true;
        default:
            return false;
    }
}

void Outline::add(bool behindCurrent) {
    AddRequest request;
    const QModelIndex current = m_tree->currentIndex();
    const QRect place = m_tree->visualRect(current);
    request.global =
        m_tree->viewport()->mapToGlobal(place.isValid() ? place.bottomLeft() : QPoint(0, 0));
    const model::Block* block = m_model.document().find(m_rows->blockOf(current));
    if (block != nullptr) {
        request.position = {block->position.x + metrics().unit * 16, block->position.y};
        const auto socket = m_rows->socketOf(current);
        const model::BlockKind* kind = m_model.catalogue().find(block->kind);
        if (behindCurrent && socket && socket->second)
            request.from = socket->first;
        else if (behindCurrent && socket)
            request.to = socket->first;
        else if (behindCurrent && kind && !kind->outputs.empty())
            request.from = model::Socket{block->id, kind->output_ports(block->params).front().name};
    }
    emit addRequested(request);
}

void Outline::removeCurrent() {
    const auto socket = m_rows->socketOf(m_tree->currentIndex());
    if (!socket) {
        std::vector<model::BlockId> ids(m_model.selection().begin(), m_model.selection().end());
        ids = model::movable(m_model.document(), ids);
        if (ids.empty()) return emit said(tr("Pinned blocks stay; unpin them with P first."));
        return m_model.run(model::remove_blocks(m_model.document(), m_model.catalogue(), ids));
    }
    std::vector<model::Socket> inputs;
    for (const auto& [to, from] : m_model.document().wires()) {
        if ((socket->second ? from : to) == socket->first) inputs.push_back(to);
    }
    if (inputs.empty()) return emit said(tr("There is no wire at this socket."));
    m_model.run(model::remove_wires(inputs));
}

// Wiring

void Outline::beginLink() {
    const QModelIndex current = m_tree->currentIndex();
    const auto socket = m_rows->socketOf(current);
    const model::Block* block = m_model.document().find(m_rows->blockOf(current));
    const model::BlockKind* kind = block ? m_model.catalogue().find(block->kind) : nullptr;
    if (kind == nullptr) return;
    model::Socket from{block->id, {}};
    if (socket && socket->second)
        from = socket->first;
    else if (!kind->outputs.empty())
        from.port = kind->output_ports(block->params).front().name;
    else
        return emit said(tr("%1 has no output to connect.").arg(qtext(block->name)));
    m_link = std::make_unique<model::WireRules>(m_model.document(), m_model.catalogue(),
                                                m_model.analysis(), from, true);
    m_rows->setOffer([this](const QModelIndex& index) { return wireTo(index).has_value(); });
    explain();
    emit said(m_hint->text());
}

void Outline::endLink() {
    if (!linking()) return;
    m_link.reset();
    m_rows->setOffer(nullptr);
    emit said({});  // what was asked for is no longer wanted
    explain();
    showSelection();
}

std::optional<model::Wire> Outline::wireTo(const QModelIndex& target) const {
    if (!linking() || !target.isValid()) return std::nullopt;
    const auto socket = m_rows->socketOf(target);
    if (socket) {
        if (socket->second || m_link->refuse(socket->first)) return std::nullopt;
        return m_link->wire_to(socket->first);
    }
    const auto input = m_link->best_socket(m_rows->blockOf(target));
    return input ? std::optional(m_link->wire_to(*input)) : std::nullopt;
}

void Outline::finishLink(const QModelIndex& target) {
    const auto wire = wireTo(target);
    if (!wire) {
        const auto socket = m_rows->socketOf(target);
        const auto why = socket && !socket->second ? m_link->refuse(socket->first) : std::nullopt;
        return emit said(why ? qtext(*why) : tr("The wire cannot end here."));
    }
    const QString done = tr("Connected %1 to %2.")
                             .arg(qtext(m_model.document().at(wire->from.block).name),
                                  qtext(m_model.document().at(wire->to.block).name));
    const model::Command command = model::connect(m_model.document(), *wire);
    endLink();
    m_model.run(command);
    emit said(done);
}

void Outline::explain() {
    if (linking()) {
        m_hint->setText(tr("Connect %1 to…: choose a row, Enter connects, Esc cancels.")
                            .arg(qtext(m_model.document().at(m_link->end().block).name)));
    } else {
        m_hint->setText(tr("Insert adds, L connects, Delete removes, F2 renames, Enter edits."));
    }
}

}  // namespace gradweave::ui
