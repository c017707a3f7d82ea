// SPDX-License-Identifier: Apache-2.0
#include "engine/model/starter.h"

namespace gradweave::model {

namespace {

// Distances on the canvas: from one block's left edge to the next one's; up from the data to the
// layers, so that the wire with the truth runs below them; from the layers down to what compares.
constexpr double column = 208, rise = 64, loss_drop = 24, metric_drop = 144;

constexpr std::int64_t hidden_of_tables = 32, hidden_of_images = 128, units_of_sequences = 64,
                       size_of_texts = 64, width_of_texts = 256;

/// Adds one block after the other to a copy of the document, and keeps what it did.
class Chain {
  public:
    Chain(const Document& document, const Catalogue& catalogue, const Socket& from)
        : document_(document),
          catalogue_(catalogue),
          end_(from),
          place_(document.at(from.block).position) {
        place_.y -= rise;
    }

    void add(const char* kind_id, const Params& params = {}, const char* output = nullptr) {
        const BlockKind* kind = catalogue_.find(kind_id);
        GW_ASSERT(kind != nullptr);
        place_.x += column;
        const BlockId id = insert(*kind, params, place_);
        end_ = {id, output ? output : kind->output_ports(params).front().name};
    }

    /// A block that compares the chain's end with the truth.
    void compare(const char* kind_id, const Socket& truth, double down) {
        const BlockKind* kind = catalogue_.find(kind_id);
        GW_ASSERT(kind != nullptr);
        const BlockId id = insert(*kind, {}, {place_.x + column, place_.y + down});
        run({InsertWire{{truth, {id, kind->inputs.at(1).name}}}});
    }

    Command take() { return std::move(command_); }

  private:
    BlockId insert(const BlockKind& kind, const Params& params, Point place) {
        const BlockId id = document_.fresh_id();
        run(add_block_from(document_, kind, place, end_).edits);
        for (const auto& [key, value] : params)
            run(set_param(document_, catalogue_, id, key, value).edits);
        return id;
    }
    void run(const std::vector<Edit>& edits) {
        for (const Edit& edit : edits) {
            document_.apply(edit);
            command_.edits.push_back(edit);
        }
    }

    Document document_;
    const Catalogue& catalogue_;
    Socket end_;
    Point place_;
    Command command_{"Make a starter network", {}, ""};
};

/// The name with `from` replaced by `to`; empty if it is not in there.
std::string exchanged(std::string name, std::string_view from, std::string_view to) {
    const std::size_t at = name.find(from);
    if (at == std::string::npos) return {};
    return name.replace(at, from.size(), to);
}

/// MNIST and its relatives: train-images-idx3-ubyte, t10k-labels-idx1-ubyte, with a point before
/// "idx" in some archives, gzipped or not.
std::optional<DataChoice> idx_choice(const std::filesystem::path& file) {
    std::string images = file.filename().string();
    if (images.find("idx1-ubyte") != std::string::npos)
        images = exchanged(exchanged(images, "labels", "images"), "idx1-ubyte", "idx3-ubyte");
    if (const std::string train = exchanged(images, "t10k", "train"); !train.empty())
        images = train;
    const std::string labels =
        exchanged(exchanged(images, "images", "labels"), "idx3-ubyte", "idx1-ubyte");
    if (labels.empty()) return {};
    DataChoice choice{"idx_images", {}};
    const auto take = [&](const char* key, const std::string& wanted) {
        std::error_code ignored;
        const std::filesystem::path path = file.parent_path() / wanted;
        if (!wanted.empty() && std::filesystem::exists(path, ignored))
            choice.params[key] = path.string();
    };
    take("train_images", images);
    take("train_labels", labels);
    take("test_images", exchanged(images, "train", "t10k"));
    take("test_labels", exchanged(labels, "train", "t10k"));
    return choice;
}

}  // namespace

std::optional<DataChoice> data_choice(const std::filesystem::path& file) {
    std::string suffix = file.extension().string();
    for (char& c : suffix)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (suffix == ".csv" || suffix == ".tsv")
        return DataChoice{"csv_table", {{"path", file.string()}}};
    if (suffix == ".txt") return DataChoice{"text", {{"path", file.string()}}};
    return idx_choice(file);
}

Command add_data(const Document& document, const Catalogue& catalogue, const DataChoice& choice,
                 Point position) {
    const BlockKind* kind = catalogue.find(choice.kind);
    GW_ASSERT(kind != nullptr);
    Command command = add_block(document, *kind, position);
    for (const auto& [key, value] : choice.params)
        command.edits.push_back(SetParam{document.fresh_id(), key, value});
    return command;
}

Command starter_network(const Document& document, const Catalogue& catalogue, BlockId data,
                        const Analysis& analysis) {
    const Block* block = document.find(data);
    const BlockKind* kind = block ? catalogue.find(block->kind) : nullptr;
    if (kind == nullptr || kind->category != Category::data || !document.wires_from(data).empty())
        return {};
    const auto ports = kind->output_ports(block->params);
    if (ports.size() < 2) return {};
    const Socket input{data, ports[0].name}, truth{data, ports[1].name};
    const TensorType *x = analysis.type_at(document, input), *y = analysis.type_at(document, truth);
    if (x == nullptr || y == nullptr || x->dims.empty() || y->dims.empty()) return {};

    // Entries of the first dimension are samples.
    const std::size_t rank = x->dims.size() - 1;
    const bool classes = y->classes > 0;
    if (!classes && y->dims.size() != 2) return {};
    const Params answer{{"units", classes ? y->classes : y->dims[1].size}};
    Chain chain(document, catalogue, input);
    if (x->classes > 0 && rank == 1 && classes && y->dims.size() == 2) {
        chain.add("embedding", {{"size", size_of_texts}});
        chain.add("positional_embedding");
        chain.add("transformer_encoder_layer",
                  {{"heads", std::int64_t{4}}, {"width", width_of_texts}, {"causal", true}});
    } else if (x->classes > 0 || (classes && y->dims.size() != 1)) {
        return {};
    } else if (rank == 2) {
        chain.add("lstm", {{"units", units_of_sequences}}, "last");
    } else {
        if (rank > 2) chain.add("flatten");
        chain.add("linear", {{"units", rank > 2 ? hidden_of_images : hidden_of_tables}});
        chain.add("relu");
    }
    chain.add("linear", answer);
    chain.compare(classes ? "cross_entropy" : "mse", truth, loss_drop);
    if (classes) chain.compare("accuracy", truth, metric_drop);
    return chain.take();
}

}  // namespace gradweave::model
