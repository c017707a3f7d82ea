// SPDX-License-Identifier: Apache-2.0
// malloc and its relatives, defined here so that they stand before the C library's for the whole
// process: operator new, oneDNN, OpenBLAS and libgomp all come through. They do nothing but count
// while a benchmark asks for it, and pass on. Sanitizers bring allocators of their own, and other C
// libraries have no names to pass on to; nothing is counted there.
#include "app/cli/count_allocations.h"

#include <atomic>
#include <cerrno>
#include <cstddef>

#include "app/cli/allocations.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)

namespace {

std::atomic<bool> counting{false};
std::atomic<std::uint64_t> blocks{0};

void note() {
    if (counting.load(std::memory_order_relaxed)) blocks.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

extern "C" {
void* __libc_malloc(std::size_t size) noexcept;
void* __libc_calloc(std::size_t count, std::size_t size) noexcept;
void* __libc_realloc(void* block, std::size_t size) noexcept;
void* __libc_memalign(std::size_t alignment, std::size_t size) noexcept;

void* malloc(std::size_t size) noexcept {
    note();
    return __libc_malloc(size);
}

void* calloc(std::size_t count, std::size_t size) noexcept {
    note();
    return __libc_calloc(count, size);
}

void* realloc(void* block, std::size_t size) noexcept {
    note();
    return __libc_realloc(block, size);
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
    note();
    return __libc_memalign(alignment, size);
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept {
    note();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void** block, std::size_t alignment, std::size_t size) noexcept {
    if (alignment < sizeof(void*) || (alignment & (alignment - 1)) != 0) return EINVAL;
    note();
    void* const result = __libc_memalign(alignment, size);
    if (result == nullptr) return ENOMEM;
    *block = result;
    return 0;
}
}

namespace gradweave::cli {

void provide_allocation_counter() {
    set_allocation_counter({[] {
                                blocks = 0;
                                counting = true;
                            },
                            [] { return blocks.load(); }});
}

}  // namespace gradweave::cli

#else

namespace gradweave::cli {

void provide_allocation_counter() {}

}  // namespace gradweave::cli

#endif
