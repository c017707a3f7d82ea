// SPDX-License-Identifier: Apache-2.0
// Products with AVX-512's vectors; engine/CMakeLists.txt sets the flags.
#define GW_PRODUCTS avx512_products
#define GW_PRODUCTS_NAME "AVX-512"
#define GW_LANES 16
#define GW_ROWS 14
#include "engine/backends/cpu/products/f32_products.inc"
