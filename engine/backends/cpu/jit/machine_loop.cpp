// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/jit/machine_loop.h"

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

InstructionSet instruction_set() {
    if (&native_tiles() == &baseline_tiles()) return InstructionSet::baseline;
#if defined(__x86_64__)
    if (&native_tiles() == &avx512_tiles()) return InstructionSet::avx512;
#endif
    return InstructionSet::avx2;
}

LoopForm::Constant constant_of(const compiler::LoopConstant& constant) {
    LoopForm::Constant result{constant.dtype, 0};
    visit_dtype(constant.dtype, [&]<class T>(std::type_identity<T>) {
        const T element = constant.value.is_integer() ? convert<T>(constant.value.as_integer())
                                                      : convert<T>(constant.value.as_double());
        std::memcpy(&result.bits, &element, sizeof element);
    });
    return result;
}

}  // namespace

std::optional<MachineLoop> MachineLoop::make(const LoopKernel& kernel, LoopForm::Kind kind,
                                             int rank) {
    if (kernel.loads.size() + kernel.stores.size() > most_accesses) return std::nullopt;
    MachineLoop loop;
    LoopForm& form = loop.form_;
    form.kind = kind;
    form.reduce = kernel.reduce.value_or(Op::reduce_sum);
    form.rank = rank;
    form.instruction_set = instruction_set();
    form.code = kernel.code;
    const std::size_t axes = kernel.sizes.size();
    loop.outer_axes_ = axes - static_cast<std::size_t>(rank);
    const auto add = [&](const compiler::Access& access, DType dtype, bool is_index) {
        const std::int64_t unit = is_index ? 1 : static_cast<std::int64_t>(size_of(dtype));
        std::vector<std::int64_t> steps;
        for (const std::int64_t stride : access.strides)
            steps.push_back(stride * unit);
        loop.accesses_.push_back(access);
        loop.strides_.insert(loop.strides_.end(),
                             steps.begin() + static_cast<std::ptrdiff_t>(loop.outer_axes_),
                             steps.end());
        loop.byte_steps_.push_back(std::move(steps));
        LoopForm::Reach reach = reach_of(kernel.sizes.back(), access.strides.back());
        // An index is computed from its step, whatever that is.
        if (is_index && reach == LoopForm::Reach::next) reach = LoopForm::Reach::far;
        return LoopForm::Access{dtype, reach, is_index};
    };
    for (const auto& load : kernel.loads)
        form.loads.push_back(add(load.access, load.dtype, load.is_index()));
    for (const auto& store : kernel.stores) {
        form.stores.push_back(add(store.access, operand_dtype(kernel, store.operand), false));
        form.results.push_back(store.operand);
    }
    for (const auto& constant : kernel.constants)
        form.constants.push_back(constant_of(constant));
    for (const auto& code : kernel.code) {
        const unsigned scalars =
            code.op == Op::random_bits ? Scalars::first | Scalars::second : Scalars::none;
        loop.functions_.push_back(
            find_elementwise(code.op, code.operand_type, code.result_type, scalars));
    }
    loop.bases_.resize(loop.accesses_.size());
    return loop;
}

void MachineLoop::bind(const Places& places) {
    for (std::size_t i = 0; i < accesses_.size(); ++i) {
        const auto& access = accesses_[i];
        if (access.value < 0) {
            bases_[i] = reinterpret_cast<std::byte*>(access.offset);
            continue;
        }
        const DType dtype = i < form_.loads.size() ? form_.loads[i].dtype
                                                   : form_.stores[i - form_.loads.size()].dtype;
        bases_[i] =
            places.of(access.value) + access.offset * static_cast<std::ptrdiff_t>(size_of(dtype));
    }
}

void MachineLoop::run(std::span<const std::int64_t> first, std::span<const std::int64_t> sizes,
                      std::optional<Moved> moved, Sums sums) const {
    std::byte* places[most_accesses];
    for (std::size_t i = 0; i < bases_.size(); ++i) {
        // As a number: an index is no address, and may be anything.
        auto place = reinterpret_cast<std::intptr_t>(bases_[i]);
        for (std::size_t axis = 0; axis < first.size(); ++axis)
            place += first[axis] * byte_steps_[i][axis];
        places[i] = reinterpret_cast<std::byte*>(place);
    }
    if (moved) places[moved->access] = moved->place;
    const LoopArguments arguments{sizes.data(), places,         strides_.data(), functions_.data(),
                                  sums.place,   sums.first_row, sums.phases};
    function_(&arguments);
}

}  // namespace gradweave::backends::cpu::jit
