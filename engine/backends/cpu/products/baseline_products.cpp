// SPDX-License-Identifier: Apache-2.0
// Products with vectors of four, which every processor has in some form; engine/CMakeLists.txt sets
// the flags.
#define GW_PRODUCTS baseline_products
#define GW_PRODUCTS_NAME "baseline"
#define GW_LANES 4
#define GW_ROWS 6
#include "engine/backends/cpu/products/f32_products.inc"
