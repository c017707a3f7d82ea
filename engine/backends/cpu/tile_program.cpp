// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/tile_program.h"

#include "engine/core/convert.h"

namespace gradweave::backends::cpu {

using compiler::LoopKernel;
using compiler::LoopOperand;
using graph::Op;

Walk::Kind kind_of(const Axes& sizes, const Axes& strides) {
    if (std::all_of(strides.begin(), strides.end(), [](auto s) { return s == 0; }))
        return Walk::Kind::uniform;
    std::int64_t dense = 1;
    for (std::size_t i = sizes.size(); i-- > 0;) {
        if (strides[i] != dense) return Walk::Kind::strided;
        dense *= sizes[i];
    }
    return Walk::Kind::direct;
}

namespace {

template <class T>
void copy_in(const Walk& walk, const Axes& sizes, std::int64_t start, std::int64_t count,
             std::byte* tile) {
    const auto* base = reinterpret_cast<const T*>(walk.base) + walk.offset;
    auto* out = reinterpret_cast<T*>(tile);
    const std::int64_t step = walk.strides.back();
    for_each_run(sizes, walk.strides, start, count,
                 [&](std::int64_t at, std::int64_t offset, std::int64_t length) {
                     const T* from = base + offset;
                     T* to = out + at;
                     if (step == 1) {
                         for (std::int64_t i = 0; i < length; ++i)
                             to[i] = from[i];
                     } else if (step == 0) {
                         std::fill(to, to + length, *from);
                     } else {
                         for (std::int64_t i = 0; i < length; ++i)
                             to[i] = from[i * step];
                     }
                 });
}

}  // namespace

TileProgram::TileProgram(const LoopKernel& kernel, std::int64_t row_size)
    : kernel_(kernel), row_size_(row_size) {
    if (kernel_.sizes.empty()) {
        // A single iteration still has one axis, so that runs have something to run along.
        kernel_.sizes = {1};
        for (auto& load : kernel_.loads)
            load.access.strides = {0};
        for (auto& store : kernel_.stores)
            store.access.strides = {0};
        kernel_.reduced = {false};
    }
    for (const auto& load : kernel_.loads) {
        loads_.push_back(
            {load.is_index() ? Walk::Kind::strided : kind_of(kernel_.sizes, load.access.strides),
             size_of(load.dtype), load.access.offset, load.access.strides});
        if (!compiler::is_local(load.access.value)) continue;
        // One element per iteration is read in place, one per row is spread over its iterations.
        Walk& walk = loads_.back();
        walk.local = static_cast<int>(compiler::local_index(load.access.value));
        const bool spread = row_size_ > 1 && load.access.strides.back() == 0;
        walk.kind = spread ? Walk::Kind::strided : Walk::Kind::direct;
    }
    store_constants();
    assign_registers();
}

void TileProgram::bind(const Places& places) {
    for (std::size_t i = 0; i < loads_.size(); ++i) {
        const auto& load = kernel_.loads[i];
        if (load.access.value >= 0) loads_[i].base = places.of(load.access.value);
    }
}

bool TileProgram::reads_from(const std::byte* base) const {
    return std::any_of(loads_.begin(), loads_.end(),
                       [&](const Walk& load) { return load.local < 0 && load.base == base; });
}

void TileProgram::run(std::int64_t start, std::int64_t count, std::byte* workspace,
                      const LoopOperand* results, std::byte* const* direct,
                      std::size_t result_count, const TileLocals* locals) const {
    for (const auto& fill : fills_)
        load_tile(fill.index, start, count, workspace + fill.reg * register_bytes, locals);
    for (std::size_t i = 0; i < code_.size(); ++i) {
        const Code& code = code_[i];
        std::byte* out = workspace + code.reg * register_bytes;
        for (std::size_t r = 0; r < result_count; ++r) {
            if (direct[r] != nullptr && results[r].kind == LoopOperand::Kind::instruction &&
                results[r].index == static_cast<int>(i)) {
                out = direct[r];
            }
        }
        const std::byte* operand[3] = {nullptr, nullptr, nullptr};
        for (int k = 0; k < code.operand_count; ++k) {
            const auto slot = static_cast<std::size_t>(k);
            operand[slot] = address(code.operands[slot], start, workspace, locals);
            for (std::size_t r = 0; r < result_count; ++r) {
                if (direct[r] != nullptr && results[r] == code.operands[slot])
                    operand[slot] = direct[r];
            }
            if (code.splat[slot] != no_register) splat(code, slot, operand[slot], count, workspace);
            if (code.splat[slot] != no_register)
                operand[slot] = workspace + code.splat[slot] * register_bytes;
        }
        code.function(out, operand[0], operand[1], operand[2], count);
    }
}

const std::byte* TileProgram::elements(const LoopOperand& operand, std::int64_t start,
                                       std::int64_t count, std::byte* workspace, std::byte* tile,
                                       const TileLocals* locals) const {
    const std::byte* at = address(operand, start, workspace, locals);
    if (!is_scalar(operand)) return at;
    fill_tile(tile, at, size_of(operand_dtype(kernel_, operand)), count);
    return tile;
}

bool TileProgram::is_scalar(const LoopOperand& operand) const {
    if (operand.kind == LoopOperand::Kind::constant) return true;
    return operand.kind == LoopOperand::Kind::load &&
           loads_[static_cast<std::size_t>(operand.index)].kind == Walk::Kind::uniform;
}

void TileProgram::store_constants() {
    constants_.resize(kernel_.constants.size() * 8);
    for (std::size_t i = 0; i < kernel_.constants.size(); ++i) {
        const auto& constant = kernel_.constants[i];
        visit_stored(constant.dtype, [&]<class T>(std::type_identity<T>) {
            const T element = constant.value.is_integer() ? convert<T>(constant.value.as_integer())
                                                          : convert<T>(constant.value.as_double());
            std::memcpy(constants_.data() + i * 8, &element, sizeof element);
        });
    }
}

void TileProgram::assign_registers() {
    for (std::size_t i = 0; i < loads_.size(); ++i) {
        load_register_.push_back(no_register);
        if (loads_[i].kind == Walk::Kind::strided) {
            load_register_[i] = registers_++;
            fills_.push_back({i, load_register_[i]});
        }
    }
    // An instruction's register is free again after its last use; results are used by the
    // stores.
    std::vector<std::size_t> last_use(kernel_.code.size(), 0);
    for (std::size_t i = 0; i < kernel_.code.size(); ++i) {
        const auto& code = kernel_.code[i];
        for (int k = 0; k < code.operand_count; ++k) {
            const auto& operand = code.operands[static_cast<std::size_t>(k)];
            if (operand.kind == LoopOperand::Kind::instruction)
                last_use[static_cast<std::size_t>(operand.index)] = i;
        }
    }
    for (const auto& store : kernel_.stores) {
        if (store.operand.kind == LoopOperand::Kind::instruction) {
            last_use[static_cast<std::size_t>(store.operand.index)] = kernel_.code.size();
        }
    }
    std::vector<std::size_t> free;
    for (std::size_t i = 0; i < kernel_.code.size(); ++i) {
        const auto& instruction = kernel_.code[i];
        Code code{};
        code.operands = instruction.operands;
        code.operand_count = instruction.operand_count;
        code.splat.fill(no_register);
        unsigned scalars = 0;
        for (int k = 0; k < code.operand_count; ++k) {
            if (is_scalar(code.operands[static_cast<std::size_t>(k)])) scalars |= 1u << k;
        }
        // Functions take few combinations of scalars: spread operands out until one fits.
        for (int k = 0; code.function == nullptr; ++k) {
            code.function = find_elementwise(instruction.op, instruction.operand_type,
                                             instruction.result_type, scalars);
            if (code.function != nullptr) break;
            GW_ASSERT(k < code.operand_count);
            if ((scalars & (1u << k)) != 0) {
                scalars &= ~(1u << k);
                code.splat[static_cast<std::size_t>(k)] = registers_++;
            }
        }
        if (free.empty()) {
            code.reg = registers_++;
        } else {
            code.reg = free.back();
            free.pop_back();
        }
        code_.push_back(code);
        for (int k = 0; k < code.operand_count; ++k) {
            const auto& operand = code.operands[static_cast<std::size_t>(k)];
            if (operand.kind != LoopOperand::Kind::instruction) continue;
            const auto source = static_cast<std::size_t>(operand.index);
            const std::size_t reg = code_[source].reg;
            const bool listed = std::find(free.begin(), free.end(), reg) != free.end();
            if (last_use[source] == i && !listed) free.push_back(reg);
        }
    }
}

const std::byte* TileProgram::address(const LoopOperand& operand, std::int64_t start,
                                      std::byte* workspace, const TileLocals* locals) const {
    const auto index = static_cast<std::size_t>(operand.index);
    switch (operand.kind) {
        case LoopOperand::Kind::constant:
            return constants_.data() + index * 8;
        case LoopOperand::Kind::instruction:
            return workspace + code_[index].reg * register_bytes;
        case LoopOperand::Kind::load:
            break;
    }
    const Walk& load = loads_[index];
    switch (load.kind) {
        case Walk::Kind::direct:
            if (load.local >= 0)
                return locals->places[load.local] +
                       static_cast<std::size_t>(start - locals->start) * load.size;
            return load.base + static_cast<std::size_t>(load.offset + start) * load.size;
        case Walk::Kind::uniform:
            return load.base + static_cast<std::size_t>(load.offset) * load.size;
        case Walk::Kind::strided:
            break;
    }
    return workspace + load_register_[index] * register_bytes;
}

void TileProgram::fill_tile(std::byte* tile, const std::byte* element, std::size_t size,
                            std::int64_t count) {
    with_element_size(size, [&]<class T>(std::type_identity<T>) {
        T value;
        std::memcpy(&value, element, sizeof value);
        std::fill_n(reinterpret_cast<T*>(tile), count, value);
    });
}

void TileProgram::splat(const Code& code, std::size_t k, const std::byte* element,
                        std::int64_t count, std::byte* workspace) const {
    fill_tile(workspace + code.splat[k] * register_bytes, element,
              size_of(operand_dtype(kernel_, code.operands[k])), count);
}

void TileProgram::load_tile(std::size_t index, std::int64_t start, std::int64_t count,
                            std::byte* tile, const TileLocals* locals) const {
    const Walk& load = loads_[index];
    if (load.local >= 0) {
        const std::byte* place = locals->places[load.local];
        for (std::int64_t done = 0; done < count;) {
            const std::int64_t at = start + done;
            const std::int64_t length = std::min(row_size_ - at % row_size_, count - done);
            const std::int64_t row = at / row_size_ - locals->start / row_size_;
            fill_tile(tile + static_cast<std::size_t>(done) * load.size,
                      place + static_cast<std::size_t>(row) * load.size, load.size, length);
            done += length;
        }
        return;
    }
    if (kernel_.loads[index].is_index()) {
        auto* out = reinterpret_cast<std::int64_t*>(tile);
        const std::int64_t step = load.strides.back();
        for_each_run(kernel_.sizes, load.strides, start, count,
                     [&](std::int64_t at, std::int64_t offset, std::int64_t length) {
                         for (std::int64_t i = 0; i < length; ++i)
                             out[at + i] = load.offset + offset + i * step;
                     });
        return;
    }
    with_element_size(load.size, [&]<class T>(std::type_identity<T>) {
        copy_in<T>(load, kernel_.sizes, start, count, tile);
    });
}

}  // namespace gradweave::backends::cpu
