// SPDX-License-Identifier: GPL-3.0-or-later
// Version, licences, and a promise.
#pragma once

#include <QDialog>

namespace gradweave::app {

class AboutDialog : public QDialog {
    Q_OBJECT

  public:
    explicit AboutDialog(QWidget* parent);
};

}  // namespace gradweave::app
