// SPDX-License-Identifier: Apache-2.0
// Gradients as an OpenCL device computes them in f32, once and twice differentiated, for every
// operation of the table, against central differences in f64 at the same points.
#include <QTest>

#include "tests/support/gradient_samples.h"
#include "tests/support/opencl.h"

using namespace gradweave;
using namespace gradweave::graph;
using gradweave::testing::GraphFunction;
using gradweave::testing::Tolerance;
using gradweave::testing::weighted;

namespace gradients = gradweave::testing::gradients;

namespace {

/// Rounding in f32: values up to some ten, through some ten operations of a few units each (2^-24),
/// and through OpenCL's powers of 16. A wrong factor is thousands of times more.
constexpr Tolerance rounding{2e-5, 2e-5};

/// A gradient in f32, and what differences in f64 say of it.
struct Checked {
    std::string what;
    NodePtr gradient;
    Array expected;
};

/// The values that f32 has, as f64.
Array rounded(const Array& array) {
    return array.dtype() == DType::f64 ? array.cast(DType::f32).cast(DType::f64) : array;
}

Array differences(const GraphFunction& f, const std::vector<Array>& values, std::size_t input,
                  const Array& weights) {
    Array result(DType::f64, values[input].shape());
    for (std::size_t i = 0; i < static_cast<std::size_t>(result.element_count()); ++i) {
        const double x = values[input].as<double>()[i];
        const double h = testing::difference_step * std::max(1.0, std::abs(x));
        const auto at = [&](double moved) {
            std::vector<Array> changed = values;
            changed[input] = values[input].clone();
            changed[input].as<double>()[i] = moved;
            return weighted(f, changed, weights);
        };
        result.as<double>()[i] = (at(x + h) - at(x - h)) / ((x + h) - (x - h));
    }
    return result;
}

/// One entry for each input of f that has a fraction.
void add_checked(std::vector<Checked>& all, const std::string& what, const GraphFunction& f,
                 const std::vector<Array>& given) {
    std::vector<Array> values;
    std::vector<NodePtr> leaves, variables;
    std::vector<std::size_t> numbers;
    for (const Array& array : given) {
        values.push_back(rounded(array));
        const bool real = array.dtype() == DType::f64;
        leaves.push_back(make_leaf("x", real ? values.back().cast(DType::f32) : values.back()));
        if (!real) continue;
        numbers.push_back(values.size() - 1);
        variables.push_back(leaves.back());
    }
    const NodePtr y = f(leaves);
    Generator generator(1);
    const Array weights =
        rounded(testing::random_array(DType::f64, y->shape(), generator, 0.5, 1.5));
    const auto found = autodiff::grad(y, variables, make_leaf("weights", weights.cast(DType::f32)));
    for (std::size_t k = 0; k < variables.size(); ++k)
        all.push_back({concat(what, ", input ", numbers[k]), found[k],
                       differences(f, values, numbers[k], weights)});
}

/// All gradients of f as one vector, as a function of its inputs and of what flows in from above.
GraphFunction gradient_of(const GraphFunction& f) {
    return [f](const std::vector<NodePtr>& inputs) {
        const std::vector<NodePtr> xs(inputs.begin(), inputs.end() - 1);
        std::vector<NodePtr> variables, parts;
        for (const NodePtr& x : xs) {
            if (x->dtype() == inputs.back()->dtype()) variables.push_back(x);
        }
        for (const NodePtr& part : autodiff::grad(f(xs), variables, inputs.back()))
            parts.push_back(reshape(part, Shape{part->shape().element_count()}));
        return graph::concat(std::move(parts), 0);
    };
}

/// As one program on the device.
void compare(const std::vector<Checked>& all) {
    compiler::Program program;
    for (const Checked& checked : all)
        program.outputs.push_back(checked.gradient);
    const auto actual = testing::Session(*testing::opencl(), program).run().outputs;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto wrong =
            testing::difference(actual[i].cast(DType::f64), all[i].expected, rounding);
        QVERIFY2(!wrong, wrong ? concat(all[i].what, ": ", *wrong).c_str() : "");
    }
}

}  // namespace

class TestOpenClGradients : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { NEED_OPENCL(); }
    void once();
    void twice();
};

void TestOpenClGradients::once() {
    std::vector<Checked> all;
    for (const auto& [op, row] : gradients::table()) {
        for (std::size_t i = 0; i < row.cases.size(); ++i)
            add_checked(all, concat(name_of(op), " ", i), row.cases[i].function,
                        row.cases[i].values);
    }
    compare(all);
}

void TestOpenClGradients::twice() {
    std::vector<Checked> all;
    for (const auto& [op, row] : gradients::table()) {
        // Many cases share their kernels; a program of all takes PoCL half a minute.
        const std::size_t count = testing::opencl_in_full() ? row.cases.size() : 1;
        for (std::size_t i = 0; i < std::min(count, row.cases.size()); ++i) {
            const auto& c = row.cases[i];
            Generator generator(2);
            std::vector<Array> values = c.values;
            const Shape shape = c.function(testing::leaves_of(c.values))->shape();
            values.push_back(testing::random_array(DType::f64, shape, generator, 0.5, 1.5));
            add_checked(all, concat(name_of(op), " ", i), gradient_of(c.function), values);
        }
    }
    compare(all);
}

QTEST_GUILESS_MAIN(TestOpenClGradients)
#include "test_opencl.moc"
