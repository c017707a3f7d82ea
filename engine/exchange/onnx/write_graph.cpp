// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/write_graph.h"

#include <algorithm>
#include <numeric>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"
#include "engine/graph/build.h"
#include "engine/graph/composite.h"
#include "engine/graph/pooling.h"

namespace gradweave::exchange::onnx {

using graph::NodePtr;
using graph::Op;

namespace {

/// Operations that are one node of ONNX with the same inputs.
const char* plain_name(Op op, DType type) {
    const bool flags = type == DType::boolean;
    switch (op) {
        case Op::neg:
            return "Neg";
        case Op::abs:
            return "Abs";
        case Op::floor:
            return "Floor";
        case Op::round:
            return "Round";
        case Op::sqrt:
            return "Sqrt";
        case Op::recip:
            return "Reciprocal";
        case Op::exp:
            return "Exp";
        case Op::log:
            return "Log";
        case Op::sin:
            return "Sin";
        case Op::cos:
            return "Cos";
        case Op::tanh:
            return "Tanh";
        case Op::erf:
            return "Erf";
        case Op::add:
            return "Add";
        case Op::sub:
            return "Sub";
        case Op::mul:
            return "Mul";
        case Op::div:
            return "Div";
        case Op::pow:
            return "Pow";
        case Op::max:
            return flags ? "Or" : "Max";
        case Op::min:
            return flags ? "And" : "Min";
        case Op::lt:
            return "Less";
        case Op::le:
            return "LessOrEqual";
        case Op::eq:
            return "Equal";
        case Op::select:
            return "Where";
        case Op::bit_not:
            return flags ? "Not" : nullptr;
        case Op::bit_and:
            return flags ? "And" : nullptr;
        case Op::bit_or:
            return flags ? "Or" : nullptr;
        case Op::bit_xor:
            return flags ? "Xor" : nullptr;
        default:
            return nullptr;
    }
}

const char* reduction_name(Op op) {
    switch (op) {
        case Op::reduce_sum:
            return "ReduceSum";
        case Op::reduce_prod:
            return "ReduceProd";
        case Op::reduce_max:
            return "ReduceMax";
        case Op::reduce_min:
            return "ReduceMin";
        default:
            return nullptr;
    }
}

/// Composites that ONNX has an operator for; `number` is the attribute of their real, `axis`
/// whether they have one.
struct CompositeRow {
    const char* name;
    const char* op;
    const char* number;
    bool axis;
};
constexpr CompositeRow composite_rows[] = {
    {"relu", "Relu", nullptr, false},       {"leaky_relu", "LeakyRelu", "alpha", false},
    {"sigmoid", "Sigmoid", nullptr, false}, {"softplus", "Softplus", nullptr, false},
    {"softmax", "Softmax", nullptr, true},  {"log_softmax", "LogSoftmax", nullptr, true},
};

const CompositeRow* composite_row(const graph::Node& node) {
    if (node.op() != Op::composite) return nullptr;
    for (const CompositeRow& row : composite_rows) {
        if (node.as<graph::CompositeAttributes>().spec->name == row.name) return &row;
    }
    return nullptr;
}

bool holds_batch(std::int64_t size) {
    return size != 0 && size % batch_marker == 0;
}

[[noreturn]] void nothing_for(const graph::Node& node) {
    throw Error(ErrorKind::unsupported,
                concat("ONNX has nothing for its operation ", graph::name_of(node.op())));
}

}  // namespace

std::string GraphBuilder::fresh(const std::string& wanted) {
    const auto [entry, is_new] = taken_.emplace(wanted, 1);
    if (is_new) return wanted;
    while (true) {
        std::string name = concat(wanted, "_", ++entry->second);
        if (!taken_.contains(name)) {
            taken_.emplace(name, 1);
            return name;
        }
    }
}

std::string GraphBuilder::add(const std::string& op, std::vector<std::string> inputs,
                              std::map<std::string, Attribute> attributes,
                              const std::string& output) {
    const std::string name = fresh(output);
    add_node(op, std::move(inputs), std::move(attributes), {name});
    return name;
}

void GraphBuilder::add_node(const std::string& op, std::vector<std::string> inputs,
                            std::map<std::string, Attribute> attributes,
                            std::vector<std::string> outputs) {
    // A node is called what it gives.
    Node node{
        op, "", outputs.front(), std::move(inputs), std::move(outputs), std::move(attributes)};
    graph_->nodes.push_back(std::move(node));
}

std::string GraphBuilder::literal(const Array& value, const std::string& wanted) {
    const std::string name = fresh(wanted);
    graph_->initializers.push_back({name, {element_type(value.dtype()), value, value.shape(), {}}});
    return name;
}

std::string GraphBuilder::integers(const Axes& values, const std::string& wanted) {
    return literal(Array::of(values, Shape{static_cast<std::int64_t>(values.size())}), wanted);
}

void ExpressionWriter::know(const NodePtr& node, const std::string& name) {
    kept_.push_back(node);
    done_[node.get()] = {name, node->shape()};
}

std::string ExpressionWriter::write(const NodePtr& root, const std::string& prefix) {
    prefix_ = prefix;
    kept_.push_back(root);
    // Inputs first; the body in place of a composite that ONNX does not know.
    std::vector<std::pair<const graph::Node*, bool>> stack{{root.get(), false}};
    while (!stack.empty()) {
        auto& [node, visited] = stack.back();
        if (done_.contains(node)) {
            stack.pop_back();
            continue;
        }
        const bool opened = node->op() == Op::composite && composite_row(*node) == nullptr &&
                            !graph::is_max_pool2d(*node);
        if (visited) {
            const graph::Node* now = node;
            stack.pop_back();
            if (opened)
                done_[now] = done_.at(now->body().get());
            else
                write_one(*now);
            continue;
        }
        visited = true;
        const graph::Node* now = node;
        if (opened) {
            stack.emplace_back(now->body().get(), false);
        } else {
            for (const NodePtr& input : now->inputs())
                stack.emplace_back(input.get(), false);
        }
    }
    return whole(root);
}

std::string ExpressionWriter::number(double value, DType dtype) {
    const Array array = Array::of(std::vector<double>{value}, Shape{}).cast(dtype);
    return builder_->literal(array, concat(prefix_, ".number"));
}

/// Sizes as a literal; the axis that holds the batch is -1 (for Reshape).
std::string ExpressionWriter::shape_of(const Shape& shape, bool open_batch) {
    Axes sizes = shape.sizes();
    for (std::int64_t& size : sizes) {
        if (open_batch && holds_batch(size)) size = -1;
    }
    if (std::count(sizes.begin(), sizes.end(), -1) > 1)
        throw Error(ErrorKind::unsupported, "two axes hold the batch");
    return builder_->integers(sizes, concat(prefix_, ".shape"));
}

std::string ExpressionWriter::whole(const NodePtr& node) {
    const Written value = written(node);
    if (value.shape == node->shape()) return value.name;
    bool grows_batch = false;
    for (int i = 0; i < node->shape().rank(); ++i) {
        const std::int64_t size = node->shape()[i];
        grows_batch = grows_batch ||
                      (holds_batch(size) && (value.shape.rank() == 0 || value.shape[i] != size));
    }
    Axes sizes = node->shape().sizes();
    std::string target;
    if (grows_batch) {
        // The batch's size is read from the input while it runs.
        if (batch_size_.empty()) {
            const std::string shape = builder_->add("Shape", {batch_source_}, {}, "batch.shape");
            batch_size_ = builder_->add("Slice",
                                        {shape, builder_->integers({0}, "batch.begin"),
                                         builder_->integers({1}, "batch.end")},
                                        {}, "batch.size");
        }
        std::vector<std::string> parts;
        for (const std::int64_t size : sizes) {
            if (holds_batch(size) && size != batch_marker)
                throw Error(ErrorKind::unsupported, "an axis of several batches is repeated");
            parts.push_back(size == batch_marker
                                ? batch_size_
                                : builder_->integers({size}, concat(prefix_, ".size")));
        }
        target =
            builder_->add("Concat", parts, {{"axis", std::int64_t{0}}}, concat(prefix_, ".shape"));
    } else {
        // A size of 1 keeps what is there, so the batch need not be known.
        for (std::int64_t& size : sizes) {
            if (holds_batch(size)) size = 1;
        }
        target = builder_->integers(sizes, concat(prefix_, ".shape"));
    }
    const std::string name =
        builder_->add("Expand", {value.name, target}, {}, concat(prefix_, ".expanded"));
    done_[node.get()] = {name, node->shape()};
    return name;
}

void ExpressionWriter::give(const graph::Node& node, const std::string& op,
                            std::vector<std::string> inputs,
                            std::map<std::string, Attribute> attributes) {
    done_[&node] = {
        builder_->add(op, std::move(inputs), std::move(attributes), concat(prefix_, ".", op)),
        node.shape()};
}

void ExpressionWriter::write_elementwise(const graph::Node& node) {
    std::vector<std::string> inputs;
    Shape shape;
    for (const NodePtr& input : node.inputs()) {
        inputs.push_back(written(input).name);
        shape = *broadcast_shapes(shape, written(input).shape);
    }
    const DType type = node.inputs().back()->dtype();
    const auto named = [&](const char* op) { return concat(prefix_, ".", op); };
    std::string result;
    if (node.op() == Op::cast) {
        result = builder_->add("Cast", inputs,
                               {{"to", static_cast<std::int64_t>(element_type(node.dtype()))}},
                               named("Cast"));
    } else if (node.op() == Op::rsqrt) {
        result = builder_->add("Reciprocal", {builder_->add("Sqrt", inputs, {}, named("Sqrt"))}, {},
                               named("Reciprocal"));
    } else if (node.op() == Op::mod) {
        // The divisor's sign, which Mod has for integers only.
        if (is_floating(type)) {
            const std::string whole_times = builder_->add(
                "Floor", {builder_->add("Div", inputs, {}, named("Div"))}, {}, named("Floor"));
            result = builder_->add(
                "Sub",
                {inputs[0], builder_->add("Mul", {inputs[1], whole_times}, {}, named("Mul"))}, {},
                named("Sub"));
        } else {
            result = builder_->add("Mod", inputs, {}, named("Mod"));
        }
    } else if (const char* op = plain_name(node.op(), type)) {
        result = builder_->add(op, inputs, {}, named(op));
    } else {
        nothing_for(node);
    }
    done_[&node] = {result, shape};
}

void ExpressionWriter::write_movement(const graph::Node& node) {
    const NodePtr& x = node.input(0);
    const Shape& shape = node.shape();
    switch (node.op()) {
        case Op::reshape:
            return give(node, "Reshape", {whole(x), shape_of(shape, true)});
        case Op::permute:
            return give(node, "Transpose", {whole(x)},
                        {{"perm", node.as<graph::AxesAttributes>().axes}});
        case Op::broadcast: {
            // New axes of size 1; what uses the value repeats it, if it must be.
            const Axes& axes = node.as<graph::AxesAttributes>().axes;
            const Written& value = written(x);
            Axes sizes(static_cast<std::size_t>(shape.rank()), 1);
            for (std::size_t i = 0; value.shape.rank() > 0 && i < axes.size(); ++i)
                sizes[static_cast<std::size_t>(axes[i])] = value.shape[static_cast<int>(i)];
            if (value.shape.rank() == 0 || Shape(sizes) == value.shape) {
                const Written same = value;
                done_[&node] = same;
                return;
            }
            const std::string name =
                builder_->add("Reshape", {value.name, shape_of(Shape(sizes), true)}, {},
                              concat(prefix_, ".Reshape"));
            done_[&node] = {name, Shape(std::move(sizes))};
            return;
        }
        case Op::pad: {
            const auto& pad = node.as<graph::PadAttributes>();
            if (std::any_of(pad.interior.begin(), pad.interior.end(),
                            [](std::int64_t n) { return n != 0; }))
                nothing_for(node);
            Axes pads = pad.low;
            pads.insert(pads.end(), pad.high.begin(), pad.high.end());
            const DType type = node.dtype();
            return give(node, "Pad",
                        {whole(x), builder_->integers(pads, concat(prefix_, ".pads")),
                         number(pad.value.as(type).as_double(), type)});
        }
        case Op::slice: {
            const auto& slice = node.as<graph::SliceAttributes>();
            Axes starts, ends, axes, steps;
            for (int i = 0; i < shape.rank(); ++i) {
                const auto k = static_cast<std::size_t>(i);
                if (shape[i] == x->shape()[i] && slice.step[k] == 1) continue;
                if (holds_batch(x->shape()[i]))
                    throw Error(ErrorKind::unsupported, "a part of the batch is taken");
                axes.push_back(i);
                steps.push_back(slice.step[k]);
                starts.push_back(slice.start[k]);
                const std::int64_t end = slice.start[k] + slice.step[k] * shape[i];
                // Before the first element; -1 would be the last.
                ends.push_back(end < 0 ? INT64_MIN : end);
            }
            const auto list = [&](const Axes& values, const char* what) {
                return builder_->integers(values, concat(prefix_, ".", what));
            };
            return give(node, "Slice",
                        {whole(x), list(starts, "starts"), list(ends, "ends"), list(axes, "axes"),
                         list(steps, "steps")});
        }
        case Op::concat: {
            std::vector<std::string> parts;
            for (const NodePtr& part : node.inputs())
                parts.push_back(whole(part));
            return give(node, "Concat", std::move(parts),
                        {{"axis", node.as<graph::AxisAttributes>().axis}});
        }
        default:
            nothing_for(node);
    }
}

/// A matrix product where the axes lie so, else a sum of products by letters.
void ExpressionWriter::write_dot(const graph::Node& node) {
    const auto& dot = node.as<graph::DotAttributes>();
    const NodePtr &a = node.input(0), &b = node.input(1);
    const int lhs = a->shape().rank(), rhs = b->shape().rank();
    Axes leading(static_cast<std::size_t>(std::max(lhs - 2, 0)));
    std::iota(leading.begin(), leading.end(), 0);
    const bool one_matrix = dot.lhs_batch.empty() && rhs == 2 && lhs >= 1 &&
                            dot.lhs_contract == Axes{lhs - 1} && dot.rhs_contract.size() == 1;
    const bool many = lhs == rhs && lhs > 2 && dot.lhs_batch == leading &&
                      dot.rhs_batch == leading && dot.lhs_contract == Axes{lhs - 1} &&
                      dot.rhs_contract == Axes{rhs - 2};
    if (many || (one_matrix && dot.rhs_contract[0] == 0))
        return give(node, "MatMul", {whole(a), whole(b)});
    if (one_matrix) {
        const std::string turned = builder_->add("Transpose", {whole(b)}, {{"perm", Axes{1, 0}}},
                                                 concat(prefix_, ".Transpose"));
        return give(node, "MatMul", {whole(a), turned});
    }
    std::string left(static_cast<std::size_t>(lhs), '.'), right(static_cast<std::size_t>(rhs), '.'),
        result;
    char next = 'a';
    const auto pair = [&](const Axes& l, const Axes& r, bool stays) {
        for (std::size_t i = 0; i < l.size(); ++i, ++next) {
            left[static_cast<std::size_t>(l[i])] = right[static_cast<std::size_t>(r[i])] = next;
            if (stays) result += next;
        }
    };
    pair(dot.lhs_batch, dot.rhs_batch, true);
    pair(dot.lhs_contract, dot.rhs_contract, false);
    for (std::string* side : {&left, &right}) {
        for (char& letter : *side) {
            if (letter != '.') continue;
            letter = next++;
            result += letter;
        }
    }
    give(node, "Einsum", {whole(a), whole(b)},
         {{"equation", concat(left, ",", right, "->", result)}});
}

void ExpressionWriter::write_convolution(const graph::Node& node) {
    const auto& conv = node.as<graph::ConvAttributes>();
    const NodePtr &x = node.input(0), &weight = node.input(1);
    Axes pads = conv.low, kernel(weight->shape().begin() + 2, weight->shape().end());
    pads.insert(pads.end(), conv.high.begin(), conv.high.end());
    std::map<std::string, Attribute> attributes{{"strides", conv.stride},
                                                {"dilations", conv.dilation},
                                                {"pads", pads},
                                                {"kernel_shape", kernel},
                                                {"group", conv.groups}};
    if (node.op() == Op::conv) return give(node, "Conv", {whole(x), whole(weight)}, attributes);
    Axes extra;
    for (std::size_t i = 0; i < kernel.size(); ++i) {
        const int axis = static_cast<int>(i) + 2;
        extra.push_back(node.shape()[axis] -
                        (conv.stride[i] * (x->shape()[axis] - 1) +
                         (kernel[i] - 1) * conv.dilation[i] + 1 - conv.low[i] - conv.high[i]));
    }
    attributes["output_padding"] = extra;
    give(node, "ConvTranspose", {whole(x), whole(weight)}, attributes);
}

void ExpressionWriter::write_one(const graph::Node& node) {
    const auto info = graph::info(node.op());
    if (const CompositeRow* row = composite_row(node)) {
        const auto& composite = node.as<graph::CompositeAttributes>();
        std::map<std::string, Attribute> attributes;
        if (row->number != nullptr) attributes[row->number] = composite.reals.at(0);
        if (row->axis) attributes["axis"] = composite.integers.at(0);
        return give(node, row->op, {whole(node.input(0))}, std::move(attributes));
    }
    if (graph::is_max_pool2d(node)) {
        const auto pooling = graph::pooling_of(node);
        Axes pads = pooling.low;
        pads.insert(pads.end(), pooling.high.begin(), pooling.high.end());
        return give(node, "MaxPool", {whole(node.input(0))},
                    {{"kernel_shape", pooling.size}, {"strides", pooling.stride}, {"pads", pads}});
    }
    if (const auto value = node.value(); value && node.op() == Op::parameter) {
        done_[&node] = {builder_->literal(*value, concat(prefix_, ".values")), node.shape()};
        return;
    }
    if (node.op() == Op::constant) {
        const auto scalar = node.as<graph::ConstantAttributes>().value;
        done_[&node] = {number(scalar.as(node.dtype()).as_double(), node.dtype()), Shape{}};
        return;
    }
    if (node.op() == Op::iota) {
        const auto axis = static_cast<int>(node.as<graph::AxisAttributes>().axis);
        const std::int64_t size = node.shape()[axis];
        if (holds_batch(size)) nothing_for(node);
        Axes numbers(static_cast<std::size_t>(size)),
            sizes(static_cast<std::size_t>(node.shape().rank()), 1);
        std::iota(numbers.begin(), numbers.end(), 0);
        sizes[static_cast<std::size_t>(axis)] = size;
        const Shape shape(std::move(sizes));
        done_[&node] = {builder_->literal(Array::of(numbers, shape).cast(node.dtype()),
                                          concat(prefix_, ".iota")),
                        shape};
        return;
    }
    if (graph::is_elementwise(node.op())) return write_elementwise(node);
    if (info.klass == graph::OpClass::movement) return write_movement(node);
    if (const char* name = reduction_name(node.op())) {
        const Axes& axes = node.as<graph::AxesAttributes>().axes;
        // The axes are an input of the sum since version 13, attributes of the others until 18.
        if (node.op() == Op::reduce_sum) {
            return give(node, name,
                        {whole(node.input(0)), builder_->integers(axes, concat(prefix_, ".axes"))},
                        {{"keepdims", std::int64_t{0}}});
        }
        return give(node, name, {whole(node.input(0))},
                    {{"axes", axes}, {"keepdims", std::int64_t{0}}});
    }
    if (node.op() == Op::argmax || node.op() == Op::argmin) {
        return give(
            node, node.op() == Op::argmax ? "ArgMax" : "ArgMin", {whole(node.input(0))},
            {{"axis", node.as<graph::AxisAttributes>().axis}, {"keepdims", std::int64_t{0}}});
    }
    if (node.op() == Op::gather) {
        return give(node, "Gather", {whole(node.input(0)), whole(node.input(1))},
                    {{"axis", node.as<graph::AxisAttributes>().axis}});
    }
    if (node.op() == Op::dot) return write_dot(node);
    if (node.op() == Op::conv || node.op() == Op::conv_grad_input) return write_convolution(node);
    nothing_for(node);
}

}  // namespace gradweave::exchange::onnx
