// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/sample_documents.h"

#include <cmath>

namespace gradweave::ui::samples {

namespace {

/// Builds documents from left to right.
class Builder {
  public:
    explicit Builder(const model::Catalogue& catalogue) : m_catalogue(catalogue) {}

    model::BlockId add(const char* kind, double x, double y) {
        const auto command = model::add_block(document, *m_catalogue.find(kind), {x, y});
        document.apply(command);
        return std::get<model::InsertBlock>(command.edits.front()).block.id;
    }

    void set(model::BlockId id, const char* key, const model::ParamValue& value) {
        document.apply(model::set_param(document, m_catalogue, id, key, value));
    }

    void wire(model::BlockId from, const char* output, model::BlockId to, const char* input) {
        document.apply(model::InsertWire{{{from, output}, {to, input}}});
    }

    model::Document document;

  private:
    const model::Catalogue& m_catalogue;
};

}  // namespace

model::DataStatus digitsData(const model::Block&) {
    data::DatasetInfo info;
    info.fields = {{"image", DType::f32, Shape{1, 28, 28}, 0, {}, {}},
                   {"label", DType::i64, Shape{}, 10, {}, {}}};
    info.counts = {54000, 6000, 10000};
    return {info, {}};
}

model::Document digits(const model::Catalogue& catalogue) {
    Builder b(catalogue);
    const auto data = b.add("idx_images", 0, 160);
    b.set(data, "train_images", std::string("dataset:mnist/train-images-idx3-ubyte.gz"));
    b.set(data, "train_labels", std::string("dataset:mnist/train-labels-idx1-ubyte.gz"));
    const auto flat = b.add("flatten", 272, 0);
    const auto fc1 = b.add("linear", 512, 0);
    b.set(fc1, "units", std::int64_t{128});
    const auto relu1 = b.add("relu", 752, 0);
    const auto fc2 = b.add("linear", 272, 160);
    const auto relu2 = b.add("relu", 512, 160);
    const auto fc3 = b.add("linear", 752, 160);
    b.set(fc3, "units", std::int64_t{10});
    const auto loss = b.add("cross_entropy", 1008, 104);
    const auto accuracy = b.add("accuracy", 1008, 240);
    b.wire(data, "image", flat, "x");
    b.wire(flat, "y", fc1, "x");
    b.wire(fc1, "y", relu1, "x");
    b.wire(relu1, "y", fc2, "x");
    b.wire(fc2, "y", relu2, "x");
    b.wire(relu2, "y", fc3, "x");
    b.wire(fc3, "y", loss, "scores");
    b.wire(fc3, "y", accuracy, "scores");
    b.wire(data, "label", loss, "label");
    b.wire(data, "label", accuracy, "label");
    return b.document;
}

model::Document chain(const model::Catalogue& catalogue, int blocks) {
    Builder b(catalogue);
    const int columns = std::max(1, static_cast<int>(std::sqrt(blocks)));
    const auto place = [&](int i) {
        return model::Point{(i % columns) * 240.0, (i / columns) * 120.0};
    };
    const auto data = b.add("idx_images", -240, 0);
    // Inserted directly: naming thousands of blocks one after the other is not what is measured.
    model::BlockId before = data;
    std::string port = "image";
    for (int i = 0; i < blocks; ++i) {
        const char* kinds[] = {"flatten", "linear", "relu", "dropout"};
        const auto* kind = catalogue.find(i == 0 ? kinds[0] : kinds[1 + i % 3]);
        model::Block block;
        block.id = b.document.fresh_id();
        block.kind = kind->id;
        block.name = "b" + std::to_string(i);
        block.position = place(i);
        b.document.apply(model::InsertBlock{block});
        b.wire(before, port.c_str(), block.id, "x");
        before = block.id;
        port = "y";
    }
    const model::Point end = place(blocks);
    const auto loss = b.add("cross_entropy", end.x, end.y);
    b.wire(before, "y", loss, "scores");
    b.wire(data, "label", loss, "label");
    return b.document;
}

}  // namespace gradweave::ui::samples
