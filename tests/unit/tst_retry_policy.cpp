// SPDX-License-Identifier: MIT
#include <core/schedule/retry_policy.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace std::chrono_literals;

namespace {

RetryPolicy tries(int extra)
{
    RetryPolicy policy;
    policy.extraTries = extra;
    return policy;
}

RetryPolicy onCodes(std::vector<int> codes)
{
    RetryPolicy policy = tries(5);
    policy.onCodes = std::move(codes);
    return policy;
}

Outcome ended(Outcome::Kind kind, int exitCode = 0, int signal = 0)
{
    Outcome outcome;
    outcome.kind = kind;
    outcome.exitCode = exitCode;
    outcome.signal = signal;
    return outcome;
}

} // namespace

Q_DECLARE_METATYPE(prun::RetryPolicy)
Q_DECLARE_METATYPE(prun::Outcome)

class TestRetryPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wants_data();
    void wants();
    void delay_data();
    void delay();
    void jitterStaysInItsRange();
};

void TestRetryPolicy::wants_data()
{
    using enum Outcome::Kind;
    QTest::addColumn<RetryPolicy>("policy");
    QTest::addColumn<Outcome>("outcome");
    QTest::addColumn<int>("attempt");
    QTest::addColumn<bool>("wanted");

    QTest::newRow("none asked for") << tries(0) << ended(Failed, 1) << 1 << false;
    QTest::newRow("first of one") << tries(1) << ended(Failed, 1) << 1 << true;
    QTest::newRow("used up") << tries(1) << ended(Failed, 1) << 2 << false;
    QTest::newRow("for ever") << tries(-1) << ended(Failed, 1) << 1'000'000 << true;
    QTest::newRow("success") << tries(-1) << ended(Succeeded) << 1 << false;
    RetryPolicy service = tries(-1);
    service.afterSuccess = true;
    QTest::newRow("success of a service") << service << ended(Succeeded) << 1 << true;
    QTest::newRow("canceled service") << service << ended(Canceled) << 1 << false;
    QTest::newRow("canceled") << tries(-1) << ended(Canceled, 1) << 1 << false;
    QTest::newRow("skipped") << tries(-1) << ended(Skipped) << 1 << false;
    QTest::newRow("a signal") << tries(1) << ended(Signaled, 0, 11) << 1 << true;
    QTest::newRow("a time limit") << tries(1) << ended(TimedOut, 0, 15) << 1 << true;
    QTest::newRow("no start") << tries(1) << ended(NoStart, 127) << 1 << true;

    RetryPolicy onSignal = tries(5);
    onSignal.onSignal = true;
    QTest::newRow("only signals: a signal") << onSignal << ended(Signaled, 0, 9) << 1 << true;
    QTest::newRow("only signals: a code") << onSignal << ended(Failed, 137) << 1 << false;
    RetryPolicy onTimeout = tries(5);
    onTimeout.onTimeout = true;
    QTest::newRow("only time limits: one") << onTimeout << ended(TimedOut, 0, 15) << 1 << true;
    QTest::newRow("only time limits: a code") << onTimeout << ended(Failed, 124) << 1 << false;
    QTest::newRow("codes: one of them") << onCodes({ 2, 75 }) << ended(Failed, 75) << 1 << true;
    QTest::newRow("codes: another") << onCodes({ 2, 75 }) << ended(Failed, 1) << 1 << false;
    QTest::newRow("codes: a signal") << onCodes({ 2, 75 }) << ended(Signaled, 0, 2) << 1 << false;
    QTest::newRow("codes: no start") << onCodes({ 127 }) << ended(NoStart, 127) << 1 << true;
    RetryPolicy any = onCodes({ 2 });
    any.onAny = true;
    QTest::newRow("any beats codes") << any << ended(Failed, 1) << 1 << true;
}

void TestRetryPolicy::wants()
{
    QFETCH(const RetryPolicy, policy);
    QFETCH(const Outcome, outcome);
    QFETCH(const int, attempt);
    QTEST(wantsRetry(policy, outcome, attempt), "wanted");
}

void TestRetryPolicy::delay_data()
{
    QTest::addColumn<qint64>("baseMs");
    QTest::addColumn<double>("factor");
    QTest::addColumn<qint64>("maxMs");
    QTest::addColumn<int>("attempt");
    QTest::addColumn<qint64>("waitMs");

    QTest::newRow("none") << 0LL << 1.0 << 60'000LL << 1 << 0LL;
    QTest::newRow("fixed") << 500LL << 1.0 << 60'000LL << 7 << 500LL;
    QTest::newRow("exponential 1") << 1000LL << 2.0 << 60'000LL << 1 << 1000LL;
    QTest::newRow("exponential 2") << 1000LL << 2.0 << 60'000LL << 2 << 2000LL;
    QTest::newRow("exponential 6") << 1000LL << 2.0 << 60'000LL << 6 << 32'000LL;
    QTest::newRow("capped") << 1000LL << 2.0 << 60'000LL << 7 << 60'000LL;
    QTest::newRow("no overflow") << 1000LL << 2.0 << 60'000LL << 100'000 << 60'000LL;
}

void TestRetryPolicy::delay()
{
    QFETCH(const qint64, baseMs);
    QFETCH(const double, factor);
    QFETCH(const qint64, maxMs);
    QFETCH(const int, attempt);
    QFETCH(const qint64, waitMs);
    const Backoff backoff{ baseMs * 1ms, factor, maxMs * 1ms, 0 };
    QCOMPARE(retryDelay(backoff, attempt, 0.7).count(), Nanoseconds(waitMs * 1ms).count());
}

void TestRetryPolicy::jitterStaysInItsRange()
{
    const Backoff backoff{ 1s, 1, 1min, 0.1 };
    QCOMPARE(retryDelay(backoff, 1, 0.0), Nanoseconds(900ms));
    QCOMPARE(retryDelay(backoff, 1, 0.5), Nanoseconds(1s));
    QCOMPARE(retryDelay(backoff, 1, 1.0), Nanoseconds(1100ms));
    QCOMPARE(retryDelay({ 1s, 1, 1min, 1.0 }, 1, 0.0), Nanoseconds(0)); // never negative
}

QTEST_APPLESS_MAIN(TestRetryPolicy)
#include "tst_retry_policy.moc"
