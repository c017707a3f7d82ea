// SPDX-License-Identifier: Apache-2.0
// Loops as machine code give the bits that tiles give; code is kept on disk; without the module
// everything runs as before.
//
// With an argument --run the program computes something and prints what it took and gave: what a
// second process finds in the cache.
#include <QCoreApplication>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <cstring>
#include <iostream>

#include "engine/backends/cpu/jit/jit.h"
#include "engine/backends/object_cache.h"
#include "engine/core/threads.h"
#include "tests/support/operands.h"
#include "tests/support/random_graph.h"
#include "tests/support/run.h"

using namespace gradweave;
using namespace gradweave::graph;
using backends::ObjectCache;
using gradweave::testing::all_layouts;
using gradweave::testing::cpu;
using gradweave::testing::drawn_leaf;
using gradweave::testing::Flavour;
using gradweave::testing::Layout;
using gradweave::testing::operand;
using gradweave::testing::Outcome;
using gradweave::testing::RandomGraph;
using gradweave::testing::Session;

namespace {

compiler::CompileOptions tiles() {
    compiler::CompileOptions options;
    options.machine_code = false;
    return options;
}

/// Machine code for every loop, however small.
compiler::CompileOptions code() {
    compiler::CompileOptions options;
    options.expected_runs = std::int64_t{1} << 40;
    return options;
}

/// The same bits, the sign of zero included; only one NaN is as good as another.
std::optional<std::string> difference(const Array& a, const Array& b) {
    if (a.dtype() != b.dtype() || a.shape() != b.shape()) return "another type or shape";
    return visit_stored(
        a.dtype(), [&]<class T>(std::type_identity<T>) -> std::optional<std::string> {
            const auto x = a.as<T>(), y = b.as<T>();
            for (std::size_t i = 0; i < x.size(); ++i) {
                if (std::memcmp(&x[i], &y[i], sizeof(T)) == 0 || (x[i] != x[i] && y[i] != y[i]))
                    continue;
                return concat("element ", i, " of ", to_string(a.shape()), ": ",
                              a.number(static_cast<std::int64_t>(i)), " as machine code, ",
                              b.number(static_cast<std::int64_t>(i)), " as tiles");
            }
            return std::nullopt;
        });
}

std::optional<std::string> difference(const compiler::Program& program, int runs = 1) {
    Session fast(cpu(), program, code()), slow(cpu(), program, tiles());
    for (int run = 0; run < runs; ++run) {
        const Outcome a = fast.run(), b = slow.run();
        for (std::size_t i = 0; i < a.outputs.size(); ++i) {
            if (const auto wrong = difference(a.outputs[i], b.outputs[i]))
                return concat("run ", run, ", output ", i, ": ", *wrong);
        }
        for (std::size_t i = 0; i < a.assigned.size(); ++i) {
            if (const auto wrong = difference(a.assigned[i], b.assigned[i]))
                return concat("run ", run, ", leaf ", i, ": ", *wrong);
        }
    }
    return std::nullopt;
}

void compare(const std::vector<NodePtr>& nodes, const std::string& what) {
    for (const NodePtr& node : nodes) {
        const auto wrong = difference({{node}, {}});
        QVERIFY2(!wrong,
                 wrong ? concat(what, " of ", to_string(node->shape()), ": ", *wrong).c_str() : "");
    }
}

const std::vector<Shape>& dense_sizes() {
    static const std::vector<Shape> all = [] {
        std::vector<Shape> shapes = {Shape{}, Shape{0}, Shape{3, 0, 2}};
        for (const std::int64_t n : {1, 2, 7, 15, 16, 17, 31, 32, 33, 1023, 1025, 33'000})
            shapes.push_back(Shape{n});
        return shapes;
    }();
    return all;
}

Generator& generator() {
    static Generator shared(77);
    return shared;
}

NodePtr make(DType dtype, const Shape& shape, Layout layout = Layout::dense) {
    return operand(dtype, shape, layout, testing::Numbers::special, generator());
}

/// f(shape, layout) over sizes and layouts.
template <class F>
std::vector<NodePtr> everywhere(F&& f) {
    std::vector<NodePtr> nodes;
    for (const Shape& shape : dense_sizes())
        nodes.push_back(f(shape, Layout::dense));
    for (const Layout layout : all_layouts) {
        if (layout == Layout::constant) continue;
        for (const Shape& shape : {Shape{5, 7}, Shape{3, 1030}, Shape{2, 3, 21}})
            nodes.push_back(f(shape, layout));
    }
    return nodes;
}

/// What the program prints with --run.
int run_once() {
    Generator own(3);
    const NodePtr x = drawn_leaf(DType::f32, Shape{40, 50}, testing::Numbers::ordinary, own);
    const NodePtr y = unary(Op::tanh, binary(Op::mul, x, x));
    const NodePtr z = reduce(Op::reduce_sum, unary(Op::exp, x), Axes{1});
    Session session(cpu(), {{y, z}, {}}, code());
    const Outcome outcome = session.run();
    std::uint64_t sum = 0;
    for (const Array& array : outcome.outputs) {
        for (const float element : array.as<float>()) {
            std::uint32_t bits;
            std::memcpy(&bits, &element, sizeof bits);
            sum = mix_key(sum, bits);
        }
    }
    const auto report = session.executable().compile_report();
    std::cout << sum << " " << report.loops_made << " " << report.loops_from_disk << " "
              << cpu().description() << "\n";
    return 0;
}

struct Child {
    QString errors;  ///< what it wrote to stderr
    QString bits;
    int made = -1, from_disk = -1;
    QString description;
};

Child child(const QStringList& environment) {
    QProcess process;
    process.setProcessEnvironment([&] {
        auto values = QProcessEnvironment::systemEnvironment();
        for (const QString& pair : environment)
            values.insert(pair.section('=', 0, 0), pair.section('=', 1));
        return values;
    }());
    process.start(QCoreApplication::applicationFilePath(), {"--run"});
    Child result;
    if (!process.waitForFinished(60'000) || process.exitCode() != 0) return result;
    const QStringList words =
        QString::fromUtf8(process.readAllStandardOutput()).trimmed().split(' ');
    if (words.size() < 4) return result;
    result = {QString::fromUtf8(process.readAllStandardError()), words[0], words[1].toInt(),
              words[2].toInt(), words.mid(3).join(' ')};
    return result;
}

}  // namespace

class TestJit : public QObject {
    Q_OBJECT

  private slots:
    void initTestCase();
    void cleanup() { set_thread_count(0); }
    void elementwise_data();
    void elementwise();
    void casts();
    void bitcasts();
    void shortFloats();
    void randomBitsAndIndices();
    void reductions_data();
    void reductions();
    void severalStores();
    void sameResultOnEveryRunAndThread();
    void programs_data();
    void programs();
    void smallLoopsAreNotCompiled();
    void cacheReturnsWhatWasStored();
    void cacheSurvivesDamage();
    void cacheIsBounded();
    void cacheKeepsNothingItWouldNotRead();
    void secondProcessFindsTheCode();
    void withoutTheModule();
    void assemblyForPeople();
    void dumps();
};

void TestJit::initTestCase() {
    if (!backends::cpu::jit::available())
        QSKIP(concat("no machine code: ", backends::cpu::jit::unavailable_reason()).c_str());
}

void TestJit::elementwise_data() {
    QTest::addColumn<int>("op");
    for (int i = 0; i < op_count; ++i) {
        const auto op = static_cast<Op>(i);
        if (is_elementwise(op) && op != Op::cast && op != Op::bitcast)
            QTest::newRow(name_of(op).data()) << i;
    }
}

void TestJit::elementwise() {
    QFETCH(int, op);
    const auto name = static_cast<Op>(op);
    for (int t = 0; t < dtype_count; ++t) {
        const auto dtype = static_cast<DType>(t);
        const std::string what = concat(graph::name_of(name), " ", gradweave::name_of(dtype));
        if (name == Op::select) {
            compare(everywhere([&](const Shape& shape, Layout layout) {
                        return select(make(DType::boolean, shape), make(dtype, shape, layout),
                                      make(dtype, shape));
                    }),
                    what);
            continue;
        }
        if (!accepts(info(name).type, dtype)) continue;
        if (info(name).klass == OpClass::unary) {
            compare(everywhere([&](const Shape& shape, Layout layout) {
                        return unary(name, make(dtype, shape, layout));
                    }),
                    what);
        } else {
            compare(everywhere([&](const Shape& shape, Layout layout) {
                        return binary(name, make(dtype, shape, layout), make(dtype, shape));
                    }),
                    what);
        }
    }
}

void TestJit::casts() {
    for (int from = 0; from < dtype_count; ++from) {
        for (int to = 0; to < dtype_count; ++to) {
            std::vector<NodePtr> nodes;
            for (const std::int64_t n : {1, 17, 1000})
                nodes.push_back(
                    cast(make(static_cast<DType>(from), Shape{n}), static_cast<DType>(to)));
            compare(nodes, concat("cast ", gradweave::name_of(static_cast<DType>(from)), " to ",
                                  gradweave::name_of(static_cast<DType>(to))));
        }
    }
}

void TestJit::bitcasts() {
    for (int from = 1; from < dtype_count; ++from) {
        for (int to = 1; to < dtype_count; ++to) {
            const auto a = static_cast<DType>(from), b = static_cast<DType>(to);
            if (size_of(a) != size_of(b)) continue;
            compare({bitcast(make(a, Shape{17}), b), bitcast(neg(make(a, Shape{1000})), b)},
                    concat("bitcast ", gradweave::name_of(a), " to ", gradweave::name_of(b)));
        }
    }
}

// Every pattern of 16 bits as a number, and every number between two of them, rounded.
void TestJit::shortFloats() {
    for (const DType dtype : {DType::f16, DType::bf16}) {
        Array patterns(DType::i16, Shape{65'536});
        for (int i = 0; i < 65'536; ++i)
            patterns.as<std::int16_t>()[static_cast<std::size_t>(i)] =
                static_cast<std::int16_t>(i - 32'768);
        const NodePtr all = bitcast(make_leaf("x", patterns), dtype);
        Array between(DType::i32, Shape{3 * 65'536});
        for (std::uint32_t i = 0; i < 65'536; ++i) {
            const auto bits = static_cast<std::uint16_t>(i);
            const float low = dtype == DType::f16 ? half_to_float(bits) : bfloat_to_float(bits);
            // Just before, at and just after the middle between two neighbours.
            const std::uint32_t middle = dtype == DType::f16 ? 0x1000 : 0x8000;
            for (std::uint32_t k = 0; k < 3; ++k)
                between.as<std::int32_t>()[3 * i + k] =
                    static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(low) + middle + k - 1);
        }
        const NodePtr numbers = bitcast(make_leaf("y", between), DType::f32);
        compare({cast(all, DType::f32), cast(numbers, dtype)},
                std::string(gradweave::name_of(dtype)));
    }
}

void TestJit::randomBitsAndIndices() {
    std::vector<NodePtr> nodes;
    const NodePtr key = constant(std::int64_t{123456789}, DType::i64, Shape{});
    for (const Shape& shape : {Shape{1}, Shape{15}, Shape{70}, Shape{5, 33}}) {
        nodes.push_back(random_bits(key, key, shape));
        for (int axis = 0; axis < shape.rank(); ++axis) {
            nodes.push_back(iota(DType::i64, shape, axis));
            nodes.push_back(iota(DType::f32, shape, axis));
        }
    }
    compare(nodes, "a source");
}

void TestJit::reductions_data() {
    QTest::addColumn<int>("type");
    for (const DType dtype :
         {DType::boolean, DType::u8, DType::i32, DType::i64, DType::f32, DType::f64})
        QTest::newRow(gradweave::name_of(dtype).data()) << static_cast<int>(dtype);
}

void TestJit::reductions() {
    QFETCH(int, type);
    const auto dtype = static_cast<DType>(type);
    const std::pair<Shape, Axes> patterns[] = {{{1}, {0}},
                                               {{9}, {0}},
                                               {{16}, {0}},
                                               {{1023}, {0}},
                                               {{5000}, {0}},
                                               {{70'001}, {0}},
                                               {{40, 3}, {1}},
                                               {{7, 33}, {1}},
                                               {{5, 1025}, {1}},
                                               {{2, 70'001}, {1}},
                                               {{33, 3}, {0}},
                                               {{64, 10}, {0}},
                                               {{100, 128}, {0}},
                                               {{70, 600}, {0}},
                                               {{30, 1500}, {0}},
                                               {{40'000, 3}, {0}},
                                               {{4, 30, 7}, {1}},
                                               {{4, 5, 6}, {0, 2}},
                                               {{3, 4, 5, 6}, {0, 2}},
                                               {{3, 4, 5, 6}, {1, 3}},
                                               {{3, 0, 2}, {1}},
                                               {{20, 30}, {0, 1}}};
    for (const auto& [shape, axes] : patterns) {
        for (const Op op : {Op::reduce_sum, Op::reduce_prod, Op::reduce_max, Op::reduce_min}) {
            const bool arithmetic = op == Op::reduce_sum || op == Op::reduce_prod;
            if (arithmetic && dtype == DType::boolean) continue;
            if (!arithmetic && shape.empty()) continue;
            const NodePtr x = drawn_leaf(dtype, shape, testing::Numbers::ordinary, generator());
            const NodePtr odd = drawn_leaf(dtype, shape, testing::Numbers::special, generator());
            std::vector<NodePtr> nodes = {reduce(op, x, axes), reduce(op, odd, axes)};
            if (dtype == DType::f32)
                nodes.push_back(reduce(op, unary(Op::exp, unary(Op::neg, x)), axes));
            compare(nodes, concat(graph::name_of(op), " of ", to_string(shape)));
        }
    }
}

void TestJit::severalStores() {
    const NodePtr x = drawn_leaf(DType::f32, Shape{45, 77}, testing::Numbers::special, generator());
    const NodePtr a = binary(Op::add, x, x), b = lt(a, x), c = select(b, a, x);
    const auto wrong = difference({{a, b, c}, {{x, c}}}, 3);
    QVERIFY2(!wrong, wrong ? wrong->c_str() : "");
}

void TestJit::sameResultOnEveryRunAndThread() {
    const NodePtr x =
        drawn_leaf(DType::f32, Shape{300, 1100}, testing::Numbers::ordinary, generator());
    const compiler::Program program{{reduce(Op::reduce_sum, unary(Op::exp, x), Axes{0}),
                                     reduce(Op::reduce_sum, unary(Op::erf, x), Axes{1}),
                                     reduce(Op::reduce_sum, x, Axes{0, 1}), unary(Op::tanh, x)},
                                    {}};
    std::vector<Array> first;
    for (const int threads : {1, 1, 2, 3, 4}) {
        set_thread_count(threads);
        const auto outputs = Session(cpu(), program, code()).run().outputs;
        if (first.empty()) first = outputs;
        for (std::size_t i = 0; i < outputs.size(); ++i)
            QVERIFY(identical(outputs[i], first[i]));
    }
}

void TestJit::programs_data() {
    QTest::addColumn<int>("flavour");
    QTest::addColumn<int>("type");
    QTest::newRow("whole numbers in f32") << int(Flavour::whole) << int(DType::f32);
    QTest::newRow("real numbers in f32") << int(Flavour::smooth) << int(DType::f32);
    QTest::newRow("real numbers in f64") << int(Flavour::smooth) << int(DType::f64);
}

void TestJit::programs() {
    QFETCH(int, flavour);
    QFETCH(int, type);
    const int count = qEnvironmentVariableIsSet("GRADWEAVE_FUZZ_COUNT")
                          ? qEnvironmentVariableIntValue("GRADWEAVE_FUZZ_COUNT")
                          : 40;
    for (int seed = 1; seed <= count; ++seed) {
        const RandomGraph graph(static_cast<std::uint64_t>(seed), static_cast<Flavour>(flavour),
                                static_cast<DType>(type));
        const auto wrong = difference(graph.program(), 2);
        QVERIFY2(!wrong, wrong ? concat("seed ", seed, ": ", *wrong).c_str() : "");
    }
}

void TestJit::smallLoopsAreNotCompiled() {
    const NodePtr x = drawn_leaf(DType::f32, Shape{100}, testing::Numbers::ordinary, generator());
    compiler::CompileOptions once;
    once.expected_runs = 1;
    Session session(cpu(), {{unary(Op::exp, x)}, {}}, once);
    const auto report = session.executable().compile_report();
    const bool always = backends::cpu::jit::wanted_always();
    QCOMPARE(report.loops_made + report.loops_from_disk + report.loops_known, always ? 1 : 0);
}

void TestJit::cacheReturnsWhatWasStored() {
    const QTemporaryDir folder;
    ObjectCache cache(folder.path().toStdString() + "/deep/er");
    QVERIFY(!cache.find("text"));
    const std::string object("\0\1code\xff", 7);
    cache.store("text", object);
    QVERIFY(cache.find("text") == object);
    QVERIFY(!cache.find("another text"));
    cache.store("text", "newer");
    QVERIFY(cache.find("text") == std::string("newer"));
    ObjectCache none{{}};
    none.store("text", object);
    QVERIFY(!none.find("text"));
    // A file where the folder should be.
    QFile file(folder.filePath("file"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    ObjectCache blocked(file.fileName().toStdString());
    blocked.store("text", object);
    QVERIFY(!blocked.find("text"));
}

void TestJit::cacheSurvivesDamage() {
    const QTemporaryDir folder;
    ObjectCache cache(folder.path().toStdString());
    cache.store("text", std::string(5000, 'x'));
    const QString path = folder.filePath(QDir(folder.path()).entryList(QDir::Files).value(0));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray good = file.readAll();
    const auto write = [&](const QByteArray& bytes) {
        file.resize(0);
        file.seek(0);
        file.write(bytes);
        file.flush();
    };
    for (const qsizetype at : {0, 9, 17, 25, 33, 40, 4000}) {
        QByteArray bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0x10);
        write(bad);
        QVERIFY2(!cache.find("text"), qPrintable(QString::number(at)));
    }
    for (const qsizetype length : {0, 7, 31, 32, 100, 5000}) {
        write(good.left(length));
        QVERIFY2(!cache.find("text"), qPrintable(QString::number(length)));
    }
    write(good + "more");
    QVERIFY(!cache.find("text"));
    write(good);
    QVERIFY(cache.find("text"));
}

void TestJit::cacheIsBounded() {
    const QTemporaryDir folder;
    // What the user had measured lies beside the objects, and is the oldest.
    QFile measured(folder.filePath("products.txt"));
    QVERIFY(measured.open(QIODevice::WriteOnly) && measured.write("512 1 2\n") > 0);
    measured.close();
    ObjectCache cache(folder.path().toStdString(), 50'000);
    for (int i = 0; i < 100; ++i)
        cache.store(concat("text ", i), std::string(2000, 'x'));
    qint64 total = 0;
    QDirIterator files(folder.path(), QDir::Files | QDir::Hidden);
    while (files.hasNext()) {
        files.next();
        total += files.fileInfo().size();
    }
    QVERIFY2(total > 10'000 && total <= 50'000, qPrintable(QString::number(total)));
    QVERIFY(measured.exists());
}

void TestJit::cacheKeepsNothingItWouldNotRead() {
    const QTemporaryDir folder;
    ObjectCache cache(folder.path().toStdString());
    for (const std::size_t bytes : {(8u << 20) - 36u, (8u << 20) - 35u, 9u << 20}) {
        cache.store("text", std::string(bytes, 'x'));
        const auto files = QDir(folder.path()).entryList(QDir::Files | QDir::Hidden);
        QCOMPARE(files.size(), 1);
        QCOMPARE(cache.find("text")->size(), (std::size_t{8} << 20) - 36);
    }
}

void TestJit::secondProcessFindsTheCode() {
    const QTemporaryDir folder;
    const QStringList here = {"GRADWEAVE_JIT=on", "GRADWEAVE_JIT_CACHE=" + folder.path()};
    const Child first = child(here), second = child(here);
    QVERIFY(first.made > 0);
    QCOMPARE(first.from_disk, 0);
    QCOMPARE(second.made, 0);
    QCOMPARE(second.from_disk, first.made);
    QCOMPARE(second.bits, first.bits);
    // Damaged files are made again.
    QDirIterator files(folder.path(), QDir::Files);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.seek(file.size() - 100);
        file.write("damage");
    }
    const Child third = child(here);
    QCOMPARE(third.made, first.made);
    QCOMPARE(third.bits, first.bits);
    const Child fourth = child({"GRADWEAVE_JIT=on", "GRADWEAVE_JIT_CACHE=/dev/null/no"});
    QCOMPARE(fourth.made, first.made);
    QCOMPARE(fourth.bits, first.bits);
}

void TestJit::withoutTheModule() {
    const Child with = child({"GRADWEAVE_JIT=on", "GRADWEAVE_JIT_CACHE="});
    QVERIFY(with.made > 0);
    for (const char* how :
         {"GRADWEAVE_JIT=off", "GRADWEAVE_JIT_MODULE=/nowhere/gradweave_jit.so"}) {
        const Child without = child({how, "GRADWEAVE_JIT_CACHE="});
        QCOMPARE(without.made, 0);
        QCOMPARE(without.bits, with.bits);
        QVERIFY2(without.description.contains("not compiled"), qPrintable(without.description));
    }
}

void TestJit::assemblyForPeople() {
    backends::cpu::jit::LoopForm form{};
    form.kind = backends::cpu::jit::LoopForm::Kind::map;
    form.rank = 1;
    const backends::cpu::jit::LoopForm::Access access{
        DType::f32, backends::cpu::jit::LoopForm::Reach::next, false};
    form.loads = {access};
    form.stores = {access};
    form.results = {{compiler::LoopOperand::Kind::load, 0}};
    const std::string text = backends::cpu::jit::assembly(form);
    QVERIFY2(text.find("ret") != std::string::npos, text.c_str());
}

void TestJit::dumps() {
    const QStringList plain = {"GRADWEAVE_JIT=on", "GRADWEAVE_JIT_CACHE="};
    const std::pair<const char*, const char*> stages[] = {
        {"graph", "= tanh %"},     {"groups", "mul, tanh"},    {"memory", "the arena at"},
        {"kernel", "reduce_sum "}, {"asm", "gradweave_loop:"}, {"time", "machine code"},
        {"why", "=== why"},        {"dot", "digraph"}};
    QVERIFY(!child(plain).errors.contains("==="));
    const QString all = child(plain + QStringList{"GRADWEAVE_DUMP=all"}).errors;
    for (const auto& [stage, sign] : stages) {
        const auto only = child(plain + QStringList{QString("GRADWEAVE_DUMP=%1").arg(stage)});
        QVERIFY2(only.errors.contains(sign) && only.errors.startsWith("==="), stage);
        QVERIFY2(all.contains(sign), stage);
        QCOMPARE(only.bits, child(plain).bits);
    }
    QVERIFY(!child(plain + QStringList{"GRADWEAVE_DUMP=groups"}).errors.contains("gradweave_loop"));
    QVERIFY(child(plain + QStringList{"GRADWEAVE_DUMP=nonsense,time"})
                .errors.contains("there is no \"nonsense\""));
}

int main(int argc, char** argv) {
    if (argc > 1 && std::strcmp(argv[1], "--run") == 0) return run_once();
    QCoreApplication app(argc, argv);
    TestJit test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_jit.moc"
