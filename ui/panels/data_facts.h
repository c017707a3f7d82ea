// SPDX-License-Identifier: GPL-3.0-or-later
// What a data set is, in one line.
#pragma once

#include <QString>
#include <QStringList>

#include "engine/data/dataset.h"
#include "engine/model/catalogue.h"

namespace gradweave::ui {

/// "Images (IDX) · train-images-idx3-ubyte.gz · image f32 [1, 28, 28] · label, 10 classes".
QString dataFacts(const model::Block& block, const model::BlockKind& kind,
                  const data::DatasetInfo* info);
/// The columns of the file that a table's features and its target come from: texts, which are
/// several features ("colour=red"), count once.
QStringList columnsOf(const data::DatasetInfo& info);
/// "Training 54,000".
QString splitText(data::Split split, std::int64_t count);
QString splitName(data::Split split);

}  // namespace gradweave::ui
