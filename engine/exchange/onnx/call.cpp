// SPDX-License-Identifier: Apache-2.0
#include "engine/exchange/onnx/call.h"

#include <unordered_map>

#include "engine/core/text.h"

namespace gradweave::exchange::onnx {

void refuse(const std::string& sentence) {
    throw Error(ErrorKind::bad_input, sentence);
}

void unsupported(const std::string& sentence) {
    throw Error(ErrorKind::unsupported, sentence);
}

const Value& Call::value(std::size_t i) const {
    if (!has(i)) refuse(concat("input ", i + 1, " is missing"));
    return inputs_[i];
}

Tensor Call::x(std::size_t i) const {
    const Value& value = this->value(i);
    if (const Tensor* tensor = value.tensor()) return *tensor;
    if (value.texts() != nullptr) unsupported(concat("input ", i + 1, " holds texts"));
    refuse(concat("input ", i + 1, " is no tensor"));
}

ElementType Call::type(std::size_t i) const {
    return value(i).type;
}

const Sequence& Call::sequence(std::size_t i) const {
    if (const Sequence* sequence = value(i).sequence()) return *sequence;
    refuse(concat("input ", i + 1, " is no sequence"));
}

const Texts& Call::texts(std::size_t i) const {
    if (const Texts* texts = value(i).texts()) return *texts;
    refuse(concat("input ", i + 1, " holds no texts"));
}

Array Call::elements(std::size_t i) const {
    if (const auto array = elements_of(x(i))) return *array;
    unsupported(concat("input ", i + 1,
                       " decides shapes and depends on data that is not known before it runs"));
}

Axes Call::integers_of(std::size_t i) const {
    const Array array = elements(i).cast(DType::i64);
    const auto values = array.as<std::int64_t>();
    return {values.begin(), values.end()};
}

std::vector<double> Call::numbers_of(std::size_t i) const {
    const Array array = elements(i).cast(DType::f64);
    const auto values = array.as<double>();
    return {values.begin(), values.end()};
}

std::int64_t Call::integer_of(std::size_t i) const {
    const Axes values = integers_of(i);
    if (values.size() != 1) refuse(concat("input ", i + 1, " must be a single number"));
    return values[0];
}

double Call::number_of(std::size_t i) const {
    const auto values = numbers_of(i);
    if (values.size() != 1) refuse(concat("input ", i + 1, " must be a single number"));
    return values[0];
}

template <class T>
const T* Call::attribute(const std::string& name) const {
    const auto found = node_->attributes.find(name);
    if (found == node_->attributes.end()) return nullptr;
    if (const T* value = std::get_if<T>(&found->second)) return value;
    refuse(concat("attribute ", in_quotes(name), " is of the wrong type"));
}

std::int64_t Call::integer(const std::string& name, std::int64_t fallback) const {
    const auto* value = attribute<std::int64_t>(name);
    return value == nullptr ? fallback : *value;
}

double Call::real(const std::string& name, double fallback) const {
    const auto* value = attribute<double>(name);
    return value == nullptr ? fallback : *value;
}

std::string Call::text(const std::string& name, const std::string& fallback) const {
    const auto* value = attribute<std::string>(name);
    return value == nullptr ? fallback : *value;
}

Axes Call::integers(const std::string& name, const Axes& fallback) const {
    const auto* value = attribute<std::vector<std::int64_t>>(name);
    return value == nullptr ? fallback : *value;
}

std::vector<double> Call::reals(const std::string& name) const {
    const auto* value = attribute<std::vector<double>>(name);
    return value == nullptr ? std::vector<double>{} : *value;
}

std::vector<std::string> Call::text_list(const std::string& name) const {
    const auto* value = attribute<std::vector<std::string>>(name);
    return value == nullptr ? std::vector<std::string>{} : *value;
}

const Literal& Call::literal(const std::string& name) const {
    const auto* value = attribute<Literal>(name);
    if (value == nullptr) refuse(concat("attribute ", in_quotes(name), " is missing"));
    return *value;
}

const Graph& Call::body(const std::string& name) const {
    const auto* value = attribute<std::shared_ptr<const Graph>>(name);
    if (value == nullptr) refuse(concat("subgraph ", in_quotes(name), " is missing"));
    return **value;
}

Axes Call::integers_in(std::size_t i, const std::string& name, const Axes& fallback) const {
    return has(i) ? integers_of(i) : integers(name, fallback);
}

const OperatorRow* find_operator(const std::string& domain, const std::string& name) {
    static const auto table = [] {
        std::unordered_map<std::string, const OperatorRow*> rows;
        for (const auto& family :
             {elementwise_operators(), shape_operators(), index_operators(), reduction_operators(),
              layer_operators(), pooling_operators(), recurrent_operators(), loss_operators(),
              resize_operators(), quantization_operators(), control_operators(), signal_operators(),
              selection_operators(), text_operators(), training_operators()}) {
            for (const OperatorRow& row : family)
                rows.emplace(concat(row.domain, ":", row.name), &row);
        }
        return rows;
    }();
    const auto found = table.find(concat(domain, ":", name));
    return found == table.end() ? nullptr : found->second;
}

}  // namespace gradweave::exchange::onnx
