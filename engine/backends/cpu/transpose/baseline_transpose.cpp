// SPDX-License-Identifier: Apache-2.0
// Squares of 4 by 4 elements; engine/CMakeLists.txt sets the flags.
#define GW_TRANSPOSE baseline_transpose
#define GW_TRANSPOSE_NAME "baseline"
#define GW_LANES 4
#include "engine/backends/cpu/transpose/f32_transpose.inc"
