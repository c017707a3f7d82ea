// SPDX-License-Identifier: Apache-2.0
// einsum against its definition: a loop over every combination of the letters' values.
#include <QTest>
#include <algorithm>
#include <map>

#include "engine/tensor/creation.h"
#include "engine/tensor/einsum.h"
#include "tests/support/arrays.h"
#include "tests/support/expect.h"

using namespace gradweave;

namespace {

struct Case {
    const char* formula;
    /// The same with letters only and a written result, for the loop.
    const char* plain;
    std::vector<Shape> shapes;
};

const std::vector<Case>& cases() {
    static const std::vector<Case> all = {
        {"ij,jk->ik", "ij,jk->ik", {{2, 3}, {3, 4}}},
        {"ij,jk", "ij,jk->ik", {{2, 3}, {3, 4}}},
        {"ba", "ba->ab", {{2, 3}}},
        {"ij->ji", "ij->ji", {{2, 3}}},
        {"ij->", "ij->", {{2, 3}}},
        {"ij->j", "ij->j", {{2, 3}}},
        {"ii", "ii->", {{3, 3}}},
        {"ii->i", "ii->i", {{3, 3}}},
        {"iij->ij", "iij->ij", {{3, 3, 2}}},
        {"iji->j", "iji->j", {{3, 2, 3}}},
        {"iii", "iii->", {{3, 3, 3}}},
        {"ijij->ji", "ijij->ji", {{2, 3, 2, 3}}},
        {"i,i", "i,i->", {{4}, {4}}},
        {"i,i->i", "i,i->i", {{4}, {4}}},
        {"i,j->ij", "i,j->ij", {{4}, {3}}},
        {"i,j->ji", "i,j->ji", {{4}, {3}}},
        {"bij,bjk->bik", "bij,bjk->bik", {{2, 3, 4}, {2, 4, 2}}},
        {"bhqd, bhkd -> bhqk", "bhqd,bhkd->bhqk", {{2, 2, 3, 4}, {2, 2, 5, 4}}},
        {"ij,kj,lj->ikl", "ij,kj,lj->ikl", {{2, 3}, {3, 3}, {2, 3}}},
        {"ij,jk,kl", "ij,jk,kl->il", {{2, 3}, {3, 4}, {4, 2}}},
        {"i,ij,j->", "i,ij,j->", {{2}, {2, 3}, {3}}},
        {"ij,k->j", "ij,k->j", {{2, 3}, {4}}},
        {"aij,jk->aki", "aij,jk->aki", {{2, 3, 4}, {4, 2}}},
        {",->", ",->", {{}, {}}},
        {",i->i", ",i->i", {{}, {3}}},
        {"Aa->aA", "Aa->aA", {{2, 3}}},
        {"...->...", "xy->xy", {{2, 3}}},
        {"...ij->...ji", "xij->xji", {{2, 3, 4}}},
        {"i...->...", "ix->x", {{2, 3}}},
        {"...i,...i->...", "xi,xi->x", {{2, 3}, {2, 3}}},
        {"...ij,...jk", "xij,xjk->xik", {{2, 3, 4}, {2, 4, 2}}},
        {"...ij,jk->...ik", "xyij,jk->xyik", {{2, 2, 3, 4}, {4, 2}}},
        {"i...j,j->...i", "ixj,j->xi", {{2, 3, 4}, {4}}},
        {"...i->i...", "xi->ix", {{2, 3}}},
        {"...ii->...i", "xii->xi", {{2, 3, 3}}},
        {"ij,ij->ij", "ij,ij->ij", {{2, 0}, {2, 0}}},
        {"ij,jk->ik", "ij,jk->ik", {{2, 0}, {0, 3}}},
    };
    return all;
}

Array whole_numbers(const Shape& shape, std::uint64_t seed) {
    Generator generator(seed);
    Array array(DType::f64, shape);
    for (double& value : array.as<double>())
        value = static_cast<double>(generator.below(9)) - 4;
    return array;
}

/// The sum over all values of all letters of the products.
Array by_definition(const std::string& formula, const std::vector<Array>& operands) {
    const auto arrow = formula.find("->");
    std::vector<std::string> terms{""};
    for (const char c : formula.substr(0, arrow)) {
        if (c == ',')
            terms.emplace_back();
        else
            terms.back() += c;
    }
    const std::string result = formula.substr(arrow + 2);
    std::map<char, std::int64_t> sizes, value;
    for (std::size_t t = 0; t < terms.size(); ++t) {
        for (std::size_t i = 0; i < terms[t].size(); ++i)
            sizes[terms[t][i]] = operands[t].shape().sizes()[i];
    }
    std::string letters;
    std::int64_t count = 1;
    for (const auto& [letter, size] : sizes) {
        letters += letter;
        count *= size;
    }
    const auto place = [&](const std::string& term, const Shape& shape) {
        const Axes strides = shape.strides();
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < term.size(); ++i)
            sum += value[term[i]] * strides[i];
        return static_cast<std::size_t>(sum);
    };
    Axes shape;
    for (const char letter : result)
        shape.push_back(sizes[letter]);
    Array sums(DType::f64, Shape(std::move(shape)));
    for (std::int64_t n = 0; n < count; ++n) {
        std::int64_t rest = n;
        for (const char letter : letters) {
            value[letter] = rest % sizes[letter];
            rest /= sizes[letter];
        }
        double product = 1;
        for (std::size_t t = 0; t < terms.size(); ++t)
            product *= operands[t].as<double>()[place(terms[t], operands[t].shape())];
        sums.as<double>()[place(result, sums.shape())] += product;
    }
    return sums;
}

}  // namespace

class TestEinsum : public QObject {
    Q_OBJECT

  private slots:
    void isItsDefinition_data();
    void isItsDefinition();
    void broadcasts();
    void types();
    void errors();
};

void TestEinsum::isItsDefinition_data() {
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < cases().size(); ++i)
        QTest::newRow(cases()[i].formula) << static_cast<int>(i);
}

void TestEinsum::isItsDefinition() {
    QFETCH(int, index);
    const Case& c = cases()[static_cast<std::size_t>(index)];
    std::vector<Array> arrays;
    std::vector<Tensor> tensors;
    for (const Shape& shape : c.shapes) {
        arrays.push_back(whole_numbers(shape, arrays.size() + 1));
        tensors.emplace_back(arrays.back());
    }
    // Whole numbers: exact in any order.
    COMPARE_ARRAYS(einsum(c.formula, tensors).eval(), by_definition(c.plain, arrays),
                   testing::Tolerance{});
}

void TestEinsum::broadcasts() {
    const Array a = whole_numbers({2, 1, 3}, 1), b = whole_numbers({4, 3}, 2);
    const Tensor y = einsum("...i,...i->...", {Tensor(a), Tensor(b)});
    QCOMPARE(y.shape(), (Shape{2, 4}));
    for (std::int64_t i = 0; i < 2; ++i) {
        for (std::int64_t j = 0; j < 4; ++j) {
            double sum = 0;
            for (std::int64_t k = 0; k < 3; ++k)
                sum += a.number(3 * i + k) * b.number(3 * j + k);
            QCOMPARE(y.eval().number(4 * i + j), sum);
        }
    }
    QCOMPARE(einsum("ij,ij->", {ones({1, 3}), ones({2, 3})}).item(), 6.0);
}

void TestEinsum::types() {
    const Tensor x = tensor({1, 2}, DType::i32);
    QCOMPARE(einsum("i,i", {x, x}).dtype(), DType::i32);
    QCOMPARE(einsum("i,i", {x, tensor({0.5, 1})}).dtype(), DType::f32);
    QCOMPARE(einsum("i,i", {x.to(DType::f16), x.to(DType::f16)}).item(), 5.0);
}

void TestEinsum::errors() {
    const Tensor x = zeros({2, 3});
    EXPECT_ERROR(einsum("ij,jk", {x}), bad_input,
                 "einsum \"ij,jk\": it names 2 operands, 1 are given");
    EXPECT_ERROR(einsum("ijk", {x}), bad_input,
                 "einsum \"ijk\": \"ijk\" does not fit an operand of shape [2, 3]");
    EXPECT_ERROR(einsum("ij->ik", {x}), bad_input,
                 "einsum \"ij->ik\": the result names an axis that no operand has");
    EXPECT_ERROR(einsum("ij->ii", {x}), bad_input,
                 "einsum \"ij->ii\": the result names an axis twice");
    EXPECT_ERROR(einsum("ii", {x}), bad_input,
                 "einsum \"ii\": axis \"i\" has 2 elements in one operand and 3 in another");
    EXPECT_ERROR(einsum("i1", {x}), bad_input,
                 "einsum \"i1\": \"i1\" does not fit an operand of shape [2, 3]");
    EXPECT_ERROR(einsum("ij1", {x}), bad_input,
                 "einsum \"ij1\": what is \"1\"? Axes are letters, or one \"...\" per operand");
}

QTEST_GUILESS_MAIN(TestEinsum)
#include "test_einsum.moc"
