// SPDX-License-Identifier: Apache-2.0
// A plug-in's block as a kind of the catalogue.
#pragma once

#include "engine/model/catalogue.h"
#include "engine/model/plugin_api.h"

namespace gradweave::model {

/// Wraps the C functions; what they throw or get wrong becomes a problem of the block. `block` must
/// live as long as the kind.
BlockKind plugin_block_kind(const gw_block& block);

}  // namespace gradweave::model
