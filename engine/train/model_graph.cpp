// SPDX-License-Identifier: Apache-2.0
#include "engine/train/model_graph.h"

#include <algorithm>

#include "engine/exchange/dot.h"
#include "engine/exchange/kernel_picture.h"
#include "engine/exchange/svg.h"
#include "engine/train/network.h"
#include "engine/train/run.h"
#include "engine/train/step_graph.h"

namespace gradweave::train {

namespace {

bool has_loss(const model::Document& document, const model::Catalogue& catalogue) {
    return std::any_of(document.blocks().begin(), document.blocks().end(), [&](const auto& entry) {
        const model::BlockKind* kind = catalogue.find(entry.second.kind);
        return kind != nullptr && kind->category == model::Category::loss;
    });
}

}  // namespace

ModelGraph model_graph(const model::Document& document, const model::Catalogue& catalogue,
                       const model::Analysis& analysis, bool training) {
    const Settings settings = settings_of(document);
    model::ModelLeaves leaves;
    model::LowerOptions options;
    options.batch = settings.batch_size;
    options.outputs_only = !has_loss(document, catalogue);
    const model::Lowered lowered = model::lower(document, catalogue, analysis, leaves, options);
    ModelGraph graph;
    if (lowered.loss) graph.roots.push_back(lowered.loss->node());
    for (const auto& metric : lowered.metrics)
        graph.roots.push_back(metric.value.node());
    for (const auto& output : lowered.outputs)
        graph.roots.push_back(output.value.node());
    if (!training || !lowered.loss) return graph;
    OptimizerLeaves optimizer;
    for (const auto& [leaf, value] :
         training_step(lowered, leaves, optimizer, settings.recipe).assignments)
        graph.updates.emplace_back(leaf, value);
    return graph;
}

namespace {

exchange::GraphPicture timed_kernels(const model::Document& document,
                                     const model::Catalogue& catalogue,
                                     const model::Analysis& analysis, bool training) {
    const Settings settings = settings_of(document);
    Network network(document, catalogue, analysis, settings.recipe, settings.seed,
                    runtime::default_device());
    const bool loss = has_loss(document, catalogue);
    const auto purpose = training && loss ? Network::Purpose::train
                         : loss           ? Network::Purpose::measure
                                          : Network::Purpose::predict;
    return exchange::kernel_picture(network.timed_steps(purpose, settings.batch_size), training,
                                    &document, &catalogue);
}

}  // namespace

exchange::GraphPicture picture_of(const model::Document& document,
                                  const model::Catalogue& catalogue,
                                  const model::Analysis& analysis, const GraphChoice& choice) {
    if (choice.grain == exchange::Grain::kernels)
        return timed_kernels(document, catalogue, analysis, choice.training);
    const ModelGraph graph = model_graph(document, catalogue, analysis, choice.training);
    exchange::PictureOptions options;
    options.grain = choice.grain;
    options.training = choice.training;
    options.expanded = choice.expanded;
    options.document = &document;
    options.catalogue = &catalogue;
    return exchange::graph_picture(graph.roots, graph.updates, options);
}

std::string graph_svg(const model::Document& document, const model::Catalogue& catalogue,
                      const model::Analysis& analysis, const GraphChoice& choice,
                      const std::string& title, std::chrono::milliseconds layout_limit) {
    const auto drawn = picture_of(document, catalogue, analysis, choice);
    const auto sizes = exchange::box_sizes(drawn, exchange::dejavu_width);
    exchange::DotOptions options;
    options.limit = layout_limit;
    return exchange::graph_svg(drawn, exchange::lay_out_graph(drawn, sizes, options).layout, title,
                               &document);
}

std::string graph_dot(const model::Document& document, const model::Catalogue& catalogue,
                      const model::Analysis& analysis, const GraphChoice& choice) {
    const auto drawn = picture_of(document, catalogue, analysis, choice);
    return exchange::dot_text(drawn, exchange::box_sizes(drawn, exchange::dejavu_width),
                              exchange::DotUse::file);
}

}  // namespace gradweave::train
