// SPDX-License-Identifier: Apache-2.0
// Runs: the same bits again, also resumed and on any number of threads; divergence; weights in and
// out.
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <cmath>
#include <functional>

#include "engine/core/text.h"
#include "engine/core/threads.h"
#include "engine/exchange/embedded_project.h"
#include "engine/io/files.h"
#include "engine/train/history.h"
#include "engine/train/results.h"
#include "tests/train/networks.h"

using namespace gradweave;
using namespace gradweave::train;

namespace {

QString failure(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

bool same_tensors(const io::TensorFile& a, const io::TensorFile& b) {
    if (a.tensors.size() != b.tensors.size()) return false;
    for (const auto& [name, value] : a.tensors) {
        if (!b.tensors.contains(name) || !identical(value, b.tensors.at(name))) return false;
    }
    return true;
}

}  // namespace

class TestRun : public QObject {
    Q_OBJECT

  private slots:
    void cleanup() { set_thread_count(0); }
    void learns();
    void everySampleCountsOnce();
    void sameSeedSameBits();
    void anyThreadsSameBits();
    void resumedIsUninterrupted_data();
    void resumedIsUninterrupted();
    void settingsArrive();
    void frozenBlocksStay();
    void meanOfWeightsIsWhatIsMeasured();
    void accumulationIsALargerBatch();
    void evaluationLooksAtEachSampleAlone();
    void schedulesAreFollowed();
    void foreignCheckpointsAreRefused();
    void lossToNanNamesTheBlock();
    void hugeLearningRateKeepsTheLastGoodWeights();
    void badDataIsNamed();
    void weightsGoInAndOut();
    void wrongWeightsAreListed();
    void evaluationUsesRunningStatistics();
    void bestEpochIsKept();
    void frozenParametersStay();
    void problemsStopARunBeforeItBegins();
    void resultsOnDisk();
    void oneStepMore();
};

void TestRun::learns() {
    Run run(test::job(test::moons()), {});
    const auto losses = test::train_all(run);
    QCOMPARE(losses.size(), std::size_t{6 * 8});
    const auto finished = run.finish(true);
    QVERIFY2(finished.test->metrics[0] > 0.85,
             qPrintable(QString::number(finished.test->metrics[0])));
    QCOMPARE(finished.epochs, std::int64_t{6});
    QCOMPARE(finished.steps, std::int64_t{48});
}

// 231 samples in batches of 32: the last one has 7, and the epoch's mean weighs it as such.
void TestRun::everySampleCountsOnce() {
    auto document = test::moons();
    document.apply(model::set_training(document, "learning_rate", 0.0));
    Run run(test::job(document), {});
    const Started& started = run.started();
    QCOMPARE(started.train_samples, std::int64_t{231});
    QCOMPARE(started.batches_per_epoch, std::int64_t{8});
    std::optional<Diverged> diverged;
    double sum = 0;
    std::optional<EpochDone> epoch;
    while (!epoch) {
        const StepDone step = run.step(diverged);
        sum += step.figures.loss * (step.batch == 8 ? 7 : 32);
        epoch = run.end_of_epoch();
    }
    QVERIFY(std::abs(epoch->train.loss - sum / 231) < 1e-12);
}

void TestRun::sameSeedSameBits() {
    Run a(test::job(test::moons()), {}), b(test::job(test::moons()), {});
    QCOMPARE(test::train_all(a), test::train_all(b));
    QVERIFY(same_tensors(a.weights(), b.weights()));
    auto document = test::moons();
    document.apply(model::set_training(document, "seed", std::int64_t{2}));
    Run other(test::job(document), {});
    test::train_all(other);
    QVERIFY(!same_tensors(a.weights(), other.weights()));
}

void TestRun::anyThreadsSameBits() {
    std::vector<io::TensorFile> results;
    for (const int threads : {1, 2, 4}) {
        set_thread_count(threads);
        Run run(test::job(test::moons()), {});
        test::train_all(run);
        results.push_back(run.weights());
    }
    QVERIFY(same_tensors(results[0], results[1]));
    QVERIFY(same_tensors(results[0], results[2]));
}

void TestRun::resumedIsUninterrupted_data() {
    QTest::addColumn<int>("steps");
    QTest::addColumn<QString>("settings");
    const char* all[] = {
        "optimizer=sgd momentum=0.9",
        "optimizer=adam",
        "optimizer=adamw",
        "optimizer=nadam schedule=cosine schedule_unit=update",
        "optimizer=rmsprop centered=yes momentum=0.5 ema_decay=0.9",
        "optimizer=adagrad initial_accumulator=0.1 accumulation=3 clip_norm=1",
        "optimizer=lion schedule=one_cycle accumulation=2 ema_decay=0.8",
        "optimizer=sgd momentum=0.9 schedule=plateau plateau_patience=0 plateau_threshold=0.5",
    };
    for (const int steps : {1, 8, 13, 27}) {
        for (const char* settings : all)
            QTest::addRow("%d steps of %s", steps, settings) << steps << settings;
    }
}

/// "key=value key=value" as training settings.
void set_training(model::Document& document, const QString& settings) {
    for (const QString& setting : settings.split(' ')) {
        const std::string key = setting.section('=', 0, 0).toStdString();
        const model::ParamSpec& spec = *model::find_spec(model::training_settings(), key);
        document.apply(model::set_training(
            document, key, model::parse_value(spec, setting.section('=', 1).toStdString())));
    }
}

void TestRun::resumedIsUninterrupted() {
    QFETCH(int, steps);
    QFETCH(QString, settings);
    auto document = test::moons();
    set_training(document, settings);
    Run whole(test::job(document), {});
    test::train_all(whole);
    whole.restore_best();

    QTemporaryDir folder;
    std::filesystem::path path;
    {
        Run first(test::job(document), {});
        std::optional<Diverged> diverged;
        for (int i = 0; i < steps; ++i) {
            first.step(diverged);
            first.end_of_epoch();
        }
        path = write_checkpoint(first, folder.path().toStdString());
    }
    Job job = test::job(document);
    job.checkpoint = io::read_safetensors(path);
    Run second(std::move(job), {});
    QCOMPARE(test::train_all(second).size(), std::size_t(48 - steps));
    second.restore_best();
    QVERIFY(same_tensors(whole.weights(), second.weights()));
    QCOMPARE(whole.finish(false).best_validation->loss, second.finish(false).best_validation->loss);
}

// Every hyperparameter of every optimiser and schedule can be set in a project and arrives.
void TestRun::settingsArrive() {
    const auto arrives = [](const std::string& chooser, const std::string& id,
                            const std::string& key, const optim::Hyperparameter& h,
                            const std::function<std::vector<double>(const Settings&)>& value) {
        const model::ParamSpec* spec = model::find_spec(model::training_settings(), key);
        QVERIFY2(spec != nullptr, key.c_str());
        QVERIFY2(key == "weight_decay" ||
                     std::find(spec->shown_if_values.begin(), spec->shown_if_values.end(), id) !=
                         spec->shown_if_values.end(),
                 (id + " " + key).c_str());
        model::Document document;
        document.apply(model::set_training(document, chooser, id));
        QCOMPARE(value(settings_of(document)), h.fallback);
        std::vector<double> wanted{h.fallback[0] == 0.5 ? 0.25 : 0.5};
        model::ParamValue set = 0.5;
        if (h.kind == optim::Hyperparameter::Kind::flag) {
            wanted = {h.fallback[0] == 0 ? 1.0 : 0.0};
            set = wanted[0] != 0;
        } else if (h.kind == optim::Hyperparameter::Kind::list) {
            wanted = {2, 3, 5};
            set = Axes{2, 3, 5};
        } else {
            wanted[0] = std::max(wanted[0], h.minimum);
            set = wanted[0];
        }
        document.apply(model::set_training(document, key, set));
        QCOMPARE(value(settings_of(document)), wanted);
    };
    for (const auto& kind : optim::optimizers()) {
        for (const auto& h : kind.hyperparameters)
            arrives("optimizer", kind.id, optim::setting_key(kind, h), h, [&](const Settings& s) {
                return std::vector{s.recipe.optimizer.value(h.key)};
            });
    }
    for (const auto& kind : optim::schedules()) {
        for (const auto& h : kind.hyperparameters)
            arrives("schedule", kind.id, h.key, h,
                    [&](const Settings& s) { return s.schedule.list(h.key); });
    }
    model::Document document;
    set_training(document,
                 "clip_norm=2 clip_value=3 accumulation=4 ema_decay=0.5 "
                 "warmup_updates=6 schedule=one_cycle");
    const Settings s = settings_of(document);
    QCOMPARE(s.recipe.clip_norm, 2.0);
    QCOMPARE(s.recipe.clip_value, 3.0);
    QCOMPARE(s.recipe.accumulation, std::int64_t{4});
    QCOMPARE(s.recipe.ema_decay, 0.5);
    QCOMPARE(s.warm_up.updates, 6.0);
    QVERIFY(s.schedule_by_updates && s.recipe.moves_momentum);
    QCOMPARE(s.recipe.optimizer.value("beta1"), 0.95);
}

// What a frozen block holds stays, also the running statistics of a norm; the others learn.
void TestRun::frozenBlocksStay() {
    auto document = test::moons();
    for (const model::BlockId id : {2, 3})
        document.apply(model::set_param(document, *test::catalogue(), id, "frozen", true));
    Run run(test::job(document), {});
    const auto before = run.weights().tensors;
    test::train_all(run);
    const auto after = run.weights().tensors;
    int frozen = 0, learned = 0;
    for (const auto& [name, value] : before) {
        const bool same = identical(value, after.at(name));
        const bool expected = name.starts_with(document.at(2).name + ".") ||
                              name.starts_with(document.at(3).name + ".");
        QVERIFY2(same == expected, name.c_str());
        ++(expected ? frozen : learned);
    }
    QCOMPARE(frozen, 6);
    QCOMPARE(learned, 2);
    QCOMPARE(run.started().parameters, std::int64_t(24 * 2 + 2));
}

// Measuring, predicting and saving use the moving mean; training goes on with the weights.
void TestRun::meanOfWeightsIsWhatIsMeasured() {
    auto document = test::moons();
    set_training(document, "ema_decay=0.9 epochs=2");
    Run run(test::job(document), {});
    test::train_all(run);
    const auto mean = run.weights();
    for (const auto& [name, value] : mean.tensors)
        QVERIFY2(!name.ends_with(".ema"), name.c_str());
    auto plain = test::moons();
    set_training(plain, "epochs=2");
    Run without(test::job(plain), {});
    test::train_all(without);
    // The same steps: the mean follows, it does not lead.
    QVERIFY(!same_tensors(mean, without.weights()));
    const auto raw = run.checkpoint().tensors;
    for (const auto& [name, value] : without.weights().tensors)
        QVERIFY2(identical(value, raw.at(name)), name.c_str());
    // A run without a mean that is given the saved weights measures the same.
    without.set_weights(mean);
    QCOMPARE(without.measure(data::Split::validation)->loss,
             run.measure(data::Split::validation)->loss);
    QVERIFY(identical(without.predict(data::Split::validation, {0, 1, 2})[0],
                      run.predict(data::Split::validation, {0, 1, 2})[0]));
}

// Four batches together are one batch of four times the size, where the loss is a mean and no layer
// looks at the batch as a whole.
void TestRun::accumulationIsALargerBatch() {
    auto document = test::moons();
    for (const model::BlockId id : {3, 5}) {
        model::BlockMarks marks = document.at(id).marks;
        marks.mode = model::BlockMode::bypassed;
        document.apply(model::SetMarks{id, marks});
    }
    auto whole = document;
    set_training(document, "batch_size=8 accumulation=4 optimizer=sgd epochs=2 shuffle=no");
    set_training(whole, "batch_size=32 optimizer=sgd epochs=2 shuffle=no");
    Run parts(test::job(document), {}), together(test::job(whole), {});
    test::train_all(parts);
    test::train_all(together);
    const auto a = parts.weights().tensors, b = together.weights().tensors;
    for (const auto& [name, value] : a) {
        for (std::int64_t i = 0; i < value.element_count(); ++i)
            QVERIFY2(std::abs(value.number(i) - b.at(name).number(i)) < 1e-5, name.c_str());
    }
}

// Outside training nothing is dropped and norms use what they saw: a sample's result does not
// depend on its neighbours, nor on how often it is asked for; in training it does.
void TestRun::evaluationLooksAtEachSampleAlone() {
    model::Document d;
    const auto data =
        test::add(d, "patterns", 0, {{"size", std::int64_t{8}}, {"samples", std::int64_t{120}}});
    auto last = test::add(d, "conv2d", data, {{"channels", std::int64_t{6}}});
    last = test::add(d, "batch_norm", last);
    last = test::add(d, "dropout2d", last);
    last = test::add(d, "reshape", last, {{"shape", Axes{6, 36}}});
    last = test::add(d, "transformer_encoder_layer", last,
                     {{"heads", std::int64_t{2}}, {"width", std::int64_t{8}}, {"dropout", 0.4}});
    last = test::add(d, "gru", last,
                     {{"units", std::int64_t{5}}, {"layers", std::int64_t{2}}, {"dropout", 0.4}});
    last = test::add(d, "flatten", last);
    last = test::add(d, "dropout", test::add(d, "linear", last, {{"units", std::int64_t{10}}}));
    const auto loss = test::add(d, "cross_entropy", last);
    test::wire(d, data, "target", loss, "label");
    set_training(d, "epochs=2 batch_size=20");
    Run run(test::job(d), {});
    test::train_all(run);
    const Array together = run.predict(data::Split::train, {0, 1, 2, 3, 4, 5})[0];
    QVERIFY(identical(together, run.predict(data::Split::train, {0, 1, 2, 3, 4, 5})[0]));
    // Into arrays of an earlier call: the same elements, in the same place.
    std::vector<Array> again;
    const std::vector<std::int64_t> others{6, 7, 8, 9, 10, 11}, these{0, 1, 2, 3, 4, 5};
    run.predict(data::Split::train, others, again);
    const std::byte* const place = again[0].data();
    QVERIFY(!identical(together, again[0]));
    run.predict(data::Split::train, these, again);
    QVERIFY(identical(together, again[0]));
    QCOMPARE(again[0].data(), place);
    for (std::int64_t i = 0; i < 6; ++i) {
        const Array alone = run.predict(data::Split::train, {i})[0];
        for (std::int64_t k = 0; k < 10; ++k)
            QVERIFY(std::abs(alone.number(k) - together.number(10 * i + k)) < 1e-5);
    }
    const double measured = run.measure(data::Split::train)->loss;
    QCOMPARE(run.measure(data::Split::train)->loss, measured);
    // The statistics are saved with the weights and come back with them.
    const auto weights = run.weights();
    Run other(test::job(d), {});
    QVERIFY(other.measure(data::Split::train)->loss != measured);
    other.set_weights(weights);
    QCOMPARE(other.measure(data::Split::train)->loss, measured);
}

void TestRun::schedulesAreFollowed() {
    auto document = test::moons();
    set_training(document,
                 "schedule=step step_size=2 step_gamma=0.5 warmup_updates=4 "
                 "warmup_start=0.2 learning_rate=0.02");
    Run run(test::job(document), {});
    std::optional<Diverged> diverged;
    std::vector<double> rates;
    while (!run.done()) {
        rates.push_back(run.step(diverged).learning_rate);
        run.end_of_epoch();
    }
    const std::size_t epoch = rates.size() / 6;
    const auto close = [](double a, double b) { return std::abs(a - b) < 1e-12; };
    QVERIFY(close(rates[0], 0.02 * 0.2) && close(rates[2], 0.02 * 0.6) && close(rates[4], 0.02));
    QVERIFY(close(rates[2 * epoch - 1], 0.02) && close(rates[2 * epoch], 0.01));
    QVERIFY(close(rates[4 * epoch], 0.005) && close(rates.back(), 0.005));
}

void TestRun::foreignCheckpointsAreRefused() {
    Run run(test::job(test::moons()), {});
    const auto checkpoint = run.checkpoint();
    const auto resume = [&](const io::TensorFile& file, model::Document document = test::moons()) {
        return failure([&] {
            Job job = test::job(document);
            job.checkpoint = file;
            Run again(std::move(job), {});
        });
    };
    QCOMPARE(resume(checkpoint), QString("no error"));
    QCOMPARE(resume(run.weights()), QString("this is no checkpoint: \"seed\" is missing"));
    auto other = test::moons();
    other.apply(model::set_training(other, "batch_size", std::int64_t{16}));
    QVERIFY(resume(checkpoint, other).contains("was made with seed 1 and batch size 32"));
    auto wide = test::moons();
    wide.apply(model::set_param(wide, *test::catalogue(), 2, "units", std::int64_t{25}));
    QVERIFY(resume(checkpoint, wide).contains("does not belong to this network"));
    auto damaged = checkpoint;
    damaged.metadata["gradweave.step"] = "soon";
    QVERIFY(resume(damaged).contains("the checkpoint is damaged: \"step\" is \"soon\""));
}

// log of a negative number in the middle of the network.
void TestRun::lossToNanNamesTheBlock() {
    model::Document d;
    const auto curve = test::add(d, "generated", 0, {{"shape", std::string("sine")}});
    const auto fc = test::add(d, "linear", curve, {{"units", std::int64_t{4}}});
    const auto log = test::add(d, "log", fc);
    const auto out = test::add(d, "linear", log, {{"units", std::int64_t{1}}});
    const auto loss = test::add(d, "mse", out);
    test::wire(d, curve, "target", loss, "target");
    Run run(test::job(d), {});
    const auto before = run.weights();
    std::optional<Diverged> diverged;
    run.step(diverged);
    QVERIFY(diverged);
    QCOMPARE(diverged->block, std::string("log"));
    QVERIFY2(QString::fromStdString(diverged->sentence)
                 .startsWith("The loss became nan in epoch 1, batch 1; the first such value is "
                             "nan, out of block \"log\" (log)."),
             diverged->sentence.c_str());
    QVERIFY(run.done());
    QVERIFY(same_tensors(before, run.weights()));
}

void TestRun::hugeLearningRateKeepsTheLastGoodWeights() {
    model::Document d;
    const auto curve = test::add(d, "generated", 0, {{"shape", std::string("sine")}});
    const auto out = test::add(d, "linear", curve, {{"units", std::int64_t{1}}});
    const auto loss = test::add(d, "mse", out);
    test::wire(d, curve, "target", loss, "target");
    d.apply(model::set_training(d, "optimizer", std::string("sgd")));
    d.apply(model::set_training(d, "learning_rate", 1e6));
    Run run(test::job(d), {});
    std::optional<Diverged> diverged;
    while (!run.done()) {
        run.step(diverged);
        run.end_of_epoch();
    }
    QVERIFY(diverged);
    QVERIFY2(!diverged->block.empty(), diverged->sentence.c_str());
    QVERIFY2(QString::fromStdString(diverged->sentence)
                 .contains("Try a smaller learning rate, such as 1e+05"),
             diverged->sentence.c_str());
    const auto weights = run.weights();
    for (const auto& [name, value] : weights.tensors)
        QVERIFY(all_finite(value));
    QCOMPARE(run.finish(false).best_epoch, diverged->restored_epoch);
}

void TestRun::badDataIsNamed() {
    QTemporaryDir folder;
    const std::filesystem::path base = folder.path().toStdString();
    std::string table = "a,b,kind\n";
    for (int i = 0; i < 30; ++i)
        table += concat(i, ",", i * 2, ",", i % 2 ? "x" : "y", "\n");
    io::write_file(base / "t.csv", table + "7,many,x\n");
    model::Document d;
    const auto source = test::add(d, "csv_table", 0, {{"path", std::string("t.csv")}});
    const auto fc = test::add(d, "linear", source, {{"units", std::int64_t{2}}});
    const auto loss = test::add(d, "cross_entropy", fc);
    test::wire(d, source, "target", loss, "label");
    Job job = test::job(d);
    job.base = base;
    const QString sentence = failure([&] { Run run(job, {}); });
    QVERIFY2(sentence.contains("t.csv: line 32, column \"b\": \"many\" is not a number"),
             qPrintable(sentence));
    job.document.apply(model::set_param(job.document, *test::catalogue(), source, "path",
                                        std::string("missing.csv")));
    QVERIFY(failure([&] { Run run(job, {}); }).contains("missing.csv"));
}

void TestRun::weightsGoInAndOut() {
    Run run(test::job(test::moons()), {});
    test::train_all(run);
    QTemporaryDir folder;
    const std::filesystem::path path = folder.filePath("w.safetensors").toStdString();
    io::write_safetensors(path, run.weights());
    const auto file = io::read_safetensors(path);
    QCOMPARE(file.tensors.at("fc1.weight").shape(), (Shape{24, 2}));
    QVERIFY(file.tensors.contains("bn1.running_var"));
    QVERIFY(file.metadata.contains(exchange::project_key));
    Run fresh(test::job(test::moons()), {});
    fresh.set_weights(file);
    QCOMPARE(fresh.measure(data::Split::test)->loss, run.measure(data::Split::test)->loss);
}

void TestRun::wrongWeightsAreListed() {
    Run run(test::job(test::moons()), {});
    auto file = run.weights();
    file.tensors.erase("fc1.bias");
    file.tensors["fc2.weight"] = Array(DType::f32, Shape{3, 24});
    file.tensors["extra"] = Array(DType::f32, Shape{1});
    file.tensors["bn1.num_batches_tracked"] = Array(DType::i64, Shape{});
    const auto before = run.weights();
    QCOMPARE(
        failure([&] { run.set_weights(file); }),
        QString(
            "the weights do not fit the network: \"fc1.bias\" is missing; \"fc2.weight\" is [3, "
            "24] in the file and [2, 24] in the network; \"extra\" has no place in the network"));
    QVERIFY(same_tensors(before, run.weights()));
}

// Measuring does not depend on how the split is cut into batches, nor does it change anything.
void TestRun::evaluationUsesRunningStatistics() {
    Run run(test::job(test::moons()), {});
    test::train_all(run);
    const auto before = run.weights();
    const auto figures = run.measure(data::Split::validation);
    const auto one = run.predict(data::Split::validation, {0}),
               two = run.predict(data::Split::validation, {0, 1});
    QVERIFY(std::abs(one[0].number(0) - two[0].number(0)) < 1e-5);
    QCOMPARE(run.measure(data::Split::validation)->loss, figures->loss);
    QVERIFY(same_tensors(before, run.weights()));
}

void TestRun::bestEpochIsKept() {
    auto document = test::moons();
    document.apply(model::set_training(document, "epochs", std::int64_t{12}));
    document.apply(model::set_training(document, "learning_rate", 0.5));
    Run run(test::job(document), {});
    double best = INFINITY;
    std::optional<Diverged> diverged;
    while (!run.done() && !diverged) {
        run.step(diverged);
        if (const auto epoch = run.end_of_epoch()) {
            QCOMPARE(epoch->best, epoch->validation->loss < best);
            best = std::min(best, epoch->validation->loss);
        }
    }
    QVERIFY(!diverged);
    run.restore_best();
    QCOMPARE(run.measure(data::Split::validation)->loss, best);
}

void TestRun::frozenParametersStay() {
    model::Document d;
    const auto curve = test::add(d, "generated", 0, {{"shape", std::string("sine")}});
    const auto weight = test::add(d, "parameter", 0, {{"shape", Axes{1, 1}}, {"trainable", false}});
    const auto times = test::add(d, "matmul", curve);
    test::wire(d, weight, "y", times, "b");
    const auto fc = test::add(d, "linear", times, {{"units", std::int64_t{1}}});
    const auto loss = test::add(d, "mse", fc);
    test::wire(d, curve, "target", loss, "target");
    Run run(test::job(d), {});
    const auto before = run.weights();
    std::optional<Diverged> diverged;
    for (int i = 0; i < 5; ++i)
        run.step(diverged);
    const auto after = run.weights();
    QVERIFY(identical(before.tensors.at("W"), after.tensors.at("W")));
    QVERIFY(!identical(before.tensors.at("fc1.weight"), after.tensors.at("fc1.weight")));
}

void TestRun::problemsStopARunBeforeItBegins() {
    auto document = test::moons();
    document.apply(model::set_param(document, *test::catalogue(), 6, "units", std::int64_t{1}));
    QCOMPARE(failure([&] { Run run(test::job(document), {}); }),
             QString("block \"loss\": Cross-entropy: the data has 2 classes, but there are scores "
                     "for 1 only. Give the last layer 2 units."));
    document = test::moons();
    document.apply(model::SetTraining{"epochs", std::int64_t{0}});
    QCOMPARE(failure([&] { test::job(document); }),
             QString("training: Epochs must be at least 1; it is \"0\"."));
    document = test::moons();
    document.apply(model::set_training(document, "device", std::string("abacus")));
    QVERIFY(failure([&] {
                Run run(test::job(document), {});
            }).startsWith("there is no device \"abacus\""));
}

void TestRun::resultsOnDisk() {
    Run run(test::job(test::moons()), {});
    History history;
    history.begin(run.started());
    std::optional<Diverged> diverged;
    while (!run.done()) {
        history.add(run.step(diverged));
        if (const auto epoch = run.end_of_epoch()) history.add(*epoch);
    }
    QTemporaryDir folder;
    const auto files = write_results(run, history, folder.path().toStdString(), "moons");
    for (const auto& [kind, path] : files)
        QVERIFY2(std::filesystem::file_size(path) > 0, path.c_str());
    const QString steps = QString::fromStdString(
        io::read_text(std::filesystem::path(folder.path().toStdString()) / "metrics.csv"));
    QCOMPARE(steps.split('\n').first(), QString("step,epoch,loss,learning_rate,accuracy"));
    QCOMPARE(steps.split('\n').size(), 48 + 2);
    const QString epochs = QString::fromStdString(
        io::read_text(std::filesystem::path(folder.path().toStdString()) / "epochs.csv"));
    QCOMPARE(epochs.split('\n').size(), 6 + 2);
}

// A step count ends a run inside an epoch, and still measures.
void TestRun::oneStepMore() {
    Job job = test::job(test::moons());
    job.settings.max_steps = 11;
    job.settings.epochs = 1000;
    Run run(std::move(job), {});
    int epochs = 0;
    std::optional<Diverged> diverged;
    while (!run.done()) {
        run.step(diverged);
        if (run.end_of_epoch()) ++epochs;
    }
    QCOMPARE(run.finish(false).steps, std::int64_t{11});
    QCOMPARE(epochs, 2);
}

QTEST_GUILESS_MAIN(TestRun)
#include "test_run.moc"
