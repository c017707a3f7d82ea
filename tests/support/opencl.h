// SPDX-License-Identifier: Apache-2.0
// The OpenCL device that tests use, and comparing many results of one program with the oracle: a
// driver that compiles slowly compiles all of them at once.
#pragma once

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "engine/backends/opencl/backend.h"
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

/// A function that is right within 17 units of f32 and whose result is then rounded to 16 bits: a
/// value that close to the middle between two neighbours may become either. Neighbours in f16 are
/// at least 2^-11 of the value apart, so those are at most 2 * 17 * 2^-23 / 2^-11, 0.8 % of all.
/// More of them, or a difference of two units, is a fault.
inline std::optional<std::string> rounding_difference(const Array& actual, const Array& expected) {
    const double unit = expected.dtype() == DType::f16 ? 0x1p-10 : 0x1p-7;
    const std::int64_t count = expected.element_count();
    std::int64_t ties = 0;
    for (std::int64_t i = 0; i < count; ++i) {
        const double a = actual.number(i), b = expected.number(i);
        if (a == b || (std::isnan(a) && std::isnan(b))) continue;
        if (std::abs(a - b) <= unit * std::abs(b) && ++ties <= 1 + count / 100) continue;
        return concat("element ", i, " of ", to_string(actual.shape()), " is ", a, " instead of ",
                      b, ", after ", ties, " that were one unit away");
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
        const DType dtype = expected[i].dtype();
        const bool rounded = (dtype == DType::f16 || dtype == DType::bf16) &&
                             all[i].tolerance.relative > 0 && actual[i].dtype() == dtype &&
                             actual[i].shape() == expected[i].shape();
        if (const auto wrong = rounded ? rounding_difference(actual[i], expected[i])
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
