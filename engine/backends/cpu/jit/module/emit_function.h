// SPDX-License-Identifier: Apache-2.0
// What all loop functions are built from: their arguments, counted loops, rounds of `lanes`
// elements, and the tree that reduces the lanes of a vector.
#pragma once

#include <llvm/IR/IRBuilder.h>

#include <vector>

#include "engine/backends/cpu/jit/module/emit.h"
#include "engine/backends/cpu/jit/module/values.h"

namespace gradweave::backends::cpu::jit {

using Values = std::vector<llvm::Value*>;

class FunctionEmitter {
  protected:
    FunctionEmitter(const LoopForm& form, llvm::Function& function)
        : form_(form),
          function_(function),
          builder_(llvm::BasicBlock::Create(function.getContext(), "entry", &function)),
          scope_(builder_, form.instruction_set != InstructionSet::baseline),
          sizes_pointer_(pointer_argument(offsetof(LoopArguments, sizes))),
          places_pointer_(pointer_argument(offsetof(LoopArguments, places))),
          strides_pointer_(pointer_argument(offsetof(LoopArguments, strides))),
          functions_pointer_(pointer_argument(offsetof(LoopArguments, functions))) {
        for (std::size_t axis = 0; axis < rank(); ++axis)
            sizes_.push_back(element(sizes_pointer_, axis, builder_.getInt64Ty()));
    }

    std::size_t rank() const { return static_cast<std::size_t>(form_.rank); }

    llvm::BasicBlock* block(const char* name) {
        return llvm::BasicBlock::Create(function_.getContext(), name, &function_);
    }

    llvm::Value* number(std::int64_t value) {
        return builder_.getInt64(static_cast<std::uint64_t>(value));
    }

    llvm::Value* pointer_argument(std::size_t offset) {
        return argument(offset, builder_.getPtrTy());
    }
    llvm::Value* number_argument(std::size_t offset) {
        return argument(offset, builder_.getInt64Ty());
    }

    llvm::Value* element(llvm::Value* array, std::size_t index, llvm::Type* type) {
        return builder_.CreateLoad(type, builder_.CreateConstGEP1_64(type, array, index));
    }

    /// Where the access starts, and its strides.
    llvm::Value* place(std::size_t access) {
        return element(places_pointer_, access, builder_.getPtrTy());
    }
    Values strides(std::size_t access) {
        Values result;
        for (std::size_t axis = 0; axis < rank(); ++axis)
            result.push_back(
                element(strides_pointer_, access * rank() + axis, builder_.getInt64Ty()));
        return result;
    }

    /// for (i = 0; i < count; ++i) emit(i), count > 0.
    template <class F>
    void counted(llvm::Value* count, F&& emit) {
        llvm::BasicBlock* before = builder_.GetInsertBlock();
        llvm::BasicBlock* loop = block("loop");
        llvm::BasicBlock* after = block("after");
        builder_.CreateBr(loop);
        builder_.SetInsertPoint(loop);
        auto* i = builder_.CreatePHI(builder_.getInt64Ty(), 2);
        i->addIncoming(number(0), before);
        emit(i);
        llvm::Value* next = builder_.CreateAdd(i, number(1));
        i->addIncoming(next, builder_.GetInsertBlock());
        builder_.CreateCondBr(builder_.CreateICmpSLT(next, count), loop, after);
        builder_.SetInsertPoint(after);
    }

    /// The place after `index` steps of this many bytes.
    llvm::Value* moved(llvm::Value* place, llvm::Value* index, llvm::Value* step) {
        return builder_.CreateGEP(builder_.getInt8Ty(), place, builder_.CreateMul(index, step));
    }

    /// One phi per value of the state, with its first incoming.
    std::vector<llvm::PHINode*> phis(const Values& state, llvm::BasicBlock* from) {
        std::vector<llvm::PHINode*> result;
        for (llvm::Value* value : state) {
            result.push_back(builder_.CreatePHI(value->getType(), 2));
            result.back()->addIncoming(value, from);
        }
        return result;
    }
    static void add_incoming(const std::vector<llvm::PHINode*>& phis, const Values& state,
                             llvm::BasicBlock* from) {
        for (std::size_t i = 0; i < phis.size(); ++i)
            phis[i]->addIncoming(state[i], from);
    }

    /// Elements [begin, end) in rounds of `lanes`, the last one perhaps not full: state =
    /// round(position, count, state), where count is null in full rounds. Gives the last state.
    template <class F>
    Values rounds(llvm::Value* begin, llvm::Value* end, const Values& state, F&& round) {
        llvm::BasicBlock* before = builder_.GetInsertBlock();
        llvm::BasicBlock *full = block("full"), *rest = block("rest"), *part = block("part"),
                         *done = block("done");
        llvm::Value* length = builder_.CreateSub(end, begin);
        llvm::Value* last = builder_.CreateAdd(begin, builder_.CreateAnd(length, number(-lanes)));
        builder_.CreateCondBr(builder_.CreateICmpSLT(begin, last), full, rest);

        builder_.SetInsertPoint(full);
        auto* position = builder_.CreatePHI(builder_.getInt64Ty(), 2);
        position->addIncoming(begin, before);
        const auto running = phis(state, before);
        const Values after_round = round(position, nullptr, Values(running.begin(), running.end()));
        llvm::Value* next = builder_.CreateAdd(position, number(lanes));
        llvm::BasicBlock* full_end = builder_.GetInsertBlock();
        position->addIncoming(next, full_end);
        add_incoming(running, after_round, full_end);
        builder_.CreateCondBr(builder_.CreateICmpSLT(next, last), full, rest);

        builder_.SetInsertPoint(rest);
        const auto before_part = phis(state, before);
        add_incoming(before_part, after_round, full_end);
        llvm::Value* count = builder_.CreateSub(end, last);
        builder_.CreateCondBr(builder_.CreateICmpSGT(count, number(0)), part, done);

        builder_.SetInsertPoint(part);
        const Values after_part =
            round(last, count, Values(before_part.begin(), before_part.end()));
        llvm::BasicBlock* part_end = builder_.GetInsertBlock();
        builder_.CreateBr(done);

        builder_.SetInsertPoint(done);
        const auto final_state = phis(Values(before_part.begin(), before_part.end()), rest);
        add_incoming(final_state, after_part, part_end);
        return Values(final_state.begin(), final_state.end());
    }

    llvm::Value* splat(llvm::Value* scalar) {
        return builder_.CreateVectorSplat(static_cast<unsigned>(lanes), scalar);
    }

    /// Reductions of a row, whose elements body_round(position, count) gives, one vector per
    /// reduction: blocks of the row in order, each by running lanes and a tree. Scalars.
    struct Reduction {
        compiler::Op op;
        DType dtype;
    };
    template <class F>
    Values reduce_row(const std::vector<Reduction>& reductions, llvm::Value* size, Body& body,
                      F&& body_round) {
        Values neutral, identities;
        for (const auto& [op, dtype] : reductions) {
            identities.push_back(reduction_identity(builder_, op, dtype));
            neutral.push_back(splat(identities.back()));
        }
        // Totals live in phis of the loop over blocks.
        llvm::BasicBlock* before = builder_.GetInsertBlock();
        llvm::BasicBlock *loop = block("blocks"), *after = block("row_done");
        builder_.CreateBr(loop);
        builder_.SetInsertPoint(loop);
        auto* begin = builder_.CreatePHI(builder_.getInt64Ty(), 2);
        begin->addIncoming(number(0), before);
        const auto totals = phis(identities, before);
        llvm::Value* next = builder_.CreateAdd(begin, number(reduction_block));
        llvm::Value* end = builder_.CreateSelect(builder_.CreateICmpSLT(next, size), next, size);
        const Values lane_results = rounds(
            begin, end, neutral, [&](llvm::Value* position, llvm::Value* count, Values state) {
                const Values elements = body_round(position, count);
                for (std::size_t i = 0; i < state.size(); ++i) {
                    llvm::Value* vector = elements[i];
                    if (count != nullptr)
                        vector = builder_.CreateSelect(body.mask(count), vector, neutral[i]);
                    state[i] = combine(reductions[i], state[i], vector);
                }
                return state;
            });
        Values sums;
        for (std::size_t i = 0; i < totals.size(); ++i)
            sums.push_back(combine(reductions[i], totals[i], tree(reductions[i], lane_results[i])));
        begin->addIncoming(next, builder_.GetInsertBlock());
        add_incoming(totals, sums, builder_.GetInsertBlock());
        builder_.CreateCondBr(builder_.CreateICmpSLT(next, size), loop, after);
        builder_.SetInsertPoint(after);
        return sums;
    }

    llvm::Value* combine(const Reduction& reduction, llvm::Value* a, llvm::Value* b) {
        return emit_combination(builder_, reduction.op, reduction.dtype, a, b);
    }

    /// Combines the upper half of the lanes with the lower until one is left.
    llvm::Value* tree(const Reduction& reduction, llvm::Value* vector) {
        for (int width = lanes / 2; width > 0; width /= 2) {
            llvm::SmallVector<int, lanes> low, high;
            for (int i = 0; i < width; ++i) {
                low.push_back(i);
                high.push_back(width + i);
            }
            vector = combine(reduction, builder_.CreateShuffleVector(vector, low),
                             builder_.CreateShuffleVector(vector, high));
        }
        return builder_.CreateExtractElement(vector, std::uint64_t{0});
    }

    void store_single(llvm::Value* scalar, DType dtype, llvm::Value* place) {
        if (dtype == DType::boolean) scalar = builder_.CreateZExt(scalar, builder_.getInt8Ty());
        builder_.CreateAlignedStore(scalar, place, llvm::Align(size_of(dtype)));
    }

    const LoopForm& form_;
    llvm::Function& function_;
    llvm::IRBuilder<> builder_;
    EmitScope scope_;
    llvm::Value *sizes_pointer_, *places_pointer_, *strides_pointer_, *functions_pointer_;
    Values sizes_;

  private:
    llvm::Value* argument(std::size_t offset, llvm::Type* type) {
        return builder_.CreateLoad(
            type, builder_.CreateConstGEP1_64(builder_.getInt8Ty(), function_.getArg(0), offset));
    }
};

}  // namespace gradweave::backends::cpu::jit
