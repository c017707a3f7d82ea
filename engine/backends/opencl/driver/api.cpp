// SPDX-License-Identifier: Apache-2.0
#define CL_TARGET_OPENCL_VERSION 120
#define CL_USE_DEPRECATED_OPENCL_1_2_APIS
#include "engine/backends/opencl/driver/api.h"

#include <CL/cl.h>
#include <dlfcn.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "engine/core/text.h"

namespace gradweave::backends::opencl {

namespace {

/// CL_PLATFORM_NOT_FOUND_KHR, which stands in no header that is always there.
constexpr int no_driver = -1001;

/// The functions that are used, by the names of OpenCL 1.2.
#define GW_OPENCL_FUNCTIONS(ROW)                                                                \
    ROW(BuildProgram)                                                                           \
    ROW(CreateBuffer)                                                                           \
    ROW(CreateCommandQueue)                                                                     \
    ROW(CreateContext)                                                                          \
    ROW(CreateKernel) ROW(CreateProgramWithBinary) ROW(CreateProgramWithSource)                 \
        ROW(CreateSubBuffer) ROW(EnqueueFillBuffer) ROW(EnqueueMarkerWithWaitList)              \
            ROW(EnqueueNDRangeKernel) ROW(EnqueueReadBuffer) ROW(EnqueueWriteBuffer) ROW(Flush) \
                ROW(GetDeviceIDs) ROW(GetDeviceInfo) ROW(GetEventInfo) ROW(GetPlatformIDs)      \
                    ROW(GetProgramBuildInfo) ROW(GetProgramInfo) ROW(ReleaseCommandQueue)       \
                        ROW(ReleaseContext) ROW(ReleaseEvent) ROW(ReleaseKernel)                \
                            ROW(ReleaseMemObject) ROW(ReleaseProgram) ROW(SetEventCallback)     \
                                ROW(SetKernelArg)

struct Functions {
#define ROW(name) decltype(&::cl##name) name = nullptr;
    GW_OPENCL_FUNCTIONS(ROW)
#undef ROW
};

struct Library {
    Functions functions;
    std::string problem;  ///< empty if it was opened
};

Library open_library() {
    Library library;
    void* handle = ::dlopen("libOpenCL.so.1", RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) {
        library.problem = "the OpenCL loader (package ocl-icd-libopencl1) is not installed";
        return library;
    }
#define ROW(name)                                                                        \
    library.functions.name =                                                             \
        reinterpret_cast<decltype(library.functions.name)>(::dlsym(handle, "cl" #name)); \
    if (library.functions.name == nullptr)                                               \
        library.problem = "the OpenCL loader is older than OpenCL 1.2: it lacks cl" #name;
    GW_OPENCL_FUNCTIONS(ROW)
#undef ROW
    return library;
}

const Library& library() {
    static const Library opened = open_library();
    return opened;
}

std::atomic<std::int64_t> call_count{0};
std::atomic<std::int64_t> failing_call{0};
std::atomic<int> failing_code{0};

/// Whether this call is one that a test wants to fail.
bool fails_on_purpose() {
    const std::int64_t number = ++call_count;
    const std::int64_t failing = failing_call;
    return failing != 0 && number == failing;
}

/// A call that returns its status.
template <auto Member, class... Arguments>
int status_of(Arguments... arguments) {
    if (!library().problem.empty()) return no_driver;
    if (fails_on_purpose()) return failing_code;
    return (library().functions.*Member)(arguments...);
}

template <auto Member, class... Arguments>
void call(const char* name, Arguments... arguments) {
    if (const int status = status_of<Member>(arguments...); status != CL_SUCCESS)
        throw CallFailed(name, status);
}

/// A call that returns a new object, and its status through the last argument.
template <auto Member, class... Arguments>
auto create(const char* name, Arguments... arguments) {
    if (!library().problem.empty()) throw CallFailed(name, no_driver);
    if (fails_on_purpose()) throw CallFailed(name, failing_code);
    cl_int status = CL_SUCCESS;
    auto* object = (library().functions.*Member)(arguments..., &status);
    if (status != CL_SUCCESS || object == nullptr)
        throw CallFailed(name, status == CL_SUCCESS ? CL_OUT_OF_RESOURCES : status);
    return object;
}

#define GW_CALL(name, ...) call<&Functions::name>("cl" #name, __VA_ARGS__)
#define GW_CREATE(name, ...) create<&Functions::name>("cl" #name, __VA_ARGS__)

/// Releasing never fails on purpose: nobody could do anything about it.
template <auto Release, class T>
std::shared_ptr<T> own(T* object) {
    return {object, [](T* released) { (library().functions.*Release)(released); }};
}

Event owned(cl_event event) {
    return own<&Functions::ReleaseEvent>(event);
}

std::vector<cl_platform_id> platforms() {
    cl_uint count = 0;
    const int status = status_of<&Functions::GetPlatformIDs>(0u, nullptr, &count);
    // The loader's own answer where no driver is installed.
    if (status == no_driver || (status == CL_SUCCESS && count == 0)) return {};
    if (status != CL_SUCCESS) throw CallFailed("clGetPlatformIDs", status);
    std::vector<cl_platform_id> result(count);
    GW_CALL(GetPlatformIDs, count, result.data(), nullptr);
    return result;
}

std::vector<cl_device_id> devices_of(cl_platform_id platform) {
    cl_uint count = 0;
    const int status =
        status_of<&Functions::GetDeviceIDs>(platform, CL_DEVICE_TYPE_ALL, 0u, nullptr, &count);
    if (status == CL_DEVICE_NOT_FOUND) return {};
    if (status != CL_SUCCESS) throw CallFailed("clGetDeviceIDs", status);
    std::vector<cl_device_id> result(count);
    if (count > 0)
        GW_CALL(GetDeviceIDs, platform, CL_DEVICE_TYPE_ALL, count, result.data(), nullptr);
    return result;
}

template <class T>
T number(cl_device_id device, cl_device_info what) {
    T value{};
    GW_CALL(GetDeviceInfo, device, what, sizeof value, &value, nullptr);
    return value;
}

std::string text(cl_device_id device, cl_device_info what) {
    std::size_t size = 0;
    GW_CALL(GetDeviceInfo, device, what, std::size_t{0}, nullptr, &size);
    std::string value(size, '\0');
    GW_CALL(GetDeviceInfo, device, what, size, value.data(), nullptr);
    while (!value.empty() && (value.back() == '\0' || value.back() == ' '))
        value.pop_back();
    return value;
}

DeviceFacts facts_of(cl_device_id device) {
    DeviceFacts facts;
    facts.name = text(device, CL_DEVICE_NAME);
    facts.vendor = text(device, CL_DEVICE_VENDOR);
    facts.driver = text(device, CL_DRIVER_VERSION);
    facts.version = text(device, CL_DEVICE_VERSION);
    const std::string extensions = " " + text(device, CL_DEVICE_EXTENSIONS) + " ";
    facts.doubles = extensions.find(" cl_khr_fp64 ") != std::string::npos;
    facts.halves = extensions.find(" cl_khr_fp16 ") != std::string::npos;
    facts.exact_division = (number<cl_device_fp_config>(device, CL_DEVICE_SINGLE_FP_CONFIG) &
                            CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0;
    const auto type = number<cl_device_type>(device, CL_DEVICE_TYPE);
    facts.is_cpu = (type & CL_DEVICE_TYPE_CPU) != 0;
    facts.is_gpu = (type & CL_DEVICE_TYPE_GPU) != 0;
    facts.memory = number<cl_ulong>(device, CL_DEVICE_GLOBAL_MEM_SIZE);
    facts.largest_buffer = number<cl_ulong>(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE);
    facts.local_memory = number<cl_ulong>(device, CL_DEVICE_LOCAL_MEM_SIZE);
    facts.alignment = number<cl_uint>(device, CL_DEVICE_MEM_BASE_ADDR_ALIGN) / 8;
    facts.group_size = number<std::size_t>(device, CL_DEVICE_MAX_WORK_GROUP_SIZE);
    facts.compute_units = number<cl_uint>(device, CL_DEVICE_MAX_COMPUTE_UNITS);
    return facts;
}

}  // namespace

CallFailed::CallFailed(const char* call, int code)
    : Error(ErrorKind::device, concat(call, " failed with ", code, " (", reason_of(code), ")")),
      code_(code) {}

bool CallFailed::is_out_of_memory() const {
    return is_memory_full() || code_ == CL_OUT_OF_RESOURCES;
}

bool CallFailed::is_memory_full() const {
    return code_ == CL_MEM_OBJECT_ALLOCATION_FAILURE || code_ == CL_OUT_OF_HOST_MEMORY ||
           code_ == CL_INVALID_BUFFER_SIZE;
}

std::string_view reason_of(int code) {
    switch (code) {
        case CL_DEVICE_NOT_FOUND:
            return "no device found";
        case CL_DEVICE_NOT_AVAILABLE:
            return "the device is not available";
        case CL_COMPILER_NOT_AVAILABLE:
            return "the driver has no compiler";
        case CL_MEM_OBJECT_ALLOCATION_FAILURE:
            return "the device has no memory left";
        case CL_OUT_OF_RESOURCES:
            return "out of resources";
        case CL_OUT_OF_HOST_MEMORY:
            return "out of memory";
        case CL_BUILD_PROGRAM_FAILURE:
            return "the program does not build";
        case CL_INVALID_COMMAND_QUEUE:
            return "the device was lost";
        case CL_INVALID_CONTEXT:
            return "the context was lost";
        case CL_INVALID_KERNEL_ARGS:
            return "an argument is missing";
        case CL_INVALID_WORK_GROUP_SIZE:
            return "the device does not take work groups of this size";
        case CL_INVALID_BUFFER_SIZE:
            return "the buffer is larger than the device allows";
        case no_driver:
            return "no OpenCL driver is installed";
        default:
            return "an error of OpenCL";
    }
}

bool library_present(std::string& reason) {
    reason = library().problem;
    return reason.empty();
}

std::vector<DeviceFacts> list_devices() {
    std::vector<DeviceFacts> result;
    const auto all = platforms();
    for (std::size_t p = 0; p < all.size(); ++p) {
        const auto devices = devices_of(all[p]);
        for (std::size_t d = 0; d < devices.size(); ++d) {
            result.push_back(facts_of(devices[d]));
            result.back().platform = static_cast<int>(p);
            result.back().device = static_cast<int>(d);
        }
    }
    return result;
}

Connection::Connection(const DeviceFacts& facts) : facts_(facts) {
    const auto all = platforms();
    const auto platform = static_cast<std::size_t>(facts.platform);
    if (platform >= all.size()) throw CallFailed("clGetPlatformIDs", CL_DEVICE_NOT_FOUND);
    const auto devices = devices_of(all[platform]);
    const auto device = static_cast<std::size_t>(facts.device);
    if (device >= devices.size()) throw CallFailed("clGetDeviceIDs", CL_DEVICE_NOT_FOUND);
    device_ = devices[device];
    context_ = own<&Functions::ReleaseContext>(
        GW_CREATE(CreateContext, nullptr, 1u, &device_, nullptr, nullptr));
    queue_ = own<&Functions::ReleaseCommandQueue>(
        GW_CREATE(CreateCommandQueue, context_.get(), device_, cl_bitfield{0}));
}

Memory Connection::make_buffer(std::uint64_t bytes) const {
    return own<&Functions::ReleaseMemObject>(GW_CREATE(CreateBuffer, context_.get(),
                                                       cl_bitfield{CL_MEM_READ_WRITE},
                                                       static_cast<std::size_t>(bytes), nullptr));
}

Memory Connection::make_view(const Memory& buffer, std::uint64_t offset,
                             std::uint64_t bytes) const {
    const cl_buffer_region region{static_cast<std::size_t>(offset),
                                  static_cast<std::size_t>(bytes)};
    return own<&Functions::ReleaseMemObject>(GW_CREATE(
        CreateSubBuffer, buffer.get(), cl_bitfield{CL_MEM_READ_WRITE},
        cl_buffer_create_type{CL_BUFFER_CREATE_TYPE_REGION}, static_cast<const void*>(&region)));
}

Event Connection::write(const Memory& to, const void* from, std::uint64_t bytes) const {
    cl_event event = nullptr;
    GW_CALL(EnqueueWriteBuffer, queue_.get(), to.get(), CL_FALSE, std::size_t{0},
            static_cast<std::size_t>(bytes), from, 0u, nullptr, &event);
    return owned(event);
}

Event Connection::read(const Memory& from, void* to, std::uint64_t bytes) const {
    cl_event event = nullptr;
    GW_CALL(EnqueueReadBuffer, queue_.get(), from.get(), CL_FALSE, std::size_t{0},
            static_cast<std::size_t>(bytes), to, 0u, nullptr, &event);
    return owned(event);
}

void Connection::fill(const Memory& to, std::uint32_t pattern, std::uint64_t bytes) const {
    GW_CALL(EnqueueFillBuffer, queue_.get(), to.get(), static_cast<const void*>(&pattern),
            sizeof pattern, std::size_t{0}, static_cast<std::size_t>(bytes), 0u, nullptr, nullptr);
}

Program Connection::build(const std::string& source, const std::string& options,
                          std::string& log) const {
    const char* begin = source.data();
    const std::size_t size = source.size();
    Program program = own<&Functions::ReleaseProgram>(
        GW_CREATE(CreateProgramWithSource, context_.get(), 1u, &begin, &size));
    const int status = status_of<&Functions::BuildProgram>(program.get(), 1u, &device_,
                                                           options.c_str(), nullptr, nullptr);
    if (status == CL_SUCCESS) return program;
    log.clear();
    std::size_t log_size = 0;
    if (status_of<&Functions::GetProgramBuildInfo>(
            program.get(), device_, cl_program_build_info{CL_PROGRAM_BUILD_LOG}, std::size_t{0},
            nullptr, &log_size) == CL_SUCCESS) {
        log.resize(log_size);
        status_of<&Functions::GetProgramBuildInfo>(program.get(), device_,
                                                   cl_program_build_info{CL_PROGRAM_BUILD_LOG},
                                                   log_size, log.data(), nullptr);
        while (!log.empty() && (log.back() == '\0' || log.back() == '\n'))
            log.pop_back();
    }
    throw CallFailed("clBuildProgram", status);
}

Program Connection::load(const std::string& binary, const std::string& options) const {
    const auto* begin = reinterpret_cast<const unsigned char*>(binary.data());
    const std::size_t size = binary.size();
    cl_int accepted = CL_SUCCESS;
    try {
        Program program = own<&Functions::ReleaseProgram>(GW_CREATE(
            CreateProgramWithBinary, context_.get(), 1u, &device_, &size, &begin, &accepted));
        if (accepted == CL_SUCCESS &&
            status_of<&Functions::BuildProgram>(program.get(), 1u, &device_, options.c_str(),
                                                nullptr, nullptr) == CL_SUCCESS)
            return program;
    } catch (const CallFailed&) {
        // Made by another version of the driver, say.
    }
    return nullptr;
}

std::string Connection::binary_of(const Program& program) const {
    std::size_t size = 0;
    if (status_of<&Functions::GetProgramInfo>(program.get(),
                                              cl_program_info{CL_PROGRAM_BINARY_SIZES}, sizeof size,
                                              &size, nullptr) != CL_SUCCESS)
        return {};
    std::string binary(size, '\0');
    char* place = binary.data();
    if (status_of<&Functions::GetProgramInfo>(program.get(), cl_program_info{CL_PROGRAM_BINARIES},
                                              sizeof place, &place, nullptr) != CL_SUCCESS)
        return {};
    return binary;
}

void Connection::launch(const Kernel& kernel, const Range& range) const {
    const cl_uint axes = range.global[2] > 1 ? 3 : range.global[1] > 1 ? 2 : 1;
    GW_CALL(EnqueueNDRangeKernel, queue_.get(), kernel.get(), axes, nullptr, range.global.data(),
            range.local.data(), 0u, nullptr, nullptr);
}

void Connection::flush() const {
    GW_CALL(Flush, queue_.get());
}

Event Connection::marker() const {
    cl_event event = nullptr;
    GW_CALL(EnqueueMarkerWithWaitList, queue_.get(), 0u, nullptr, &event);
    return owned(event);
}

namespace {

/// Told by the driver, on a thread of its own, that an event came.
struct Arrival {
    std::mutex mutex;
    std::condition_variable changed;
    bool come = false;
};

void CL_CALLBACK tell(cl_event, cl_int, void* data) {
    // Its own share of the arrival: the waiting side may have given up.
    const std::unique_ptr<std::shared_ptr<Arrival>> arrival(
        static_cast<std::shared_ptr<Arrival>*>(data));
    {
        const std::lock_guard lock((*arrival)->mutex);
        (*arrival)->come = true;
    }
    (*arrival)->changed.notify_all();
}

int state_of(const Event& event) {
    cl_int state = 0;
    GW_CALL(GetEventInfo, event.get(), cl_event_info{CL_EVENT_COMMAND_EXECUTION_STATUS},
            sizeof state, &state, nullptr);
    return state;
}

}  // namespace

void Connection::wait(const Event& event, std::chrono::milliseconds limit) const {
    int state = state_of(event);
    if (state > CL_COMPLETE) {
        // No call of OpenCL waits with a limit, and a device that is lost may never answer.
        auto arrival = std::make_shared<Arrival>();
        auto share = std::make_unique<std::shared_ptr<Arrival>>(arrival);
        GW_CALL(SetEventCallback, event.get(), CL_COMPLETE, tell, static_cast<void*>(share.get()));
        static_cast<void>(share.release());
        std::unique_lock lock(arrival->mutex);
        if (!arrival->changed.wait_for(lock, limit, [&] { return arrival->come; }))
            throw Error(ErrorKind::device,
                        concat(facts_.name, " has not answered for ", limit.count() / 1000,
                               " seconds: it is taken for lost"));
        lock.unlock();
        state = state_of(event);
    }
    if (state < 0) throw CallFailed("a command of the queue", state);
}

Kernel make_kernel(const Program& program, const std::string& name) {
    return own<&Functions::ReleaseKernel>(GW_CREATE(CreateKernel, program.get(), name.c_str()));
}

void set_argument(const Kernel& kernel, unsigned index, const Memory& memory) {
    const cl_mem handle = memory.get();
    GW_CALL(SetKernelArg, kernel.get(), index, sizeof handle, static_cast<const void*>(&handle));
}

void set_argument(const Kernel& kernel, unsigned index, std::int64_t value) {
    const cl_long number = value;
    GW_CALL(SetKernelArg, kernel.get(), index, sizeof number, static_cast<const void*>(&number));
}

void fail_call(std::int64_t n, int code) {
    failing_code = code;
    failing_call = n == 0 ? 0 : call_count + n;
}

std::int64_t calls_made() {
    return call_count;
}

}  // namespace gradweave::backends::opencl
