// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/graph/op.h"

namespace gradweave::graph {

/// What a reduction combines two elements with: add, mul, max or min.
constexpr Op combination_of(Op reduction) {
    switch (reduction) {
        case Op::reduce_sum:
            return Op::add;
        case Op::reduce_prod:
            return Op::mul;
        case Op::reduce_max:
            return Op::max;
        default:
            return Op::min;
    }
}

}  // namespace gradweave::graph
