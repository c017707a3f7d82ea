// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/products/products.h"
#include "engine/backends/cpu/tiles/tiles.h"

namespace gradweave::backends::cpu {

const ProductTable& native_products() {
#if defined(GRADWEAVE_X86_TILES)
    // What the processor has is asked once, for the tiles.
    if (&native_tiles() == &avx512_tiles()) return avx512_products();
    if (&native_tiles() == &avx2_tiles()) return avx2_products();
#endif
    return baseline_products();
}

}  // namespace gradweave::backends::cpu
