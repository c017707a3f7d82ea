// SPDX-License-Identifier: Apache-2.0
// Every operation of the table on every element type: samples over all layouts and over sizes
// around every boundary of the loops. An operation without a case is missing from the table.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/graph/pooling.h"
#include "tests/support/operands.h"

namespace gradweave::testing {

using namespace gradweave::graph;

struct Sample {
    std::string what;
    NodePtr node;
    Tolerance tolerance;
};
using Samples = std::vector<Sample>;

/// exp, log, sin, cos, tanh and erf of f32 are within 3 units in the last place of the exact value
/// (test_vector_math), the oracle's within 1; a unit is at most 2^-23 of the value, and 2^-149
/// where it is subnormal. Everything else is computed by the same correctly rounded steps.
inline constexpr Tolerance library_f32{0x1p-21, 0x1p-147};

/// Results that differ in f32 may be rounded to neighbours of a shorter type.
inline Tolerance one_unit(DType dtype) {
    return dtype == DType::f16    ? Tolerance{0x1p-10, 0x1p-24}
           : dtype == DType::bf16 ? Tolerance{0x1p-7, 0x1p-133}
                                  : Tolerance{};
}

inline Generator& generator() {
    static Generator shared(2024);
    return shared;
}

inline NodePtr make(DType dtype, const Shape& shape, Layout layout = Layout::dense,
                    Numbers numbers = Numbers::special) {
    return operand(dtype, shape, layout, numbers, generator());
}

/// Sizes of a dense operand: scalar, empty, every tail of a vector register, the tile (1024), the
/// task (32 tiles), and beyond.
inline const std::vector<Shape>& sizes() {
    static const std::vector<Shape> all = [] {
        std::vector<Shape> shapes = {Shape{}, Shape{0}, Shape{3, 0, 2}};
        for (std::int64_t n = 1; n <= 33; ++n)
            shapes.push_back(Shape{n});
        for (const std::int64_t n : {1023, 1024, 1025, 2047, 32'768, 32'773, 65'551})
            shapes.push_back(Shape{n});
        return shapes;
    }();
    return all;
}

/// Elementwise operations: f(operands), whose types are given.
inline Samples elementwise(const std::vector<DType>& types, Numbers numbers, Tolerance tolerance,
                           const std::function<NodePtr(const std::vector<NodePtr>&)>& f) {
    Samples samples;
    const auto add = [&](const Shape& shape, const std::vector<Layout>& layouts) {
        std::vector<NodePtr> operands;
        std::string what = to_string(shape);
        for (std::size_t i = 0; i < types.size(); ++i) {
            operands.push_back(make(types[i], shape, layouts[i], numbers));
            what += concat(" ", name_of(layouts[i]));
        }
        samples.push_back({what, f(operands), tolerance});
    };
    for (const Shape& shape : sizes())
        add(shape, std::vector<Layout>(types.size(), Layout::dense));
    for (const Layout first : all_layouts) {
        if (types.size() == 1) {
            add(Shape{5, 7}, {first});
            add(Shape{3, 1030}, {first});
            add(Shape{2, 3, 5}, {first});
            continue;
        }
        for (const Layout second : all_layouts) {
            std::vector<Layout> layouts = {first, second};
            // A third operand takes its turn.
            if (types.size() > 2) layouts.push_back(all_layouts[samples.size() % 9]);
            add(Shape{5, 7}, layouts);
        }
        std::vector<Layout> layouts(types.size(), first);
        layouts.back() = all_layouts[samples.size() % 9];
        add(Shape{3, 1030}, layouts);
        add(Shape{2, 3, 5}, layouts);
    }
    return samples;
}

inline Samples unary_samples(Op op, DType dtype) {
    const bool library = op == Op::exp || op == Op::log || op == Op::sin || op == Op::cos ||
                         op == Op::tanh || op == Op::erf;
    const Tolerance tolerance = !library              ? Tolerance{}
                                : dtype == DType::f32 ? library_f32
                                                      : one_unit(dtype);
    return elementwise({dtype}, Numbers::special, tolerance,
                       [op](const auto& x) { return unary(op, x[0]); });
}

inline Samples binary_samples(Op op, DType dtype) {
    return elementwise({dtype, dtype}, Numbers::special, {},
                       [op](const auto& x) { return binary(op, x[0], x[1]); });
}

inline Samples cast_samples(DType dtype) {
    Samples samples;
    for (int i = 0; i < dtype_count; ++i) {
        const auto target = static_cast<DType>(i);
        for (auto& sample : elementwise({dtype}, Numbers::special, {},
                                        [target](const auto& x) { return cast(x[0], target); })) {
            sample.what += concat(" to ", name_of(target));
            samples.push_back(std::move(sample));
        }
    }
    return samples;
}

/// Reductions of whole numbers, whose sums are exact in any order, over every set of axes.
inline Samples reduce_samples(Op op, DType dtype) {
    Samples samples;
    for (const Shape& shape : {Shape{7}, Shape{5, 3}, Shape{2, 3, 4}, Shape{4, 1, 3, 2}}) {
        for (unsigned set = 1; set < (1u << shape.rank()); ++set) {
            Axes axes;
            for (int i = 0; i < shape.rank(); ++i) {
                if (set & (1u << i)) axes.push_back(i);
            }
            for (const Layout layout : all_layouts) {
                const Numbers numbers = op == Op::reduce_max || op == Op::reduce_min
                                            ? Numbers::special
                                            : Numbers::whole;
                samples.push_back({concat(to_string(shape), " ", name_of(layout), " set ", set),
                                   reduce(op, make(dtype, shape, layout, numbers), axes),
                                   {}});
            }
        }
    }
    if (op == Op::reduce_sum || op == Op::reduce_prod) {
        for (const Axes& axes : {Axes{0}, Axes{1}, Axes{0, 1}, Axes{0, 1, 2}})
            samples.push_back({"of nothing", reduce(op, make(dtype, Shape{3, 0, 2}), axes), {}});
    }
    return samples;
}

inline Samples bitcast_samples(DType dtype) {
    Samples samples;
    for (int i = 0; i < dtype_count; ++i) {
        const auto target = static_cast<DType>(i);
        if (target == DType::boolean || size_of(target) != size_of(dtype)) continue;
        for (const Numbers numbers : {Numbers::special, Numbers::whole}) {
            // Back again, so that what is compared are numbers whatever the bits mean.
            for (auto& sample : elementwise({dtype}, numbers, {}, [=](const auto& x) {
                     return bitcast(bitcast(x[0], target), dtype);
                 }))
                samples.push_back(std::move(sample));
            for (auto& sample : elementwise({dtype}, numbers, {}, [=](const auto& x) {
                     return cast(bitcast(abs(x[0]), target), DType::f64);
                 }))
                samples.push_back(std::move(sample));
        }
    }
    if (samples.empty()) bitcast(make(dtype, Shape{3}), DType::boolean);
    return samples;
}

/// Scans of whole numbers: up to seven products or sums are exact in any type.
inline Samples scan_samples(Op op, DType dtype) {
    Samples samples;
    const bool extremum = op == Op::scan_max || op == Op::scan_min;
    for (const Shape& shape :
         {Shape{7}, Shape{5, 3}, Shape{2, 6, 4}, Shape{1, 5}, Shape{3, 4, 300}}) {
        for (std::int64_t axis = 0; axis < std::min(shape.rank(), 2); ++axis) {
            for (const Layout layout : all_layouts) {
                for (const bool reverse : {false, true}) {
                    const NodePtr x =
                        make(dtype, shape, layout, extremum ? Numbers::special : Numbers::whole);
                    samples.push_back({gradweave::concat(to_string(shape), " ", name_of(layout),
                                                         " axis ", axis, reverse ? " reverse" : ""),
                                       scan(op, x, axis, reverse),
                                       {}});
                }
            }
        }
    }
    samples.push_back({"empty axis", scan(op, make(dtype, Shape{3, 0}), 1), {}});
    samples.push_back({"no lines", scan(op, make(dtype, Shape{0, 3}), 1), {}});
    return samples;
}

inline Samples argsort_samples(DType dtype) {
    Samples samples;
    for (const Shape& shape : {Shape{9}, Shape{5, 3}, Shape{2, 7, 4}, Shape{1, 40}, Shape{300}}) {
        for (std::int64_t axis = 0; axis < shape.rank(); ++axis) {
            for (const Layout layout : all_layouts) {
                for (const Numbers numbers : {Numbers::whole, Numbers::special}) {
                    for (const bool descending : {false, true}) {
                        samples.push_back(
                            {gradweave::concat(to_string(shape), " ", name_of(layout)),
                             argsort(make(dtype, shape, layout, numbers), axis, descending),
                             {}});
                    }
                }
            }
        }
    }
    samples.push_back({"empty", argsort(make(dtype, Shape{0, 3}), 0), {}});
    return samples;
}

inline Samples arg_reduce_samples(Op op, DType dtype) {
    Samples samples;
    for (const Shape& shape : {Shape{9}, Shape{5, 3}, Shape{2, 7, 4}, Shape{1, 40}}) {
        for (std::int64_t axis = 0; axis < shape.rank(); ++axis) {
            for (const Layout layout : all_layouts) {
                for (const Numbers numbers : {Numbers::whole, Numbers::special}) {
                    samples.push_back({concat(to_string(shape), " ", name_of(layout)),
                                       arg_reduce(op, make(dtype, shape, layout, numbers), axis),
                                       {}});
                }
            }
        }
    }
    samples.push_back({"empty", arg_reduce(op, make(dtype, Shape{0, 3}), 1), {}});
    return samples;
}

/// A movement of operands in every layout, and a movement of what it gives.
inline Samples movement_samples(DType dtype, const Shape& shape,
                                const std::function<NodePtr(const NodePtr&)>& f) {
    Samples samples;
    for (const Layout layout : all_layouts) {
        const NodePtr y = f(make(dtype, shape, layout));
        samples.push_back({std::string(name_of(layout)), y, {}});
        Axes order, last;
        for (int i = y->shape().rank(); i-- > 0;) {
            order.push_back(i);
            last.insert(last.begin(), std::max<std::int64_t>(y->shape()[i] - 1, 0));
        }
        const NodePtr turned = permute(y, order);
        samples.push_back({concat(name_of(layout), " then transposed"), turned, {}});
        samples.push_back({concat(name_of(layout), " then flattened"),
                           reshape(turned, Shape{y->shape().element_count()}),
                           {}});
        if (y->shape().empty()) continue;
        samples.push_back({concat(name_of(layout), " then reversed"),
                           slice(y, last, Axes(last.size(), -1), y->shape().sizes()),
                           {}});
    }
    return samples;
}

inline Samples operator+(Samples a, const Samples& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

inline NodePtr indices(DType dtype, const std::vector<std::int64_t>& values, const Shape& shape) {
    return make_leaf("i", Array::of(values, shape).cast(dtype));
}

inline Samples gather_samples(DType dtype) {
    Samples samples;
    for (const Layout layout : all_layouts) {
        for (const DType type : {DType::i32, DType::i64}) {
            const NodePtr some = indices(type, {3, 0, -1, 3, 7, 1}, Shape{2, 3});
            samples.push_back(
                {"first axis", gather(make(dtype, Shape{4, 5}, layout), some, 0), {}});
            samples.push_back({"last axis", gather(make(dtype, Shape{5, 4}, layout), some, 1), {}});
            samples.push_back({"one row",
                               gather(make(dtype, Shape{5, 4}, layout), indices(type, {2}, {}), 0),
                               {}});
            samples.push_back(
                {"no rows", gather(make(dtype, Shape{4}), indices(type, {}, {0}), 0), {}});
            samples.push_back({"from nothing", gather(make(dtype, Shape{0, 3}), some, 0), {}});
        }
    }
    return samples;
}

inline Samples scatter_samples(DType dtype) {
    Samples samples;
    for (const Layout layout : all_layouts) {
        for (const DType type : {DType::i32, DType::i64}) {
            const auto updates = [&](const Shape& shape) {
                return make(dtype, shape, layout, Numbers::whole);
            };
            const NodePtr some = indices(type, {3, 0, -1, 3, 7, 1}, Shape{6});
            samples.push_back({"first", scatter_add(updates({6, 5}), some, 0, {4, 5}), {}});
            samples.push_back({"last", scatter_add(updates({5, 6}), some, 1, {5, 4}), {}});
            samples.push_back(
                {"no rows", scatter_add(updates({0, 2}), indices(type, {}, {0}), 0, {3, 2}), {}});
            samples.push_back({"into nothing", scatter_add(updates({6, 5}), some, 0, {0, 5}), {}});
        }
    }
    return samples;
}

inline Samples dot_samples(DType dtype) {
    Samples samples;
    for (const Layout left : all_layouts) {
        for (const Layout right : all_layouts) {
            samples.push_back({concat(name_of(left), " times ", name_of(right)),
                               matmul(make(dtype, Shape{5, 7}, left, Numbers::whole),
                                      make(dtype, Shape{7, 3}, right, Numbers::whole)),
                               {}});
        }
    }
    return samples;
}

inline Samples conv_samples(Op op, DType dtype) {
    Samples samples;
    const ConvAttributes a{{2, 1}, {1, 0}, {0, 1}, {1, 2}, 2};
    const Shape input{2, 4, 5, 6}, weight{6, 2, 3, 2};
    const Shape output =
        conv(make_leaf("", dtype, input), make_leaf("", dtype, weight), a)->shape();
    for (const Layout layout : all_layouts) {
        const auto x = [&](const Shape& s) { return make(dtype, s, layout, Numbers::whole); };
        samples.push_back({std::string(name_of(layout)),
                           op == Op::conv ? conv(x(input), x(weight), a)
                           : op == Op::conv_grad_input
                               ? conv_grad_input(x(output), x(weight), input, a)
                               : conv_grad_weight(x(input), x(output), weight, a),
                           {}});
    }
    return samples;
}

inline Samples random_samples() {
    Samples samples;
    for (const Shape& shape : sizes()) {
        const auto word = [&](std::int64_t value, bool known) {
            return known ? constant(value, DType::i64, Shape{})
                         : make_leaf("k", Array::of(std::vector<std::int64_t>{value}, Shape{}));
        };
        const bool known = samples.size() % 2 == 0;
        samples.push_back({to_string(shape),
                           random_bits(word(-5 + (1ll << 40), known), word(77, !known), shape),
                           {}});
    }
    return samples;
}

using Maker = std::function<Samples(DType)>;

inline const std::map<Op, Maker>& table() {
    using enum Op;
    static const std::map<Op, Maker> all = [] {
        std::map<Op, Maker> rows;
        for (int i = 0; i < op_count; ++i) {
            const auto op = static_cast<Op>(i);
            if (info(op).klass == OpClass::binary)
                rows[op] = [op](DType t) { return binary_samples(op, t); };
        }
        // Named one by one: a new unary operation needs a thought about its accuracy.
        for (const Op op :
             {neg, abs, floor, round, sqrt, rsqrt, recip, exp, log, sin, cos, tanh, erf, bit_not}) {
            rows[op] = [op](DType t) { return unary_samples(op, t); };
        }
        rows[cast] = cast_samples;
        rows[Op::bitcast] = bitcast_samples;
        for (const Op op : {scan_sum, scan_prod, scan_max, scan_min})
            rows[op] = [op](DType t) { return scan_samples(op, t); };
        rows[Op::argsort] = argsort_samples;
        rows[Op::select] = [](DType t) {
            return elementwise({DType::boolean, t, t}, Numbers::special, {},
                               [](const auto& x) { return graph::select(x[0], x[1], x[2]); });
        };
        for (const Op op : {reduce_sum, reduce_prod, reduce_max, reduce_min})
            rows[op] = [op](DType t) { return reduce_samples(op, t); };
        for (const Op op : {argmax, argmin})
            rows[op] = [op](DType t) { return arg_reduce_samples(op, t); };

        rows[constant] = [](DType t) {
            Samples samples;
            for (const Shape& shape : sizes())
                samples.push_back({to_string(shape), make(t, shape, Layout::constant), {}});
            return samples;
        };
        rows[parameter] = [](DType t) {
            Samples samples;
            for (const Shape& shape : sizes())
                samples.push_back({to_string(shape), make(t, shape), {}});
            return samples;
        };
        rows[iota] = [](DType t) {
            Samples samples;
            for (const Shape& shape : sizes()) {
                if (shape.rank() > 0)
                    samples.push_back({to_string(shape), graph::iota(t, shape, 0), {}});
            }
            for (std::int64_t axis = 0; axis < 3; ++axis)
                samples.push_back(
                    {gradweave::concat("axis ", axis), graph::iota(t, Shape{3, 50, 70}, axis), {}});
            return samples;
        };
        rows[random_bits] = [](DType) { return random_samples(); };

        rows[reshape] = [](DType t) {
            return movement_samples(t, Shape{6, 4},
                                    [](const NodePtr& x) {
                                        return graph::reshape(x, Shape{3, 8});
                                    }) +
                   movement_samples(t, Shape{6, 4, 2}, [](const NodePtr& x) {
                       return graph::reshape(x, Shape{1, 2, 3, 8, 1});
                   });
        };
        rows[permute] = [](DType t) {
            return movement_samples(t, Shape{3, 4, 5}, [](const NodePtr& x) {
                return graph::permute(x, {2, 0, 1});
            });
        };
        rows[broadcast] = [](DType t) {
            return movement_samples(t, Shape{3, 4}, [](const NodePtr& x) {
                return graph::broadcast(x, Shape{2, 3, 2, 4}, {1, 3});
            });
        };
        rows[pad] = [](DType t) {
            return movement_samples(t, Shape{3, 4},
                                    [](const NodePtr& x) {
                                        return graph::pad(x, {{1, 0}, {2, 3}, {0, 2}, 7.5});
                                    }) +
                   movement_samples(t, Shape{0, 4}, [](const NodePtr& x) {
                       return graph::pad(x, {{1, 0}, {2, 3}, {0, 2}, 1.0});
                   });
        };
        rows[slice] = [](DType t) {
            return movement_samples(t, Shape{9, 8},
                                    [](const NodePtr& x) {
                                        return graph::slice(x, {8, 1}, {-3, 2}, {3, 3});
                                    }) +
                   movement_samples(t, Shape{4, 5}, [](const NodePtr& x) {
                       return graph::slice(x, {1, 0}, {1, 1}, {3, 0});
                   });
        };
        rows[Op::concat] = [](DType t) {
            return movement_samples(t, Shape{3, 4}, [t](const NodePtr& x) {
                return graph::concat(
                    {x, make(t, Shape{3, 0}), make(t, Shape{3, 2}, Layout::constant),
                     make(t, Shape{3, 5}, Layout::strided), x},
                    1);
            });
        };
        rows[window] = [](DType t) {
            return movement_samples(t, Shape{7, 9}, [](const NodePtr& x) {
                return graph::window(x, {{0, 1}, {2, 3}, {2, 1}, {1, 3}});
            });
        };
        rows[window_adjoint] = [](DType t) {
            Samples samples;
            for (const Layout layout : all_layouts) {
                samples.push_back(
                    {"two axes",
                     graph::window_adjoint(make(t, Shape{2, 3, 3, 2, 3}, layout, Numbers::whole),
                                           Shape{2, 7, 9}, {{1, 2}, {2, 3}, {2, 1}, {1, 3}}),
                     {}});
                samples.push_back(
                    {"one axis, overlapping",
                     graph::window_adjoint(make(t, Shape{5, 7, 3}, layout, Numbers::whole),
                                           Shape{5, 9}, {{1}, {3}, {1}, {1}}),
                     {}});
            }
            samples.push_back(
                {"nothing",
                 graph::window_adjoint(make(t, Shape{0, 7, 3}), Shape{0, 9}, {{1}, {3}, {1}, {1}}),
                 {}});
            return samples;
        };
        rows[gather] = gather_samples;
        rows[scatter_add] = scatter_samples;
        rows[dot] = dot_samples;
        for (const Op op : {conv, conv_grad_input, conv_grad_weight})
            rows[op] = [op](DType t) { return conv_samples(op, t); };
        rows[composite] = [](DType t) {
            Samples samples;
            for (const Layout layout : all_layouts) {
                samples.push_back({std::string(name_of(layout)),
                                   max_pool2d(make(t, Shape{2, 3, 7, 8}, layout),
                                              {{3, 2}, {2, 2}, {1, 0}, {1, 1}}),
                                   {}});
            }
            return samples;
        };
        return rows;
    }();
    return all;
}

/// Whether an operation exists for operands of this type; what the rule `custom` leaves open.
inline bool exists_for(Op op, DType dtype) {
    switch (op) {
        case Op::iota:
            return dtype == DType::i32 || dtype == DType::i64 || dtype == DType::f32 ||
                   dtype == DType::f64;
        case Op::random_bits:
            return dtype == DType::i32;
        case Op::scatter_add:
        case Op::bitcast:
            return dtype != DType::boolean;
        case Op::composite:
            return is_floating(dtype);
        default:
            return accepts(info(op).type, dtype);
    }
}

}  // namespace gradweave::testing
