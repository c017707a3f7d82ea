// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/executable.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>

#include "engine/backends/host_buffer.h"
#include "engine/backends/opencl/arena.h"
#include "engine/backends/opencl/buffer.h"
#include "engine/backends/opencl/host_part.h"
#include "engine/backends/opencl/kernel_set.h"
#include "engine/backends/opencl/render/sequence.h"
#include "engine/compiler/dump.h"
#include "engine/core/text.h"
#include "engine/graph/pooling.h"
#include "engine/graph/print.h"

namespace gradweave::backends::opencl {

using Clock = std::chrono::steady_clock;

compiler::Target target_of(Device& device) {
    compiler::Target target;
    target.channels_last = true;
    target.row_kernels = true;
    // CLBlast knows no epilogue, so where some products are its own, none has one.
    target.epilogues = !device.products().uses_blast();
    target.node_epilogues = [](const graph::Node& node) {
        const bool floats = node.dtype() == DType::f32 || node.dtype() == DType::f64;
        return floats && (node.op() == graph::Op::conv || node.op() == graph::Op::conv_grad_input);
    };
    target.alignment = std::max<std::uint64_t>(256, device.facts().alignment);
    target.serves = [](const graph::Node& node) {
        return node.dtype() == DType::f32 && !node.shape().empty() &&
               (graph::is_max_pool2d(node) || graph::is_max_pool2d_gradient(node));
    };
    return target;
}

namespace {

/// Results that are fetched with each run: a loss, metrics.
constexpr std::uint64_t small_output_bytes = 4096;

/// A kernel with its arguments bound, but for the leaves; or a product by CLBlast.
struct Launch {
    Kernel kernel;  ///< null: CLBlast
    Connection::Range range;
    std::size_t step;
    std::vector<std::pair<unsigned, std::size_t>> leaves;  ///< argument, index of the leaf
};

class OpenClExecutable final : public Executable {
  public:
    OpenClExecutable(DevicePtr device, const compiler::Program& program,
                     compiler::CompileOptions options)
        : device_(std::move(device)), poisoned_(options.poison_memory) {
        const auto start = Clock::now();
        // The pooling kernels are written for channels-last images.
        if (!options.channels_last) options.composites = false;
        const compiler::Target target = target_of(*device_);
        if (!device_->facts().doubles) host_.emplace(program);
        schedule_ = compiler::make_schedule(host_ ? host_->device() : program, target, options);
        list_leaves();
        std::vector<StepPlan> plans;
        const std::uint64_t largest = device_->facts().largest_buffer;
        Pieces scratch(largest, target.alignment);
        std::vector<std::vector<Place>> workspaces;
        for (const auto& step : schedule_.steps) {
            plans.push_back(by_blast(step) ? StepPlan{}
                                           : plan_step(schedule_, step, device_->style()));
            scratch.restart();
            auto& places = workspaces.emplace_back();
            for (const std::uint64_t bytes : plans.back().scratch)
                places.push_back(scratch.next(bytes));
        }
        if (device_->style().processor) join_small_steps(schedule_, plans);
        std::vector<std::uint64_t> sizes;
        places_ = place_values(schedule_, largest, target.alignment, sizes);
        for (const std::uint64_t bytes : sizes)
            arena_.push_back({device_->allocate(bytes, "the program's arena"), bytes});
        for (const std::uint64_t bytes : scratch.sizes()) {
            schedule_.memory.scratch_bytes += bytes;
            scratch_.push_back({device_->allocate(bytes, "the program's workspace"), bytes});
        }
        build(plans, workspaces, options.progress);
        const std::chrono::duration<double, std::milli> spent = Clock::now() - start;
        report_.milliseconds = spent.count();
        dump_stages(program);
    }

    ~OpenClExecutable() override {
        for (Fetched& fetched : fetched_)
            settle(*device_, fetched.done, fetched.elements);
        if (!seconds_.empty() && runs_ > 0) compiler::write_dump("time of each step", times_text());
    }

    const std::vector<graph::NodePtr>& leaves() const override { return leaves_; }

    void bind(std::span<const BufferPtr> buffers) override {
        check_binding(leaves_, buffers);
        bound_ = false;
        for (std::size_t i = 0; i < buffers.size(); ++i) {
            if (host_ && leaves_[i]->dtype() == DType::f64) {
                auto host = std::dynamic_pointer_cast<HostBuffer>(buffers[i]);
                if (host == nullptr) refuse_buffer();
                host_->bind(*leaves_[i], std::move(host));
                continue;
            }
            const auto* own = dynamic_cast<const DeviceBuffer*>(buffers[i].get());
            if (own == nullptr || &own->device() != device_.get()) refuse_buffer();
            buffers_[place_of_leaf_[i]] = buffers[i];
        }
        for (const Launch& launch : launches_) {
            for (const auto& [argument, leaf] : launch.leaves)
                set_argument(launch.kernel, argument,
                             static_cast<const DeviceBuffer&>(*buffers_[leaf]).memory());
        }
        bound_ = true;
    }

    void unbind() override {
        // What is queued keeps the memory as long as it needs it.
        for (std::size_t i = 0; i < leaves_.size(); ++i) {
            if (place_of_leaf_[i] < buffers_.size()) buffers_[place_of_leaf_[i]].reset();
        }
        bound_ = false;
    }

    void run() override {
        GW_ASSERT(bound_);
        const auto& connection = device_->connection();
        if (host_) run_host_part();
        if (poisoned_) poison();
        if (!seconds_.empty()) {
            run_timed();
        } else {
            for (const Launch& launch : launches_)
                enqueue(launch);
        }
        for (Fetched& fetched : fetched_) {
            if (fetched.done != nullptr) device_->wait(fetched.done);
            fetched.done.reset();
            device_->queued([&] {
                fetched.done = connection.read(fetched.memory, fetched.elements.data(),
                                               fetched.elements.byte_size());
            });
        }
        connection.flush();
    }

    Array output(std::size_t i) const override {
        if (host_) {
            const HostPart::Output& which = host_->outputs().at(i);
            if (which.on_host) return host_->output(which.index).clone();
            i = which.index;
        }
        const auto& output = schedule_.outputs.at(i);
        const auto& value = schedule_.values[static_cast<std::size_t>(output.value)];
        Array array(value.dtype, output.shape);
        if (array.byte_size() == 0) return array;
        for (const Fetched& fetched : fetched_) {
            if (fetched.output != i) continue;
            if (fetched.done != nullptr) device_->wait(fetched.done);
            std::copy_n(fetched.elements.data(), array.byte_size(), array.data());
            return array;
        }
        const auto& connection = device_->connection();
        Event done;
        device_->queued(
            [&] { done = connection.read(view(output.value), array.data(), array.byte_size()); });
        try {
            connection.flush();
            device_->wait(done);
        } catch (...) {
            settle(*device_, done, array);
            throw;
        }
        return array;
    }

    compiler::MemoryReport memory() const override { return schedule_.memory; }

    std::vector<compiler::StepReport> steps() const override {
        auto reports = compiler::reports(schedule_);
        for (std::size_t i = 0; i < reports.size(); ++i) {
            if (by_blast(schedule_.steps[i])) reports[i].library = "CLBlast";
        }
        return reports;
    }

    compiler::CompileReport compile_report() const override { return report_; }
    std::string dump() const override { return compiler::to_string(schedule_); }

  private:
    [[noreturn]] static void refuse_buffer() {
        throw Error(ErrorKind::failed, "internal error: a buffer of another device was bound");
    }

    /// What callers bind: the schedule's leaves but those that the host computes, and the host's.
    void list_leaves() {
        buffers_.resize(schedule_.leaves.size());
        for (std::size_t i = 0; i < schedule_.leaves.size(); ++i) {
            const auto& leaf = schedule_.leaves[i];
            if (host_) {
                const auto& made = host_->made();
                const auto found = std::find(made.begin(), made.end(), leaf);
                if (found != made.end()) {
                    buffers_[i] =
                        std::make_shared<DeviceBuffer>(device_, leaf->dtype(), leaf->shape());
                    fed_.emplace_back(static_cast<std::size_t>(found - made.begin()), i);
                    continue;
                }
            }
            leaves_.push_back(leaf);
            place_of_leaf_.push_back(i);
        }
        if (!host_) return;
        for (const auto& leaf : host_->leaves()) {
            leaves_.push_back(leaf);
            place_of_leaf_.push_back(buffers_.size());
        }
    }

    void run_host_part() {
        host_->run();
        for (const auto& [value, leaf] : fed_)
            buffers_[leaf]->write(host_->values()[value]);
    }

    /// Whether the device's table gives this step to CLBlast.
    bool by_blast(const compiler::Step& step) const {
        const auto* gemm = std::get_if<compiler::GemmStep>(&step.work);
        return gemm != nullptr &&
               device_->products().prefers_blast(
                   static_cast<double>(gemm->batch) * static_cast<double>(gemm->m) *
                   static_cast<double>(gemm->n) * static_cast<double>(gemm->k)) &&
               blast_serves(*gemm);
    }

    Memory place(compiler::ValueId id) const {
        const int leaf = schedule_.values[static_cast<std::size_t>(id)].leaf;
        if (leaf < 0) return view(id);
        return static_cast<const DeviceBuffer&>(*buffers_[static_cast<std::size_t>(leaf)]).memory();
    }

    void enqueue(const Launch& launch) const {
        if (launch.kernel != nullptr) {
            device_->queued([&] { device_->connection().launch(launch.kernel, launch.range); });
            return;
        }
        const auto& gemm = std::get<compiler::GemmStep>(schedule_.steps[launch.step].work);
        blast_gemm(device_->connection(), gemm, place(gemm.lhs.value), place(gemm.rhs.value),
                   place(gemm.output));
    }

    /// An output on its way to the host.
    struct Fetched {
        std::size_t output;
        Memory memory;
        Array elements;
        Event done;
    };

    /// A buffer of the arena or of the workspace.
    struct Piece {
        Memory memory;
        std::uint64_t bytes;
    };

    /// The place of a value in the arena. Values that share one share the view: a kernel that
    /// computes in place sees one buffer.
    const Memory& view(compiler::ValueId id) const {
        const Place& place = places_[static_cast<std::size_t>(id)];
        Memory& known = views_[place];
        if (known == nullptr)
            known = device_->connection().make_view(arena_[place.piece].memory, place.offset,
                                                    place.bytes);
        return known;
    }

    void build(const std::vector<StepPlan>& plans,
               const std::vector<std::vector<Place>>& workspaces, const Progress& progress) {
        KernelSet kernels;
        for (std::size_t step = 0; step < plans.size(); ++step) {
            const auto& origin = schedule_.steps[step].origin;
            for (const KernelLaunch& launch : plans[step].launches)
                kernels.add(launch.text, origin.block ? *origin.block : "");
        }
        const auto start = Clock::now();
        kernels.build(*device_, progress);
        const std::chrono::duration<double, std::milli> spent = Clock::now() - start;
        report_.machine_code_milliseconds = spent.count();
        report_.loops_made = kernels.made();
        report_.loops_from_disk = kernels.from_disk();
        for (std::size_t step = 0; step < plans.size(); ++step) {
            if (by_blast(schedule_.steps[step])) launches_.push_back({nullptr, {}, step, {}});
            std::vector<Memory> scratch;
            for (const Place& place : workspaces[step])
                scratch.push_back(device_->connection().make_view(scratch_[place.piece].memory,
                                                                  place.offset, place.bytes));
            for (const KernelLaunch& launch : plans[step].launches)
                launches_.push_back(create(launch, kernels.make(launch.text), step, scratch));
        }
        for (std::size_t i = 0; i < schedule_.outputs.size(); ++i) {
            const auto& output = schedule_.outputs[i];
            const auto& value = schedule_.values[static_cast<std::size_t>(output.value)];
            const std::uint64_t bytes = value.bytes();
            if (bytes == 0 || bytes > small_output_bytes) continue;
            fetched_.push_back({i, view(output.value), Array(value.dtype, output.shape), nullptr});
        }
    }

    Launch create(const KernelLaunch& planned, Kernel kernel, std::size_t step,
                  const std::vector<Memory>& workspaces) const {
        Launch launch{std::move(kernel), planned.range, step, {}};
        unsigned number = 0;
        for (const KernelArgument& argument : planned.arguments) {
            switch (argument.kind) {
                case KernelArgument::Kind::value: {
                    const auto id = static_cast<compiler::ValueId>(argument.index);
                    const int leaf = schedule_.values[static_cast<std::size_t>(id)].leaf;
                    if (leaf >= 0)
                        launch.leaves.emplace_back(number, static_cast<std::size_t>(leaf));
                    else
                        set_argument(launch.kernel, number, view(id));
                    break;
                }
                case KernelArgument::Kind::scratch:
                    set_argument(launch.kernel, number,
                                 workspaces[static_cast<std::size_t>(argument.index)]);
                    break;
                case KernelArgument::Kind::number:
                    set_argument(launch.kernel, number, argument.index);
                    break;
            }
            ++number;
        }
        return launch;
    }

    /// Fills the arena and the workspace with bytes that are NaN, so that reading what nobody wrote
    /// shows.
    void poison() {
        const auto& connection = device_->connection();
        for (const auto* pieces : {&arena_, &scratch_}) {
            for (const Piece& piece : *pieces) {
                if (piece.bytes >= 4)
                    connection.fill(piece.memory, 0xFFFFFFFF, piece.bytes / 4 * 4);
            }
        }
    }

    /// What GRADWEAVE_DUMP asks for.
    void dump_stages(const compiler::Program& program) {
        using compiler::Dump;
        using compiler::wants_dump;
        if (wants_dump(Dump::graph)) compiler::write_dump("graph", graph::print(program.roots()));
        if (wants_dump(Dump::groups)) compiler::write_dump("groups", dump());
        if (wants_dump(Dump::memory))
            compiler::write_dump("memory", compiler::memory_text(schedule_));
        if (wants_dump(Dump::kernel))
            compiler::write_dump("kernel", compiler::kernels_text(schedule_));
        if (!wants_dump(Dump::time)) return;
        compiler::write_dump(
            "time to compile",
            concat(report_.milliseconds, " ms, of that the driver's ",
                   report_.machine_code_milliseconds, " ms for ", launches_.size(), " launches; ",
                   report_.loops_made, " kernels made, ", report_.loops_from_disk, " from disk"));
        seconds_.resize(schedule_.steps.size());
    }

    /// With a wait behind each kernel: slower as a whole, but each step's share is known.
    void run_timed() {
        const auto& connection = device_->connection();
        ++runs_;
        for (const Launch& launch : launches_) {
            const auto start = Clock::now();
            enqueue(launch);
            const Event done = connection.marker();
            connection.flush();
            device_->wait(done);
            seconds_[launch.step] += std::chrono::duration<double>(Clock::now() - start).count();
        }
    }

    std::string times_text() const {
        std::string text;
        const auto reports = steps();
        for (std::size_t i = 0; i < seconds_.size(); ++i) {
            // Steps without a launch of their own: see join_small_steps.
            const bool joined =
                i > 0 && std::none_of(launches_.begin(), launches_.end(),
                                      [&](const Launch& launch) { return launch.step == i; });
            text += concat(i, ": ", seconds_[i] / static_cast<double>(runs_) * 1e6, " us  ",
                           reports[i].what, joined ? ", in the kernel of the step before" : "",
                           reports[i].block.empty() ? "" : "  # ", reports[i].block, "\n");
        }
        return text + concat(runs_, " runs\n");
    }

    DevicePtr device_;
    bool poisoned_;
    compiler::Schedule schedule_;
    compiler::CompileReport report_;
    std::optional<HostPart> host_;  ///< on devices without f64
    std::vector<graph::NodePtr> leaves_;
    std::vector<std::size_t> place_of_leaf_;  ///< in buffers_; beyond its end: the host's
    std::vector<std::pair<std::size_t, std::size_t>> fed_;  ///< value of the host, leaf
    std::vector<Place> places_;                             ///< of the schedule's values
    std::vector<Piece> arena_, scratch_;
    mutable std::map<Place, Memory> views_;
    std::vector<Launch> launches_;
    std::vector<Fetched> fetched_;
    std::vector<BufferPtr> buffers_;  ///< of the schedule's leaves
    bool bound_ = false;
    /// Per step, over all runs; empty unless GRADWEAVE_DUMP asks for it.
    std::vector<double> seconds_;
    std::int64_t runs_ = 0;
};

}  // namespace

std::unique_ptr<Executable> make_executable(DevicePtr device, const compiler::Program& program,
                                            const compiler::CompileOptions& options) {
    return std::make_unique<OpenClExecutable>(std::move(device), program, options);
}

}  // namespace gradweave::backends::opencl
