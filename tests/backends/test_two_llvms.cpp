// SPDX-License-Identifier: Apache-2.0
// Our compiler of machine code and an OpenCL driver's in one process, in either order: both may
// bring LLVM, and must not meet.
//
// With --jit-first or --opencl-first the program does both in that order and prints what it got.
// Each order has a process of its own, since neither library is ever unloaded.
#define CL_TARGET_OPENCL_VERSION 120
#include <CL/cl.h>
#include <dlfcn.h>

#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <cstring>
#include <iostream>
#include <stdexcept>

#include "engine/backends/cpu/jit/jit.h"
#include "engine/core/text.h"
#include "tests/support/operands.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;

namespace {

constexpr int elements = 1000;

/// A loop as machine code, in bits of its sum; none without machine code.
std::string run_machine_code() {
    if (!backends::cpu::jit::available()) return "none";
    Generator generator(5);
    const NodePtr x =
        testing::drawn_leaf(DType::f32, Shape{elements}, testing::Numbers::ordinary, generator);
    compiler::CompileOptions options;
    options.expected_runs = std::int64_t{1} << 40;
    testing::Session session(testing::cpu(), {{unary(Op::tanh, binary(Op::mul, x, x))}, {}},
                             options);
    const Array result = session.run().outputs.front();
    const auto report = session.executable().compile_report();
    std::uint64_t sum = 0;
    for (const float value : result.as<float>()) {
        std::uint32_t bits;
        std::memcpy(&bits, &value, sizeof bits);
        sum = mix_key(sum, bits);
    }
    return concat(sum, "-", report.loops_made);
}

/// OpenCL's loader, opened when it is wanted as a program of ours would.
class OpenCl {
  public:
    OpenCl() : library_(::dlopen("libOpenCL.so.1", RTLD_NOW | RTLD_LOCAL)) {}
    bool there() const { return library_ != nullptr; }
    template <class F>
    F* function(const char* name) const {
        auto* found = reinterpret_cast<F*>(::dlsym(library_, name));
        if (found == nullptr) throw std::runtime_error(name);
        return found;
    }

  private:
    void* library_;
};

#define CALL(name) cl.function<decltype(name)>(#name)

/// Builds and runs a kernel that doubles numbers on the first device; "none" if there is none.
std::string run_opencl() {
    const OpenCl cl;
    if (!cl.there()) return "none";
    cl_platform_id platform = nullptr;
    cl_uint count = 0;
    if (CALL(clGetPlatformIDs)(1, &platform, &count) != CL_SUCCESS || count == 0) return "none";
    cl_device_id device = nullptr;
    if (CALL(clGetDeviceIDs)(platform, CL_DEVICE_TYPE_ALL, 1, &device, &count) != CL_SUCCESS ||
        count == 0)
        return "none";
    cl_int status = CL_SUCCESS;
    const auto check = [&](const char* what) {
        if (status != CL_SUCCESS) throw std::runtime_error(concat(what, ": ", status));
    };
    cl_context context = CALL(clCreateContext)(nullptr, 1, &device, nullptr, nullptr, &status);
    check("context");
    cl_command_queue queue = CALL(clCreateCommandQueue)(context, device, 0, &status);
    check("queue");
    const char* source = "kernel void twice(global float* x) { x[get_global_id(0)] *= 2.0f; }";
    cl_program program = CALL(clCreateProgramWithSource)(context, 1, &source, nullptr, &status);
    check("program");
    status = CALL(clBuildProgram)(program, 1, &device, "", nullptr, nullptr);
    check("build");
    cl_kernel kernel = CALL(clCreateKernel)(program, "twice", &status);
    check("kernel");
    std::vector<float> values(elements, 1.5f);
    cl_mem buffer = CALL(clCreateBuffer)(context, CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR,
                                         values.size() * sizeof(float), values.data(), &status);
    check("buffer");
    status = CALL(clSetKernelArg)(kernel, 0, sizeof buffer, &buffer);
    check("argument");
    const std::size_t size = values.size();
    status = CALL(clEnqueueNDRangeKernel)(queue, kernel, 1, nullptr, &size, nullptr, 0, nullptr,
                                          nullptr);
    check("launch");
    status = CALL(clEnqueueReadBuffer)(queue, buffer, CL_TRUE, 0, size * sizeof(float),
                                       values.data(), 0, nullptr, nullptr);
    check("read");
    for (const float value : values)
        if (value != 3.0f) throw std::runtime_error("a wrong number");
    return "right";
}

int run_both(bool jit_first) {
    try {
        std::string jit, opencl;
        if (jit_first) jit = run_machine_code();
        opencl = run_opencl();
        if (!jit_first) jit = run_machine_code();
        // Each once more beside the other.
        const std::string again = run_opencl();
        std::cout << jit << " " << opencl << " " << again << std::endl;
        return 0;
    } catch (const std::exception& error) {
        std::cout << error.what() << std::endl;
        return 1;
    }
}

}  // namespace

class TestTwoLlvms : public QObject {
    Q_OBJECT

  private slots:
    void bothOrders();
};

void TestTwoLlvms::bothOrders() {
    QStringList results;
    for (const char* order : {"--jit-first", "--opencl-first"}) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {order});
        QVERIFY2(process.waitForFinished(120'000), order);
        const QString out = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
        QVERIFY2(
            process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
            qPrintable(QString("%1: %2 %3")
                           .arg(order, out, QString::fromUtf8(process.readAllStandardError()))));
        results << out;
    }
    const QStringList words = results[0].split(' ');
    if (words.value(1) == "none") QSKIP("There is no OpenCL device (package pocl-opencl-icd).");
    if (words.value(0) == "none") QSKIP("There is no machine code here.");
    QVERIFY2(words.value(0).endsWith("-1"), qPrintable(results[0]));
    QCOMPARE(words.value(1), QString("right"));
    QCOMPARE(words.value(2), QString("right"));
    QCOMPARE(results[1], results[0]);
}

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--jit-first") == 0) return run_both(true);
    if (argc > 1 && std::strcmp(argv[1], "--opencl-first") == 0) return run_both(false);
    QCoreApplication app(argc, argv);
    TestTwoLlvms test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_two_llvms.moc"
