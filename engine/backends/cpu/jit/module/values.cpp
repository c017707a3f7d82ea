// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/jit/module/values.h"

#include <llvm/IR/IRBuilder.h>

#include "engine/backends/cpu/jit/interface.h"

namespace gradweave::backends::cpu::jit {

namespace {

thread_local llvm::IRBuilderBase* current = nullptr;
thread_local bool fused = false;

llvm::IRBuilderBase& emit() {
    return *current;
}

llvm::Type* vector_of(llvm::Type* element) {
    return llvm::FixedVectorType::get(element, lanes);
}

}  // namespace

EmitScope::EmitScope(llvm::IRBuilderBase& builder, bool fused_multiply_add) {
    current = &builder;
    fused = fused_multiply_add;
}

EmitScope::~EmitScope() {
    current = nullptr;
}

Integers::Integers(std::int32_t number)
    : value(llvm::ConstantInt::getSigned(vector_of(emit().getInt32Ty()), number)) {}

Integers operator+(Integers a, Integers b) {
    return Integers(emit().CreateAdd(a.value, b.value));
}
Integers operator-(Integers a, Integers b) {
    return Integers(emit().CreateSub(a.value, b.value));
}

Floats::Floats(float number)
    : value(llvm::ConstantFP::get(vector_of(emit().getFloatTy()), llvm::APFloat(number))) {}

Floats operator+(Floats a, Floats b) {
    return Floats(emit().CreateFAdd(a.value, b.value));
}
Floats operator-(Floats a, Floats b) {
    return Floats(emit().CreateFSub(a.value, b.value));
}
Floats operator*(Floats a, Floats b) {
    return Floats(emit().CreateFMul(a.value, b.value));
}
Floats operator/(Floats a, Floats b) {
    return Floats(emit().CreateFDiv(a.value, b.value));
}
Floats operator-(Floats a) {
    return Floats(emit().CreateFNeg(a.value));
}
Condition operator<(Floats a, Floats b) {
    return {emit().CreateFCmpOLT(a.value, b.value)};
}
Condition operator>(Floats a, Floats b) {
    return {emit().CreateFCmpOGT(a.value, b.value)};
}
Condition operator==(Floats a, Floats b) {
    return {emit().CreateFCmpOEQ(a.value, b.value)};
}
Condition operator!=(Floats a, Floats b) {
    return {emit().CreateFCmpUNE(a.value, b.value)};
}
Condition operator||(Condition a, Condition b) {
    return {emit().CreateOr(a.value, b.value)};
}

Floats select(Condition condition, Floats yes, Floats no) {
    return Floats(emit().CreateSelect(condition.value, yes.value, no.value));
}

Floats multiply_add(Floats a, Floats b, Floats c) {
    if (!fused) return a * b + c;
    return Floats(emit().CreateIntrinsic(llvm::Intrinsic::fma, {a.value->getType()},
                                         {a.value, b.value, c.value}));
}

Floats absolute(Floats x) {
    return Floats(emit().CreateUnaryIntrinsic(llvm::Intrinsic::fabs, x.value));
}

Floats with_sign_of(Floats magnitude, Floats x) {
    return Floats(
        emit().CreateBinaryIntrinsic(llvm::Intrinsic::copysign, magnitude.value, x.value));
}

Integers truncated(Floats x) {
    return Integers(emit().CreateFPToSI(x.value, vector_of(emit().getInt32Ty())));
}
Floats to_float(Integers x) {
    return Floats(emit().CreateSIToFP(x.value, vector_of(emit().getFloatTy())));
}
Floats from_bits(Integers x) {
    return Floats(emit().CreateBitCast(x.value, vector_of(emit().getFloatTy())));
}
Integers to_bits(Floats x) {
    return Integers(emit().CreateBitCast(x.value, vector_of(emit().getInt32Ty())));
}
Integers sum(Integers a, Integers b) {
    return a + b;
}
Integers difference(Integers a, Integers b) {
    return a - b;
}
Integers shifted_left(Integers x, int count) {
    return Integers(emit().CreateShl(x.value, Integers(count).value));
}
Integers shifted_right(Integers x, int count) {
    return Integers(emit().CreateAShr(x.value, Integers(count).value));
}

}  // namespace gradweave::backends::cpu::jit
