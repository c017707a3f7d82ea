// SPDX-License-Identifier: Apache-2.0
// How fast single programs are: W5 (chains, norms, softmax), W6 (matrix products), convolutions,
// smaller loops, and what making machine code takes. Names and shapes are those of the peer's
// scripts.
//
//     kernel_bench [--threads=N] [Google Benchmark's options: --benchmark_filter=W5, ...]
//
// Where a name ends in /code and /tiles the same loop runs as machine code and without, where it
// ends in /own and /onednn the same convolution by our loops and by the library; compare them with
// --benchmark_enable_random_interleaving=true --benchmark_repetitions=9.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>

#include "engine/backends/cpu/jit/code_request.h"
#include "engine/core/text.h"
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

NodePtr times(const NodePtr& x, double factor) {
    return mul(x, constant_like(x, factor));
}

/// Over the last axis of a matrix, in the shape of the operand.
NodePtr row_reduce(Op op, const NodePtr& x) {
    return broadcast(reduce(op, x, Axes{1}), x->shape(), Axes{0});
}

NodePtr chain_exp(const Shape& shape) {
    const NodePtr x = leaf(shape), y = leaf(shape);
    return binary(Op::sub, unary(Op::exp, add(x, y)), x);
}

NodePtr softmax(const Shape& shape) {
    const NodePtr x = leaf(shape);
    const NodePtr e = unary(Op::exp, binary(Op::sub, x, row_reduce(Op::reduce_max, x)));
    return binary(Op::div, e, row_reduce(Op::reduce_sum, e));
}

NodePtr layer_norm(const Shape& shape) {
    const NodePtr x = leaf(shape);
    const double share = 1.0 / static_cast<double>(shape[1]);
    const auto row = [&] { return broadcast(leaf(Shape{shape[1]}), shape, Axes{1}); };
    const NodePtr mean = times(row_reduce(Op::reduce_sum, x), share);
    const NodePtr centred = binary(Op::sub, x, mean);
    const NodePtr variance = times(row_reduce(Op::reduce_sum, mul(centred, centred)), share);
    const NodePtr scale = unary(Op::rsqrt, add(variance, constant_like(x, 1e-5)));
    return add(mul(mul(centred, scale), row()), row());
}

NodePtr gelu_tanh(const Shape& shape) {
    const NodePtr x = leaf(shape);
    const NodePtr cube = mul(mul(x, x), x);
    const NodePtr inner = unary(Op::tanh, times(add(x, times(cube, 0.044715)), 0.7978845608));
    return mul(times(x, 0.5), add(constant_like(x, 1.0), inner));
}

NodePtr gelu_erf(const Shape& shape) {
    const NodePtr x = leaf(shape);
    const NodePtr inner = unary(Op::erf, times(x, 0.7071067811865476));
    return mul(times(x, 0.5), add(constant_like(x, 1.0), inner));
}

/// a (m x k) times b (k x n); a transposed operand is stored as its transpose.
NodePtr product(std::int64_t m, std::int64_t n, std::int64_t k, bool turn_a, bool turn_b) {
    const NodePtr a = leaf(turn_a ? Shape{k, m} : Shape{m, k});
    const NodePtr b = leaf(turn_b ? Shape{n, k} : Shape{k, n});
    return matmul(turn_a ? permute(a, Axes{1, 0}) : a, turn_b ? permute(b, Axes{1, 0}) : b);
}

/// Runs the program of one node; `work` is added up as `unit` per second.
void run(benchmark::State& state, const std::function<NodePtr()>& make, bool machine_code,
         const char* unit, double work) {
    compiler::CompileOptions options;
    options.machine_code = machine_code;
    options.expected_runs = 1'000'000;
    testing::Session session(testing::cpu(), {{make()}, {}}, options);
    session.executable().run();
    for (auto _ : state)
        session.executable().run();
    state.counters[unit] = benchmark::Counter(work, benchmark::Counter::kIsIterationInvariantRate,
                                              benchmark::Counter::kIs1000);
}

void add_loop(const std::string& name, const std::function<NodePtr()>& make, double bytes) {
    for (const bool code : {true, false}) {
        benchmark::RegisterBenchmark(
            concat(name, code ? "/code" : "/tiles").c_str(),
            [=](benchmark::State& state) { run(state, make, code, "B/s", bytes); })
            ->UseRealTime()
            ->Unit(benchmark::kMicrosecond);
    }
}

void add_loops() {
    constexpr std::int64_t many = 4 << 20;
    constexpr double bytes = static_cast<double>(many);
    const Shape line{many}, square{1024, 1024}, wide{1024, 4096};
    // The least that has to be moved, as the peer counts it.
    add_loop(
        "W5/chain_exp", [=] { return chain_exp(line); }, 12 * bytes);
    add_loop(
        "W5/gelu_erf", [=] { return gelu_erf(line); }, 8 * bytes);
    add_loop(
        "W5/gelu_tanh", [=] { return gelu_tanh(line); }, 8 * bytes);
    add_loop(
        "W5/add", [=] { return add(leaf(line), leaf(line)); }, 12 * bytes);
    add_loop(
        "W5/layernorm1024x1024", [=] { return layer_norm(square); }, 8.0 * (1 << 20));
    add_loop(
        "W5/softmax1024x4096", [=] { return softmax(wide); }, 8 * bytes);
    add_loop(
        "W5/sum", [=] { return reduce(Op::reduce_sum, leaf(line), Axes{0}); }, 4 * bytes);

    add_loop(
        "loop/chain_exp_16k", [] { return chain_exp(Shape{16'000}); }, 12 * 16'000);
    add_loop(
        "loop/gelu_erf_16k", [] { return gelu_erf(Shape{16'000}); }, 8 * 16'000);
    add_loop(
        "loop/add_16k", [] { return add(leaf(Shape{16'000}), leaf(Shape{16'000})); }, 12 * 16'000);
    // Types other than f32, which tiles have no vectors of their own for.
    add_loop(
        "loop/f64_16k",
        [] {
            const NodePtr x = cast(leaf(Shape{16'000}), DType::f64);
            return reduce(Op::reduce_sum, add(mul(x, x), times(x, 0.5)), Axes{0});
        },
        4 * 16'000);
    add_loop(
        "loop/i32_16k",
        [] {
            const NodePtr x = cast(leaf(Shape{16'000}), DType::i32);
            return select(lt(x, constant_like(x, std::int64_t{3})), add(x, x), mul(x, x));
        },
        8 * 16'000);
    add_loop(
        "loop/softmax64x10",
        [] {
            return softmax(Shape{64, 10});
        },
        8 * 640);
    add_loop(
        "loop/sum_of_rows1024x1024", [=] { return reduce(Op::reduce_sum, leaf(square), Axes{1}); },
        4.0 * (1 << 20));
    add_loop(
        "loop/sum_of_columns1024x1024",
        [=] { return reduce(Op::reduce_sum, leaf(square), Axes{0}); }, 4.0 * (1 << 20));
    add_loop(
        "loop/sum_of_columns64x128",
        [] {
            return reduce(Op::reduce_sum, leaf(Shape{64, 128}), Axes{0});
        },
        4 * 8192);
    add_loop(
        "loop/bias_relu64x128",
        [] {
            const NodePtr x = leaf(Shape{64, 128});
            const NodePtr row = broadcast(leaf(Shape{128}), x->shape(), Axes{1});
            return binary(Op::max, add(x, row), constant_like(x, 0.0));
        },
        8 * 8192);
    add_loop(
        "loop/transposed_add512x512",
        [] {
            const Shape shape{512, 512};
            return add(permute(leaf(shape), Axes{1, 0}), leaf(shape));
        },
        12.0 * 512 * 512);
}

void add_products() {
    const auto one = [](std::int64_t m, std::int64_t n, std::int64_t k, bool ta, bool tb) {
        const double flops =
            2 * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
        benchmark::RegisterBenchmark(
            concat("W6/m=", m, "/n=", n, "/k=", k, "/ta=", ta ? 1 : 0, "/tb=", tb ? 1 : 0).c_str(),
            [=](benchmark::State& state) {
                run(
                    state, [=] { return product(m, n, k, ta, tb); }, true, "FLOP/s", flops);
            })
            ->UseRealTime()
            ->Unit(benchmark::kMicrosecond);
    };
    for (const std::int64_t size : {64, 128, 256, 512, 1024, 2048})
        one(size, size, size, false, false);
    // W1's layers: forward, weight gradient, input gradient.
    for (const std::int64_t batch : {1, 64, 256, 1024}) {
        one(batch, 128, 784, false, true);
        one(128, 784, batch, true, false);
        one(batch, 64, 128, false, true);
        one(batch, 128, 64, false, false);
        one(batch, 10, 64, false, true);
    }
}

struct Layer {
    std::int64_t images, channels, features, size, kernel, stride, padding;
};

/// One pass of a layer over square images whose channels are innermost, as they are between layers.
NodePtr pass_of(const Layer& l, Op pass) {
    const ConvAttributes a{
        {l.stride, l.stride}, {l.padding, l.padding}, {l.padding, l.padding}, {1, 1}, 1};
    const std::int64_t out = (l.size + 2 * l.padding - l.kernel) / l.stride + 1;
    const auto image = [&](std::int64_t channels, std::int64_t size) {
        return permute(leaf(Shape{l.images, size, size, channels}), Axes{0, 3, 1, 2});
    };
    const Shape weight{l.features, l.channels, l.kernel, l.kernel};
    const Shape input{l.images, l.channels, l.size, l.size};
    if (pass == Op::conv_grad_weight)
        return conv_grad_weight(image(l.channels, l.size), image(l.features, out), weight, a);
    const NodePtr result = pass == Op::conv
                               ? conv(image(l.channels, l.size), leaf(weight), a)
                               : conv_grad_input(image(l.features, out), leaf(weight), input, a);
    return permute(result, Axes{0, 2, 3, 1});
}

void add_convolutions() {
    const auto one = [](const Layer& l, Op pass, const char* name) {
        const std::int64_t out = (l.size + 2 * l.padding - l.kernel) / l.stride + 1;
        const double flops = 2.0 * static_cast<double>(l.images * l.channels * l.features) *
                             static_cast<double>(out * out * l.kernel * l.kernel);
        for (const char* maker : {"own", "onednn"}) {
            benchmark::RegisterBenchmark(
                concat("conv/", name, "/n=", l.images, "/c=", l.channels, "/o=", l.features,
                       "/size=", l.size, "/k=", l.kernel, "/s=", l.stride, "/p=", l.padding, "/",
                       maker)
                    .c_str(),
                [=](benchmark::State& state) {
                    setenv("GRADWEAVE_CONVOLUTION", maker, 1);
                    run(
                        state, [=] { return pass_of(l, pass); }, true, "FLOP/s", flops);
                    unsetenv("GRADWEAVE_CONVOLUTION");
                })
                ->UseRealTime()
                ->Unit(benchmark::kMicrosecond);
        }
    };
    for (const Layer& l : {
             Layer{64, 32, 64, 26, 3, 1, 0},   // W2
             Layer{64, 16, 16, 32, 3, 1, 1},   // W3
             Layer{64, 32, 64, 16, 3, 2, 1},   // W3
             Layer{64, 32, 64, 16, 1, 2, 0},   // W3
             Layer{64, 1, 6, 28, 5, 1, 2},     // LeNet-5
             Layer{64, 6, 16, 14, 5, 1, 0},    // LeNet-5
             Layer{1, 3, 64, 224, 7, 2, 3},    // ResNet, batch 1
             Layer{1, 64, 64, 56, 3, 1, 1},    // ResNet, batch 1
             Layer{1, 512, 512, 7, 3, 1, 1},   // ResNet, batch 1
             Layer{16, 256, 64, 28, 1, 1, 0},  // a bottleneck
             Layer{8, 64, 256, 28, 1, 1, 0},   // a bottleneck
             Layer{16, 32, 1, 28, 3, 1, 1},    // an autoencoder's last layer
             Layer{16, 32, 3, 64, 3, 1, 1},    // an image from features
             Layer{16, 8, 8, 32, 3, 1, 1},     // few channels
             Layer{16, 24, 40, 14, 3, 1, 1},   // half vectors
             Layer{8, 16, 16, 32, 11, 1, 5},   // a large kernel
         }) {
        one(l, Op::conv, "forward");
        one(l, Op::conv_grad_input, "input");
        one(l, Op::conv_grad_weight, "weight");
    }
}

/// Making one loop's machine code that nobody has made before; the constant is part of the code.
void compile_loop(benchmark::State& state) {
    double constant = 0;
    const NodePtr x = leaf(Shape{1000});
    compiler::CompileOptions options;
    options.expected_runs = std::int64_t{1} << 40;
    const auto compile = [&](double c) {
        const NodePtr y = unary(Op::tanh, add(mul(x, x), constant_like(x, c)));
        testing::Session(testing::cpu(), {{y}, {}}, options);
    };
    compile(-1);  // opens the module
    for (auto _ : state)
        compile(++constant);
}

/// The same when it is on disk.
void load_loop(benchmark::State& state) {
    const NodePtr y = unary(Op::tanh, leaf(Shape{1000}));
    compiler::CompileOptions options;
    options.expected_runs = std::int64_t{1} << 40;
    const auto load = [&] { testing::Session(testing::cpu(), {{y}, {}}, options); };
    load();
    for (auto _ : state) {
        backends::cpu::jit::forget_machine_code();
        load();
    }
}

}  // namespace

int main(int argc, char** argv) {
    int threads = 1, kept = 1;
    for (int i = 1; i < argc; ++i) {
        if (std::strncmp(argv[i], "--threads=", 10) == 0)
            threads = std::atoi(argv[i] + 10);
        else
            argv[kept++] = argv[i];
    }
    argc = kept;
    set_thread_count(threads);
    add_loops();
    add_products();
    add_convolutions();
    benchmark::RegisterBenchmark("compile/loop", compile_loop)->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("compile/loop_from_disk", load_loop)
        ->Unit(benchmark::kMillisecond);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::AddCustomContext("engine threads", std::to_string(threads));
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
