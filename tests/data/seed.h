// SPDX-License-Identifier: Apache-2.0
// What every generated data set owes: the same samples for the same seed, others for another.
#pragma once

#include <optional>
#include <string>

#include "engine/core/text.h"
#include "engine/data/source.h"
#include "tests/io/support.h"

namespace gradweave::test {

/// What is wrong with the first 40 samples of the source, or nothing. `load` makes a data set of
/// it.
template <class Source, class Load>
std::optional<std::string> depends_on_the_seed_alone(Source source, Load&& load) {
    source.seed = 1;
    const data::DatasetPtr once = load(source), again = load(source);
    source.seed = 2;
    const data::DatasetPtr other = load(source);
    bool differs = false;
    for (std::int64_t i = 0; i < 40; ++i) {
        const auto sample = [&](const auto& from) { return from->raw(0, data::Split::train, i); };
        if (!identical(sample(once), sample(again)))
            return concat("sample ", i, " is not the same with the same seed");
        differs = differs || !identical(sample(once), sample(other));
    }
    if (!differs) return std::string("another seed gives the same samples");
    return std::nullopt;
}

}  // namespace gradweave::test
