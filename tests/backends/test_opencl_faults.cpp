// SPDX-License-Identifier: Apache-2.0
// OpenCL when things go wrong: no driver, a broken one, a cache that cannot be written, too little
// memory, source that does not compile, and any call that fails. Each ends with a sentence and a
// device that works again.
#include <QFile>
#include <QStorageInfo>
#include <QTemporaryDir>
#include <QTest>

#include "engine/backends/opencl/buffer.h"
#include "engine/backends/opencl/driver/probe.h"
#include "engine/backends/opencl/executable.h"
#include "engine/graph/build.h"
#include "tests/support/expect.h"
#include "tests/support/opencl.h"

using namespace gradweave;
using namespace gradweave::graph;
namespace opencl = gradweave::backends::opencl;

namespace {

/// An environment variable for as long as this lives.
class Setting {
  public:
    Setting(const char* name, const QByteArray& value)
        : name_(name), before_(qgetenv(name)), set_(qEnvironmentVariableIsSet(name)) {
        qputenv(name, value);
    }
    ~Setting() { set_ ? qputenv(name_, before_) : qunsetenv(name_); }

  private:
    const char* name_;
    QByteArray before_;
    bool set_;
};

opencl::DevicePtr open(std::function<void()> give_back = {}) {
    return std::make_shared<opencl::Device>("opencl:0", opencl::probe().devices.at(0).facts,
                                            std::move(give_back));
}

/// A bit of everything: products, a map, a reduction in two stages, a convolution with what follows
/// it and its gradients, an update.
compiler::Program program() {
    Generator generator(5);
    const NodePtr x = make_leaf("x", testing::random_array(DType::f32, Shape{40, 50}, generator));
    const NodePtr w = make_leaf("w", testing::random_array(DType::f32, Shape{50, 30}, generator));
    const NodePtr y = unary(Op::tanh, matmul(x, w));
    const NodePtr all = reduce(
        Op::reduce_sum, reshape(broadcast(y, Shape{40, 40, 30}, {1, 2}), Shape{48'000}), {0});
    const ConvAttributes same{{1, 1}, {1, 1}, {1, 1}, {1, 1}, 1};
    const NodePtr image =
        make_leaf("image", testing::random_array(DType::f32, Shape{2, 9, 6, 5}, generator));
    const NodePtr k =
        make_leaf("k", testing::random_array(DType::f32, Shape{10, 9, 3, 3}, generator));
    const NodePtr z = conv(image, k, same);
    const NodePtr relu = binary(Op::max, z, constant_like(z, 0.0));
    return {{y, all, relu, conv_grad_input(relu, k, image->shape(), same),
             conv_grad_weight(image, relu, k->shape(), same)},
            {{w, add(w, constant_like(w, 1.0))}}};
}

/// Compiles and runs on the device; the results.
std::vector<Array> results(const opencl::DevicePtr& device) {
    const compiler::Program p = program();
    const auto executable = opencl::make_executable(device, p, {});
    std::vector<backends::BufferPtr> buffers;
    for (const auto& leaf : executable->leaves()) {
        buffers.push_back(
            std::make_shared<opencl::DeviceBuffer>(device, leaf->dtype(), leaf->shape()));
        buffers.back()->write(*leaf->value());
    }
    executable->bind(buffers);
    executable->run();
    std::vector<Array> arrays;
    for (std::size_t i = 0; i < p.outputs.size(); ++i)
        arrays.push_back(executable->output(i));
    for (const auto& buffer : buffers)
        arrays.push_back(buffer->read());
    return arrays;
}

bool identical_results(const std::vector<Array>& a, const std::vector<Array>& b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(),
                      [](const Array& x, const Array& y) { return identical(x, y); });
}

}  // namespace

class TestOpenClFaults : public QObject {
    Q_OBJECT

  private slots:
    void cleanup();
    void noDriver();
    void driverWithoutLibrary();
    void crashingDriver();
    void missingHelper();
    void damagedAnswer();
    void unwritableCache();
    void programsFromDisk();
    void sourceThatDoesNotCompile();
    void tooLittleMemory();
    void cachesAreFreedFirst();
    void anyCallFails_data();
    void anyCallFails();
};

void TestOpenClFaults::cleanup() {
    opencl::fail_call(0, 0);
    opencl::probe(true);
}

void TestOpenClFaults::noDriver() {
    const Setting vendors("OCL_ICD_VENDORS", "/nowhere/at/all");
    const auto list = backends::list_opencl_devices(true);
    QVERIFY(list.devices.empty());
    QVERIFY2(list.problem.starts_with("no OpenCL driver is installed"), list.problem.c_str());
    QVERIFY(!backends::has_opencl_driver());
}

void TestOpenClFaults::driverWithoutLibrary() {
    const QTemporaryDir folder;
    QFile file(folder.filePath("broken.icd"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("libthisdoesnotexist.so.9\n") > 0);
    file.close();
    const Setting vendors("OCL_ICD_VENDORS", folder.path().toLocal8Bit());
    const auto list = backends::list_opencl_devices(true);
    QVERIFY(list.devices.empty());
    QCOMPARE(list.problem, std::string("the installed OpenCL drivers know no device"));
}

void TestOpenClFaults::crashingDriver() {
    const QTemporaryDir folder;
    QFile file(folder.filePath("crashing.icd"));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(CRASHING_DRIVER "\n") > 0);
    file.close();
    const Setting vendors("OCL_ICD_VENDORS", folder.path().toLocal8Bit());
    const auto list = backends::list_opencl_devices(true);
    QVERIFY(list.devices.empty());
    QCOMPARE(list.problem,
             std::string("a driver of OpenCL crashed while it was asked for its devices"));
}

void TestOpenClFaults::missingHelper() {
    if (!backends::has_opencl_driver()) QSKIP("no driver that could be asked");
    const Setting helper("GRADWEAVE_OPENCL_PROBE", "/nowhere/probe");
    const auto list = backends::list_opencl_devices(true);
    QVERIFY(list.devices.empty());
    QVERIFY2(list.problem.find("gradweave_opencl_probe") != std::string::npos,
             list.problem.c_str());
}

void TestOpenClFaults::damagedAnswer() {
    opencl::DeviceFacts facts;
    facts.name = "a name\twith a tab";
    facts.memory = 1ull << 40;
    const std::string text = opencl::to_text({{facts, "a problem"}});
    const auto back = opencl::from_text(text);
    QCOMPARE(back.size(), std::size_t{1});
    QCOMPARE(back[0].facts.name, std::string("a name with a tab"));
    QCOMPARE(back[0].facts.memory, facts.memory);
    QCOMPARE(back[0].problem, std::string("a problem"));
    EXPECT_ERROR_WITH(opencl::from_text("hello"), device, "is no device");
    EXPECT_ERROR_WITH(opencl::from_text("x" + text), device, "where a number belongs");
}

void TestOpenClFaults::unwritableCache() {
    NEED_OPENCL();
    const auto expected = results(open());
    for (const char* folder : {"/proc/nowhere", ""}) {
        const Setting cache("GRADWEAVE_OPENCL_CACHE", folder);
        QVERIFY(identical_results(results(open()), expected));
    }
}

void TestOpenClFaults::programsFromDisk() {
    NEED_OPENCL();
    const QTemporaryDir folder;
    const Setting cache("GRADWEAVE_OPENCL_CACHE", folder.path().toLocal8Bit());
    const auto loaded = [] {
        const auto device = open();
        device->keep_programs(true);
        return opencl::make_executable(device, program(), {})->compile_report().loops_from_disk;
    };
    QCOMPARE(loaded(), 0);
    QStringList kept;
    for (const QFileInfo& file : QDir(folder.path()).entryInfoList({"*.object"}))
        kept << QStringLiteral("%1 of %2 bytes").arg(file.fileName()).arg(file.size());
    // A full disk keeps nothing, which is no fault of the device's.
    QVERIFY2(loaded() > 0, qPrintable(QStringLiteral("kept were: %1; free on disk: %2 bytes")
                                          .arg(kept.join(", "))
                                          .arg(QStorageInfo(folder.path()).bytesAvailable())));
    // A damaged file is compiled again.
    for (const QString& name : QDir(folder.path()).entryList({"*.object"}))
        QVERIFY(QFile::resize(folder.filePath(name), 1000));
    QCOMPARE(loaded(), 0);
}

void TestOpenClFaults::sourceThatDoesNotCompile() {
    NEED_OPENCL();
    const QTemporaryDir folder;
    const Setting cache("GRADWEAVE_OPENCL_CACHE", folder.path().toLocal8Bit());
    const auto device = open();
    std::size_t line = 0;
    const auto error = testing::error_of([&] {
        device->build("kernel void a() {}\nkernel void b() {\n    nonsense;\n}\n",
                      [&](std::size_t l) {
                          line = l;
                          return std::string("fc1");
                      });
    });
    QVERIFY(error.has_value());
    QCOMPARE(error->kind(), ErrorKind::device);
    QCOMPARE(error->block(), std::string("fc1"));
    QCOMPARE(line, std::size_t{3});
    QVERIFY2(QString(error->what()).contains("nonsense"), error->what());
    QVERIFY(QFile::exists(folder.filePath("failed-build.log")));
}

void TestOpenClFaults::tooLittleMemory() {
    NEED_OPENCL();
    const auto device = open();
    device->set_memory_limit(device->memory_in_use() + (1u << 20));
    EXPECT_ERROR_WITH(device->allocate(2u << 20, "a tensor"), device, "a tensor needs 2.1 MB on");
    EXPECT_ERROR_WITH(device->allocate(device->facts().largest_buffer + 1, "the program's arena"),
                      device, "in one piece");
    const std::uint64_t before = device->memory_in_use();
    {
        const auto memory = device->allocate(1u << 19, "a tensor");
        QCOMPARE(device->memory_in_use(), before + (1u << 19));
    }
    QCOMPARE(device->memory_in_use(), before);
}

void TestOpenClFaults::cachesAreFreedFirst() {
    NEED_OPENCL();
    opencl::Memory kept;
    int freed = 0;
    const auto device = open([&] {
        ++freed;
        kept.reset();
    });
    device->set_memory_limit(1u << 20);
    kept = device->allocate(700'000, "a cache");
    const auto memory = device->allocate(700'000, "a tensor");
    QVERIFY(memory != nullptr);
    QCOMPARE(freed, 1);
    // The same when it is the driver that refuses: -4.
    opencl::fail_call(1, -4);
    const auto second = device->allocate(1000, "a tensor");
    QVERIFY(second != nullptr);
    QCOMPARE(freed, 2);
}

void TestOpenClFaults::anyCallFails_data() {
    QTest::addColumn<int>("code");
    QTest::newRow("out of resources") << -5;
    QTest::newRow("lost") << -36;
}

// Every call from opening the device to the last result, one after the other.
void TestOpenClFaults::anyCallFails() {
    NEED_OPENCL();
    QFETCH(int, code);
    const auto expected = results(open());
    const std::int64_t before = opencl::calls_made();
    results(open());
    const std::int64_t calls = opencl::calls_made() - before;
    QVERIFY(calls > 50);
    int errors = 0;
    for (std::int64_t n = 1; n <= calls; ++n) {
        opencl::fail_call(n, code);
        const auto error =
            testing::error_of([&] { QVERIFY(identical_results(results(open()), expected)); });
        opencl::fail_call(0, 0);
        if (!error) continue;
        ++errors;
        QCOMPARE(error->kind(), ErrorKind::device);
        QVERIFY2(QString(error->what()).size() > 20, error->what());
    }
    // Most calls cannot be done without; those that ran out of memory are made again.
    QVERIFY2(errors > 10, concat(errors, " of ", calls).c_str());
    QVERIFY(identical_results(results(open()), expected));
}

QTEST_GUILESS_MAIN(TestOpenClFaults)
#include "test_opencl_faults.moc"
