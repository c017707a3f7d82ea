// SPDX-License-Identifier: Apache-2.0
// Devices by name.
#include <QTemporaryDir>
#include <QTest>

#include "engine/graph/build.h"
#include "engine/runtime/devices.h"
#include "engine/runtime/selftest.h"
#include "tests/support/expect.h"

using namespace gradweave;

class TestDevices : public QObject {
    Q_OBJECT

  private slots:
    void knownNames();
    void unknownNames();
    void listing();
    void byPartOfItsName();
    void wrongProductsAreFoundOut();
};

/// Computes what the interpreter computes, or one more.
class Miscounting final : public runtime::Backend {
  public:
    explicit Miscounting(std::string driver) : driver_(std::move(driver)) {}

    std::string name() const override { return "opencl:0"; }
    std::string description() const override { return "a card, driver " + driver_; }
    backends::BufferPtr allocate(DType dtype, const Shape& shape) override {
        return honest_->allocate(dtype, shape);
    }
    std::unique_ptr<backends::Executable> compile(
        const compiler::Program& program, const compiler::CompileOptions& options) override {
        ++compiled;
        if (fails) throw Error(ErrorKind::device, "the device was lost");
        compiler::Program changed = program;
        if (wrong) {
            const auto& last = program.outputs.back();
            changed.outputs.back() = graph::add(last, graph::constant_like(last, 1.0));
        }
        return honest_->compile(changed, options);
    }

    bool wrong = false, fails = false;
    int compiled = 0;

  private:
    std::string driver_;
    std::shared_ptr<runtime::Backend> honest_ = runtime::open_device("reference");
};

void TestDevices::knownNames() {
    for (const char* name : {"cpu", "reference", "null"})
        QCOMPARE(runtime::open_device(name)->name(), std::string(name));
    QCOMPARE(runtime::open_device("auto").get(), runtime::default_device().get());
    QCOMPARE(runtime::open_device("cpu").get(), runtime::default_device().get());
}

// Never another device than the one asked for.
void TestDevices::unknownNames() {
    QString available;
    for (const auto& device : runtime::list_devices()) {
        if (device.available)
            available += (available.isEmpty() ? "" : ", ") + QString::fromStdString(device.name);
    }
    EXPECT_ERROR(runtime::open_device("tpu"), device,
                 "there is no device \"tpu\"; available: " + available);
    EXPECT_ERROR(runtime::open_device(""), device,
                 "there is no device \"\"; available: " + available);
    EXPECT_ERROR_WITH(runtime::open_device("CPU"), device, "there is no device \"CPU\"");
    EXPECT_ERROR_WITH(runtime::open_device("cpu:7"), device, "there is no device \"cpu:7\"");
    for (const char* name : {"opencl:99", "opencl:-1", "opencl:", "opencl:no such device"})
        EXPECT_ERROR_WITH(runtime::open_device(name), device, "there is no device \"opencl:");
}

void TestDevices::listing() {
    const auto devices = runtime::list_devices();
    QVERIFY(!devices.empty());
    QCOMPARE(devices.front().name, std::string("cpu"));
    for (const auto& device : devices) {
        QVERIFY(!device.name.empty() && !device.description.empty());
        if (device.available) {
            QCOMPARE(runtime::open_device(device.name)->name(), device.name);
        } else {
            QVERIFY(!device.reason.empty());
            EXPECT_ERROR_WITH(runtime::open_device(device.name), device,
                              QString::fromStdString(device.reason));
        }
    }
}

void TestDevices::byPartOfItsName() {
    for (const auto& device : runtime::list_devices()) {
        if (!device.available || !device.name.starts_with("opencl:")) continue;
        const auto opened = runtime::open_device(device.name);
        QCOMPARE(runtime::open_device(device.name).get(), opened.get());
        const std::string part = device.description.substr(0, 6);
        QVERIFY(runtime::open_device("opencl:" + part)->name().starts_with("opencl:"));
        runtime::forget_device(*opened);
        QVERIFY(runtime::open_device(device.name).get() != opened.get());
        return;
    }
    QSKIP("no OpenCL device works here");
}

void TestDevices::wrongProductsAreFoundOut() {
    const QTemporaryDir folder;
    qputenv("GRADWEAVE_OPENCL_CACHE", folder.path().toUtf8());
    Miscounting wrong("1.0");
    wrong.wrong = true;
    // Tried each time: the driver may be mended.
    for (int i = 1; i <= 2; ++i) {
        QCOMPARE(QString::fromStdString(runtime::check_products_once(wrong)).left(41),
                 QString("its matrix products are wrong: element 0 "));
        QCOMPARE(wrong.compiled, i);
    }
    // A device that does not answer is neither right nor wrong.
    Miscounting lost("1.0");
    lost.fails = true;
    QCOMPARE(runtime::check_products_once(lost), std::string());
    Miscounting right("1.0");
    for (int i = 0; i < 2; ++i)
        QCOMPARE(runtime::check_products_once(right), std::string());
    QCOMPARE(right.compiled, 1);
    // Another driver is another device.
    Miscounting updated("1.1");
    QCOMPARE(runtime::check_products_once(updated), std::string());
    QCOMPARE(updated.compiled, 1);
    qunsetenv("GRADWEAVE_OPENCL_CACHE");
}

QTEST_GUILESS_MAIN(TestDevices)
#include "test_devices.moc"
