// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <string_view>

#include "engine/backends/cpu/tiles/tiles.h"

namespace gradweave::backends::cpu {

namespace {

const TileTable& choose() {
#if defined(GRADWEAVE_X86_TILES)
    const char* asked = std::getenv("GRADWEAVE_ISA");
    const std::string_view most = asked != nullptr ? asked : "avx512";
    __builtin_cpu_init();
    if (most == "avx512" && __builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq")) {
        return avx512_tiles();
    }
    if (most != "baseline" && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return avx2_tiles();
    }
#endif
    return baseline_tiles();
}

}  // namespace

const TileTable& native_tiles() {
    static const TileTable& table = choose();
    return table;
}

TileFunction find_elementwise(graph::Op op, DType operand_type, DType result_type,
                              unsigned scalars) {
    const TileFunction native = native_tiles().elementwise(op, operand_type, result_type, scalars);
    return native != nullptr ? native
                             : generic_tiles().elementwise(op, operand_type, result_type, scalars);
}

ReduceFunction find_reduce(graph::Op op, DType type) {
    const ReduceFunction native = native_tiles().reduce(op, type);
    return native != nullptr ? native : generic_tiles().reduce(op, type);
}

}  // namespace gradweave::backends::cpu
