// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/import_patterns.h"

#include <cmath>
#include <numbers>
#include <set>

namespace gradweave::exchange::onnx {

namespace {

class Patterns {
  public:
    Patterns(const Graph& graph, const std::map<std::string, Value>& traced)
        : graph_(graph), traced_(traced) {
        for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
            for (const std::string& output : graph.nodes[i].outputs)
                maker_[output] = i;
            for (const std::string& input : graph.nodes[i].inputs)
                users_[input].push_back(i);
        }
        for (const ValueInfo& output : graph.outputs)
            users_[output.name].push_back(graph.nodes.size());
    }

    struct Found {
        std::size_t last;  ///< its output is the function's
        std::string x;
        std::set<std::size_t> others;
    };

    std::optional<Found> gelu_around(std::size_t erf) const {
        Found found{erf, {}, {erf}};
        if (!divided(graph_.nodes[erf].inputs.at(0), found)) return std::nullopt;
        // 1 + erf, times x and a half in any order.
        auto at = only_user(erf);
        if (!at || graph_.nodes[*at].op != "Add" || !other_is(*at, found, erf, 1))
            return std::nullopt;
        found.others.insert(*at);
        bool half = false, whole = false;
        while (!half || !whole) {
            const std::size_t before = *at;
            at = only_user(before);
            if (!at || graph_.nodes[*at].op != "Mul") return std::nullopt;
            const std::string& other = other_input(*at, graph_.nodes[before].outputs[0]);
            if (!half && is_number(other, 0.5)) {
                half = true;
            } else if (!whole && other == found.x) {
                whole = true;
            } else if (!half && !whole && is_half_of(other, found)) {
                half = whole = true;
            } else {
                return std::nullopt;
            }
            found.others.insert(*at);
        }
        found.last = *at;
        found.others.erase(*at);
        return found;
    }

  private:
    bool is_number(const std::string& name, double wanted) const {
        const auto value = traced_.find(name);
        if (value == traced_.end() || value->second.tensor() == nullptr) return false;
        if (value->second.tensor()->shape().element_count() != 1) return false;
        const auto elements = elements_of(*value->second.tensor());
        return elements && std::abs(elements->number(0) - wanted) < 1e-6 * wanted;
    }
    const std::string& other_input(std::size_t node, const std::string& one) const {
        const auto& inputs = graph_.nodes[node].inputs;
        return inputs.at(0) == one ? inputs.at(1) : inputs.at(0);
    }
    bool other_is(std::size_t node, const Found&, std::size_t from, double number) const {
        return is_number(other_input(node, graph_.nodes[from].outputs[0]), number);
    }
    std::optional<std::size_t> only_user(std::size_t node) const {
        const auto users = users_.find(graph_.nodes[node].outputs.at(0));
        if (users == users_.end() || users->second.size() != 1 ||
            users->second[0] == graph_.nodes.size())
            return std::nullopt;
        return users->second[0];
    }
    /// x / sqrt(2), or x times its inverse.
    bool divided(const std::string& name, Found& found) const {
        const auto made = maker_.find(name);
        if (made == maker_.end() || !only_user(made->second)) return false;
        const Node& node = graph_.nodes[made->second];
        if (node.op == "Div" && is_number(node.inputs.at(1), std::numbers::sqrt2))
            found.x = node.inputs[0];
        else if (node.op == "Mul" && is_number(node.inputs.at(1), 1 / std::numbers::sqrt2))
            found.x = node.inputs[0];
        else if (node.op == "Mul" && is_number(node.inputs.at(0), 1 / std::numbers::sqrt2))
            found.x = node.inputs[1];
        else
            return false;
        found.others.insert(made->second);
        return true;
    }
    /// x times a half, made apart.
    bool is_half_of(const std::string& name, Found& found) const {
        const auto made = maker_.find(name);
        if (made == maker_.end() || !only_user(made->second)) return false;
        const Node& node = graph_.nodes[made->second];
        if (node.op != "Mul") return false;
        const bool fits = (node.inputs.at(0) == found.x && is_number(node.inputs.at(1), 0.5)) ||
                          (node.inputs.at(1) == found.x && is_number(node.inputs.at(0), 0.5));
        if (fits) found.others.insert(made->second);
        return fits;
    }

    const Graph& graph_;
    const std::map<std::string, Value>& traced_;
    std::map<std::string, std::size_t> maker_;
    std::map<std::string, std::vector<std::size_t>> users_;
};

}  // namespace

Model with_patterns(const Model& model, const std::map<std::string, Value>& traced) {
    const Patterns patterns(model.graph, traced);
    std::set<std::size_t> gone;
    std::map<std::size_t, std::string> gelus;  // the last node of each, and its x
    for (std::size_t i = 0; i < model.graph.nodes.size(); ++i) {
        if (model.graph.nodes[i].op != "Erf" || !model.graph.nodes[i].domain.empty()) continue;
        const auto found = patterns.gelu_around(i);
        if (!found) continue;
        gone.insert(found->others.begin(), found->others.end());
        gelus.emplace(found->last, found->x);
    }
    if (gelus.empty()) return model;
    Model result = model;
    result.graph.nodes.clear();
    for (std::size_t i = 0; i < model.graph.nodes.size(); ++i) {
        if (gone.contains(i)) continue;
        Node node = model.graph.nodes[i];
        if (const auto gelu = gelus.find(i); gelu != gelus.end()) {
            node.op = "Gelu";
            node.inputs = {gelu->second};
            node.attributes.clear();
        }
        result.graph.nodes.push_back(std::move(node));
    }
    return result;
}

}  // namespace gradweave::exchange::onnx
