// SPDX-License-Identifier: Apache-2.0
// OpenCL as far as the engine needs it: every call that leaves for the driver goes through here.
//
// The loader (libOpenCL.so.1) is opened on first use, so that a machine without it lacks a device
// and nothing else. A call that fails throws CallFailed. For tests, any call can be made to fail.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/error.h"

// OpenCL's own handles, without its headers.
struct _cl_command_queue;
struct _cl_context;
struct _cl_device_id;
struct _cl_event;
struct _cl_kernel;
struct _cl_mem;
struct _cl_program;

namespace gradweave::backends::opencl {

/// A call to the driver that failed; what() names the call and the reason.
class CallFailed : public Error {
  public:
    CallFailed(const char* call, int code);
    /// OpenCL's number: -5 is CL_OUT_OF_RESOURCES.
    int code() const { return code_; }
    /// -4, -5, -6 or -61: it might work when memory has been given back.
    bool is_out_of_memory() const;
    /// The same without -5, which a device that is lost says as well.
    bool is_memory_full() const;

  private:
    int code_;
};

/// "out of resources" for -5.
std::string_view reason_of(int code);

/// What a device says of itself.
struct DeviceFacts {
    int platform = 0, device = 0;  ///< indices in the order in which the driver lists them
    std::string name, vendor, driver, version;
    bool is_cpu = false;  ///< it computes on the machine's processor
    bool is_gpu = false;
    bool doubles = false;         ///< cl_khr_fp64
    bool halves = false;          ///< cl_khr_fp16
    bool exact_division = false;  ///< division and square root can be rounded correctly
    std::uint64_t memory = 0, largest_buffer = 0, local_memory = 0;  ///< bytes
    std::uint64_t alignment = 128;  ///< of a sub-buffer's begin, in bytes
    std::uint64_t group_size = 1, compute_units = 1;
};

/// True if the loader could be opened; otherwise says why not.
bool library_present(std::string& reason);

/// All devices of all platforms. Empty if there is no driver. A broken driver may crash in here:
/// see probe.h.
std::vector<DeviceFacts> list_devices();

using Memory = std::shared_ptr<_cl_mem>;
using Kernel = std::shared_ptr<_cl_kernel>;
using Program = std::shared_ptr<_cl_program>;
using Event = std::shared_ptr<_cl_event>;

/// A device with its context and one in-order queue. Usable from several threads.
class Connection {
  public:
    /// The device with the indices of `facts`. Throws CallFailed.
    explicit Connection(const DeviceFacts& facts);

    const DeviceFacts& facts() const { return facts_; }

    Memory make_buffer(std::uint64_t bytes) const;
    /// Part of a buffer; `offset` is a multiple of DeviceFacts::alignment.
    Memory make_view(const Memory& buffer, std::uint64_t offset, std::uint64_t bytes) const;

    /// Copies begin when what was queued before is done. `from` and `to` must live until the event.
    Event write(const Memory& to, const void* from, std::uint64_t bytes) const;
    Event read(const Memory& from, void* to, std::uint64_t bytes) const;
    /// Sets all bytes; `bytes` is a multiple of four.
    void fill(const Memory& to, std::uint32_t pattern, std::uint64_t bytes) const;

    /// Compiles source for the device. A program that does not build throws Error(device) with the
    /// first lines of the compiler's log; the whole is in `log`.
    Program build(const std::string& source, const std::string& options, std::string& log) const;
    /// The program from what binary_of gave once; null if the driver does not take it.
    Program load(const std::string& binary, const std::string& options) const;
    /// What load takes; empty if the driver gives none.
    std::string binary_of(const Program& program) const;

    struct Range {
        std::array<std::size_t, 3> global{1, 1, 1}, local{1, 1, 1};
    };
    void launch(const Kernel& kernel, const Range& range) const;

    /// Hands over to the device what is queued; does not wait.
    void flush() const;
    /// Waits for the event. Throws Error(device) if it fails or takes longer than `limit`.
    void wait(const Event& event, std::chrono::milliseconds limit) const;
    /// An event that comes when all that is queued is done.
    Event marker() const;

    /// For libraries that enqueue by themselves.
    _cl_command_queue* queue() const { return queue_.get(); }

  private:
    DeviceFacts facts_;
    _cl_device_id* device_ = nullptr;
    std::shared_ptr<_cl_context> context_;
    std::shared_ptr<_cl_command_queue> queue_;
};

Kernel make_kernel(const Program& program, const std::string& name);
/// Arguments stay bound until they are set again.
void set_argument(const Kernel& kernel, unsigned index, const Memory& memory);
void set_argument(const Kernel& kernel, unsigned index, std::int64_t value);

/// From now on the n-th call fails with `code` (1: the next one); 0 ends it. For tests.
void fail_call(std::int64_t n, int code);
/// Calls since the program started, those that failed on purpose included.
std::int64_t calls_made();

}  // namespace gradweave::backends::opencl
