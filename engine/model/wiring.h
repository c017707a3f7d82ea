// SPDX-License-Identifier: Apache-2.0
// Which wires are possible: the questions of someone who is about to draw one.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/model/analysis.h"

namespace gradweave::model {

/// The blocks that a block feeds, and those that they feed, and so on, itself included; with
/// `upstream` those that feed it.
std::set<BlockId> reachable(const Document& document, BlockId start, bool upstream = false);

/// True if elements of this type can enter the port.
bool accepts(const PortSpec& port, DType type);

/// refuse_wire for many wires that share one end, as fast as a window needs it while the other end
/// follows the mouse. Keeps references: to be used while document and analysis stay as they are.
class WireRules {
  public:
    /// `end` is an output of its block if `from_output`, else an input.
    WireRules(const Document& document, const Catalogue& catalogue, const Analysis& analysis,
              Socket end, bool from_output);

    const Socket& end() const { return end_; }
    bool from_output() const { return from_output_; }
    /// The wire between the fixed end and another socket.
    Wire wire_to(const Socket& other) const;
    /// Why it cannot be right whatever is set later, or nothing.
    std::optional<std::string> refuse(const Socket& other) const;
    /// The inputs that the wire could be meant for if it were dropped on the block, in order: the
    /// free ones that can take it (those that need not be connected only where all others are),
    /// else one that is in use if it is the only one that can. For wires that look for an output:
    /// all that fit.
    std::vector<Socket> best_sockets(BlockId block) const;
    /// The first of them.
    std::optional<Socket> best_socket(BlockId block) const;

  private:
    const Document& document_;
    const Catalogue& catalogue_;
    const Analysis& analysis_;
    Socket end_;
    bool from_output_;
    /// Blocks that a wire to would close a cycle.
    std::set<BlockId> looping_;
};

/// The first input of a new block of this kind that takes elements of a type (of any, if the type
/// is not known), or null.
const PortSpec* input_for(const BlockKind& kind, const TensorType* type);
/// True if the kind's shape rule accepts the type at that input with default parameters, as far as
/// can be said: blocks with further required inputs depend on what these will carry.
bool fits_at_once(const BlockKind& kind, const PortSpec& port, const TensorType& type);

}  // namespace gradweave::model
