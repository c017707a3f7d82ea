// SPDX-License-Identifier: Apache-2.0
// One instruction of a loop as vector code that rounds as the compiled tiles do.
#include <llvm/IR/IRBuilder.h>

#include "engine/backends/cpu/jit/module/emit.h"
#include "engine/backends/cpu/jit/module/values.h"
#include "engine/backends/math/vector_math.h"
#include "engine/graph/combination.h"

namespace gradweave::backends::cpu::jit {

using compiler::LoopInstruction;
using compiler::Op;
using llvm::Value;
using llvm::Intrinsic::ID;

llvm::Type* element_type(llvm::IRBuilderBase& builder, DType dtype) {
    return dtype == DType::boolean ? builder.getInt1Ty() : memory_type(builder, dtype);
}

llvm::Type* memory_type(llvm::IRBuilderBase& builder, DType dtype) {
    switch (dtype) {
        case DType::boolean:
        case DType::u8:
        case DType::i8:
            return builder.getInt8Ty();
        // Bits; emit_cast makes numbers of them.
        case DType::f16:
        case DType::bf16:
        case DType::i16:
            return builder.getInt16Ty();
        case DType::i32:
            return builder.getInt32Ty();
        case DType::i64:
            return builder.getInt64Ty();
        case DType::f32:
            return builder.getFloatTy();
        case DType::f64:
            break;
    }
    return builder.getDoubleTy();
}

bool is_translated(const LoopInstruction& instruction, InstructionSet instruction_set) {
    const DType dtype = instruction.operand_type;
    switch (instruction.op) {
        case Op::neg:
        case Op::abs:
        case Op::sqrt:
        case Op::rsqrt:
        case Op::recip:
        case Op::bit_not:
        case Op::cast:
        case Op::bitcast:
        case Op::add:
        case Op::sub:
        case Op::mul:
        case Op::max:
        case Op::min:
        case Op::lt:
        case Op::le:
        case Op::eq:
        case Op::bit_and:
        case Op::bit_or:
        case Op::bit_xor:
        case Op::select:
            return true;
        case Op::div:
            return is_floating(dtype);
        case Op::floor:
        case Op::round:
            // Plain x86-64 has no instruction for them.
            return instruction_set != InstructionSet::baseline;
        case Op::exp:
        case Op::log:
        case Op::tanh:
        case Op::erf:
            return dtype == DType::f32;
        default:
            return false;
    }
}

namespace {

/// NaN if one of them is; otherwise b if `prefers_b`, else a.
Value* pass_nan(llvm::IRBuilderBase& builder, Value* a, Value* b, Value* prefers_b) {
    Value* chosen = builder.CreateSelect(prefers_b, b, a);
    if (!a->getType()->isFPOrFPVectorTy()) return chosen;
    Value* b_or_chosen = builder.CreateSelect(builder.CreateFCmpUNO(b, b), b, chosen);
    return builder.CreateSelect(builder.CreateFCmpUNO(a, a), a, b_or_chosen);
}

Value* emit_less(llvm::IRBuilderBase& builder, DType dtype, Value* a, Value* b) {
    if (is_floating(dtype)) return builder.CreateFCmpOLT(a, b);
    const bool is_signed = dtype == DType::i32 || dtype == DType::i64;
    return is_signed ? builder.CreateICmpSLT(a, b) : builder.CreateICmpULT(a, b);
}

/// Half precision by integer arithmetic, as core/half.h has it: not every processor has
/// instructions for it, and they keep other bits of a NaN.
Value* emit_half_to_float(llvm::IRBuilderBase& b, Value* x) {
    llvm::Type* words = llvm::FixedVectorType::get(b.getInt32Ty(), lanes);
    llvm::Type* floats = llvm::FixedVectorType::get(b.getFloatTy(), lanes);
    const auto word = [&](std::uint32_t value) { return llvm::ConstantInt::get(words, value); };
    Value* bits = b.CreateZExt(x, words);
    Value* sign = b.CreateShl(b.CreateAnd(bits, word(0x8000)), word(16));
    Value* size = b.CreateAnd(bits, word(0x7FFF));
    Value* fraction = b.CreateAnd(bits, word(0x3FF));
    Value* normal = b.CreateAdd(b.CreateShl(size, word(13)), word(112u << 23));
    Value* infinite = b.CreateICmpUGE(size, word(0x7C00));
    normal = b.CreateSelect(infinite, b.CreateAdd(normal, word(112u << 23)), normal);
    Value* small =
        b.CreateFMul(b.CreateUIToFP(fraction, floats), llvm::ConstantFP::get(floats, 0x1p-24));
    Value* chosen =
        b.CreateSelect(b.CreateICmpULT(size, word(0x400)), b.CreateBitCast(small, words), normal);
    return b.CreateBitCast(b.CreateOr(chosen, sign), floats);
}

Value* emit_half_from_float(llvm::IRBuilderBase& b, Value* x) {
    llvm::Type* words = llvm::FixedVectorType::get(b.getInt32Ty(), lanes);
    llvm::Type* floats = llvm::FixedVectorType::get(b.getFloatTy(), lanes);
    const auto word = [&](std::uint32_t value) { return llvm::ConstantInt::get(words, value); };
    Value* bits = b.CreateBitCast(x, words);
    Value* sign = b.CreateAnd(b.CreateLShr(bits, word(16)), word(0x8000));
    Value* size = b.CreateAnd(bits, word(0x7FFFFFFF));
    Value* shifted =
        b.CreateFAdd(b.CreateBitCast(size, floats), llvm::ConstantFP::get(floats, 0.5));
    Value* small = b.CreateSub(b.CreateBitCast(shifted, words), word(0x3F000000));
    Value* even = b.CreateAnd(b.CreateLShr(size, word(13)), word(1));
    Value* rounded = b.CreateAdd(b.CreateAdd(size, word(0xFFF)), even);
    Value* result = b.CreateLShr(b.CreateSub(rounded, word(0x38000000)), word(13));
    result = b.CreateSelect(b.CreateICmpULT(size, word(0x38800000)), small, result);
    result = b.CreateSelect(b.CreateICmpUGE(size, word(0x47800000)), word(0x7C00), result);
    Value* lost = b.CreateOr(b.CreateAnd(b.CreateLShr(size, word(13)), word(0x3FF)), word(0x7E00));
    result = b.CreateSelect(b.CreateICmpUGT(size, word(0x7F800000)), lost, result);
    return b.CreateTrunc(b.CreateOr(result, sign),
                         llvm::FixedVectorType::get(b.getInt16Ty(), lanes));
}

/// From and to the type in which elements that are only stored are computed.
Value* emit_stored_cast(llvm::IRBuilderBase& b, DType from, DType to, Value* x) {
    llvm::Type* words = llvm::FixedVectorType::get(b.getInt32Ty(), lanes);
    llvm::Type* floats = llvm::FixedVectorType::get(b.getFloatTy(), lanes);
    llvm::Type* target = llvm::FixedVectorType::get(element_type(b, to), lanes);
    if (from == DType::f16) return emit_half_to_float(b, x);
    if (to == DType::f16) return emit_half_from_float(b, x);
    const auto word = [&](std::uint32_t value) { return llvm::ConstantInt::get(words, value); };
    if (from == DType::bf16)
        return b.CreateBitCast(b.CreateShl(b.CreateZExt(x, words), word(16)), floats);
    if (to == DType::bf16) {
        Value* bits = b.CreateBitCast(x, words);
        Value* even = b.CreateAnd(b.CreateLShr(bits, word(16)), word(1));
        Value* rounded = b.CreateLShr(b.CreateAdd(b.CreateAdd(bits, word(0x7FFF)), even), word(16));
        Value* lost = b.CreateOr(b.CreateLShr(bits, word(16)), word(0x40));
        return b.CreateTrunc(b.CreateSelect(b.CreateFCmpUNO(x, x), lost, rounded), target);
    }
    return b.CreateIntCast(x, target, true);
}

Value* emit_cast(llvm::IRBuilderBase& builder, DType from, DType to, Value* x) {
    if (from == to) return x;
    if (is_storage_only(from) || is_storage_only(to)) return emit_stored_cast(builder, from, to, x);
    llvm::Type* type = llvm::FixedVectorType::get(element_type(builder, to), lanes);
    Value* zero = llvm::Constant::getNullValue(x->getType());
    const bool from_unsigned = from == DType::boolean || from == DType::u8;
    if (to == DType::boolean)
        return is_floating(from) ? builder.CreateFCmpUNE(x, zero) : builder.CreateICmpNE(x, zero);
    if (is_floating(from)) {
        if (is_floating(to)) return builder.CreateFPCast(x, type);
        // Saturates, and NaN is 0, as convert() has it.
        const ID id = to == DType::u8 ? llvm::Intrinsic::fptoui_sat : llvm::Intrinsic::fptosi_sat;
        return builder.CreateIntrinsic(id, {type, x->getType()}, {x});
    }
    if (is_floating(to))
        return from_unsigned ? builder.CreateUIToFP(x, type) : builder.CreateSIToFP(x, type);
    return builder.CreateIntCast(x, type, !from_unsigned);
}

Value* emit_unary(llvm::IRBuilderBase& builder, Op op, DType dtype, Value* x) {
    const bool floating = is_floating(dtype);
    const auto one = [&] { return llvm::ConstantFP::get(x->getType(), 1.0); };
    const auto intrinsic = [&](ID id, Value* operand) {
        return builder.CreateUnaryIntrinsic(id, operand);
    };
    switch (op) {
        case Op::neg:
            return floating ? builder.CreateFNeg(x) : builder.CreateNeg(x);
        case Op::abs: {
            if (floating) return intrinsic(llvm::Intrinsic::fabs, x);
            if (dtype == DType::u8) return x;
            Value* negative = builder.CreateICmpSLT(x, llvm::Constant::getNullValue(x->getType()));
            return builder.CreateSelect(negative, builder.CreateNeg(x), x);
        }
        case Op::floor:
            return intrinsic(llvm::Intrinsic::floor, x);
        case Op::round:
            return intrinsic(llvm::Intrinsic::nearbyint, x);
        case Op::sqrt:
            return intrinsic(llvm::Intrinsic::sqrt, x);
        case Op::rsqrt:
            return builder.CreateFDiv(one(), intrinsic(llvm::Intrinsic::sqrt, x));
        case Op::recip:
            return builder.CreateFDiv(one(), x);
        case Op::bit_not:
            return builder.CreateNot(x);
        case Op::exp:
            return vector_math::exp(Floats(x)).value;
        case Op::log:
            return vector_math::log(Floats(x)).value;
        case Op::tanh:
            return vector_math::tanh(Floats(x)).value;
        case Op::erf:
            return vector_math::erf(Floats(x)).value;
        default:
            return nullptr;
    }
}

Value* emit_binary(llvm::IRBuilderBase& builder, Op op, DType dtype, Value* a, Value* b) {
    const bool floating = is_floating(dtype);
    switch (op) {
        case Op::add:
            return floating ? builder.CreateFAdd(a, b) : builder.CreateAdd(a, b);
        case Op::sub:
            return floating ? builder.CreateFSub(a, b) : builder.CreateSub(a, b);
        case Op::mul:
            return floating ? builder.CreateFMul(a, b) : builder.CreateMul(a, b);
        case Op::div:
            return builder.CreateFDiv(a, b);
        case Op::max:
            return pass_nan(builder, a, b, emit_less(builder, dtype, a, b));
        case Op::min:
            return pass_nan(builder, a, b, emit_less(builder, dtype, b, a));
        case Op::lt:
            return emit_less(builder, dtype, a, b);
        case Op::le:
            // Not !(b < a), which holds for NaN.
            return floating ? builder.CreateFCmpOLE(a, b)
                            : builder.CreateNot(emit_less(builder, dtype, b, a));
        case Op::eq:
            return floating ? builder.CreateFCmpOEQ(a, b) : builder.CreateICmpEQ(a, b);
        case Op::bit_and:
            return builder.CreateAnd(a, b);
        case Op::bit_or:
            return builder.CreateOr(a, b);
        case Op::bit_xor:
            return builder.CreateXor(a, b);
        default:
            return nullptr;
    }
}

}  // namespace

Value* emit_operation(llvm::IRBuilderBase& builder, const LoopInstruction& instruction,
                      Value* const* operands) {
    const DType dtype = instruction.operand_type;
    if (instruction.op == Op::cast)
        return emit_cast(builder, dtype, instruction.result_type, operands[0]);
    if (instruction.op == Op::bitcast)
        return builder.CreateBitCast(
            operands[0],
            llvm::FixedVectorType::get(element_type(builder, instruction.result_type), lanes));
    if (instruction.op == Op::select)
        return builder.CreateSelect(operands[0], operands[1], operands[2]);
    if (instruction.operand_count == 1)
        return emit_unary(builder, instruction.op, dtype, operands[0]);
    return emit_binary(builder, instruction.op, dtype, operands[0], operands[1]);
}

Value* emit_combination(llvm::IRBuilderBase& builder, Op reduce, DType dtype, Value* a, Value* b) {
    return emit_binary(builder, graph::combination_of(reduce), dtype, a, b);
}

Value* reduction_identity(llvm::IRBuilderBase& builder, Op reduce, DType dtype) {
    llvm::Type* type = element_type(builder, dtype);
    const bool floating = is_floating(dtype);
    const bool is_signed = dtype == DType::i32 || dtype == DType::i64;
    const unsigned bits = floating ? 0 : type->getIntegerBitWidth();
    switch (reduce) {
        case Op::reduce_sum:
            return floating ? llvm::ConstantFP::getNegativeZero(type)
                            : llvm::ConstantInt::get(type, 0);
        case Op::reduce_prod:
            return floating ? llvm::ConstantFP::get(type, 1.0) : llvm::ConstantInt::get(type, 1);
        case Op::reduce_max:
            if (floating) return llvm::ConstantFP::getInfinity(type, true);
            return llvm::ConstantInt::get(type, is_signed ? llvm::APInt::getSignedMinValue(bits)
                                                          : llvm::APInt::getMinValue(bits));
        default:
            if (floating) return llvm::ConstantFP::getInfinity(type, false);
            return llvm::ConstantInt::get(type, is_signed ? llvm::APInt::getSignedMaxValue(bits)
                                                          : llvm::APInt::getMaxValue(bits));
    }
}

}  // namespace gradweave::backends::cpu::jit
