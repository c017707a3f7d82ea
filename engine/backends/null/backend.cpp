// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/null/backend.h"

#include "engine/backends/host_buffer.h"
#include "engine/compiler/schedule/schedule.h"

namespace gradweave::backends {

namespace {

class NullExecutable final : public Executable {
  public:
    NullExecutable(const compiler::Program& program, const compiler::CompileOptions& options)
        : schedule_(compiler::make_schedule(program, {}, options)) {}

    const std::vector<graph::NodePtr>& leaves() const override { return schedule_.leaves; }
    void bind(std::span<const BufferPtr> buffers) override {
        check_binding(schedule_.leaves, buffers);
    }
    void run() override {}
    Array output(std::size_t i) const override {
        const auto& output = schedule_.outputs.at(i);
        return Array(schedule_.values[static_cast<std::size_t>(output.value)].dtype, output.shape);
    }
    compiler::MemoryReport memory() const override { return schedule_.memory; }
    std::vector<compiler::StepReport> steps() const override {
        return compiler::reports(schedule_);
    }
    std::string dump() const override { return compiler::to_string(schedule_); }

  private:
    compiler::Schedule schedule_;
};

class NullBackend final : public Backend {
  public:
    std::string name() const override { return "null"; }
    std::string description() const override { return "compiles, counts, computes nothing"; }
    BufferPtr allocate(DType dtype, const Shape& shape) override {
        return std::make_shared<HostBuffer>(dtype, shape);
    }
    std::unique_ptr<Executable> compile(const compiler::Program& program,
                                        const compiler::CompileOptions& options) override {
        return std::make_unique<NullExecutable>(program, options);
    }
};

}  // namespace

std::unique_ptr<Backend> make_null_backend() {
    return std::make_unique<NullBackend>();
}

}  // namespace gradweave::backends
