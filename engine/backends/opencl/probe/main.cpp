// SPDX-License-Identifier: Apache-2.0
// The helper program that asks OpenCL's drivers for their devices and tries each: it may crash or
// hang in the place of the program that wants to know.
#include <cstdio>

#include "engine/backends/opencl/driver/probe.h"

using namespace gradweave;
using namespace gradweave::backends::opencl;

namespace {

/// Builds and runs a program of three lines; says what is wrong.
std::string problem_with(const DeviceFacts& facts) {
    try {
        const Connection device(facts);
        std::string log;
        const Program program = device.build(
            "kernel void triple(global int* x) { x[get_global_id(0)] *= 3; }", "", log);
        const Kernel kernel = make_kernel(program, "triple");
        const Memory memory = device.make_buffer(16);
        std::int32_t numbers[4] = {1, 2, 3, 4};
        const Event written = device.write(memory, numbers, sizeof numbers);
        device.flush();
        device.wait(written, std::chrono::seconds(20));
        set_argument(kernel, 0, memory);
        device.launch(kernel, {{4, 1, 1}, {4, 1, 1}});
        const Event read = device.read(memory, numbers, sizeof numbers);
        device.flush();
        device.wait(read, std::chrono::seconds(20));
        return numbers[0] == 3 && numbers[3] == 12 ? "" : "it computes wrong results";
    } catch (const Error& error) {
        return error.what();
    }
}

}  // namespace

int main() {
    prepare_environment();
    try {
        for (const DeviceFacts& facts : list_devices()) {
            // Each line leaves before the next device is tried.
            const std::string line = to_text({{facts, problem_with(facts)}});
            std::fwrite(line.data(), 1, line.size(), stdout);
            std::fflush(stdout);
        }
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    // Drivers need not survive the end of a program; nothing is left to do.
    std::fflush(stdout);
    std::quick_exit(0);
}
