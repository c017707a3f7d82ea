// SPDX-License-Identifier: Apache-2.0
// Running one program on one device.
#pragma once

#include <algorithm>
#include <memory>
#include <span>
#include <vector>

#include "engine/backends/backend.h"
#include "engine/backends/cpu/backend.h"
#include "engine/backends/reference/interpreter.h"

namespace gradweave::testing {

/// What a program leaves behind.
struct Outcome {
    std::vector<Array> outputs;
    std::vector<Array> assigned;  ///< what the assigned leaves hold, one per assignment
};

/// A compiled program whose leaves start from the values they were made with.
class Session {
  public:
    Session(backends::Backend& device, const compiler::Program& program,
            const compiler::CompileOptions& options = {})
        : program_(program), executable_(device.compile(program, options)) {
        for (const auto& leaf : executable_->leaves())
            buffers_.push_back(backends::upload(device, *leaf->value()));
        executable_->bind(buffers_);
    }

    backends::Executable& executable() { return *executable_; }

    Outcome run() {
        executable_->run();
        Outcome outcome;
        for (std::size_t i = 0; i < program_.outputs.size(); ++i)
            outcome.outputs.push_back(executable_->output(i));
        for (const auto& assignment : program_.assignments) {
            const auto& leaves = executable_->leaves();
            const auto found = std::find(leaves.begin(), leaves.end(), assignment.leaf);
            // A leaf that is assigned to itself need not be part of the program.
            outcome.assigned.push_back(
                found == leaves.end()
                    ? assignment.leaf->as<graph::LeafAttributes>().leaf->value->clone()
                    : buffers_[static_cast<std::size_t>(found - leaves.begin())]->read());
        }
        return outcome;
    }

  private:
    compiler::Program program_;
    std::unique_ptr<backends::Executable> executable_;
    std::vector<backends::BufferPtr> buffers_;
};

inline backends::Backend& cpu() {
    static const auto device = backends::make_cpu_backend();
    return *device;
}
inline backends::Backend& oracle() {
    static const auto device = backends::make_reference_backend();
    return *device;
}

inline Array run_on(backends::Backend& device, const graph::NodePtr& node,
                    const compiler::CompileOptions& options = {}) {
    return Session(device, {{node}, {}}, options).run().outputs.front();
}

}  // namespace gradweave::testing

/// The CPU and the oracle agree on a node within the tolerance.
#define COMPARE_WITH_ORACLE(expression, tolerance)                                          \
    do {                                                                                    \
        const ::gradweave::graph::NodePtr compared = expression;                            \
        const ::gradweave::Array expected =                                                 \
            ::gradweave::testing::run_on(::gradweave::testing::oracle(), compared);         \
        COMPARE_ARRAYS(::gradweave::testing::run_on(::gradweave::testing::cpu(), compared), \
                       expected, tolerance);                                                \
    } while (false)
