// SPDX-License-Identifier: MIT
#include <platform/signal_filter.h>

#include <QtTest/qtest.h>

#include <limits>

using namespace prun;
using namespace std::chrono_literals;

struct Arrival
{
    int signal = 0;
    SignalRoute route = SignalRoute::Direct;
    SignalStamp stamp;
};
Q_DECLARE_METATYPE(Arrival)

namespace {

constexpr int kHangup = 1;
constexpr int kInterrupt = 2;

Arrival direct(quint32 atMs, qint32 sender = 0, int signal = kInterrupt)
{
    return { signal, SignalRoute::Direct, { atMs, sender } };
}

Arrival forwarded(quint32 atMs, qint32 sender = 0, int signal = kInterrupt)
{
    return { signal, SignalRoute::Forwarded, { atMs, sender } };
}

} // namespace

class TestSignalFilter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void accept_data();
    void accept();
    void strangeNumbersPass();
    void stampSurvivesPacking_data();
    void stampSurvivesPacking();
};

void TestSignalFilter::accept_data()
{
    using L = QList<Arrival>;
    QTest::addColumn<L>("arrivals");
    QTest::addColumn<int>("repeatWindowMs");
    QTest::addColumn<QByteArray>("accepted"); // a letter per arrival: y or n
    const auto row = [](const char *name, const L &arrivals, int window, const char *accepted) {
        QTest::newRow(name) << arrivals << window << QByteArray(accepted);
    };
    row("one", { direct(0) }, 50, "y");
    row("to the group", { direct(100), forwarded(103) }, 50, "yn");
    row("to the group, guard first", { forwarded(100), direct(103) }, 50, "yn");
    row("both routes, too far apart", { direct(100), forwarded(151) }, 0, "yy");
    row("the guard had to wait", { direct(100, 77), forwarded(800, 77) }, 50, "yn");
    row("the guard had to wait very long", { direct(100, 77), forwarded(1101, 77) }, 50, "yy");
    row("another sender meanwhile", { direct(100, 77), forwarded(800, 78) }, 50, "yy");
    row("the kernel tells no sender", { direct(100, 0), forwarded(800, 0) }, 50, "yy");
    row("each has one twin", { direct(100, 77), forwarded(100, 77), forwarded(400, 77) }, 50,
        "yny");
    row("twice to the group", { direct(0), forwarded(1), direct(300), forwarded(301) }, 50, "ynyn");
    row("twice to the group, each guard first",
        { forwarded(0), direct(1), forwarded(300), direct(301) }, 50, "ynyn");
    row("timeout(1): to the child, then to its group", { forwarded(0), direct(1), forwarded(2) },
        50, "ynn");
    row("same route within the window", { direct(0), direct(50), direct(51) }, 50, "yny");
    row("no window: all on one route count", { direct(0), direct(1), direct(2) }, 0, "yyy");
    row("a key that is held down", { direct(0), direct(33), direct(66) }, 50, "yny");
    row("a long window", { direct(0), direct(400), direct(1000), direct(1001) }, 1000, "ynny");
    row("other signals do not matter",
        { direct(0), forwarded(1, 0, kHangup), direct(2, 0, kHangup) }, 50, "yyn");
    const quint32 last = std::numeric_limits<quint32>::max();
    row("the clock wraps around", { direct(last), forwarded(9), direct(300) }, 50, "yny");
    row("the clock wraps around, late stamp first", { forwarded(9), direct(last) }, 50, "yn");
}

void TestSignalFilter::accept()
{
    QFETCH(const QList<Arrival>, arrivals);
    QFETCH(const int, repeatWindowMs);
    SignalFilter filter;
    QByteArray accepted;
    for (const Arrival &arrival : arrivals) {
        accepted += filter.accept(arrival.signal, arrival.route, arrival.stamp,
                                  std::chrono::milliseconds(repeatWindowMs))
            ? 'y'
            : 'n';
    }
    QTEST(accepted, "accepted");
}

void TestSignalFilter::strangeNumbersPass()
{
    SignalFilter filter;
    for (const int signal : { -1, 0, 65, 1000, std::numeric_limits<int>::max() }) {
        QVERIFY(filter.accept(signal, SignalRoute::Direct, {}, 50ms));
        QVERIFY(filter.accept(signal, SignalRoute::Direct, {}, 50ms));
    }
}

void TestSignalFilter::stampSurvivesPacking_data()
{
    QTest::addColumn<quint32>("atMs");
    QTest::addColumn<qint32>("sender");
    QTest::newRow("zero") << quint32(0) << qint32(0);
    QTest::newRow("usual") << quint32(123'456) << qint32(4242);
    QTest::newRow("largest") << std::numeric_limits<quint32>::max()
                             << std::numeric_limits<qint32>::max();
}

void TestSignalFilter::stampSurvivesPacking()
{
    QFETCH(const quint32, atMs);
    QFETCH(const qint32, sender);
    const SignalStamp stamp = SignalStamp::unpacked(SignalStamp{ atMs, sender }.packed());
    QCOMPARE(stamp.atMs, atMs);
    QCOMPARE(stamp.sender, sender);
}

QTEST_APPLESS_MAIN(TestSignalFilter)

#include "tst_signal_filter.moc"
