// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/jit/jit.h"

#include <dlfcn.h>

#include <cstdlib>
#include <filesystem>
#include <string_view>

#include "engine/core/text.h"

namespace gradweave::backends::cpu::jit {

namespace fs = std::filesystem;

namespace {

/// The module beside the program: ../lib/gradweave as installed and built; tests lie deeper.
std::vector<fs::path> module_places() {
    constexpr const char* name = "gradweave_jit.so";
    if (const char* given = std::getenv("GRADWEAVE_JIT_MODULE")) return {given};
    std::error_code error;
    fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
    std::vector<fs::path> places;
    for (int up = 0; up < 3 && !error && folder.has_parent_path(); ++up) {
        folder = folder.parent_path();
        places.push_back(folder / GRADWEAVE_LIBRARY_FOLDER / "gradweave" / name);
        places.push_back(folder / "lib" / "gradweave" / name);
    }
    return places;
}

struct Opened {
    const Module* module = nullptr;
    std::string reason;
};

Opened open_module() {
#if !defined(__x86_64__)
    return {nullptr, "it is made for x86-64 processors only"};
#endif
    if (const char* wish = std::getenv("GRADWEAVE_JIT"); wish != nullptr) {
        const std::string_view text = wish;
        if (text == "off" || text == "0") return {nullptr, "GRADWEAVE_JIT is off"};
    }
    std::error_code error;
    for (const fs::path& place : module_places()) {
        if (!fs::exists(place, error)) continue;
        // Local, so that LLVM's symbols never meet those of another LLVM (OpenCL drivers bring
        // one). Never closed: its code runs as long as the process does.
        void* library = ::dlopen(place.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (library == nullptr) {
            const char* problem = ::dlerror();
            return {nullptr, problem != nullptr ? problem : "the module does not open"};
        }
        const auto entry = reinterpret_cast<ModuleEntry>(::dlsym(library, module_entry_name));
        const Module* module = entry != nullptr ? entry() : nullptr;
        if (module == nullptr || module->version != interface_version)
            return {nullptr, concat(place.string(), " belongs to another version")};
        return {module, {}};
    }
    return {nullptr, "the module gradweave_jit.so is not installed"};
}

const Opened& opened() {
    static const Opened result = open_module();
    return result;
}

void append(void* receiver, const char* bytes, std::size_t size) {
    static_cast<std::string*>(receiver)->append(bytes, size);
}

std::string text_of(const LoopForm& form, const compiler::LoopOperand& operand) {
    const auto index = static_cast<std::size_t>(operand.index);
    switch (operand.kind) {
        case compiler::LoopOperand::Kind::load:
            return concat("v", index);
        case compiler::LoopOperand::Kind::instruction:
            return concat("t", index);
        case compiler::LoopOperand::Kind::constant:
            break;
    }
    return concat(name_of(form.constants[index].dtype), "#", form.constants[index].bits);
}

}  // namespace

const Module* opened_module() {
    return opened().module;
}

bool available() {
    return opened().module != nullptr;
}

const std::string& unavailable_reason() {
    return opened().reason;
}

bool wanted_always() {
    static const bool always = [] {
        const char* wish = std::getenv("GRADWEAVE_JIT");
        return wish != nullptr && std::string_view(wish) == "always";
    }();
    return always;
}

namespace {

std::string text_of(const LoopForm::Access& access) {
    constexpr const char* reaches[] = {"none", "next", "far"};
    if (access.local >= 0) return concat(name_of(access.dtype), " local", access.local, "\n");
    return concat(name_of(access.dtype), " ", access.is_index ? "index " : "",
                  reaches[static_cast<int>(access.reach)], "\n");
}

/// Loads and code.
std::string body_text(const LoopForm& form) {
    std::string text;
    for (std::size_t i = 0; i < form.loads.size(); ++i)
        text += concat("  v", i, " = ", text_of(form.loads[i]));
    for (std::size_t i = 0; i < form.code.size(); ++i) {
        const auto& code = form.code[i];
        text += concat("  t", i, " = ", graph::name_of(code.op), " ", name_of(code.operand_type),
                       " ", name_of(code.result_type));
        for (int k = 0; k < code.operand_count; ++k)
            text += " " + text_of(form, code.operands[static_cast<std::size_t>(k)]);
        text += "\n";
    }
    return text;
}

std::string store_text(const LoopForm& form, std::size_t i,
                       const std::optional<compiler::Op>& reduce) {
    return concat("  ", reduce ? graph::name_of(*reduce) : "store", " ",
                  text_of(form, form.results[i]), " to ", text_of(form.stores[i]));
}

}  // namespace

std::string text_of(const LoopForm& form) {
    constexpr const char* kinds[] = {"map", "rows", "columns", "passes"};
    constexpr const char* sets[] = {"baseline", "avx2", "avx512"};
    std::string text = concat(kinds[static_cast<int>(form.kind)], " rank ", form.rank, " ",
                              sets[static_cast<int>(form.instruction_set)],
                              form.short_rows ? " short\n" : "\n", body_text(form));
    for (std::size_t i = 0; i < form.stores.size(); ++i) {
        text += store_text(
            form, i, form.kind == LoopForm::Kind::map ? std::nullopt : std::optional(form.reduce));
    }
    for (const auto& pass : form.passes) {
        text += concat(pass.per_row ? "once\n" : "walk\n", body_text(pass.form));
        for (std::size_t i = 0; i < pass.form.stores.size(); ++i)
            text += store_text(pass.form, i, pass.reduce[i]);
    }
    return text;
}

std::string assembly(const LoopForm& form) {
    if (!available()) return "; no machine code: " + unavailable_reason() + "\n";
    std::string text;
    opened().module->compile(&form, true, append, &text);
    return text;
}

}  // namespace gradweave::backends::cpu::jit
