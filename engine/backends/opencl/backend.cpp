// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/backend.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include "engine/backends/host_buffer.h"
#include "engine/backends/opencl/buffer.h"
#include "engine/backends/opencl/driver/probe.h"
#include "engine/backends/opencl/executable.h"
#include "engine/core/text.h"
#include "engine/graph/build.h"

namespace gradweave::backends {

namespace opencl {
namespace {

std::string description_of(const DeviceFacts& facts) {
    return concat(facts.name, ", ", facts.compute_units,
                  facts.compute_units == 1 ? " unit, " : " units, ", byte_text(facts.memory),
                  facts.doubles ? "" : ", no double precision", ", driver ", facts.driver);
}

class OpenClBackend final : public Backend {
  public:
    explicit OpenClBackend(DevicePtr device) : device_(std::move(device)) {}

    std::string name() const override { return device_->name(); }
    std::string description() const override { return description_of(device_->facts()); }
    BufferPtr allocate(DType dtype, const Shape& shape) override {
        // Scalars of the training that the host computes with: see host_part.h.
        if (dtype == DType::f64 && !device_->facts().doubles)
            return std::make_shared<HostBuffer>(dtype, shape);
        return std::make_shared<DeviceBuffer>(device_, dtype, shape);
    }
    std::unique_ptr<Executable> compile(const compiler::Program& program,
                                        const compiler::CompileOptions& options) override {
        return make_executable(device_, program, options);
    }

    const DevicePtr& device() const { return device_; }

  private:
    DevicePtr device_;
};

/// Least seconds of some runs.
double seconds_of(Device& device, const std::function<void()>& action) {
    using Clock = std::chrono::steady_clock;
    double least = 1e9;
    const auto end = Clock::now() + std::chrono::milliseconds(300);
    for (int run = 0; run < 3 || Clock::now() < end; ++run) {
        const auto start = Clock::now();
        action();
        const Event done = device.connection().marker();
        device.connection().flush();
        device.wait(done);
        const double spent = std::chrono::duration<double>(Clock::now() - start).count();
        if (run > 0) least = std::min(least, spent);
    }
    return least;
}

Device& device_of(Backend& backend) {
    auto* own = dynamic_cast<OpenClBackend*>(&backend);
    if (own == nullptr)
        throw Error(ErrorKind::usage, concat("the device ", in_quotes(backend.name()),
                                             " has nothing to tune: choose an OpenCL device"));
    return *own->device();
}

ProductMeasurement measure(Device& device, Backend& backend, std::int64_t m, std::int64_t n,
                           std::int64_t k, bool with_blast) {
    ProductMeasurement result{m, n, k, 0, 0};
    const auto a = graph::make_leaf("a", DType::f32, Shape{m, k});
    const auto b = graph::make_leaf("b", DType::f32, Shape{k, n});
    const auto executable = backend.compile({{graph::matmul(a, b)}, {}}, {});
    std::vector<BufferPtr> buffers;
    for (const auto& leaf : executable->leaves())
        buffers.push_back(backend.allocate(leaf->dtype(), leaf->shape()));
    executable->bind(buffers);
    result.own = seconds_of(device, [&] { executable->run(); });
    if (!with_blast) return result;
    const auto& connection = device.connection();
    const auto bytes = [](std::int64_t elements) {
        return static_cast<std::uint64_t>(elements) * 4;
    };
    const Memory x = device.allocate(bytes(m * k), "a matrix"),
                 y = device.allocate(bytes(k * n), "a matrix"),
                 z = device.allocate(bytes(m * n), "a matrix");
    const compiler::GemmStep gemm{1, m, n, k, DType::f32, {0, 0, 0, k, 1}, {0, 0, 0, n, 1}, 0};
    result.blast = seconds_of(device, [&] { blast_gemm(connection, gemm, x, y, z); });
    return result;
}

}  // namespace

std::unique_ptr<Backend> make_backend(DevicePtr device) {
    return std::make_unique<OpenClBackend>(std::move(device));
}

}  // namespace opencl

std::vector<ProductMeasurement> tune_opencl(Backend& backend, std::string& problem) {
    opencl::Device& device = opencl::device_of(backend);
    problem = opencl::problem_with_blast(device.connection());
    // Measured with the engine's own kernels, whatever the table said before.
    device.products() = opencl::GemmTable(device.facts());
    device.products().clear();
    std::vector<ProductMeasurement> measured;
    std::vector<opencl::GemmTable::Row> rows;
    for (const std::int64_t size : {32, 64, 128, 256, 512, 1024, 2048}) {
        // A processor takes seconds for the largest.
        if (size > 1024 && device.facts().is_cpu) break;
        measured.push_back(opencl::measure(device, backend, size, size, size, problem.empty()));
        const double volume = static_cast<double>(size * size * size);
        if (problem.empty()) rows.push_back({volume, measured.back().own, measured.back().blast});
    }
    if (!device.products().store(std::move(rows), problem) && problem.empty())
        problem =
            "the measurements could not be written to the cache folder, and hold for this "
            "process only";
    return measured;
}

std::string opencl_products_text(Backend& backend) {
    const auto& table = opencl::device_of(backend).products();
    if (!table.problem().empty()) return "CLBlast is not used: " + table.problem();
    return table.measured() ? "products by whichever was measured to be faster"
                            : "products by the engine's kernels; selftest --tune measures CLBlast";
}

bool gives_bits_of_cpu(Backend& backend) {
    opencl::Device& device = opencl::device_of(backend);
    return opencl::style_of(device.facts()).processor && !device.products().uses_blast();
}

OpenClDevices list_opencl_devices(bool again) {
    const opencl::Probe& probe = opencl::probe(again);
    OpenClDevices result{{}, probe.problem};
    for (std::size_t i = 0; i < probe.devices.size(); ++i) {
        const auto& [facts, problem] = probe.devices[i];
        result.devices.push_back({concat("opencl:", i), facts.name, opencl::description_of(facts),
                                  problem, facts.is_cpu, facts.memory});
    }
    return result;
}

bool has_opencl_driver() {
    return opencl::has_driver();
}

bool has_opencl_accelerator() {
    return opencl::has_accelerator();
}

std::unique_ptr<Backend> make_opencl_backend(std::size_t index, std::function<void()> give_back) {
    const opencl::Probe& probe = opencl::probe();
    GW_ASSERT(index < probe.devices.size());
    opencl::prepare_environment();
    opencl::DeviceFacts facts = probe.devices[index].facts;
    if (const char* wish = std::getenv("GRADWEAVE_OPENCL_F64"); wish != nullptr)
        facts.doubles = facts.doubles && std::string_view(wish) != "off";
    return opencl::make_backend(
        std::make_shared<opencl::Device>(concat("opencl:", index), facts, std::move(give_back)));
}

}  // namespace gradweave::backends
