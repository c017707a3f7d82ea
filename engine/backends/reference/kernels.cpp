// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/reference/kernels.h"

#include <array>
#include <cstring>
#include <vector>

#include "engine/backends/reference/walk.h"
#include "engine/core/convert.h"
#include "engine/core/rng.h"
#include "engine/graph/reference.h"

namespace gradweave::backends {

using compiler::Access;
using compiler::LoopInstruction;
using compiler::LoopKernel;
using compiler::LoopOperand;
using compiler::LoopStore;
using compiler::RowKernel;
using compiler::RowPass;
using graph::Op;
using graph::OpClass;

namespace {

/// One element of any type.
struct Element {
    alignas(8) std::byte bytes[8] = {};

    template <class T>
    T as() const {
        T value;
        std::memcpy(&value, bytes, sizeof value);
        return value;
    }
    template <class T>
    static Element of(T value) {
        Element element;
        std::memcpy(element.bytes, &value, sizeof value);
        return element;
    }
};

std::int64_t position(const Access& access, const Axes& index) {
    std::int64_t sum = access.offset;
    for (std::size_t i = 0; i < index.size(); ++i)
        sum += index[i] * access.strides[i];
    return sum;
}

Element computed(const LoopInstruction& code, const Element* operands) {
    if (code.op == Op::random_bits) {
        return Element::of(static_cast<std::int32_t>(
            random_word(static_cast<std::uint64_t>(operands[0].as<std::int64_t>()),
                        static_cast<std::uint64_t>(operands[1].as<std::int64_t>()),
                        static_cast<std::uint64_t>(operands[2].as<std::int64_t>()))));
    }
    if (code.op == Op::bitcast) return operands[0];  // the bits are what an Element holds
    if (code.op == Op::select) return operands[0].as<bool>() ? operands[1] : operands[2];
    if (code.op == Op::cast) {
        return visit_stored(code.operand_type, [&]<class T>(std::type_identity<T>) {
            return visit_stored(code.result_type, [&]<class To>(std::type_identity<To>) {
                return Element::of(convert<To>(operands[0].as<T>()));
            });
        });
    }
    return visit_dtype(code.operand_type, [&]<class T>(std::type_identity<T>) {
        Element result;
        graph::visit_op<OpClass::unary>(code.op, [&](auto constant) {
            constexpr Op name = constant;
            if constexpr (graph::reference::defined_for<name, T>)
                result = Element::of(graph::reference::unary<name>(operands[0].as<T>()));
        });
        graph::visit_op<OpClass::binary>(code.op, [&](auto constant) {
            constexpr Op name = constant;
            if constexpr (graph::reference::defined_for<name, T>)
                result = Element::of(
                    graph::reference::binary<name>(operands[0].as<T>(), operands[1].as<T>()));
        });
        return result;
    });
}

/// A reduction in progress.
class Reduction {
  public:
    Reduction(Op op, DType dtype) : op_(op), dtype_(dtype) {}

    void add(const Element& element) {
        visit_dtype(dtype_, [&]<class T>(std::type_identity<T>) {
            const T x = element.as<T>();
            const bool first = count_++ == 0;
            if (op_ == Op::reduce_sum || op_ == Op::reduce_prod) {
                using Wide = std::conditional_t<std::is_floating_point_v<T>, double, std::int64_t>;
                const Wide before = first ? Wide(op_ == Op::reduce_prod) : state_.as<Wide>();
                const Wide with = static_cast<Wide>(x);
                if constexpr (std::is_floating_point_v<T>) {
                    if (op_ == Op::reduce_sum)
                        sum_.add(with);
                    else
                        state_ = Element::of(before * with);
                } else {
                    state_ = Element::of(op_ == Op::reduce_sum
                                             ? graph::reference::binary<Op::add>(before, with)
                                             : graph::reference::binary<Op::mul>(before, with));
                }
            } else if (first) {
                state_ = element;
            } else {
                state_ = Element::of(op_ == Op::reduce_max
                                         ? graph::reference::binary<Op::max>(state_.as<T>(), x)
                                         : graph::reference::binary<Op::min>(state_.as<T>(), x));
            }
        });
    }

    Element result() const {
        return visit_dtype(dtype_, [&]<class T>(std::type_identity<T>) {
            if (op_ == Op::reduce_max || op_ == Op::reduce_min) return state_;
            using Wide = std::conditional_t<std::is_floating_point_v<T>, double, std::int64_t>;
            if (std::is_floating_point_v<T> && op_ == Op::reduce_sum)
                return Element::of(static_cast<T>(sum_.result()));
            const Wide sum = count_ == 0 ? Wide(op_ == Op::reduce_prod) : state_.as<Wide>();
            return Element::of(static_cast<T>(sum));
        });
    }

  private:
    Op op_;
    DType dtype_;
    Element state_;
    CompensatedSum sum_;  ///< of fractions
    std::int64_t count_ = 0;
};

/// The code of a loop, for any iteration.
class Body {
  public:
    Body(const LoopKernel& loop, const PlaceOf& place_of) : loop_(loop), place_of_(place_of) {}

    /// Computes the iteration; values of operands are then there.
    void run(const Axes& index) {
        loads_.clear();
        code_.clear();
        for (const auto& load : loop_.loads) {
            const std::int64_t at = position(load.access, index);
            Element element = Element::of(at);
            if (!load.is_index()) {
                const std::size_t size = size_of(load.dtype);
                element = {};
                std::memcpy(element.bytes,
                            place_of_(load.access.value) + at * static_cast<std::ptrdiff_t>(size),
                            size);
            }
            loads_.push_back(element);
        }
        for (const auto& instruction : loop_.code) {
            std::array<Element, 3> operands;
            for (int k = 0; k < instruction.operand_count; ++k) {
                const auto slot = static_cast<std::size_t>(k);
                operands[slot] = value(instruction.operands[slot]);
            }
            code_.push_back(computed(instruction, operands.data()));
        }
    }

    Element value(const LoopOperand& operand) const {
        const auto i = static_cast<std::size_t>(operand.index);
        if (operand.kind == LoopOperand::Kind::load) return loads_[i];
        if (operand.kind == LoopOperand::Kind::instruction) return code_[i];
        const auto& constant = loop_.constants[i];
        return visit_stored(constant.dtype, [&]<class T>(std::type_identity<T>) {
            return Element::of(constant.value.is_integer()
                                   ? convert<T>(constant.value.as_integer())
                                   : convert<T>(constant.value.as_double()));
        });
    }

    void store(const LoopStore& store, const Element& element, const Axes& index) const {
        const std::size_t size = size_of(operand_dtype(loop_, store.operand));
        const std::int64_t at = position(store.access, index);
        std::memcpy(place_of_(store.access.value) + at * static_cast<std::ptrdiff_t>(size),
                    element.bytes, size);
    }

  private:
    const LoopKernel& loop_;
    const PlaceOf& place_of_;
    std::vector<Element> loads_, code_;
};

/// Calls f for every index of the axes that are chosen, the others as `index` has them.
template <class F>
void for_each(const Axes& sizes, const std::vector<bool>& chosen, Axes index, F&& f) {
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        if (chosen[i] && sizes[i] == 0) return;
        if (chosen[i]) index[i] = 0;
    }
    for (;;) {
        f(index);
        std::size_t axis = sizes.size();
        for (; axis > 0; --axis) {
            if (!chosen[axis - 1]) continue;
            if (++index[axis - 1] < sizes[axis - 1]) break;
            index[axis - 1] = 0;
        }
        if (axis == 0) return;
    }
}

std::vector<bool> opposite(std::vector<bool> flags) {
    flags.flip();
    return flags;
}

}  // namespace

void interpret(const LoopKernel& kernel, const PlaceOf& place_of) {
    Body body(kernel, place_of);
    const Axes zero(kernel.sizes.size(), 0);
    for_each(kernel.sizes, opposite(kernel.reduced), zero, [&](const Axes& index) {
        if (!kernel.reduce) {
            body.run(index);
            for (const LoopStore& store : kernel.stores)
                body.store(store, body.value(store.operand), index);
            return;
        }
        const LoopStore& store = kernel.stores.front();
        Reduction reduction(*kernel.reduce, operand_dtype(kernel, store.operand));
        for_each(kernel.sizes, kernel.reduced, index, [&](const Axes& element) {
            body.run(element);
            reduction.add(body.value(store.operand));
        });
        body.store(store, reduction.result(), index);
    });
}

void interpret(const RowKernel& kernel, const PlaceOf& place_of) {
    std::vector<std::vector<std::byte>> locals;
    for (const auto& local : kernel.locals)
        locals.emplace_back(size_of(local.dtype) *
                            static_cast<std::size_t>(local.whole_row ? kernel.row_size() : 1));
    const PlaceOf with_locals = [&](compiler::ValueId id) {
        return compiler::is_local(id) ? locals[compiler::local_index(id)].data() : place_of(id);
    };
    std::vector<bool> along(kernel.sizes.size(), false);
    along.back() = true;
    const Axes zero(kernel.sizes.size(), 0);
    for_each(kernel.sizes, opposite(along), zero, [&](const Axes& row) {
        for (const RowPass& pass : kernel.passes) {
            const LoopKernel loop = pass.as_loop(kernel.sizes);
            Body body(loop, with_locals);
            std::vector<Reduction> reductions;
            for (const auto& store : pass.stores)
                reductions.emplace_back(store.reduce.value_or(Op::reduce_max),
                                        operand_dtype(loop, store.operand));
            const auto once = [&](const Axes& index) {
                body.run(index);
                for (std::size_t i = 0; i < pass.stores.size(); ++i) {
                    const Element element = body.value(pass.stores[i].operand);
                    if (pass.stores[i].reduce)
                        reductions[i].add(element);
                    else
                        body.store(loop.stores[i], element, index);
                }
            };
            if (pass.per_row)
                once(row);
            else
                for_each(kernel.sizes, along, row, once);
            for (std::size_t i = 0; i < pass.stores.size(); ++i) {
                if (pass.stores[i].reduce) body.store(loop.stores[i], reductions[i].result(), row);
            }
        }
    });
}

}  // namespace gradweave::backends
