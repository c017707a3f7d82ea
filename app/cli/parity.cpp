// SPDX-License-Identifier: Apache-2.0
#include "app/cli/parity.h"

#include <algorithm>
#include <cmath>

#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/train/network.h"

namespace gradweave::cli {

namespace {

/// The finaliser of MurmurHash3 over a multiple of the position.
std::uint32_t hash(std::uint32_t i, std::uint32_t stream) {
    std::uint32_t x = (i + 1 + stream * 7919u) * 2654435761u;
    x = (x ^ (x >> 16)) * 2246822519u;
    x = (x ^ (x >> 13)) * 3266489917u;
    return x ^ (x >> 16);
}

/// Uniform within 1/sqrt(inputs of a unit); vectors are small, and scales of norms lie about one.
Array made_up_parameter(const std::string& name, const Shape& shape, std::uint32_t stream) {
    if (shape.rank() < 2)
        return made_up_values(shape, stream, 0.1, name.ends_with("weight") ? 1 : 0);
    const auto inputs = static_cast<double>(shape.element_count()) / static_cast<double>(shape[0]);
    return made_up_values(shape, stream, 1 / std::sqrt(inputs));
}

train::Network::Batch made_up_batch(const data::DatasetInfo& info, std::int64_t rows,
                                    std::uint32_t step) {
    train::Network::Batch batch;
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        const data::Field& field = info.fields[i];
        Axes sizes{rows};
        sizes.insert(sizes.end(), field.sample.begin(), field.sample.end());
        const Shape shape(std::move(sizes));
        const std::uint32_t stream = 1000 + 8 * step + static_cast<std::uint32_t>(i);
        batch.push_back(field.classes > 0 ? made_up_classes(shape, stream, field.classes)
                                          : made_up_values(shape, stream, 1));
    }
    return batch;
}

void set_weights(train::Network& network) {
    std::vector<std::pair<std::string, Shape>> trained;
    for (const auto& parameter : network.parameters()) {
        if (parameter.trainable) trained.emplace_back(parameter.name, parameter.leaf->shape());
    }
    std::sort(trained.begin(), trained.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::map<std::string, Array> weights;
    for (std::size_t i = 0; i < trained.size(); ++i) {
        weights.emplace(trained[i].first, made_up_parameter(trained[i].first, trained[i].second,
                                                            static_cast<std::uint32_t>(i)));
    }
    network.set_values(weights);
}

}  // namespace

Array made_up_values(const Shape& shape, std::uint32_t stream, double scale, double shift) {
    Array array(DType::f32, shape);
    std::uint32_t i = 0;
    for (float& value : array.as<float>())
        value = static_cast<float>(shift + scale * (hash(i++, stream) / 2147483648.0 - 1));
    return array;
}

Array made_up_classes(const Shape& shape, std::uint32_t stream, std::int64_t classes) {
    Array array(DType::i64, shape);
    std::uint32_t i = 0;
    for (std::int64_t& value : array.as<std::int64_t>())
        value = static_cast<std::int64_t>(hash(i++, stream)) % classes;
    return array;
}

Parity check_parity(const train::Run& run, const std::filesystem::path& file) {
    const auto fail = [&](ErrorKind kind, const std::string& sentence) {
        throw Error(kind, concat(file.string(), ": ", sentence)).in_file(file.string());
    };
    Parity parity;
    try {
        const io::Json json = io::parse_json(io::read_text(file));
        const train::Settings& settings = run.settings();
        const double rate = json.at("learning_rate").number();
        parity.torch = json.at("torch").string();
        const double tolerance = json.at("tolerance").number();
        const std::int64_t rows = json.at("batch").integer();
        train::Network network(run.document(), run.catalogue(), run.analysis(), settings.recipe,
                               1, runtime::open_device(settings.device));
        network.prepare_training(rows);
        set_weights(network);
        for (const io::Json& loss : json.at("losses").list()) {
            const auto step = static_cast<std::uint32_t>(parity.steps++);
            const double expected = loss.number();
            const double actual =
                network.train(made_up_batch(run.dataset()->info(), rows, step), rate, parity.steps)
                    .loss;
            const double difference = std::abs(actual - expected);
            parity.largest_difference = std::max(parity.largest_difference, difference);
            if (!(difference <= tolerance)) {
                fail(ErrorKind::numeric,
                     concat("the loss of step ", parity.steps, " is ", actual, ", PyTorch's was ",
                            expected, "; speed is not measured before they agree"));
            }
        }
    } catch (const Error& error) {
        if (!error.file().empty()) throw;
        fail(error.kind(), error.what());
    }
    return parity;
}

}  // namespace gradweave::cli
