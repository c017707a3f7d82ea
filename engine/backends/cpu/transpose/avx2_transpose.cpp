// SPDX-License-Identifier: Apache-2.0
// Squares of 8 by 8 elements; engine/CMakeLists.txt sets the flags.
#define GW_TRANSPOSE avx2_transpose
#define GW_TRANSPOSE_NAME "AVX2"
#define GW_LANES 8
#include "engine/backends/cpu/transpose/f32_transpose.inc"
