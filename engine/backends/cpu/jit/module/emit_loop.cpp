// SPDX-License-Identifier: Apache-2.0
// The loops around a body: maps over any number of axes, reductions over one.
//
// Reductions combine in the order of the compiled tiles (f32_tiles.inc, reduce_step.cpp): sixteen
// running results and a tree per block of a row, blocks in order; running rows for columns.
#include <llvm/IR/Module.h>

#include "engine/backends/cpu/jit/module/emit_function.h"

namespace gradweave::backends::cpu::jit {

using llvm::Value;

namespace {

class LoopEmitter : FunctionEmitter {
  public:
    LoopEmitter(const LoopForm& form, llvm::Function& function)
        : FunctionEmitter(form, function), body_(builder_, form, function, functions_pointer_) {
        std::size_t accesses = form.loads.size();
        // The result of columns goes to the sums.
        if (form.kind != LoopForm::Kind::columns) accesses += form.stores.size();
        for (std::size_t i = 0; i < accesses; ++i) {
            places_.push_back(place(i));
            strides_.push_back(strides(i));
            steps_.push_back(strides_.back().back());
        }
    }

    void emit() {
        if (form_.kind == LoopForm::Kind::map)
            map(0, places_);
        else if (form_.kind == LoopForm::Kind::rows)
            counted(sizes_[0], [&](Value* row) { reduce(moved_places(places_, row, 0)); });
        else
            add_columns();
        builder_.CreateRetVoid();
    }

  private:
    /// The places after `index` steps along the axis.
    Values moved_places(const Values& places, Value* index, std::size_t axis) {
        Values result;
        for (std::size_t i = 0; i < places.size(); ++i)
            result.push_back(moved(places[i], index, strides_[i][axis]));
        return result;
    }

    void map(std::size_t axis, const Values& places) {
        if (axis + 1 < sizes_.size()) {
            counted(sizes_[axis],
                    [&](Value* index) { map(axis + 1, moved_places(places, index, axis)); });
            return;
        }
        body_.begin(places, steps_);
        rounds(number(0), sizes_[axis], {}, [&](Value* position, Value* count, Values state) {
            const Values results = body_.results(position, count);
            for (std::size_t i = 0; i < results.size(); ++i)
                body_.store(i, results[i], position, count);
            return state;
        });
    }

    Reduction reduction() const { return {form_.reduce, form_.stores[0].dtype}; }

    void reduce(const Values& places) {
        body_.begin(places, steps_);
        const Values sums = reduce_row(
            {reduction()}, sizes_[1], body_,
            [&](Value* position, Value* count) { return body_.results(position, count); });
        store_single(sums[0], reduction().dtype, places.back());
    }

    void add_columns() {
        Value* sums = pointer_argument(offsetof(LoopArguments, sums));
        Value* first_row = number_argument(offsetof(LoopArguments, first_row));
        Value* phases = number_argument(offsetof(LoopArguments, phases));
        Value* last_phase = builder_.CreateSub(phases, number(1));
        const DType dtype = reduction().dtype;
        llvm::Type* element = memory_type(builder_, dtype);
        auto* type = llvm::FixedVectorType::get(element, lanes);
        const llvm::Align align(size_of(dtype));
        const bool boolean = dtype == DType::boolean;
        counted(sizes_[0], [&](Value* row) {
            body_.begin(moved_places(places_, row, 0), steps_);
            Value* phase = builder_.CreateAnd(builder_.CreateAdd(first_row, row), last_phase);
            Value* row_sums =
                builder_.CreateGEP(element, sums, builder_.CreateMul(phase, sizes_[1]));
            rounds(number(0), sizes_[1], {}, [&](Value* position, Value* count, Values state) {
                Value* elements = body_.results(position, count)[0];
                Value* place = builder_.CreateGEP(element, row_sums, position);
                Value* old = builder_.CreateAlignedLoad(type, place, align);
                Value* before = old;
                if (boolean)
                    before = builder_.CreateICmpNE(old, llvm::Constant::getNullValue(type));
                Value* sum = combine(reduction(), before, elements);
                if (boolean) sum = builder_.CreateZExt(sum, type);
                // Beyond the row is the next phase, or room at the end.
                if (count != nullptr) sum = builder_.CreateSelect(body_.mask(count), sum, old);
                builder_.CreateAlignedStore(sum, place, align);
                return state;
            });
        });
    }

    Body body_;
    Values places_, steps_;
    std::vector<Values> strides_;
};

}  // namespace

void emit_loop(llvm::Module& module, const LoopForm& form, std::string_view name) {
    auto& context = module.getContext();
    auto* type = llvm::FunctionType::get(llvm::Type::getVoidTy(context),
                                         {llvm::PointerType::get(context, 0)}, false);
    auto* function = llvm::Function::Create(type, llvm::Function::ExternalLinkage,
                                            llvm::StringRef(name.data(), name.size()), module);
    if (form.kind == LoopForm::Kind::passes)
        emit_passes(form, *function);
    else
        LoopEmitter(form, *function).emit();
}

}  // namespace gradweave::backends::cpu::jit
