// SPDX-License-Identifier: Apache-2.0
// Data blocks: where they read from, and what they remember of it.
#include "engine/core/text.h"
#include "engine/model/project.h"

namespace gradweave::model {

using io::Json;

namespace {

constexpr const char* memory_key = "known_data";

data::Scaling scaling_of(const ParamReader& params) {
    const std::string& name = params.text("scaling");
    return name == "none"   ? data::Scaling::none
           : name == "unit" ? data::Scaling::unit
                            : data::Scaling::standardize;
}

std::uint64_t seed_of(const ParamReader& params) {
    return static_cast<std::uint64_t>(params.integer("seed"));
}

std::vector<std::string> split_names(const std::string& text) {
    std::vector<std::string> names;
    std::string name;
    for (const char c : text + ",") {
        if (c != ',') {
            if (c != ' ' || !name.empty()) name += c;
            continue;
        }
        while (!name.empty() && name.back() == ' ')
            name.pop_back();
        if (!name.empty()) names.push_back(name);
        name.clear();
    }
    return names;
}

}  // namespace

data::Source data_source(const Block& block, const Catalogue& catalogue,
                         const std::filesystem::path& base, bool allow_outside) {
    const BlockKind* kind = catalogue.find(block.kind);
    GW_ASSERT(kind != nullptr && kind->category == Category::data);
    const ParamReader params(kind->params, block.params);
    const auto file = [&](const char* key, bool required) -> std::filesystem::path {
        const std::string& path = params.text(key);
        if (!path.empty()) return data::resolve(path, base, allow_outside);
        if (required)
            throw BlockProblem{
                concat("Choose a file for ", find_spec(kind->params, key)->label, "."), key};
        return {};
    };
    if (block.kind == "idx_images") {
        data::IdxImages images;
        images.train_images = file("train_images", true);
        images.train_labels = file("train_labels", true);
        images.test_images = file("test_images", false);
        images.test_labels = file("test_labels", !images.test_images.empty());
        images.validation = params.real("validation");
        images.test = params.real("test");
        images.scaling = scaling_of(params);
        images.seed = seed_of(params);
        return images;
    }
    if (block.kind == "csv_table") {
        data::CsvTable table;
        table.path = file("path", true);
        table.target = params.text("target");
        table.ignored = split_names(params.text("ignored"));
        table.target_is_class = params.text("task") == "class";
        const std::string& separator = params.text("separator");
        table.separator = separator == "comma"       ? ','
                          : separator == "semicolon" ? ';'
                          : separator == "tab"       ? '\t'
                          : separator == "bar"       ? '|'
                                                     : 0;
        table.bad_rows =
            params.text("bad_rows") == "skip" ? data::BadRows::skip : data::BadRows::stop;
        table.validation = params.real("validation");
        table.test = params.real("test");
        table.scaling = scaling_of(params);
        table.seed = seed_of(params);
        return table;
    }
    if (block.kind == "text") {
        data::TextSequences text;
        text.path = file("path", true);
        text.length = params.integer("length");
        text.stride = params.integer("stride");
        text.validation = params.real("validation");
        text.test = params.real("test");
        return text;
    }
    if (block.kind == "patterns") {
        data::Patterns patterns;
        patterns.shape = params.text("shape") == "waves" ? data::Patterns::Shape::waves
                                                         : data::Patterns::Shape::gratings;
        patterns.samples = params.integer("samples");
        patterns.noise = params.real("noise");
        patterns.classes = params.integer("classes");
        patterns.size = params.integer("size");
        patterns.length = params.integer("length");
        patterns.channels = params.integer("channels");
        patterns.validation = params.real("validation");
        patterns.test = params.real("test");
        patterns.seed = seed_of(params);
        return patterns;
    }
    if (block.kind == "input")
        return data::Declared{Shape(params.integers("shape")), params.integer("classes")};
    GW_ASSERT(block.kind == "generated");
    data::Generated points;
    const std::string& shape = params.text("shape");
    points.shape = shape == "moons"  ? data::Generated::Shape::moons
                   : shape == "sine" ? data::Generated::Shape::sine
                                     : data::Generated::Shape::spirals;
    points.samples = params.integer("samples");
    points.noise = params.real("noise");
    points.classes = params.integer("classes");
    points.validation = params.real("validation");
    points.test = params.real("test");
    points.seed = seed_of(params);
    return points;
}

std::optional<data::DatasetInfo> remembered_data(const Block& block) {
    const auto found = block.extra.find(memory_key);
    if (found == block.extra.end()) return std::nullopt;
    try {
        data::DatasetInfo info;
        for (const Json& entry : found->second.at("fields").list()) {
            data::Field field{entry.at("name").string(),
                              dtype_from_name(entry.at("dtype").string()),
                              {},
                              entry.at("classes").integer(),
                              {},
                              {}};
            Axes sizes;
            for (const Json& size : entry.at("shape").list())
                sizes.push_back(size.integer());
            field.sample = Shape(std::move(sizes));
            info.fields.push_back(std::move(field));
        }
        const auto& counts = found->second.at("counts").list();
        for (std::size_t i = 0; i < info.counts.size(); ++i)
            info.counts[i] = counts.at(i).integer();
        return info;
    } catch (const std::exception&) {
        return std::nullopt;  // a convenience only; the data itself decides
    }
}

void remember_data(Document& document, BlockId id, const data::DatasetInfo& info) {
    Json::List fields;
    for (const auto& field : info.fields) {
        Json::List shape;
        for (const std::int64_t size : field.sample)
            shape.emplace_back(size);
        fields.push_back(Json::Object{{"name", field.name},
                                      {"dtype", name_of(field.dtype)},
                                      {"classes", field.classes},
                                      {"shape", std::move(shape)}});
    }
    Json::List counts;
    for (const std::int64_t count : info.counts)
        counts.emplace_back(count);
    Json::Object extra = document.at(id).extra;
    extra[memory_key] = Json::Object{{"fields", std::move(fields)}, {"counts", std::move(counts)}};
    document.set_block_extra(id, std::move(extra));
}

}  // namespace gradweave::model
