// SPDX-License-Identifier: Apache-2.0
// Random programs on an OpenCL device: it gives what the CPU gives, whatever the compiler's
// switches. Whole numbers to the bit, and on a processor real ones in f32 as well; others within
// the roundings of the fuzzer of the CPU.
//
// Some tens of programs by default, several compiled as one, since drivers take long to begin;
// GRADWEAVE_OPENCL_FULL=1 takes ten times as many, in every way to compile them. A failure names
// its seeds; GRADWEAVE_FUZZ_SEED=n runs one alone, GRADWEAVE_FUZZ_COUNT=n the seeds 1 to n.
#include <QTest>

#include "engine/graph/print.h"
#include "tests/support/opencl.h"
#include "tests/support/random_graph.h"

using namespace gradweave;
using gradweave::testing::cpu;
using gradweave::testing::Flavour;
using gradweave::testing::opencl;
using gradweave::testing::opencl_in_full;
using gradweave::testing::Outcome;
using gradweave::testing::RandomGraph;
using gradweave::testing::Session;
using gradweave::testing::Tolerance;

namespace {

/// Programs that are compiled as one.
constexpr int together = 10;
/// Assigned leaves carry over from one run to the next.
constexpr int runs = 2;

std::vector<Outcome> outcomes(backends::Backend& device, const compiler::Program& program,
                              const compiler::CompileOptions& options = {}) {
    Session session(device, program, options);
    std::vector<Outcome> result;
    for (int i = 0; i < runs; ++i)
        result.push_back(session.run());
    return result;
}

/// For each output and each assigned leaf.
struct Tolerances {
    std::vector<Tolerance> outputs, assigned;
};

/// Where two devices differ, with the number of the output or of the assigned leaf.
std::optional<std::string> difference(const std::vector<Outcome>& actual,
                                      const std::vector<Outcome>& expected,
                                      const Tolerances& tolerances) {
    for (std::size_t run = 0; run < expected.size(); ++run) {
        for (const auto& [what, part, allowed] :
             {std::tuple("output", &Outcome::outputs, &Tolerances::outputs),
              std::tuple("assigned leaf", &Outcome::assigned, &Tolerances::assigned)}) {
            const auto& wanted = expected[run].*part;
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                if (const auto wrong = testing::difference((actual[run].*part)[i], wanted[i],
                                                           (tolerances.*allowed)[i]))
                    return concat("run ", run, ", ", what, " ", i, ": ", *wrong);
            }
        }
    }
    return std::nullopt;
}

/// Whether all of it is added up on a processor as on the CPU.
bool has_bits_of_cpu(const compiler::Program& program) {
    if (!backends::gives_bits_of_cpu(*opencl())) return false;
    for (const graph::Node* node : graph::topological_order(program.roots())) {
        if (node->op() == graph::Op::pow) return false;
        const bool convolution = node->op() == graph::Op::conv ||
                                 node->op() == graph::Op::conv_grad_input ||
                                 node->op() == graph::Op::conv_grad_weight;
        // Those are a library's on the CPU.
        if (convolution && node->as<graph::ConvAttributes>().groups != 1) return false;
    }
    return true;
}

/// The programs of all seeds as one, and what each of them is held to: compiled as on the CPU, and
/// compiled another way, which adds up in another order.
struct Programs {
    compiler::Program all;
    Tolerances alike, otherwise;
};

Programs programs_of(int first, int last, Flavour flavour, DType dtype) {
    // As in test_fuzz: whole numbers are exact; real ones stay in [-1, 1], and some thirty
    // operations of a few units each (2^-24 or 2^-53) pass their errors on.
    const Tolerance roundings = flavour == Flavour::whole ? Tolerance{}
                                : dtype == DType::f32     ? Tolerance{0, 500 * 0x1p-24}
                                                          : Tolerance{0, 500 * 0x1p-53};
    Programs result;
    for (int seed = first; seed <= last; ++seed) {
        const RandomGraph graph(static_cast<std::uint64_t>(seed), flavour, dtype);
        const auto& program = graph.program();
        const Tolerance tolerance =
            dtype == DType::f32 && has_bits_of_cpu(program) ? Tolerance{} : roundings;
        for (const auto& [tolerances, each] :
             {std::pair(&result.alike, tolerance), std::pair(&result.otherwise, roundings)}) {
            auto& [outputs, assigned] = *tolerances;
            outputs.resize(outputs.size() + program.outputs.size(), each);
            assigned.resize(assigned.size() + program.assignments.size(), each);
        }
        auto& all = result.all;
        all.outputs.insert(all.outputs.end(), program.outputs.begin(), program.outputs.end());
        all.assignments.insert(all.assignments.end(), program.assignments.begin(),
                               program.assignments.end());
    }
    return result;
}

compiler::CompileOptions without_optimisations() {
    compiler::CompileOptions none;
    none.canonicalise = none.fold = none.algebra = none.view_algebra = none.recompute = none.fuse =
        none.merge = none.epilogues = none.row_kernels = none.in_place = none.reuse_memory =
            none.channels_last = none.composites = false;
    none.poison_memory = true;
    return none;
}

}  // namespace

class TestOpenClFuzz : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase() { NEED_OPENCL(); }
    void programs_data();
    void programs();

  private:
    std::optional<std::string> check(int first, int last, Flavour flavour, DType dtype);
};

void TestOpenClFuzz::programs_data() {
    QTest::addColumn<int>("flavour");
    QTest::addColumn<int>("type");
    QTest::newRow("whole numbers in f32") << int(Flavour::whole) << int(DType::f32);
    QTest::newRow("real numbers in f32") << int(Flavour::smooth) << int(DType::f32);
    QTest::newRow("whole numbers in f64") << int(Flavour::whole) << int(DType::f64);
    QTest::newRow("real numbers in f64") << int(Flavour::smooth) << int(DType::f64);
}

std::optional<std::string> TestOpenClFuzz::check(int first, int last, Flavour flavour,
                                                 DType dtype) {
    try {
        const auto [program, alike, otherwise] = programs_of(first, last, flavour, dtype);
        const auto expected = outcomes(cpu(), program);
        compiler::CompileOptions poisoned;
        poisoned.poison_memory = true;
        if (auto wrong = difference(outcomes(*opencl(), program, poisoned), expected, alike))
            return wrong;
        if (!opencl_in_full()) return std::nullopt;
        if (auto wrong = difference(outcomes(*opencl(), program, without_optimisations()), expected,
                                    otherwise))
            return "without optimisations: " + *wrong;
    } catch (const Error& error) {
        return error.what();
    }
    return std::nullopt;
}

void TestOpenClFuzz::programs() {
    QFETCH(int, flavour);
    QFETCH(int, type);
    const auto kind = static_cast<Flavour>(flavour);
    const auto dtype = static_cast<DType>(type);
    bool given = false;
    const int only = qEnvironmentVariableIntValue("GRADWEAVE_FUZZ_SEED", &given);
    const int usual = (dtype == DType::f32 ? 30 : 10) * (opencl_in_full() ? 10 : 1);
    const int count = qEnvironmentVariableIsSet("GRADWEAVE_FUZZ_COUNT")
                          ? qEnvironmentVariableIntValue("GRADWEAVE_FUZZ_COUNT")
                          : usual;
    for (int first = given ? only : 1; first <= (given ? only : count); first += together) {
        const int last = given ? only : std::min(first + together - 1, count);
        const auto wrong = check(first, last, kind, dtype);
        if (!wrong) continue;
        // Which of them it is, alone.
        for (int seed = first; seed <= last; ++seed) {
            const auto alone = check(seed, seed, kind, dtype);
            if (!alone) continue;
            const auto program = programs_of(seed, seed, kind, dtype).all;
            QFAIL(concat("seed ", seed, ": ", *alone, "\n", graph::print(program.roots())).c_str());
        }
        QFAIL(concat("seeds ", first, " to ", last, ", together only: ", *wrong).c_str());
    }
}

QTEST_GUILESS_MAIN(TestOpenClFuzz)
#include "test_opencl_fuzz.moc"
