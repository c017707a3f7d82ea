// SPDX-License-Identifier: Apache-2.0
// Loads, instructions and stores of `lanes` neighbouring elements.
//
// All loads come before all stores, so a result may take the place of an operand.
#include <llvm/IR/IRBuilder.h>

#include "engine/backends/cpu/jit/module/emit.h"

namespace gradweave::backends::cpu::jit {

using compiler::LoopOperand;
using llvm::FixedVectorType;
using llvm::Value;

namespace {

llvm::Align alignment(DType dtype) {
    return llvm::Align(size_of(dtype));
}

}  // namespace

Body::Body(llvm::IRBuilderBase& builder, const LoopForm& form, llvm::Function& function,
           Value* functions)
    : builder_(builder), form_(form), function_(function), functions_(functions) {
    for (auto& buffer : buffers_) {
        auto* room = builder_.CreateAlloca(
            llvm::ArrayType::get(builder_.getInt64Ty(), static_cast<std::uint64_t>(lanes)));
        room->setAlignment(llvm::Align(64));
        buffer = room;
    }
}

Value* Body::splat(Value* scalar) {
    return builder_.CreateVectorSplat(static_cast<unsigned>(lanes), scalar);
}

Value* Body::mask(Value* count) {
    llvm::SmallVector<llvm::Constant*, lanes> numbers;
    for (int i = 0; i < lanes; ++i)
        numbers.push_back(builder_.getInt32(static_cast<std::uint32_t>(i)));
    return builder_.CreateICmpULT(llvm::ConstantVector::get(numbers),
                                  splat(builder_.CreateTrunc(count, builder_.getInt32Ty())));
}

template <class F>
void Body::for_each_lane(Value* count, F&& emit) {
    auto& context = builder_.getContext();
    auto* before = builder_.GetInsertBlock();
    auto* loop = llvm::BasicBlock::Create(context, "lane", &function_);
    auto* after = llvm::BasicBlock::Create(context, "lanes_done", &function_);
    builder_.CreateBr(loop);
    builder_.SetInsertPoint(loop);
    auto* i = builder_.CreatePHI(builder_.getInt64Ty(), 2);
    i->addIncoming(builder_.getInt64(0), before);
    emit(i);
    Value* next = builder_.CreateAdd(i, builder_.getInt64(1));
    i->addIncoming(next, loop);
    builder_.CreateCondBr(builder_.CreateICmpULT(next, count), loop, after);
    builder_.SetInsertPoint(after);
}

Value* Body::addresses(Value* base, Value* position, Value* step) {
    Value* start =
        builder_.CreateGEP(builder_.getInt8Ty(), base, builder_.CreateMul(position, step));
    llvm::SmallVector<llvm::Constant*, lanes> numbers;
    for (int i = 0; i < lanes; ++i)
        numbers.push_back(builder_.getInt64(static_cast<std::uint64_t>(i)));
    Value* offsets = builder_.CreateMul(llvm::ConstantVector::get(numbers), splat(step));
    return builder_.CreateGEP(builder_.getInt8Ty(), start, offsets);
}

void Body::begin(const std::vector<Value*>& places, const std::vector<Value*>& steps,
                 const std::map<int, Value*>& locals) {
    places_ = places;
    steps_ = steps;
    fixed_.assign(form_.loads.size(), nullptr);
    for (std::size_t i = 0; i < form_.loads.size(); ++i) {
        const auto& access = form_.loads[i];
        if (access.local >= 0) {
            fixed_[i] = locals.at(access.local);
            continue;
        }
        if (access.reach != LoopForm::Reach::none) continue;
        if (access.is_index) {
            fixed_[i] = splat(builder_.CreatePtrToInt(places_[i], builder_.getInt64Ty()));
            continue;
        }
        Value* element = builder_.CreateAlignedLoad(memory_type(builder_, access.dtype), places_[i],
                                                    alignment(access.dtype));
        if (access.dtype == DType::boolean)
            element = builder_.CreateICmpNE(element, builder_.getInt8(0));
        fixed_[i] = splat(element);
    }
}

Value* Body::load(std::size_t index, Value* position, Value* count) {
    if (fixed_[index] != nullptr) return fixed_[index];
    const auto& access = form_.loads[index];
    Value* place = places_[index];
    if (access.is_index) {
        Value* step = steps_[index];
        Value* start = builder_.CreateAdd(builder_.CreatePtrToInt(place, builder_.getInt64Ty()),
                                          builder_.CreateMul(position, step));
        llvm::SmallVector<llvm::Constant*, lanes> numbers;
        for (int i = 0; i < lanes; ++i)
            numbers.push_back(builder_.getInt64(static_cast<std::uint64_t>(i)));
        return builder_.CreateAdd(
            splat(start), builder_.CreateMul(llvm::ConstantVector::get(numbers), splat(step)));
    }
    llvm::Type* element = memory_type(builder_, access.dtype);
    auto* type = FixedVectorType::get(element, lanes);
    const llvm::Align align = alignment(access.dtype);
    const bool near = access.reach == LoopForm::Reach::next;
    const bool masked = count != nullptr;
    Value* vector;
    if (masked && form_.instruction_set != InstructionSet::avx512) {
        // Element by element through a buffer: without masks for every type this is shortest.
        builder_.CreateAlignedStore(llvm::Constant::getNullValue(type), buffers_[0],
                                    llvm::Align(64));
        for_each_lane(count, [&](Value* i) {
            Value* at = builder_.CreateAdd(position, i);
            Value* from = near ? builder_.CreateGEP(element, place, at)
                               : builder_.CreateGEP(builder_.getInt8Ty(), place,
                                                    builder_.CreateMul(at, steps_[index]));
            builder_.CreateAlignedStore(builder_.CreateAlignedLoad(element, from, align),
                                        builder_.CreateGEP(element, buffers_[0], i), align);
        });
        vector = builder_.CreateAlignedLoad(type, buffers_[0], llvm::Align(64));
    } else if (near) {
        Value* from = builder_.CreateGEP(element, place, position);
        vector = masked ? builder_.CreateMaskedLoad(type, from, align, mask(count),
                                                    llvm::Constant::getNullValue(type))
                        : static_cast<Value*>(builder_.CreateAlignedLoad(type, from, align));
    } else {
        Value* chosen = masked ? mask(count) : splat(builder_.getTrue());
        vector = builder_.CreateMaskedGather(type, addresses(place, position, steps_[index]), align,
                                             chosen, llvm::Constant::getNullValue(type));
    }
    if (access.dtype == DType::boolean)
        vector = builder_.CreateICmpNE(vector, llvm::Constant::getNullValue(type));
    return vector;
}

void Body::store(std::size_t index, Value* vector, Value* position, Value* count) {
    const auto& access = form_.stores[index];
    const std::size_t slot = form_.loads.size() + index;
    llvm::Type* element = memory_type(builder_, access.dtype);
    const llvm::Align align = alignment(access.dtype);
    if (access.dtype == DType::boolean)
        vector = builder_.CreateZExt(vector, FixedVectorType::get(element, lanes));
    const bool near = access.reach == LoopForm::Reach::next;
    const bool masked = count != nullptr;
    if (masked && form_.instruction_set != InstructionSet::avx512) {
        builder_.CreateAlignedStore(vector, buffers_[0], llvm::Align(64));
        for_each_lane(count, [&](Value* i) {
            Value* at = builder_.CreateAdd(position, i);
            Value* to = near ? builder_.CreateGEP(element, places_[slot], at)
                             : builder_.CreateGEP(builder_.getInt8Ty(), places_[slot],
                                                  builder_.CreateMul(at, steps_[slot]));
            Value* from = builder_.CreateGEP(element, buffers_[0], i);
            builder_.CreateAlignedStore(builder_.CreateAlignedLoad(element, from, align), to,
                                        align);
        });
    } else if (near) {
        Value* to = builder_.CreateGEP(element, places_[slot], position);
        if (masked)
            builder_.CreateMaskedStore(vector, to, align, mask(count));
        else
            builder_.CreateAlignedStore(vector, to, align);
    } else {
        builder_.CreateMaskedScatter(vector, addresses(places_[slot], position, steps_[slot]),
                                     align, masked ? mask(count) : splat(builder_.getTrue()));
    }
}

Value* Body::call(std::size_t index, Value* const* operands) {
    const auto& instruction = form_.code[index];
    const auto to_memory = [&](DType dtype) {
        return FixedVectorType::get(memory_type(builder_, dtype), lanes);
    };
    Value* arguments[5];
    for (int k = 0; k < 4; ++k)
        arguments[k] = buffers_[k];
    arguments[4] = builder_.getInt64(lanes);
    for (int k = 0; k < instruction.operand_count; ++k) {
        Value* vector = operands[k];
        if (vector->getType()->getScalarType()->isIntegerTy(1))
            vector = builder_.CreateZExt(vector, to_memory(DType::boolean));
        builder_.CreateAlignedStore(vector, buffers_[k + 1], llvm::Align(64));
    }
    auto* pointer = builder_.getPtrTy();
    auto* type = llvm::FunctionType::get(
        builder_.getVoidTy(), {pointer, pointer, pointer, pointer, builder_.getInt64Ty()}, false);
    Value* function = builder_.CreateLoad(
        pointer, builder_.CreateConstGEP1_64(pointer, functions_, static_cast<unsigned>(index)));
    builder_.CreateCall(type, function, arguments);
    const DType result = instruction.result_type;
    Value* vector = builder_.CreateAlignedLoad(to_memory(result), buffers_[0], llvm::Align(64));
    if (result == DType::boolean)
        vector = builder_.CreateICmpNE(vector, llvm::Constant::getNullValue(vector->getType()));
    return vector;
}

std::vector<Value*> Body::results(Value* position, Value* count) {
    std::vector<Value*> loaded, computed;
    for (std::size_t i = 0; i < form_.loads.size(); ++i)
        loaded.push_back(load(i, position, count));
    const auto value_of = [&](const LoopOperand& operand) -> Value* {
        const auto index = static_cast<std::size_t>(operand.index);
        switch (operand.kind) {
            case LoopOperand::Kind::load:
                return loaded[index];
            case LoopOperand::Kind::instruction:
                return computed[index];
            case LoopOperand::Kind::constant:
                break;
        }
        const auto& constant = form_.constants[index];
        llvm::Type* type = element_type(builder_, constant.dtype);
        auto& context = builder_.getContext();
        if (constant.dtype == DType::f32) {
            const llvm::APInt bits(32, constant.bits);
            return splat(
                llvm::ConstantFP::get(context, llvm::APFloat(llvm::APFloat::IEEEsingle(), bits)));
        }
        if (constant.dtype == DType::f64) {
            const llvm::APInt bits(64, constant.bits);
            return splat(
                llvm::ConstantFP::get(context, llvm::APFloat(llvm::APFloat::IEEEdouble(), bits)));
        }
        return splat(llvm::ConstantInt::get(type, constant.bits));
    };
    for (std::size_t i = 0; i < form_.code.size(); ++i) {
        const auto& instruction = form_.code[i];
        Value* operands[3] = {};
        for (int k = 0; k < instruction.operand_count; ++k)
            operands[k] = value_of(instruction.operands[static_cast<std::size_t>(k)]);
        computed.push_back(is_translated(instruction, form_.instruction_set)
                               ? emit_operation(builder_, instruction, operands)
                               : call(i, operands));
    }
    std::vector<Value*> results;
    for (const auto& operand : form_.results)
        results.push_back(value_of(operand));
    return results;
}

}  // namespace gradweave::backends::cpu::jit
