// SPDX-License-Identifier: Apache-2.0
#include "engine/compiler/kernel/row.h"

#include <algorithm>
#include <numeric>

#include "engine/core/text.h"

namespace gradweave::compiler {

LoopKernel RowPass::as_loop(const Axes& sizes) const {
    LoopKernel loop;
    loop.sizes = sizes;
    loop.loads = loads;
    loop.constants = constants;
    loop.code = code;
    for (const auto& store : stores)
        loop.stores.push_back({store.operand, store.access});
    loop.reduced.assign(sizes.size(), false);
    return loop;
}

std::int64_t RowKernel::rows() const {
    return std::accumulate(sizes.begin(), sizes.end() - 1, std::int64_t{1}, std::multiplies<>());
}

std::uint64_t RowKernel::local_bytes() const {
    std::uint64_t bytes = 0;
    for (const Local& local : locals) {
        if (local.whole_row) bytes += size_of(local.dtype) * static_cast<std::uint64_t>(row_size());
    }
    return bytes;
}

namespace {

template <class Kernel>
auto all_strides(Kernel& kernel) {
    std::vector<decltype(&kernel.passes[0].loads[0].access.strides)> result;
    for (auto& pass : kernel.passes) {
        for (auto& load : pass.loads)
            result.push_back(&load.access.strides);
        for (auto& store : pass.stores)
            result.push_back(&store.access.strides);
    }
    return result;
}

bool same_place(const Access& a, const Access& b) {
    return a.offset == b.offset && a.strides == b.strides;
}

}  // namespace

void normalize(RowKernel& kernel) {
    const auto strides = all_strides(kernel);
    const std::size_t last = kernel.sizes.size() - 1;
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < last; ++i) {
        if (kernel.sizes[i] == 1) continue;
        std::size_t next = i + 1;
        while (next < last && kernel.sizes[next] == 1)
            ++next;
        const bool merges =
            next < last && std::all_of(strides.begin(), strides.end(), [&](const Axes* s) {
                return (*s)[i] == (*s)[next] * kernel.sizes[next];
            });
        if (merges)
            kernel.sizes[next] *= kernel.sizes[i];
        else
            kept.push_back(i);
    }
    kept.push_back(last);
    const auto keep = [&](Axes& axes) {
        Axes result;
        for (const std::size_t i : kept)
            result.push_back(axes[i]);
        axes = std::move(result);
    };
    for (Axes* s : strides)
        keep(*s);
    keep(kernel.sizes);
}

namespace {

class RowVerifier {
  public:
    explicit RowVerifier(const RowKernel& kernel)
        : kernel_(kernel), written_(kernel.locals.size(), false) {}

    void run() {
        GW_ASSERT(!kernel_.sizes.empty() && kernel_.iterations() > 0);
        for (const RowPass& pass : kernel_.passes) {
            const LoopKernel loop = pass.as_loop(kernel_.sizes);
            verify_code(loop);
            GW_ASSERT(!pass.stores.empty() && pass.stores.size() <= RowPass::most_stores);
            for (const auto& load : pass.loads)
                check_load(pass, load);
            for (const auto& store : pass.stores)
                check_store(pass, loop, store);
            for (const auto& store : pass.stores) {
                if (is_local(store.access.value)) written_[local_index(store.access.value)] = true;
            }
        }
    }

  private:
    void check_load(const RowPass& pass, const LoopLoad& load) const {
        GW_ASSERT(!pass.per_row || load.access.strides.back() == 0);
        if (is_local(load.access.value)) {
            GW_ASSERT(load.dtype == check_local(load.access).dtype);
            GW_ASSERT(written_[local_index(load.access.value)]);
            return;
        }
        for (const RowPass& other : kernel_.passes) {
            for (const auto& store : other.stores) {
                if (store.access.value != load.access.value || load.is_index()) continue;
                GW_ASSERT(same_place(store.access, load.access) && &other < &pass);
            }
        }
    }

    void check_store(const RowPass& pass, const LoopKernel& loop, const RowStore& store) const {
        const bool walks = store.access.strides.back() != 0;
        GW_ASSERT(!store.reduce || !pass.per_row);
        // A pass over elements stores one each, or what they reduce to.
        GW_ASSERT(walks != (pass.per_row || store.reduce) || kernel_.row_size() == 1);
        GW_ASSERT(store.access.value != -1);
        if (is_local(store.access.value)) {
            const auto& local = check_local(store.access);
            GW_ASSERT(local.dtype == operand_dtype(loop, store.operand));
            GW_ASSERT(local.whole_row == !(pass.per_row || store.reduce));
        }
        int writers = 0;
        for (const RowPass& other : kernel_.passes) {
            writers += static_cast<int>(std::count_if(
                other.stores.begin(), other.stores.end(),
                [&](const RowStore& s) { return s.access.value == store.access.value; }));
        }
        GW_ASSERT(writers == 1);
    }

    const RowKernel::Local& check_local(const Access& access) const {
        const std::size_t index = local_index(access.value);
        GW_ASSERT(index < kernel_.locals.size());
        const auto& local = kernel_.locals[index];
        Axes expected(kernel_.sizes.size(), 0);
        if (local.whole_row) expected.back() = 1;
        GW_ASSERT(access.offset == 0 && access.strides == expected);
        return local;
    }

    const RowKernel& kernel_;
    std::vector<bool> written_;  ///< locals
};

}  // namespace

void verify(const RowKernel& kernel) {
    RowVerifier(kernel).run();
}

std::string to_string(const RowKernel& kernel) {
    std::string text = "for each row";
    for (std::size_t i = 0; i + 1 < kernel.sizes.size(); ++i)
        text += concat(" i", i, "<", kernel.sizes[i]);
    text += "\n";
    for (const RowPass& pass : kernel.passes) {
        const std::size_t inner = kernel.sizes.size() - 1;
        text += pass.per_row ? std::string(" once\n")
                             : concat(" for i", inner, "<", kernel.row_size(), "\n");
        const LoopKernel loop = pass.as_loop(kernel.sizes);
        text += code_text(loop);
        for (const auto& store : pass.stores) {
            text += concat("  ", to_string(store.access), store.reduce ? " <- " : " = ",
                           store.reduce ? concat(graph::name_of(*store.reduce), " ") : "",
                           operand_text(loop, store.operand), "\n");
        }
    }
    return text;
}

bool may_replace(const RowKernel& kernel, ValueId source, ValueId target) {
    const Access* stored = nullptr;
    for (const RowPass& pass : kernel.passes) {
        // Reads come before writes within a pass; after the pass that stores, nobody may read.
        for (const auto& load : pass.loads) {
            if (load.access.value == source && stored != nullptr) return false;
        }
        for (const auto& store : pass.stores) {
            if (store.access.value == target) stored = &store.access;
        }
    }
    if (stored == nullptr) return false;
    for (const RowPass& pass : kernel.passes) {
        for (const auto& load : pass.loads) {
            if (load.access.value == source && !same_place(load.access, *stored)) return false;
        }
    }
    return true;
}

bool may_replace(const LoopKernel& kernel, ValueId source, ValueId target) {
    if (kernel.reduce) return false;
    const auto store = std::find_if(kernel.stores.begin(), kernel.stores.end(),
                                    [&](const auto& s) { return s.access.value == target; });
    return store != kernel.stores.end() &&
           std::all_of(kernel.loads.begin(), kernel.loads.end(), [&](const LoopLoad& load) {
               return load.access.value != source || same_place(load.access, store->access);
           });
}

}  // namespace gradweave::compiler
