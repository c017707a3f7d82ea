// SPDX-License-Identifier: Apache-2.0
// Squares of 16 by 16 elements; engine/CMakeLists.txt sets the flags.
#define GW_TRANSPOSE avx512_transpose
#define GW_TRANSPOSE_NAME "AVX-512"
#define GW_LANES 16
#include "engine/backends/cpu/transpose/f32_transpose.inc"
