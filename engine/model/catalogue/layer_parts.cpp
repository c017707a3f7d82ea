// SPDX-License-Identifier: Apache-2.0
// What entries share: initial weights, spatial and sequence inputs, windows, tensor operations.
#include <limits>

#include "engine/graph/infer.h"
#include "engine/model/catalogue/kinds.h"

namespace gradweave::model {

ParamSpec init_param() {
    return choice_param("init", "Initial weights", "default",
                        {"default", "kaiming", "kaiming_uniform", "xavier", "xavier_normal",
                         "orthogonal", "truncated_normal", "zeros"},
                        "default: as PyTorch, uniform within 1/sqrt(inputs); kaiming: normal, for "
                        "ReLU, or uniform; xavier: uniform, for tanh and sigmoid, or normal; "
                        "orthogonal: lengths stay; truncated_normal: with deviation 0.02, none "
                        "further than two; zeros.");
}

nn::Init init_of(const ParamReader& params, std::int64_t fan_in, std::int64_t fan_out) {
    const std::string& name = params.text("init");
    if (name == "kaiming") return nn::Init::kaiming_normal(fan_in);
    if (name == "kaiming_uniform") return nn::Init::kaiming_uniform(fan_in);
    if (name == "xavier") return nn::Init::xavier_uniform(fan_in, fan_out);
    if (name == "xavier_normal") return nn::Init::xavier_normal(fan_in, fan_out);
    if (name == "orthogonal") return nn::Init::orthogonal();
    if (name == "truncated_normal") return nn::Init::truncated_normal(0.02);
    if (name == "zeros") return nn::Init::constant(0);
    return nn::Init::torch_default(fan_in);
}

nn::Init bias_init(const ParamReader& params, std::int64_t fan_in) {
    return params.text("init") == "default" ? nn::Init::torch_default(fan_in)
                                            : nn::Init::constant(0);
}

Axes sizes(const ParamReader& params, const std::string& key, int count) {
    const Axes& values = params.integers(key);
    if (values.size() == 1) return Axes(static_cast<std::size_t>(count), values[0]);
    if (values.size() == static_cast<std::size_t>(count)) return values;
    problem(count == 1   ? concat("Give one number.")
            : count == 2 ? concat("Give one number for height and width, or two.")
                         : concat("Give one number for all ", count, " axes, or ", count, "."),
            key);
}

std::string spatial_help(int count) {
    return count == 1   ? "Sequences of channels, [N, channels, length]."
           : count == 2 ? "Images, [N, channels, height, width]."
                        : "Volumes, [N, channels, depth, height, width].";
}

const TensorType& spatial_input(const char* title, const ShapeQuery& q, int count) {
    const TensorType& x = q.input();
    bool known = x.rank() == count + 2 && x.dims[0].batch;
    for (std::size_t i = 1; known && i < x.dims.size(); ++i)
        known = !x.dims[i].batch;
    if (!known) {
        const char* wanted = count == 1   ? "[N, channels, length]"
                             : count == 2 ? "images [N, channels, height, width]"
                                          : "volumes [N, channels, depth, height, width]";
        problem(concat(title, " needs ", wanted, "; ", carries(x), "."), "x");
    }
    require_floating(title, x, "x");
    return x;
}

std::int64_t positions(const char* title, std::int64_t size, std::int64_t window,
                       std::int64_t stride, std::int64_t low, std::int64_t high,
                       std::int64_t dilation, const char* place) {
    const std::int64_t count = graph::window_positions(size + low + high, window, stride, dilation);
    if (count > 0) return count;
    const std::string padding = low == 0 && high == 0 ? ""
                                : low == high         ? concat(" + 2 x ", low)
                                                      : concat(" + ", low, " + ", high);
    problem(concat(title, ": a window of ", window,
                   dilation > 1 ? concat(" (dilation ", dilation, ")") : "", " does not fit in ",
                   size, padding, " elements. Make it smaller, or add padding."),
            place);
}

const TensorType& sequence_input(const char* title, const ShapeQuery& q, std::size_t input) {
    const TensorType& x = q.input(input);
    if (x.rank() != 3 || !x.dims[0].batch || x.dims[1].batch || x.dims[2].batch)
        problem(concat(title, " needs sequences [N, T, features]; ", carries(x), "."),
                input == 0 ? "x" : "");
    require_floating(title, x, input == 0 ? "x" : "");
    return x;
}

ShapeAnswer same_as_input(const ShapeQuery& q) {
    ShapeAnswer answer;
    answer.outputs = {q.input()};
    return answer;
}

std::size_t axis_of(const ShapeQuery& q, std::int64_t axis) {
    const TensorType& x = q.input();
    if (axis < -x.rank() || axis >= x.rank())
        problem(concat("Axis ", axis, " does not exist; ", carries(x), "."), "axis");
    return static_cast<std::size_t>(axis < 0 ? axis + x.rank() : axis);
}

BlockKind tensor_operation(const char* id, const char* title, const char* help) {
    BlockKind kind;
    kind.id = id;
    kind.title = title;
    kind.category = Category::tensor;
    kind.help = help;
    kind.outputs = {{"y", "The result."}};
    return kind;
}

}  // namespace gradweave::model
