// SPDX-License-Identifier: Apache-2.0
// Max-pooling with vectors of 4; engine/CMakeLists.txt sets the flags.
#define GW_POOLING baseline_pooling
#define GW_POOLING_NAME "baseline"
#define GW_LANES 4
#include "engine/backends/cpu/pooling/f32_pooling.inc"
