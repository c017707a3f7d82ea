// SPDX-License-Identifier: Apache-2.0
// Steps that pick and place elements by number, and whatever is left to the oracle's definitions.
#include <algorithm>
#include <cstring>

#include "engine/backends/cpu/whole_step.h"
#include "engine/backends/reference/interpreter.h"
#include "engine/graph/reference.h"

namespace gradweave::backends::cpu {

using compiler::NodeStep;
using graph::Op;

namespace {

class GatherStep final : public WholeStep {
  public:
    using WholeStep::WholeStep;

    void run() override {
        if (node().input(1)->dtype() == DType::i64)
            pick<std::int64_t>();
        else
            pick<std::int32_t>();
    }

  private:
    template <class Index>
    void pick() const {
        const bool gather = node().op() == Op::gather;
        const Around rows(gather ? node().input(0)->shape() : node().shape(),
                          node().as<graph::AxisAttributes>().axis);
        const std::int64_t picks = node().input(1)->shape().element_count();
        const auto* index = input<Index>(1);
        const std::size_t row_bytes =
            static_cast<std::size_t>(rows.inner) * size_of(node().dtype());
        if (!gather) std::memset(output_, 0, byte_count(node().dtype(), node().shape()));
        for_each(rows.outer, picks * rows.inner, [&](std::int64_t o) {
            for (std::int64_t p = 0; p < picks; ++p) {
                const auto row = static_cast<std::int64_t>(index[p]);
                const bool inside = row >= 0 && row < rows.length;
                const std::size_t data =
                    static_cast<std::size_t>(o * rows.length + (inside ? row : 0)) * row_bytes;
                const std::size_t picked = static_cast<std::size_t>(o * picks + p) * row_bytes;
                if (gather && inside)
                    std::memcpy(output_ + picked, inputs_[0] + data, row_bytes);
                else if (gather)
                    std::memset(output_ + picked, 0, row_bytes);
                else if (inside)
                    add(output_ + data, inputs_[0] + picked, rows.inner);
            }
        });
    }

    void add(std::byte* to, const std::byte* from, std::int64_t count) const {
        visit_dtype(node().dtype(), [&]<class T>(std::type_identity<T>) {
            if constexpr (!std::is_same_v<T, bool>) {
                auto* sum = reinterpret_cast<T*>(to);
                const auto* term = reinterpret_cast<const T*>(from);
                for (std::int64_t i = 0; i < count; ++i)
                    sum[i] = graph::reference::binary<Op::add>(sum[i], term[i]);
            }
        });
    }
};

class ArgReduceStep final : public WholeStep {
  public:
    using WholeStep::WholeStep;

    void run() override {
        visit_dtype(node().input(0)->dtype(), [&]<class T>(std::type_identity<T>) { search<T>(); });
    }

  private:
    template <class T>
    void search() const {
        const Around around(node().input(0)->shape(), node().as<graph::AxisAttributes>().axis);
        const bool largest = node().op() == Op::argmax;
        for_each(around.outer, around.length * around.inner, [&](std::int64_t o) {
            for (std::int64_t i = 0; i < around.inner; ++i) {
                const T* x = input<T>(0) + o * around.length * around.inner + i;
                std::int64_t best = 0;
                T value = x[0];
                for (std::int64_t j = 1; j < around.length && value == value; ++j) {
                    const T next = x[j * around.inner];
                    if (next != next || (largest ? value < next : next < value)) {
                        best = j;
                        value = next;
                    }
                }
                output<std::int64_t>()[o * around.inner + i] = best;
            }
        });
    }
};

/// Adds windows up again; one task per index of the axes before the first windowed one.
class WindowAdjointStep final : public WholeStep {
  public:
    using WholeStep::WholeStep;

    void run() override {
        visit_dtype(node().dtype(), [&]<class T>(std::type_identity<T>) {
            if constexpr (!std::is_same_v<T, bool>) add_windows<T>();
        });
    }

  private:
    template <class T>
    void add_windows() const {
        const auto& w = node().as<graph::WindowAttributes>();
        const Shape& target = node().shape();
        const Shape& windows = node().input(0)->shape();
        const auto rank = static_cast<std::size_t>(target.rank());
        const auto outer_rank =
            static_cast<std::size_t>(w.axes.empty() ? target.rank() : w.axes.front());
        // Element strides in the target per axis of the windows' tensor.
        Axes strides = target.strides();
        for (std::size_t k = 0; k < w.axes.size(); ++k) {
            const auto axis = static_cast<std::size_t>(w.axes[k]);
            strides.push_back(strides[axis] * w.dilation[k]);
        }
        for (std::size_t k = 0; k < w.axes.size(); ++k)
            strides[static_cast<std::size_t>(w.axes[k])] *= w.stride[k];
        std::int64_t outer = 1;
        for (std::size_t i = 0; i < outer_rank; ++i)
            outer *= target.sizes()[i];
        const std::int64_t target_block = outer == 0 ? 0 : target.element_count() / outer;
        const std::int64_t window_block = outer == 0 ? 0 : windows.element_count() / outer;
        for_each(outer, window_block, [&](std::int64_t o) {
            T* to = output<T>() + o * target_block;
            const T* from = input<T>(0) + o * window_block;
            std::memset(to, 0, static_cast<std::size_t>(target_block) * sizeof(T));
            std::int64_t index[Shape::max_rank] = {};
            std::int64_t offset = 0;
            const std::size_t all = rank + w.axes.size();
            for (std::int64_t i = 0; i < window_block; ++i) {
                to[offset] = graph::reference::binary<Op::add>(to[offset], from[i]);
                for (std::size_t axis = all; axis-- > outer_rank;) {
                    offset += strides[axis];
                    if (++index[axis] < windows.sizes()[axis]) break;
                    offset -= windows.sizes()[axis] * strides[axis];
                    index[axis] = 0;
                }
            }
        });
    }
};

class ReferenceStep final : public WholeStep {
  public:
    using WholeStep::WholeStep;

    void run() override {
        std::vector<Array> inputs;
        for (std::size_t i = 0; i < inputs_.size(); ++i) {
            const auto& source = *node().input(i);
            Array array(source.dtype(), source.shape());
            std::memcpy(array.data(), inputs_[i], array.byte_size());
            inputs.push_back(std::move(array));
        }
        const Array result = interpret(node(), inputs);
        std::memcpy(output_, result.data(), result.byte_size());
    }
};

}  // namespace

StepPtr make_index_step(const NodeStep& step) {
    switch (step.node->op()) {
        case Op::gather:
        case Op::scatter_add:
            return std::make_unique<GatherStep>(step);
        case Op::argmax:
        case Op::argmin:
            return std::make_unique<ArgReduceStep>(step);
        case Op::window_adjoint:
            return std::make_unique<WindowAdjointStep>(step);
        default:
            return nullptr;
    }
}

StepPtr make_reference_step(const NodeStep& step) {
    return std::make_unique<ReferenceStep>(step);
}

}  // namespace gradweave::backends::cpu
