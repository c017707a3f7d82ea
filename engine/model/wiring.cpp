// SPDX-License-Identifier: Apache-2.0
#include "engine/model/wiring.h"

#include <algorithm>
#include <map>

#include "engine/core/text.h"

namespace gradweave::model {

std::set<BlockId> reachable(const Document& document, BlockId start, bool upstream) {
    std::multimap<BlockId, BlockId> next;
    for (const auto& [to, from] : document.wires())
        next.emplace(upstream ? to.block : from.block, upstream ? from.block : to.block);
    std::vector<BlockId> stack{start};
    std::set<BlockId> seen{start};
    while (!stack.empty()) {
        const auto [first, last] = next.equal_range(stack.back());
        stack.pop_back();
        for (auto step = first; step != last; ++step) {
            if (seen.insert(step->second).second) stack.push_back(step->second);
        }
    }
    return seen;
}

bool accepts(const PortSpec& port, DType type) {
    switch (port.accepts) {
        case Accepts::fractions:
            return is_floating(type);
        case Accepts::classes:
            return !is_floating(type);
        case Accepts::anything:
            break;
    }
    return true;
}

namespace {

std::optional<std::string> refuse_types(const Document& document, const Catalogue& catalogue,
                                        const Analysis& analysis, const Wire& wire) {
    const Block& to = document.at(wire.to.block);
    const BlockKind* kind = catalogue.find(to.kind);
    if (kind == nullptr) return concat(to.name, " is of a kind that is not known here.");
    const auto ports = kind->input_ports(to.params);
    const auto port = std::find_if(ports.begin(), ports.end(),
                                   [&](const PortSpec& p) { return p.name == wire.to.port; });
    if (port == ports.end())
        return concat(kind->title, " has no input ", in_quotes(wire.to.port), ".");
    const TensorType* type = analysis.type_at(document, wire.from);
    if (type == nullptr || accepts(*port, type->dtype)) return std::nullopt;
    if (port->accepts == Accepts::fractions) {
        return concat(kind->title, " computes with fractions; this wire carries class numbers (",
                      name_of(type->dtype), ").");
    }
    return concat(kind->title, " needs class numbers at ", in_quotes(port->name),
                  "; this wire carries ", describe(*type), ".");
}

}  // namespace

std::optional<std::string> refuse_wire(const Document& document, const Catalogue& catalogue,
                                       const Analysis& analysis, const Wire& wire) {
    return WireRules(document, catalogue, analysis, wire.from, true).refuse(wire.to);
}

WireRules::WireRules(const Document& document, const Catalogue& catalogue, const Analysis& analysis,
                     Socket end, bool from_output)
    : document_(document),
      catalogue_(catalogue),
      analysis_(analysis),
      end_(std::move(end)),
      from_output_(from_output),
      looping_(reachable(document, end_.block, from_output)) {}

Wire WireRules::wire_to(const Socket& other) const {
    return from_output_ ? Wire{end_, other} : Wire{other, end_};
}

std::optional<std::string> WireRules::refuse(const Socket& other) const {
    const Wire wire = wire_to(other);
    const Block* from = document_.find(wire.from.block);
    const Block* to = document_.find(wire.to.block);
    if (from == nullptr || to == nullptr) return "A wire needs a block at both ends.";
    if (from == to) return concat(to->name, " cannot feed itself.");
    if (looping_.contains(other.block))
        return concat("This would form a loop through ", from->name, " and ", to->name, ".");
    return refuse_types(document_, catalogue_, analysis_, wire);
}

std::vector<Socket> WireRules::best_sockets(BlockId id) const {
    const Block* block = document_.find(id);
    const BlockKind* kind = block ? catalogue_.find(block->kind) : nullptr;
    if (kind == nullptr) return {};
    const auto ports =
        from_output_ ? kind->input_ports(block->params) : kind->output_ports(block->params);
    std::vector<Socket> needed, optional, taken;
    for (const PortSpec& port : ports) {
        const Socket socket{id, port.name};
        if (refuse(socket)) continue;
        const bool free = !from_output_ || !document_.source_of(socket);
        (!free ? taken : port.optional ? optional : needed).push_back(socket);
    }
    if (!needed.empty()) return needed;
    if (!optional.empty()) return optional;
    return taken.size() == 1 ? taken : std::vector<Socket>{};
}

std::optional<Socket> WireRules::best_socket(BlockId id) const {
    const auto sockets = best_sockets(id);
    return sockets.empty() ? std::nullopt : std::optional(sockets.front());
}

const PortSpec* input_for(const BlockKind& kind, const TensorType* type) {
    for (const PortSpec& port : kind.inputs) {
        if (type == nullptr || accepts(port, type->dtype)) return &port;
    }
    return nullptr;
}

bool fits_at_once(const BlockKind& kind, const PortSpec& port, const TensorType& type) {
    const auto others = std::count_if(kind.inputs.begin(), kind.inputs.end(),
                                      [](const PortSpec& p) { return !p.optional; });
    if (others > (port.optional ? 0 : 1)) return true;
    std::vector<std::optional<TensorType>> inputs;
    for (const PortSpec& p : kind.inputs)
        inputs.push_back(&p == &port ? std::optional(type) : std::nullopt);
    const Params defaults;
    try {
        kind.shape({ParamReader(kind.params, defaults), inputs});
        return true;
    } catch (const BlockProblem&) {
        return false;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace gradweave::model
