// SPDX-License-Identifier: Apache-2.0
// Max-pooling of one f32 image whose channels are innermost, once per instruction set.
#pragma once

#include <cstdint>

#include "engine/graph/pooling.h"

namespace gradweave::backends::cpu {

/// Sizes of the whole batch, in elements and places.
struct PoolGeometry {
    std::int64_t images, channels, height, width, out_height, out_width;
    graph::Pooling pooling;
};

/// x and dx are [height, width, channels], y and dy [out_height, out_width, channels]. The same
/// bits from every instruction set.
struct PoolingTable {
    const char* name;
    void (*forward)(const PoolGeometry& geometry, const float* x, float* y);
    /// dx need not be zero before.
    void (*backward)(const PoolGeometry& geometry, const float* x, const float* dy, float* dx);
};

const PoolingTable& baseline_pooling();
const PoolingTable& avx2_pooling();
const PoolingTable& avx512_pooling();

/// Of the processor this runs on; GRADWEAVE_ISA=baseline or avx2 asks for less.
const PoolingTable& native_pooling();

}  // namespace gradweave::backends::cpu
