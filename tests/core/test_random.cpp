// SPDX-License-Identifier: Apache-2.0
// The counter generator against its authors' published vectors, and what is drawn from it.
#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "engine/core/rng.h"

using namespace gradweave;

class TestRandom : public QObject {
    Q_OBJECT

  private slots:
    void knownAnswers();
    void wordsOfAStream();
    void generatorIsTheStream();
    void uniformNumbers();
    void normalNumbers();
    void belowIsWithoutBias();
    void permutations();
    void mixedKeysDiffer();
};

// Random123, tests/kat_vectors, philox4x32 with 10 rounds.
void TestRandom::knownAnswers() {
    using Counter = std::array<std::uint32_t, 4>;
    using Key = std::array<std::uint32_t, 2>;
    QCOMPARE(philox(Counter{}, Key{}), (Counter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    QCOMPARE(philox(Counter{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
                    Key{0xffffffff, 0xffffffff}),
             (Counter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    QCOMPARE(philox(Counter{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                    Key{0xa4093822, 0x299f31d0}),
             (Counter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

// Word i is word i % 4 of block i / 4; counter and key are two words each, the low one first.
void TestRandom::wordsOfAStream() {
    QCOMPARE(random_word(0, 0, 0), 0x6627e8d5u);
    QCOMPARE(random_word(0, 0, 3), 0x9b00dbd8u);
    const std::uint64_t key = 0x299f31d0'a4093822, counter = 0x03707344'13198a2e;
    const std::uint64_t block = 0x85a308d3'243f6a88;
    // index / 4 must fit 62 bits, so only blocks whose top bits are clear can be reached.
    const std::uint64_t reachable = block & (~std::uint64_t{0} >> 2);
    const auto words = philox({static_cast<std::uint32_t>(reachable),
                               static_cast<std::uint32_t>(reachable >> 32), 0x13198a2e, 0x03707344},
                              {0xa4093822, 0x299f31d0});
    for (std::uint64_t i = 0; i < 4; ++i)
        QCOMPARE(random_word(key, counter, reachable * 4 + i), words[i]);
}

void TestRandom::generatorIsTheStream() {
    Generator generator(7, 9);
    for (std::uint64_t i = 0; i < 10; ++i)
        QCOMPARE(generator.next(), random_word(7, 9, i));
    Generator same(7, 9), other(7, 10);
    QCOMPARE(same.next(), random_word(7, 9, 0));
    QVERIFY(other.next() != random_word(7, 9, 0));
}

// Mean and variance within five standard errors (the stream is fixed, so this cannot flicker).
void TestRandom::uniformNumbers() {
    Generator generator(1);
    const int count = 20000;
    double sum = 0, squares = 0;
    for (int i = 0; i < count; ++i) {
        const double value = generator.uniform();
        QVERIFY(value >= 0 && value < 1);
        QCOMPARE(std::ldexp(value, 53), std::floor(std::ldexp(value, 53)));
        sum += value;
        squares += (value - 0.5) * (value - 0.5);
    }
    QVERIFY(std::abs(sum / count - 0.5) < 5 * std::sqrt(1.0 / 12 / count));
    QVERIFY(std::abs(squares / count - 1.0 / 12) < 5 * std::sqrt(1.0 / 180 / count));
}

void TestRandom::normalNumbers() {
    Generator generator(2);
    const int count = 20000;
    double sum = 0, squares = 0, fourth = 0;
    for (int i = 0; i < count; ++i) {
        const double value = generator.normal();
        QVERIFY(std::isfinite(value));
        sum += value;
        squares += value * value;
        fourth += value * value * value * value;
    }
    QVERIFY(std::abs(sum / count) < 5 * std::sqrt(1.0 / count));
    QVERIFY(std::abs(squares / count - 1) < 5 * std::sqrt(2.0 / count));
    QVERIFY(std::abs(fourth / count - 3) < 5 * std::sqrt(96.0 / count));
}

void TestRandom::belowIsWithoutBias() {
    Generator generator(3);
    constexpr int bound = 7, count = 70000;
    int hits[bound] = {};
    for (int i = 0; i < count; ++i) {
        const auto value = generator.below(bound);
        QVERIFY(value < bound);
        ++hits[value];
    }
    for (const int hit : hits)
        QVERIFY(std::abs(hit - count / bound) < 5 * std::sqrt(count / bound));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(generator.below(1), std::uint64_t{0});
    // With this bound nearly half of all words are rejected; without rejection one half of the
    // results would be twice as likely.
    const std::uint64_t large = (std::uint64_t{1} << 63) + 1;
    int low = 0;
    for (int i = 0; i < 10000; ++i)
        low += generator.below(large) < large / 2 ? 1 : 0;
    QVERIFY(std::abs(low - 5000) < 250);
}

void TestRandom::permutations() {
    Generator generator(4);
    const auto order = permutation(1000, generator);
    QCOMPARE(std::set<std::int64_t>(order.begin(), order.end()).size(), std::size_t{1000});
    QCOMPARE(*std::min_element(order.begin(), order.end()), std::int64_t{0});
    QCOMPARE(*std::max_element(order.begin(), order.end()), std::int64_t{999});
    QVERIFY(!std::is_sorted(order.begin(), order.end()));
    Generator same(4);
    QCOMPARE(permutation(1000, same), order);
    QVERIFY(permutation(1000, same) != order);
    QVERIFY(permutation(0, generator).empty());
    // Each of the 6 orders of 3 elements is as likely as the others.
    int hits[27] = {};
    for (int i = 0; i < 6000; ++i) {
        const auto p = permutation(3, generator);
        ++hits[p[0] * 9 + p[1] * 3 + p[2]];
    }
    for (const int hit : hits)
        QVERIFY(hit == 0 || std::abs(hit - 1000) < 5 * std::sqrt(1000));
}

void TestRandom::mixedKeysDiffer() {
    std::set<std::uint64_t> keys;
    for (std::uint64_t a = 0; a < 100; ++a) {
        for (std::uint64_t b = 0; b < 100; ++b)
            keys.insert(mix_key(a, b));
    }
    QCOMPARE(keys.size(), std::size_t{10000});
    QVERIFY(mix_key(1, 2) != mix_key(2, 1));
}

QTEST_GUILESS_MAIN(TestRandom)
#include "test_random.moc"
