// SPDX-License-Identifier: Apache-2.0
// The kernels of a program, each text once, compiled in a few sources.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/backends/opencl/device.h"
#include "engine/core/progress.h"

namespace gradweave::backends::opencl {

class KernelSet {
  public:
    /// A kernel's parameters and body; `block` is what it belongs to.
    void add(const std::string& text, const std::string& block);

    /// Compiles all of them, source by source: several at a time where the driver can, with word of
    /// how far it is. Throws Error(cancelled) as `progress` says, within the time of one source;
    /// Error(device) if one does not compile.
    void build(Device& device, const Progress& progress);

    /// The kernel of a text that was added. After build().
    Kernel make(const std::string& text) const;

    int made() const { return made_; }
    int from_disk() const { return from_disk_; }

  private:
    /// Drivers take long to begin with a source, and one source tells nothing of how far it is.
    static constexpr std::size_t kernels_per_source = 16;

    struct Entry {
        std::string text, block;
        std::size_t source;
    };
    struct Source {
        std::string text;
        std::map<std::size_t, std::string> blocks;  ///< by the line they begin in
        int kernels = 0;
        Device::Built built;
    };
    std::vector<Source> sources(bool doubles) const;

    std::vector<Entry> entries_;
    std::unordered_map<std::string, std::size_t> numbers_;
    std::vector<Program> programs_;  ///< per source
    int made_ = 0, from_disk_ = 0;
};

}  // namespace gradweave::backends::opencl
