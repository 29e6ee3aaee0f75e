// SPDX-License-Identifier: MIT
#include <core/config/retry_words.h>

#include <QtTest/qtest.h>

using namespace std::chrono_literals;
using namespace prun;

class TestRetryWords : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void backoff_data();
    void backoff();
    void retryOn_data();
    void retryOn();
};

namespace {

QByteArray show(const Backoff &backoff)
{
    const auto milliseconds = [](Nanoseconds time) {
        return QByteArray::number(
            qint64(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()));
    };
    return milliseconds(backoff.base) + " *" + QByteArray::number(backoff.factor)
        + " <=" + milliseconds(backoff.max) + " +-" + QByteArray::number(backoff.jitter);
}

QByteArray show(const RetryPolicy &policy)
{
    QByteArray text = policy.onSignal ? "signal " : "";
    text += policy.onTimeout ? "timeout " : "";
    text += policy.onAny ? "any " : "";
    for (const int code : policy.onCodes)
        text += QByteArray::number(code) + ' ';
    return text;
}

} // namespace

void TestRetryWords::backoff_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result"); // of show(), or the text of the error
    const auto row = [](const char *text, const char *result) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(result);
    };
    row("0", "0 *1 <=86400000 +-0");
    row("500", "500 *1 <=86400000 +-0");
    row("2s", "2000 *1 <=86400000 +-0");
    row("exponential", "1000 *2 <=60000 +-0.1");
    row("exponential:base=2s", "2000 *2 <=60000 +-0.1");
    row("exponential:base=100", "100 *2 <=60000 +-0.1");
    row("exponential:factor=1.5,max=10s", "1000 *1.5 <=10000 +-0.1");
    row("exponential:base=1s,factor=3,max=1h,jitter=0", "1000 *3 <=3600000 +-0");
    row("", "the value is empty (write 250ms, 1.5s, 2m or 1h; a bare number is milliseconds)");
    row("exponental", "\"exponental\" is not a duration (did you mean \"exponential\"?)");
    row("exponentially",
        "\"exponentially\" is not a duration"
        " (write exponential or exponential:base=1s,factor=2,max=60s,jitter=0.1)");
    row("exponential:base",
        "\"base\" has no value (write exponential:base=1s,factor=2,max=60s,jitter=0.1)");
    row("exponential:bass=1s", "unknown value \"bass\" (did you mean \"base\"?)");
    row("exponential:jitter=2", "jitter: \"2\" is out of range (a number from 0 to 1)");
    row("exponential:factor=0.5", "factor: \"0.5\" is out of range (a number from 1 to 1000)");
    row("exponential:factor=1e9", "factor: \"1e9\" is not a number (a number from 1 to 1000)");
    row("exponential:max=-1s",
        "max: \"-1s\" is negative"
        " (write 250ms, 1.5s, 2m or 1h; a bare number is milliseconds)");
}

void TestRetryWords::backoff()
{
    QFETCH(const QByteArray, text);
    const auto parsed = parseBackoff(text);
    QTEST(parsed ? show(*parsed) : parsed.error().toString().toUtf8(), "result");
}

void TestRetryWords::retryOn_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char *text, const char *result) {
        QTest::newRow(text) << QByteArray(text) << QByteArray(result);
    };
    row("1", "1 ");
    row("1,2,75", "1 2 75 ");
    row("signal", "signal ");
    row("timeout,1", "timeout 1 ");
    row("any", "any ");
    row("signal, timeout", "signal timeout ");
    row("255", "255 ");
    row("", "the value is empty (exit codes, signal, timeout or any)");
    row("0", "\"0\" is out of range (a whole number from 1 to 255)");
    row("256", "\"256\" is out of range (a whole number from 1 to 255)");
    row("signals", "unknown value \"signals\" (did you mean \"signal\"?)");
    row("1,,2", "the value is empty (exit codes, signal, timeout or any)");
    row("-1", "unknown value \"-1\" (exit codes, signal, timeout or any)");
}

void TestRetryWords::retryOn()
{
    QFETCH(const QByteArray, text);
    RetryPolicy policy;
    policy.extraTries = 3;
    const auto parsed = parseRetryOn(text, policy);
    QTEST(parsed ? show(policy) : parsed.error().toString().toUtf8(), "result");
    QCOMPARE(policy.extraTries, 3);
}

QTEST_APPLESS_MAIN(TestRetryWords)
#include "tst_retry_words.moc"
