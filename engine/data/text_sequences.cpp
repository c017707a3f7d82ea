// SPDX-License-Identifier: Apache-2.0
// A text as sequences of characters, each with the character that comes next.
#include <algorithm>
#include <map>
#include <span>

#include "engine/core/memory.h"
#include "engine/core/text.h"
#include "engine/data/memory_dataset.h"
#include "engine/data/readers.h"
#include "engine/io/files.h"
#include "engine/io/utf8.h"

namespace gradweave::data {

namespace {

constexpr std::uint64_t most_bytes = 1u << 28;
constexpr std::int64_t longest = 65536;

/// The characters of a text as numbers, and what they stand for.
struct Characters {
    std::vector<std::int64_t> numbers;
    std::vector<std::string> names;
};

/// How a character is shown: line ends and other control characters as people write them.
std::string name_of_character(std::string_view bytes) {
    if (bytes == "\n") return "\\n";
    if (bytes == "\r") return "\\r";
    if (bytes == "\t") return "\\t";
    if (bytes.size() == 1 && static_cast<unsigned char>(bytes[0]) < 0x20)
        return concat("character ", static_cast<int>(bytes[0]));
    return std::string(bytes);
}

std::size_t length_of_character(char first) {
    const auto byte = static_cast<unsigned char>(first);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

Characters read_characters(const TextSequences& source) {
    const std::string text = io::read_text(source.path, most_bytes);
    if (const std::size_t good = io::valid_utf8_prefix(text); good != text.size()) {
        throw io::file_error(ErrorKind::bad_input, source.path,
                             concat("is no text in UTF-8: byte ", good,
                                    " (counted from 0) begins no character; convert the file"));
    }
    // In the order of their bytes, which in UTF-8 is that of their code points.
    std::map<std::string_view, std::int64_t> vocabulary;
    for (std::size_t at = 0; at < text.size(); at += length_of_character(text[at]))
        vocabulary.emplace(std::string_view(text).substr(at, length_of_character(text[at])), 0);
    if (static_cast<std::int64_t>(vocabulary.size()) > most_classes) {
        throw io::file_error(ErrorKind::bad_input, source.path,
                             concat("has ", vocabulary.size(), " different characters, more than ",
                                    grouped(most_classes), "; choose a text"));
    }
    Characters result;
    for (auto& [bytes, number] : vocabulary) {
        number = static_cast<std::int64_t>(result.names.size());
        result.names.push_back(name_of_character(bytes));
    }
    result.numbers.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); at += length_of_character(text[at]))
        result.numbers.push_back(
            vocabulary.at(std::string_view(text).substr(at, length_of_character(text[at]))));
    return result;
}

/// The text's parts in order: training, validation, test. None of them shares a character.
std::array<std::span<const std::int64_t>, 3> parts_of(const TextSequences& source,
                                                      std::span<const std::int64_t> numbers) {
    const auto share = [&](double part) {
        return static_cast<std::size_t>(part * static_cast<double>(numbers.size()));
    };
    const std::size_t test = share(source.test), validation = share(source.validation);
    const std::size_t train = numbers.size() - test - validation;
    return {numbers.first(train), numbers.subspan(train, validation), numbers.last(test)};
}

/// Sequences of which each has a next character.
std::int64_t sequences_in(const TextSequences& source, std::size_t characters) {
    const auto count = static_cast<std::int64_t>(characters);
    if (count <= source.length) return 0;
    return (count - 1 - source.length) / source.step() + 1;
}

DatasetInfo make_info(const TextSequences& source, const Characters& characters) {
    const auto fail = [](const std::string& sentence) {
        throw Error(ErrorKind::bad_input, sentence);
    };
    if (source.length < 1 || source.length > longest)
        fail(concat("a sequence of ", source.length, " characters cannot be made; choose 1 to ",
                    grouped(longest)));
    if (source.stride < 0)
        fail(concat("the distance between sequences is ", source.stride, "; choose 0 or more"));
    const Shares shares{source.validation, source.test};
    check_shares(shares);
    DatasetInfo info;
    const auto classes = static_cast<std::int64_t>(characters.names.size());
    info.fields = {{"tokens", DType::i64, Shape{source.length}, classes, characters.names, {}},
                   {"next", DType::i64, Shape{source.length}, classes, characters.names, {}}};
    const auto parts = parts_of(source, characters.numbers);
    for (std::size_t i = 0; i < parts.size(); ++i)
        info.counts[i] = sequences_in(source, parts[i].size());
    if (info.count(Split::train) == 0) {
        throw io::file_error(
            ErrorKind::bad_input, source.path,
            concat("leaves ", parts[0].size(), " characters for training, a sequence of ",
                   source.length, " needs ", source.length + 1,
                   "; choose a longer text or shorter sequences"));
    }
    for (const Split split : {Split::validation, Split::test}) {
        if (shares.of(split) > 0 && info.count(split) == 0) {
            info.notes.push_back(
                concat("the ", name_of(split), " split is empty: a share of ", shares.of(split),
                       " of ", grouped(static_cast<std::int64_t>(characters.numbers.size())),
                       " characters is less than one sequence"));
        }
    }
    return info;
}

}  // namespace

DatasetInfo describe_text(const TextSequences& source) {
    return make_info(source, read_characters(source));
}

DatasetPtr load_text(const TextSequences& source, const Progress& progress) {
    progress(0, "reading the text");
    const Characters characters = read_characters(source);
    DatasetInfo info = make_info(source, characters);
    std::uint64_t bytes = 0;
    for (const std::int64_t count : info.counts)
        bytes += 2 * byte_count(DType::i64, Shape{count, source.length});
    require_memory(bytes, concat("the sequences of ", io::path_text(source.path)).c_str());

    const auto parts = parts_of(source, characters.numbers);
    std::vector<Stored> stored(2);
    SplitRows rows;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        progress.check();
        const std::int64_t count = info.counts[i];
        Array tokens(DType::i64, Shape{count, source.length});
        Array next(DType::i64, Shape{count, source.length});
        for (std::int64_t row = 0; row < count; ++row) {
            const auto begin = parts[i].begin() + row * source.step();
            std::copy_n(begin, source.length,
                        tokens.as<std::int64_t>().begin() + row * source.length);
            std::copy_n(begin + 1, source.length,
                        next.as<std::int64_t>().begin() + row * source.length);
            rows[i].push_back(row);
        }
        stored[0].arrays[i] = tokens;
        stored[1].arrays[i] = next;
    }
    return std::make_shared<MemoryDataset>(std::move(info), std::move(stored), std::move(rows));
}

}  // namespace gradweave::data
