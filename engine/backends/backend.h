// SPDX-License-Identifier: Apache-2.0
// The one interface behind which every device sits.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/compiler/program.h"
#include "engine/core/array.h"

namespace gradweave::backends {

/// A device has not enough memory, as it is.
class OutOfDeviceMemory : public Error {
  public:
    OutOfDeviceMemory(std::uint64_t needed, std::uint64_t available, std::string message)
        : Error(ErrorKind::device, std::move(message)), needed_(needed), available_(available) {}
    std::uint64_t needed() const { return needed_; }        ///< bytes, of the one allocation
    std::uint64_t available() const { return available_; }  ///< bytes that it could have had

  private:
    std::uint64_t needed_, available_;
};

/// Elements in a device's memory, dense and row-major.
class Buffer {
  public:
    Buffer(DType dtype, Shape shape) : dtype_(dtype), shape_(std::move(shape)) {}
    virtual ~Buffer() = default;

    DType dtype() const { return dtype_; }
    const Shape& shape() const { return shape_; }

    /// Copies the array's elements in; type and shape must be the buffer's.
    virtual void write(const Array& array) = 0;
    /// A copy of the elements in host memory. Waits for the device.
    virtual Array read() const = 0;
    /// The elements themselves where the host can reach them, else null. A copy of the array shares
    /// them: what is written into it needs no write().
    virtual Array* host_array() { return nullptr; }

  private:
    DType dtype_;
    Shape shape_;
};

using BufferPtr = std::shared_ptr<Buffer>;

/// A compiled program. Used by one thread at a time.
class Executable {
  public:
    virtual ~Executable() = default;

    /// The leaves it reads or writes, in the order in which bind() takes their buffers.
    virtual const std::vector<graph::NodePtr>& leaves() const = 0;
    /// Says where the leaves' elements are; once is enough for any number of runs.
    virtual void bind(std::span<const BufferPtr> buffers) = 0;
    /// Lets go of the buffers; outputs stay. bind() comes before the next run.
    virtual void unbind() {}
    /// Computes the outputs and updates the assigned leaves' buffers.
    virtual void run() = 0;
    /// Output i of the last run, in host memory. Waits for the device.
    virtual Array output(std::size_t i) const = 0;
    /// The same into an array of its type and shape, which costs no memory where it can be avoided.
    virtual void read_output(std::size_t i, Array& into) const { into = output(i); }

    virtual compiler::MemoryReport memory() const = 0;
    virtual std::vector<compiler::StepReport> steps() const = 0;
    /// Runs so many times, step by step, and returns the least seconds of each (of steps that go
    /// together, the first one's are all of them). Empty if the device cannot tell.
    virtual std::vector<double> time_steps(int /*runs*/) { return {}; }
    /// Complete once compiling() is finished.
    virtual compiler::CompileReport compile_report() const { return {}; }
    /// How far the machine code is that CompileOptions::background let come later. What is ready is
    /// used from the next run on.
    virtual compiler::CompileProgress compiling() const { return {}; }
    /// Waits until it is ready, and helps. Throws Error(cancelled) if progress says so; then it
    /// goes on behind the runs as before. Destroying the executable ends it.
    virtual void finish_compiling(const Progress& /*progress*/ = {}) {}
    /// Ends it, some tens of milliseconds later: what is not ready is no longer wanted.
    virtual void stop_compiling() {}
    /// The whole plan as text, for people.
    virtual std::string dump() const = 0;
    /// What keeps the steps of a block (all if it is empty) and their neighbours apart, a line
    /// each.
    virtual std::string why(std::string_view /*block*/) const { return {}; }
};

/// A device that can hold buffers and run programs. Usable from several threads.
class Backend {
  public:
    virtual ~Backend() = default;

    /// A number that no other backend of this process has or had: what was compiled for one is of
    /// no use to another of the same name.
    std::uint64_t serial() const { return serial_; }

    /// "cpu", "reference", "null", "opencl:...".
    virtual std::string name() const = 0;
    /// For people: "CPU, 2 threads, AVX-512".
    virtual std::string description() const = 0;
    virtual BufferPtr allocate(DType dtype, const Shape& shape) = 0;
    /// Throws Error(cancelled) if options.progress says so.
    virtual std::unique_ptr<Executable> compile(const compiler::Program& program,
                                                const compiler::CompileOptions& options) = 0;

  private:
    static std::uint64_t next_serial() {
        static std::atomic<std::uint64_t> count{0};
        return ++count;
    }
    const std::uint64_t serial_ = next_serial();
};

/// A buffer of the backend with the array's elements.
BufferPtr upload(Backend& backend, const Array& array);

}  // namespace gradweave::backends
