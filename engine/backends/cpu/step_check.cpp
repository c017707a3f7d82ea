// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/step_check.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <functional>

#include "engine/backends/reference/interpreter.h"
#include "engine/compiler/passes/rewrite.h"
#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"

namespace gradweave::backends::cpu {

using compiler::Access;
using compiler::GemmStep;
using compiler::LoopKernel;
using compiler::LoopOperand;
using compiler::NodeStep;
using compiler::RowKernel;
using compiler::ValueId;
using graph::Op;

namespace {

/// Iterations that are computed at once, as arrays.
constexpr std::int64_t chunk = 1 << 14;

/// The elements of values as a step found them, and as it left them.
using Memory = std::function<const std::byte*(ValueId)>;

/// A difference from the definition that rounding explains, relative to the largest number that
/// took part.
double tolerance(DType dtype) {
    switch (dtype) {
        case DType::f16:
            return 0x1p-9;
        case DType::bf16:
            return 0x1p-6;
        case DType::f32:
            return 2e-4;
        case DType::f64:
            return 1e-9;
        default:
            return 0;
    }
}

bool close(double a, double b, double slack) {
    return a == b || (std::isnan(a) && std::isnan(b)) || std::abs(a - b) <= slack;
}

/// Results that are expected of one store or product, by place in the value's memory.
class Expected {
  public:
    Expected(const compiler::Schedule& schedule, ValueId value)
        : schedule_(schedule),
          id_(value),
          value_(schedule.values[static_cast<std::size_t>(value)]) {
        const auto count = static_cast<std::size_t>(value_.shape.element_count());
        numbers_.assign(count, 0);
        slack_.assign(count, -1);  // nobody said anything
    }

    void set(std::int64_t place, double number, double magnitude) {
        numbers_.at(static_cast<std::size_t>(place)) = number;
        slack_.at(static_cast<std::size_t>(place)) = tolerance(value_.dtype) * magnitude;
    }

    /// A comparison of two numbers that are nearly equal may go the other way: a few elements in
    /// ten thousand do not count where there is one.
    std::optional<std::string> compare(const std::byte* memory, bool decides) const {
        Array actual(value_.dtype, Shape{value_.shape.element_count()});
        std::memcpy(actual.data(), memory, actual.byte_size());
        std::int64_t wrong = 0, first = -1;
        for (std::int64_t i = 0; i < actual.element_count(); ++i) {
            const auto at = static_cast<std::size_t>(i);
            if (slack_[at] < 0 || close(actual.number(i), numbers_[at], slack_[at])) continue;
            if (wrong++ == 0) first = i;
        }
        if (wrong <= (decides ? actual.element_count() / 2000 : 0)) return std::nullopt;
        return concat("element ", first, " of v", id_, " ", name_of(value_.dtype),
                      to_string(value_.shape), " is ", number_text(actual.number(first)),
                      " instead of ", number_text(numbers_[static_cast<std::size_t>(first)]), " (",
                      wrong, " of ", actual.element_count(), " differ)");
    }

  private:
    const compiler::Schedule& schedule_;
    ValueId id_;
    const compiler::Value& value_;
    std::vector<double> numbers_, slack_;
};

/// Where the access's element of an iteration is, in elements.
std::int64_t place_of(const Access& access, const Axes& sizes, std::int64_t iteration) {
    std::int64_t place = access.offset;
    for (std::size_t axis = sizes.size(); axis-- > 0;) {
        place += iteration % sizes[axis] * access.strides[axis];
        iteration /= sizes[axis];
    }
    return place;
}

/// A loop's body for a range of iterations, operation by operation as the oracle computes them.
class Body {
  public:
    /// `local` gives the elements of a load from a row kernel's local, one per iteration.
    Body(const LoopKernel& loop, std::int64_t begin, std::int64_t count, const Memory& memory,
         const std::function<Array(const compiler::LoopLoad&)>& local = {})
        : loop_(loop), magnitude_(static_cast<std::size_t>(count), 0) {
        for (const auto& load : loop.loads) {
            const bool is_local = compiler::is_local(load.access.value);
            Array elements = is_local ? local(load) : Array(load.dtype, Shape{count});
            const std::size_t size = size_of(load.dtype);
            for (std::int64_t i = 0; !is_local && i < count; ++i) {
                const std::int64_t place = place_of(load.access, loop.sizes, begin + i);
                if (load.is_index())
                    elements.as<std::int64_t>()[static_cast<std::size_t>(i)] = place;
                else
                    std::memcpy(elements.data() + static_cast<std::size_t>(i) * size,
                                memory(load.access.value) + place * static_cast<std::int64_t>(size),
                                size);
            }
            note(elements, load.is_index());
            loads_.push_back(std::move(elements));
        }
        for (const auto& constant : loop.constants) {
            constants_.push_back(
                interpret(*graph::constant(constant.value, constant.dtype, Shape{count}), {}));
            note(constants_.back(), false);
        }
        for (const auto& instruction : loop.code) {
            results_.push_back(compute(instruction, count));
            note(results_.back(), instruction.op == Op::random_bits);
        }
    }

    const Array& operand(const LoopOperand& operand) const {
        const auto index = static_cast<std::size_t>(operand.index);
        switch (operand.kind) {
            case LoopOperand::Kind::load:
                return loads_[index];
            case LoopOperand::Kind::constant:
                return constants_[index];
            case LoopOperand::Kind::instruction:
                break;
        }
        return results_[index];
    }
    /// The largest finite number that took part in an iteration.
    double magnitude(std::int64_t i) const { return magnitude_[static_cast<std::size_t>(i)]; }

  private:
    void note(const Array& array, bool is_position) {
        if (is_position || !is_floating(array.dtype())) return;
        for (std::int64_t i = 0; i < array.element_count(); ++i) {
            const double size = std::abs(array.number(i));
            auto& largest = magnitude_[static_cast<std::size_t>(i)];
            if (std::isfinite(size)) largest = std::max(largest, size);
        }
    }

    Array compute(const compiler::LoopInstruction& code, std::int64_t count) const {
        std::vector<Array> inputs;
        std::vector<graph::NodePtr> leaves;
        for (int k = 0; k < code.operand_count; ++k) {
            inputs.push_back(operand(code.operands[static_cast<std::size_t>(k)]));
            leaves.push_back(graph::make_leaf("", inputs.back().dtype(), inputs.back().shape()));
        }
        if (code.op == Op::random_bits) {
            Array bits(DType::i32, Shape{count});
            for (std::int64_t i = 0; i < count; ++i) {
                const auto at = static_cast<std::size_t>(i);
                const auto word = [&](std::size_t k) {
                    return static_cast<std::uint64_t>(inputs[k].as<std::int64_t>()[at]);
                };
                bits.as<std::int32_t>()[at] =
                    static_cast<std::int32_t>(random_word(word(0), word(1), word(2)));
            }
            return bits;
        }
        const graph::NodePtr node =
            code.op == Op::cast       ? graph::cast(leaves[0], code.result_type)
            : code.op == Op::bitcast  ? graph::bitcast(leaves[0], code.result_type)
            : code.operand_count == 1 ? graph::unary(code.op, leaves[0])
            : code.operand_count == 2 ? graph::binary(code.op, leaves[0], leaves[1])
                                      : graph::select(leaves[0], leaves[1], leaves[2]);
        // A cast to the same type is no node of its own.
        return node == leaves[0] ? inputs[0] : interpret(*node, inputs);
    }

    const LoopKernel& loop_;
    std::vector<Array> loads_, constants_, results_;
    std::vector<double> magnitude_;
};

bool decides(const std::vector<compiler::LoopInstruction>& code) {
    return std::any_of(code.begin(), code.end(), [](const auto& instruction) {
        const Op op = instruction.op;
        return op == Op::lt || op == Op::le || op == Op::eq || op == Op::floor || op == Op::round ||
               op == Op::cast || op == Op::bitcast || op == Op::mod;
    });
}

/// A reduction by its definition: floating numbers in f64, integers wrapping around.
class Reduction {
  public:
    explicit Reduction(Op op)
        : op_(op),
          value_(op == Op::reduce_sum    ? 0.0
                 : op == Op::reduce_prod ? 1.0
                 : op == Op::reduce_max  ? -INFINITY
                                         : INFINITY),
          word_(op == Op::reduce_prod ? 1 : 0) {}

    void add(const Array& from, std::int64_t i, double magnitude) {
        const double x = from.number(i);
        if (!is_floating(from.dtype())) {
            const std::uint64_t word =
                visit_dtype(from.dtype(), [&]<class T>(std::type_identity<T>) {
                    return static_cast<std::uint64_t>(from.as<T>()[static_cast<std::size_t>(i)]);
                });
            word_ = op_ == Op::reduce_prod ? word_ * word : word_ + word;
        }
        magnitude_ =
            op_ == Op::reduce_sum ? magnitude_ + magnitude : std::max(magnitude_, magnitude);
        if (op_ == Op::reduce_sum)
            value_ += x;
        else if (op_ == Op::reduce_prod)
            value_ *= x;
        else if (std::isnan(x) || std::isnan(value_))
            value_ = NAN;
        else
            value_ = op_ == Op::reduce_max ? std::max(value_, x) : std::min(value_, x);
        if (op_ == Op::reduce_prod) magnitude_ = std::max(magnitude_, std::abs(value_));
    }

    template <class T>
    T value() const {
        const bool arithmetic = op_ == Op::reduce_sum || op_ == Op::reduce_prod;
        if (std::is_integral_v<T> && arithmetic) return static_cast<T>(word_);
        return static_cast<T>(value_);
    }
    double magnitude() const { return magnitude_; }

  private:
    Op op_;
    double value_, magnitude_ = 0;
    std::uint64_t word_;
};

using Problem = std::optional<std::string>;

/// What each kind of step should have stored.
class Checker {
  public:
    Checker(const compiler::Schedule& schedule, Memory before, Memory after)
        : schedule_(schedule), before_(std::move(before)), after_(std::move(after)) {}

    Problem check(const LoopKernel& loop) const {
        return loop.reduce ? check_reduction(loop) : check_map(loop, before_, 0);
    }

    Problem check(const GemmStep& gemm) const {
        const std::int64_t count = gemm.batch * gemm.m * gemm.n;
        Array product(gemm.dtype, Shape{count});
        std::vector<double> magnitudes(static_cast<std::size_t>(count));
        visit_dtype(gemm.dtype, [&]<class T>(std::type_identity<T>) {
            const auto* a = reinterpret_cast<const T*>(before_(gemm.lhs.value)) + gemm.lhs.offset;
            const auto* b = reinterpret_cast<const T*>(before_(gemm.rhs.value)) + gemm.rhs.offset;
            for (std::int64_t i = 0; i < count; ++i) {
                const std::int64_t column = i % gemm.n, row = i / gemm.n % gemm.m,
                                   batch = i / gemm.n / gemm.m;
                const T* x = a + batch * gemm.lhs.batch_stride + row * gemm.lhs.row_stride;
                const T* y = b + batch * gemm.rhs.batch_stride + column * gemm.rhs.column_stride;
                double sum = 0, size = 0;
                std::uint64_t word = 0;  // integers wrap around
                for (std::int64_t k = 0; k < gemm.k; ++k) {
                    const T left = x[k * gemm.lhs.column_stride],
                            right = y[k * gemm.rhs.row_stride];
                    const double term = static_cast<double>(left) * static_cast<double>(right);
                    sum += term;
                    size += std::abs(term);
                    if (std::is_integral_v<T>)
                        word +=
                            static_cast<std::uint64_t>(left) * static_cast<std::uint64_t>(right);
                }
                product.as<T>()[static_cast<std::size_t>(i)] =
                    std::is_integral_v<T> ? static_cast<T>(word) : static_cast<T>(sum);
                magnitudes[static_cast<std::size_t>(i)] = size;
            }
        });
        if (!gemm.epilogue) {
            Expected expected(schedule_, gemm.output);
            for (std::int64_t i = 0; i < count; ++i)
                expected.set(i, product.number(i), magnitudes[static_cast<std::size_t>(i)]);
            return expected.compare(after_(gemm.output), false);
        }
        const double largest = *std::max_element(magnitudes.begin(), magnitudes.end());
        return check_map(
            *gemm.epilogue,
            [&](ValueId id) { return id == gemm.output ? product.data() : before_(id); }, largest);
    }

    Problem check(const RowKernel& kernel) const {
        std::vector<Expected> expected;
        for (const auto& pass : kernel.passes) {
            for (const auto& store : pass.stores) {
                if (!compiler::is_local(store.access.value))
                    expected.emplace_back(schedule_, store.access.value);
            }
        }
        for (std::int64_t row = 0; row < kernel.rows(); ++row)
            check_row(kernel, row, expected);
        std::size_t next = 0;
        for (const auto& pass : kernel.passes) {
            for (const auto& store : pass.stores) {
                if (compiler::is_local(store.access.value)) continue;
                if (auto wrong =
                        expected[next++].compare(after_(store.access.value), decides(pass.code)))
                    return wrong;
            }
        }
        return std::nullopt;
    }

    Problem check(const NodeStep& step) const {
        std::vector<Array> inputs;
        std::vector<graph::NodePtr> leaves;
        for (std::size_t k = 0; k < step.inputs.size(); ++k) {
            const ValueId id = step.inputs[k];
            inputs.push_back(
                dense(id, before_(id), step.node->input(static_cast<int>(k))->shape()));
            leaves.push_back(graph::make_leaf("", inputs.back().dtype(), inputs.back().shape()));
        }
        const auto node = compiler::with_inputs(step.node, std::vector(leaves));
        const auto leaf_value = [&](const graph::Node& leaf) {
            for (std::size_t i = 0; i < leaves.size(); ++i)
                if (leaves[i].get() == &leaf) return inputs[i];
            throw Error(ErrorKind::failed, "internal error: an unknown leaf");
        };
        const Array result = interpret_graph(std::span(&node, 1), leaf_value).front();
        // Sums of products: rounding counts beside the largest result.
        double largest = 0;
        for (std::int64_t i = 0; i < result.element_count(); ++i) {
            if (const double x = std::abs(result.number(i)); std::isfinite(x))
                largest = std::max(largest, x);
        }
        if (step.epilogue) {
            const Array lying = as_it_lies(step.output, result);
            return check_map(
                *step.epilogue,
                [&](ValueId id) { return id == step.output ? lying.data() : before_(id); },
                largest);
        }
        const Array actual = dense(step.output, after_(step.output), step.node->shape());
        for (std::int64_t i = 0; i < result.element_count(); ++i) {
            if (close(actual.number(i), result.number(i),
                      tolerance(result.dtype()) * std::max(largest, 1e-30)))
                continue;
            return concat("element ", i, " of v", step.output, " ", name_of(result.dtype()),
                          to_string(result.shape()), " is ", number_text(actual.number(i)),
                          " instead of ", number_text(result.number(i)));
        }
        return std::nullopt;
    }

  private:
    Problem check_map(const LoopKernel& loop, const Memory& memory, double least) const {
        std::vector<Expected> expected;
        for (const auto& store : loop.stores)
            expected.emplace_back(schedule_, store.access.value);
        const std::int64_t iterations = loop.iterations();
        for (std::int64_t begin = 0; begin < iterations; begin += chunk) {
            const std::int64_t count = std::min(chunk, iterations - begin);
            const Body body(loop, begin, count, memory);
            for (std::size_t s = 0; s < loop.stores.size(); ++s) {
                const Array& values = body.operand(loop.stores[s].operand);
                for (std::int64_t i = 0; i < count; ++i)
                    expected[s].set(place_of(loop.stores[s].access, loop.sizes, begin + i),
                                    values.number(i), std::max(least, body.magnitude(i)));
            }
        }
        for (std::size_t s = 0; s < loop.stores.size(); ++s) {
            if (auto wrong =
                    expected[s].compare(after_(loop.stores[s].access.value), decides(loop.code)))
                return wrong;
        }
        return std::nullopt;
    }

    Problem check_reduction(const LoopKernel& loop) const {
        const auto& store = loop.stores.front();
        Expected expected(schedule_, store.access.value);
        const auto results =
            schedule_.values[static_cast<std::size_t>(store.access.value)].shape.element_count();
        std::vector<Reduction> sums(static_cast<std::size_t>(results), Reduction(*loop.reduce));
        const std::int64_t iterations = loop.iterations();
        for (std::int64_t begin = 0; begin < iterations; begin += chunk) {
            const std::int64_t count = std::min(chunk, iterations - begin);
            const Body body(loop, begin, count, before_);
            const Array& values = body.operand(store.operand);
            for (std::int64_t i = 0; i < count; ++i)
                sums.at(static_cast<std::size_t>(place_of(store.access, loop.sizes, begin + i)))
                    .add(values, i, body.magnitude(i));
        }
        if (iterations == 0) return std::nullopt;
        for (std::int64_t i = 0; i < results; ++i) {
            const auto& sum = sums[static_cast<std::size_t>(i)];
            const double value =
                visit_dtype(schedule_.values[static_cast<std::size_t>(store.access.value)].dtype,
                            [&]<class T>(std::type_identity<T>) {
                                return static_cast<double>(sum.value<T>());
                            });
            expected.set(i, value, sum.magnitude());
        }
        return expected.compare(after_(store.access.value), decides(loop.code));
    }

    void check_row(const RowKernel& kernel, std::int64_t row,
                   std::vector<Expected>& expected) const {
        const std::int64_t size = kernel.row_size(), begin = row * size;
        std::vector<Array> locals(kernel.locals.size());
        std::size_t next = 0;
        double largest = 0;  // of all passes: what they hand on may be a small difference
        for (const auto& pass : kernel.passes) {
            const LoopKernel loop = pass.as_loop(kernel.sizes);
            const Body body(loop, begin, size, before_, [&](const compiler::LoopLoad& load) {
                return locals[compiler::local_index(load.access.value)];
            });
            for (std::int64_t i = 0; i < size; ++i)
                largest = std::max(largest, body.magnitude(i));
            for (const auto& store : pass.stores) {
                Array values = body.operand(store.operand).clone();
                double magnitude = largest;
                if (store.reduce) {
                    Reduction all(*store.reduce);
                    for (std::int64_t i = 0; i < size; ++i)
                        all.add(values, i, body.magnitude(i));
                    magnitude = std::max(largest, all.magnitude());
                    visit_dtype(values.dtype(), [&]<class T>(std::type_identity<T>) {
                        std::fill(values.as<T>().begin(), values.as<T>().end(), all.value<T>());
                    });
                }
                if (compiler::is_local(store.access.value)) {
                    locals[compiler::local_index(store.access.value)] = std::move(values);
                    continue;
                }
                for (std::int64_t i = 0; i < size; ++i)
                    expected[next].set(place_of(store.access, kernel.sizes, begin + i),
                                       values.number(i), magnitude);
                ++next;
            }
        }
    }

    /// A value's elements in row-major order, in the shape in which a node sees them: its own, or
    /// another one over elements that are in row-major order anyway.
    Array dense(ValueId id, const std::byte* memory, const Shape& shape) const {
        const auto& value = schedule_.values[static_cast<std::size_t>(id)];
        Array array(value.dtype, shape);
        if (value.shape != shape) {
            std::memcpy(array.data(), memory, array.byte_size());
            return array;
        }
        const Access access{id, 0, value.strides};
        const std::size_t size = size_of(value.dtype);
        for (std::int64_t i = 0; i < array.element_count(); ++i)
            std::memcpy(
                array.data() + static_cast<std::size_t>(i) * size,
                memory + static_cast<std::size_t>(place_of(access, value.shape.sizes(), i)) * size,
                size);
        return array;
    }

    /// The other way round: elements in the order in which the value's lie in memory.
    Array as_it_lies(ValueId id, const Array& elements) const {
        const auto& value = schedule_.values[static_cast<std::size_t>(id)];
        if (value.shape != elements.shape()) return elements;
        Array array(value.dtype, value.shape);
        const Access access{id, 0, value.strides};
        const std::size_t size = size_of(value.dtype);
        for (std::int64_t i = 0; i < array.element_count(); ++i)
            std::memcpy(
                array.data() +
                    static_cast<std::size_t>(place_of(access, value.shape.sizes(), i)) * size,
                elements.data() + static_cast<std::size_t>(i) * size, size);
        return array;
    }

    const compiler::Schedule& schedule_;
    Memory before_, after_;
};

}  // namespace

bool verify_wanted() {
    static const bool wanted = [] {
        const char* wish = std::getenv("GRADWEAVE_VERIFY");
        return wish != nullptr && std::string_view(wish) != "0" && *wish != '\0';
    }();
    return wanted;
}

void StepCheck::remember(const Places& places) {
    inputs_.clear();
    for (const ValueId id : step_->reads) {
        const auto& value = schedule_->values[static_cast<std::size_t>(id)];
        Array copy(DType::u8, Shape{static_cast<std::int64_t>(value.bytes())});
        std::memcpy(copy.data(), places.of(id), copy.byte_size());
        inputs_.push_back({id, std::move(copy)});
    }
}

std::optional<std::string> StepCheck::compare(const Places& places) const {
    const Checker checker(
        *schedule_,
        [&](ValueId id) -> const std::byte* {
            for (const Copy& copy : inputs_)
                if (copy.value == id) return copy.bytes.data();
            return places.of(id);  // written by the step itself before it is read
        },
        [&](ValueId id) -> const std::byte* { return places.of(id); });
    return std::visit([&](const auto& work) { return checker.check(work); }, step_->work);
}

}  // namespace gradweave::backends::cpu
