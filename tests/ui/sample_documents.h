// SPDX-License-Identifier: GPL-3.0-or-later
// Documents and answers that the tests of the window share.
#pragma once

#include "engine/model/commands.h"
#include "ui/document_model.h"

namespace gradweave::ui::samples {

/// What an MNIST-like data set says of itself, for every data block.
model::DataStatus digitsData(const model::Block& block);

/// Images, flatten, three linear layers, cross-entropy and accuracy, wired and laid out.
model::Document digits(const model::Catalogue& catalogue);

/// A square of so many blocks in one chain, with a data source and a loss at its ends.
model::Document chain(const model::Catalogue& catalogue, int blocks);

}  // namespace gradweave::ui::samples
