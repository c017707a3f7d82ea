// SPDX-License-Identifier: Apache-2.0
// Convolutions with vectors of four, which every processor has in some form; engine/CMakeLists.txt
// sets the flags.
#define GW_TAP_SUMS baseline_tap_sums
#define GW_LANES 4
#define GW_HALF 3
#include "engine/backends/cpu/convolution/f32_convolution.inc"
