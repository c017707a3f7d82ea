// SPDX-License-Identifier: Apache-2.0
// The module's table: LLVM makes object code of a loop, ORC makes object code executable.
#include <link.h>
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/Analysis/TargetLibraryInfo.h>
#include <llvm/Analysis/TargetTransformInfo.h>
#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/Host.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/SmallVectorMemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/Target/TargetOptions.h>
#include <llvm/Transforms/Scalar.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <string>

#include "engine/backends/cpu/jit/module/emit.h"

namespace gradweave::backends::cpu::jit {

namespace {

constexpr const char* function_name = "gradweave_loop";

/// What the processor has, as LLVM writes it: "+avx2,+fma,-xop,...", sorted.
std::string host_features() {
    llvm::StringMap<bool> features;
    llvm::sys::getHostCPUFeatures(features);
    std::vector<std::string> names;
    for (const auto& feature : features)
        names.push_back((feature.second ? "+" : "-") + feature.first().str());
    std::sort(names.begin(), names.end());
    std::string text;
    for (const auto& name : names)
        text += (text.empty() ? "" : ",") + name;
    return text;
}

/// The linker's hash of this module (its GNU build ID note), in hexadecimal: another build may
/// emit other code for the same loop. Empty if it was linked without.
std::string build_id() {
    struct Search {
        std::uintptr_t own;
        std::string found;
    } search{reinterpret_cast<std::uintptr_t>(&build_id), {}};
    const auto visit = [](dl_phdr_info* info, std::size_t, void* argument) {
        auto& wanted = *static_cast<Search*>(argument);
        const llvm::ArrayRef<ElfW(Phdr)> segments(info->dlpi_phdr, info->dlpi_phnum);
        const auto holds = [&](const ElfW(Phdr) & segment) {
            const std::uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
            return segment.p_type == PT_LOAD && wanted.own - begin < segment.p_memsz;
        };
        if (llvm::none_of(segments, holds)) return 0;
        for (const auto& segment : segments) {
            if (segment.p_type != PT_NOTE) continue;
            const char* at = reinterpret_cast<const char*>(info->dlpi_addr + segment.p_vaddr);
            const char* end = at + segment.p_memsz;
            const auto padded = [](std::size_t size) { return (size + 3) / 4 * 4; };
            while (at + sizeof(ElfW(Nhdr)) <= end) {
                ElfW(Nhdr) note;
                std::memcpy(&note, at, sizeof note);
                const char* name = at + sizeof note;
                const char* hash = name + padded(note.n_namesz);
                if (note.n_type == NT_GNU_BUILD_ID &&
                    llvm::StringRef(name, note.n_namesz) == llvm::StringRef("GNU\0", 4))
                    wanted.found = llvm::toHex(llvm::StringRef(hash, note.n_descsz), true);
                at = hash + padded(note.n_descsz);
            }
        }
        return 1;
    };
    dl_iterate_phdr(visit, &search);
    return search.found;
}

struct Machine {
    std::string cpu, features;
};

Machine machine_for(InstructionSet instruction_set) {
    switch (instruction_set) {
        case InstructionSet::avx512: {
            static const std::string features = host_features();
            return {llvm::sys::getHostCPUName().str(), features};
        }
        case InstructionSet::avx2:
            return {"x86-64", "+avx2,+fma"};
        case InstructionSet::baseline:
            break;
    }
    return {"x86-64", ""};
}

class StringSinkStream {
  public:
    StringSinkStream(Sink sink, void* receiver) : sink_(sink), receiver_(receiver) {}
    void give(llvm::StringRef text) const { sink_(receiver_, text.data(), text.size()); }

  private:
    Sink sink_;
    void* receiver_;
};

bool compile(const LoopForm* form, bool as_text, Sink sink, void* receiver) {
    const StringSinkStream out(sink, receiver);
    const Machine machine = machine_for(form->instruction_set);
    const std::string triple = llvm::sys::getDefaultTargetTriple();
    std::string problem;
    const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, problem);
    if (target == nullptr) {
        out.give(problem);
        return false;
    }
    llvm::TargetOptions options;
    options.AllowFPOpFusion = llvm::FPOpFusion::Strict;
    const std::unique_ptr<llvm::TargetMachine> target_machine(target->createTargetMachine(
        triple, machine.cpu, machine.features, options, llvm::Reloc::PIC_, llvm::CodeModel::Small,
        llvm::CodeGenOpt::Default, true));
    llvm::LLVMContext context;
    llvm::Module module("loop", context);
    module.setTargetTriple(triple);
    module.setDataLayout(target_machine->createDataLayout());
    emit_loop(module, *form, function_name);
    llvm::Function* function = module.getFunction(function_name);
    function->setDoesNotThrow();
    function->addFnAttr("target-cpu", machine.cpu);
    function->addFnAttr("target-features", machine.features);
    // Without these LLVM splits wide vectors on processors that clock down for them.
    function->addFnAttr("prefer-vector-width", "512");
    function->addFnAttr("min-legal-vector-width", "512");
    llvm::raw_string_ostream problem_stream(problem);
    if (llvm::verifyModule(module, &problem_stream)) {
        out.give(problem);
        return false;
    }
    llvm::SmallVector<char, 0> bytes;
    llvm::raw_svector_ostream stream(bytes);
    llvm::legacy::PassManager passes;
    passes.add(llvm::createEarlyCSEPass());
    if (target_machine->addPassesToEmitFile(
            passes, stream, nullptr, as_text ? llvm::CGFT_AssemblyFile : llvm::CGFT_ObjectFile)) {
        out.give("this processor is not supported");
        return false;
    }
    passes.run(module);
    out.give(llvm::StringRef(bytes.data(), bytes.size()));
    return true;
}

/// Object code that was made executable. Never destroyed: code may run until the process ends.
class Loader {
  public:
    static Loader* instance() {
        static Loader* loader = make();
        return loader;
    }

    LoopFunction load(llvm::StringRef object) {
        const std::string library = "loop" + std::to_string(count_.fetch_add(1));
        auto dylib = session_.createJITDylib(library);
        if (!dylib) return failed(dylib.takeError());
        auto copy = llvm::MemoryBuffer::getMemBufferCopy(object, library);
        if (auto error = layer_.add(*dylib, std::move(copy))) return failed(std::move(error));
        auto symbol = session_.lookup({&*dylib}, session_.intern(function_name));
        if (!symbol) return failed(symbol.takeError());
        return reinterpret_cast<LoopFunction>(static_cast<std::uintptr_t>(symbol->getAddress()));
    }

  private:
    explicit Loader(std::unique_ptr<llvm::orc::ExecutorProcessControl> control)
        : session_(std::move(control)), layer_(session_) {
        // Problems come back from lookup.
        session_.setErrorReporter([](llvm::Error error) { llvm::consumeError(std::move(error)); });
    }

    static Loader* make() {
        auto control = llvm::orc::SelfExecutorProcessControl::Create();
        if (!control) {
            llvm::consumeError(control.takeError());
            return nullptr;
        }
        return new Loader(std::move(*control));
    }

    static LoopFunction failed(llvm::Error error) {
        llvm::consumeError(std::move(error));
        return nullptr;
    }

    llvm::orc::ExecutionSession session_;
    llvm::orc::ObjectLinkingLayer layer_;
    std::atomic<int> count_{0};
};

LoopFunction load(const char* object, std::size_t size) {
    Loader* loader = Loader::instance();
    return loader == nullptr ? nullptr : loader->load(llvm::StringRef(object, size));
}

}  // namespace
}  // namespace gradweave::backends::cpu::jit

extern "C" [[gnu::visibility("default")]] const gradweave::backends::cpu::jit::Module*
gradweave_jit_module() {
    using namespace gradweave::backends::cpu::jit;
    static const Module table = [] {
        llvm::InitializeNativeTarget();
        llvm::InitializeNativeTargetAsmPrinter();
        static const std::string target = "LLVM " LLVM_VERSION_STRING " " + build_id() + " " +
                                          llvm::sys::getHostCPUName().str() + " " + host_features();
        return Module{interface_version, target.c_str(), compile, load};
    }();
    return &table;
}
