// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trainer_client.h"

#include <QThreadPool>
#include <QTimer>
#include <type_traits>

#include "ui/text.h"

namespace gradweave::ui {

namespace {

/// As often as curves are drawn. At fifteen, figures and four charts cost training on two cores 5
/// %, at eight 1.6 % (ui_heartbeat on the first example).
constexpr int updatesPerSecond = 8;

bool isActive(train::State state) {
    return state == train::State::preparing || state == train::State::running ||
           state == train::State::paused;
}

}  // namespace

TrainerClient::TrainerClient(QObject* parent)
    : QObject(parent), m_trainer(std::make_shared<train::Trainer>()), m_timer(new QTimer(this)) {
    m_timer->setInterval(1000 / updatesPerSecond);
    connect(m_timer, &QTimer::timeout, this, &TrainerClient::drain);
}

TrainerClient::~TrainerClient() {
    m_trainer->stop();
}

bool TrainerClient::active() const {
    return isActive(m_state);
}

void TrainerClient::start(train::Job job, bool paused) {
    if (active()) return;
    m_started.reset();
    m_finished.reset();
    m_history = {};
    m_trainer->start(std::move(job), paused);
    m_waiting = false;
    m_timer->start();
    setState(train::State::preparing);
}

void TrainerClient::pause() {
    if (m_state != train::State::running && m_state != train::State::preparing) return;
    m_waiting = true;
    m_trainer->pause();
    emit stateChanged(m_state);
}

void TrainerClient::resume() {
    if (m_state == train::State::paused) m_trainer->resume();
}

void TrainerClient::stop() {
    if (!active()) return;
    m_waiting = true;
    m_trainer->stop();
    emit stateChanged(m_state);
}

void TrainerClient::forget() {
    m_timer->stop();
    m_trainer->stop();
    // The batch that is being computed is waited for elsewhere.
    QThreadPool::globalInstance()->start([old = std::move(m_trainer)]() mutable { old.reset(); });
    m_trainer = std::make_shared<train::Trainer>();
    m_started.reset();
    m_finished.reset();
    m_history = {};
    setState(train::State::idle);
}

void TrainerClient::stepOnce() {
    if (active()) m_trainer->step_once();
}

std::function<std::optional<io::TensorFile>()> TrainerClient::weightsReader() const {
    return [trainer = m_trainer] { return trainer->weights(); };
}

std::optional<io::TensorFile> TrainerClient::checkpoint() const {
    if (active()) return std::nullopt;
    return m_trainer->checkpoint();
}

void TrainerClient::setState(train::State state) {
    if (state != train::State::running) m_waiting = false;
    m_state = state;
    emit stateChanged(state);
}

void TrainerClient::drain() {
    for (const train::Event& event : m_trainer->take_events())
        take(event);
    if (!active()) m_timer->stop();
}

void TrainerClient::take(const train::Event& event) {
    std::visit(
        [this]<class E>(const E& e) {
            if constexpr (std::is_same_v<E, train::Preparing>) {
                emit preparing(e.fraction, qtext(e.what));
            } else if constexpr (std::is_same_v<E, train::Compiling>) {
                emit compiling(e.done, e.total);
            } else if constexpr (std::is_same_v<E, train::Compiled>) {
                emit compiling(0, 0);
            } else if constexpr (std::is_same_v<E, train::Started>) {
                m_started = e;
                m_history.begin(e);
                emit began(e);
            } else if constexpr (std::is_same_v<E, train::StepDone>) {
                m_history.add(e);
                emit stepped(e);
            } else if constexpr (std::is_same_v<E, train::EpochDone>) {
                m_history.add(e);
                emit epochEnded(e);
            } else if constexpr (std::is_same_v<E, train::Diverged>) {
                emit diverged(e);
            } else if constexpr (std::is_same_v<E, train::Finished>) {
                m_finished = e;
                emit ended(e);
            } else if constexpr (std::is_same_v<E, train::Failed>) {
                emit failed(e);
            } else if constexpr (std::is_same_v<E, train::StateChanged>) {
                // The first one was told when the run was asked for.
                if (e.state != m_state) setState(e.state);
            }
        },
        event);
}

}  // namespace gradweave::ui
