// SPDX-License-Identifier: Apache-2.0
#include "engine/model/layered.h"

#include <algorithm>
#include <numeric>
#include <queue>

namespace gradweave::model {

namespace {

class Layout {
  public:
    Layout(const std::vector<LayoutNode>& nodes, const std::vector<std::pair<int, int>>& edges)
        : nodes_(nodes), before_(nodes.size()), after_(nodes.size()) {
        for (const auto& [from, to] : edges) {
            if (from == to) continue;
            after_[index(from)].push_back(to);
            before_[index(to)].push_back(from);
        }
        assign_layers();
        reduce_crossings();
    }

    std::vector<Point> place(double layer_gap, double node_gap, bool downwards) const {
        const auto along = [&](int node) {
            return downwards ? nodes_[index(node)].size.y : nodes_[index(node)].size.x;
        };
        const auto across = [&](int node) {
            return downwards ? nodes_[index(node)].size.x : nodes_[index(node)].size.y;
        };
        std::vector<double> centre(nodes_.size(), 0);
        for (int pass = 0; pass < 4; ++pass) {
            const bool forward = pass % 2 == 0;
            for (std::size_t l = 0; l < layers_.size(); ++l) {
                const auto& layer = layers_[forward ? l : layers_.size() - 1 - l];
                align(layer, forward ? before_ : after_, across, node_gap, centre);
            }
        }
        std::vector<Point> result(nodes_.size());
        double at = 0;
        for (const auto& layer : layers_) {
            double deepest = 0;
            for (const int node : layer)
                deepest = std::max(deepest, along(node));
            for (const int node : layer) {
                const double main = at, side = centre[index(node)] - across(node) / 2;
                result[index(node)] = downwards ? Point{side, main} : Point{main, side};
            }
            at += deepest + layer_gap;
        }
        return result;
    }

  private:
    static std::size_t index(int node) { return static_cast<std::size_t>(node); }

    void assign_layers() {
        std::vector<int> waiting(nodes_.size(), 0), layer(nodes_.size(), 0);
        for (const auto& next : after_) {
            for (const int node : next)
                ++waiting[index(node)];
        }
        std::queue<int> ready;
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (waiting[i] == 0) ready.push(static_cast<int>(i));
        }
        std::vector<bool> done(nodes_.size(), false);
        while (!ready.empty()) {
            const int node = ready.front();
            ready.pop();
            done[index(node)] = true;
            for (const int next : after_[index(node)]) {
                layer[index(next)] = std::max(layer[index(next)], layer[index(node)] + 1);
                if (--waiting[index(next)] == 0) ready.push(next);
            }
        }
        // A source stands right before its first user, not in the first column.
        for (std::size_t i = 0; i < nodes_.size(); ++i) {
            if (!before_[i].empty() || after_[i].empty() || !done[i]) continue;
            int first = layer[index(after_[i][0])];
            for (const int next : after_[i])
                first = std::min(first, layer[index(next)]);
            layer[i] = std::max(0, first - 1);
        }
        const int count = layer.empty() ? 0 : *std::max_element(layer.begin(), layer.end()) + 1;
        layers_.resize(static_cast<std::size_t>(count));
        for (std::size_t i = 0; i < nodes_.size(); ++i)
            layers_[index(layer[i])].push_back(static_cast<int>(i));
    }

    /// Sorts each layer by the mean position of the neighbours in the layer before, then after.
    void reduce_crossings() {
        std::vector<double> position(nodes_.size(), 0);
        const auto number = [&](const std::vector<int>& layer) {
            for (std::size_t i = 0; i < layer.size(); ++i)
                position[index(layer[i])] = static_cast<double>(i);
        };
        for (const auto& layer : layers_)
            number(layer);
        for (int sweep = 0; sweep < 6; ++sweep) {
            const bool forward = sweep % 2 == 0;
            for (std::size_t l = 0; l < layers_.size(); ++l) {
                auto& layer = layers_[forward ? l : layers_.size() - 1 - l];
                std::vector<std::pair<double, int>> keyed;
                for (const int node : layer) {
                    const auto& neighbours = (forward ? before_ : after_)[index(node)];
                    double sum = 0;
                    for (const int other : neighbours)
                        sum += position[index(other)];
                    keyed.emplace_back(neighbours.empty()
                                           ? position[index(node)]
                                           : sum / static_cast<double>(neighbours.size()),
                                       node);
                }
                std::stable_sort(keyed.begin(), keyed.end(),
                                 [](const auto& a, const auto& b) { return a.first < b.first; });
                for (std::size_t i = 0; i < layer.size(); ++i)
                    layer[i] = keyed[i].second;
                number(layer);
            }
        }
    }

    /// Puts a layer's nodes as near to their neighbours' mean as the order and the gaps allow.
    template <class Across>
    void align(const std::vector<int>& layer, const std::vector<std::vector<int>>& neighbours,
               const Across& across, double gap, std::vector<double>& centre) const {
        std::vector<double> wish;
        for (const int node : layer) {
            double sum = 0;
            for (const int other : neighbours[index(node)])
                sum += centre[index(other)];
            const auto count = neighbours[index(node)].size();
            wish.push_back(count == 0 ? centre[index(node)] : sum / static_cast<double>(count));
        }
        // Forwards each node moves down as far as the one above pushes it; then the whole layer is
        // shifted so that the wishes are met on average.
        double shift = 0;
        for (std::size_t i = 0; i < layer.size(); ++i) {
            double at = wish[i];
            if (i > 0) {
                const double least = centre[index(layer[i - 1])] +
                                     (across(layer[i - 1]) + across(layer[i])) / 2 + gap;
                at = std::max(at, least);
            }
            centre[index(layer[i])] = at;
            shift += wish[i] - at;
        }
        if (layer.empty()) return;
        shift /= static_cast<double>(layer.size());
        for (const int node : layer)
            centre[index(node)] += shift;
    }

    const std::vector<LayoutNode>& nodes_;
    std::vector<std::vector<int>> before_, after_, layers_;
};

}  // namespace

std::vector<Point> layered_layout(const std::vector<LayoutNode>& nodes,
                                  const std::vector<std::pair<int, int>>& edges, double layer_gap,
                                  double node_gap, bool downwards) {
    return Layout(nodes, edges).place(layer_gap, node_gap, downwards);
}

}  // namespace gradweave::model
