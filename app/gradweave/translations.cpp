// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gradweave/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

static void loadTranslationResources() {
    Q_INIT_RESOURCE(translations);
}

namespace gradweave::app {

QStringList translatedLanguages() {
    return {QStringLiteral("en"), QStringLiteral("de")};
}

bool useLanguage(const QString& code) {
    loadTranslationResources();
    const bool system = code.isEmpty() || code == QLatin1String("system");
    QString language = code;
    if (system) language = QLocale::system().name().section('_', 0, 0);
    if (!translatedLanguages().contains(language)) language = QStringLiteral("en");
    // Qt's own texts: buttons of dialogs, the menus of text fields.
    auto* own = new QTranslator(qApp);
    if (own->load(QStringLiteral("qtbase_") + language,
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(own);
    auto* texts = new QTranslator(qApp);
    return texts->load(QStringLiteral(":/translations/gradweave_%1.qm").arg(language)) &&
           QCoreApplication::installTranslator(texts);
}

}  // namespace gradweave::app
