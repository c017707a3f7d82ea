// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/render/body.h"

#include <algorithm>
#include <functional>
#include <numeric>

#include "engine/backends/opencl/render/elements.h"
#include "engine/core/text.h"

namespace gradweave::backends::opencl {

using compiler::Access;
using compiler::LoopKernel;
using compiler::LoopOperand;
using graph::Op;

namespace {

/// "+ 3 * i2" without what does nothing.
std::string term(std::int64_t factor, const std::string& index) {
    if (factor == 0) return {};
    if (factor == 1) return concat(" + ", index);
    return concat(" + ", factor, " * ", index);
}

std::string lane_list(const std::function<std::string(int)>& lane) {
    std::string text;
    for (int i = 0; i < lanes; ++i)
        text += concat(i == 0 ? "" : ", ", lane(i));
    return text;
}

constexpr char lane_names[] = "0123456789abcdef";

}  // namespace

bool needs_long_indices(const compiler::Schedule& schedule, const LoopKernel& loop) {
    constexpr std::int64_t limit = std::int64_t{1} << 30;
    if (loop.iterations() >= limit) return true;
    const auto is_large = [&](const Access& access) {
        if (access.value >= 0)
            return schedule.values[static_cast<std::size_t>(access.value)].shape.element_count() >=
                   limit;
        // A position in a random stream.
        std::int64_t last = access.offset;
        for (std::size_t i = 0; i < access.strides.size(); ++i)
            last += access.strides[i] * (loop.sizes[i] - 1);
        return last >= limit;
    };
    return std::any_of(loop.loads.begin(), loop.loads.end(),
                       [&](const auto& load) { return is_large(load.access); }) ||
           std::any_of(loop.stores.begin(), loop.stores.end(),
                       [&](const auto& store) { return is_large(store.access); });
}

std::string split_index(const std::string& type, const std::string& linear, const Axes& sizes,
                        const std::vector<std::size_t>& axes) {
    std::string text;
    std::int64_t inside = 1;
    for (std::size_t k = axes.size(); k-- > 0;) {
        const std::size_t axis = axes[k];
        text += concat("const ", type, " i", axis, " = ", linear);
        if (inside > 1) text += concat(" / ", inside);
        if (k > 0) text += concat(" % ", sizes[axis]);
        text += "; ";
        inside *= sizes[axis];
    }
    return text + "\n";
}

std::vector<std::size_t> first_axes(std::size_t count) {
    std::vector<std::size_t> axes(count);
    std::iota(axes.begin(), axes.end(), 0);
    return axes;
}

void ParameterList::add(compiler::ValueId id, bool stored) {
    const bool known =
        std::any_of(arguments_.begin(), arguments_.end(),
                    [&](const KernelArgument& argument) { return argument.index == id; });
    if (known || id < 0) return;
    const DType dtype = schedule_.values[static_cast<std::size_t>(id)].dtype;
    text_ += concat(arguments_.empty() ? "" : ", ", "global ", stored ? "" : "const ",
                    type_name(dtype), "* v", arguments_.size());
    arguments_.push_back({KernelArgument::Kind::value, id});
}

void ParameterList::add(const LoopKernel& loop) {
    for (const auto& store : loop.stores)
        add(store.access.value, true);
    for (const auto& load : loop.loads)
        add(load.access.value, false);
}

std::size_t ParameterList::number_of(compiler::ValueId id) const {
    const auto found = std::find_if(arguments_.begin(), arguments_.end(),
                                    [&](const KernelArgument& a) { return a.index == id; });
    GW_ASSERT(found != arguments_.end());
    return static_cast<std::size_t>(found - arguments_.begin());
}

namespace {

ParameterList parameters_of(const compiler::Schedule& schedule, const LoopKernel& loop) {
    ParameterList list(schedule);
    list.add(loop);
    return list;
}

}  // namespace

BodyText::BodyText(const compiler::Schedule& schedule, const LoopKernel& loop, int inner)
    : BodyText(schedule, loop, inner, parameters_of(schedule, loop), nullptr) {}

BodyText::BodyText(const compiler::Schedule& schedule, const LoopKernel& loop, int inner,
                   ParameterList parameters, OwnPlaces own)
    : loop_(loop), inner_(inner), parameters_(std::move(parameters)), own_(std::move(own)) {
    index_type_ = needs_long_indices(schedule, loop) ? "long" : "int";
    for (const auto& load : loop.loads)
        load_varies_.push_back(inner_stride(load.access) != 0);
    for (const auto& instruction : loop.code) {
        bool any = false;
        for (int k = 0; k < instruction.operand_count; ++k)
            any = any || varies(instruction.operands[static_cast<std::size_t>(k)]);
        instruction_varies_.push_back(any);
    }
    vectorizes_ = can_vectorize();
}

std::int64_t BodyText::inner_stride(const Access& access) const {
    return inner_ < 0 ? 0 : access.strides[static_cast<std::size_t>(inner_)];
}

bool BodyText::varies(const LoopOperand& operand) const {
    const auto index = static_cast<std::size_t>(operand.index);
    switch (operand.kind) {
        case LoopOperand::Kind::load:
            return load_varies_[index];
        case LoopOperand::Kind::instruction:
            return instruction_varies_[index];
        case LoopOperand::Kind::constant:
            break;
    }
    return false;
}

bool BodyText::can_vectorize() const {
    if (inner_ < 0 || loop_.sizes[static_cast<std::size_t>(inner_)] < lanes) return false;
    const auto narrow = [](DType t) {
        return t == DType::f32 || t == DType::i32 || t == DType::boolean;
    };
    for (std::size_t i = 0; i < loop_.loads.size(); ++i) {
        const auto& load = loop_.loads[i];
        if (load_varies_[i] && (load.is_index() || !narrow(load.dtype))) return false;
    }
    for (std::size_t i = 0; i < loop_.code.size(); ++i) {
        const auto& code = loop_.code[i];
        if (!instruction_varies_[i]) continue;
        const DType type = code.operand_type;
        if (!has_vector_form(code.op, type, code.result_type)) return false;
        // Integers are loaded, compared and converted as vectors, no more.
        if (type == DType::i32 && graph::is_elementwise(code.op) && code.op != Op::cast &&
            code.op != Op::lt && code.op != Op::le && code.op != Op::eq && code.op != Op::select)
            return false;
    }
    if (loop_.reduce && operand_dtype(loop_, loop_.stores[0].operand) != DType::f32) return false;
    return std::all_of(loop_.stores.begin(), loop_.stores.end(), [&](const auto& store) {
        return narrow(operand_dtype(loop_, store.operand));
    });
}

std::string BodyText::base(const Access& access) const {
    std::string text = std::to_string(access.offset);
    for (std::size_t axis = 0; axis < access.strides.size(); ++axis) {
        if (static_cast<int>(axis) != inner_) text += term(access.strides[axis], concat("i", axis));
    }
    return text;
}

std::string BodyText::begin() const {
    std::string text;
    for (std::size_t i = 0; i < loop_.stores.size(); ++i)
        text += concat("const ", index_type_, " s", i, " = ", base(loop_.stores[i].access), ";\n");
    for (std::size_t i = 0; i < loop_.loads.size(); ++i)
        text += concat("const ", index_type_, " l", i, " = ", base(loop_.loads[i].access), ";\n");
    for (std::size_t i = 0; i < loop_.loads.size(); ++i) {
        if (!load_varies_[i]) text += load_statement(i, "0");
    }
    for (std::size_t i = 0; i < loop_.code.size(); ++i) {
        if (!instruction_varies_[i]) text += instruction_statement(i);
    }
    return text;
}

std::string BodyText::place(const std::string& name, const Access& access,
                            const std::string& index) const {
    if (own_) {
        if (std::string text = own_(access.value, index); !text.empty()) return text;
    }
    const std::int64_t stride = inner_stride(access);
    return concat("v", parameters_.number_of(access.value), "[", name,
                  stride == 0   ? std::string()
                  : stride == 1 ? concat(" + ", index)
                                : concat(" + ", stride, " * (", index, ")"),
                  "]");
}

std::string BodyText::load_statement(std::size_t i, const std::string& index) const {
    const auto& load = loop_.loads[i];
    const std::string name = concat("l", i);
    if (load.is_index()) {
        return concat("const long x", i, " = (long)", name,
                      load_varies_[i]
                          ? concat(" + ", inner_stride(load.access), "l * (", index, ")")
                          : std::string(),
                      ";\n");
    }
    return concat("const ", type_name(load.dtype), " x", i, " = ", place(name, load.access, index),
                  ";\n");
}

std::string BodyText::scalar_name(const LoopOperand& operand) const {
    switch (operand.kind) {
        case LoopOperand::Kind::constant: {
            const auto& constant = loop_.constants[static_cast<std::size_t>(operand.index)];
            return literal(constant.value, constant.dtype);
        }
        case LoopOperand::Kind::load:
            return concat("x", operand.index);
        case LoopOperand::Kind::instruction:
            break;
    }
    return concat("t", operand.index);
}

namespace {

/// The type that decides how an instruction is written: the source's for casts.
DType operand_type(const LoopKernel& loop, const compiler::LoopInstruction& code) {
    const bool casts = code.op == Op::cast || code.op == Op::bitcast;
    return casts ? operand_dtype(loop, code.operands[0]) : code.operand_type;
}

}  // namespace

std::string BodyText::instruction_statement(std::size_t i) const {
    const auto& code = loop_.code[i];
    std::vector<std::string> operands;
    for (int k = 0; k < code.operand_count; ++k)
        operands.push_back(scalar_name(code.operands[static_cast<std::size_t>(k)]));
    return concat("const ", type_name(code.result_type), " t", i, " = ",
                  scalar_expression(code.op, operand_type(loop_, code), code.result_type, operands),
                  ";\n");
}

std::string BodyText::scalar_code(const std::string& index) const {
    std::string text;
    for (std::size_t i = 0; i < loop_.loads.size(); ++i) {
        if (load_varies_[i]) text += load_statement(i, index);
    }
    for (std::size_t i = 0; i < loop_.code.size(); ++i) {
        if (instruction_varies_[i]) text += instruction_statement(i);
    }
    return text;
}

std::string BodyText::scalar_stores(const std::string& index) const {
    std::string text;
    for (std::size_t i = 0; i < loop_.stores.size(); ++i)
        text += scalar_store(i, index);
    return text;
}

std::string BodyText::scalar_store(std::size_t i, const std::string& index) const {
    return concat(place(concat("s", i), loop_.stores[i].access, index), " = ", scalar_result(i),
                  ";\n");
}

std::string BodyText::store_place(std::size_t i) const {
    const Access& access = loop_.stores[i].access;
    return place(concat("(", base(access), ")"), access, "0");
}

std::string BodyText::scalar_result(std::size_t i) const {
    return scalar_name(loop_.stores[i].operand);
}

std::string BodyText::vector_name(const LoopOperand& operand, const std::string& tag) const {
    const std::string scalar = scalar_name(operand);
    if (varies(operand)) return scalar + tag;
    const DType dtype = operand_dtype(loop_, operand);
    if (dtype == DType::boolean) return concat("((int16)(-(int)", scalar, "))");
    return concat("((", vector_type_name(dtype), ")(", scalar, "))");
}

std::string BodyText::vector_load(std::size_t i, const std::string& index,
                                  const std::string& tag) const {
    const auto& load = loop_.loads[i];
    const std::string name = concat("l", i);
    const std::int64_t stride = inner_stride(load.access);
    std::string value;
    if (stride == 1) {
        value = concat("vload16(0, &", place(name, load.access, index), ")");
        if (load.dtype == DType::boolean) value = concat("convert_int16(", value, ")");
    } else {
        value = concat("(", vector_type_name(load.dtype), ")(", lane_list([&](int lane) {
                           return place(name, load.access, concat(index, " + ", lane));
                       }),
                       ")");
    }
    if (load.dtype == DType::boolean) value += " != 0";
    return concat("const ", vector_type_name(load.dtype), " x", i, tag, " = ", value, ";\n");
}

std::string BodyText::vector_code(const std::string& index, const std::string& tag) const {
    std::string text;
    for (std::size_t i = 0; i < loop_.loads.size(); ++i) {
        if (load_varies_[i]) text += vector_load(i, index, tag);
    }
    for (std::size_t i = 0; i < loop_.code.size(); ++i) {
        const auto& code = loop_.code[i];
        if (!instruction_varies_[i]) continue;
        std::vector<std::string> operands;
        for (int k = 0; k < code.operand_count; ++k)
            operands.push_back(vector_name(code.operands[static_cast<std::size_t>(k)], tag));
        text += concat(
            "const ", vector_type_name(code.result_type), " t", i, tag, " = ",
            vector_expression(code.op, operand_type(loop_, code), code.result_type, operands),
            ";\n");
    }
    return text;
}

std::string BodyText::vector_result(std::size_t i, const std::string& tag) const {
    return vector_name(loop_.stores[i].operand, tag);
}

std::string BodyText::vector_stores(const std::string& index, const std::string& tag) const {
    std::string text;
    for (std::size_t i = 0; i < loop_.stores.size(); ++i)
        text += vector_store(i, index, tag);
    return text;
}

std::string BodyText::vector_store(std::size_t i, const std::string& index,
                                   const std::string& tag) const {
    const auto& store = loop_.stores[i];
    const DType dtype = operand_dtype(loop_, store.operand);
    std::string value = vector_result(i, tag);
    if (dtype == DType::boolean) value = concat("(-(", value, "))");
    const std::string name = concat("s", i);
    if (inner_stride(store.access) == 1) {
        if (dtype == DType::boolean) value = concat("convert_uchar16", value);
        return concat("vstore16(", value, ", 0, &", place(name, store.access, index), ");\n");
    }
    std::string text = concat("{ const ", vector_type_name(dtype), " y = ", value, ";\n");
    for (int lane = 0; lane < lanes; ++lane)
        text += concat(place(name, store.access, concat(index, " + ", lane)), " = y.s",
                       lane_names[lane], ";\n");
    return text + "}\n";
}

}  // namespace gradweave::backends::opencl
