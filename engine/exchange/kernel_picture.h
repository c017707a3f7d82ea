// SPDX-License-Identifier: Apache-2.0
// A compiled program as a picture: one box for each of its steps.
#pragma once

#include <span>

#include "engine/compiler/program.h"
#include "engine/exchange/graph_picture.h"

namespace gradweave::exchange {

/// A box says what its step computes and, where `steps` were timed, how long it takes and its share
/// of all. An edge goes from the step that makes a value to one that reads it. `document` and
/// `catalogue`, which may be null, tell the blocks' categories.
GraphPicture kernel_picture(std::span<const compiler::StepReport> steps, bool training,
                            const model::Document* document, const model::Catalogue* catalogue);

/// "0.21 ms", "3.4 us", "1.2 s": two digits, or three before the point.
std::string duration_text(double seconds);

}  // namespace gradweave::exchange
