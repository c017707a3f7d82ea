// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/reference/contractions.h"

#include <algorithm>

#include "engine/backends/reference/walk.h"
#include "engine/core/threads.h"
#include "engine/graph/reference.h"

namespace gradweave::backends {

using graph::Node;
using graph::Op;

namespace {

/// Positions along the output's axes in both operands, and of every term of a sum.
struct DotPlan {
    Axes left, right;  ///< stride per axis of the output
    std::vector<std::size_t> inner_left, inner_right;

    DotPlan(const Node& node, const Shape& lhs, const Shape& rhs) {
        const auto& d = node.as<graph::DotAttributes>();
        const Axes ls = lhs.strides(), rs = rhs.strides();
        left.assign(static_cast<std::size_t>(node.shape().rank()), 0);
        right = left;
        std::size_t next = 0;
        for (std::size_t i = 0; i < d.lhs_batch.size(); ++i, ++next) {
            left[next] = ls[static_cast<std::size_t>(d.lhs_batch[i])];
            right[next] = rs[static_cast<std::size_t>(d.rhs_batch[i])];
        }
        add_free_axes(d.lhs_batch, d.lhs_contract, ls, left, next);
        add_free_axes(d.rhs_batch, d.rhs_contract, rs, right, next);
        Axes sizes, a, b;
        for (std::size_t i = 0; i < d.lhs_contract.size(); ++i) {
            sizes.push_back(lhs[static_cast<int>(d.lhs_contract[i])]);
            a.push_back(ls[static_cast<std::size_t>(d.lhs_contract[i])]);
            b.push_back(rs[static_cast<std::size_t>(d.rhs_contract[i])]);
        }
        for_each_index(Shape(std::move(sizes)), [&](const Axes& k) {
            inner_left.push_back(position(k, a));
            inner_right.push_back(position(k, b));
        });
    }

  private:
    static void add_free_axes(const Axes& batch, const Axes& contract, const Axes& strides,
                              Axes& out, std::size_t& next) {
        for (std::size_t i = 0; i < strides.size(); ++i) {
            const auto axis = static_cast<std::int64_t>(i);
            if (std::find(batch.begin(), batch.end(), axis) == batch.end() &&
                std::find(contract.begin(), contract.end(), axis) == contract.end())
                out[next++] = strides[i];
        }
    }
};

template <class T>
Array dot_of(const Node& node, const Array& lhs, const Array& rhs) {
    Array y(node.dtype(), node.shape());
    const DotPlan plan(node, lhs.shape(), rhs.shape());
    const T* a = lhs.as<T>().data();
    const T* b = rhs.as<T>().data();
    T* out = y.as<T>().data();
    const std::size_t terms = plan.inner_left.size();
    for_each_index(node.shape(), [&](const Axes& index) {
        const T* left = a + position(index, plan.left);
        const T* right = b + position(index, plan.right);
        Accumulator<T> sum = 0;
        for (std::size_t k = 0; k < terms; ++k) {
            const auto x = static_cast<Accumulator<T>>(left[plan.inner_left[k]]);
            const auto z = static_cast<Accumulator<T>>(right[plan.inner_right[k]]);
            sum = graph::reference::binary<Op::add>(sum, graph::reference::binary<Op::mul>(x, z));
        }
        *out++ = static_cast<T>(sum);
    });
    return y;
}

/// All three convolutions visit the same triples (input, weight, output) and differ in which two
/// they multiply and where the product is added. Rows of the last axis are walked innermost.
template <class T>
class Convolution {
  public:
    Convolution(const Node& node, const Array& first, const Array& second)
        : c_(node.as<graph::ConvAttributes>()), result_(node.dtype(), node.shape()) {
        forward_ = node.op() == Op::conv;
        to_input_ = node.op() == Op::conv_grad_input;
        input_ = to_input_ ? result_ : first;
        output_ = forward_ ? result_ : to_input_ ? first : second;
        weight_ = forward_ || to_input_ ? second : result_;
        sums_.assign(static_cast<std::size_t>(result_.element_count()), 0);
        spatial_ = static_cast<std::size_t>(input_.shape().rank()) - 2;
    }

    Array run() {
        const std::int64_t images = output_.shape()[0], channels = output_.shape()[1];
        if (!output_.shape().empty() && !weight_.shape().empty()) {
            // Each task adds to sums of its own.
            const bool to_weight = !forward_ && !to_input_;
            parallel_for(to_weight ? channels : images, [&](std::int64_t task) {
                for (std::int64_t i = 0; i < (to_weight ? images : channels); ++i)
                    add_plane(to_weight ? i : task, to_weight ? task : i);
            });
        }
        T* out = result_.as<T>().data();
        for (std::size_t i = 0; i < sums_.size(); ++i)
            out[i] = static_cast<T>(sums_[i]);
        return result_;
    }

  private:
    /// One output channel of one image with every element of the weight that reaches it.
    void add_plane(std::int64_t image, std::int64_t channel) {
        const Axes is = input_.shape().strides(), ws = weight_.shape().strides(),
                   os = output_.shape().strides();
        const std::int64_t in_group = weight_.shape()[1];
        const std::int64_t out_group = weight_.shape()[0] / c_.groups;
        const std::int64_t group = channel / out_group;
        for_each_index(weight_.shape().with(0, 1), [&](const Axes& w) {
            const std::int64_t input = image * is[0] + (group * in_group + w[1]) * is[1];
            add_tap(w, input, channel * ws[0] + static_cast<std::int64_t>(position(w, ws)),
                    image * os[0] + channel * os[1]);
        });
    }

    /// One element of the weight with all places of the plane; `input` and `output` are where the
    /// planes begin.
    void add_tap(const Axes& w, std::int64_t input, std::int64_t weight, std::int64_t output) {
        const std::size_t last = spatial_ - 1;
        Axes rows(output_.shape().sizes().begin() + 2, output_.shape().sizes().end() - 1);
        const Axes is = input_.shape().strides(), os = output_.shape().strides();
        const std::int64_t shift = w[last + 2] * c_.dilation[last] - c_.low[last];
        const std::int64_t width = input_.shape().sizes()[last + 2];
        for_each_index(Shape(std::move(rows)), [&](const Axes& at) {
            std::int64_t i = input, o = output;
            for (std::size_t s = 0; s < last; ++s) {
                const std::int64_t x = at[s] * c_.stride[s] - c_.low[s] + w[s + 2] * c_.dilation[s];
                if (x < 0 || x >= input_.shape().sizes()[s + 2]) return;
                i += x * is[s + 2];
                o += at[s] * os[s + 2];
            }
            // Outputs whose input is inside the row.
            const std::int64_t stride = c_.stride[last];
            const std::int64_t begin = shift >= 0 ? 0 : (-shift + stride - 1) / stride;
            const std::int64_t end =
                std::min(output_.shape().sizes()[last + 2],
                         width <= shift ? 0 : (width - 1 - shift) / stride + 1);
            if (begin < end) add_row(i + begin * stride + shift, weight, o + begin, end - begin);
        });
    }

    void add_row(std::int64_t i, std::int64_t k, std::int64_t o, std::int64_t count) {
        const std::int64_t stride = c_.stride[spatial_ - 1];
        const T* x = input_.as<T>().data() + i;
        const T* y = output_.as<T>().data() + o;
        if (forward_) {
            const double weight = weight_.as<T>()[static_cast<std::size_t>(k)];
            double* sums = sums_.data() + o;
            for (std::int64_t n = 0; n < count; ++n)
                sums[n] += static_cast<double>(x[n * stride]) * weight;
        } else if (to_input_) {
            const double weight = weight_.as<T>()[static_cast<std::size_t>(k)];
            double* sums = sums_.data() + i;
            for (std::int64_t n = 0; n < count; ++n)
                sums[n * stride] += static_cast<double>(y[n]) * weight;
        } else {
            double& sum = sums_[static_cast<std::size_t>(k)];
            for (std::int64_t n = 0; n < count; ++n)
                sum += static_cast<double>(x[n * stride]) * static_cast<double>(y[n]);
        }
    }

    const graph::ConvAttributes& c_;
    Array result_, input_, output_, weight_;
    std::vector<double> sums_;  ///< per element of the result
    bool forward_, to_input_;
    std::size_t spatial_;
};

}  // namespace

Array dot(const Node& node, const Array& lhs, const Array& rhs) {
    return visit_dtype(node.dtype(),
                       [&]<class T>(std::type_identity<T>) { return dot_of<T>(node, lhs, rhs); });
}

Array convolution(const Node& node, const Array& first, const Array& second) {
    GW_ASSERT(is_floating(node.dtype()));
    return visit_dtype(node.dtype(), [&]<class T>(std::type_identity<T>) -> Array {
        if constexpr (std::is_floating_point_v<T>)
            return Convolution<T>(node, first, second).run();
        else
            internal_error("a convolution of this type", __FILE__, __LINE__);
    });
}

}  // namespace gradweave::backends
