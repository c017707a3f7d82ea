// SPDX-License-Identifier: Apache-2.0
#include "engine/backends/cpu/jit/jit.h"

#include <dlfcn.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <mutex>
#include <string_view>

#include "engine/backends/object_cache.h"
#include "engine/core/text.h"
#include "engine/core/threads.h"

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

/// Functions of this process by their form's text. Code is never unloaded, so they stay valid.
class Functions {
  public:
    bool find(const std::string& text, LoopFunction& function) {
        const std::lock_guard lock(mutex_);
        const auto found = functions_.find(text);
        if (found == functions_.end()) return false;
        function = found->second;
        return true;
    }
    void add(const std::string& text, LoopFunction function) {
        const std::lock_guard lock(mutex_);
        functions_.emplace(text, function);
    }

  private:
    std::mutex mutex_;
    std::map<std::string, LoopFunction> functions_;
};

Functions& functions() {
    static Functions known;
    return known;
}

ObjectCache& object_cache() {
    static ObjectCache cache(ObjectCache::default_folder("GRADWEAVE_JIT_CACHE", "jit"));
    return cache;
}

/// Null if it cannot be done; then the failure is remembered like a success.
LoopFunction make(const Module& module, const LoopForm& form, const std::string& text,
                  bool& from_disk) {
    const std::string key = concat(module.target, "\n", text);
    if (const auto object = object_cache().find(key)) {
        if (LoopFunction function = module.load(object->data(), object->size())) {
            from_disk = true;
            return function;
        }
    }
    std::string object;
    if (!module.compile(&form, false, append, &object)) return nullptr;
    LoopFunction function = module.load(object.data(), object.size());
    if (function != nullptr) object_cache().store(key, object);
    return function;
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

std::string text_of(const LoopForm& form) {
    constexpr const char* kinds[] = {"map", "rows", "columns"};
    constexpr const char* sets[] = {"baseline", "avx2", "avx512"};
    constexpr const char* reaches[] = {"none", "next", "far"};
    std::string text = concat(kinds[static_cast<int>(form.kind)], " rank ", form.rank, " ",
                              sets[static_cast<int>(form.instruction_set)], "\n");
    const auto add_access = [&](const char* what, const LoopForm::Access& access) {
        text += concat(what, name_of(access.dtype), " ", access.is_index ? "index " : "",
                       reaches[static_cast<int>(access.reach)], "\n");
    };
    for (std::size_t i = 0; i < form.loads.size(); ++i)
        add_access(concat("  v", i, " = ").c_str(), form.loads[i]);
    for (std::size_t i = 0; i < form.code.size(); ++i) {
        const auto& code = form.code[i];
        text += concat("  t", i, " = ", graph::name_of(code.op), " ", name_of(code.operand_type),
                       " ", name_of(code.result_type));
        for (int k = 0; k < code.operand_count; ++k)
            text += " " + text_of(form, code.operands[static_cast<std::size_t>(k)]);
        text += "\n";
    }
    for (std::size_t i = 0; i < form.stores.size(); ++i) {
        text += form.kind == LoopForm::Kind::map ? "  store "
                                                 : concat("  ", graph::name_of(form.reduce), " ");
        text += text_of(form, form.results[i]);
        add_access(" to ", form.stores[i]);
    }
    return text;
}

std::vector<LoopFunction> machine_code(std::span<const LoopForm* const> forms,
                                       compiler::CompileReport* report) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<LoopFunction> result(forms.size(), nullptr);
    if (forms.empty() || !available()) return result;
    std::vector<std::string> texts;
    std::map<std::string, std::size_t> missing;  // text -> the first form that has it
    for (const LoopForm* form : forms)
        texts.push_back(text_of(*form));
    for (std::size_t i = 0; i < forms.size(); ++i) {
        if (!functions().find(texts[i], result[i])) missing.emplace(texts[i], i);
    }
    std::vector<std::size_t> work;
    for (const auto& [text, index] : missing)
        work.push_back(index);
    std::atomic<int> from_disk{0};
    parallel_for(static_cast<std::int64_t>(work.size()), [&](std::int64_t task) {
        const std::size_t index = work[static_cast<std::size_t>(task)];
        bool was_on_disk = false;
        functions().add(texts[index],
                        make(*opened().module, *forms[index], texts[index], was_on_disk));
        if (was_on_disk) from_disk.fetch_add(1);
    });
    for (std::size_t i = 0; i < forms.size(); ++i)
        functions().find(texts[i], result[i]);
    if (report != nullptr) {
        const std::chrono::duration<double, std::milli> spent =
            std::chrono::steady_clock::now() - start;
        report->machine_code_milliseconds += spent.count();
        report->loops_from_disk += from_disk;
        report->loops_made += static_cast<int>(work.size()) - from_disk;
        report->loops_known += static_cast<int>(forms.size() - work.size());
    }
    return result;
}

std::string assembly(const LoopForm& form) {
    if (!available()) return "; no machine code: " + unavailable_reason() + "\n";
    std::string text;
    opened().module->compile(&form, true, append, &text);
    return text;
}

}  // namespace gradweave::backends::cpu::jit
