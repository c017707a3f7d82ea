// SPDX-License-Identifier: Apache-2.0
// How fast loops are as machine code and as tiles, interleaved in one process: one line per case.
// Not a test; run it on a quiet machine.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "engine/core/threads.h"
#include "engine/graph/build.h"
#include "tests/support/arrays.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;

namespace {

NodePtr leaf(const Shape& shape) {
    static Generator generator(7);
    Array array(DType::f32, shape);
    for (float& x : array.as<float>())
        x = static_cast<float>(generator.below(2001)) / 1000.0f - 1.0f;
    return make_leaf("x", std::move(array));
}

NodePtr constant_of(const NodePtr& like, double value) {
    return constant_like(like, value);
}

/// Over the last axis of a matrix, in the shape of the operand.
NodePtr row_reduce(Op op, const NodePtr& x) {
    return broadcast(reduce(op, x, Axes{1}), x->shape(), Axes{0});
}

NodePtr softmax(const NodePtr& x) {
    const NodePtr e = unary(Op::exp, binary(Op::sub, x, row_reduce(Op::reduce_max, x)));
    return binary(Op::div, e, row_reduce(Op::reduce_sum, e));
}

NodePtr layer_norm(const NodePtr& x) {
    const double n = static_cast<double>(x->shape()[1]);
    const NodePtr mean = binary(Op::mul, row_reduce(Op::reduce_sum, x), constant_of(x, 1 / n));
    const NodePtr centred = binary(Op::sub, x, mean);
    const NodePtr squares = row_reduce(Op::reduce_sum, binary(Op::mul, centred, centred));
    const NodePtr variance = binary(Op::mul, squares, constant_of(x, 1 / n));
    return binary(Op::mul, centred,
                  unary(Op::rsqrt, binary(Op::add, variance, constant_of(x, 1e-5))));
}

NodePtr gelu(const NodePtr& x, bool with_tanh) {
    const auto c = [&](double value) { return constant_of(x, value); };
    const NodePtr half = binary(Op::mul, x, c(0.5));
    NodePtr inner;
    if (with_tanh) {
        const NodePtr cube = binary(Op::mul, binary(Op::mul, x, x), x);
        inner = unary(Op::tanh, binary(Op::mul, c(0.7978845608),
                                       binary(Op::add, x, binary(Op::mul, cube, c(0.044715)))));
    } else {
        inner = unary(Op::erf, binary(Op::mul, x, c(0.7071067811865476)));
    }
    return binary(Op::mul, half, binary(Op::add, c(1), inner));
}

struct Case {
    const char* name;
    std::function<NodePtr()> make;
};

double microseconds(backends::Executable& executable) {
    const auto start = std::chrono::steady_clock::now();
    executable.run();
    const std::chrono::duration<double, std::micro> spent =
        std::chrono::steady_clock::now() - start;
    return spent.count();
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(),
                     values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    set_thread_count(argc > 1 ? std::atoi(argv[1]) : 1);
    const double seconds = argc > 2 ? std::atof(argv[2]) : 1;
    const auto chain = [](const Shape& shape) {
        const NodePtr x = leaf(shape), y = leaf(shape);
        return binary(Op::sub, unary(Op::exp, binary(Op::add, x, y)), x);
    };
    const Case cases[] = {
        {"x + y, 16k", [] { return binary(Op::add, leaf(Shape{16384}), leaf(Shape{16384})); }},
        {"exp(x + y) - x, 16k", [&] { return chain(Shape{16384}); }},
        {"exp(x + y) - x, 4M", [&] { return chain(Shape{4 << 20}); }},
        {"gelu (tanh), 1M", [] { return gelu(leaf(Shape{1 << 20}), true); }},
        {"gelu (erf), 1M", [] { return gelu(leaf(Shape{1 << 20}), false); }},
        {"softmax 64x10",
         [] {
             return softmax(leaf(Shape{64, 10}));
         }},
        {"softmax 1024x4096",
         [] {
             return softmax(leaf(Shape{1024, 4096}));
         }},
        {"layer norm 1024x1024",
         [] {
             return layer_norm(leaf(Shape{1024, 1024}));
         }},
        {"sum of rows 1024x1024",
         [] {
             return reduce(Op::reduce_sum, leaf(Shape{1024, 1024}), Axes{1});
         }},
        {"sum of columns 1024x1024",
         [] {
             return reduce(Op::reduce_sum, leaf(Shape{1024, 1024}), Axes{0});
         }},
        {"sum of columns 64x128",
         [] {
             return reduce(Op::reduce_sum, leaf(Shape{64, 128}), Axes{0});
         }},
        {"relu(x + row) 64x128",
         [] {
             const NodePtr x = leaf(Shape{64, 128});
             const NodePtr row = broadcast(leaf(Shape{128}), x->shape(), Axes{1});
             return binary(Op::max, binary(Op::add, x, row), constant_of(x, 0));
         }},
        {"transposed x + y, 512x512",
         [] {
             return binary(Op::add, permute(leaf(Shape{512, 512}), Axes{1, 0}),
                           leaf(Shape{512, 512}));
         }},
    };
    std::printf("%-28s %12s %12s %7s %10s\n", "", "tiles us", "code us", "ratio", "compile ms");
    for (const Case& c : cases) {
        const compiler::Program program{{c.make()}, {}};
        compiler::CompileOptions tiles, code;
        tiles.machine_code = false;
        code.expected_runs = 1'000'000;
        testing::Session slow(testing::cpu(), program, tiles), fast(testing::cpu(), program, code);
        std::vector<double> slow_times, fast_times;
        const auto start = std::chrono::steady_clock::now();
        do {
            slow_times.push_back(microseconds(slow.executable()));
            fast_times.push_back(microseconds(fast.executable()));
        } while (std::chrono::steady_clock::now() - start < std::chrono::duration<double>(seconds));
        const double a = median(slow_times), b = median(fast_times);
        std::printf("%-28s %12.1f %12.1f %7.2f %10.1f\n", c.name, a, b, a / b,
                    fast.executable().compile_report().machine_code_milliseconds);
    }
    return 0;
}
