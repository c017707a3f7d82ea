// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/samples.h"

#include <algorithm>

#include "engine/core/text.h"
#include "ui/text.h"

namespace gradweave::ui {

namespace {

/// How a value becomes a grey from 0 to 255.
struct Greys {
    double black = 0, scale = 1;
    int of(double value) const {
        return std::clamp(static_cast<int>((value - black) * scale + 0.5), 0, 255);
    }
};

Greys greysOf(const Array& sample) {
    if (sample.dtype() == DType::u8) return {};
    double least = 0, most = 1;
    for (std::int64_t i = 0; i < sample.element_count(); ++i) {
        least = std::min(least, sample.number(i));
        most = std::max(most, sample.number(i));
    }
    return {least, 255 / (most - least)};
}

QString entryName(const data::Field& field, std::size_t entry) {
    return entry < field.columns.size() ? qtext(field.columns[entry]) : qtext(field.name);
}

}  // namespace

std::optional<std::size_t> imageField(const data::DatasetInfo& info) {
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        const Shape& shape = info.fields[i].sample;
        if (shape.rank() == 3 && (shape[0] == 1 || shape[0] == 3 || shape[0] == 4)) return i;
    }
    return std::nullopt;
}

std::optional<std::size_t> labelField(const data::DatasetInfo& info) {
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        if (info.fields[i].classes > 0 && info.fields[i].sample.rank() == 0) return i;
    }
    return std::nullopt;
}

std::optional<PlaneAxes> planeAxes(const data::DatasetInfo& info) {
    std::vector<std::pair<std::size_t, std::size_t>> entries;
    for (std::size_t i = 0; i < info.fields.size(); ++i) {
        const data::Field& field = info.fields[i];
        if (field.classes > 0) continue;
        if (field.sample.rank() > 1 || field.sample.element_count() > 2) return std::nullopt;
        for (std::int64_t entry = 0; entry < field.sample.element_count(); ++entry)
            entries.emplace_back(i, static_cast<std::size_t>(entry));
    }
    if (entries.size() != 2) return std::nullopt;
    const auto [xField, xEntry] = entries[0];
    const auto [yField, yEntry] = entries[1];
    PlaneAxes axes{xField, xEntry, yField, yEntry, {}, {}};
    const bool named = xField != yField || info.fields[xField].columns.size() == 2;
    axes.xName = named ? entryName(info.fields[xField], xEntry) : QStringLiteral("x₀");
    axes.yName = named ? entryName(info.fields[yField], yEntry) : QStringLiteral("x₁");
    return axes;
}

QString className(const data::Field& field, std::int64_t number) {
    const auto index = static_cast<std::size_t>(number);
    return number >= 0 && index < field.class_names.size() ? qtext(field.class_names[index])
                                                           : QString::number(number);
}

QString cellText(double value) {
    return QString::number(value, 'g', 6);
}

QImage imageOf(const Array& sample) {
    const Shape& shape = sample.shape();
    GW_ASSERT(shape.rank() == 3);
    const int height = static_cast<int>(shape[1]), width = static_cast<int>(shape[2]);
    const std::int64_t plane = shape[1] * shape[2];
    const Greys greys = greysOf(sample);
    const auto value = [&](std::int64_t channel, std::int64_t pixel) {
        return greys.of(sample.number(channel * plane + pixel));
    };
    const bool coloured = shape[0] >= 3;
    QImage image(width, height, coloured ? QImage::Format_ARGB32 : QImage::Format_Grayscale8);
    for (int y = 0; y < height; ++y) {
        uchar* const line = image.scanLine(y);
        for (int x = 0; x < width; ++x) {
            const std::int64_t pixel = std::int64_t{y} * width + x;
            if (!coloured) {
                line[x] = static_cast<uchar>(value(0, pixel));
                continue;
            }
            const int alpha = shape[0] == 4 ? value(3, pixel) : 255;
            reinterpret_cast<QRgb*>(line)[x] =
                qRgba(value(0, pixel), value(1, pixel), value(2, pixel), alpha);
        }
    }
    return image;
}

}  // namespace gradweave::ui
