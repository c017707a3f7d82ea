// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/opencl/kernel_set.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "engine/backends/opencl/render/elements.h"
#include "engine/compiler/dump.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"

namespace gradweave::backends::opencl {

void KernelSet::add(const std::string& text, const std::string& block) {
    const auto [known, fresh] = numbers_.try_emplace(text, entries_.size());
    if (fresh) entries_.push_back({text, block, entries_.size() / kernels_per_source});
}

std::vector<KernelSet::Source> KernelSet::sources(bool doubles) const {
    const std::string head = prelude(doubles);
    const auto lines = [](const std::string& text) {
        return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    };
    std::vector<Source> all;
    std::size_t line = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        const Entry& entry = entries_[i];
        if (entry.source == all.size()) {
            all.emplace_back().text = head;
            line = 1 + lines(head);
        }
        Source& source = all.back();
        const std::string kernel = concat("kernel void k", i, entry.text);
        source.blocks.emplace(line, entry.block);
        source.text += kernel;
        ++source.kernels;
        line += lines(kernel);
    }
    return all;
}

void KernelSet::build(Device& device, const Progress& progress) {
    std::vector<Source> all = sources(device.facts().doubles);
    if (all.empty()) return;
    if (compiler::wants_dump(compiler::Dump::code)) {
        for (const Source& source : all)
            compiler::write_dump("OpenCL C", source.text);
    }
    std::mutex mutex;
    std::condition_variable changed;
    std::size_t done = 0, left = 0;
    std::atomic<std::size_t> next{0};
    std::exception_ptr failure;
    const auto work = [&] {
        for (std::size_t i = next++; i < all.size(); i = next++) {
            Source& source = all[i];
            std::exception_ptr wrong;
            try {
                source.built = device.build(source.text, [&](std::size_t line) {
                    const auto behind = source.blocks.upper_bound(line);
                    return behind == source.blocks.begin() ? std::string()
                                                           : std::prev(behind)->second;
                });
            } catch (...) {
                wrong = std::current_exception();
                next = all.size();
            }
            const std::lock_guard lock(mutex);
            ++done;
            if (wrong && !failure) failure = wrong;
            changed.notify_all();
        }
        const std::lock_guard lock(mutex);
        --left;
        changed.notify_all();
    };
    std::vector<std::thread> threads;
    const std::size_t wanted =
        std::min<std::size_t>(all.size(), static_cast<std::size_t>(hardware_threads()));
    left = wanted;
    try {
        const WithoutSignals inherited;
        while (threads.size() < wanted)
            threads.emplace_back(work);
    } catch (const std::system_error&) {
        // The system gives no more threads: those there are, or this one, do it.
        const std::lock_guard lock(mutex);
        left = threads.size();
    }
    if (threads.empty()) {
        left = 1;
        work();
    }
    {
        std::unique_lock lock(mutex);
        std::size_t told = all.size();
        while (left > 0) {
            const std::size_t now = done;
            lock.unlock();
            if (now != told)
                progress(static_cast<double>(now) / static_cast<double>(all.size()),
                         concat("compiling for ", device.facts().name, ": ",
                                std::min(now * kernels_per_source, entries_.size()), " of ",
                                entries_.size(), " kernels"));
            told = now;
            if (progress.cancelled && progress.cancelled()) next = all.size();
            lock.lock();
            changed.wait_for(lock, std::chrono::milliseconds(50),
                             [&] { return left == 0 || done != told; });
        }
    }
    for (std::thread& thread : threads)
        thread.join();
    if (failure) std::rethrow_exception(failure);
    progress.check();
    for (Source& source : all) {
        (source.built.from_disk ? from_disk_ : made_) += source.kernels;
        programs_.push_back(std::move(source.built.program));
    }
}

Kernel KernelSet::make(const std::string& text) const {
    const std::size_t number = numbers_.at(text);
    return make_kernel(programs_.at(entries_[number].source), concat("k", number));
}

}  // namespace gradweave::backends::opencl
