// SPDX-License-Identifier: Apache-2.0
// A first network for data that somebody brings: small, of the usual kind for what the data is, and
// meant to be changed.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/model/analysis.h"
#include "engine/model/catalogue.h"
#include "engine/model/commands.h"

namespace gradweave::model {

/// A kind of data block and the parameters that make it read a file.
struct DataChoice {
    std::string kind;
    Params params;
};

/// What reads this file, by its name alone: .csv and .tsv are tables, .txt texts, and the names of
/// MNIST's IDX files bring the other three of the four with them where they lie beside it. Nothing
/// for any other file.
std::optional<DataChoice> data_choice(const std::filesystem::path& file);
/// Adds it; a command of one step.
Command add_data(const Document& document, const Catalogue& catalogue, const DataChoice& choice,
                 Point position);

/// The blocks and wires, to the right of the data block, that learn its second output from its
/// first: Linear layers for the columns of a table and for images, LSTM for sequences, a causal
/// transformer for texts; cross-entropy and accuracy for classes, mean squared error for
/// quantities. One step of undo; empty if the block is no data source with two outputs, if what
/// they carry is not known yet, or if one of them is wired already.
Command starter_network(const Document& document, const Catalogue& catalogue, BlockId data,
                        const Analysis& analysis);

}  // namespace gradweave::model
