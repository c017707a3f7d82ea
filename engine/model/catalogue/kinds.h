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
void add_sequence_kinds(Catalogue& catalogue);
void add_activation_kinds(Catalogue& catalogue);
void add_tensor_kinds(Catalogue& catalogue);
void add_loss_kinds(Catalogue& catalogue);

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

void require_floating(const char* title, const TensorType& type, const char* port);
/// One number for both axes, or two.
std::array<std::int64_t, 2> pair(const ParamReader& params, const std::string& key);
/// NumPy's broadcasting on open shapes; nothing if the shapes do not fit.
std::optional<std::vector<Dim>> broadcast_dims(const std::vector<Dim>& a,
                                               const std::vector<Dim>& b);
/// Number of elements of one sample, or a problem if it cannot be counted.
std::int64_t sample_elements(const TensorType& type);
/// multiply_adds for counts that would overflow: the largest number.
std::int64_t saturated_product(std::initializer_list<std::int64_t> factors);

}  // namespace gradweave::model
