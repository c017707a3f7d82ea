// SPDX-License-Identifier: Apache-2.0
#include "app/cli/allocations.h"

namespace gradweave::cli {

namespace {

AllocationCounter counter{nullptr, nullptr};

}  // namespace

void set_allocation_counter(AllocationCounter given) {
    counter = given;
}

bool start_counting_allocations() {
    if (counter.start == nullptr) return false;
    counter.start();
    return true;
}

std::optional<std::uint64_t> allocations() {
    if (counter.count == nullptr) return std::nullopt;
    return counter.count();
}

}  // namespace gradweave::cli
