// SPDX-License-Identifier: Apache-2.0
// Steps that pick and place elements by number. Nothing is added atomically: each place of a result
// has one work item that adds to it, in order.
#include <algorithm>

#include "engine/backends/opencl/render/elements.h"
#include "engine/backends/opencl/render/kernel.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using compiler::NodeStep;
using graph::Op;
using Kind = KernelArgument::Kind;

namespace {

/// A tensor as [outer, length, inner] around one axis.
struct Around {
    std::int64_t outer = 1, length = 1, inner = 1;
    Around(const Shape& shape, std::int64_t axis) {
        for (int i = 0; i < shape.rank(); ++i)
            (i < axis ? outer : i == axis ? length : inner) *= shape[i];
    }
};

class IndexPlan {
  public:
    IndexPlan(const NodeStep& step, const Style& style)
        : step_(step), node_(*step.node), style_(style), element_(type_name(node_.dtype())) {
        for (std::size_t i = 0; i < step.inputs.size(); ++i) {
            const auto& input = *node_.input(i);
            arguments_.push_back({Kind::value, step.inputs[i]});
            parameters_ += concat("global const ", type_name(input.dtype()), "* x", i, ", ");
            largest_ = std::max(largest_, input.shape().element_count());
        }
        arguments_.push_back({Kind::value, step.output});
        parameters_ += concat("global ", element_, "* y");
        largest_ = std::max(largest_, node_.shape().element_count());
        type_ = largest_ >= (std::int64_t{1} << 30) ? "long" : "int";
    }

    StepPlan plan() {
        if (node_.shape().empty()) return {};
        switch (node_.op()) {
            case Op::gather:
                return gather();
            case Op::scatter_add:
                return scatter_add();
            case Op::argmax:
            case Op::argmin:
                return search();
            case Op::scan_sum:
            case Op::scan_prod:
            case Op::scan_max:
            case Op::scan_min:
                return scan();
            case Op::argsort:
                return sort();
            case Op::window_adjoint:
                return add_windows();
            default:
                break;
        }
        internal_error("a step with kernels in OpenCL C", __FILE__, __LINE__);
    }

  private:
    /// `body` once per n in [0, count).
    StepPlan each(std::int64_t count, const std::string& body) const {
        const std::int64_t group = count == 1 ? 1 : style_.group;
        KernelLaunch launch;
        launch.arguments = arguments_;
        launch.text =
            concat("(", parameters_, ") {\nconst ", type_, " n = get_global_id(0);\nif (n >= (",
                   type_, ")", count, ") return;\n", body, "}\n");
        launch.range.global[0] = static_cast<std::size_t>((count + group - 1) / group * group);
        launch.range.local[0] = static_cast<std::size_t>(group);
        return {{std::move(launch)}, {}};
    }

    StepPlan gather() const {
        const Around rows(node_.input(0)->shape(), node_.as<graph::AxisAttributes>().axis);
        const std::int64_t picks = node_.input(1)->shape().element_count();
        return each(node_.shape().element_count(),
                    concat("const ", type_, " i = n % ", rows.inner, ", p = n / ", rows.inner,
                           " % ", picks, ", o = n / (", type_, ")", rows.inner * picks,
                           ";\nconst long row = x1[p];\ny[n] = row >= 0 && row < ", rows.length,
                           " ? x0[(o * ", rows.length, " + (", type_, ")row) * ", rows.inner,
                           " + i] : (", element_, ")0;\n"));
    }

    StepPlan scatter_add() const {
        const Around rows(node_.shape(), node_.as<graph::AxisAttributes>().axis);
        const std::int64_t picks = node_.input(1)->shape().element_count();
        // Each item reads all indices and adds those in its block of rows: many blocks cost
        // reading, few leave the device idle.
        const std::int64_t columns = rows.outer * rows.inner;
        const std::int64_t wanted = style_.processor ? 8 * style_.group : 16384;
        const std::int64_t blocks = std::clamp<std::int64_t>(wanted / columns, 1, rows.length);
        const std::int64_t length = (rows.length + blocks - 1) / blocks;
        return each(
            columns * blocks,
            concat("const ", type_, " i = n % ", rows.inner, ", block = n / ", rows.inner, " % ",
                   blocks, ", o = n / (", type_, ")", rows.inner * blocks, ";\nconst ", type_,
                   " first = block * ", length, ", last = min(first + ", length, ", (", type_, ")",
                   rows.length, ");\nglobal ", element_, "* to = y + o * (", type_, ")",
                   rows.length * rows.inner, " + i;\nfor (", type_,
                   " row = first; row < last; ++row) to[row * ", rows.inner, "] = 0;\nfor (", type_,
                   " p = 0; p < ", picks,
                   "; ++p) {\nconst long row = x1[p];\nif (row < first || row >= last) "
                   "continue;\nconst ",
                   type_, " at = (", type_, ")row * ", rows.inner, ";\nto[at] = ",
                   combine_scalars(Op::reduce_sum, node_.dtype(), "to[at]",
                                   concat("x0[(o * ", picks, " + p) * ", rows.inner, " + i]")),
                   ";\n}\n"));
    }

    StepPlan search() const {
        const Shape& shape = node_.input(0)->shape();
        const Around rows(shape, node_.as<graph::AxisAttributes>().axis);
        const char* better = node_.op() == Op::argmax ? "value < next" : "next < value";
        const std::string_view type = type_name(node_.input(0)->dtype());
        return each(node_.shape().element_count(),
                    concat("global const ", type, "* x = x0 + n / ", rows.inner, " * (", type_, ")",
                           rows.length * rows.inner, " + n % ", rows.inner, ";\n", type_,
                           " best = 0;\n", type, " value = x[0];\nfor (", type_, " j = 1; j < ",
                           rows.length, " && value == value; ++j) {\nconst ", type,
                           " next = x[j * ", rows.inner, "];\nif (next != next || ", better,
                           ") { best = j; value = next; }\n}\ny[n] = best;\n"));
    }

    /// One item walks one line.
    StepPlan scan() const {
        const auto [axis, reverse] = node_.as<graph::AlongAttributes>();
        const Around rows(node_.shape(), axis);
        const std::string place =
            concat("at[(", type_, ")", reverse ? concat("(", rows.length - 1, " - j)") : "j", " * ",
                   rows.inner, "]");
        const std::string from = place.substr(2),
                          line =
                              concat("const ", type_, " line = n / ", rows.inner, " * (", type_,
                                     ")", rows.length * rows.inner, " + n % ", rows.inner, ";\n");
        const Op combination = node_.op() == Op::scan_sum    ? Op::reduce_sum
                               : node_.op() == Op::scan_prod ? Op::reduce_prod
                               : node_.op() == Op::scan_max  ? Op::reduce_max
                                                             : Op::reduce_min;
        // Sums as long as a tensor need more digits than f32 has, where there are any.
        const bool wide = node_.dtype() == DType::f32 && style_.doubles &&
                          (combination == Op::reduce_sum || combination == Op::reduce_prod);
        const DType inside = wide ? DType::f64 : node_.dtype();
        return each(
            rows.outer * rows.inner,
            concat(line, "global const ", type_name(node_.dtype()), "* x = x0 + line;\nglobal ",
                   element_, "* at = y + line;\n", type_name(inside), " sum = 0;\nfor (", type_,
                   " j = 0; j < ", rows.length, "; ++j) {\nconst ", type_name(inside), " next = x",
                   from,
                   ";\nsum = j == 0 ? next : ", combine_scalars(combination, inside, "sum", "next"),
                   ";\n", place, " = sum;\n}\n"));
    }

    /// Each element counts those that stand before it, and that is its place.
    StepPlan sort() const {
        const auto [axis, descending] = node_.as<graph::AlongAttributes>();
        const Around rows(node_.shape(), axis);
        const std::string_view type = type_name(node_.input(0)->dtype());
        const char* before =
            descending ? "(v < x || (x != x && v == v))" : "(x < v || (v != v && x == x))";
        return each(
            node_.shape().element_count(),
            concat("const ", type_, " i = n % ", rows.inner, ", j = n / ", rows.inner, " % ",
                   rows.length, ", line = n / (", type_, ")", rows.length * rows.inner, " * ",
                   rows.length * rows.inner, " + i;\nconst ", type, " v = x0[n];\n", type_,
                   " place = 0;\nfor (", type_, " k = 0; k < ", rows.length, "; ++k) {\nconst ",
                   type, " x = x0[line + k * ", rows.inner, "];\nplace += ", before,
                   " || (k < j && (x == v || (x != x && v != v)));\n}\ny[line + place * ",
                   rows.inner, "] = j;\n"));
    }

    StepPlan add_windows() const {
        const auto& w = node_.as<graph::WindowAttributes>();
        const Shape& target = node_.shape();
        const Shape& windows = node_.input(0)->shape();
        const Axes target_strides = target.strides(), strides = windows.strides();
        std::string body, place = "0", loops, checks;
        for (int axis = 0; axis < target.rank(); ++axis) {
            const auto a = static_cast<std::size_t>(axis);
            body += concat("const ", type_, " t", axis, " = n / (", type_, ")", target_strides[a],
                           " % ", target[axis], ";\n");
            const auto found = std::find(w.axes.begin(), w.axes.end(), std::int64_t{axis});
            if (found == w.axes.end()) {
                place += concat(" + t", axis, " * (", type_, ")", strides[a]);
                continue;
            }
            const auto k = static_cast<std::size_t>(found - w.axes.begin());
            // Position p of the window whose element j lies here: p * stride + j * dilation = t.
            loops +=
                concat("for (int j", k, " = 0; j", k, " < ", w.size[k], "; ++j", k, ") {\nconst ",
                       type_, " d", k, " = t", axis, " - j", k, " * ", w.dilation[k], ";\nif (d", k,
                       " < 0 || d", k, " % ", w.stride[k], " != 0 || d", k, " / ", w.stride[k],
                       " >= ", windows[axis], ") continue;\n");
            place +=
                concat(" + d", k, " / ", w.stride[k], " * (", type_, ")", strides[a], " + j", k,
                       " * (", type_, ")", strides[static_cast<std::size_t>(target.rank()) + k]);
        }
        body +=
            concat(element_, " sum = 0;\n", loops, "sum = ",
                   combine_scalars(Op::reduce_sum, node_.dtype(), "sum", concat("x0[", place, "]")),
                   ";\n", std::string(w.axes.size(), '}'), "\ny[n] = sum;\n");
        return each(target.element_count(), body);
    }

    const NodeStep& step_;
    const graph::Node& node_;
    const Style& style_;
    std::string_view element_;
    std::string parameters_, type_;
    std::vector<KernelArgument> arguments_;
    std::int64_t largest_ = 0;
};

}  // namespace

StepPlan plan_index(const NodeStep& step, const Style& style) {
    return IndexPlan(step, style).plan();
}

}  // namespace gradweave::backends::opencl
