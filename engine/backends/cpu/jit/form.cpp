// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/jit/form.h"

#include <cstring>

#include "engine/backends/cpu/tiles/tiles.h"
#include "engine/core/convert.h"

namespace gradweave::backends::cpu::jit {

using compiler::LoopKernel;
using graph::Op;

static_assert(reduction_block == tile_size, "both ways must reduce in the same order");

namespace {

LoopForm::Reach reach_of(std::int64_t size, std::int64_t stride) {
    // A single element is next to whatever comes after it.
    if (stride == 1 || size == 1) return LoopForm::Reach::next;
    return stride == 0 ? LoopForm::Reach::none : LoopForm::Reach::far;
}

LoopForm::Constant constant_of(const compiler::LoopConstant& constant) {
    LoopForm::Constant result{constant.dtype, 0};
    visit_stored(constant.dtype, [&]<class T>(std::type_identity<T>) {
        const T element = constant.value.is_integer() ? convert<T>(constant.value.as_integer())
                                                      : convert<T>(constant.value.as_double());
        std::memcpy(&result.bits, &element, sizeof element);
    });
    return result;
}

}  // namespace

InstructionSet instruction_set() {
    if (&native_tiles() == &baseline_tiles()) return InstructionSet::baseline;
#if defined(__x86_64__)
    if (&native_tiles() == &avx512_tiles()) return InstructionSet::avx512;
#endif
    return InstructionSet::avx2;
}

LoopForm::Access FormAccesses::add(const LoopKernel& kernel, const LoopForm& form,
                                   const compiler::Access& access, DType dtype) {
    const bool is_index = access.value == -1;
    const std::int64_t unit = is_index ? 1 : static_cast<std::int64_t>(size_of(dtype));
    std::vector<std::int64_t> steps;
    for (const std::int64_t stride : access.strides)
        steps.push_back(stride * unit);
    const std::size_t outer_axes = kernel.sizes.size() - static_cast<std::size_t>(form.rank);
    strides_.insert(strides_.end(), steps.begin() + static_cast<std::ptrdiff_t>(outer_axes),
                    steps.end());
    accesses_.push_back(access);
    element_sizes_.push_back(size_of(dtype));
    byte_steps_.push_back(std::move(steps));
    bases_.push_back(nullptr);
    LoopForm::Reach reach = reach_of(kernel.sizes.back(), access.strides.back());
    // An index is computed from its step, whatever that is.
    if (is_index && reach == LoopForm::Reach::next) reach = LoopForm::Reach::far;
    LoopForm::Access result{dtype, reach, is_index};
    if (compiler::is_local(access.value) && (form.short_rows || access.strides.back() == 0))
        result.local = static_cast<int>(compiler::local_index(access.value));
    return result;
}

void FormAccesses::add(const LoopKernel& kernel, LoopForm& form) {
    form.instruction_set = instruction_set();
    form.code = kernel.code;
    for (const auto& load : kernel.loads)
        form.loads.push_back(add(kernel, form, load.access, load.dtype));
    for (const auto& store : kernel.stores) {
        const DType dtype = operand_dtype(kernel, store.operand);
        form.stores.push_back(add(kernel, form, store.access, dtype));
        form.results.push_back(store.operand);
    }
    for (const auto& constant : kernel.constants)
        form.constants.push_back(constant_of(constant));
    for (const auto& code : kernel.code) {
        const unsigned scalars =
            code.op == Op::random_bits ? Scalars::first | Scalars::second : Scalars::none;
        functions_.push_back(
            find_elementwise(code.op, code.operand_type, code.result_type, scalars));
    }
}

void FormAccesses::bind(const Places& places) {
    for (std::size_t i = 0; i < accesses_.size(); ++i) {
        const auto& access = accesses_[i];
        if (access.value == -1)
            bases_[i] = reinterpret_cast<std::byte*>(access.offset);
        else if (access.value >= 0)
            bases_[i] = places.of(access.value) +
                        access.offset * static_cast<std::ptrdiff_t>(element_sizes_[i]);
    }
}

int FormAccesses::local(std::size_t access) const {
    const compiler::ValueId id = accesses_[access].value;
    return compiler::is_local(id) ? static_cast<int>(compiler::local_index(id)) : -1;
}

void FormAccesses::places_at(std::span<const std::int64_t> first, std::byte** places) const {
    for (std::size_t i = 0; i < bases_.size(); ++i) {
        // As a number: an index is no address, and may be anything.
        auto place = reinterpret_cast<std::intptr_t>(bases_[i]);
        for (std::size_t axis = 0; axis < first.size(); ++axis)
            place += first[axis] * byte_steps_[i][axis];
        places[i] = reinterpret_cast<std::byte*>(place);
    }
}

}  // namespace gradweave::backends::cpu::jit
