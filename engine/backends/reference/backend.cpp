// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "engine/backends/host_buffer.h"
#include "engine/backends/reference/interpreter.h"
#include "engine/graph/print.h"

namespace gradweave::backends {

namespace {

class ReferenceExecutable final : public Executable {
  public:
    explicit ReferenceExecutable(const compiler::Program& program) : program_(program) {
        for (const graph::Node* node : graph::topological_order(program.roots())) {
            if (node->op() == graph::Op::parameter) leaves_.push_back(graph::share(*node));
        }
        for (const auto& assignment : program.assignments) {
            if (std::find(leaves_.begin(), leaves_.end(), assignment.leaf) == leaves_.end()) {
                leaves_.push_back(assignment.leaf);
            }
        }
    }

    const std::vector<graph::NodePtr>& leaves() const override { return leaves_; }

    void bind(std::span<const BufferPtr> buffers) override {
        check_binding(leaves_, buffers);
        buffers_.assign(buffers.begin(), buffers.end());
    }

    void unbind() override { buffers_.clear(); }

    void run() override {
        GW_ASSERT(buffers_.size() == leaves_.size());
        auto values = interpret_graph(
            program_.roots(), [&](const graph::Node& leaf) { return buffer_of(leaf).read(); });
        for (std::size_t i = 0; i < program_.assignments.size(); ++i) {
            buffer_of(*program_.assignments[i].leaf).write(values[program_.outputs.size() + i]);
        }
        values.resize(program_.outputs.size());
        outputs_ = std::move(values);
    }

    Array output(std::size_t i) const override { return outputs_.at(i).clone(); }
    compiler::MemoryReport memory() const override { return {}; }
    std::vector<compiler::StepReport> steps() const override { return {}; }
    std::string dump() const override { return graph::print(program_.roots()); }

  private:
    Buffer& buffer_of(const graph::Node& leaf) const {
        for (std::size_t i = 0; i < leaves_.size(); ++i) {
            if (leaves_[i].get() == &leaf) return *buffers_[i];
        }
        internal_error("a bound leaf", __FILE__, __LINE__);
    }

    compiler::Program program_;
    std::vector<graph::NodePtr> leaves_;
    std::vector<BufferPtr> buffers_;
    std::vector<Array> outputs_;
};

class ReferenceBackend final : public Backend {
  public:
    std::string name() const override { return "reference"; }
    std::string description() const override {
        return "the oracle: one element at a time, in order";
    }
    BufferPtr allocate(DType dtype, const Shape& shape) override {
        return std::make_shared<HostBuffer>(dtype, shape);
    }
    std::unique_ptr<Executable> compile(const compiler::Program& program,
                                        const compiler::CompileOptions&) override {
        return std::make_unique<ReferenceExecutable>(program);
    }
};

}  // namespace

std::unique_ptr<Backend> make_reference_backend() {
    return std::make_unique<ReferenceBackend>();
}

}  // namespace gradweave::backends
