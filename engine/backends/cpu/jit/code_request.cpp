// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/jit/code_request.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <numeric>
#include <string>
#include <system_error>
#include <thread>
#include <unordered_map>

#include "engine/backends/cpu/jit/jit.h"
#include "engine/backends/object_cache.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"

namespace gradweave::backends::cpu::jit {

/// One form on its way to machine code. Code is never unloaded, so functions stay valid.
struct Code {
    Code(std::string text_of_form, const LoopForm& given)
        : text(std::move(text_of_form)), form(given) {}

    const std::string text;
    const LoopForm form;
    enum class State : std::uint8_t { waiting, making, done };
    /// Written under the queue's lock; `done` is published after function and from_disk.
    std::atomic<State> state{State::waiting};
    LoopFunction function = nullptr;
    bool from_disk = false;
    int requests = 0;  ///< that want it; under the queue's lock
};

namespace {

ObjectCache& object_cache() {
    static ObjectCache cache(ObjectCache::default_folder("GRADWEAVE_JIT_CACHE", "jit"));
    return cache;
}

void append(void* receiver, const char* bytes, std::size_t size) {
    static_cast<std::string*>(receiver)->append(bytes, size);
}

/// Null if it cannot be done; then the failure is remembered like a success.
LoopFunction make(const Module& module, const Code& code, bool& from_disk) {
    const std::string key = concat(module.target, "\n", code.text);
    if (const auto object = object_cache().find(key)) {
        if (LoopFunction function = module.load(object->data(), object->size())) {
            from_disk = true;
            return function;
        }
    }
    std::string object;
    if (!module.compile(&code.form, false, append, &object)) return nullptr;
    LoopFunction function = module.load(object.data(), object.size());
    if (function != nullptr) object_cache().store(key, object);
    return function;
}

/// A form that is wanted, with its text and what it computes in all the loops that have it.
struct Wanted {
    std::string text;
    const LoopForm* form;
    std::int64_t elements;
};

/// The forms that wait, and the threads that make them.
class CodeQueue {
  public:
    static CodeQueue& instance() {
        // Before the queue, so that it outlives the threads.
        object_cache();
        static CodeQueue queue;
        return queue;
    }

    ~CodeQueue() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        changed_.notify_all();
        for (auto& thread : threads_)
            thread.join();
    }

    /// One code per form, in the given order; they are made in that order too.
    std::vector<std::shared_ptr<Code>> want(const std::vector<Wanted>& forms) {
        std::vector<std::shared_ptr<Code>> codes;
        codes.reserve(forms.size());
        const std::lock_guard lock(mutex_);
        for (const Wanted& wanted : forms) {
            auto& code = codes_[wanted.text];
            if (code == nullptr) {
                code = std::make_shared<Code>(wanted.text, *wanted.form);
                waiting_.push_back(code);
            }
            ++code->requests;
            codes.push_back(code);
        }
        const auto most =
            std::max<std::size_t>(1, static_cast<std::size_t>(hardware_threads()) - 1);
        try {
            const WithoutSignals inherited;
            while (threads_.size() < std::min(most, waiting_.size()))
                threads_.emplace_back([this] { work(); });
        } catch (const std::system_error&) {
            // A limit on threads or memory: who waits makes them; who does not runs tiles.
        }
        changed_.notify_all();
        return codes;
    }

    /// The end of want().
    void withdraw(const std::vector<std::shared_ptr<Code>>& codes) {
        std::unique_lock lock(mutex_);
        for (const auto& code : codes) {
            if (--code->requests > 0 || code->state != Code::State::waiting) continue;
            std::erase(waiting_, code);
            codes_.erase(code->text);
        }
        changed_.wait(lock, [&] {
            return std::none_of(codes.begin(), codes.end(), [](const auto& code) {
                return code->state == Code::State::making;
            });
        });
    }

    /// Makes one of the codes that nobody has begun; waits a moment if there is none.
    void help(const std::vector<std::shared_ptr<Code>>& codes) {
        constexpr auto moment = std::chrono::milliseconds(20);
        std::unique_lock lock(mutex_);
        for (const auto& code : codes) {
            if (code->state == Code::State::waiting) return make_one(code, lock);
        }
        changed_.wait_for(lock, moment);
    }

    void forget() {
        const std::lock_guard lock(mutex_);
        std::erase_if(codes_,
                      [](const auto& entry) { return entry.second->state == Code::State::done; });
    }

  private:
    void make_one(const std::shared_ptr<Code> code, std::unique_lock<std::mutex>& lock) {
        std::erase(waiting_, code);
        code->state = Code::State::making;
        lock.unlock();
        LoopFunction function = nullptr;
        bool from_disk = false;
        try {
            if (const Module* module = opened_module()) function = make(*module, *code, from_disk);
        } catch (const std::exception&) {
            // Out of memory, most likely: the loop stays tiles.
        }
        lock.lock();
        code->function = function;
        code->from_disk = from_disk;
        code->state = Code::State::done;
        changed_.notify_all();
    }

    void work() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) return;
            make_one(waiting_.front(), lock);
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::unordered_map<std::string, std::shared_ptr<Code>> codes_;  ///< all made or wanted, by text
    std::deque<std::shared_ptr<Code>> waiting_;
    std::vector<std::thread> threads_;
    bool stopping_ = false;
};

}  // namespace

CodeRequest::CodeRequest(std::span<const WantedLoop> loops) {
    std::vector<Wanted> forms;
    std::unordered_map<std::string, std::size_t> index;
    std::vector<std::size_t> form_of(loops.size());
    for (std::size_t i = 0; i < loops.size(); ++i) {
        const auto [entry, fresh] = index.emplace(text_of(*loops[i].form), forms.size());
        if (fresh) forms.push_back({entry->first, loops[i].form, 0});
        forms[entry->second].elements += loops[i].elements;
        form_of[i] = entry->second;
    }
    std::vector<std::size_t> order(forms.size()), place(forms.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return forms[a].elements > forms[b].elements;
    });
    std::vector<Wanted> sorted;
    for (const std::size_t form : order) {
        place[form] = sorted.size();
        sorted.push_back(std::move(forms[form]));
    }
    codes_ = CodeQueue::instance().want(sorted);
    for (const std::size_t form : form_of)
        loops_.push_back(codes_[place[form]].get());
    for (const auto& code : codes_) {
        if (code->state != Code::State::done) begun_.push_back(code.get());
    }
}

CodeRequest::~CodeRequest() {
    CodeQueue::instance().withdraw(codes_);
}

int CodeRequest::done() const {
    return static_cast<int>(std::count_if(codes_.begin(), codes_.end(), [](const auto& code) {
        return code->state.load(std::memory_order_acquire) == Code::State::done;
    }));
}

LoopFunction CodeRequest::function(std::size_t i) const {
    const Code& code = *loops_.at(i);
    return code.state.load(std::memory_order_acquire) == Code::State::done ? code.function
                                                                           : nullptr;
}

void CodeRequest::wait(const Progress& progress) {
    const auto total = static_cast<int>(begun_.size());
    for (int now = done(); now < this->total(); now = done()) {
        progress.check();
        const int made = now - (this->total() - total);
        progress(static_cast<double>(made) / total, concat("compiling ", made + 1, " of ", total,
                                                           total == 1 ? " kernel" : " kernels"));
        CodeQueue::instance().help(codes_);
    }
}

void CodeRequest::count(compiler::CompileReport& report) const {
    for (const Code* code : begun_) {
        if (code->function == nullptr) continue;
        ++(code->from_disk ? report.loops_from_disk : report.loops_made);
    }
    report.loops_known += static_cast<int>(loops_.size() - begun_.size());
}

void forget_machine_code() {
    CodeQueue::instance().forget();
}

}  // namespace gradweave::backends::cpu::jit
