// SPDX-License-Identifier: Apache-2.0
// Every reader on damaged files: valid ones cut at every length and with bytes changed at random
// (always the same ones). What may come out is an array or an Error that names the file; what may
// be taken is memory in proportion to the file.
#include "engine/core/memory.h"
#include "engine/core/rng.h"
#include "engine/io/csv.h"
#include "engine/io/idx.h"
#include "engine/io/json.h"
#include "engine/io/npy.h"
#include "engine/io/safetensors.h"
#include "tests/io/gzip.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::test;
using namespace std::string_literals;

namespace {

using Read = void (*)(const std::filesystem::path&);

void read_table(const std::filesystem::path& path) {
    const auto table = io::read_csv(path);
    for (const auto& row : table.rows)
        QCOMPARE(row.size(), table.names.size());
}
void read_tensors(const std::filesystem::path& path) {
    io::read_safetensors(path);
}
void read_numpy(const std::filesystem::path& path) {
    io::read_npy(path);
}
void read_images(const std::filesystem::path& path) {
    io::read_idx_header(path);
    io::read_idx(path);
}

struct Sample {
    const char* name;
    Read read;
    std::string bytes;
};

std::vector<Sample> samples() {
    const Folder folder;
    io::TensorFile tensors;
    tensors.metadata = {{"graph", "{\"nodes\": []}"}};
    tensors.tensors.emplace("fc1.weight", Array(DType::f32, Shape{3, 2}));
    tensors.tensors.emplace("steps", Array(DType::i64, Shape{}));
    tensors.tensors.emplace("mask", Array(DType::boolean, Shape{5}));
    io::write_safetensors(folder / "w", tensors);
    io::write_npy(folder / "n", Array::of<double>({1, 2, 3, 4, 5, 6}, Shape{2, 3}));
    std::string idx = "\0\0\x0B\x02"s + big(std::uint32_t{3}) + big(std::uint32_t{4});
    idx += "the elements of an array";
    const std::string csv =
        "name,age,\"the \"\"city\"\"\"\r\n\"x,y\",12.5,Kö\r\n\"a\nb\",-1e3,\n\n1,2,3\n";
    return {{"safetensors", read_tensors, slurp(folder / "w")},
            {"npy", read_numpy, slurp(folder / "n")},
            {"idx", read_images, idx},
            {"idx.gz", read_images, gzip(idx)},
            {"csv", read_table, csv},
            {"csv.gz", read_table, gzip(csv)}};
}

/// Memory that any of these small files may take: their own size, or what gzip could pack in it.
constexpr std::uint64_t allowance = 8u << 20;

/// Whether the file could be read all the same.
bool try_one(const Sample& sample, const Folder& folder, const std::string& bytes) {
    const auto path = folder.put("file", bytes);
    set_memory_limit(memory_in_use() + allowance);
    const std::string text = failure(folder, [&] { sample.read(path); });
    set_memory_limit(0);
    const bool clean = text == "nothing" || text.starts_with("bad_input: file: ") ||
                       text.starts_with("unsupported: file: ");
    if (!clean || text.size() > 1000)
        QTest::qFail((std::string(sample.name) + ": " + text).c_str(), __FILE__, __LINE__);
    return text == "nothing";
}

}  // namespace

class TestFuzz : public QObject {
    Q_OBJECT

  private slots:
    void validOnesAreRead();
    void cutAtEveryLength();
    void changedBytes();
    void changedNumbers();
    void jsonOfAllSorts();
};

void TestFuzz::validOnesAreRead() {
    const Folder folder;
    for (const Sample& sample : samples()) {
        const auto path = folder.put("file", sample.bytes);
        COMPARE_TEXT(failure(folder, [&] { sample.read(path); }), "nothing");
    }
}

void TestFuzz::cutAtEveryLength() {
    const Folder folder;
    for (const Sample& sample : samples()) {
        for (std::size_t size = 0; size < sample.bytes.size(); ++size)
            try_one(sample, folder, sample.bytes.substr(0, size));
    }
}

void TestFuzz::changedBytes() {
    const Folder folder;
    Generator random(20240917);
    for (const Sample& sample : samples()) {
        int read = 0;
        for (int round = 0; round < 1000; ++round) {
            std::string bytes = sample.bytes;
            for (std::uint64_t change = 0; change <= random.below(4); ++change) {
                const auto at = random.below(bytes.size());
                switch (random.below(4)) {
                    case 0:
                        bytes[at] = static_cast<char>(random.below(256));
                        break;
                    case 1:
                        bytes[at] ^= static_cast<char>(1 << random.below(8));
                        break;
                    case 2:
                        bytes.insert(at, 1, static_cast<char>(random.below(256)));
                        break;
                    default:
                        bytes.erase(at, random.below(bytes.size() - at));
                        if (bytes.empty()) bytes = "x";
                }
            }
            read += try_one(sample, folder, bytes);
        }
        // Both ways were taken.
        QVERIFY2(read > 0 && read < 1000, sample.name);
    }
}

// Digits and sizes are where readers are tricked: put extremes into them.
void TestFuzz::changedNumbers() {
    const Folder folder;
    Generator random(7);
    const std::vector<std::string> numbers{"-1",
                                           "4294967295",
                                           "4294967296",
                                           "9223372036854775807",
                                           "9223372036854775808",
                                           "18446744073709551615",
                                           "1e308",
                                           "1e999",
                                           "0x10",
                                           "00",
                                           "",
                                           "1.0",
                                           "[[[[[[",
                                           "null"};
    for (const Sample& sample : samples()) {
        std::vector<std::size_t> digits;
        for (std::size_t i = 0; i < sample.bytes.size(); ++i) {
            if (sample.bytes[i] >= '0' && sample.bytes[i] <= '9') digits.push_back(i);
        }
        for (const std::size_t at : digits) {
            for (const std::string& number : numbers) {
                std::string bytes = sample.bytes;
                bytes.replace(at, 1, number);
                // The header's length must fit for the reader to look inside.
                if (sample.name == "safetensors"s) {
                    const auto length = static_cast<char>(bytes[0] + number.size() - 1);
                    bytes[0] = length;
                }
                try_one(sample, folder, bytes);
            }
        }
        // All four-byte groups of the first bytes as large as they go.
        for (std::size_t at = 0; at + 4 <= std::min<std::size_t>(sample.bytes.size(), 24); ++at) {
            for (const std::uint32_t value : {0xFFFFFFFFu, 0x7FFFFFFFu, 0x00000080u}) {
                std::string bytes = sample.bytes;
                bytes.replace(at, 4, little(value));
                try_one(sample, folder, bytes);
            }
        }
    }
}

void TestFuzz::jsonOfAllSorts() {
    Generator random(11);
    const std::string pieces[] = {"{",     "}",  "[",  "]",    ",",    ":",    "\"a\"",
                                  "\"b\"", "1",  "-",  "e5",   ".5",   "true", "null",
                                  " ",     "\\", "\"", "\xC3", "\xBC", "0"};
    for (int round = 0; round < 10000; ++round) {
        std::string text;
        for (std::uint64_t i = 0; i < 1 + random.below(12); ++i)
            text += pieces[random.below(std::size(pieces))];
        try {
            const io::Json value = io::parse_json(text);
            QVERIFY2(io::parse_json(io::to_text(value)) == value, text.c_str());
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::bad_input);
        }
    }
}

QTEST_GUILESS_MAIN(TestFuzz)
#include "test_fuzz.moc"
