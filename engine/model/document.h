// SPDX-License-Identifier: Apache-2.0
// The project as plain data: blocks, wires, training settings. Nothing here knows what a block
// does.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "engine/core/shape.h"
#include "engine/io/json.h"

namespace gradweave::model {

/// Identity of a block for as long as its document lives, also through delete and undo. Above 0.
using BlockId = std::int64_t;

/// The value of a parameter. Which alternative it holds is the ParamSpec's business.
using ParamValue = std::variant<bool, std::int64_t, double, std::string, Axes>;
/// Only values that differ from the defaults.
using Params = std::map<std::string, ParamValue>;

/// Canvas coordinates of a block's top left corner, in units of its own (not pixels).
struct Point {
    double x = 0, y = 0;
    bool operator==(const Point&) const = default;
};

/// Whether a block takes part in the computation.
enum class BlockMode {
    active,
    bypassed,  ///< its first connected input goes on unchanged; its parameters take no part
    muted      ///< it gives nothing: inputs behind it count as not connected
};

/// What people set on a block beside its parameters.
struct BlockMarks {
    BlockMode mode = BlockMode::active;
    bool collapsed = false;  ///< drawn as its title alone
    bool pinned = false;     ///< neither moved nor deleted on the canvas
    bool operator==(const BlockMarks&) const = default;
};

/// Identity of a frame; from the same numbers as BlockId, never the same as a block's.
using FrameId = std::int64_t;

/// A titled area around some blocks, for reading only. Which blocks belong to it is said by the
/// blocks, not by where they lie.
struct Frame {
    FrameId id = 0;
    std::string title;
    int colour = 0;  ///< of the canvas' frame colours, from 0
    /// The least area; blocks that lie outside extend it. No size: just around its blocks.
    Point position, size;
    /// Drawn as one block that stands for all of its blocks: a group.
    bool closed = false;
    io::Json::Object extra;  ///< members of the file that this version does not know
    bool operator==(const Frame&) const = default;
};

struct Block {
    BlockId id = 0;
    std::string kind;  ///< a kind of the catalogue; kept also if the catalogue has none such
    int version = 1;   ///< of the kind's parameters
    std::string name;  ///< unique in the document; weights are named after it
    Point position;
    Params params;
    io::Json::Object extra;  ///< members of the file that this version does not know; written back
    BlockMarks marks;
    FrameId frame = 0;  ///< the frame that it belongs to; 0: none

    bool operator==(const Block&) const = default;
};

/// One end of a wire.
struct Socket {
    BlockId block = 0;
    std::string port;
    auto operator<=>(const Socket&) const = default;
};

/// From an output to an input. An input takes one wire, an output feeds any number.
struct Wire {
    Socket from, to;
    auto operator<=>(const Wire&) const = default;
};

// Edits: the only ways to change a document. Applying one returns its inverse.
struct InsertBlock {
    Block block;
    bool operator==(const InsertBlock&) const = default;
};
struct EraseBlock {  ///< a block without wires
    BlockId id;
    bool operator==(const EraseBlock&) const = default;
};
struct InsertWire {  ///< to a free input
    Wire wire;
    std::vector<Point> bends = {};  ///< places that it is led through, in order
    bool operator==(const InsertWire&) const = default;
};
struct EraseWire {
    Socket to;
    bool operator==(const EraseWire&) const = default;
};
struct MoveBlock {
    BlockId id;
    Point position;
    bool operator==(const MoveBlock&) const = default;
};
struct RenameBlock {
    BlockId id;
    std::string name;
    bool operator==(const RenameBlock&) const = default;
};
struct SetParam {  ///< no value: the default
    BlockId id;
    std::string key;
    std::optional<ParamValue> value;
    bool operator==(const SetParam&) const = default;
};
struct SetTraining {  ///< a setting of the training panel; no value: the default
    std::string key;
    std::optional<ParamValue> value;
    bool operator==(const SetTraining&) const = default;
};
struct SetMarks {
    BlockId id;
    BlockMarks marks;
    bool operator==(const SetMarks&) const = default;
};
struct SetBends {  ///< of the wire that ends in `to`
    Socket to;
    std::vector<Point> bends;
    bool operator==(const SetBends&) const = default;
};
struct InsertFrame {
    Frame frame;
    bool operator==(const InsertFrame&) const = default;
};
struct EraseFrame {  ///< a frame that no block belongs to
    FrameId id;
    bool operator==(const EraseFrame&) const = default;
};
struct ChangeFrame {  ///< puts this in place of the frame with the same id
    Frame frame;
    bool operator==(const ChangeFrame&) const = default;
};
struct SetFrame {  ///< the frame that a block belongs to; 0: none
    BlockId id;
    FrameId frame;
    bool operator==(const SetFrame&) const = default;
};
using Edit =
    std::variant<InsertBlock, EraseBlock, InsertWire, EraseWire, MoveBlock, RenameBlock, SetParam,
                 SetTraining, SetMarks, SetBends, InsertFrame, EraseFrame, ChangeFrame, SetFrame>;

/// What one gesture does: edits applied in order, as one step of undo.
struct Command {
    std::string text;  ///< for the undo menu: "Insert Dropout"
    std::vector<Edit> edits;
    /// Two commands with the same non-empty key may become one step (typing in one field).
    std::string merge_key;

    bool empty() const { return edits.empty(); }
};

/// A project. A value: copies are independent (the trainer works on one).
class Document {
  public:
    const std::map<BlockId, Block>& blocks() const { return blocks_; }
    /// Keyed by the input they end in.
    const std::map<Socket, Socket>& wires() const { return wires_; }
    const Params& training() const { return training_; }
    const std::map<FrameId, Frame>& frames() const { return frames_; }
    /// Bends of the wire that ends in an input; none for most.
    const std::vector<Point>& bends(const Socket& input) const;
    const std::map<Socket, std::vector<Point>>& all_bends() const { return bends_; }
    const io::Json::Object& extra() const { return extra_; }

    const Block* find(BlockId id) const;
    const Block* find(const std::string& name) const;
    /// The block; throws Error(failed) if there is none.
    const Block& at(BlockId id) const;
    std::optional<Socket> source_of(const Socket& input) const;
    /// The same, but nothing if what feeds the input is muted: what the computation sees.
    std::optional<Socket> live_source(const Socket& input) const;
    const Frame* find_frame(FrameId id) const;
    std::vector<BlockId> blocks_in(FrameId frame) const;
    std::vector<Wire> wires_from(BlockId id) const;
    std::vector<Wire> wires_to(BlockId id) const;

    /// An id that no block or frame of this document has or had while the document was open.
    BlockId fresh_id() const { return next_id_; }
    /// "fc", "fc2", "fc3", ...: the first that no block has and that is not in `taken`.
    std::string unique_name(const std::string& wanted,
                            const std::vector<std::string>& taken = {}) const;

    /// Applies the edit and returns the one that undoes it. Throws Error(failed), changing nothing,
    /// if the edit does not fit: an unknown block, a taken name or input, a block that has wires.
    Edit apply(const Edit& edit);
    /// The same for all edits of a command: all or none.
    Command apply(const Command& command);

    void set_extra(io::Json::Object extra) { extra_ = std::move(extra); }
    /// Replaces what a file's block holds beside its parameters; not an edit, never undone.
    void set_block_extra(BlockId id, io::Json::Object extra);
    /// Equal content: what a file would hold.
    bool operator==(const Document& other) const {
        return blocks_ == other.blocks_ && wires_ == other.wires_ && training_ == other.training_ &&
               extra_ == other.extra_ && frames_ == other.frames_ && bends_ == other.bends_;
    }

  private:
    std::map<BlockId, Block> blocks_;
    std::map<Socket, Socket> wires_;
    std::map<Socket, std::vector<Point>> bends_;  ///< of wires that have any
    std::map<FrameId, Frame> frames_;
    Params training_;
    io::Json::Object extra_;
    BlockId next_id_ = 1;
};

/// Blocks in an order in which each comes after those it depends on; blocks on a cycle or behind
/// one come last, in order of id. Not recursive.
std::vector<BlockId> topological_order(const Document& document);

/// The blocks of one cycle in the order of its wires, or nothing.
std::vector<BlockId> find_cycle(const Document& document);

/// True if a wire from `from` to `to` would close a cycle.
bool would_close_cycle(const Document& document, BlockId from, BlockId to);

}  // namespace gradweave::model
