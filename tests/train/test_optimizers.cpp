// SPDX-License-Identifier: Apache-2.0
// Optimisers and schedules against PyTorch's recorded trajectories (fixtures/optimizers.py), in
// f64; and that each entry of both tables has one.
#include <QTest>
#include <cmath>
#include <set>

#include "engine/core/text.h"
#include "engine/io/files.h"
#include "engine/io/json.h"
#include "engine/optim/schedule.h"
#include "engine/tensor/creation.h"
#include "engine/tensor/ops.h"

using namespace gradweave;

namespace {

const io::Json& fixture() {
    static const io::Json json = io::parse_json(
        io::read_text(std::string(GRADWEAVE_SOURCE_DIR) + "/tests/train/fixtures/optimizers.json"));
    return json;
}

std::vector<double> numbers(const io::Json& list) {
    if (!list.is_list()) return {list.number()};
    std::vector<double> result;
    for (const auto& entry : list.list())
        result.push_back(entry.number());
    return result;
}

Tensor vector(const std::vector<double>& values) {
    return tensor(values, Shape{static_cast<std::int64_t>(values.size())});
}

optim::Optimizer optimizer_of(const io::Json& recorded) {
    optim::Values values;
    for (const auto& [key, value] : recorded.at("options").object())
        values[key] = value.number();
    return optim::Optimizer(recorded.at("kind").string(), values);
}

void rows_of(const char* list) {
    QTest::addColumn<int>("index");
    const auto& cases = fixture().at(list).list();
    for (std::size_t i = 0; i < cases.size(); ++i) {
        QTest::addRow("%s %s", cases[i].at("kind").string().c_str(),
                      io::to_text(cases[i].at("options")).c_str())
            << static_cast<int>(i);
    }
}

/// Forty steps stay within 1e-10 of PyTorch: both compute in f64, in slightly different orders.
void follow(const io::Json& recorded, optim::Trainable& trainable,
            const std::function<void(double)>& before_step) {
    const Tensor scale = vector(numbers(fixture().at("scale"))),
                 target = vector(numbers(fixture().at("target")));
    std::vector<Tensor> parameters{vector(numbers(fixture().at("start")))};
    double time = 0;
    for (const auto& expected : recorded.at("trajectory").list()) {
        before_step(time);
        const Tensor& p = parameters[0];
        const Tensor loss = sum(scale * pow(p - target, 2.0)) + 0.025 * pow(sum(p), 4.0);
        parameters = trainable.update(parameters, grad(loss, parameters));
        const auto actual = parameters[0].values<double>(), wanted = numbers(expected);
        for (std::size_t i = 0; i < actual.size(); ++i) {
            QVERIFY2(std::abs(actual[i] - wanted[i]) < 1e-10,
                     concat("step ", time + 1, ": ", actual[i], " instead of ", wanted[i]).c_str());
        }
        ++time;
    }
}

}  // namespace

class TestOptimizers : public QObject {
    Q_OBJECT

  private slots:
    void everyEntryIsRecorded();
    void trajectories_data() { rows_of("cases"); }
    void trajectories();
    void inF32_data() { rows_of("cases"); }
    void inF32();
    void schedules_data() { rows_of("schedules"); }
    void schedules();
    void movedMomentum_data() { rows_of("moved"); }
    void movedMomentum();
    void plateauGoesOnWithItsMemory();
    void settingKeysAreUnique();
    void wrongValues();
    void wrongNumberOfGradients();
};

void TestOptimizers::everyEntryIsRecorded() {
    std::set<std::string> recorded, options;
    for (const char* list : {"cases", "schedules"}) {
        for (const auto& row : fixture().at(list).list()) {
            recorded.insert(row.at("kind").string());
            for (const auto& [key, value] : row.at("options").object())
                options.insert(row.at("kind").string() + " " + key);
        }
    }
    for (const auto& kind : optim::optimizers()) {
        QVERIFY2(recorded.contains(kind.id), kind.id.c_str());
        QVERIFY2(kind.learning_rate > 0 && !kind.help.empty(), kind.id.c_str());
        for (const auto& h : kind.hyperparameters) {
            QVERIFY2(h.help.ends_with('.') && !h.label.empty(), h.key.c_str());
            // Common to several: once is enough.
            const bool somewhere =
                std::any_of(options.begin(), options.end(),
                            [&](const std::string& o) { return o.ends_with(" " + h.key); });
            QVERIFY2(somewhere, (kind.id + " " + h.key + " is never recorded").c_str());
        }
    }
    for (const auto& kind : optim::schedules())
        QVERIFY2(recorded.contains(kind.id), kind.id.c_str());
}

void TestOptimizers::trajectories() {
    QFETCH(int, index);
    const io::Json& recorded = fixture().at("cases").list()[static_cast<std::size_t>(index)];
    optim::Trainable trainable(optimizer_of(recorded), recorded.at("rate").number());
    follow(recorded, trainable, [](double) {});
}

/// Within 2e-5 of PyTorch in f32 at every tenth step: some twenty roundings of 6e-8 a step, on
/// values of up to 3.
void TestOptimizers::inF32() {
    QFETCH(int, index);
    const io::Json& recorded = fixture().at("cases").list()[static_cast<std::size_t>(index)];
    optim::Trainable trainable(optimizer_of(recorded), recorded.at("rate").number());
    const auto f32 = [](const char* key) {
        return vector(numbers(fixture().at(key))).to(DType::f32);
    };
    const Tensor scale = f32("scale"), target = f32("target");
    std::vector<Tensor> parameters{f32("start").detach()};
    for (std::size_t step = 1; step <= 40; ++step) {
        const Tensor& p = parameters[0];
        const Tensor loss = sum(scale * pow(p - target, 2.0)) + 0.025 * pow(sum(p), 4.0);
        parameters = trainable.update(parameters, grad(loss, parameters));
        QVERIFY(parameters[0].dtype() == DType::f32);
        const auto actual = parameters[0].values<float>();
        if (step % 10 != 0) continue;
        const auto wanted = numbers(recorded.at("f32").list()[step / 10 - 1]);
        for (std::size_t i = 0; i < actual.size(); ++i) {
            QVERIFY2(std::abs(static_cast<double>(actual[i]) - wanted[i]) < 2e-5,
                     concat("step ", step, ": ", actual[i], " instead of ", wanted[i]).c_str());
        }
    }
}

void TestOptimizers::schedules() {
    QFETCH(int, index);
    const io::Json& recorded = fixture().at("schedules").list()[static_cast<std::size_t>(index)];
    const double base = fixture().at("base").number(), total = fixture().at("total").number();
    const bool warms_up = recorded.at("kind").string() == "warm_up";
    optim::Schedule schedule(warms_up ? "step" : recorded.at("kind").string());
    optim::WarmUp warm_up;
    if (warms_up) {
        schedule = optim::Schedule("step", {{"step_size", {7}}, {"step_gamma", {0.5}}});
        warm_up = {recorded.at("options").at("updates").number(),
                   recorded.at("options").at("start").number()};
    } else {
        for (const auto& [key, value] : recorded.at("options").object())
            schedule.set(key, numbers(value));
    }
    optim::Scheduler scheduler(schedule, base, total, warm_up);
    const auto rates = numbers(recorded.at("rates")), momenta = numbers(recorded.at("momenta"));
    const auto losses = numbers(fixture().at("losses"));
    QCOMPARE(scheduler.moves_momentum(), schedule.kind().id == "one_cycle");
    for (std::size_t i = 0; i < rates.size(); ++i) {
        const auto time = static_cast<double>(i);
        const double rate = scheduler.rate(time, time);
        QVERIFY2(std::abs(rate - rates[i]) < 1e-12,
                 concat("time ", time, ": ", rate, " instead of ", rates[i]).c_str());
        if (const auto momentum = scheduler.momentum(time))
            QVERIFY2(std::abs(*momentum - momenta[i]) < 1e-12,
                     concat("time ", time, ": ", *momentum, " instead of ", momenta[i]).c_str());
        scheduler.measured(losses[i]);
    }
}

void TestOptimizers::movedMomentum() {
    QFETCH(int, index);
    const io::Json& recorded = fixture().at("moved").list()[static_cast<std::size_t>(index)];
    const double rate = recorded.at("rate").number();
    const optim::Scheduler scheduler(optim::Schedule("one_cycle"), rate, 40);
    optim::Trainable trainable(optimizer_of(recorded), rate);
    follow(recorded, trainable, [&](double time) {
        trainable.set_learning_rate(scheduler.rate(time, time));
        trainable.set_momentum(*scheduler.momentum(time));
    });
}

void TestOptimizers::plateauGoesOnWithItsMemory() {
    const optim::Schedule schedule("plateau", {{"plateau_patience", {2}}});
    optim::Scheduler whole(schedule, 1, 10), second(schedule, 1, 10);
    const std::vector<double> losses = {1, 1, NAN, 1, 1, 0.5, 0.5, INFINITY, 0.5, 0.5};
    for (std::size_t i = 0; i < losses.size(); ++i) {
        if (i == 5) second.set_memory(whole.memory());
        whole.measured(losses[i]);
        if (i >= 5) second.measured(losses[i]);
    }
    QCOMPARE(second.rate(10, 10), whole.rate(10, 10));
    QCOMPARE(second.memory(), whole.memory());
    QVERIFY(whole.rate(10, 10) < 0.1);
    QVERIFY_EXCEPTION_THROWN(second.set_memory({1, 2}), Error);
}

void TestOptimizers::settingKeysAreUnique() {
    std::map<std::string, std::vector<double>> fallbacks;
    for (const auto& kind : optim::optimizers()) {
        for (const auto& h : kind.hyperparameters) {
            if (h.key == "weight_decay") continue;
            const auto [known, fresh] = fallbacks.try_emplace(setting_key(kind, h), h.fallback);
            QVERIFY2(known->second == h.fallback, (kind.id + " " + h.key).c_str());
        }
    }
    for (const char* key : {"momentum", "beta1", "beta2", "lion_beta2", "adadelta_epsilon"})
        QVERIFY2(fallbacks.contains(key), key);
    std::set<std::string> of_schedules;
    for (const auto& kind : optim::schedules()) {
        for (const auto& h : kind.hyperparameters)
            QVERIFY2(of_schedules.insert(h.key).second && !fallbacks.contains(h.key),
                     h.key.c_str());
    }
}

void TestOptimizers::wrongValues() {
    QVERIFY_EXCEPTION_THROWN(optim::Optimizer("magic"), Error);
    QVERIFY_EXCEPTION_THROWN(optim::Optimizer("sgd", {{"beta1", 0.9}}), Error);
    QVERIFY_EXCEPTION_THROWN(optim::Optimizer("sgd", {{"momentum", 2.0}}), Error);
    QVERIFY_EXCEPTION_THROWN(optim::Optimizer("sgd", {{"momentum", NAN}}), Error);
    QVERIFY_EXCEPTION_THROWN(optim::Schedule("magic"), Error);
    QVERIFY_EXCEPTION_THROWN(optim::Schedule("step", {{"step_size", {0}}}), Error);
    QVERIFY_EXCEPTION_THROWN(optim::Schedule("step", {{"step_size", {1, 2}}}), Error);
}

void TestOptimizers::wrongNumberOfGradients() {
    optim::Trainable trainable(optim::Optimizer(), 0.1);
    QVERIFY_EXCEPTION_THROWN(trainable.update({Tensor(1.0)}, {}), Error);
}

QTEST_GUILESS_MAIN(TestOptimizers)
#include "test_optimizers.moc"
