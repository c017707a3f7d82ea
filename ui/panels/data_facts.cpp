// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/data_facts.h"

#include <QCoreApplication>
#include <algorithm>

#include "engine/core/text.h"
#include "ui/catalogue_text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

struct DataFacts {
    Q_DECLARE_TR_FUNCTIONS(DataFacts)
};

QString fieldText(const data::Field& field) {
    const QString name = qtext(field.name);
    if (field.classes > 0)
        return DataFacts::tr("%1: %n classes", "", static_cast<int>(field.classes)).arg(name);
    return QStringLiteral("%1: %2 %3")
        .arg(name, QString::fromUtf8(name_of(field.dtype).data()), qtext(to_string(field.sample)));
}

}  // namespace

QString dataFacts(const model::Block& block, const model::BlockKind& kind,
                  const data::DatasetInfo* info) {
    QStringList facts{qtext(kind.title)};
    if (const QString summary = summaryText(kind, block.params); !summary.isEmpty())
        facts << summary;
    if (info != nullptr) {
        for (const data::Field& field : info->fields)
            facts << fieldText(field);
    }
    return facts.join(QStringLiteral("  ·  "));
}

QStringList columnsOf(const data::DatasetInfo& info) {
    QStringList columns;
    for (const data::Field& field : info.fields) {
        for (const std::string& entry : field.columns) {
            // A name may hold the sign itself; what is before the first one is alike for all texts.
            const QString whole = qtext(entry), name = whole.section('=', 0, 0);
            const bool text = std::count_if(field.columns.begin(), field.columns.end(),
                                            [&](const std::string& other) {
                                                return qtext(other).startsWith(name + '=');
                                            }) > 1;
            const QString column = text ? name : whole;
            if (!columns.contains(column)) columns << column;
        }
    }
    return columns;
}

QString splitName(data::Split split) {
    switch (split) {
        case data::Split::train:
            return DataFacts::tr("Training");
        case data::Split::validation:
            return DataFacts::tr("Validation");
        case data::Split::test:
            break;
    }
    return DataFacts::tr("Test");
}

QString splitText(data::Split split, std::int64_t count) {
    return QStringLiteral("%1  %2").arg(splitName(split), groupedText(count));
}

}  // namespace gradweave::ui
