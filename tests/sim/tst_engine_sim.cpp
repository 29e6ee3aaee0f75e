// SPDX-License-Identifier: MIT
#include <core/engine/engine.h>
#include <core/events/exit_policy.h>

#include <tests/support/event_rules.h>
#include <tests/support/fake_clock.h>
#include <tests/support/fake_process_runner.h>

#include <QtTest/qtest.h>

#include <random>

using namespace prun;
using namespace std::chrono_literals;

namespace {

constexpr int kRuns = 20000;

class FakeExecutor final : public Executor
{
public:
    Result<LaunchSpec> prepare(const TaskSpec &) override
    {
        return LaunchSpec{ "/fake", {}, {}, {}, {} };
    }
};

/// One run: a plan, a behaviour for every start, and disturbances, all from one seed.
class SimulatedRun final : private Engine::Host
{
public:
    explicit SimulatedRun(quint32 seed) : m_random(seed), m_runner(&m_clock)
    {
        makePlan();
        m_runner.behaviour = [this](TaskId task) { return startOf(task); };
        m_asksHooks = chance(20);
        if (chance(25))
            letPlanGrow();
        m_bus.add(&rules);
        m_bus.add(&m_tracer);
    }

    QStringList run()
    {
        Engine engine({ plan, m_runner, m_clock, m_executor, m_bus, *this },
                      { .seed = m_random(), .asksHooks = m_asksHooks, .terminalTasks = {} }, {});
        m_engine = &engine;
        if (chance(3))
            engine.post(input::StopAsked{ 2, false }); // before the run begins
        disturb();
        engine.begin("simulated");
        int steps = 0;
        while (!rules.over && ++steps < 2'000'000 && m_clock.runNext()) {
            mostAlive = std::max(mostAlive, m_runner.alive());
        }
        QStringList wrong = rules.complaints + m_runner.complaints;
        if (!rules.over) {
            wrong << QStringLiteral("the run does not end; states");
            for (const TaskId task : engine.scheduler().tasks())
                wrong << QString::number(int(engine.scheduler().stateOf(task)));
        }
        if (rules.slots > 0 && rules.mostRunning > rules.slots)
            wrong << QStringLiteral("more commands run than slots");
        return wrong;
    }

    Plan plan;
    EventRules rules;
    int mostAlive = 0;
    int asked = 0; ///< how often for another task
    bool swept = false;
    bool trace = false; ///< print every event

private:
    int number(int below) { return int(m_random() % quint32(below)); }
    bool chance(int percent) { return number(100) < percent; }
    Instant upTo(Instant most) { return most * number(1000) / 1000; }

    void makePlan()
    {
        const int commands = 1 + number(12);
        const auto surroundings = std::make_shared<Surroundings>();
        for (int i = 0; i < commands; ++i)
            plan.tasks.push_back({ {}, "fake", {}, surroundings, TaskSpec::Role::Command });
        for (int i = number(3); i > 0; --i)
            plan.tasks.push_back({ {}, "fake", {}, surroundings, TaskSpec::Role::Teardown });
        plan.run.slots = chance(50) ? 0 : 1 + number(4);
        plan.run.startDelay = chance(20) ? upTo(50ms) : 0ms;
        plan.run.killOthers = chance(15);
        plan.run.onFailure = OnFailure(number(3));
        plan.run.deadline = chance(10) ? 1ms + upTo(2s) : 0ms;
        plan.run.leftovers = Leftovers(number(4));
        plan.run.leakTimeout = upTo(500ms);
        TaskPolicy &policy = plan.policies.front();
        policy.timeout = chance(30) ? 1ms + upTo(1s) : 0ms;
        policy.idleTimeout = chance(20) ? 1ms + upTo(1s) : 0ms;
        policy.grace = 1ms + upTo(300ms);
        policy.retry.extraTries = chance(40) ? number(4) : 0;
        policy.retry.backoff = chance(50) ? Backoff::exponential() : Backoff{ upTo(100ms) };
        policy.retry.onTimeout = chance(20);
        if (chance(20))
            makeChain();
        else if (chance(25))
            makeStages(quint32(commands));
    }

    /// The commands come while the run is on, more of them than would be known.
    void letPlanGrow()
    {
        m_unborn = number(40);
        if (chance(10))
            m_unborn += 2000; // some are forgotten before the end
        plan.tasks.clear();
        plan.stages.clear();
        plan.edges.clear();
        plan.edgesOf.clear();
        plan.grows = true;
        if (chance(50))
            plan.run.halt = { HaltPolicy::When(number(3)), HaltPolicy::On(number(4)), 1 + number(5),
                              0 };
    }

    void makeStages(quint32 commands)
    {
        for (quint32 end = 0; end < commands;) {
            end = std::min(commands, end + 1 + quint32(number(4)));
            plan.stages.push_back({ end, chance(40), chance(40) });
        }
    }

    /// Everything of the stages before that of `task` has ended.
    bool stagesAreInOrder(TaskId task) const
    {
        std::size_t begin = 0;
        for (const Stage &stage : plan.stages) {
            if (indexOf(task) < stage.end)
                break;
            begin = stage.end;
        }
        for (std::size_t i = 0; i < begin; ++i) {
            if (m_engine->scheduler().stateOf(TaskId(i)) != attempt::State::Ended)
                return false;
        }
        return true;
    }

    void makeChain()
    {
        plan.edgesOf.push_back(0);
        for (std::size_t i = 0; i < plan.tasks.size(); ++i) {
            if (i > 0 && plan.tasks[i].role == TaskSpec::Role::Command)
                plan.edges.push_back(TaskId(quint32(number(int(i)))));
            plan.edgesOf.push_back(quint32(plan.edges.size()));
        }
    }

    /// Asked at every start. That it was told of late is no offence, that it happened is.
    FakeBehaviour startOf(TaskId task)
    {
        const bool command = plan.grows || plan.task(task).role == TaskSpec::Role::Command;
        if (command ? rules.stopping : rules.forced)
            rules.complaints << QStringLiteral("something was started after the stop");
        if (command && !stagesAreInOrder(task))
            rules.complaints << QStringLiteral("a stage was begun before its time");
        return makeBehaviour();
    }

    FakeBehaviour makeBehaviour()
    {
        FakeBehaviour is;
        if (chance(4))
            is.start = FakeBehaviour::Start::NotFound;
        else if (chance(8))
            is.start = FakeBehaviour::Start::Shortage;
        else if (chance(30))
            is.start = FakeBehaviour::Start::Later;
        is.lifetime = upTo(400ms);
        if (chance(10) && endsAnyway())
            is.lifetime.reset();
        if (chance(30))
            is.status = { ExitStatus::Kind::Code, number(256) };
        else if (chance(10))
            is.status = { ExitStatus::Kind::Signal, 1 + number(15) };
        else if (chance(3))
            is.status = { ExitStatus::Kind::Unknown };
        is.obeys = chance(70);
        is.obeysAfter = upTo(200ms);
        if (chance(40))
            is.codeWhenStopped = number(3);
        is.unkillable = is.lifetime && chance(3);
        is.leaves = chance(20);
        is.leftLifetime = upTo(2s);
        is.leftObeys = chance(60);
        is.leftHoldsOutput = chance(60);
        is.writes = number(4);
        return is;
    }

    /// A command that lives for ever is fair only if something will stop it.
    bool endsAnyway() const
    {
        return plan.policies.front().timeout > 0ms || plan.run.deadline > 0ms;
    }

    void disturb()
    {
        const Instant first = upTo(1s);
        if (chance(25))
            m_clock.at(first, [this] { m_engine->post(input::StopAsked{ 15, chance(50) }); });
        if (chance(10))
            m_clock.at(first + upTo(500ms), [this] {
                m_engine->post(input::StopAsked{ 2, false });
            });
        if (chance(5))
            m_clock.at(upTo(1s), [this] { m_engine->post(input::ReaderGone{}); });
        if (chance(10))
            m_clock.at(upTo(1s), [this] { m_engine->post(input::Capacity{ 1 + number(5) }); });
        if (chance(10)) {
            m_clock.at(first, [this] { m_engine->pauseReading(true); });
            m_clock.at(first + upTo(1s), [this] { m_engine->pauseReading(false); });
        }
    }

    void askTask() override
    {
        ++asked;
        const auto answer = [this] {
            if (m_unborn == 0) {
                m_engine->post(input::NoMoreTasks{});
                return;
            }
            --m_unborn;
            m_engine->post(input::TaskCame{ std::make_shared<const TaskSpec>(
                TaskSpec{ {}, "fake", {}, std::make_shared<Surroundings>() }) });
        };
        if (chance(60))
            answer();
        else
            m_clock.after(upTo(20ms), answer);
    }

    void askHooks(TaskId task, int attempt) override
    {
        StartDecision decision;
        if (chance(10))
            decision = { chance(50) ? StartDecision::Kind::Skip : StartDecision::Kind::Fail, "so" };
        if (chance(50))
            m_engine->post(input::HooksAnswered{ task, attempt, decision });
        else
            m_clock.after(upTo(50ms), [=, this] {
                m_engine->post(input::HooksAnswered{ task, attempt, decision });
            });
    }

    void runEnded(bool sweep) override
    {
        swept = sweep;
        m_engine->finish(0, 0);
    }

    struct Tracer final : EventSink
    {
        explicit Tracer(const bool *wanted) : on(wanted) { }
        void consume(const Event &event) override
        {
            if (!*on)
                return;
            qInfo("%9.3f ms  event %zu%s", double(event.at.count()) / 1e6, event.what.index(),
                  std::visit(Overloaded{ [](const auto &what) {
                                 if constexpr (requires { what.task; })
                                     return " of task " + std::to_string(quint32(what.task));
                                 else
                                     return std::string();
                             } },
                             event.what)
                      .c_str());
        }
        const bool *on;
    };

    Tracer m_tracer{ &trace };
    std::mt19937 m_random;
    FakeClock m_clock;
    FakeProcessRunner m_runner;
    FakeExecutor m_executor;
    EventBus m_bus;
    Engine *m_engine = nullptr;
    bool m_asksHooks = false;
    int m_unborn = 0; // tasks that may still come
};

} // namespace

class TestEngineSim : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void randomRuns();
    void sameSeedSameRun();
    void rulesCatchWrongRuns();
    void unfinishedLine_data();
    void unfinishedLine();
};

void TestEngineSim::randomRuns()
{
    int stopped = 0;
    int retried = 0;
    int grown = 0;
    int longest = 0;
    // PRUN_SIM_SEED=N shows what happens in one run.
    const quint32 only = quint32(qEnvironmentVariableIntValue("PRUN_SIM_SEED"));
    for (quint32 seed = only ? only : 1; seed <= (only ? only : kRuns); ++seed) {
        SimulatedRun run(seed);
        run.trace = only != 0;
        const QStringList wrong = run.run();
        QVERIFY2(wrong.isEmpty(),
                 qPrintable(QStringLiteral("seed %1: %2").arg(seed).arg(wrong.join(u", "))));
        stopped += run.rules.stopping ? 1 : 0;
        grown += run.rules.added > 0 ? 1 : 0;
        longest = std::max(longest, int(run.rules.added));
        for (const auto &[id, task] : run.rules.tasks)
            retried += task.starts > 1 ? 1 : 0;
    }
    if (only)
        return;
    // The runs were worth it only if they were about something.
    QVERIFY(stopped > kRuns / 10);
    QVERIFY(retried > kRuns / 10);
    QVERIFY(grown > kRuns / 10);
    QVERIFY(longest > 1500);
}

void TestEngineSim::sameSeedSameRun()
{
    SimulatedRun first(7);
    SimulatedRun second(7);
    QCOMPARE(first.run(), second.run());
    QCOMPARE(first.rules.tasks.size(), second.rules.tasks.size());
    for (const auto &[id, task] : first.rules.tasks) {
        QCOMPARE(task.starts, second.rules.tasks.at(id).starts);
        QVERIFY(task.outcome == second.rules.tasks.at(id).outcome);
    }
}

/// The checker itself must be able to fail.
void TestEngineSim::rulesCatchWrongRuns()
{
    const std::vector<TaskSpec> tasks(1);
    const TaskId task{};
    const auto complaintsOf = [&](std::vector<decltype(Event::what)> story) {
        EventRules rules;
        rules.consume({ 0ns, RunStarted{ tasks, {}, 1, {} } });
        rules.consume({ 0ns, TaskQueued{ task } });
        for (auto &what : story)
            rules.consume({ 0ns, std::move(what) });
        return rules.complaints;
    };
    const TaskStarted start{ task, 1, 1, {} };
    const TaskFinished end{ task, 1, {}, {}, {}, false };
    const TaskOutputEnded drained{ task, 1, false };
    QCOMPARE(complaintsOf({ start, end, drained, RunFinished{} }), QStringList());
    QVERIFY(!complaintsOf({ start, end, drained, end, RunFinished{} }).isEmpty());
    QVERIFY(!complaintsOf({ start, end, RunFinished{} }).isEmpty());
    QVERIFY(!complaintsOf({ start, RunFinished{} }).isEmpty());
    QVERIFY(!complaintsOf({ RunFinished{} }).isEmpty());
}

/// Writes the first half of a line when it starts and the rest later.
class HalfLineRunner final : public FakeProcessRunner
{
public:
    HalfLineRunner(FakeClock *clock, Instant rest) : FakeProcessRunner(clock)
    {
        behaviour = [this, clock, rest](TaskId task) {
            const auto write = [this, task](const char *bytes) {
                m_output->processOutput(task, Stream::Out, bytes);
            };
            clock->at(1ms, [clock, stall = stall, write] {
                write("half ");
                clock->stall(stall);
            });
            clock->at(rest, [write] { write("a line\n"); });
            FakeBehaviour is;
            is.lifetime = 1s;
            is.writes = 0;
            return is;
        };
    }
    void setListener(Listener *listener) override
    {
        m_output = listener;
        FakeProcessRunner::setListener(listener);
    }

    Instant stall{}; ///< of prun after it has read the first half

private:
    Listener *m_output = nullptr;
};

/// Keeps the output that is told: '~' behind what is partial.
class OutputKeeper final : public EventSink
{
public:
    void consume(const Event &event) override
    {
        if (const auto *output = std::get_if<TaskOutput>(&event.what))
            told << output->bytes.toByteArray() + (output->partial ? "~" : "");
    }

    QByteArrayList told;
};

void TestEngineSim::unfinishedLine_data()
{
    QTest::addColumn<Instant>("rest");
    QTest::addColumn<Instant>("stall");
    QTest::addColumn<QByteArrayList>("told");
    const QByteArrayList whole = { "half a line\n" };
    const QByteArrayList torn = { "half ~", "a line\n" };
    QTest::newRow("goes on soon") << Instant(90ms) << Instant() << whole;
    QTest::newRow("goes on late") << Instant(110ms) << Instant() << torn;
    QTest::newRow("goes on soon, but prun is late") << Instant(90ms) << Instant(150ms) << whole;
    QTest::newRow("goes on while prun is late") << Instant(140ms) << Instant(150ms) << whole;
    QTest::newRow("goes on after prun was late") << Instant(160ms) << Instant(150ms) << torn;
}

void TestEngineSim::unfinishedLine()
{
    QFETCH(const Instant, rest);
    QFETCH(const Instant, stall);
    class Host final : public Engine::Host
    {
        void askTask() override { }
        void askHooks(TaskId, int) override { }
        void runEnded(bool) override { }
    } host;
    FakeClock clock;
    HalfLineRunner runner(&clock, rest);
    runner.stall = stall;
    FakeExecutor executor;
    EventBus bus;
    OutputKeeper output;
    bus.add(&output);
    Plan plan;
    plan.tasks.push_back(
        { {}, "fake", {}, std::make_shared<Surroundings>(), TaskSpec::Role::Command });
    Engine engine({ plan, runner, clock, executor, bus, host }, {}, {});
    engine.begin("simulated");
    while (clock.runNext()) { }
    QTEST(output.told, "told");
}

QTEST_APPLESS_MAIN(TestEngineSim)
#include "tst_engine_sim.moc"
