// SPDX-License-Identifier: Apache-2.0
// Devices by name.
#include <QTest>

#include "engine/runtime/devices.h"
#include "tests/support/expect.h"

using namespace gradweave;

class TestDevices : public QObject {
    Q_OBJECT

  private slots:
    void knownNames();
    void unknownNames();
    void listing();
    void byPartOfItsName();
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

QTEST_GUILESS_MAIN(TestDevices)
#include "test_devices.moc"
