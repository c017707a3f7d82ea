// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/jit/machine_loop.h"

#include <algorithm>

namespace gradweave::backends::cpu::jit {

using compiler::LoopKernel;
using graph::Op;

std::optional<MachineLoop> MachineLoop::make(const LoopKernel& kernel, LoopForm::Kind kind,
                                             int rank) {
    if (kernel.loads.size() + kernel.stores.size() > most_accesses) return std::nullopt;
    MachineLoop loop;
    loop.form_.kind = kind;
    loop.form_.reduce = kernel.reduce.value_or(Op::reduce_sum);
    loop.form_.rank = rank;
    loop.accesses_.add(kernel, loop.form_);
    return loop;
}

void MachineLoop::run(std::span<const std::int64_t> first, std::span<const std::int64_t> sizes,
                      std::optional<Moved> moved, Sums sums) const {
    std::byte* places[most_accesses];
    accesses_.places_at(first, places);
    if (moved) places[moved->access] = moved->place;
    const LoopArguments arguments{sizes.data(),
                                  places,
                                  accesses_.strides().data(),
                                  accesses_.functions().data(),
                                  sums.place,
                                  sums.first_row,
                                  sums.phases};
    function_(&arguments);
}

std::optional<MachineRows> MachineRows::make(const compiler::RowKernel& kernel) {
    MachineRows rows;
    LoopForm& form = rows.form_;
    form.kind = LoopForm::Kind::passes;
    form.reduce = Op::reduce_sum;
    form.rank = 2;
    form.instruction_set = instruction_set();
    form.short_rows = kernel.row_size() <= lanes;
    rows.sizes_ = kernel.sizes;
    const bool single = rows.sizes_.size() == 1;
    if (single) rows.sizes_.insert(rows.sizes_.begin(), 1);
    if (rows.sizes_.size() > Shape::max_rank) return std::nullopt;
    for (const auto& pass : kernel.passes) {
        LoopKernel loop = pass.as_loop(kernel.sizes);
        if (single) {
            for (auto& load : loop.loads)
                load.access.strides.insert(load.access.strides.begin(), 0);
            for (auto& store : loop.stores)
                store.access.strides.insert(store.access.strides.begin(), 0);
            loop.sizes = rows.sizes_;
        }
        LoopForm::Pass made{pass.per_row, {}, {}};
        made.form.kind = LoopForm::Kind::map;
        made.form.reduce = Op::reduce_sum;
        made.form.rank = 2;
        made.form.short_rows = form.short_rows;
        rows.accesses_.add(loop, made.form);
        for (const auto& store : pass.stores)
            made.reduce.push_back(store.reduce);
        form.passes.push_back(std::move(made));
    }
    if (rows.accesses_.size() > most_accesses) return std::nullopt;
    return rows;
}

void MachineRows::run(std::int64_t begin, std::int64_t end, std::byte* const* locals) const {
    const std::size_t rank = sizes_.size(), inner = rank - 2;
    std::byte* places[most_accesses];
    std::int64_t first[Shape::max_rank] = {};
    while (begin < end) {
        std::int64_t rest = begin;
        for (std::size_t axis = inner + 1; axis-- > 0;) {
            first[axis] = rest % sizes_[axis];
            rest /= sizes_[axis];
        }
        const std::int64_t here = std::min(end - begin, sizes_[inner] - first[inner]);
        const std::int64_t box[] = {here, sizes_.back()};
        accesses_.places_at({first, rank}, places);
        for (std::size_t i = 0; i < accesses_.size(); ++i) {
            if (const int local = accesses_.local(i); local >= 0) places[i] = locals[local];
        }
        const LoopArguments arguments{
            box, places, accesses_.strides().data(), accesses_.functions().data(), nullptr, 0, 1};
        function_(&arguments);
        begin += here;
    }
}

}  // namespace gradweave::backends::cpu::jit
