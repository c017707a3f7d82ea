// SPDX-License-Identifier: Apache-2.0
// The OpenCL device that tests use, and comparing many results of one program with the oracle: a
// driver that compiles slowly compiles all of them at once.
#pragma once

#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "engine/backends/opencl/backend.h"
#include "engine/core/half.h"
#include "engine/graph/build.h"
#include "tests/support/arrays.h"
#include "tests/support/run.h"

namespace gradweave::testing {

/// The first device that works; null with the reason if there is none. GRADWEAVE_TEST_OPENCL=n
/// takes another.
inline backends::Backend* opencl(std::string* reason = nullptr) {
    static std::string why;
    static backends::Backend* const device = []() -> backends::Backend* {
        const auto list = backends::list_opencl_devices();
        why = list.problem;
        const char* wish = std::getenv("GRADWEAVE_TEST_OPENCL");
        for (std::size_t i = 0; i < list.devices.size(); ++i) {
            if (wish != nullptr && std::to_string(i) != wish) continue;
            why = list.devices[i].problem;
            // Never destroyed: a driver need not outlive the end of main.
            if (why.empty()) return backends::make_opencl_backend(i, {}).release();
        }
        return nullptr;
    }();
    if (reason != nullptr) *reason = why;
    return device;
}

/// GRADWEAVE_OPENCL_FULL=1: all that tests have, however long it takes.
inline bool opencl_in_full() {
    const char* wish = std::getenv("GRADWEAVE_OPENCL_FULL");
    return wish != nullptr && *wish != '\0' && std::string(wish) != "0";
}

/// A result that is compared.
struct Compared {
    std::string what;
    graph::NodePtr node;
    Tolerance tolerance;
};

/// What a function of one or two operands may become in 16 bits: it is computed in f32, right
/// within the tolerance of the value in f64, and rounded. Where both ends of that are rounded to
/// the same number nothing else will do; near the middle between two neighbours either may come
/// out.
inline std::optional<std::string> rounding_difference(const Array& actual,
                                                      const graph::NodePtr& node,
                                                      double tolerance) {
    const auto wide = [&](std::size_t i) { return graph::cast(node->input(i), DType::f64); };
    const graph::NodePtr exact = node->inputs().size() == 1
                                     ? graph::unary(node->op(), wide(0))
                                     : graph::binary(node->op(), wide(0), wide(1));
    const Array value = Session(oracle(), compiler::Program{{exact}, {}}).run().outputs[0];
    const auto rounded = [&](double x) {
        const auto single = static_cast<float>(x);
        return node->dtype() == DType::f16
                   ? static_cast<double>(static_cast<float>(Half(single)))
                   : static_cast<double>(static_cast<float>(BFloat16(single)));
    };
    for (std::int64_t i = 0; i < value.element_count(); ++i) {
        const double a = actual.number(i), v = value.number(i);
        if (std::isnan(a) && std::isnan(v)) continue;
        const double gap = std::isfinite(v) ? tolerance * std::abs(v) : 0;
        const double least = rounded(v - gap), most = rounded(v + gap);
        if (least <= a && a <= most) continue;
        return concat("element ", i, " of ", to_string(actual.shape()), " is ", a, " instead of ",
                      least, least == most ? "" : concat(" or ", most));
    }
    return std::nullopt;
}

/// All of them as one program on the device, against the oracle; what is wrong, or nothing.
inline std::optional<std::string> difference(backends::Backend& device,
                                             const std::vector<Compared>& all,
                                             const compiler::CompileOptions& options = {}) {
    compiler::Program program;
    for (const auto& compared : all)
        program.outputs.push_back(compared.node);
    if (program.outputs.empty()) return std::nullopt;
    const auto actual = Session(device, program, options).run().outputs;
    const auto expected = Session(oracle(), program).run().outputs;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const graph::NodePtr& node = all[i].node;
        const auto klass = graph::info(node->op()).klass;
        const bool rounded = (node->dtype() == DType::f16 || node->dtype() == DType::bf16) &&
                             (klass == graph::OpClass::unary || klass == graph::OpClass::binary) &&
                             all[i].tolerance.relative > 0 && actual[i].dtype() == node->dtype() &&
                             actual[i].shape() == node->shape();
        if (const auto wrong = rounded
                                   ? rounding_difference(actual[i], node, all[i].tolerance.relative)
                                   : difference(actual[i], expected[i], all[i].tolerance))
            return concat(all[i].what, ": ", *wrong);
    }
    return std::nullopt;
}

}  // namespace gradweave::testing

/// Skips the test, saying so, where no OpenCL device works.
#define NEED_OPENCL()                                                    \
    do {                                                                 \
        std::string reason;                                              \
        if (::gradweave::testing::opencl(&reason) == nullptr)            \
            QSKIP(("no OpenCL device to test with: " + reason).c_str()); \
    } while (false)

/// The OpenCL device and the oracle agree on all of them.
#define COMPARE_ALL(compared, ...)                                                           \
    do {                                                                                     \
        const auto wrong = ::gradweave::testing::difference(*::gradweave::testing::opencl(), \
                                                            compared, ##__VA_ARGS__);        \
        QVERIFY2(!wrong, wrong ? wrong->c_str() : "");                                       \
    } while (false)
