// SPDX-License-Identifier: Apache-2.0
#include "engine/train/attached_weights.h"

#include "engine/core/text.h"
#include "engine/data/source.h"
#include "engine/exchange/onnx/import.h"
#include "engine/io/files.h"
#include "engine/io/safetensors.h"

namespace gradweave::train {

namespace fs = std::filesystem;

namespace {

/// The file that the project names, or an empty text.
std::string attached_path(const model::Document& document) {
    const auto set = document.training().find(model::weights_key);
    if (set == document.training().end()) return {};
    const std::string* path = std::get_if<std::string>(&set->second);
    if (path == nullptr)
        throw Error(ErrorKind::bad_input, concat("training: ", in_quotes(model::weights_key),
                                                 " must be the name of a file"));
    return *path;
}

std::string sentence_of(const std::string& file, const AttachedWeights& attached) {
    std::string text = concat("Begins with the weights of ", file);
    const auto& missing = attached.missing;
    if (missing.empty()) return text + ".";
    text += concat("; ", missing.size(), missing.size() == 1 ? " begins" : " begin",
                   " anew, as the file has none of that name and shape: ");
    constexpr std::size_t most = 6;
    for (std::size_t i = 0; i < std::min(missing.size(), most); ++i)
        text += concat(i ? ", " : "", missing[i]);
    return text + (missing.size() > most ? concat(" and ", missing.size() - most, " more.") : ".");
}

}  // namespace

bool has_attached_weights(const model::Document& document) {
    return !attached_path(document).empty();
}

std::map<std::string, Array> read_weights(const fs::path& path, const model::Catalogue& catalogue) {
    if (exchange::onnx::is_onnx_file(path))
        return exchange::onnx::import_file(path, catalogue).weights;
    if (path.extension() == ".safetensors") return io::read_safetensors(path).tensors;
    throw io::file_error(ErrorKind::bad_input, path,
                         "holds no weights that can be read; choose a .safetensors or .onnx file");
}

std::optional<AttachedWeights> attached_weights(
    const model::Document& document, const model::Catalogue& catalogue,
    const std::vector<model::ModelParameter>& parameters, const fs::path& base,
    bool allow_outside) {
    const std::string name = attached_path(document);
    if (name.empty()) return std::nullopt;
    const auto tensors = read_weights(data::resolve(name, base, allow_outside), catalogue);
    AttachedWeights result;
    for (const model::ModelParameter& parameter : parameters) {
        const auto found = tensors.find(parameter.stored_name(document.at(parameter.block).name));
        if (found == tensors.end() || found->second.shape() != parameter.leaf->shape())
            result.missing.push_back(parameter.name);
        else
            result.values.emplace(parameter.name, found->second.cast(parameter.leaf->dtype()));
    }
    result.sentence = sentence_of(fs::path(name).filename().string(), result);
    return result;
}

}  // namespace gradweave::train
