// SPDX-License-Identifier: Apache-2.0
// The one catalogue of kinds of blocks. Palette, search, inspector, tooltips, validation, command
// line, export and documentation all read it; adding a layer is one entry and its test.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/model/document.h"
#include "engine/model/types.h"
#include "engine/nn/init.h"
#include "engine/tensor/tensor.h"

namespace gradweave::model {

enum class ParamType {
    boolean,
    integer,
    real,
    choice,  ///< one of `choices`; a text
    text,
    integers,  ///< a list: sizes, axes
    file       ///< a path, see data::resolve
};

/// A parameter of a kind of block (or of the training settings).
struct ParamSpec {
    std::string key;    ///< in files and `--set block.key=value`; never changes
    std::string label;  ///< in the inspector
    ParamType type;
    ParamValue fallback;  ///< the default
    std::string help;
    double minimum = -1e300, maximum = 1e300;  ///< of numbers, and of each entry of a list
    std::vector<std::string> choices;          ///< of a text: suggestions
    /// Another parameter's values that bring a default of their own: adamw's weight decay.
    std::string fallback_key;
    std::map<std::string, ParamValue> fallbacks;
    /// Shown only where another parameter has one of these values; an empty key: always.
    std::string shown_if_key;
    std::vector<std::string> shown_if_values;
};

/// Element types that an input can work with.
enum class Accepts {
    anything,
    fractions,  ///< f32, f64
    classes     ///< integers
};

struct PortSpec {
    std::string name;  ///< in files; unique among the block's inputs or outputs
    std::string help;
    Accepts accepts = Accepts::anything;
    bool optional = false;
};

/// Colour and place of a block in the palette.
enum class Category { data, layer, activation, tensor, loss, metric, output };
const char* name_of(Category category);

/// A value that training changes or that has to be kept with it.
struct ParameterSpec {
    std::string name;  ///< within the block: "weight"; empty: the block's own name
    Shape shape;
    nn::Init init;
    bool trainable = true;  ///< false for running statistics, and in a frozen block
    // What the block says of its own training; see learning_params.
    double rate_factor = 1;              ///< times the learning rate
    std::optional<double> weight_decay;  ///< in place of the training's
    std::string stored_in;  ///< the block's name in the project's weights file, if another
};

/// A problem that stops a block from being computed: a full sentence, and the parameter or port to
/// look at. Thrown by shape rules; caught by the analysis.
struct BlockProblem {
    std::string sentence;
    std::string place;  ///< key of a parameter or name of a port; may be empty
};

struct BlockKind;

/// Reads a block's parameters with their defaults and limits.
class ParamReader {
  public:
    ParamReader(const std::vector<ParamSpec>& specs, const Params& params)
        : specs_(&specs), params_(&params) {}

    bool boolean(const std::string& key) const;
    std::int64_t integer(const std::string& key) const;
    double real(const std::string& key) const;
    const std::string& text(const std::string& key) const;  ///< choice, text, file
    const Axes& integers(const std::string& key) const;

  private:
    /// The value or its default; throws BlockProblem if it has the wrong type.
    const ParamValue& value(const std::string& key) const;
    const std::vector<ParamSpec>* specs_;
    const Params* params_;
};

/// What a shape rule may ask. `input(i)` of a required port is always there.
struct ShapeQuery {
    ParamReader params;
    std::vector<std::optional<TensorType>> inputs;

    /// Whether what arrives at input `to` is computed from what arrives at input `from`. Only for
    /// kinds that are `asks_wires`; null where there are no wires.
    std::function<bool(std::size_t from, std::size_t to)> leads = {};

    bool has(std::size_t i) const { return i < inputs.size() && inputs[i].has_value(); }
    const TensorType& input(std::size_t i = 0) const { return *inputs.at(i); }
};

/// What a shape rule answers.
struct ShapeAnswer {
    std::vector<TensorType> outputs;  ///< one per output port
    std::vector<ParameterSpec> parameters;
    /// Multiplications (with their additions) for one sample, where they dominate.
    std::int64_t multiply_adds = 0;
};

/// What a build function works with: tensors of concrete shapes in, tensors out.
class BuildContext {
  public:
    virtual ~BuildContext() = default;

    const ParamReader& params() const { return params_; }
    bool has_input(std::size_t i) const { return i < inputs_.size() && inputs_[i].has_value(); }
    const Tensor& input(std::size_t i = 0) const { return *inputs_.at(i); }
    /// Dropout and batch statistics behave differently in training and evaluation.
    bool training() const { return training_; }
    std::int64_t batch() const { return batch_; }
    /// The types that the shape rule gave for the outputs.
    const std::vector<TensorType>& output_types() const { return output_types_; }

    /// A parameter that the shape rule declared.
    virtual Tensor parameter(const std::string& name) = 0;
    /// After a training step the parameter (a running statistic) holds this.
    virtual void update(const std::string& name, const Tensor& value) = 0;
    /// Uniform numbers in [0, 1), new ones in every training step.
    virtual Tensor random(const Shape& shape) = 0;

  protected:
    explicit BuildContext(ParamReader params) : params_(params) {}
    ParamReader params_;
    std::vector<std::optional<Tensor>> inputs_;
    std::vector<TensorType> output_types_;
    bool training_ = true;
    std::int64_t batch_ = 1;
};

/// A use of a block, for people who ask what it is good for, and checked by a test.
struct BlockExample {
    std::string use;                  ///< where it stands in a network, and why: a full sentence
    std::string settings;             ///< as people type them: "units=7; bias=no"; may be empty
    std::vector<std::string> inputs;  ///< what comes in, see parse_type: "[N, 5]"
    std::string output;               ///< what comes out first: "[N, 7]"
};

struct BlockKind {
    std::string id;  ///< in files; never changes
    int version = 1;
    std::string title;
    Category category;
    std::string group;     ///< within its category, see Catalogue::begin_group; may be empty
    std::string help;      ///< what it does, with the formula where there is one
    std::string keywords;  ///< further words that search finds it by
    BlockExample example;
    bool learns = false;  ///< has weights: gets learning_params
    /// The shape rule wants ShapeQuery::leads, and lowering keeps apart what arrives at the last
    /// input from tensors that are equal to it elsewhere: derivatives by it are by it alone.
    bool asks_wires = false;
    std::vector<ParamSpec> params;
    std::vector<PortSpec> inputs, outputs;
    /// Inputs that depend on the parameters, where `inputs` cannot say (concat); else null.
    std::function<std::vector<PortSpec>(const ParamReader&)> variable_inputs;
    /// The same for outputs (split).
    std::function<std::vector<PortSpec>(const ParamReader&)> variable_outputs;
    std::function<ShapeAnswer(const ShapeQuery&)> shape;
    /// One tensor per output port. Not called for data sources.
    std::function<std::vector<Tensor>(BuildContext&)> build;

    /// The name a new block of this kind gets, before it is made unique; the id if empty.
    std::string default_name;
    /// What a block says of itself at a glance, see summary_of; may be empty.
    std::string summary;

    std::vector<PortSpec> input_ports(const Params& values) const;
    std::vector<PortSpec> output_ports(const Params& values) const;
};

/// The kind's `summary` with the values in place of their keys: "{units} units" is "64 units",
/// "{kernel:2}" is "3×3" also for a list of one number, of a file only the name is shown. Empty if
/// one of the values is.
std::string summary_of(const BlockKind& kind, const Params& values);
/// The same for another pattern than the kind's own, such as its translation.
std::string summary_of(const BlockKind& kind, const std::string& pattern, const Params& values);

/// The example as sentences: "The last layer ... With units=7: x [N, 5] gives y [N, 7]." Empty if
/// the kind has none.
std::string example_text(const BlockKind& kind);
/// The example's settings as values, and its inputs as types. Throws Error(usage) if they are not
/// what the kind takes.
Params example_params(const BlockKind& kind);
std::vector<TensorType> example_inputs(const BlockKind& kind);

/// Kinds that lists show together.
struct CatalogueSection {
    Category category;
    std::string group;  ///< empty: directly in the category
    std::vector<const BlockKind*> kinds;
};

class Catalogue {
  public:
    /// With all built-in kinds.
    Catalogue();

    const std::vector<std::unique_ptr<BlockKind>>& kinds() const { return kinds_; }
    const BlockKind* find(const std::string& id) const;
    /// All kinds as lists show them: by category, then by group.
    std::vector<CatalogueSection> sections() const;
    /// Throws Error(bad_input) if the id is taken.
    void add(BlockKind kind);
    /// Kinds that are added from here on, and name no group themselves, belong to this one. Lists
    /// show a category's groups, and their kinds, in the order in which they were added.
    void begin_group(std::string name) { group_ = std::move(name); }

  private:
    std::string group_;
    std::vector<std::unique_ptr<BlockKind>> kinds_;
    std::unordered_map<std::string, const BlockKind*> by_id_;
};

/// What every kind with weights can be told of its training, appended to its parameters by
/// Catalogue::add where the kind says `learns`: frozen, a factor for the learning rate, a weight
/// decay of its own, its name in the project's weights file.
std::vector<ParamSpec> learning_params();
inline constexpr const char* frozen_key = "frozen";
inline constexpr const char* stored_key = "stored_as";
/// The training setting that names the file whose weights a run begins with.
inline constexpr const char* weights_key = "weights";
/// Writes them into the parameters that a shape rule declared.
void apply_learning(const ParamReader& params, std::vector<ParameterSpec>& parameters);

/// The training settings, declared like a block's parameters.
const std::vector<ParamSpec>& training_settings();

/// The spec with this key, or null.
const ParamSpec* find_spec(const std::vector<ParamSpec>& specs, const std::string& key);

/// What the parameter is where nothing is set.
const ParamValue& fallback_of(const ParamSpec& spec, const std::vector<ParamSpec>& specs,
                              const Params& params);

/// Whether the parameter matters where the one that it depends on has this value.
bool is_shown(const ParamSpec& spec, const ParamValue& other);

/// Why a value does not fit its spec ("must be at least 1"), or nothing.
std::optional<std::string> check_value(const ParamSpec& spec, const ParamValue& value);

/// The value in a text as people type it: "0.1", "true", "3, 3". Throws Error(usage) if it is none.
ParamValue parse_value(const ParamSpec& spec, const std::string& text);
/// The reverse of parse_value.
std::string to_text(const ParamValue& value);

}  // namespace gradweave::model
