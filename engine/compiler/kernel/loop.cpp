// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/kernel/loop.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "engine/core/text.h"

namespace gradweave::compiler {

std::int64_t LoopKernel::iterations() const {
    return std::accumulate(sizes.begin(), sizes.end(), std::int64_t{1}, std::multiplies<>());
}

DType operand_dtype(const LoopKernel& kernel, const LoopOperand& operand) {
    const auto index = static_cast<std::size_t>(operand.index);
    switch (operand.kind) {
        case LoopOperand::Kind::load:
            return kernel.loads.at(index).dtype;
        case LoopOperand::Kind::constant:
            return kernel.constants.at(index).dtype;
        case LoopOperand::Kind::instruction:
            break;
    }
    return kernel.code.at(index).result_type;
}

namespace {

/// Every stride vector of the kernel, for changes that concern all of them.
std::vector<Axes*> all_strides(LoopKernel& kernel) {
    std::vector<Axes*> result;
    for (auto& load : kernel.loads)
        result.push_back(&load.access.strides);
    for (auto& store : kernel.stores)
        result.push_back(&store.access.strides);
    return result;
}

template <class T>
void reorder(std::vector<T>& values, const std::vector<std::size_t>& order) {
    std::vector<T> result;
    for (const std::size_t i : order)
        result.push_back(values[i]);
    values = std::move(result);
}

/// The access whose memory order the loops follow.
const Axes& leading_strides(const LoopKernel& kernel) {
    if (!kernel.reduce) return kernel.stores.front().access.strides;
    const Axes* widest = &kernel.stores.front().access.strides;
    std::ptrdiff_t most = -1;
    for (const auto& load : kernel.loads) {
        const auto& strides = load.access.strides;
        const auto width =
            std::count_if(strides.begin(), strides.end(), [](auto s) { return s != 0; });
        if (width > most && !load.is_index()) {
            most = width;
            widest = &strides;
        }
    }
    return *widest;
}

void keep_axes(LoopKernel& kernel, const std::vector<std::size_t>& axes) {
    for (Axes* strides : all_strides(kernel))
        reorder(*strides, axes);
    reorder(kernel.sizes, axes);
    reorder(kernel.reduced, axes);
}

}  // namespace

void normalize(LoopKernel& kernel) {
    if (kernel.reduced.empty()) kernel.reduced.assign(kernel.sizes.size(), false);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < kernel.sizes.size(); ++i) {
        if (kernel.sizes[i] != 1) order.push_back(i);
    }
    const Axes leading = leading_strides(kernel);
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return std::abs(leading[a]) > std::abs(leading[b]);
    });
    keep_axes(kernel, order);

    // Axis i and i + 1 are one if every access steps over the whole of i + 1 to move along i.
    const auto strides = all_strides(kernel);
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < kernel.sizes.size(); ++i) {
        const bool merges = i + 1 < kernel.sizes.size() &&
                            kernel.reduced[i] == kernel.reduced[i + 1] &&
                            std::all_of(strides.begin(), strides.end(), [&](const Axes* s) {
                                return (*s)[i] == (*s)[i + 1] * kernel.sizes[i + 1];
                            });
        if (merges)
            kernel.sizes[i + 1] *= kernel.sizes[i];
        else
            kept.push_back(i);
    }
    keep_axes(kernel, kept);
}

namespace {

void check_operand(const LoopKernel& kernel, const LoopOperand& operand, std::size_t position) {
    const auto index = static_cast<std::size_t>(operand.index);
    switch (operand.kind) {
        case LoopOperand::Kind::load:
            GW_ASSERT(index < kernel.loads.size());
            break;
        case LoopOperand::Kind::constant:
            GW_ASSERT(index < kernel.constants.size());
            break;
        case LoopOperand::Kind::instruction:
            GW_ASSERT(index < position);
            break;
    }
}

}  // namespace

void verify_code(const LoopKernel& kernel) {
    for (const auto& load : kernel.loads) {
        GW_ASSERT(load.access.strides.size() == kernel.sizes.size());
        GW_ASSERT(!load.is_index() || load.dtype == DType::i64);
    }
    for (std::size_t i = 0; i < kernel.code.size(); ++i) {
        const auto& instruction = kernel.code[i];
        for (int k = 0; k < instruction.operand_count; ++k) {
            check_operand(kernel, instruction.operands[static_cast<std::size_t>(k)], i);
        }
        const auto last = static_cast<std::size_t>(instruction.operand_count - 1);
        GW_ASSERT(operand_dtype(kernel, instruction.operands[last]) == instruction.operand_type);
    }
    for (const auto& store : kernel.stores) {
        GW_ASSERT(store.access.strides.size() == kernel.sizes.size());
        check_operand(kernel, store.operand, kernel.code.size());
    }
}

void verify(const LoopKernel& kernel) {
    verify_code(kernel);
    GW_ASSERT(!kernel.stores.empty() && kernel.stores.size() <= LoopKernel::most_stores);
    for (const auto& load : kernel.loads)
        GW_ASSERT(load.access.value >= -1);
    for (const auto& store : kernel.stores)
        GW_ASSERT(store.access.value >= 0);
    GW_ASSERT(!kernel.reduce || kernel.stores.size() == 1);
    GW_ASSERT(kernel.reduced.size() == kernel.sizes.size());
    for (std::size_t i = 0; i < kernel.sizes.size(); ++i) {
        GW_ASSERT(!kernel.reduced[i] || (kernel.reduce && kernel.stores[0].access.strides[i] == 0));
    }
}

std::string to_string(const Access& access) {
    std::string text = access.value == -1  ? "index"
                       : access.value < -1 ? concat("local", -2 - access.value)
                                           : concat("v", access.value);
    text += concat("[", access.offset);
    for (std::size_t i = 0; i < access.strides.size(); ++i) {
        if (access.strides[i] != 0) text += concat(" + ", access.strides[i], "*i", i);
    }
    return text + "]";
}

std::string operand_text(const LoopKernel& kernel, const LoopOperand& operand) {
    const auto index = static_cast<std::size_t>(operand.index);
    switch (operand.kind) {
        case LoopOperand::Kind::load:
            return to_string(kernel.loads[index].access);
        case LoopOperand::Kind::constant:
            return number_text(kernel.constants[index].value.as_double());
        case LoopOperand::Kind::instruction:
            break;
    }
    return concat("t", operand.index);
}

std::string code_text(const LoopKernel& kernel) {
    std::string text;
    for (std::size_t i = 0; i < kernel.code.size(); ++i) {
        const auto& instruction = kernel.code[i];
        text += concat("  t", i, ":", name_of(instruction.result_type), " = ",
                       graph::name_of(instruction.op));
        for (int k = 0; k < instruction.operand_count; ++k) {
            text += " " + operand_text(kernel, instruction.operands[static_cast<std::size_t>(k)]);
        }
        text += "\n";
    }
    return text;
}

std::string to_string(const LoopKernel& kernel) {
    std::string text = "for";
    for (std::size_t i = 0; i < kernel.sizes.size(); ++i) {
        text += concat(" i", i, "<", kernel.sizes[i], kernel.reduced[i] ? " (reduced)" : "");
    }
    text += "\n" + code_text(kernel);
    for (const auto& store : kernel.stores) {
        text += concat("  ", to_string(store.access), kernel.reduce ? " <- " : " = ",
                       kernel.reduce ? concat(graph::name_of(*kernel.reduce), " ") : "",
                       operand_text(kernel, store.operand), "\n");
    }
    return text;
}

}  // namespace gradweave::compiler
