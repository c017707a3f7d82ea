// SPDX-License-Identifier: Apache-2.0
// f32 tiles compiled for AVX2 vectors; engine/CMakeLists.txt sets the flags.
#define GW_TILES avx2_tiles
#define GW_TILES_NAME "AVX2"
#include "engine/backends/cpu/tiles/f32_tiles.inc"
