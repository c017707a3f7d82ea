// SPDX-License-Identifier: Apache-2.0
#include "engine/model/plugin_block.h"

#include <cstring>
#include <functional>

#include "engine/model/catalogue/kinds.h"
#include "engine/tensor/ops.h"

/// What the host's functions work on: the block being built and the tensors so far, by number.
struct gw_build {
    gradweave::model::BuildContext& context;
    const gw_block& block;
    std::vector<gradweave::Tensor> tensors;
    std::string problem;

    /// Runs f, which gives a tensor; the first failure is remembered and nothing is computed after
    /// it.
    template <class F>
    gw_tensor add(F&& f) {
        if (!problem.empty()) return 0;
        try {
            tensors.push_back(f());
            return static_cast<gw_tensor>(tensors.size());
        } catch (const std::exception& error) {
            problem = error.what();
            return 0;
        }
    }
    const gradweave::Tensor& at(gw_tensor number) const {
        if (number < 1 || static_cast<std::size_t>(number) > tensors.size())
            throw gradweave::Error(gradweave::ErrorKind::failed,
                                   "a tensor of this number does not exist");
        return tensors[static_cast<std::size_t>(number) - 1];
    }
};

namespace gradweave::model {

namespace {

[[noreturn]] void no_operation(const char* name) {
    throw Error(ErrorKind::failed, concat("there is no operation ", in_quotes(name ? name : "")));
}

/// A function of the table whose first column is `name`.
template <class Table>
auto pick(const Table& table, const char* name) {
    for (const auto& row : table) {
        if (name != nullptr && std::strcmp(row.name, name) == 0) return row.function;
    }
    no_operation(name);
}

struct Unary {
    const char* name;
    Tensor (*function)(const Tensor&);
};
constexpr Unary unary_table[] = {{
    "neg",
    operator- },
    {"abs", abs},
    {"exp", exp},
    {"log", log},
    {"sqrt", sqrt},
    {"rsqrt", rsqrt},
    {"sin", sin},
    {"cos", cos},
    {"tanh", tanh},
    {"erf", erf},
    {"floor", floor},
    {"round", round},
    {"recip", reciprocal},
};
struct Binary {
    const char* name;
    Tensor (*function)(const Tensor&, const Tensor&);
};
constexpr Binary binary_table[] = {
    {"add", operator+ },
     {"sub", operator- },
      {"mul", operator* }, {"div", operator/ }, {"pow", pow}, {"max", maximum}, {"min", minimum}};
struct Reduction {
    const char* name;
    Tensor (*function)(const Tensor&, Axes, bool);
};
constexpr Reduction reduction_table[] = {
    {"sum", sum}, {"mean", mean}, {"max", max}, {"min", min}, {"prod", prod}};

Axes axes_of(const int64_t* values, int32_t count) {
    if (count < 0 || count > GW_MOST_AXES || (count > 0 && values == nullptr))
        throw Error(ErrorKind::failed, "a list of axes is not valid");
    return Axes(values, values + count);
}

std::vector<double> settings_of(const gw_block& block, const ParamReader& params) {
    std::vector<double> values;
    for (int i = 0; i < block.setting_count; ++i)
        values.push_back(params.real(block.settings[i].key));
    return values;
}

const gw_host host = {
    sizeof(gw_host),
    [](gw_build* b, int32_t index) {
        return b->add([&] {
            if (index < 0 || index >= b->block.input_count)
                throw Error(ErrorKind::failed, "an input of this number does not exist");
            return b->context.input(static_cast<std::size_t>(index));
        });
    },
    [](gw_build* b, int32_t index) -> double {
        if (index < 0 || index >= b->block.setting_count) return 0;
        return b->context.params().real(b->block.settings[index].key);
    },
    [](gw_build* b, const char* name) {
        return b->add([&] { return b->context.parameter(name ? name : ""); });
    },
    [](gw_build* b, double value) { return b->add([&] { return Tensor(value); }); },
    [](gw_build* b, const char* name, gw_tensor x) {
        return b->add([&] { return pick(unary_table, name)(b->at(x)); });
    },
    [](gw_build* b, const char* name, gw_tensor x, gw_tensor y) {
        return b->add([&] { return pick(binary_table, name)(b->at(x), b->at(y)); });
    },
    [](gw_build* b, gw_tensor x, gw_tensor y, gw_tensor yes, gw_tensor no) {
        return b->add([&] { return where(less(b->at(x), b->at(y)), b->at(yes), b->at(no)); });
    },
    [](gw_build* b, const char* name, gw_tensor x, const int64_t* axes, int32_t count,
       int32_t keep) {
        return b->add(
            [&] { return pick(reduction_table, name)(b->at(x), axes_of(axes, count), keep != 0); });
    },
    [](gw_build* b, gw_tensor x, gw_tensor y) {
        return b->add([&] { return matmul(b->at(x), b->at(y)); });
    },
    [](gw_build* b, gw_tensor x, const int64_t* sizes, int32_t rank) {
        return b->add([&] { return b->at(x).reshape(Shape(axes_of(sizes, rank))); });
    },
    [](gw_build* b, gw_tensor x, const int64_t* order, int32_t rank) {
        return b->add([&] { return b->at(x).permute(axes_of(order, rank)); });
    },
    [](gw_build* b, gw_tensor x, int64_t* sizes) -> int32_t {
        if (x < 1 || static_cast<std::size_t>(x) > b->tensors.size() || sizes == nullptr) return 0;
        const Shape& shape = b->at(x).shape();
        std::copy(shape.begin(), shape.end(), sizes);
        return shape.rank();
    },
};

gw_type to_c(const TensorType& type) {
    gw_type result{};
    result.rank = type.rank();
    for (std::size_t i = 0; i < type.dims.size(); ++i) {
        result.size[i] = type.dims[i].size;
        result.batch[i] = type.dims[i].batch;
    }
    return result;
}

ShapeAnswer ask_shape(const gw_block& block, const ShapeQuery& query) {
    std::vector<gw_type> inputs;
    for (std::size_t i = 0; i < query.inputs.size(); ++i) {
        if (query.input(i).dtype != DType::f32)
            problem(concat(block.title, " computes with f32; ", carries(query.input(i)),
                           " of type ", name_of(query.input(i).dtype), "."),
                    block.input_names[i]);
        inputs.push_back(to_c(query.input(i)));
    }
    const auto settings = settings_of(block, query.params);
    gw_shape_call call{};
    call.input_count = static_cast<int32_t>(inputs.size());
    call.inputs = inputs.data();
    call.settings = settings.data();
    int32_t failed = 0;
    try {
        failed = block.shape(&call);
    } catch (...) {
        problem(concat(block.title, ": the plug-in threw an exception."));
    }
    call.message[GW_MESSAGE_SIZE - 1] = 0;
    if (failed != 0)
        problem(call.message[0] != 0 ? std::string(call.message)
                                     : concat(block.title, ": the plug-in refuses these inputs."));
    const auto check_rank = [&](int32_t rank) {
        if (rank < 0 || rank > GW_MOST_AXES)
            problem(concat(block.title, ": the plug-in gives a tensor of ", rank, " axes."));
    };
    ShapeAnswer answer;
    check_rank(call.output.rank);
    TensorType output;
    for (int32_t i = 0; i < call.output.rank; ++i) {
        if (call.output.size[i] < 1)
            problem(concat(block.title, ": the plug-in gives an axis of size ", call.output.size[i],
                           "."));
        output.dims.push_back({call.output.size[i], call.output.batch[i] != 0, 0});
    }
    answer.outputs = {std::move(output)};
    if (call.parameter_count < 0 || call.parameter_count > GW_MOST_PARAMETERS)
        problem(concat(block.title, ": the plug-in has ", call.parameter_count, " parameters."));
    for (int32_t i = 0; i < call.parameter_count; ++i) {
        const gw_parameter& p = call.parameters[i];
        check_rank(p.rank);
        if (p.name == nullptr)
            problem(concat(block.title, ": a parameter of the plug-in has no name."));
        const nn::Init init = p.initial == 1   ? nn::Init::uniform(p.scale)
                              : p.initial == 2 ? nn::Init::normal(p.scale)
                                               : nn::Init::constant(p.scale);
        answer.parameters.push_back({p.name, Shape(Axes(p.size, p.size + p.rank)), init, true});
    }
    return answer;
}

}  // namespace

BlockKind plugin_block_kind(const gw_block& block) {
    BlockKind kind;
    kind.id = block.id;
    kind.title = block.title;
    kind.category = block.is_activation != 0 ? Category::activation : Category::layer;
    kind.help = block.help;
    kind.keywords = block.keywords ? concat(block.keywords, " plug-in") : "plug-in";
    for (int i = 0; i < block.setting_count; ++i) {
        const gw_setting& s = block.settings[i];
        kind.params.push_back(
            real_param(s.key, s.label, s.fallback, s.minimum, s.maximum, s.help ? s.help : ""));
    }
    for (int i = 0; i < block.input_count; ++i)
        kind.inputs.push_back({block.input_names[i], "An input.", Accepts::fractions});
    kind.outputs = {{"y", "The result."}};
    kind.shape = [&block](const ShapeQuery& query) { return ask_shape(block, query); };
    kind.build = [&block](BuildContext& context) -> std::vector<Tensor> {
        gw_build build{context, block, {}, ""};
        gw_tensor result = 0;
        try {
            result = block.build(&host, &build);
        } catch (...) {
            build.problem = "the plug-in threw an exception";
        }
        if (build.problem.empty() && result == 0) build.problem = "the plug-in gave no result";
        if (!build.problem.empty())
            throw Error(ErrorKind::failed, concat(block.title, ": ", build.problem));
        return {build.at(result)};
    };
    return kind;
}

}  // namespace gradweave::model
