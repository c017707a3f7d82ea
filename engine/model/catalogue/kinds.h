// SPDX-License-Identifier: Apache-2.0
// The parts of the catalogue, and what its entries share.
#pragma once

#include <array>

#include "engine/core/text.h"
#include "engine/model/catalogue.h"

namespace gradweave::model {

// One function per file of this folder.
void add_data_kinds(Catalogue& catalogue);
void add_layer_kinds(Catalogue& catalogue);
void add_convolution_kinds(Catalogue& catalogue);
void add_pooling_kinds(Catalogue& catalogue);
void add_norm_kinds(Catalogue& catalogue);
void add_sequence_kinds(Catalogue& catalogue);
void add_attention_kinds(Catalogue& catalogue);
void add_recurrent_kinds(Catalogue& catalogue);
void add_activation_kinds(Catalogue& catalogue);
void add_tensor_kinds(Catalogue& catalogue);
void add_elementwise_kinds(Catalogue& catalogue);
void add_function_kinds(Catalogue& catalogue);
void add_choice_kinds(Catalogue& catalogue);
void add_einsum_kind(Catalogue& catalogue);
void add_reduction_kinds(Catalogue& catalogue);
void add_ordering_kinds(Catalogue& catalogue);
void add_picking_kinds(Catalogue& catalogue);
void add_shape_kinds(Catalogue& catalogue);
void add_derivative_kinds(Catalogue& catalogue);
void add_loss_kinds(Catalogue& catalogue);
void add_distance_kinds(Catalogue& catalogue);

// Parameters, in fewer words.
ParamSpec boolean_param(std::string key, std::string label, bool fallback, std::string help);
ParamSpec integer_param(std::string key, std::string label, std::int64_t fallback, double minimum,
                        double maximum, std::string help);
ParamSpec real_param(std::string key, std::string label, double fallback, double minimum,
                     double maximum, std::string help);
ParamSpec choice_param(std::string key, std::string label, std::string fallback,
                       std::vector<std::string> choices, std::string help);
ParamSpec text_param(std::string key, std::string label, std::string fallback, std::string help);
ParamSpec file_param(std::string key, std::string label, std::string fallback, std::string help);
ParamSpec integers_param(std::string key, std::string label, Axes fallback, double minimum,
                         std::string help);
/// The parameter is shown only where another one has this value.
ParamSpec shown_if(ParamSpec spec, std::string key, std::vector<std::string> values);

/// Ends a shape rule with a problem.
[[noreturn]] void problem(std::string sentence, std::string place = {});

/// "fc1 carries [N, 1, 28, 28] (batch, ...)": the end of sentences about a wire.
std::string carries(const TensorType& type);

/// A block of the tensor operations with one output "y".
BlockKind tensor_operation(const char* id, const char* title, const char* help);

void require_floating(const char* title, const TensorType& type, const char* port);
/// One number for both axes, or two.
std::array<std::int64_t, 2> pair(const ParamReader& params, const std::string& key);
/// One number for all of `count` spatial axes, or one for each.
Axes sizes(const ParamReader& params, const std::string& key, int count);
/// The input as [N, C, spatial...] of known size with this many spatial axes; a problem if it is
/// none.
const TensorType& spatial_input(const char* title, const ShapeQuery& q, int count);
/// Positions of a window along one axis; a problem that names the figures if it does not fit.
std::int64_t positions(const char* title, std::int64_t size, std::int64_t window,
                       std::int64_t stride, std::int64_t low, std::int64_t high,
                       std::int64_t dilation, const char* place);
/// "Images, [N, channels, height, width].", for 1 to 3 spatial axes.
std::string spatial_help(int count);
/// The input as sequences of vectors [N, T, features] of known size.
const TensorType& sequence_input(const char* title, const ShapeQuery& q, std::size_t input = 0);

/// How the weights of a layer begin, as its parameter, and what that means for so many inputs.
ParamSpec init_param();
nn::Init init_of(const ParamReader& params, std::int64_t fan_in, std::int64_t fan_out);
nn::Init bias_init(const ParamReader& params, std::int64_t fan_in);

/// The first output is as the first input.
ShapeAnswer same_as_input(const ShapeQuery& q);
/// An axis of the input from the front; a problem at "axis" if there is none.
std::size_t axis_of(const ShapeQuery& q, std::int64_t axis);

/// NumPy's broadcasting on open shapes; nothing if the shapes do not fit.
std::optional<std::vector<Dim>> broadcast_dims(const std::vector<Dim>& a,
                                               const std::vector<Dim>& b);
/// Number of elements of one sample, or a problem if it cannot be counted.
std::int64_t sample_elements(const TensorType& type);
/// multiply_adds for counts that would overflow: the largest number.
std::int64_t saturated_product(std::initializer_list<std::int64_t> factors);

}  // namespace gradweave::model
