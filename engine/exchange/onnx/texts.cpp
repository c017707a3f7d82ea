// SPDX-License-Identifier: Apache-2.0
// Operators on words.
#include <algorithm>
#include <cmath>
#include <map>

#include "engine/core/text.h"
#include "engine/exchange/onnx/call.h"

namespace gradweave::exchange::onnx {

namespace {

/// Cases of ASCII letters only; other letters stay, which every locale of a model allows.
std::string in_case(std::string text, const std::string& action) {
    for (char& letter : text) {
        if (action == "LOWER" && letter >= 'A' && letter <= 'Z')
            letter = static_cast<char>(letter - 'A' + 'a');
        else if (action == "UPPER" && letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - 'a' + 'A');
    }
    return text;
}

Results string_normalizer(const Call& c) {
    const Texts& x = c.texts();
    const int rank = x.shape.rank();
    if (rank != 1 && !(rank == 2 && x.shape[0] == 1)) refuse("it needs [C] or [1, C]");
    const std::string action = c.text("case_change_action", "NONE");
    const bool sensitive = c.integer("is_case_sensitive", 0) != 0;
    const auto stop = c.text_list("stopwords");
    Texts y;
    for (const std::string& word : x.elements) {
        const bool stopped = std::any_of(stop.begin(), stop.end(), [&](const std::string& other) {
            return sensitive ? word == other : in_case(word, "LOWER") == in_case(other, "LOWER");
        });
        if (!stopped) y.elements.push_back(in_case(word, action));
    }
    if (y.elements.empty()) y.elements.emplace_back();
    const auto count = static_cast<std::int64_t>(y.elements.size());
    y.shape = rank == 1 ? Shape{count} : Shape{1, count};
    return {make_value(std::move(y))};
}

/// Counts of n-grams of integers in each row, weighted as asked for.
Results tf_idf(const Call& c) {
    if (c.has_attribute("pool_strings")) unsupported("n-grams of texts");
    const Array x = c.elements(0).cast(DType::i64);
    const int rank = x.shape().rank();
    if (rank != 1 && rank != 2) refuse("it needs [C] or [N, C]");
    const Axes pool = c.integers("pool_int64s"), starts = c.integers("ngram_counts"),
               columns = c.integers("ngram_indexes");
    const auto weights = c.reals("weights");
    const std::int64_t least = c.integer("min_gram_length", 1),
                       most = c.integer("max_gram_length", 1),
                       most_skips = c.integer("max_skip_count", 0);
    const std::string mode = c.text("mode", "TF");
    if (least < 1 || most > 64 || most_skips < 0 || most_skips > 1'000'000)
        refuse("lengths and skips do not fit");
    std::map<Axes, std::int64_t> grams;  // to the number of the n-gram in the pool
    std::int64_t number = 0;
    for (std::size_t k = 0; k < starts.size(); ++k) {
        const auto n = static_cast<std::int64_t>(k + 1);
        const std::int64_t end =
            k + 1 < starts.size() ? starts[k + 1] : static_cast<std::int64_t>(pool.size());
        if (starts[k] < 0 || end > static_cast<std::int64_t>(pool.size()))
            refuse("ngram_counts lie outside the pool");
        for (std::int64_t at = starts[k]; at + n <= end; at += n, ++number) {
            if (n >= least && n <= most)
                grams.emplace(Axes(pool.begin() + at, pool.begin() + at + n), number);
        }
    }
    std::int64_t width = 0;
    for (const std::int64_t column : columns) {
        if (column < 0 || column > (1 << 28)) refuse("an n-gram's column does not fit");
        width = std::max(width, column + 1);
    }
    if (static_cast<std::int64_t>(columns.size()) < number) refuse("n-grams lack columns");
    const std::int64_t rows = rank == 2 ? x.shape()[0] : 1,
                       length = rank == 2 ? x.shape()[1] : x.shape()[0];
    Array y(DType::f64, rank == 2 ? Shape{rows, width} : Shape{width});
    for (std::int64_t row = 0; row < rows; ++row) {
        const auto words = x.as<std::int64_t>().subspan(static_cast<std::size_t>(row * length),
                                                        static_cast<std::size_t>(length));
        const auto count = y.as<double>().subspan(static_cast<std::size_t>(row * width),
                                                  static_cast<std::size_t>(width));
        std::vector<double> weight(static_cast<std::size_t>(width), 1);
        for (std::int64_t n = least; n <= most; ++n) {
            // Single words know no skips; they would be counted again.
            for (std::int64_t step = 1; step <= (n == 1 ? 1 : most_skips + 1); ++step) {
                for (std::int64_t begin = 0; begin + (n - 1) * step < length; ++begin) {
                    Axes gram;
                    for (std::int64_t i = 0; i < n; ++i)
                        gram.push_back(words[static_cast<std::size_t>(begin + i * step)]);
                    const auto found = grams.find(gram);
                    if (found == grams.end()) continue;
                    const auto column =
                        static_cast<std::size_t>(columns[static_cast<std::size_t>(found->second)]);
                    count[column] += 1;
                    if (static_cast<std::size_t>(found->second) < weights.size())
                        weight[column] = weights[static_cast<std::size_t>(found->second)];
                }
            }
        }
        for (std::size_t k = 0; k < count.size(); ++k) {
            if (mode == "TF") continue;
            if (count[k] != 0) count[k] = weight[k] * (mode == "TFIDF" ? count[k] : 1);
        }
    }
    return {make_value(y, ElementType::f32)};
}

}  // namespace

std::span<const OperatorRow> text_operators() {
    static constexpr OperatorRow rows[] = {
        {"StringNormalizer", 10, 17, string_normalizer},
        {"TfIdfVectorizer", 9, 17, tf_idf},
    };
    return rows;
}

}  // namespace gradweave::exchange::onnx
