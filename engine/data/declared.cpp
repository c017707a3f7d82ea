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

DatasetPtr load_declared(const Declared& source) {
    DatasetInfo info = describe_declared(source);
    Axes sizes{0};
    sizes.insert(sizes.end(), source.sample.begin(), source.sample.end());
    const Array none(info.fields[0].dtype, Shape(std::move(sizes)));
    return std::make_shared<MemoryDataset>(
        std::move(info), std::vector<Stored>{{{none, none, none}, {}}}, SplitRows{});
}

}  // namespace gradweave::data
