// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/catalogue_text.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

#include "ui/text.h"

namespace gradweave::ui {

namespace {

struct CatalogueText {
    Q_DECLARE_TR_FUNCTIONS(CatalogueText)
};

}  // namespace

QString catalogueText(const std::string& text) {
    return text.empty() ? QString() : QCoreApplication::translate("Catalogue", text.c_str());
}

QString summaryText(const model::BlockKind& kind, const model::Params& values) {
    if (kind.summary.empty()) return {};
    return qtext(model::summary_of(kind, catalogueText(kind.summary).toStdString(), values));
}

QString exampleText(const model::BlockKind& kind) {
    const model::BlockExample& example = kind.example;
    const QString use = catalogueText(example.use);
    if (use.isEmpty() || example.output.empty()) return use;
    QStringList inputs;
    const auto ports = kind.input_ports(model::example_params(kind));
    for (std::size_t i = 0; i < std::min(ports.size(), example.inputs.size()); ++i)
        inputs << qtext(ports[i].name + ' ' + example.inputs[i]);
    const QString output = qtext(kind.outputs.front().name + ' ' + example.output);
    const QString settings = qtext(example.settings);
    const QString given = inputs.join(CatalogueText::tr(" and ", "between two inputs"));
    QString result;
    if (inputs.isEmpty())
        result = settings.isEmpty()
                     ? CatalogueText::tr("It gives %1.").arg(output)
                     : CatalogueText::tr("With %1 it gives %2.").arg(settings, output);
    else
        result = settings.isEmpty()
                     ? CatalogueText::tr("%1 gives %2.").arg(given, output)
                     : CatalogueText::tr("With %1: %2 gives %3.").arg(settings, given, output);
    return use + ' ' + result;
}

}  // namespace gradweave::ui
