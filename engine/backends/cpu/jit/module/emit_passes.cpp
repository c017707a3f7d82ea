// SPDX-License-Identifier: Apache-2.0
// All passes of a kernel over one row, then over the next.
//
// What there is one of per row stays in registers, spread over a vector: work that is done once per
// row is then the same code as work on elements. So does a row that is no longer than a vector.
#include <map>
#include <memory>

#include "engine/backends/cpu/jit/module/emit_function.h"

namespace gradweave::backends::cpu::jit {

using llvm::Value;

namespace {

class PassEmitter : FunctionEmitter {
  public:
    PassEmitter(const LoopForm& form, llvm::Function& function) : FunctionEmitter(form, function) {
        std::size_t access = 0, instruction = 0;
        for (const auto& pass : form.passes) {
            Value* functions =
                builder_.CreateConstGEP1_64(builder_.getPtrTy(), functions_pointer_, instruction);
            Walk walk{
                pass, std::make_unique<Body>(builder_, pass.form, function, functions), {}, {}, {}};
            const std::size_t end = access + pass.form.loads.size() + pass.form.stores.size();
            for (; access < end; ++access) {
                walk.places.push_back(place(access));
                const Values both = strides(access);
                walk.row_steps.push_back(both[0]);
                walk.steps.push_back(both[1]);
            }
            instruction += pass.form.code.size();
            walks_.push_back(std::move(walk));
        }
    }

    void emit() {
        counted(sizes_[0], [&](Value* row) {
            locals_.clear();
            for (const Walk& walk : walks_)
                emit_pass(walk, row);
        });
        builder_.CreateRetVoid();
    }

  private:
    struct Walk {
        const LoopForm::Pass& pass;
        std::unique_ptr<Body> body;
        Values places, row_steps, steps;
    };

    void emit_pass(const Walk& walk, Value* row) {
        Values places;
        for (std::size_t i = 0; i < walk.places.size(); ++i)
            places.push_back(moved(walk.places[i], row, walk.row_steps[i]));
        walk.body->begin(places, walk.steps, locals_);
        if (walk.pass.per_row) {
            const Values results = walk.body->results(number(0), nullptr);
            for (std::size_t i = 0; i < results.size(); ++i)
                keep(walk, places, i, builder_.CreateExtractElement(results[i], std::uint64_t{0}));
            return;
        }
        if (form_.short_rows) return emit_vector(walk, places);
        std::vector<Reduction> reductions;
        std::vector<std::size_t> reduced;  // their stores
        for (std::size_t i = 0; i < walk.pass.reduce.size(); ++i) {
            if (!walk.pass.reduce[i]) continue;
            reductions.push_back({*walk.pass.reduce[i], walk.pass.form.stores[i].dtype});
            reduced.push_back(i);
        }
        // All of a round's loads and operations come before its stores.
        const auto round = [&](Value* position, Value* count) {
            const Values results = walk.body->results(position, count);
            Values to_reduce;
            for (std::size_t i = 0; i < results.size(); ++i) {
                if (walk.pass.reduce[i])
                    to_reduce.push_back(results[i]);
                else
                    walk.body->store(i, results[i], position, count);
            }
            return to_reduce;
        };
        if (reductions.empty()) {
            rounds(number(0), sizes_[1], {}, [&](Value* position, Value* count, Values state) {
                round(position, count);
                return state;
            });
            return;
        }
        const Values sums = reduce_row(reductions, sizes_[1], *walk.body, round);
        for (std::size_t i = 0; i < sums.size(); ++i)
            keep(walk, places, reduced[i], sums[i]);
    }

    /// A row that is one vector, of which the first lanes count.
    void emit_vector(const Walk& walk, const Values& places) {
        const Values results = walk.body->results(number(0), sizes_[1]);
        for (std::size_t i = 0; i < results.size(); ++i) {
            const auto& access = walk.pass.form.stores[i];
            if (walk.pass.reduce[i]) {
                // To combine with the identity first, as longer rows do, changes nothing.
                const Reduction reduction{*walk.pass.reduce[i], access.dtype};
                Value* neutral = splat(reduction_identity(builder_, reduction.op, access.dtype));
                Value* elements =
                    builder_.CreateSelect(walk.body->mask(sizes_[1]), results[i], neutral);
                keep(walk, places, i, tree(reduction, elements));
            } else if (access.local >= 0) {
                locals_[access.local] = results[i];
            } else {
                walk.body->store(i, results[i], number(0), sizes_[1]);
            }
        }
    }

    /// Hands the one element of a row on to later passes, or stores it.
    void keep(const Walk& walk, const Values& places, std::size_t store, Value* scalar) {
        const auto& access = walk.pass.form.stores[store];
        if (access.local >= 0)
            locals_[access.local] = splat(scalar);
        else
            store_single(scalar, access.dtype, places[walk.pass.form.loads.size() + store]);
    }

    std::vector<Walk> walks_;
    std::map<int, Value*> locals_;  ///< of the row at hand
};

}  // namespace

void emit_passes(const LoopForm& form, llvm::Function& function) {
    PassEmitter(form, function).emit();
}

}  // namespace gradweave::backends::cpu::jit
