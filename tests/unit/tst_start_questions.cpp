// SPDX-License-Identifier: MIT
#include <core/plugin/start_questions.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace std::chrono_literals;

namespace {

using Time = StartQuestions::Time;
using Settled = std::vector<StartQuestions::Settled>;

constexpr StartQuestion kFirst = { TaskId{ 3 }, 1 };
constexpr StartQuestion kSecond = { TaskId{ 3 }, 2 };
const StartDecision kGo = {};
const StartDecision kSkip = { StartDecision::Kind::Skip, "no need" };

bool isOne(const Settled &settled, StartQuestion question, StartDecision::Kind kind)
{
    return settled.size() == 1 && settled[0].question.task == question.task
        && settled[0].question.attempt == question.attempt && settled[0].decision.kind == kind;
}

} // namespace

class TestStartQuestions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void allMustSayGo();
    void oneSaysSkip();
    void attemptsAreApart();
    void strangersAreIgnored();
    void withdrawn();
    void expired();
};

void TestStartQuestions::allMustSayGo()
{
    StartQuestions questions;
    questions.ask(kFirst, { 0, 2 }, Time(1s));
    QVERIFY(questions.answer(2, kFirst, kGo).empty());
    QVERIFY(!questions.isEmpty());
    QVERIFY(isOne(questions.answer(0, kFirst, kGo), kFirst, StartDecision::Kind::Go));
    QVERIFY(questions.isEmpty());
}

void TestStartQuestions::oneSaysSkip()
{
    StartQuestions questions;
    questions.ask(kFirst, { 0, 1 }, Time(1s));
    const Settled settled = questions.answer(1, kFirst, kSkip);
    QVERIFY(isOne(settled, kFirst, StartDecision::Kind::Skip));
    QCOMPARE(settled[0].decision.reason, "no need");
    QVERIFY(questions.answer(0, kFirst, kGo).empty());
}

void TestStartQuestions::attemptsAreApart()
{
    StartQuestions questions;
    questions.ask(kFirst, { 0 }, Time(1s));
    questions.ask(kSecond, { 0 }, Time(1s));
    QVERIFY(isOne(questions.answer(0, kSecond, kGo), kSecond, StartDecision::Kind::Go));
    QVERIFY(!questions.isEmpty());
}

void TestStartQuestions::strangersAreIgnored()
{
    StartQuestions questions;
    questions.ask(kFirst, { 1 }, Time(1s));
    QVERIFY(questions.answer(0, kFirst, kSkip).empty());
    QVERIFY(questions.answer(1, kSecond, kSkip).empty());
    QVERIFY(!questions.isEmpty());
}

void TestStartQuestions::withdrawn()
{
    StartQuestions questions;
    questions.ask(kFirst, { 0 }, Time(1s));
    questions.ask(kSecond, { 0, 1 }, Time(1s));
    QVERIFY(isOne(questions.withdraw(0), kFirst, StartDecision::Kind::Go));
    QVERIFY(isOne(questions.answer(1, kSecond, kSkip), kSecond, StartDecision::Kind::Skip));
}

void TestStartQuestions::expired()
{
    StartQuestions questions;
    questions.ask(kFirst, { 0, 1 }, Time(1s));
    questions.ask(kSecond, { 1 }, Time(2s));
    QVERIFY(questions.answer(0, kFirst, kGo).empty());
    std::vector<std::size_t> silent;
    QVERIFY(questions.expire(Time(999ms), &silent).empty());
    QVERIFY(isOne(questions.expire(Time(1s), &silent), kFirst, StartDecision::Kind::Go));
    QCOMPARE(silent, std::vector<std::size_t>{ 1 });
    QVERIFY(!questions.isEmpty());
}

QTEST_APPLESS_MAIN(TestStartQuestions)
#include "tst_start_questions.moc"
