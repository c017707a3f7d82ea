// SPDX-License-Identifier: Apache-2.0
// Max-pooling with vectors of 8; engine/CMakeLists.txt sets the flags.
#define GW_POOLING avx2_pooling
#define GW_POOLING_NAME "AVX2"
#define GW_LANES 8
#include "engine/backends/cpu/pooling/f32_pooling.inc"
