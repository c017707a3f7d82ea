// SPDX-License-Identifier: Apache-2.0
// Plug-ins that must be refused; which fault is built in is chosen by a definition.
#include <cstdlib>
#include <stdexcept>

#include "engine/model/plugin_api.h"

namespace {

[[maybe_unused]] const gw_plugin plugin = {GW_PLUGIN_MAGIC,
#ifdef BROKEN_ABI
                                           GW_PLUGIN_ABI + 41,
#else
                                           GW_PLUGIN_ABI,
#endif
#ifdef BROKEN_SIZE
                                           sizeof(gw_plugin) - 8,
#else
                                           sizeof(gw_plugin),
#endif
                                           "Broken",
                                           "1",
                                           "Apache-2.0",
                                           0,
                                           nullptr};

/// A real crash: the sanitizer would end the process in an orderly way before it.
[[maybe_unused, gnu::no_sanitize("undefined")]] void crash() {
    *static_cast<volatile int*>(nullptr) = 1;
}

}  // namespace

#ifndef BROKEN_MISSING
extern "C" const gw_plugin* gradweave_plugin() {
#if defined(BROKEN_CRASH)
    crash();
#elif defined(BROKEN_THROW)
    throw std::runtime_error("out of the blue");
#elif defined(BROKEN_HANG)
    for (volatile int forever = 1; forever != 0;) {
    }
#elif defined(BROKEN_EXIT)
    std::_Exit(0);
#endif
    return &plugin;
}
#endif
