// SPDX-License-Identifier: Apache-2.0
// Vectors of floats and integers that stand for code yet to run: arithmetic on them emits it.
//
// engine/backends/math/vector_math.h is written for any type of number; with these its
// functions emit the same operations that the compiled loops perform.
#pragma once

#include <cstdint>

namespace llvm {
class IRBuilderBase;
class Value;
}  // namespace llvm

namespace gradweave::backends::cpu::jit {

/// Where the operations below emit their code, on this thread, while it lives.
class EmitScope {
  public:
    EmitScope(llvm::IRBuilderBase& builder, bool fused_multiply_add);
    ~EmitScope();
    EmitScope(const EmitScope&) = delete;
    EmitScope& operator=(const EmitScope&) = delete;
};

struct Condition {
    llvm::Value* value;
};

struct Integers {
    llvm::Value* value;
    explicit Integers(llvm::Value* v) : value(v) {}
    Integers(std::int32_t number);  // NOLINT(google-explicit-constructor): as int to int32_t
    friend Integers operator+(Integers a, Integers b);
    friend Integers operator-(Integers a, Integers b);
};

struct Floats {
    llvm::Value* value;
    explicit Floats(llvm::Value* v) : value(v) {}
    Floats(float number);  // NOLINT(google-explicit-constructor): a literal among vectors
    friend Floats operator+(Floats a, Floats b);
    friend Floats operator-(Floats a, Floats b);
    friend Floats operator*(Floats a, Floats b);
    friend Floats operator/(Floats a, Floats b);
    friend Floats operator-(Floats a);
    friend Condition operator<(Floats a, Floats b);
    friend Condition operator>(Floats a, Floats b);
    friend Condition operator==(Floats a, Floats b);
    friend Condition operator!=(Floats a, Floats b);
};

Condition operator||(Condition a, Condition b);
Floats select(Condition condition, Floats yes, Floats no);
Floats multiply_add(Floats a, Floats b, Floats c);
Floats absolute(Floats x);
Floats with_sign_of(Floats magnitude, Floats x);
Integers truncated(Floats x);
Floats to_float(Integers x);
Floats from_bits(Integers x);
Integers to_bits(Floats x);
/// a + b and a - b, wrapping around.
Integers sum(Integers a, Integers b);
Integers difference(Integers a, Integers b);
Integers shifted_left(Integers x, int count);
Integers shifted_right(Integers x, int count);

}  // namespace gradweave::backends::cpu::jit
