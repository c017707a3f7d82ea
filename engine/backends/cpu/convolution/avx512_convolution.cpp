// SPDX-License-Identifier: Apache-2.0
// Convolutions with AVX-512's vectors; engine/CMakeLists.txt sets the flags.
#define GW_TAP_SUMS avx512_tap_sums
#define GW_LANES 16
#define GW_HALF 7
#include "engine/backends/cpu/convolution/f32_convolution.inc"
