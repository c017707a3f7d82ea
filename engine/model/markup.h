// SPDX-License-Identifier: Apache-2.0
// What people do to blocks and wires beside adding and joining them, as commands: bypass, mute,
// collapse, pin, frames, bends, pulling out of a chain. An empty command if there is nothing to do.
#pragma once

#include "engine/model/analysis.h"
#include "engine/model/commands.h"

namespace gradweave::model {

/// Gives the blocks this mode; those that have it all become active again.
Command toggle_mode(const Document& document, const std::vector<BlockId>& ids, BlockMode mode);
/// Why these blocks cannot be bypassed, as a sentence: one of them changes the shape, or has no
/// input to pass on. Nothing if they can, or if all are bypassed already.
std::optional<std::string> why_not_bypass(const Document& document, const Catalogue& catalogue,
                                          const Analysis& analysis,
                                          const std::vector<BlockId>& ids);
/// Collapses the blocks; opens them if all are collapsed.
Command toggle_collapsed(const Document& document, const std::vector<BlockId>& ids);
/// Pins the blocks; releases them if all are pinned.
Command toggle_pinned(const Document& document, const std::vector<BlockId>& ids);
/// Those of the blocks that are not pinned.
std::vector<BlockId> movable(const Document& document, const std::vector<BlockId>& ids);

/// A new frame around the blocks, which leave the frames they were in.
Command add_frame(const Document& document, const std::vector<BlockId>& ids,
                  const std::string& title);
/// The same, closed at once. Taking the blocks out of it again (set_frame) is the inverse.
Command add_group(const Document& document, const std::vector<BlockId>& ids,
                  const std::string& title);
/// Closes or opens frames, see Frame::closed; those without blocks stay as they are.
Command close_frames(const Document& document, const std::vector<FrameId>& ids, bool closed);
/// A frame of this area without blocks.
Command add_empty_frame(const Document& document, const std::string& title, Point position,
                        Point size);
/// Removes frames; their blocks stay.
Command remove_frames(const Document& document, const std::vector<FrameId>& ids);
Command rename_frame(const Document& document, FrameId id, const std::string& title);
Command recolour_frame(const Document& document, FrameId id, int colour);
Command resize_frame(const Document& document, FrameId id, Point position, Point size);
/// Moves a frame and its blocks (not the pinned ones).
Command move_frame(const Document& document, FrameId id, Point by);
/// Puts blocks into a frame; 0 takes them out of theirs.
Command set_frame(const Document& document, const std::vector<BlockId>& ids, FrameId frame);

Command set_bends(const Document& document, const Socket& input, std::vector<Point> bends);

/// Takes blocks out of the chain that they stand in, joins what they stood between, and puts them
/// at these places. The wires among them stay. Empty if no wire leads in or out.
Command pull_out(const Document& document, const Catalogue& catalogue,
                 const std::map<BlockId, Point>& positions);

}  // namespace gradweave::model
