// SPDX-License-Identifier: Apache-2.0
// Signals are handled beside whatever is computed.
#include <signal.h>

#include <QTest>

#include "app/cli/signals.h"

using gradweave::cli::SignalScope;

class TestSignals : public QObject {
    Q_OBJECT

  private slots:
    void aStackOfTheirOwn();
    void theFirstIsRemembered();
};

void TestSignals::aStackOfTheirOwn() {
    const SignalScope scope;
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action {};
        QCOMPARE(::sigaction(signal, nullptr, &action), 0);
        QVERIFY(action.sa_flags & SA_ONSTACK);
    }
    stack_t stack{};
    QCOMPARE(::sigaltstack(nullptr, &stack), 0);
    QVERIFY(!(stack.ss_flags & SS_DISABLE));
}

void TestSignals::theFirstIsRemembered() {
    {
        const SignalScope scope;
        QCOMPARE(SignalScope::received(), 0);
        QCOMPARE(::raise(SIGTERM), 0);
        QCOMPARE(SignalScope::received(), SIGTERM);
    }
    struct sigaction action {};
    QCOMPARE(::sigaction(SIGTERM, nullptr, &action), 0);
    QVERIFY(action.sa_handler == SIG_DFL);
    stack_t stack{};
    QCOMPARE(::sigaltstack(nullptr, &stack), 0);
    QVERIFY(stack.ss_flags & SS_DISABLE);
}

QTEST_GUILESS_MAIN(TestSignals)
#include "test_signals.moc"
