// SPDX-License-Identifier: Apache-2.0
#include "engine/core/threads.h"

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace gradweave {

namespace {

thread_local bool inside_task = false;

void relax() {
#if defined(__x86_64__)
    _mm_pause();
#else
    std::this_thread::yield();
#endif
}

/// How long an idle worker looks for work before it sleeps. Steps of a small model follow each
/// other within microseconds; a sleeping worker costs more to wake than such a step takes. What one
/// thread does alone between two batches (reading the next, telling of the last) is shorter than
/// this; longer spinning would fight with the window for the core.
constexpr auto spin_time = std::chrono::microseconds(200);

class Pool {
  public:
    explicit Pool(int threads) : threads_(threads), shares_(static_cast<std::size_t>(threads)) {
        workers_.reserve(static_cast<std::size_t>(threads - 1));
        const WithoutSignals inherited;
        try {
            for (int i = 1; i < threads; ++i)
                workers_.emplace_back([this, i] { work(static_cast<std::size_t>(i)); });
        } catch (const std::system_error&) {
            // A limit on threads or memory: those that started do the work.
        }
    }

    ~Pool() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
            generation_.fetch_add(1);
        }
        wake_.notify_all();
        for (auto& worker : workers_)
            worker.join();
    }

    /// As asked for; fewer run if the system gave no more.
    int threads() const { return threads_; }

    void run(std::int64_t tasks, FunctionRef<void(std::int64_t)> task) {
        job_ = &task;
        const auto count = static_cast<std::int64_t>(shares_.size());
        for (std::int64_t i = 0; i < count; ++i) {
            Share& share = shares_[static_cast<std::size_t>(i)];
            share.next.store(tasks / count * i + std::min(i, tasks % count),
                             std::memory_order_relaxed);
            share.end = tasks / count * (i + 1) + std::min(i + 1, tasks % count);
        }
        failure_ = nullptr;
        state_.store(open, std::memory_order_release);
        {
            const std::lock_guard lock(mutex_);
            generation_.fetch_add(1);
        }
        if (sleeping_.load() > 0) wake_.notify_all();
        drain(0);
        // From here no worker can join; those inside must leave before the job, which lives on the
        // caller's stack, goes away. Workers that are still waking up are not waited for.
        state_.fetch_and(~open);
        const auto begin = std::chrono::steady_clock::now();
        for (int spins = 1; state_.load(std::memory_order_acquire) != 0; ++spins) {
            relax();
            if (spins % 64 != 0 || std::chrono::steady_clock::now() - begin < spin_time) continue;
            std::unique_lock lock(mutex_);
            done_.wait(lock, [this] { return state_.load() == 0; });
        }
        if (failure_) std::rethrow_exception(failure_);
    }

  private:
    /// Tasks of one thread: the same ones each time a step runs, so what they read and write is
    /// still in its core's cache. A thread that is done helps the others.
    struct alignas(64) Share {
        std::atomic<std::int64_t> next{0};
        std::int64_t end = 0;
    };

    void drain(std::size_t own) {
        inside_task = true;
        for (std::size_t i = 0; i < shares_.size(); ++i) {
            Share& share = shares_[(own + i) % shares_.size()];
            for (;;) {
                const std::int64_t index = share.next.fetch_add(1, std::memory_order_relaxed);
                if (index >= share.end) break;
                try {
                    (*job_)(index);
                } catch (...) {
                    const std::lock_guard lock(mutex_);
                    if (!failure_) failure_ = std::current_exception();
                    for (Share& other : shares_)
                        other.next.store(other.end, std::memory_order_relaxed);
                }
            }
        }
        inside_task = false;
    }

    void work(std::size_t own) {
        std::uint64_t seen = 0;
        for (;;) {
            wait_for_job(seen);
            if (stopping_.load()) return;
            if (!join()) continue;
            drain(own);
            if (state_.fetch_sub(1, std::memory_order_acq_rel) == 1) {
                const std::lock_guard lock(mutex_);
                done_.notify_all();
            }
        }
    }

    bool join() {
        unsigned state = state_.load(std::memory_order_acquire);
        while (state & open) {
            if (state_.compare_exchange_weak(state, state + 1, std::memory_order_acq_rel))
                return true;
        }
        return false;
    }

    void wait_for_job(std::uint64_t& seen) {
        const auto begin = std::chrono::steady_clock::now();
        for (int spins = 1; generation_.load(std::memory_order_acquire) == seen; ++spins) {
            relax();
            if (spins % 64 != 0 || std::chrono::steady_clock::now() - begin < spin_time) continue;
            std::unique_lock lock(mutex_);
            sleeping_.fetch_add(1);
            wake_.wait(lock, [&] { return generation_.load() != seen; });
            sleeping_.fetch_sub(1);
        }
        seen = generation_.load(std::memory_order_acquire);
    }

    const int threads_;
    std::vector<std::thread> workers_;
    std::mutex mutex_;
    std::condition_variable wake_, done_;
    std::atomic<std::uint64_t> generation_{0};
    std::atomic<int> sleeping_{0};
    std::atomic<bool> stopping_{false};
    /// `open` while the caller hands out tasks, plus the number of workers inside.
    static constexpr unsigned open = 1u << 31;
    std::atomic<unsigned> state_{0};
    std::vector<Share> shares_;  ///< one per thread, the caller's first
    const FunctionRef<void(std::int64_t)>* job_ = nullptr;
    std::exception_ptr failure_;
};

std::mutex pool_mutex;  // held by the one caller that uses the pool
std::unique_ptr<Pool> pool;
std::atomic<int> wanted_threads{0};

}  // namespace

int hardware_threads() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
    return std::max(1u, std::thread::hardware_concurrency());
}

int thread_count() {
    const int wanted = wanted_threads;
    return wanted > 0 ? wanted : hardware_threads();
}

void set_thread_count(int count) {
    wanted_threads = std::clamp(count, 0, 1024);
}

WithoutSignals::WithoutSignals() {
    sigset_t all;
    ::sigfillset(&all);
    for (const int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS})
        ::sigdelset(&all, own);
    ::pthread_sigmask(SIG_BLOCK, &all, &before_);
}

WithoutSignals::~WithoutSignals() {
    ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

OneThread::OneThread() : before_(inside_task) {
    inside_task = true;
}

OneThread::~OneThread() {
    inside_task = before_;
}

void parallel_for(std::int64_t tasks, FunctionRef<void(std::int64_t)> task) {
    const auto serially = [&] {
        for (std::int64_t i = 0; i < tasks; ++i)
            task(i);
    };
    static const int hardware = hardware_threads();
    const int wanted = wanted_threads.load(std::memory_order_relaxed);
    const int threads = wanted > 0 ? wanted : hardware;
    if (tasks <= 1 || threads == 1 || inside_task) return serially();
    const std::unique_lock lock(pool_mutex, std::try_to_lock);
    if (!lock) return serially();
    if (!pool || pool->threads() != threads) {
        pool.reset();
        pool = std::make_unique<Pool>(threads);
    }
    pool->run(tasks, task);
}

}  // namespace gradweave
