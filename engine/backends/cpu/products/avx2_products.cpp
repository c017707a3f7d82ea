// SPDX-License-Identifier: Apache-2.0
// Products with AVX2's vectors; engine/CMakeLists.txt sets the flags.
#define GW_PRODUCTS avx2_products
#define GW_PRODUCTS_NAME "AVX2"
#define GW_LANES 8
#define GW_ROWS 6
#include "engine/backends/cpu/products/f32_products.inc"
