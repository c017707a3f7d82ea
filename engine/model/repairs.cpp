// SPDX-License-Identifier: Apache-2.0
#include "engine/model/repairs.h"

#include <algorithm>
#include <set>

#include "engine/core/text.h"
#include "engine/model/markup.h"
#include "engine/model/starter.h"
#include "engine/model/wiring.h"

namespace gradweave::model {

namespace {

constexpr std::size_t most_repairs = 3;
/// How far up a chain a layer is looked for whose size could be at fault.
constexpr int farthest_layer = 20;

/// Parameters that say how wide a layer's output is.
constexpr const char* width_keys[] = {"units", "channels", "features"};

class Search {
  public:
    Search(const Document& document, const Catalogue& catalogue, const DataLookup& data,
           const Problem& problem)
        : document_(document), catalogue_(catalogue), data_(data), problem_(problem) {
        Analyser analyser(catalogue);
        now_ = analyser.analyse(document, data);
    }

    std::vector<Repair> run() {
        if (problem_.block == 0) {
            missing_loss();
            return std::move(found_);
        }
        const Block* block = document_.find(problem_.block);
        const BlockKind* kind = block ? catalogue_.find(block->kind) : nullptr;
        if (kind == nullptr) return {};
        cycle(*block);
        if (block->marks.mode == BlockMode::bypassed)
            offer("Take the bypass off", toggle_mode(document_, {block->id}, BlockMode::bypassed));
        stray_wires(*block, *kind);
        missing_inputs(*block, *kind);
        inserted(*block, *kind);
        sizes_before(*block);
        own_parameter(*block, *kind);
        other_kinds(*block, *kind);
        return std::move(found_);
    }

  private:
    /// Takes the repair if it helps; `partly`: also if the block then has something else to do.
    void offer(const std::string& label, Command command, bool partly = false) {
        if (found_.size() >= most_repairs || command.empty()) return;
        Document after = document_;
        try {
            after.apply(command);
        } catch (const Error&) {
            return;
        }
        Analyser analyser(catalogue_);
        const Analysis& then = analyser.analyse(after, data_);
        const bool there =
            std::any_of(then.problems.begin(), then.problems.end(), [&](const Problem& p) {
                return p.block == problem_.block &&
                       (p.place == problem_.place || p.sentence == problem_.sentence);
            });
        if (there) return;
        // A repair that only moves the trouble to the next block is none.
        if (errors(then) > errors(now_)) return;
        if (!partly && problem_.block != 0 && then.blocks.contains(problem_.block) &&
            !then.blocks.at(problem_.block).computable && errors(then) >= errors(now_))
            return;
        command.text = label;
        found_.push_back({label + outcome(then), std::move(command)});
    }

    static std::ptrdiff_t errors(const Analysis& analysis) {
        return std::count_if(
            analysis.problems.begin(), analysis.problems.end(),
            [](const Problem& p) { return p.severity == Problem::Severity::error; });
    }

    /// " → [N, 784]": what the block then gets at the place of the problem.
    std::string outcome(const Analysis& then) const {
        const auto facts = then.blocks.find(problem_.block);
        if (facts == then.blocks.end()) return {};
        const auto type = facts->second.inputs.find(problem_.place);
        return type == facts->second.inputs.end() ? std::string()
                                                  : " → " + to_string(type->second.dims);
    }

    void cycle(const Block& block) {
        const auto cycle = find_cycle(document_);
        if (std::find(cycle.begin(), cycle.end(), block.id) == cycle.end()) return;
        for (std::size_t i = 0; i < cycle.size(); ++i) {
            const BlockId from = cycle[i], to = cycle[(i + 1) % cycle.size()];
            for (const Wire& wire : document_.wires_to(to)) {
                if (wire.from.block == from)
                    offer(concat("Remove the wire ", document_.at(from).name, " → ",
                                 document_.at(to).name),
                          remove_wires({wire.to}), true);
            }
        }
    }

    void stray_wires(const Block& block, const BlockKind& kind) {
        const auto ports = kind.input_ports(block.params);
        for (const Wire& wire : document_.wires_to(block.id)) {
            const bool known = std::any_of(ports.begin(), ports.end(), [&](const PortSpec& port) {
                return port.name == wire.to.port;
            });
            if (!known) offer("Remove the wire", remove_wires({wire.to}));
        }
    }

    void missing_inputs(const Block& block, const BlockKind& kind) {
        for (const PortSpec& port : kind.input_ports(block.params)) {
            const Socket input{block.id, port.name};
            if (port.name != problem_.place || document_.live_source(input)) continue;
            if (const auto muted = document_.source_of(input))
                offer(concat("Unmute ", document_.at(muted->block).name),
                      toggle_mode(document_, {muted->block}, BlockMode::muted));
            // Class numbers come from the data; anything else from the end of the network.
            std::vector<Socket> outputs;
            const auto order = topological_order(document_);
            for (auto id = order.rbegin(); id != order.rend(); ++id) {
                const Block& from = document_.at(*id);
                const BlockKind* from_kind = catalogue_.find(from.kind);
                if (from_kind == nullptr || from.id == block.id) continue;
                const bool data = from_kind->category == Category::data;
                if (data != (port.accepts == Accepts::classes)) continue;
                // Figures about the network are at its end, but nothing goes on from them.
                if (from_kind->category == Category::loss ||
                    from_kind->category == Category::metric)
                    continue;
                for (const PortSpec& output : from_kind->output_ports(from.params))
                    outputs.push_back({from.id, output.name});
            }
            std::stable_partition(outputs.begin(), outputs.end(), [&](const Socket& output) {
                return document_.wires_from(output.block).empty();
            });
            for (const Socket& output : outputs) {
                if (found_.size() >= most_repairs) return;
                if (refuse_wire(document_, catalogue_, now_, {output, input})) continue;
                if (now_.type_at(document_, output) == nullptr) continue;
                offer(concat("Connect ", document_.at(output.block).name, " (", output.port, ")"),
                      connect(document_, {output, input}));
            }
        }
    }

    /// A block that changes the shape on the way in.
    void inserted(const Block& block, const BlockKind& kind) {
        for (const PortSpec& port : kind.input_ports(block.params)) {
            const Socket input{block.id, port.name};
            if (!document_.source_of(input)) continue;
            if (port.name != problem_.place && !problem_.place.empty()) continue;
            for (const char* id : {"flatten", "global_avg_pool2d"}) {
                if (const BlockKind* between = catalogue_.find(id))
                    offer("Insert " + between->title,
                          insert_new_on_wire(document_, *between, between_blocks(input), input));
            }
        }
    }

    Point between_blocks(const Socket& input) const {
        const Point a = document_.at(document_.source_of(input)->block).position;
        const Point b = document_.at(input.block).position;
        return {(a.x + b.x) / 2, (a.y + b.y) / 2 + 40};
    }

    /// The last layer before the block gets another width: as many as there are classes, or as the
    /// other input has.
    void sizes_before(const Block& block) {
        std::set<std::int64_t> sizes;
        const auto& inputs = now_.blocks.at(block.id).inputs;
        for (const auto& [port, type] : inputs) {
            if (type.classes > 0) sizes.insert(type.classes);
            if (type.rank() > 0 && !type.dims.back().batch) sizes.insert(type.dims.back().size);
            if (type.rank() == 1) sizes.insert(1);
        }
        for (const auto& [port, type] : inputs) {
            std::optional<Socket> at = document_.live_source({block.id, port});
            for (int step = 0; at && step < farthest_layer; ++step) {
                const Block& layer = document_.at(at->block);
                const BlockKind* kind = catalogue_.find(layer.kind);
                if (kind == nullptr) break;
                const ParamSpec* spec = nullptr;
                for (const char* key : width_keys) {
                    const ParamSpec* found = find_spec(kind->params, key);
                    if (found && found->type == ParamType::integer) spec = found;
                }
                if (spec != nullptr) {
                    for (const std::int64_t size : sizes)
                        try_value(layer, *spec, size, concat(" of ", layer.name));
                    break;
                }
                const auto ports = kind->input_ports(layer.params);
                at = ports.empty() ? std::nullopt
                                   : document_.live_source({layer.id, ports.front().name});
            }
        }
    }

    void try_value(const Block& block, const ParamSpec& spec, const ParamValue& value,
                   const std::string& of) {
        if (check_value(spec, value)) return;
        offer(concat("Set ", spec.label, of, " to ", to_text(value)),
              set_param(document_, catalogue_, block.id, spec.key, value));
    }

    /// Another value for the parameter that the problem is at.
    void own_parameter(const Block& block, const BlockKind& kind) {
        const ParamSpec* spec = find_spec(kind.params, problem_.place);
        if (spec == nullptr) return;
        std::set<std::int64_t> sizes{1, 2, 3};
        for (const auto& [port, type] : now_.blocks.at(block.id).inputs) {
            if (type.classes > 0) sizes.insert(type.classes);
            for (const Dim& dim : type.dims) {
                if (!dim.batch) sizes.insert(dim.size);
            }
        }
        if (spec->type == ParamType::integer) {
            // The largest that fits keeps the most of what was wanted.
            for (auto size = sizes.rbegin(); size != sizes.rend(); ++size)
                try_value(block, *spec, *size, "");
        } else if (spec->type == ParamType::integers) {
            for (auto size = sizes.rbegin(); size != sizes.rend(); ++size)
                try_value(block, *spec, Axes{*size}, "");
        }
        try_value(block, *spec, spec->fallback, "");
    }

    /// A layer for tensors of another rank that does the same kind of thing.
    void other_kinds(const Block& block, const BlockKind& kind) {
        static const std::vector<std::vector<const char*>> families = {
            {"linear", "conv2d"},
            {"max_pool2d", "avg_pool2d", "global_avg_pool2d"},
            {"batch_norm", "layer_norm"},
            {"cross_entropy", "mse", "bce"},
        };
        for (const auto& family : families) {
            const auto own = std::find_if(family.begin(), family.end(),
                                          [&](const char* id) { return kind.id == id; });
            if (own == family.end()) continue;
            for (const char* id : family) {
                const BlockKind* other = catalogue_.find(id);
                if (other && other != &kind)
                    offer(concat("Use ", other->title, " instead"),
                          replace_block(document_, catalogue_, block.id, *other));
            }
        }
    }

    /// A loss behind the last thing that is computed and used by nobody.
    void missing_loss() {
        const BlockKind* loss = catalogue_.find("cross_entropy");
        const BlockKind* other = catalogue_.find("mse");
        if (problem_.sentence.rfind("Add a loss", 0) != 0 || !loss || !other) return;
        for (const auto& [id, block] : document_.blocks())
            offer(concat("Make a starter network for ", block.name),
                  starter_network(document_, catalogue_, id, now_));
        std::optional<Socket> label, target;
        for (const auto& [id, block] : document_.blocks()) {
            const BlockKind* kind = catalogue_.find(block.kind);
            if (kind == nullptr || kind->category != Category::data) continue;
            for (const auto& [port, type] : now_.blocks.at(id).outputs) {
                if (type.classes > 0) label = Socket{id, port};
                if (port == "target") target = Socket{id, port};
            }
        }
        for (const auto& [id, block] : document_.blocks()) {
            const BlockKind* kind = catalogue_.find(block.kind);
            if (kind == nullptr || kind->category == Category::data || kind->outputs.empty() ||
                !document_.wires_from(id).empty() || !now_.blocks.at(id).computable)
                continue;
            const Socket end{id, kind->output_ports(block.params).front().name};
            const Point at{block.position.x + 260, block.position.y};
            for (const auto& [wanted, truth] : {std::pair{loss, label}, std::pair{other, target}}) {
                if (!truth) continue;
                Command command = add_block_from(document_, *wanted, at, end);
                const BlockId added = std::get<InsertBlock>(command.edits.front()).block.id;
                command.edits.push_back(InsertWire{{*truth, {added, wanted->inputs.at(1).name}}});
                offer(concat("Add ", wanted->title, " after ", block.name), std::move(command));
            }
        }
    }

    const Document& document_;
    const Catalogue& catalogue_;
    const DataLookup& data_;
    const Problem& problem_;
    Analysis now_;
    std::vector<Repair> found_;
};

}  // namespace

std::vector<Repair> repairs_of(const Document& document, const Catalogue& catalogue,
                               const DataLookup& data, const Problem& problem) {
    return Search(document, catalogue, data, problem).run();
}

Command replace_block(const Document& document, const Catalogue& catalogue, BlockId id,
                      const BlockKind& kind) {
    const Block& before = document.at(id);
    const BlockKind* old_kind = catalogue.find(before.kind);
    if (old_kind == nullptr) return {};
    Block after = before;
    after.kind = kind.id;
    after.version = kind.version;
    after.extra.clear();
    after.params.clear();
    for (const auto& [key, value] : before.params) {
        const ParamSpec* spec = find_spec(kind.params, key);
        if (spec != nullptr && !check_value(*spec, value)) after.params.emplace(key, value);
    }
    const auto old_inputs = old_kind->input_ports(before.params);
    const auto inputs = kind.input_ports(after.params);
    const auto old_outputs = old_kind->output_ports(before.params),
               outputs = kind.output_ports(after.params);
    const auto match = [](const std::vector<PortSpec>& from, const std::vector<PortSpec>& to,
                          const std::string& name) -> std::optional<std::string> {
        for (const PortSpec& port : to) {
            if (port.name == name) return name;
        }
        // By place, where names differ: what a loss calls scores, another calls prediction.
        for (std::size_t i = 0; i < std::min(from.size(), to.size()); ++i) {
            if (from[i].name == name) return to[i].name;
        }
        return std::nullopt;
    };
    Command command{concat("Use ", kind.title), {}, ""};
    std::vector<Edit> wires;
    for (const auto& [to, from] : document.wires()) {
        if (to.block != id && from.block != id) continue;
        command.edits.push_back(EraseWire{to});
        Wire wire{from, to};
        const auto in = to.block == id ? match(old_inputs, inputs, to.port) : to.port;
        const auto out = from.block == id ? match(old_outputs, outputs, from.port) : from.port;
        if (!in || !out) continue;
        wire.to.port = *in;
        wire.from.port = *out;
        wires.push_back(InsertWire{std::move(wire), document.bends(to)});
    }
    command.edits.push_back(EraseBlock{id});
    command.edits.push_back(InsertBlock{std::move(after)});
    command.edits.insert(command.edits.end(), wires.begin(), wires.end());
    return command;
}

}  // namespace gradweave::model
