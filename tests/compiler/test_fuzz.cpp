// SPDX-License-Identifier: Apache-2.0
// Random programs: every way to compile and run one gives what the oracle gives.
//
// A failure names its seed. GRADWEAVE_FUZZ_SEED=n runs that one alone, GRADWEAVE_FUZZ_COUNT=n runs
// the seeds 1 to n.
#include <QTest>
#include <algorithm>
#include <map>
#include <set>

#include "engine/backends/reference/kernels.h"
#include "engine/compiler/schedule/schedule.h"
#include "engine/core/threads.h"
#include "engine/graph/print.h"
#include "tests/support/random_graph.h"
#include "tests/support/run.h"

using namespace gradweave;
using gradweave::testing::cpu;
using gradweave::testing::Flavour;
using gradweave::testing::oracle;
using gradweave::testing::Outcome;
using gradweave::testing::RandomGraph;
using gradweave::testing::Session;
using gradweave::testing::Tolerance;

namespace {

struct Variant {
    const char* name;
    compiler::CompileOptions options;
};

/// Each optimisation off alone, all off, and some that are drawn; always with poisoned memory.
std::vector<Variant> variants(Generator& subset) {
    using Options = compiler::CompileOptions;
    const std::pair<const char*, bool Options::*> switches[] = {
        {"without canonical forms", &Options::canonicalise},
        {"without constant folding", &Options::fold},
        {"without algebra", &Options::algebra},
        {"without view algebra", &Options::view_algebra},
        {"without removal of dead code", &Options::dead_code},
        {"without computing again", &Options::recompute},
        {"without fusion", &Options::fuse},
        {"without merged loops", &Options::merge},
        {"without row kernels", &Options::row_kernels},
        {"without epilogues", &Options::epilogues},
        {"without chains", &Options::chains},
        {"without in-place results", &Options::in_place},
        {"without reuse of memory", &Options::reuse_memory},
        {"without channels last", &Options::channels_last},
        {"without composites", &Options::composites}};
    constexpr std::size_t count = std::size(switches);
    std::vector<Variant> all(count + 3);
    all[0].name = "all optimisations";
    all[count + 1].name = "without optimisations";
    all[count + 2].name = "with some optimisations";
    for (std::size_t i = 0; i < count; ++i) {
        all[i + 1].name = switches[i].first;
        all[i + 1].options.*switches[i].second = false;
        all[count + 1].options.*switches[i].second = false;
        all[count + 2].options.*switches[i].second = subset.below(2) == 0;
    }
    for (auto& variant : all)
        variant.options.poison_memory = true;
    return all;
}

constexpr int runs = 3;

/// Several runs in a row; assigned leaves carry over.
std::vector<Outcome> outcomes(backends::Backend& device, const compiler::Program& program,
                              const compiler::CompileOptions& options = {}) {
    Session session(device, program, options);
    std::vector<Outcome> result;
    for (int i = 0; i < runs; ++i)
        result.push_back(session.run());
    return result;
}

std::optional<std::string> difference(const std::vector<Outcome>& actual,
                                      const std::vector<Outcome>& expected, Tolerance tolerance) {
    for (std::size_t run = 0; run < expected.size(); ++run) {
        for (std::size_t i = 0; i < expected[run].outputs.size(); ++i) {
            if (const auto wrong = testing::difference(actual[run].outputs[i],
                                                       expected[run].outputs[i], tolerance))
                return concat("run ", run, ", output ", i, ": ", *wrong);
        }
        for (std::size_t i = 0; i < expected[run].assigned.size(); ++i) {
            if (const auto wrong = testing::difference(actual[run].assigned[i],
                                                       expected[run].assigned[i], tolerance))
                return concat("run ", run, ", assigned leaf ", i, ": ", *wrong);
        }
    }
    return std::nullopt;
}

bool identical_outcomes(const std::vector<Outcome>& a, const std::vector<Outcome>& b) {
    for (std::size_t run = 0; run < a.size(); ++run) {
        for (std::size_t i = 0; i < a[run].outputs.size(); ++i) {
            if (!identical(a[run].outputs[i], b[run].outputs[i])) return false;
        }
        for (std::size_t i = 0; i < a[run].assigned.size(); ++i) {
            if (!identical(a[run].assigned[i], b[run].assigned[i])) return false;
        }
    }
    return true;
}

/// Everything that must hold for one program; what does not, as a sentence.
std::optional<std::string> check(const compiler::Program& program, Tolerance tolerance,
                                 std::uint64_t seed) {
    static const auto kernels = backends::make_kernel_interpreter();
    set_thread_count(1);
    const auto expected = outcomes(oracle(), program);
    Generator subset(mix_key(seed, 0x5B5E7));
    for (const Variant& variant : variants(subset)) {
        if (const auto wrong =
                difference(outcomes(cpu(), program, variant.options), expected, tolerance))
            return concat(variant.name, ": ", *wrong);
        compiler::Target target;
        target.row_kernels = target.epilogues = true;
        const auto schedule = compiler::make_schedule(program, target, variant.options);
        compiler::verify(schedule);
        if (compiler::to_string(schedule) !=
            compiler::to_string(compiler::make_schedule(program, target, variant.options)))
            return concat(variant.name, ": compiled twice, the schedules differ");
    }
    if (const auto wrong = difference(outcomes(*kernels, program), expected, tolerance))
        return concat("kernels by their definition: ", *wrong);
    const auto alone = outcomes(cpu(), program);
    for (const int threads : {2, 4}) {
        set_thread_count(threads);
        if (!identical_outcomes(outcomes(cpu(), program), alone))
            return concat(threads, " threads change the result");
    }
    return std::nullopt;
}

}  // namespace

class TestFuzz : public QObject {
    Q_OBJECT

  private slots:
    void cleanup() { set_thread_count(0); }
    void everyOperationComesUp();
    void programs_data();
    void programs();
};

// A new operation fails here until random programs hold it, and so does a function that is taken
// out.
void TestFuzz::everyOperationComesUp() {
    std::map<graph::Op, int> operations;
    std::map<std::string, int> composites;
    std::set<std::size_t> convolved;  // by their number of axes
    bool grouped = false, apart = false;
    for (const Flavour flavour : {Flavour::whole, Flavour::smooth}) {
        for (std::uint64_t seed = 1; seed <= 250; ++seed) {
            const RandomGraph random(seed, flavour, DType::f32);
            for (const graph::Node* node : graph::topological_order(random.program().roots())) {
                ++operations[node->op()];
                if (node->op() == graph::Op::composite)
                    ++composites[std::string(node->as<graph::CompositeAttributes>().spec->name)];
                if (node->op() != graph::Op::conv) continue;
                const auto& conv = node->as<graph::ConvAttributes>();
                convolved.insert(conv.stride.size());
                grouped = grouped || conv.groups > 1;
                apart = apart || std::any_of(conv.dilation.begin(), conv.dilation.end(),
                                             [](std::int64_t d) { return d > 1; });
            }
        }
    }
    QStringList missing;
    for (int i = 0; i < graph::op_count; ++i) {
        const auto op = static_cast<graph::Op>(i);
        if (operations[op] == 0) missing << QString::fromStdString(std::string(name_of(op)));
    }
    for (const char* name : {"relu", "softmax", "log_softmax", "sigmoid", "gelu", "softplus",
                             "silu", "mish", "elu", "logsumexp", "logcumsumexp", "scatter_prod",
                             "scatter_max", "scatter_min", "max_pool2d"}) {
        if (composites[name] == 0) missing << name;
    }
    QVERIFY2(missing.isEmpty(), qPrintable(missing.join(", ")));
    QCOMPARE(convolved, (std::set<std::size_t>{1, 2, 3}));
    QVERIFY(grouped && apart);
}

void TestFuzz::programs_data() {
    QTest::addColumn<int>("flavour");
    QTest::addColumn<int>("type");
    QTest::newRow("whole numbers in f32") << int(Flavour::whole) << int(DType::f32);
    QTest::newRow("whole numbers in f64") << int(Flavour::whole) << int(DType::f64);
    QTest::newRow("real numbers in f32") << int(Flavour::smooth) << int(DType::f32);
    QTest::newRow("real numbers in f64") << int(Flavour::smooth) << int(DType::f64);
}

void TestFuzz::programs() {
    QFETCH(int, flavour);
    QFETCH(int, type);
    const auto dtype = static_cast<DType>(type);
    // Whole numbers are exact. Real ones stay in [-1, 1], where one operation adds at most a few
    // units of rounding (2^-24 or 2^-53) to the errors of its operands, and three runs of thirty
    // operations may pass one error on: some hundred units, with room for a product whose factors
    // both carry errors.
    const Tolerance tolerance = flavour == int(Flavour::whole) ? Tolerance{}
                                : dtype == DType::f32          ? Tolerance{0, 500 * 0x1p-24}
                                                               : Tolerance{0, 500 * 0x1p-53};
    bool given = false;
    const int only = qEnvironmentVariableIntValue("GRADWEAVE_FUZZ_SEED", &given);
    const int count = qEnvironmentVariableIsSet("GRADWEAVE_FUZZ_COUNT")
                          ? qEnvironmentVariableIntValue("GRADWEAVE_FUZZ_COUNT")
                          : 250;
    for (int seed = given ? only : 1; seed <= (given ? only : count); ++seed) {
        const RandomGraph graph(static_cast<std::uint64_t>(seed), static_cast<Flavour>(flavour),
                                dtype);
        std::optional<std::string> wrong;
        try {
            wrong = check(graph.program(), tolerance, static_cast<std::uint64_t>(seed));
        } catch (const Error& error) {
            wrong = error.what();
        }
        if (!wrong) continue;
        QFAIL(concat("seed ", seed, ": ", *wrong, "\n", graph::print(graph.program().roots()))
                  .c_str());
    }
}

QTEST_GUILESS_MAIN(TestFuzz)
#include "test_fuzz.moc"
