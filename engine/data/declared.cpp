// SPDX-License-Identifier: Apache-2.0
// A data set that is only declared: what a network expects of its samples, without any.
#include "engine/core/text.h"
#include "engine/data/memory_dataset.h"
#include "engine/data/readers.h"

namespace gradweave::data {

DatasetInfo describe_declared(const Declared& source) {
    if (source.classes < 0 || source.classes > most_classes) {
        throw Error(ErrorKind::bad_input, concat("the number of classes is ", source.classes,
                                                 "; choose 0 to ", grouped(most_classes)));
    }
    Field field{
        "x", source.classes > 0 ? DType::i64 : DType::f32, source.sample, source.classes, {}, {}};
    return {{std::move(field)}, {0, 0, 0}, {}};
}

DatasetPtr declared(const std::vector<std::pair<std::string, Declared>>& inputs) {
    DatasetInfo info{{}, {0, 0, 0}, {}};
    std::vector<Stored> stored;
    for (const auto& [name, source] : inputs) {
        Field field = describe_declared(source).fields.front();
        field.name = name;
        Axes sizes{0};
        sizes.insert(sizes.end(), source.sample.begin(), source.sample.end());
        const Array none(field.dtype, Shape(std::move(sizes)));
        stored.push_back({{none, none, none}, {}});
        info.fields.push_back(std::move(field));
    }
    return std::make_shared<MemoryDataset>(std::move(info), std::move(stored), SplitRows{});
}

DatasetPtr load_declared(const Declared& source) {
    return declared({{"x", source}});
}

}  // namespace gradweave::data
