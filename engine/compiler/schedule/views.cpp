// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/schedule/views.h"

#include <algorithm>
#include <numeric>

namespace gradweave::compiler {

bool is_view(Op op) {
    return op == Op::reshape || op == Op::permute || op == Op::broadcast || op == Op::slice ||
           op == Op::window;
}

namespace {

/// NumPy's rule: runs of old axes that are contiguous with each other can be cut into new axes.
std::optional<Axes> reshape_strides(const Shape& from, const Axes& strides, const Shape& to) {
    if (to.empty()) return to.strides();
    Axes sizes, steps;  // the old axes without those of size 1
    for (int i = 0; i < from.rank(); ++i) {
        if (from[i] == 1) continue;
        sizes.push_back(from[i]);
        steps.push_back(strides[static_cast<std::size_t>(i)]);
    }
    Axes result(static_cast<std::size_t>(to.rank()), 0);
    std::size_t old_begin = 0;
    int new_begin = 0;
    while (old_begin < sizes.size()) {
        // The shortest runs of old and new axes with equally many elements.
        std::size_t old_end = old_begin + 1;
        std::int64_t old_count = sizes[old_begin];
        int new_end = new_begin;
        std::int64_t new_count = 1;
        while (new_count != old_count) {
            if (new_count < old_count)
                new_count *= to[new_end++];
            else
                old_count *= sizes[old_end++];
        }
        for (std::size_t i = old_begin; i + 1 < old_end; ++i) {
            if (steps[i] != steps[i + 1] * sizes[i + 1]) return std::nullopt;
        }
        std::int64_t stride = steps[old_end - 1];
        for (int i = new_end; i-- > new_begin;) {
            result[static_cast<std::size_t>(i)] = stride;
            stride *= to[i];
        }
        old_begin = old_end;
        new_begin = new_end;
    }
    return result;
}

Access permuted(const Access& input, const Axes& order) {
    Access result{input.value, input.offset, {}};
    for (const std::int64_t axis : order) {
        result.strides.push_back(input.strides[static_cast<std::size_t>(axis)]);
    }
    return result;
}

}  // namespace

std::optional<Access> view_of(const Node& node, const Access& input) {
    switch (node.op()) {
        case Op::permute:
            return permuted(input, node.as<graph::AxesAttributes>().axes);
        case Op::broadcast: {
            Access result{input.value, input.offset,
                          Axes(static_cast<std::size_t>(node.shape().rank()), 0)};
            const Axes& axes = node.as<graph::AxesAttributes>().axes;
            for (std::size_t i = 0; i < axes.size(); ++i) {
                result.strides[static_cast<std::size_t>(axes[i])] = input.strides[i];
            }
            return result;
        }
        case Op::slice: {
            const auto& slice = node.as<graph::SliceAttributes>();
            Access result = input;
            for (std::size_t i = 0; i < slice.start.size(); ++i) {
                if (!node.shape().empty()) result.offset += slice.start[i] * input.strides[i];
                result.strides[i] *= slice.step[i];
            }
            return result;
        }
        case Op::window: {
            const auto& window = node.as<graph::WindowAttributes>();
            Access result = input;
            for (std::size_t i = 0; i < window.axes.size(); ++i) {
                const auto axis = static_cast<std::size_t>(window.axes[i]);
                result.strides.push_back(input.strides[axis] * window.dilation[i]);
                result.strides[axis] *= window.stride[i];
            }
            return result;
        }
        case Op::reshape: {
            auto strides = reshape_strides(node.input(0)->shape(), input.strides, node.shape());
            if (!strides) return std::nullopt;
            return Access{input.value, input.offset, std::move(*strides)};
        }
        default:
            break;
    }
    internal_error("a movement operation that is a view", __FILE__, __LINE__);
}

Axes channels_last_strides(const Shape& shape) {
    GW_ASSERT(shape.rank() >= 3);
    Axes strides(static_cast<std::size_t>(shape.rank()));
    strides[1] = 1;
    std::int64_t stride = shape[1];
    for (int i = shape.rank(); i-- > 2;) {
        strides[static_cast<std::size_t>(i)] = stride;
        stride *= shape[i];
    }
    strides[0] = stride;
    return strides;
}

bool same_walk(const Shape& shape, const Axes& a, const Axes& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (shape.sizes()[i] != 1 && a[i] != b[i]) return false;
    }
    return true;
}

bool is_dense(const Shape& shape, const Axes& strides) {
    std::vector<std::pair<std::int64_t, std::int64_t>> axes;  // stride, size
    for (std::size_t i = 0; i < strides.size(); ++i) {
        if (shape.sizes()[i] != 1) axes.emplace_back(strides[i], shape.sizes()[i]);
    }
    std::sort(axes.begin(), axes.end());
    std::int64_t expected = 1;
    for (const auto& [stride, size] : axes) {
        if (stride != expected) return false;
        expected *= size;
    }
    return true;
}

namespace {

/// Several axes walked as one: their common length and stride, if they merge.
struct Merged {
    std::int64_t size = 1, stride = 0;
};
std::optional<Merged> merge(const Shape& shape, const Access& access, const Axes& axes) {
    Merged merged;
    bool first = true;
    for (std::size_t i = axes.size(); i-- > 0;) {
        const std::int64_t size = shape[static_cast<int>(axes[i])];
        const std::int64_t stride = access.strides[static_cast<std::size_t>(axes[i])];
        if (size == 1) continue;
        if (first)
            merged.stride = stride;
        else if (stride != merged.stride * merged.size)
            return std::nullopt;
        merged.size *= size;
        first = false;
    }
    return merged;
}

Axes free_axes(const Shape& shape, const Axes& batch, const Axes& contract) {
    Axes rest;
    for (int i = 0; i < shape.rank(); ++i) {
        if (std::find(batch.begin(), batch.end(), i) == batch.end() &&
            std::find(contract.begin(), contract.end(), i) == contract.end()) {
            rest.push_back(i);
        }
    }
    return rest;
}

/// Gives a matrix unit strides where an axis of one element leaves them open.
bool settle_strides(MatrixAccess& matrix, std::int64_t rows, std::int64_t columns) {
    if (matrix.row_stride < 0 || matrix.column_stride < 0) return false;
    if (columns == 1) matrix.column_stride = 1;
    if (rows == 1) matrix.row_stride = columns == 1 ? 1 : std::max(columns, matrix.column_stride);
    // A leading dimension smaller than the matrix (a broadcast, overlapping windows) is not BLAS's.
    if (matrix.column_stride == 1) {
        if (rows == 1) matrix.row_stride = columns;
        return matrix.row_stride >= columns;
    }
    if (matrix.row_stride == 1 || rows == 1) {
        matrix.row_stride = 1;
        return matrix.column_stride >= rows;
    }
    return false;
}

}  // namespace

std::optional<GemmStep> gemm_of(const Node& node, const Access& lhs, const Access& rhs) {
    const auto& d = node.as<graph::DotAttributes>();
    const Shape& left = node.input(0)->shape();
    const Shape& right = node.input(1)->shape();
    const auto lhs_batch = merge(left, lhs, d.lhs_batch);
    const auto rhs_batch = merge(right, rhs, d.rhs_batch);
    const auto lhs_k = merge(left, lhs, d.lhs_contract);
    const auto rhs_k = merge(right, rhs, d.rhs_contract);
    const auto m = merge(left, lhs, free_axes(left, d.lhs_batch, d.lhs_contract));
    const auto n = merge(right, rhs, free_axes(right, d.rhs_batch, d.rhs_contract));
    if (!lhs_batch || !rhs_batch || !lhs_k || !rhs_k || !m || !n) return std::nullopt;
    GemmStep gemm{lhs_batch->size, m->size, n->size, lhs_k->size, node.dtype(), {}, {}, -1};
    gemm.lhs = {lhs.value, lhs.offset, lhs_batch->stride, m->stride, lhs_k->stride};
    gemm.rhs = {rhs.value, rhs.offset, rhs_batch->stride, rhs_k->stride, n->stride};
    if (!settle_strides(gemm.lhs, gemm.m, gemm.k) || !settle_strides(gemm.rhs, gemm.k, gemm.n)) {
        return std::nullopt;
    }
    return gemm;
}

}  // namespace gradweave::compiler
