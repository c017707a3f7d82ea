// SPDX-License-Identifier: Apache-2.0
// A block built from made-up inputs and parameters, outside any document.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/rng.h"
#include "engine/model/catalogue.h"

namespace gradweave::test {

inline model::ShapeAnswer ask(const model::BlockKind& kind, const model::Params& params,
                              const std::vector<model::TensorType>& inputs) {
    model::ShapeQuery query{model::ParamReader(kind.params, params), {}};
    for (const auto& type : inputs)
        query.inputs.emplace_back(type);
    // Made-up inputs have no wires between them; who cares says so.
    query.leads = [](std::size_t, std::size_t) { return true; };
    return kind.shape(query);
}

/// Inputs that a kind's formula allows, where those of -2 to 2 are none.
inline std::pair<double, double> inputs_of(const std::string& kind) {
    static const std::set<std::string> positive = {
        "log", "log2", "log10",      "log1p",     "sqrt",   "rsqrt",  "cbrt",
        "div", "pow",  "reciprocal", "remainder", "lgamma", "digamma"};
    if (positive.contains(kind)) return {0.5, 2};
    static const std::set<std::string> small = {"asin", "acos", "atanh", "tan", "erfinv"};
    if (small.contains(kind)) return {-0.8, 0.8};
    if (kind == "acosh") return {1.2, 3};
    return {-2, 2};
}

struct BlockOptions {
    bool training = true;
    std::int64_t batch = 1;
    std::uint64_t seed = 1;
    double low = -2, high = 2;  ///< of random inputs; parameters are 0.5 to 1.5
    DType dtype = DType::f32;   ///< of inputs with a fraction, and of parameters
};

class BlockContext final : public model::BuildContext {
  public:
    BlockContext(const model::BlockKind& kind, const model::Params& params,
                 const std::vector<model::TensorType>& inputs, const model::ShapeAnswer& answer,
                 const BlockOptions& options)
        : BuildContext(model::ParamReader(kind.params, params)),
          answer_(answer),
          options_(options),
          generator_(options.seed) {
        training_ = options.training;
        batch_ = options.batch;
        output_types_ = answer.outputs;
        for (const model::TensorType& type : inputs)
            inputs_.emplace_back(
                Tensor(random_array(type, type.shape(batch_), options.low, options.high)));
        for (const model::ParameterSpec& spec : answer.parameters)
            parameters_.emplace_back(random_array({}, spec.shape, 0.5, 1.5));
        for (auto& type : output_types_) {
            if (type.dtype == DType::f32) type.dtype = options.dtype;
        }
    }

    Tensor parameter(const std::string& name) override { return parameters_[number_of(name)]; }
    void update(const std::string& name, const Tensor& value) override {
        if (parameter(name).shape() != value.shape())
            throw Error(ErrorKind::failed, "update of another shape");
        updates.emplace_back(name, value);
    }
    Tensor random(const Shape& shape) override {
        ++draws;
        return Tensor(random_array({}, shape, 0, 1).cast(DType::f32));
    }

    /// The values that the result could be differentiated by.
    std::vector<Tensor> variables() const {
        std::vector<Tensor> all;
        for (const auto& input : inputs_) {
            if (input->dtype() == options_.dtype) all.push_back(*input);
        }
        for (std::size_t i = 0; i < parameters_.size(); ++i) {
            if (answer_.parameters[i].trainable) all.push_back(parameters_[i]);
        }
        return all;
    }

    /// Other elements than random ones.
    void set_input(std::size_t i, const Array& value) { inputs_[i] = Tensor(value); }
    void set_parameter(const std::string& name, const Array& value) {
        parameters_[number_of(name)] = Tensor(value);
    }
    std::vector<std::pair<std::string, Tensor>> updates;
    int draws = 0;  ///< how often random numbers were asked for

  private:
    std::size_t number_of(const std::string& name) const {
        for (std::size_t i = 0; i < parameters_.size(); ++i) {
            if (answer_.parameters[i].name == name) return i;
        }
        throw Error(ErrorKind::failed, "undeclared parameter " + name);
    }

    Array random_array(const model::TensorType& type, const Shape& shape, double low, double high) {
        if (is_integer(type.dtype)) {
            Array array(DType::i64, shape);
            const auto classes =
                static_cast<std::uint64_t>(std::max<std::int64_t>(type.classes, 2));
            for (auto& value : array.as<std::int64_t>())
                value = static_cast<std::int64_t>(generator_.below(classes));
            return array;
        }
        Array array(DType::f64, shape);
        for (double& value : array.as<double>())
            value = low + (high - low) * generator_.uniform();
        return array.cast(options_.dtype);
    }

    const model::ShapeAnswer& answer_;
    BlockOptions options_;
    Generator generator_;
    std::vector<Tensor> parameters_;
};

}  // namespace gradweave::test
