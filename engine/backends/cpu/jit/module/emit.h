// SPDX-License-Identifier: Apache-2.0
// From a loop's form to LLVM's intermediate code, with explicit vectors.
#pragma once

#include <map>
#include <string_view>

#include "engine/backends/cpu/jit/interface.h"

namespace llvm {
class BasicBlock;
class Function;
class IRBuilderBase;
class Module;
class Type;
class Value;
}  // namespace llvm

namespace gradweave::backends::cpu::jit {

/// Adds to the module a LoopFunction of this name.
void emit_loop(llvm::Module& module, const LoopForm& form, std::string_view name);
/// The body of the function, for a form of Kind::passes.
void emit_passes(const LoopForm& form, llvm::Function& function);

/// The type that elements of a loop's values are computed in; bool is one bit there, one byte in
/// memory.
llvm::Type* element_type(llvm::IRBuilderBase& builder, DType dtype);
llvm::Type* memory_type(llvm::IRBuilderBase& builder, DType dtype);

/// Whether the instruction is translated; others call their ElementFunction.
bool is_translated(const compiler::LoopInstruction& instruction, InstructionSet instruction_set);

/// Code for a translated instruction on vectors.
llvm::Value* emit_operation(llvm::IRBuilderBase& builder,
                            const compiler::LoopInstruction& instruction,
                            llvm::Value* const* operands);
/// add, mul, max or min: what a reduction combines with.
llvm::Value* emit_combination(llvm::IRBuilderBase& builder, compiler::Op reduce, DType dtype,
                              llvm::Value* a, llvm::Value* b);
/// The element that changes nothing: -0.0 for sums (0 + -0 is 0, -0 + -0 is -0), 1, the type's
/// least or greatest. A scalar.
llvm::Value* reduction_identity(llvm::IRBuilderBase& builder, compiler::Op reduce, DType dtype);

/// Emits the loads, instructions and stores of one round of the innermost loop.
class Body {
  public:
    /// In the function's first block: values that no loop changes.
    Body(llvm::IRBuilderBase& builder, const LoopForm& form, llvm::Function& function,
         llvm::Value* functions);

    /// Before the innermost loop: `places` are the addresses where it starts, `steps` the bytes
    /// from element to element of accesses that reach far, `locals` vectors of those that are not
    /// in memory.
    void begin(const std::vector<llvm::Value*>& places, const std::vector<llvm::Value*>& steps,
               const std::map<int, llvm::Value*>& locals = {});
    /// Vectors of the results for the elements from `position` on. `count`: how many of the lanes
    /// are elements; null if all are. The other lanes hold anything.
    std::vector<llvm::Value*> results(llvm::Value* position, llvm::Value* count);
    void store(std::size_t index, llvm::Value* vector, llvm::Value* position, llvm::Value* count);
    /// Lanes below count.
    llvm::Value* mask(llvm::Value* count);

  private:
    llvm::Value* load(std::size_t index, llvm::Value* position, llvm::Value* count);
    llvm::Value* call(std::size_t index, llvm::Value* const* operands);
    llvm::Value* splat(llvm::Value* scalar);
    llvm::Value* addresses(llvm::Value* base, llvm::Value* position, llvm::Value* step);
    /// for (i < count) emit(i)
    template <class F>
    void for_each_lane(llvm::Value* count, F&& emit);

    llvm::IRBuilderBase& builder_;
    const LoopForm& form_;
    llvm::Function& function_;
    llvm::Value* functions_;
    std::vector<llvm::Value*> places_, steps_;
    std::vector<llvm::Value*> fixed_;  ///< per load: its vector if the innermost axis is not walked
    llvm::Value* buffers_[4];          ///< room for `lanes` elements each: a result and operands
};

}  // namespace gradweave::backends::cpu::jit
