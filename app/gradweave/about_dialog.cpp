// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/about_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/icons.h"
#include "ui/theme/theme.h"

namespace gradweave::app {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About Gradweave"));
    const int unit = qRound(ui::metrics().unit);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * unit, 2 * unit, 2 * unit, unit);
    layout->setSpacing(unit);
    auto* head = new QHBoxLayout;
    auto* mark = new QLabel(this);
    mark->setPixmap(ui::applicationIcon().pixmap(unit * 5, unit * 5));
    auto* title = new QLabel(tr("<h2>Gradweave %1</h2>Build and train neural networks by sight.")
                                 .arg(QStringLiteral(GRADWEAVE_VERSION)),
                             this);
    head->addWidget(mark);
    head->addSpacing(unit);
    head->addWidget(title, 1);
    layout->addLayout(head);
    auto* text = new QLabel(this);
    text->setWordWrap(true);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    text->setMinimumWidth(unit * 32);
    text->setText(
        tr("<p><b>Gradweave never talks to the network.</b> It opens no connection, sends "
           "nothing, looks for no updates and downloads no data. What you build stays on this "
           "machine.</p>"
           "<p>This window is free software under the GNU General Public License, version 3 or "
           "later. The engine and the command line are under the Apache License 2.0. There is no "
           "warranty.</p>"
           "<p>It stands on Qt %1 and Qt Charts (GPL-3.0), oneDNN (Apache-2.0), OpenBLAS (BSD), "
           "LLVM (Apache-2.0), ONNX (Apache-2.0), Protocol Buffers (BSD), nlohmann/json (MIT) and "
           "zlib. Graphs are laid out by the program dot of Graphviz (EPL-1.0), which is run, not "
           "linked. The icons are part of Gradweave.</p>")
            .arg(QString::fromLatin1(qVersion())));
    layout->addWidget(text);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
    layout->addWidget(buttons);
}

}  // namespace gradweave::app
