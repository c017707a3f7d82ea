// SPDX-License-Identifier: Apache-2.0
// Whole sources on damaged files: what comes out is a usable data set or an Error, never a number
// that the file does not hold.
#include <cmath>

#include "engine/core/memory.h"
#include "engine/core/rng.h"
#include "engine/data/batches.h"
#include "engine/data/source.h"
#include "tests/io/support.h"

using namespace gradweave;
using namespace gradweave::data;
using namespace gradweave::test;
using namespace std::string_literals;

namespace {

/// Reads everything as training does and checks what it promises.
void use(const Source& source) {
    const auto data = load(source);
    const auto& info = data->info();
    QVERIFY(info == describe(source));
    QVERIFY(info.count(Split::train) > 0);
    for (const Split split : all_splits) {
        const Batches batches(data, split, 3, true, 1, 2);
        for (std::int64_t i = 0; i < batches.count(); ++i) {
            for (std::size_t field = 0; field < info.fields.size(); ++field) {
                Array out;
                batches.read(i, field, out);
                QVERIFY(all_finite(out));
                if (info.fields[field].classes == 0) continue;
                for (const std::int64_t label : out.as<std::int64_t>())
                    QVERIFY(label >= 0 && label < info.fields[field].classes);
            }
        }
    }
}

std::string changed(std::string bytes, Generator& random) {
    static const std::string special = ",;\"\n\r\0\xFF\xC3.eE+-0 9\t|"s;
    for (std::uint64_t change = 0; change <= random.below(5); ++change) {
        const auto at = random.below(bytes.size());
        switch (random.below(4)) {
            case 0:
                bytes[at] = special[random.below(special.size())];
                break;
            case 1:
                bytes[at] = static_cast<char>(random.below(256));
                break;
            case 2:
                bytes.insert(at, 1, special[random.below(special.size())]);
                break;
            default:
                bytes.erase(at, 1 + random.below(std::min<std::size_t>(20, bytes.size() - at)));
                if (bytes.empty()) bytes = "x";
        }
    }
    return bytes;
}

/// Whether the source could be used all the same.
bool try_one(const Folder& folder, const Source& source) {
    set_memory_limit(memory_in_use() + (16u << 20));
    const std::string text = failure(folder, [&] { use(source); });
    set_memory_limit(0);
    if (text != "nothing" && !text.starts_with("bad_input: ") && !text.starts_with("unsupported: "))
        QTest::qFail(text.c_str(), __FILE__, __LINE__);
    return text == "nothing";
}

}  // namespace

class TestDamaged : public QObject {
    Q_OBJECT

  private slots:
    void tables();
    void images();
    void texts();
};

void TestDamaged::tables() {
    const Folder folder;
    Generator random(3);
    const std::string points =
        "a,\"b,c\",kind\n1,2.5,x\n-3e2,\"4\",y\n5,6,\"x\"\n7,8,y\n9,10,x\n11,12,y\n";
    const std::string commas =
        "a;Gr\xF6\xDF"
        "e;kind\n1;2,5;\xE4\n-3,0e2;\"1.234,5\";y\n5;6;\xE4\n7;0,8;y\n9;1,25;\xE4\n1,125;12;y\n";
    CsvTable source;
    source.path = folder / "t.csv";
    for (const std::string& good : {points, commas}) {
        for (std::size_t size = 0; size <= good.size(); ++size) {
            folder.put("t.csv", good.substr(0, size));
            try_one(folder, source);
        }
    }
    int used = 0;
    for (int round = 0; round < 3000; ++round) {
        folder.put("t.csv", changed(round < 1500 ? points : commas, random));
        source.bad_rows = round % 2 == 0 ? BadRows::skip : BadRows::stop;
        source.target_is_class = round % 3 != 0;
        source.target = source.target_is_class ? "" : "a";
        source.ignored.clear();
        if (!source.target_is_class) source.ignored = {"kind"};
        source.scaling = static_cast<Scaling>(random.below(3));
        used += try_one(folder, source);
    }
    QVERIFY(used > 200 && used < 2800);
}

void TestDamaged::images() {
    const Folder folder;
    Generator random(4);
    const std::string pictures =
        "\0\0\x08\x03\0\0\0\x06\0\0\0\x02\0\0\0\x02"s + std::string(24, 'p');
    const std::string labels = "\0\0\x08\x01\0\0\0\x06"s + "\0\x01\x02\0\x01\x02"s;
    IdxImages source;
    source.train_images = folder / "i";
    source.train_labels = folder / "l";
    source.validation = source.test = 0.2;
    int used = 0;
    for (int round = 0; round < 1000; ++round) {
        folder.put("i", round % 2 == 0 ? changed(pictures, random) : pictures);
        folder.put("l", round % 2 == 1 ? changed(labels, random) : labels);
        source.scaling = static_cast<Scaling>(random.below(3));
        used += try_one(folder, source);
    }
    QVERIFY(used > 50 && used < 950);
}

void TestDamaged::texts() {
    const Folder folder;
    Generator random(5);
    const std::string good = "Grüße an alle,\ndie das hier lesen: 1, 2, 3 €.\n";
    TextSequences source;
    source.path = folder / "t.txt";
    source.length = 4;
    source.validation = source.test = 0.2;
    int used = 0;
    for (int round = 0; round < 1000; ++round) {
        folder.put("t.txt", changed(good, random));
        source.stride = static_cast<std::int64_t>(random.below(6));
        used += try_one(folder, source);
    }
    QVERIFY(used > 100 && used < 950);
}

QTEST_GUILESS_MAIN(TestDamaged)
#include "test_damaged.moc"
