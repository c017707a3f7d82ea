// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/block_facts.h"

#include <QCoreApplication>

#include "engine/core/text.h"
#include "ui/catalogue_text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

struct Facts {
    Q_DECLARE_TR_FUNCTIONS(Facts)
};

Fact title(const QString& text) {
    return {text, {}, true, {}};
}

/// Weights are kept as f32: four bytes each.
QString bytes(std::int64_t parameters) {
    return bytesText(static_cast<std::uint64_t>(parameters) * 4);
}

Fact activations(std::int64_t memory) {
    return {
        Facts::tr("Activations"),
        Facts::tr("%1 per sample").arg(bytesText(static_cast<std::uint64_t>(memory))), false,
        Facts::tr("Memory of what the blocks give, which training keeps for the gradients; times "
                  "the batch size")};
}

QString shapeText(const model::TensorType& type) {
    QString text = qtext(to_string(type.dims));
    if (type.dtype != DType::f32)
        text += QStringLiteral(" ") + QString::fromUtf8(name_of(type.dtype).data());
    if (type.classes > 0)
        text += QStringLiteral(", ") + Facts::tr("%n classes", "", static_cast<int>(type.classes));
    return text;
}

void addPorts(std::vector<Fact>& facts, const model::Block& block, const model::BlockKind& kind,
              const model::Document& document, const model::BlockFacts* known) {
    const auto ports = kind.input_ports(block.params);
    if (!ports.empty()) facts.push_back(title(Facts::tr("Inputs")));
    for (const model::PortSpec& port : ports) {
        const auto source = document.source_of({block.id, port.name});
        QString text = source ? QStringLiteral("?") : Facts::tr("not connected");
        if (known && known->inputs.contains(port.name))
            text = shapeText(known->inputs.at(port.name));
        if (source) text += QStringLiteral("  ← ") + qtext(document.at(source->block).name);
        facts.push_back({qtext(port.name), text, false, catalogueText(port.help)});
    }
    const auto outputs = kind.output_ports(block.params);
    if (!outputs.empty()) facts.push_back(title(Facts::tr("Outputs")));
    for (const model::PortSpec& port : outputs) {
        const bool has = known && known->outputs.contains(port.name);
        facts.push_back({qtext(port.name),
                         has ? shapeText(known->outputs.at(port.name)) : QStringLiteral("?"), false,
                         catalogueText(port.help)});
    }
}

}  // namespace

std::vector<Fact> factsOf(const model::Block& block, const model::BlockKind& kind,
                          const model::Document& document, const model::Analysis& analysis) {
    std::vector<Fact> facts;
    const auto found = analysis.blocks.find(block.id);
    const model::BlockFacts* known = found == analysis.blocks.end() ? nullptr : &found->second;
    addPorts(facts, block, kind, document, known);
    if (known == nullptr || !known->computable) return facts;
    facts.push_back(title(Facts::tr("Size")));
    if (!known->parameters.empty()) {
        facts.push_back({Facts::tr("Parameters"),
                         QStringLiteral("%1 (%2)").arg(groupedText(known->parameter_count),
                                                       bytes(known->parameter_count)),
                         false, Facts::tr("Numbers that training changes")});
        for (const auto& parameter : known->parameters) {
            if (parameter.name.empty()) continue;
            facts.push_back({QStringLiteral("   ") + qtext(parameter.name),
                             qtext(to_string(parameter.shape)) +
                                 (parameter.trainable ? QString() : Facts::tr(", not trained")),
                             false,
                             {}});
        }
    }
    if (known->multiply_adds > 0)
        facts.push_back(
            {Facts::tr("Multiply-adds"), groupedText(known->multiply_adds), false,
             Facts::tr("Multiplications with their additions, for one sample, forward")});
    facts.push_back(activations(known->activation_bytes));
    return facts;
}

std::vector<Fact> factsOf(const std::set<model::BlockId>& blocks, const model::Analysis& analysis) {
    std::int64_t parameters = 0, work = 0, memory = 0;
    for (const model::BlockId id : blocks) {
        const auto known = analysis.blocks.find(id);
        if (known == analysis.blocks.end()) continue;
        parameters += known->second.parameter_count;
        work += known->second.multiply_adds;
        memory += known->second.activation_bytes;
    }
    return {{Facts::tr("Parameters"), groupedText(parameters), false, {}},
            {Facts::tr("Multiply-adds"), groupedText(work), false, {}},
            activations(memory)};
}

std::vector<Fact> factsOf(const model::Document& document, const model::Analysis& analysis) {
    return {title(Facts::tr("This project")),
            {Facts::tr("Blocks"),
             groupedText(static_cast<std::int64_t>(document.blocks().size())),
             false,
             {}},
            {Facts::tr("Wires"),
             groupedText(static_cast<std::int64_t>(document.wires().size())),
             false,
             {}},
            {Facts::tr("Parameters"),
             QStringLiteral("%1 (%2)").arg(groupedText(analysis.parameter_count),
                                           bytes(analysis.parameter_count)),
             false, Facts::tr("Numbers that training changes")},
            {Facts::tr("Multiply-adds"), groupedText(analysis.multiply_adds), false,
             Facts::tr("Multiplications with their additions, for one sample, forward")},
            activations(analysis.activation_bytes),
            {Facts::tr("Problems"), QString::number(problemCount(analysis)), false, {}}};
}

int problemCount(const model::Analysis& analysis) {
    return static_cast<int>(analysis.problems.size());
}

QString statusOf(const model::Analysis& analysis) {
    const int problems = problemCount(analysis);
    const QString count =
        problems == 1 ? Facts::tr("1 problem") : Facts::tr("%1 problems").arg(problems);
    const QString size = QStringLiteral("%1 · %2").arg(
        Facts::tr("%1 parameters").arg(groupedText(analysis.parameter_count)),
        bytes(analysis.parameter_count));
    return QStringLiteral("%1 · %2 · %3")
        .arg(analysis.valid() ? Facts::tr("Valid") : Facts::tr("Not ready to train"), size, count);
}

}  // namespace gradweave::ui
