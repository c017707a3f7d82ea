// SPDX-License-Identifier: Apache-2.0
// What the rows of the import see: the document that is made, and what is known of each value.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/exchange/onnx/call.h"
#include "engine/exchange/onnx/import.h"

namespace gradweave::exchange::onnx {

/// A value of the model as an output of a block, seen with its axes in another order and with axes
/// of size 1 added (-1): ONNX moves axes about where blocks need not.
struct View {
    model::Socket socket;
    std::vector<int> axes;

    bool plain() const {
        for (std::size_t i = 0; i < axes.size(); ++i) {
            if (axes[i] != static_cast<int>(i)) return false;
        }
        return true;
    }
};

class Importer {
  public:
    /// `traced` are all values of the main graph for samples in a batch of `batch`.
    /// What `failed` nodes give is not known beyond what the model declares.
    Importer(const Model& model, const model::Catalogue& catalogue,
             const std::map<std::string, Value>& traced, std::int64_t batch,
             const std::set<std::string>& failed);

    const model::Catalogue& catalogue() const { return catalogue_; }
    std::int64_t version() const { return version_; }
    std::int64_t batch() const { return batch_; }

    /// A node as operators see it, for its attributes and known inputs.
    Call call(const Node& node);

    const Shape& shape(const std::string& name) const;
    /// Whether the value depends on the input's elements (and not on its shape only).
    bool is_data(const std::string& name) const { return data_.contains(name); }
    /// The elements of a value that is no data, as f32; refuses otherwise.
    Array weights_of(const std::string& name) const;
    std::size_t uses(const std::string& name) const;
    bool is_output(const std::string& name) const;

    bool has_view(const std::string& name) const { return views_.contains(name); }
    const View& view(const std::string& name) const;
    void set_view(const std::string& name, View view);
    /// The output that carries the value as it is: blocks are added that move its axes, or hold it
    /// if it is a constant.
    model::Socket socket(const std::string& name);
    /// The same for any view; blocks that are added are called after `name`.
    model::Socket socket_of(const View& view, const std::string& name);
    /// Whether a value that the model has as whole numbers comes in as fractions: an input whose
    /// numbers are no classes.
    bool holds_fractions(const std::string& name) const;

    /// A block of a kind; refuses if the catalogue lacks it. Parameters that are the default are
    /// left out.
    model::BlockId add(const std::string& kind, const std::string& wanted_name,
                       const model::Params& params = {});
    /// A Constant block that is called after `name`.
    model::Socket constant(double value, const std::string& name);
    void set_param(model::BlockId block, const std::string& key, const model::ParamValue& value);
    void connect(const model::Socket& from, model::BlockId block, const std::string& port);
    void set_weight(model::BlockId block, const std::string& name, const Array& elements);
    bool has_weight(model::BlockId block, const std::string& name) const;
    const model::Block& block(model::BlockId id) const { return result_.document.at(id); }
    /// A block with one input and one output that stands for the node.
    void map(const Node& node, const std::string& kind, const std::string& input,
             const model::Params& params = {});
    /// The value is the block's output number i.
    void give(const std::string& name, model::BlockId block, std::size_t i = 0);
    /// A block of a kind that nobody has, in the node's place: with its inputs and outputs, and its
    /// attributes as parameters as far as those can hold them.
    void placeholder(const Node& node);
    /// Takes back all blocks that were added since `next` was the next id, with what hangs on them.
    model::BlockId mark() const { return result_.document.fresh_id(); }
    void take_back(model::BlockId next);

    /// The name of a block: that of a weight ("fc1" for fc1.weight) or of the node.
    std::string name_for(const Node& node, const std::string& weight = {}) const;

    Imported& result() { return result_; }

  private:
    std::string free_name(const std::string& wanted) const;

    const Model& model_;
    const model::Catalogue& catalogue_;
    const std::map<std::string, Value>& traced_;
    std::int64_t version_, batch_;
    std::set<std::string> data_;
    std::map<std::string, std::size_t> uses_;
    std::map<std::string, View> views_;
    std::map<std::string, model::Socket> made_;  ///< of socket()
    Imported result_;
};

struct ImportRow {
    const char* op;
    void (*map)(Importer&, const Node&);
};
/// The row, or null.
const ImportRow* find_import_row(const Node& node);

}  // namespace gradweave::exchange::onnx
