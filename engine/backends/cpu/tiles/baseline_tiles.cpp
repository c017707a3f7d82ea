// SPDX-License-Identifier: Apache-2.0
// f32 tiles compiled for portable vectors; engine/CMakeLists.txt sets the flags.
#define GW_TILES baseline_tiles
#define GW_TILES_NAME "portable"
#include "engine/backends/cpu/tiles/f32_tiles.inc"
