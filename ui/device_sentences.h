// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine says of compute devices and their drivers, for translation.
#pragma once

#include <QtGlobal>

namespace gradweave::ui {

/// As in network_sentences.h: the more particular ones first.
inline constexpr const char* deviceSentences[] = {
    QT_TRANSLATE_NOOP("Sentences",
                      "what training keeps on %1 needs %2, and the device, which has %3, has no "
                      "more (%4): use a smaller batch, or the device cpu"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the driver of %1 does not compile a program of ours (block \"%2\"): \"%3\"; "
                      "the whole log is in %4; choose the device cpu"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the driver of %1 does not compile a program of ours (block \"%2\"): \"%3\"; "
                      "choose the device cpu"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the driver of %1 does not compile a program of ours: \"%2\"; the whole log "
                      "is in %3; choose the device cpu"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "the driver of %1 does not compile a program of ours: \"%2\"; choose the device cpu"),
    QT_TRANSLATE_NOOP("Sentences", "the whole log is in %1"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the OpenCL loader (package ocl-icd-libopencl1) is not installed"),
    QT_TRANSLATE_NOOP("Sentences", "the OpenCL loader is older than OpenCL 1.2: it lacks cl%1"),
    QT_TRANSLATE_NOOP("Sentences", "CLBlast's product failed with %1 on %2"),
    QT_TRANSLATE_NOOP("Sentences", "CLBlast (package libclblast1) is not installed"),
    QT_TRANSLATE_NOOP("Sentences",
                      "CLBlast computes wrong products on this device (%1 of 6300 elements)"),
    QT_TRANSLATE_NOOP("Sentences", "no device found"),
    QT_TRANSLATE_NOOP("Sentences", "the device is not available"),
    QT_TRANSLATE_NOOP("Sentences", "the driver has no compiler"),
    QT_TRANSLATE_NOOP("Sentences", "the device has no memory left"),
    QT_TRANSLATE_NOOP("Sentences", "out of resources"),
    QT_TRANSLATE_NOOP("Sentences", "out of memory"),
    QT_TRANSLATE_NOOP("Sentences", "the program does not build"),
    QT_TRANSLATE_NOOP("Sentences", "the device was lost"),
    QT_TRANSLATE_NOOP("Sentences", "the context was lost"),
    QT_TRANSLATE_NOOP("Sentences", "an argument is missing"),
    QT_TRANSLATE_NOOP("Sentences", "the device does not take work groups of this size"),
    QT_TRANSLATE_NOOP("Sentences", "the buffer is larger than the device allows"),
    QT_TRANSLATE_NOOP("Sentences",
                      "no OpenCL driver is installed (pocl-opencl-icd computes on the processor; "
                      "for a graphics card, its maker's driver)"),
    QT_TRANSLATE_NOOP("Sentences", "no OpenCL driver is installed"),
    QT_TRANSLATE_NOOP("Sentences", "an error of OpenCL"),
    QT_TRANSLATE_NOOP("Sentences", "%1 has not answered for %2 seconds: it is taken for lost"),
    QT_TRANSLATE_NOOP("Sentences", "a command of the queue"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the helper that asks OpenCL's drivers wrote \"%1\" where a number belongs"),
    QT_TRANSLATE_NOOP(
        "Sentences",
        "the helper that asks OpenCL's drivers wrote a line that is no device: \"%1\""),
    QT_TRANSLATE_NOOP("Sentences",
                      "the helper gradweave_opencl_probe, which asks OpenCL's drivers, is not "
                      "installed with the program"),
    QT_TRANSLATE_NOOP("Sentences", "a driver of OpenCL did not answer within 30 seconds"),
    QT_TRANSLATE_NOOP("Sentences", "the installed OpenCL drivers know no device"),
    QT_TRANSLATE_NOOP("Sentences", "a driver of OpenCL crashed while it was asked for its devices"),
    QT_TRANSLATE_NOOP("Sentences", "the program's arena"),
    QT_TRANSLATE_NOOP("Sentences", "the program's workspace"),
    QT_TRANSLATE_NOOP("Sentences",
                      "block \"%1\" computes with double precision, which this device does not "
                      "have; choose the device cpu"),
    QT_TRANSLATE_NOOP("Sentences",
                      "%1 computes with double precision, which this device does not have; choose "
                      "the device cpu"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the device \"%1\" (%2) is not used: %3; another driver may be right"),
    QT_TRANSLATE_NOOP("Sentences", "its matrix products are wrong: %1"),
    QT_TRANSLATE_NOOP("Sentences", "element %1 of %2 is %3 instead of %4"),
    QT_TRANSLATE_NOOP("Sentences", "it computes wrong results"),
    QT_TRANSLATE_NOOP("Sentences", "%1, %2 of memory free"),
    QT_TRANSLATE_NOOP("Sentences", "%1, %2 unit, %3, no double precision, driver %4"),
    QT_TRANSLATE_NOOP("Sentences", "%1, %2 units, %3, no double precision, driver %4"),
    QT_TRANSLATE_NOOP("Sentences", "%1, %2 unit, %3, driver %4"),
    QT_TRANSLATE_NOOP("Sentences", "%1, %2 units, %3, driver %4"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the device \"%1\" has nothing to tune: choose an OpenCL device"),
    QT_TRANSLATE_NOOP("Sentences",
                      "the measurements could not be written to the cache folder, and hold for "
                      "this process only"),
    QT_TRANSLATE_NOOP("Sentences", "CLBlast is not used: %1"),
    QT_TRANSLATE_NOOP("Sentences", "products by whichever was measured to be faster"),
    QT_TRANSLATE_NOOP("Sentences",
                      "products by the engine's kernels; selftest --tune measures CLBlast"),
    QT_TRANSLATE_NOOP("Sentences", "compiling for %1: %2 of %3 kernels"),
    QT_TRANSLATE_NOOP("Sentences", "%1 failed with %2 (%3)"),
    QT_TRANSLATE_NOOP("Sentences", "the program"),
    QT_TRANSLATE_NOOP("Sentences", " and at most %1 in one piece"),
    QT_TRANSLATE_NOOP("Sentences", "the fastest for this network, measured before training"),
    QT_TRANSLATE_NOOP("Sentences", "%1 samples/s"),
};

}  // namespace gradweave::ui
