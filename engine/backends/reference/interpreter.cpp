// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/reference/interpreter.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "engine/backends/reference/contractions.h"
#include "engine/backends/reference/walk.h"
#include "engine/compiler/passes/expand.h"
#include "engine/core/convert.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/graph/reference.h"

namespace gradweave::backends {

using graph::Node;
using graph::NodePtr;
using graph::Op;

namespace {

template <class T>
Array unary(Op op, const Array& x) {
    Array y(x.dtype(), x.shape());
    const auto in = x.as<T>();
    const auto out = y.as<T>();
    graph::visit_op<graph::OpClass::unary>(op, [&](auto constant) {
        constexpr Op name = constant;
        if constexpr (graph::reference::defined_for<name, T>) {
            for (std::size_t i = 0; i < in.size(); ++i)
                out[i] = graph::reference::unary<name>(in[i]);
        }
    });
    return y;
}

template <class T>
Array binary(Op op, DType result, const Array& a, const Array& b) {
    Array y(result, a.shape());
    const auto left = a.as<T>();
    const auto right = b.as<T>();
    graph::visit_op<graph::OpClass::binary>(op, [&](auto constant) {
        constexpr Op name = constant;
        if constexpr (graph::reference::defined_for<name, T>) {
            using R = decltype(graph::reference::binary<name>(T{}, T{}));
            const auto out = y.as<R>();
            for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = graph::reference::binary<name>(left[i], right[i]);
        }
    });
    return y;
}

template <class T>
Array reduce(const Node& node, const Array& x) {
    Array y(x.dtype(), node.shape());
    const Axes& axes = node.as<graph::AxesAttributes>().axes;
    Axes strides;
    const Axes dense = node.shape().strides();
    std::size_t kept = 0;
    for (int i = 0; i < x.shape().rank(); ++i) {
        const bool reduced = std::find(axes.begin(), axes.end(), i) != axes.end();
        strides.push_back(reduced ? 0 : dense[kept++]);
    }
    using A = Accumulator<T>;
    std::vector<A> sums(static_cast<std::size_t>(y.element_count()),
                        node.op() == Op::reduce_prod ? A(1) : A(0));
    constexpr bool rounds = std::is_floating_point_v<T>;
    std::vector<CompensatedSum> exact(rounds && node.op() == Op::reduce_sum ? sums.size() : 0);
    std::vector<bool> begun(sums.size(), false);
    std::size_t i = 0;
    const auto in = x.as<T>();
    for_each_index(x.shape(), [&](const Axes& index) {
        const std::size_t at = position(index, strides);
        const A value = static_cast<A>(in[i++]);
        A& sum = sums[at];
        switch (node.op()) {
            case Op::reduce_sum:
                if constexpr (rounds)
                    exact[at].add(value);
                else
                    sum = graph::reference::binary<Op::add>(sum, value);
                break;
            case Op::reduce_prod:
                sum = graph::reference::binary<Op::mul>(sum, value);
                break;
            case Op::reduce_max:
                sum = begun[at] ? graph::reference::binary<Op::max>(sum, value) : value;
                break;
            default:
                sum = begun[at] ? graph::reference::binary<Op::min>(sum, value) : value;
                break;
        }
        begun[at] = true;
    });
    const auto out = y.as<T>();
    for (std::size_t k = 0; k < sums.size(); ++k)
        out[k] = static_cast<T>(exact.empty() ? sums[k] : static_cast<A>(exact[k].result()));
    return y;
}

template <class T>
Array arg_reduce(const Node& node, const Array& x) {
    Array y(DType::i64, node.shape());
    const int axis = static_cast<int>(node.as<graph::AxisAttributes>().axis);
    std::int64_t inner = 1;
    for (int i = axis + 1; i < x.shape().rank(); ++i)
        inner *= x.shape()[i];
    const std::int64_t length = x.shape()[axis];
    const auto in = x.as<T>();
    const auto out = y.as<std::int64_t>();
    for (std::size_t k = 0; k < out.size(); ++k) {
        const auto o = static_cast<std::int64_t>(k) / inner,
                   i = static_cast<std::int64_t>(k) % inner;
        const auto value = [&](std::int64_t j) {
            return in[static_cast<std::size_t>((o * length + j) * inner + i)];
        };
        std::int64_t best = 0;
        for (std::int64_t j = 1; j < length; ++j) {
            if (value(best) != value(best)) break;  // the first NaN wins
            const bool better =
                node.op() == Op::argmax ? value(best) < value(j) : value(j) < value(best);
            if (better || value(j) != value(j)) best = j;
        }
        out[k] = best;
    }
    return y;
}

template <class T>
Array scan(const Node& node, const Array& x) {
    Array y(x.dtype(), x.shape());
    const auto& along = node.as<graph::AlongAttributes>();
    const std::int64_t axis = along.axis;
    const auto a = static_cast<std::size_t>(axis);
    const std::int64_t stride = x.shape().strides()[a], length = x.shape().sizes()[a];
    using A = Accumulator<T>;
    const auto in = x.as<T>();
    const auto out = y.as<T>();
    for_each_index(x.shape().with(static_cast<int>(axis), length > 0 ? 1 : 0), [&](const Axes& at) {
        const std::size_t first = position(at, x.shape().strides());
        A sum{};
        for (std::int64_t k = 0; k < length; ++k) {
            const std::size_t i =
                first + static_cast<std::size_t>((along.reverse ? length - 1 - k : k) * stride);
            const A value = static_cast<A>(in[i]);
            if (k == 0)
                sum = value;
            else if (node.op() == Op::scan_sum)
                sum = graph::reference::binary<Op::add>(sum, value);
            else if (node.op() == Op::scan_prod)
                sum = graph::reference::binary<Op::mul>(sum, value);
            else if (node.op() == Op::scan_max)
                sum = graph::reference::binary<Op::max>(sum, value);
            else
                sum = graph::reference::binary<Op::min>(sum, value);
            out[i] = static_cast<T>(sum);
        }
    });
    return y;
}

template <class T>
Array argsort(const Node& node, const Array& x) {
    Array y(DType::i64, x.shape());
    const auto& along = node.as<graph::AlongAttributes>();
    const std::int64_t axis = along.axis;
    const auto a = static_cast<std::size_t>(axis);
    const std::int64_t stride = x.shape().strides()[a], length = x.shape().sizes()[a];
    const auto in = x.as<T>();
    const auto out = y.as<std::int64_t>();
    std::vector<std::int64_t> order(static_cast<std::size_t>(length));
    for_each_index(x.shape().with(static_cast<int>(axis), length > 0 ? 1 : 0), [&](const Axes& at) {
        const std::size_t first = position(at, x.shape().strides());
        const auto value = [&](std::int64_t k) {
            return in[first + static_cast<std::size_t>(k * stride)];
        };
        std::iota(order.begin(), order.end(), 0);
        std::stable_sort(order.begin(), order.end(), [&](std::int64_t i, std::int64_t k) {
            return graph::reference::sorts_before(value(i), value(k), along.reverse);
        });
        for (std::int64_t k = 0; k < length; ++k)
            out[first + static_cast<std::size_t>(k * stride)] = order[static_cast<std::size_t>(k)];
    });
    return y;
}

/// Copies elements, for each output index from the input's element at source(index), or
/// `otherwise`.
void move(Array& y, const Array& x, const std::function<std::int64_t(const Axes&)>& source) {
    const std::size_t size = size_of(y.dtype());
    std::byte* out = y.data();
    for_each_index(y.shape(), [&](const Axes& index) {
        const std::int64_t from = source(index);
        if (from >= 0) std::memcpy(out, x.data() + static_cast<std::size_t>(from) * size, size);
        out += size;
    });
}

Array movement(const Node& node, std::span<const Array> inputs) {
    const Array& x = inputs[0];
    Array y(node.dtype(), node.shape());
    const Axes strides = x.shape().strides();
    switch (node.op()) {
        case Op::permute: {
            const Axes& order = node.as<graph::AxesAttributes>().axes;
            move(y, x, [&](const Axes& index) {
                std::int64_t from = 0;
                for (std::size_t i = 0; i < index.size(); ++i) {
                    from += index[i] * strides[static_cast<std::size_t>(order[i])];
                }
                return from;
            });
            break;
        }
        case Op::broadcast: {
            const Axes& axes = node.as<graph::AxesAttributes>().axes;
            move(y, x, [&](const Axes& index) {
                std::int64_t from = 0;
                for (std::size_t i = 0; i < axes.size(); ++i) {
                    from += index[static_cast<std::size_t>(axes[i])] * strides[i];
                }
                return from;
            });
            break;
        }
        case Op::slice: {
            const auto& slice = node.as<graph::SliceAttributes>();
            move(y, x, [&](const Axes& index) {
                std::int64_t from = 0;
                for (std::size_t i = 0; i < index.size(); ++i) {
                    from += (slice.start[i] + index[i] * slice.step[i]) * strides[i];
                }
                return from;
            });
            break;
        }
        case Op::pad: {
            const auto& pad = node.as<graph::PadAttributes>();
            visit_stored(y.dtype(), [&]<class T>(std::type_identity<T>) {
                const T value = pad.value.is_integer() ? convert<T>(pad.value.as_integer())
                                                       : convert<T>(pad.value.as_double());
                std::fill(y.as<T>().begin(), y.as<T>().end(), value);
            });
            move(y, x, [&](const Axes& index) -> std::int64_t {
                std::int64_t from = 0;
                for (std::size_t i = 0; i < index.size(); ++i) {
                    const std::int64_t at = index[i] - pad.low[i];
                    const std::int64_t step = pad.interior[i] + 1;
                    if (at < 0 || at % step != 0 || at / step >= x.shape().sizes()[i]) return -1;
                    from += at / step * strides[i];
                }
                return from;
            });
            break;
        }
        case Op::concat: {
            const auto axis = static_cast<std::size_t>(node.as<graph::AxisAttributes>().axis);
            std::int64_t begin = 0;
            for (const Array& part : inputs) {
                const Axes part_strides = part.shape().strides();
                const std::int64_t end = begin + part.shape().sizes()[axis];
                move(y, part, [&](const Axes& index) -> std::int64_t {
                    if (index[axis] < begin || index[axis] >= end) return -1;
                    Axes inside = index;
                    inside[axis] -= begin;
                    return static_cast<std::int64_t>(position(inside, part_strides));
                });
                begin = end;
            }
            break;
        }
        default:
            return x.reshaped(node.shape()).clone();
    }
    return y;
}

/// Position in the windowed tensor of element `index` of the windows' tensor.
std::int64_t window_source(const graph::WindowAttributes& w, const Axes& index,
                           const Axes& strides) {
    std::int64_t from = 0;
    for (std::size_t i = 0; i < strides.size(); ++i) {
        const auto found = std::find(w.axes.begin(), w.axes.end(), static_cast<std::int64_t>(i));
        if (found == w.axes.end()) {
            from += index[i] * strides[i];
        } else {
            const auto k = static_cast<std::size_t>(found - w.axes.begin());
            from +=
                (index[i] * w.stride[k] + index[strides.size() + k] * w.dilation[k]) * strides[i];
        }
    }
    return from;
}

template <class T>
Array window_adjoint(const Node& node, const Array& windows) {
    Array y(node.dtype(), node.shape());
    std::vector<Accumulator<T>> sums(static_cast<std::size_t>(y.element_count()), 0);
    const Axes strides = node.shape().strides();
    const auto in = windows.as<T>();
    std::size_t i = 0;
    for_each_index(windows.shape(), [&](const Axes& index) {
        const auto at = window_source(node.as<graph::WindowAttributes>(), index, strides);
        auto& sum = sums[static_cast<std::size_t>(at)];
        sum = graph::reference::binary<Op::add>(sum, static_cast<Accumulator<T>>(in[i++]));
    });
    for (std::size_t k = 0; k < sums.size(); ++k)
        y.as<T>()[k] = static_cast<T>(sums[k]);
    return y;
}

std::int64_t index_at(const Array& indices, std::int64_t i) {
    const auto k = static_cast<std::size_t>(i);
    return indices.dtype() == DType::i64 ? indices.as<std::int64_t>()[k]
                                         : indices.as<std::int32_t>()[k];
}

/// The three loops of gather and scatter_add: rows before the axis, indices, elements after it.
struct Rows {
    std::int64_t outer = 1, length = 1, inner = 1;
    Rows(const Shape& data, std::int64_t axis) {
        for (int i = 0; i < data.rank(); ++i)
            (i < axis ? outer : i == axis ? length : inner) *= data[i];
    }
};

/// gather, which takes elements as they are.
Array gather(const Node& node, const Array& x, const Array& indices) {
    Array y(node.dtype(), node.shape());
    const Rows rows(x.shape(), node.as<graph::AxisAttributes>().axis);
    const std::int64_t picks = indices.element_count();
    const std::size_t size = size_of(x.dtype());
    for (std::int64_t o = 0; o < rows.outer; ++o) {
        for (std::int64_t p = 0; p < picks; ++p) {
            const std::int64_t row = index_at(indices, p);
            if (row < 0 || row >= rows.length) continue;
            for (std::int64_t i = 0; i < rows.inner; ++i) {
                const auto from =
                    static_cast<std::size_t>((o * rows.length + row) * rows.inner + i);
                const auto to = static_cast<std::size_t>((o * picks + p) * rows.inner + i);
                std::memcpy(y.data() + to * size, x.data() + from * size, size);
            }
        }
    }
    return y;
}

template <class T>
Array scatter_add(const Node& node, const Array& x, const Array& indices) {
    Array y(node.dtype(), node.shape());
    const Rows rows(node.shape(), node.as<graph::AxisAttributes>().axis);
    const std::int64_t picks = indices.element_count();
    const auto in = x.as<T>();
    const auto out = y.as<T>();
    for (std::int64_t o = 0; o < rows.outer; ++o) {
        for (std::int64_t p = 0; p < picks; ++p) {
            const std::int64_t row = index_at(indices, p);
            if (row < 0 || row >= rows.length) continue;
            for (std::int64_t i = 0; i < rows.inner; ++i) {
                const auto data =
                    static_cast<std::size_t>((o * rows.length + row) * rows.inner + i);
                const auto pick = static_cast<std::size_t>((o * picks + p) * rows.inner + i);
                if constexpr (!std::is_same_v<T, bool>)
                    out[data] = graph::reference::binary<Op::add>(out[data], in[pick]);
            }
        }
    }
    return y;
}

Array source(const Node& node, std::span<const Array> inputs) {
    Array y(node.dtype(), node.shape());
    if (node.op() == Op::random_bits) {
        const auto key = static_cast<std::uint64_t>(inputs[0].as<std::int64_t>()[0]);
        const auto counter = static_cast<std::uint64_t>(inputs[1].as<std::int64_t>()[0]);
        const auto out = y.as<std::int32_t>();
        for (std::size_t i = 0; i < out.size(); ++i) {
            out[i] = static_cast<std::int32_t>(random_word(key, counter, i));
        }
        return y;
    }
    visit_stored(node.dtype(), [&]<class T>(std::type_identity<T>) {
        const auto out = y.as<T>();
        if (node.op() == Op::constant) {
            const auto& value = node.as<graph::ConstantAttributes>().value;
            const T element =
                value.is_integer() ? convert<T>(value.as_integer()) : convert<T>(value.as_double());
            std::fill(out.begin(), out.end(), element);
        } else {
            const auto axis = static_cast<std::size_t>(node.as<graph::AxisAttributes>().axis);
            std::size_t i = 0;
            for_each_index(node.shape(),
                           [&](const Axes& index) { out[i++] = convert<T>(index[axis]); });
        }
    });
    return y;
}

Array select(const Array& condition, const Array& a, const Array& b) {
    Array y(a.dtype(), a.shape());
    const auto chosen = condition.as<bool>();
    const std::size_t size = size_of(a.dtype());
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        std::memcpy(y.data() + i * size, (chosen[i] ? a : b).data() + i * size, size);
    }
    return y;
}

template <class T>
Array arithmetic(const Node& node, std::span<const Array> inputs) {
    const Op op = node.op();
    switch (graph::info(op).klass) {
        case graph::OpClass::unary:
            return unary<T>(op, inputs[0]);
        case graph::OpClass::binary:
            return binary<T>(op, node.dtype(), inputs[0], inputs[1]);
        case graph::OpClass::reduce:
            return op == Op::argmax || op == Op::argmin ? arg_reduce<T>(node, inputs[0])
                                                        : reduce<T>(node, inputs[0]);
        case graph::OpClass::along:
            return op == Op::argsort ? argsort<T>(node, inputs[0]) : scan<T>(node, inputs[0]);
        case graph::OpClass::indexed:
            return scatter_add<T>(node, inputs[0], inputs[1]);
        default:
            break;
    }
    if (op == Op::window_adjoint) return window_adjoint<T>(node, inputs[0]);
    if (op == Op::dot) return dot(node, inputs[0], inputs[1]);
    return convolution(node, inputs[0], inputs[1]);
}

}  // namespace

namespace {

/// An operation on elements that are only stored: computed in f32 or i32, then rounded or wrapped.
Array computed_wide(const Node& node, std::span<const Array> inputs) {
    std::vector<NodePtr> leaves;
    std::vector<Array> wide;
    for (const Array& input : inputs) {
        wide.push_back(input.cast(computed_in(input.dtype())));
        leaves.push_back(graph::make_leaf("", wide.back().dtype(), input.shape()));
    }
    const NodePtr same = graph::make_node(node.op(), std::move(leaves), node.attributes(),
                                          computed_in(node.dtype()), node.shape());
    return interpret(*same, wide).cast(node.dtype());
}

}  // namespace

Array interpret(const Node& node, std::span<const Array> inputs) {
    switch (node.op()) {
        case Op::parameter:
        case Op::composite:
            internal_error("a computable operation", __FILE__, __LINE__);
        case Op::constant:
        case Op::iota:
        case Op::random_bits:
            return source(node, inputs);
        case Op::cast:
            return inputs[0].cast(node.dtype()).clone();
        case Op::bitcast: {
            Array y(node.dtype(), node.shape());
            std::memcpy(y.data(), inputs[0].data(), y.byte_size());
            return y;
        }
        case Op::select:
            return select(inputs[0], inputs[1], inputs[2]);
        case Op::window: {
            Array y(node.dtype(), node.shape());
            const Axes strides = inputs[0].shape().strides();
            move(y, inputs[0], [&](const Axes& index) {
                return window_source(node.as<graph::WindowAttributes>(), index, strides);
            });
            return y;
        }
        case Op::gather:
            return gather(node, inputs[0], inputs[1]);
        default:
            break;
    }
    if (graph::info(node.op()).klass == graph::OpClass::movement) return movement(node, inputs);
    const bool stored_only = is_storage_only(node.dtype()) ||
                             std::any_of(inputs.begin(), inputs.end(), [](const Array& input) {
                                 return is_storage_only(input.dtype());
                             });
    if (stored_only) return computed_wide(node, inputs);
    return visit_dtype(inputs[0].dtype(),
                       [&]<class T>(std::type_identity<T>) { return arithmetic<T>(node, inputs); });
}

std::vector<Array> interpret_graph(std::span<const NodePtr> roots,
                                   const std::function<Array(const Node&)>& leaf_value) {
    compiler::Program program{{roots.begin(), roots.end()}, {}};
    program = compiler::expand_composites(program, [](const Node&) { return false; });
    const auto order = graph::topological_order(program.outputs);
    std::unordered_map<const Node*, std::size_t> uses;
    for (const Node* node : order) {
        for (const auto& input : node->inputs())
            ++uses[input.get()];
    }
    for (const auto& root : program.outputs)
        ++uses[root.get()];
    std::unordered_map<const Node*, Array> values;
    for (const Node* node : order) {
        if (node->op() == Op::parameter) {
            values.emplace(node, leaf_value(*node));
            continue;
        }
        std::vector<Array> inputs;
        for (const auto& input : node->inputs())
            inputs.push_back(values.at(input.get()));
        values.emplace(node, interpret(*node, inputs));
        for (const auto& input : node->inputs()) {
            if (--uses[input.get()] == 0) values.erase(input.get());
        }
    }
    std::vector<Array> result;
    for (const auto& root : program.outputs)
        result.push_back(values.at(root.get()));
    return result;
}

}  // namespace gradweave::backends
