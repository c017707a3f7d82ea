// SPDX-License-Identifier: Apache-2.0
// Small projects with weights and samples, for tests that send them through ONNX.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "engine/core/rng.h"
#include "engine/core/text.h"
#include "engine/exchange/onnx/model.h"
#include "engine/model/commands.h"
#include "engine/train/network.h"
#include "engine/train/run.h"

namespace gradweave::testing {

inline const model::Catalogue& catalogue() {
    static const model::Catalogue catalogue;
    return catalogue;
}

inline model::Analysis analysis_of(const model::Document& document) {
    train::DataDescriber data(catalogue(), GRADWEAVE_SOURCE_DIR "/resources/examples", true);
    model::Analyser analyser(catalogue());
    return analyser.analyse(document, [&](const model::Block& block) { return data(block); });
}

/// A chain from an Input block through blocks of these kinds to an Output block.
struct Chain {
    struct Link {
        std::string kind;
        model::Params params;
    };
    Chain(Axes sample, std::int64_t classes, const std::vector<Link>& links) {
        const auto add = [&](const std::string& kind, const model::Params& params) {
            model::Block block = model::new_block(document, *catalogue().find(kind), {});
            block.params = params;
            document.apply(model::InsertBlock{block});
            return block.id;
        };
        model::BlockId last = add("input", {{"shape", sample}, {"classes", classes}});
        for (const Link& link : links) {
            const model::BlockId id = add(link.kind, link.params);
            wire(last, id);
            last = id;
        }
        wire(last, add("output", {}));
    }
    void wire(model::BlockId from, model::BlockId to) {
        // An operator with several inputs is given the same at each.
        const model::Block& block = document.at(to);
        for (const auto& port : catalogue().find(block.kind)->input_ports(block.params)) {
            document.apply(model::InsertWire{
                {{from, catalogue().find(document.at(from).kind)->outputs[0].name},
                 {to, port.name}}});
        }
    }
    model::Document document;
};

inline std::map<std::string, Array> weights_for(const model::Document& document) {
    train::Network network(document, catalogue(), analysis_of(document), train::Recipe{}, 3,
                           runtime::open_device("cpu"));
    auto values = network.values();
    // Running statistics that are not 0 and 1, so that leaving them out shows.
    Generator generator(7);
    for (auto& [name, array] : values) {
        if (name.find("running") == std::string::npos) continue;
        for (float& element : array.as<float>())
            element = static_cast<float>(0.5 + generator.uniform());
    }
    return values;
}

inline Array samples_for(const exchange::onnx::ValueInfo& input, std::int64_t batch) {
    Axes sizes{batch};
    for (std::size_t i = 1; i < input.axes->size(); ++i)
        sizes.push_back(*(*input.axes)[i].size);
    Generator generator(11);
    Array array(DType::f64, Shape(std::move(sizes)));
    for (double& element : array.as<double>())
        element = input.type == exchange::onnx::ElementType::i64
                      ? static_cast<double>(generator.below(5))
                      : 2 * generator.uniform() - 1;
    return array.cast(exchange::onnx::held(input.type));
}

/// The project's own answer.
inline std::vector<Array> run_project(const model::Document& document,
                                      const std::map<std::string, Array>& weights,
                                      const Array& samples) {
    train::Network network(document, catalogue(), analysis_of(document), train::Recipe{}, 3,
                           runtime::open_device("cpu"));
    network.set_values(weights);
    return network.predict({samples});
}

inline std::string apart(const Array& a, const Array& b, double most) {
    if (a.shape() != b.shape()) return concat(to_string(a.shape()), " and ", to_string(b.shape()));
    double largest = 1e-6;
    for (std::int64_t i = 0; i < a.element_count(); ++i)
        largest = std::max(largest, std::abs(b.number(i)));
    for (std::int64_t i = 0; i < a.element_count(); ++i) {
        if (!(std::abs(a.number(i) - b.number(i)) <= most * largest))
            return concat("element ", i, " is ", a.number(i), ", not ", b.number(i));
    }
    return "";
}

}  // namespace gradweave::testing
