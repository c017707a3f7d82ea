// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/convolution/tap_sums.h"
#include "engine/backends/cpu/tiles/tiles.h"

namespace gradweave::backends::cpu {

const TapTable& native_tap_sums() {
#if defined(GRADWEAVE_X86_TILES)
    // What the processor has is asked once, for the tiles.
    if (&native_tiles() == &avx512_tiles()) return avx512_tap_sums();
    if (&native_tiles() == &avx2_tiles()) return avx2_tap_sums();
#endif
    return baseline_tap_sums();
}

}  // namespace gradweave::backends::cpu
