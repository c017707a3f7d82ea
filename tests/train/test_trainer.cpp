// SPDX-License-Identifier: Apache-2.0
// The trainer's thread: control takes effect, events arrive, nothing blocks or leaks.
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>

#include "engine/train/trainer.h"
#include "tests/train/networks.h"

using namespace gradweave;
using namespace gradweave::train;

namespace {

/// All events of a trainer so far.
class Watch {
  public:
    explicit Watch(Trainer& trainer) : trainer_(trainer) {}
    void poll() {
        for (auto& event : trainer_.take_events())
            events_.push_back(std::move(event));
    }
    template <class T>
    int count() {
        poll();
        return static_cast<int>(std::count_if(events_.begin(), events_.end(), [](const Event& e) {
            return std::holds_alternative<T>(e);
        }));
    }
    template <class T>
    const T* last() {
        poll();
        for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
            if (const T* found = std::get_if<T>(&*event)) return found;
        }
        return nullptr;
    }

  private:
    Trainer& trainer_;
    std::vector<Event> events_;
};

Job long_job() {
    auto document = test::moons();
    document.apply(model::set_training(document, "epochs", std::int64_t{1'000'000}));
    return test::job(document);
}

}  // namespace

class TestTrainer : public QObject {
    Q_OBJECT

  private slots:
    void runsToTheEnd();
    void pauseResumeStepStop();
    void stepFromTheStart();
    void preparingCanBeStopped();
    void machineCodeComesWhileTraining();
    void destructionStops();
    void startAgainReplacesTheRun();
    void failureIsAnEvent();
    void divergenceIsAnEvent();
    void unreadEventsAreThinned();
};

void TestTrainer::runsToTheEnd() {
    Trainer trainer;
    Watch watch(trainer);
    QVERIFY(!trainer.weights());
    trainer.start(test::job(test::moons()));
    QTRY_VERIFY_WITH_TIMEOUT(trainer.state() == State::finished, 20000);
    QCOMPARE(watch.count<Started>(), 1);
    QCOMPARE(watch.count<StepDone>(), 48);
    QCOMPARE(watch.count<EpochDone>(), 6);
    QCOMPARE(watch.count<Finished>(), 1);
    QCOMPARE(watch.count<Compiled>(), 1);
    QVERIFY(watch.last<Finished>()->test.has_value());
    // The same run without the thread gives the same weights.
    Run run(test::job(test::moons()), {});
    test::train_all(run);
    run.restore_best();
    QVERIFY(identical(run.weights().tensors.at("fc1.weight"),
                      trainer.weights()->tensors.at("fc1.weight")));
}

void TestTrainer::pauseResumeStepStop() {
    Trainer trainer;
    Watch watch(trainer);
    trainer.start(long_job());
    QTRY_VERIFY(watch.count<StepDone>() > 5);
    trainer.pause();
    QTRY_VERIFY(trainer.state() == State::paused);
    const auto paused_at = watch.last<StepDone>()->step;
    QTest::qWait(50);
    QCOMPARE(watch.last<StepDone>()->step, paused_at);
    trainer.step_once();
    QTRY_COMPARE(watch.last<StepDone>()->step, paused_at + 1);
    QTRY_VERIFY(trainer.state() == State::paused);
    trainer.step_once();
    trainer.step_once();
    QTRY_COMPARE(watch.last<StepDone>()->step, paused_at + 3);
    trainer.resume();
    QTRY_VERIFY(watch.last<StepDone>()->step > paused_at + 20);
    trainer.stop();
    QTRY_VERIFY(trainer.state() == State::stopped);
    QVERIFY(!trainer.active());
    QCOMPARE(watch.count<Finished>(), 1);
    QVERIFY(trainer.weights().has_value());
}

void TestTrainer::stepFromTheStart() {
    Trainer trainer;
    Watch watch(trainer);
    trainer.start(long_job(), true);
    QTRY_VERIFY(trainer.state() == State::paused);
    QCOMPARE(watch.count<StepDone>(), 0);
    trainer.step_once();
    QTRY_COMPARE(watch.count<StepDone>(), 1);
    trainer.stop();
    QTRY_VERIFY(trainer.state() == State::stopped);
}

// Wherever preparing asks whether to go on, it can be told no.
void TestTrainer::preparingCanBeStopped() {
    for (int n = 0;; ++n) {
        int asked = 0;
        try {
            const Run run(test::job(test::moons()), {{}, [&] { return asked++ >= n; }});
            QVERIFY2(n > 3, qPrintable(QString::number(n)));
            break;
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::cancelled);
            QVERIFY(n < 10'000);
        }
    }
    // On a busy machine this thread may get to stop it late, when it has begun to train.
    for (int attempt = 0;; ++attempt) {
        Trainer trainer;
        Watch watch(trainer);
        trainer.start(test::job(test::moons()));
        trainer.stop();
        QTRY_VERIFY(!trainer.active());
        QVERIFY(trainer.state() == State::stopped);
        QCOMPARE(watch.count<Failed>(), 0);
        if (watch.count<StepDone>() == 0) break;
        QVERIFY(attempt < 10);
    }
}

// Steps do not wait for machine code, and it does not matter to them when it comes.
void TestTrainer::machineCodeComesWhileTraining() {
    const auto loops_of = [](const Run& run) {
        const auto report = run.training_step().compile_report();
        return report.loops_made + report.loops_from_disk + report.loops_known;
    };
    Run waiting(test::job(test::moons()), {}), running(test::job(test::moons()), {});
    waiting.finish_compiling();
    const int loops = loops_of(waiting);
    std::optional<Diverged> diverged;
    bool told = false;
    while (!running.done()) {
        const auto a = waiting.step(diverged), b = running.step(diverged);
        QCOMPARE(a.figures.loss, b.figures.loss);
        waiting.end_of_epoch();
        running.end_of_epoch();
        if (const auto news = running.compile_news()) {
            QVERIFY(!told);
            told = std::holds_alternative<Compiled>(*news);
        }
    }
    if (!told) QVERIFY(running.stop_compiling().has_value());
    QVERIFY(!running.stop_compiling().has_value());
    QVERIFY(!running.compile_news().has_value());
    QVERIFY(loops_of(running) <= loops);
    QVERIFY(identical(waiting.weights().tensors.at("fc1.weight"),
                      running.weights().tensors.at("fc1.weight")));
}

void TestTrainer::destructionStops() {
    QElapsedTimer timer;
    {
        Trainer trainer;
        trainer.start(long_job());
        QTRY_VERIFY(trainer.state() == State::running);
        timer.start();
    }
    QVERIFY(timer.elapsed() < 5000);
}

void TestTrainer::startAgainReplacesTheRun() {
    Trainer trainer;
    Watch watch(trainer);
    trainer.start(long_job());
    QTRY_VERIFY(watch.count<StepDone>() > 3);
    trainer.start(test::job(test::moons()));
    QTRY_VERIFY_WITH_TIMEOUT(trainer.state() == State::finished, 20000);
    QCOMPARE(watch.count<Started>(), 2);
}

void TestTrainer::failureIsAnEvent() {
    auto document = test::moons();
    document.apply(model::set_training(document, "device", std::string("abacus")));
    Trainer trainer;
    Watch watch(trainer);
    trainer.start(test::job(document));
    QTRY_VERIFY(trainer.state() == State::failed);
    QVERIFY(watch.last<Failed>()->kind == ErrorKind::device);
    // And the next run works.
    trainer.start(test::job(test::moons()));
    QTRY_VERIFY_WITH_TIMEOUT(trainer.state() == State::finished, 20000);
}

void TestTrainer::divergenceIsAnEvent() {
    auto document = test::moons();
    document.apply(model::set_training(document, "optimizer", std::string("sgd")));
    document.apply(model::set_training(document, "learning_rate", 1e9));
    document.apply(model::set_training(document, "weight_decay", 10.0));
    Trainer trainer;
    Watch watch(trainer);
    trainer.start(test::job(document));
    QTRY_VERIFY_WITH_TIMEOUT(trainer.state() == State::failed, 20000);
    QCOMPARE(watch.count<Diverged>(), 1);
    QCOMPARE(watch.count<Finished>(), 1);
    const auto weights = trainer.weights();
    for (const auto& [name, value] : weights->tensors)
        QVERIFY2(all_finite(value), name.c_str());
}

void TestTrainer::unreadEventsAreThinned() {
    EventQueue queue;
    queue.push(Started{});
    for (std::int64_t i = 1; i <= 100'000; ++i) {
        queue.push(StepDone{i, 1, i, 0.1, {1.0, {}}});
        if (i % 10'000 == 0) queue.push(EpochDone{});
    }
    const auto events = queue.take();
    QVERIFY(events.size() <= std::size_t{1} << 14);
    QVERIFY(std::holds_alternative<Started>(events.front()));
    QCOMPARE(std::count_if(events.begin(), events.end(),
                           [](const Event& e) { return std::holds_alternative<EpochDone>(e); }),
             std::ptrdiff_t{10});
    std::int64_t before = 0;
    for (const auto& event : events) {
        if (const auto* step = std::get_if<StepDone>(&event)) {
            QVERIFY(step->step > before);
            before = step->step;
        }
    }
    QVERIFY(queue.take().empty());
}

QTEST_GUILESS_MAIN(TestTrainer)
#include "test_trainer.moc"
