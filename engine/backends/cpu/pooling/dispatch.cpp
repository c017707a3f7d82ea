// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/pooling/pooling.h"
#include "engine/backends/cpu/tiles/tiles.h"

namespace gradweave::backends::cpu {

const PoolingTable& native_pooling() {
#if defined(GRADWEAVE_X86_TILES)
    // What the processor has is asked once, for the tiles.
    if (&native_tiles() == &avx512_tiles()) return avx512_pooling();
    if (&native_tiles() == &avx2_tiles()) return avx2_pooling();
#endif
    return baseline_pooling();
}

}  // namespace gradweave::backends::cpu
