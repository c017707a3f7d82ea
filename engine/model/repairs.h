// SPDX-License-Identifier: Apache-2.0
// Ways out of a problem, each a command that was tried and found to help.
#pragma once

#include <string>
#include <vector>

#include "engine/model/analysis.h"

namespace gradweave::model {

struct Repair {
    std::string label;  ///< for a button: "Insert Flatten → [N, 784]"
    Command command;
};

/// What can be done about a problem of this document, the likeliest first; at most three. Each was
/// applied to a copy of the document, where the problem is gone and no other one is new to its
/// block.
std::vector<Repair> repairs_of(const Document& document, const Catalogue& catalogue,
                               const DataLookup& data, const Problem& problem);

/// Puts a block of another kind in the place of one; wires of ports that both have stay, those of
/// an only input and an only output whatever they are called.
Command replace_block(const Document& document, const Catalogue& catalogue, BlockId id,
                      const BlockKind& kind);

}  // namespace gradweave::model
