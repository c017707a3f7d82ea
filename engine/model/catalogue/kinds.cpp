// SPDX-License-Identifier: Apache-2.0
#include "engine/model/catalogue/kinds.h"

#include <algorithm>
#include <limits>

namespace gradweave::model {

const char* name_of(Category category) {
    switch (category) {
        case Category::data:
            return "Data";
        case Category::layer:
            return "Layers";
        case Category::activation:
            return "Activations";
        case Category::tensor:
            return "Tensor operations";
        case Category::loss:
            return "Losses";
        case Category::metric:
            return "Metrics";
        case Category::output:
            return "Output";
    }
    return "";
}

namespace {

std::vector<PortSpec> ports_of(
    const BlockKind& kind, const Params& values, const std::vector<PortSpec>& plain,
    const std::function<std::vector<PortSpec>(const ParamReader&)>& variable) {
    if (!variable) return plain;
    try {
        return variable(ParamReader(kind.params, values));
    } catch (const BlockProblem&) {
        return plain;  // a parameter is wrong; the shape rule says which
    }
}

}  // namespace

std::vector<PortSpec> BlockKind::input_ports(const Params& values) const {
    return ports_of(*this, values, inputs, variable_inputs);
}
std::vector<PortSpec> BlockKind::output_ports(const Params& values) const {
    return ports_of(*this, values, outputs, variable_outputs);
}

Catalogue::Catalogue() {
    add_data_kinds(*this);
    add_layer_kinds(*this);
    begin_group({});
    add_activation_kinds(*this);
    add_tensor_kinds(*this);
    begin_group("Shape");
    add_shape_kinds(*this);
    begin_group("Derivatives");
    add_derivative_kinds(*this);
    add_loss_kinds(*this);
    add_distance_kinds(*this);
    begin_group({});
}

const BlockKind* Catalogue::find(const std::string& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

std::vector<CatalogueSection> Catalogue::sections() const {
    std::vector<CatalogueSection> sections;
    for (const auto& kind : kinds_) {
        const auto own =
            std::find_if(sections.begin(), sections.end(), [&](const CatalogueSection& section) {
                return section.category == kind->category && section.group == kind->group;
            });
        if (own != sections.end())
            own->kinds.push_back(kind.get());
        else
            sections.push_back({kind->category, kind->group, {kind.get()}});
    }
    // What belongs to no group comes before the groups.
    std::stable_sort(sections.begin(), sections.end(),
                     [](const CatalogueSection& a, const CatalogueSection& b) {
                         return std::pair(a.category, !a.group.empty()) <
                                std::pair(b.category, !b.group.empty());
                     });
    return sections;
}

void Catalogue::add(BlockKind kind) {
    if (find(kind.id) != nullptr) {
        throw Error(ErrorKind::bad_input,
                    concat("there is a kind of block ", in_quotes(kind.id), " already"));
    }
    if (kind.default_name.empty()) kind.default_name = kind.id;
    if (kind.group.empty()) kind.group = group_;
    if (kind.learns) {
        for (ParamSpec& spec : learning_params())
            kind.params.push_back(std::move(spec));
    }
    kinds_.push_back(std::make_unique<BlockKind>(std::move(kind)));
    by_id_.emplace(kinds_.back()->id, kinds_.back().get());
}

std::vector<ParamSpec> learning_params() {
    return {boolean_param(frozen_key, "Frozen", false,
                          "Training leaves the weights (and running statistics) as they are."),
            shown_if(real_param("rate_factor", "Rate factor", 1, 0, 1e6,
                                "Times the learning rate, for this block alone."),
                     frozen_key, {"false"}),
            shown_if(boolean_param("own_decay", "Own weight decay", false,
                                   "The weight decay below instead of the training's."),
                     frozen_key, {"false"}),
            shown_if(real_param("weight_decay", "Weight decay", 0, 0, 1e3,
                                "Pulls this block's weights towards zero."),
                     "own_decay", {"true"}),
            // Not shown: renaming a block sets it.
            shown_if(text_param(stored_key, "Name in the weights file", "",
                                "Where the project begins with weights of a file: the name that "
                                "this block's have there; empty: the block's own."),
                     frozen_key, {"never"})};
}

void apply_learning(const ParamReader& params, std::vector<ParameterSpec>& parameters) {
    for (ParameterSpec& parameter : parameters) {
        if (params.boolean(frozen_key)) parameter.trainable = false;
        parameter.rate_factor = params.real("rate_factor");
        if (params.boolean("own_decay")) parameter.weight_decay = params.real("weight_decay");
        parameter.stored_in = params.text(stored_key);
    }
}

namespace {

ParamSpec param(std::string key, std::string label, ParamType type, ParamValue fallback,
                std::string help) {
    ParamSpec spec;
    spec.key = std::move(key);
    spec.label = std::move(label);
    spec.type = type;
    spec.fallback = std::move(fallback);
    spec.help = std::move(help);
    return spec;
}

}  // namespace

ParamSpec boolean_param(std::string key, std::string label, bool fallback, std::string help) {
    return param(std::move(key), std::move(label), ParamType::boolean, fallback, std::move(help));
}

ParamSpec integer_param(std::string key, std::string label, std::int64_t fallback, double minimum,
                        double maximum, std::string help) {
    ParamSpec spec =
        param(std::move(key), std::move(label), ParamType::integer, fallback, std::move(help));
    spec.minimum = minimum;
    spec.maximum = maximum;
    return spec;
}

ParamSpec real_param(std::string key, std::string label, double fallback, double minimum,
                     double maximum, std::string help) {
    ParamSpec spec =
        param(std::move(key), std::move(label), ParamType::real, fallback, std::move(help));
    spec.minimum = minimum;
    spec.maximum = maximum;
    return spec;
}

ParamSpec choice_param(std::string key, std::string label, std::string fallback,
                       std::vector<std::string> choices, std::string help) {
    ParamSpec spec = param(std::move(key), std::move(label), ParamType::choice, std::move(fallback),
                           std::move(help));
    spec.choices = std::move(choices);
    return spec;
}

ParamSpec text_param(std::string key, std::string label, std::string fallback, std::string help) {
    return param(std::move(key), std::move(label), ParamType::text, std::move(fallback),
                 std::move(help));
}

ParamSpec file_param(std::string key, std::string label, std::string fallback, std::string help) {
    return param(std::move(key), std::move(label), ParamType::file, std::move(fallback),
                 std::move(help));
}

ParamSpec integers_param(std::string key, std::string label, Axes fallback, double minimum,
                         std::string help) {
    ParamSpec spec = param(std::move(key), std::move(label), ParamType::integers,
                           std::move(fallback), std::move(help));
    spec.minimum = minimum;
    spec.maximum = 1e9;
    return spec;
}

ParamSpec shown_if(ParamSpec spec, std::string key, std::vector<std::string> values) {
    spec.shown_if_key = std::move(key);
    spec.shown_if_values = std::move(values);
    return spec;
}

void problem(std::string sentence, std::string place) {
    throw BlockProblem{std::move(sentence), std::move(place)};
}

std::string carries(const TensorType& type) {
    return concat("this wire carries ", describe(type));
}

void require_floating(const char* title, const TensorType& type, const char* port) {
    if (is_floating(type.dtype)) return;
    problem(concat(title, " needs numbers with a fraction (f32); ", carries(type), " of type ",
                   name_of(type.dtype), type.classes > 0 ? ", class numbers." : "."),
            port);
}

std::array<std::int64_t, 2> pair(const ParamReader& params, const std::string& key) {
    const Axes& values = params.integers(key);
    if (values.size() == 1) return {values[0], values[0]};
    if (values.size() == 2) return {values[0], values[1]};
    problem("Give one number for height and width, or two.", key);
}

std::optional<std::vector<Dim>> broadcast_dims(const std::vector<Dim>& a,
                                               const std::vector<Dim>& b) {
    const std::size_t rank = std::max(a.size(), b.size());
    std::vector<Dim> result(rank);
    for (std::size_t i = 0; i < rank; ++i) {
        const auto from_end = [&](const std::vector<Dim>& dims) {
            return i < dims.size() ? dims[dims.size() - 1 - i] : Dim{};
        };
        const Dim left = from_end(a), right = from_end(b);
        const bool left_one = left == Dim{}, right_one = right == Dim{};
        if (!left_one && !right_one && !(left == right)) return std::nullopt;
        Dim dim = left_one ? right : left;
        if (dim.role == 0) dim.role = right.role;
        result[rank - 1 - i] = dim;
    }
    return result;
}

std::int64_t sample_elements(const TensorType& type) {
    std::vector<Dim> dims(type.dims.begin() + (type.has_batch() ? 1 : 0), type.dims.end());
    const auto total = product(dims);
    if (!total || total->batch)
        problem(concat("The sizes of ", to_string(type.dims), " cannot be multiplied."));
    return total->size;
}

std::int64_t saturated_product(std::initializer_list<std::int64_t> factors) {
    std::int64_t product = 1;
    for (const std::int64_t factor : factors) {
        const auto next = checked_multiply(product, factor);
        if (!next) return std::numeric_limits<std::int64_t>::max();
        product = *next;
    }
    return product;
}

}  // namespace gradweave::model
