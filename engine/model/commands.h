// SPDX-License-Identifier: Apache-2.0
// What people do to a document, as commands. Each function only looks at the document and returns
// the command; an empty one if there is nothing to do.
#pragma once

#include <string>
#include <vector>

#include "engine/model/catalogue.h"
#include "engine/model/document.h"

namespace gradweave::model {

/// A new block of a kind with default parameters.
Block new_block(const Document& document, const BlockKind& kind, Point position);

Command add_block(const Document& document, const BlockKind& kind, Point position);
/// Removes blocks with all their wires.
Command remove_blocks(const Document& document, const Catalogue& catalogue,
                      const std::vector<BlockId>& ids);
/// The same, and joins what fed a removed chain to what it fed, where it has one way through.
Command remove_and_reconnect(const Document& document, const Catalogue& catalogue,
                             const std::vector<BlockId>& ids);
/// The wires that join what feeds a chain of these blocks to what it feeds, if they were not there.
std::vector<Wire> joints_around(const Document& document, const Catalogue& catalogue,
                                const std::vector<BlockId>& ids);
Command remove_wires(const std::vector<Socket>& inputs);
/// Connects; a wire that ends in the same input is replaced.
Command connect(const Document& document, const Wire& wire);
/// A new block fed by `from` (its input `port`, the first if empty) or feeding `to` (its first
/// output).
Command add_block_from(const Document& document, const BlockKind& kind, Point position,
                       const Socket& from, const std::string& port = {});
Command add_block_to(const Document& document, const BlockKind& kind, Point position,
                     const Socket& to);
/// Puts a block into the wire that ends in `input`: one that exists and has no wires, or a new one.
Command insert_on_wire(const Document& document, const Catalogue& catalogue, BlockId block,
                       const Socket& input);
Command insert_new_on_wire(const Document& document, const BlockKind& kind, Point position,
                           const Socket& input);

/// The bends of wires between two moved blocks move with the one that feeds.
Command move_blocks(const Document& document, const std::map<BlockId, Point>& positions);
/// Throws Error(usage) with a sentence if the name is empty, taken, or not usable in file formats.
/// In a project that begins with weights of a file the block keeps those that it had there.
Command rename_block(const Document& document, const Catalogue& catalogue, BlockId id,
                     const std::string& name);
/// Throws Error(usage) if the value does not fit the parameter.
Command set_param(const Document& document, const Catalogue& catalogue, BlockId id,
                  const std::string& key, const ParamValue& value);
Command set_training(const Document& document, const std::string& key, const ParamValue& value);

/// Blocks and the wires among them (or into them, with `incoming`), for the clipboard.
struct Fragment {
    std::vector<Block> blocks;
    std::vector<Wire> wires;
    std::vector<Frame> frames;  ///< those all of whose blocks are copied
    std::map<Socket, std::vector<Point>> bends;
};
Fragment copy(const Document& document, const std::vector<BlockId>& ids, bool incoming = false);
/// JSON text; what other windows and other programs see.
std::string to_text(const Fragment& fragment);
/// Throws Error(bad_input) if the text is no fragment.
Fragment fragment_from_text(const std::string& text);
/// Adds the fragment with fresh ids and unique names, its top left block at `position`. Wires from
/// blocks outside the fragment are kept where this document has the block. `added` receives the
/// ids.
Command paste(const Document& document, const Fragment& fragment, Point position,
              std::vector<BlockId>* added = nullptr);

/// Arranges blocks in columns from left to right along the wires; all if `ids` is empty. `size_of`
/// gives a block's width and height on the canvas.
Command arrange(const Document& document, const std::vector<BlockId>& ids,
                const std::function<Point(const Block&)>& size_of);

}  // namespace gradweave::model
