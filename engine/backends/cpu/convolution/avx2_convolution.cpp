// SPDX-License-Identifier: Apache-2.0
// Convolutions with AVX2's vectors; engine/CMakeLists.txt sets the flags.
#define GW_TAP_SUMS avx2_tap_sums
#define GW_LANES 8
#define GW_HALF 3
#include "engine/backends/cpu/convolution/f32_convolution.inc"
