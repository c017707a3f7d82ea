// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/backends/cpu/transpose/transpose.h"

namespace gradweave::backends::cpu {

const TransposeTable& native_transpose() {
#if defined(GRADWEAVE_X86_TILES)
    // What the processor has is asked once, for the tiles.
    if (&native_tiles() == &avx512_tiles()) return avx512_transpose();
    if (&native_tiles() == &avx2_tiles()) return avx2_transpose();
#endif
    return baseline_transpose();
}

}  // namespace gradweave::backends::cpu
