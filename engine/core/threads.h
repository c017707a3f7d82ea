// SPDX-License-Identifier: Apache-2.0
// The engine's one pool of threads. Libraries below it (BLAS, oneDNN) run single-threaded inside
// its tasks, so nothing oversubscribes the cores and results do not depend on the thread count.
#pragma once

#include <signal.h>

#include <cstdint>
#include <memory>
#include <type_traits>

namespace gradweave {

/// A callable that is not owned: valid only while the callee runs.
template <class Signature>
class FunctionRef;
template <class R, class... Args>
class FunctionRef<R(Args...)> {
  public:
    template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, FunctionRef>)
        FunctionRef(F&& f)  // NOLINT(google-explicit-constructor): meant to convert
        : object_(const_cast<void*>(static_cast<const void*>(std::addressof(f)))),
          call_([](void* object, Args... args) -> R {
              return (*static_cast<std::add_pointer_t<std::remove_reference_t<F>>>(object))(
                  args...);
          }) {}
    R operator()(Args... args) const { return call_(object_, args...); }

  private:
    void* object_;
    R (*call_)(void*, Args...);
};

/// Cores this process may use.
int hardware_threads();

/// Threads that parallel_for uses, the calling one counted. At start: hardware_threads().
int thread_count();
/// `count` < 1 means hardware_threads(). Must not be called from inside a task.
void set_thread_count(int count);

/// Calls task(0) ... task(tasks - 1), each once, on up to thread_count() threads, and returns when
/// all are done. Tasks must not depend on one another or on which thread runs them. The first
/// exception is thrown again here. Nested and concurrent calls run on the calling thread alone.
void parallel_for(std::int64_t tasks, FunctionRef<void(std::int64_t)> task);

/// Threads that are started while it lives receive no signals (but those that report their own
/// mistakes): they go to the program's other threads. Every thread that computes is started so,
/// since a library's machine code may use the stack pointer as one more register, and what the
/// kernel then pushes for a handler would overwrite the heap: parts of oneDNN do that.
class WithoutSignals {
  public:
    WithoutSignals();
    ~WithoutSignals();
    WithoutSignals(const WithoutSignals&) = delete;
    WithoutSignals& operator=(const WithoutSignals&) = delete;

  private:
    sigset_t before_;
};

/// While it lives, parallel_for on this thread runs all tasks here. For work too small to share:
/// handing it over costs more than doing it, and moves the data to another core's cache.
class OneThread {
  public:
    OneThread();
    ~OneThread();
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

  private:
    bool before_;
};

}  // namespace gradweave
