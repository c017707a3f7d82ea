// SPDX-License-Identifier: Apache-2.0
// Max-pooling with vectors of 16; engine/CMakeLists.txt sets the flags.
#define GW_POOLING avx512_pooling
#define GW_POOLING_NAME "AVX-512"
#define GW_LANES 16
#include "engine/backends/cpu/pooling/f32_pooling.inc"
