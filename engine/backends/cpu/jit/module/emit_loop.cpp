// SPDX-License-Identifier: Apache-2.0
// The loops around a body: maps over any number of axes, reductions over one.
//
// Reductions combine in the order of the compiled tiles (f32_tiles.inc, reduce_step.cpp): sixteen
// running results and a tree per block of a row, blocks in order; running rows for columns.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <algorithm>

#include "engine/backends/cpu/jit/module/emit.h"
#include "engine/backends/cpu/jit/module/values.h"

namespace gradweave::backends::cpu::jit {

using llvm::BasicBlock;
using llvm::Value;

namespace {

using Values = std::vector<Value*>;

class LoopEmitter {
  public:
    LoopEmitter(const LoopForm& form, llvm::Function& function)
        : form_(form),
          function_(function),
          builder_(BasicBlock::Create(function.getContext(), "entry", &function)),
          scope_(builder_, form.instruction_set != InstructionSet::baseline),
          sizes_pointer_(argument(offsetof(LoopArguments, sizes), true)),
          places_pointer_(argument(offsetof(LoopArguments, places), true)),
          strides_pointer_(argument(offsetof(LoopArguments, strides), true)),
          body_(builder_, form, function, argument(offsetof(LoopArguments, functions), true)) {
        const auto rank = static_cast<std::size_t>(form.rank);
        accesses_ = form.loads;
        // The result of columns goes to the sums.
        if (form.kind != LoopForm::Kind::columns)
            accesses_.insert(accesses_.end(), form.stores.begin(), form.stores.end());
        for (std::size_t axis = 0; axis < rank; ++axis)
            sizes_.push_back(element(sizes_pointer_, axis, builder_.getInt64Ty()));
        for (std::size_t i = 0; i < accesses_.size(); ++i) {
            places_.push_back(element(places_pointer_, i, builder_.getPtrTy()));
            Values strides;
            for (std::size_t axis = 0; axis < rank; ++axis)
                strides.push_back(
                    element(strides_pointer_, i * rank + axis, builder_.getInt64Ty()));
            strides_.push_back(std::move(strides));
        }
        for (const auto& strides : strides_)
            steps_.push_back(strides.back());
    }

    void emit() {
        switch (form_.kind) {
            case LoopForm::Kind::map:
                map(0, places_);
                break;
            case LoopForm::Kind::rows:
                counted(sizes_[0], [&](Value* row) { reduce_row(moved(places_, row, 0)); });
                break;
            case LoopForm::Kind::columns:
                add_columns();
                break;
        }
        builder_.CreateRetVoid();
    }

  private:
    BasicBlock* block(const char* name) {
        return BasicBlock::Create(function_.getContext(), name, &function_);
    }

    Value* number(std::int64_t value) {
        return builder_.getInt64(static_cast<std::uint64_t>(value));
    }

    Value* argument(std::size_t offset, bool pointer) {
        llvm::Type* type = pointer ? static_cast<llvm::Type*>(builder_.getPtrTy())
                                   : static_cast<llvm::Type*>(builder_.getInt64Ty());
        return builder_.CreateLoad(
            type, builder_.CreateConstGEP1_64(builder_.getInt8Ty(), function_.getArg(0), offset));
    }

    Value* element(Value* array, std::size_t index, llvm::Type* type) {
        return builder_.CreateLoad(type, builder_.CreateConstGEP1_64(type, array, index));
    }

    /// for (i = 0; i < count; i += step) emit(i), count > 0.
    template <class F>
    void counted(Value* count, F&& emit, std::int64_t step = 1) {
        BasicBlock* before = builder_.GetInsertBlock();
        BasicBlock* loop = block("loop");
        BasicBlock* after = block("after");
        builder_.CreateBr(loop);
        builder_.SetInsertPoint(loop);
        auto* i = builder_.CreatePHI(builder_.getInt64Ty(), 2);
        i->addIncoming(number(0), before);
        emit(i);
        Value* next = builder_.CreateAdd(i, number(step));
        i->addIncoming(next, builder_.GetInsertBlock());
        builder_.CreateCondBr(builder_.CreateICmpSLT(next, count), loop, after);
        builder_.SetInsertPoint(after);
    }

    /// The places after `index` steps along the axis.
    Values moved(const Values& places, Value* index, std::size_t axis) {
        Values result;
        for (std::size_t i = 0; i < places.size(); ++i)
            result.push_back(builder_.CreateGEP(builder_.getInt8Ty(), places[i],
                                                builder_.CreateMul(index, strides_[i][axis])));
        return result;
    }

    /// Elements [begin, end) in rounds of `lanes`, the last one perhaps not full: state =
    /// round(position, count, state), where count is null in full rounds. Gives the last state, a
    /// value or null.
    template <class F>
    Value* rounds(Value* begin, Value* end, Value* state, F&& round) {
        BasicBlock* before = builder_.GetInsertBlock();
        BasicBlock *full = block("full"), *rest = block("rest"), *part = block("part"),
                   *done = block("done");
        Value* length = builder_.CreateSub(end, begin);
        Value* last = builder_.CreateAdd(begin, builder_.CreateAnd(length, number(-lanes)));
        builder_.CreateCondBr(builder_.CreateICmpSLT(begin, last), full, rest);

        builder_.SetInsertPoint(full);
        auto* position = builder_.CreatePHI(builder_.getInt64Ty(), 2);
        llvm::PHINode* running = nullptr;
        position->addIncoming(begin, before);
        if (state != nullptr) {
            running = builder_.CreatePHI(state->getType(), 2);
            running->addIncoming(state, before);
        }
        Value* after_round = round(position, nullptr, running);
        Value* next = builder_.CreateAdd(position, number(lanes));
        BasicBlock* full_end = builder_.GetInsertBlock();
        position->addIncoming(next, full_end);
        if (running != nullptr) running->addIncoming(after_round, full_end);
        builder_.CreateCondBr(builder_.CreateICmpSLT(next, last), full, rest);

        builder_.SetInsertPoint(rest);
        llvm::PHINode* before_part = nullptr;
        if (state != nullptr) {
            before_part = builder_.CreatePHI(state->getType(), 2);
            before_part->addIncoming(state, before);
            before_part->addIncoming(after_round, full_end);
        }
        Value* count = builder_.CreateSub(end, last);
        builder_.CreateCondBr(builder_.CreateICmpSGT(count, number(0)), part, done);

        builder_.SetInsertPoint(part);
        Value* after_part = round(last, count, before_part);
        BasicBlock* part_end = builder_.GetInsertBlock();
        builder_.CreateBr(done);

        builder_.SetInsertPoint(done);
        if (state == nullptr) return nullptr;
        auto* final_state = builder_.CreatePHI(state->getType(), 2);
        final_state->addIncoming(before_part, rest);
        final_state->addIncoming(after_part, part_end);
        return final_state;
    }

    void map(std::size_t axis, const Values& places) {
        if (axis + 1 < sizes_.size()) {
            counted(sizes_[axis], [&](Value* index) { map(axis + 1, moved(places, index, axis)); });
            return;
        }
        body_.begin(places, steps_);
        rounds(number(0), sizes_[axis], nullptr, [&](Value* position, Value* count, Value*) {
            const Values results = body_.results(position, count);
            for (std::size_t i = 0; i < results.size(); ++i)
                body_.store(i, results[i], position, count);
            return nullptr;
        });
    }

    DType reduced_type() const { return form_.stores[0].dtype; }

    Value* identity() { return reduction_identity(builder_, form_.reduce, reduced_type()); }

    Value* combine(Value* a, Value* b) {
        return emit_combination(builder_, form_.reduce, reduced_type(), a, b);
    }

    void reduce_row(const Values& places) {
        body_.begin(places, steps_);
        Value* size = sizes_[1];
        Value* neutral = builder_.CreateVectorSplat(static_cast<unsigned>(lanes), identity());
        // Blocks in order: `total` lives in a phi of the loop over blocks.
        BasicBlock* before = builder_.GetInsertBlock();
        BasicBlock *loop = block("blocks"), *after = block("row_done");
        builder_.CreateBr(loop);
        builder_.SetInsertPoint(loop);
        auto* begin = builder_.CreatePHI(builder_.getInt64Ty(), 2);
        auto* total = builder_.CreatePHI(identity()->getType(), 2);
        begin->addIncoming(number(0), before);
        total->addIncoming(identity(), before);
        Value* next = builder_.CreateAdd(begin, number(reduction_block));
        Value* end = builder_.CreateSelect(builder_.CreateICmpSLT(next, size), next, size);
        Value* lane_results =
            rounds(begin, end, neutral, [&](Value* position, Value* count, Value* state) {
                Value* elements = body_.results(position, count)[0];
                if (count != nullptr)
                    elements = builder_.CreateSelect(body_.mask(count), elements, neutral);
                return combine(state, elements);
            });
        Value* sum = combine(total, tree(lane_results));
        begin->addIncoming(next, builder_.GetInsertBlock());
        total->addIncoming(sum, builder_.GetInsertBlock());
        builder_.CreateCondBr(builder_.CreateICmpSLT(next, size), loop, after);
        builder_.SetInsertPoint(after);
        if (reduced_type() == DType::boolean) sum = builder_.CreateZExt(sum, builder_.getInt8Ty());
        builder_.CreateAlignedStore(sum, places.back(), llvm::Align(size_of(reduced_type())));
    }

    /// Combines the upper half of the lanes with the lower until one is left.
    Value* tree(Value* vector) {
        for (int width = lanes / 2; width > 0; width /= 2) {
            llvm::SmallVector<int, lanes> low, high;
            for (int i = 0; i < width; ++i) {
                low.push_back(i);
                high.push_back(width + i);
            }
            vector = combine(builder_.CreateShuffleVector(vector, low),
                             builder_.CreateShuffleVector(vector, high));
        }
        return builder_.CreateExtractElement(vector, std::uint64_t{0});
    }

    void add_columns() {
        Value* sums = argument(offsetof(LoopArguments, sums), true);
        Value* first_row = argument(offsetof(LoopArguments, first_row), false);
        Value* phases = argument(offsetof(LoopArguments, phases), false);
        Value* last_phase = builder_.CreateSub(phases, number(1));
        llvm::Type* element = memory_type(builder_, reduced_type());
        auto* type = llvm::FixedVectorType::get(element, lanes);
        const llvm::Align align(size_of(reduced_type()));
        const bool boolean = reduced_type() == DType::boolean;
        counted(sizes_[0], [&](Value* row) {
            body_.begin(moved(places_, row, 0), steps_);
            Value* phase = builder_.CreateAnd(builder_.CreateAdd(first_row, row), last_phase);
            Value* row_sums =
                builder_.CreateGEP(element, sums, builder_.CreateMul(phase, sizes_[1]));
            rounds(number(0), sizes_[1], nullptr, [&](Value* position, Value* count, Value*) {
                Value* elements = body_.results(position, count)[0];
                Value* place = builder_.CreateGEP(element, row_sums, position);
                Value* old = builder_.CreateAlignedLoad(type, place, align);
                Value* before = old;
                if (boolean)
                    before = builder_.CreateICmpNE(old, llvm::Constant::getNullValue(type));
                Value* sum = combine(before, elements);
                if (boolean) sum = builder_.CreateZExt(sum, type);
                // Beyond the row is the next phase, or room at the end.
                if (count != nullptr) sum = builder_.CreateSelect(body_.mask(count), sum, old);
                builder_.CreateAlignedStore(sum, place, align);
                return nullptr;
            });
        });
    }

    const LoopForm& form_;
    llvm::Function& function_;
    llvm::IRBuilder<> builder_;
    EmitScope scope_;
    Value *sizes_pointer_, *places_pointer_, *strides_pointer_;
    Body body_;
    std::vector<LoopForm::Access> accesses_;
    Values sizes_, places_, steps_;
    std::vector<Values> strides_;
};

}  // namespace

void emit_loop(llvm::Module& module, const LoopForm& form, std::string_view name) {
    auto& context = module.getContext();
    auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context),
                                         {llvm::PointerType::get(context, 0)}, false);
    auto* function = llvm::Function::Create(type, llvm::Function::ExternalLinkage,
                                            llvm::StringRef(name.data(), name.size()), module);
    LoopEmitter(form, *function).emit();
}

}  // namespace gradweave::backends::cpu::jit
