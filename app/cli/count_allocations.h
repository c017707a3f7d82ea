// SPDX-License-Identifier: Apache-2.0
// The counting allocator of gradweave-cli; linked into that program alone.
#pragma once

namespace gradweave::cli {

/// Makes allocations() work, where the C library allows it.
void provide_allocation_counter();

}  // namespace gradweave::cli
