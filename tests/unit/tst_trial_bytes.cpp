// SPDX-License-Identifier: MIT
#include <core/plugin/trial_bytes.h>

#include <QtTest/qtest.h>

using namespace prun;
using namespace Qt::StringLiterals;

namespace {

PluginInfo info(PluginKind kind)
{
    PluginInfo info;
    info.kind = kind;
    info.id = u"id"_s;
    info.file = u"/a folder/\u00e4.so"_s;
    return info;
}

/// Nothing in it is as it would be by default.
FormatterContext unusualContext()
{
    FormatterContext context;
    context.options = { { u"key"_s, u"value, \u20ac"_s }, { u"other"_s, {} } };
    context.presentation.prefix = QByteArray("a\0b\xff", 4);
    context.presentation.prefixLength = -3;
    context.presentation.padPrefix = true;
    context.presentation.timestampFormat = "HH";
    context.presentation.prefixColors = { "red", "", "blue" };
    context.presentation.hidden = { TaskId{ 1 }, TaskId{ 4'000'000'000U } };
    context.presentation.quietSuccess = true;
    context.presentation.timings = true;
    context.presentation.quiet = true;
    context.presentation.verbose = true;
    context.presentation.logDirectory = "logs";
    context.terminal[1] = true;
    context.columns = 7;
    context.rows = 8;
    context.colorDepth[0] = 4;
    context.colorDepth[1] = 24;
    context.unicode = false;
    return context;
}

} // namespace

/// What another process reads is what this one wrote.
class TestTrialBytes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void formatter();
    void hook();
    void surroundingsOnce();
};

void TestTrialBytes::formatter()
{
    const FormatterContext sent = unusualContext();
    const auto trial = trialOfBytes(bytesOfTrial(info(PluginKind::Formatter), sent));
    QVERIFY(trial->info.kind == PluginKind::Formatter);
    QCOMPARE(trial->info.id, u"id"_s);
    QCOMPARE(trial->info.file, u"/a folder/\u00e4.so"_s);
    const FormatterContext &seen = trial->formatter;
    QCOMPARE(seen.options, sent.options);
    QCOMPARE(seen.presentation.prefix, sent.presentation.prefix);
    QCOMPARE(seen.presentation.prefixLength, -3);
    QVERIFY(seen.presentation.padPrefix);
    QCOMPARE(seen.presentation.timestampFormat, "HH");
    QCOMPARE(seen.presentation.prefixColors, sent.presentation.prefixColors);
    QVERIFY(seen.presentation.hidden == sent.presentation.hidden);
    QVERIFY(seen.presentation.quietSuccess && seen.presentation.timings);
    QVERIFY(seen.presentation.quiet && seen.presentation.verbose);
    QCOMPARE(seen.presentation.logDirectory, "logs");
    QVERIFY(!seen.terminal[0] && seen.terminal[1]);
    QCOMPARE(seen.columns, 7);
    QCOMPARE(seen.rows, 8);
    QCOMPARE(seen.colorDepth[0], 4);
    QCOMPARE(seen.colorDepth[1], 24);
    QVERIFY(!seen.unicode);
}

void TestTrialBytes::hook()
{
    Surroundings surroundings;
    surroundings.workingDirectory = "here";
    surroundings.environment = { { "A", "1" }, { "A", QByteArray("\xfe=2") } };
    surroundings.shell = { Shell::Kind::PowerShell, "pwsh" };
    std::vector<TaskSpec> tasks(2);
    tasks[0] = { "name", "line", {}, std::make_shared<Surroundings>(surroundings), {} };
    tasks[1] = { {}, {}, { "a", "" }, std::make_shared<Surroundings>(), TaskSpec::Role::Teardown };
    const auto trial = trialOfBytes(bytesOfTrial(
        info(PluginKind::Hook), HookContext{ { { u"k"_s, u"v"_s } }, "run", tasks, {} }));
    QVERIFY(trial->info.kind == PluginKind::Hook);
    QCOMPARE(trial->hook.options.value(u"k"_s), u"v"_s);
    QCOMPARE(trial->hook.runId, "run");
    trial->hook.say(Notice::Level::Error, "nobody hears it");

    QCOMPARE(trial->hook.tasks.size(), std::size_t(2));
    const TaskSpec &first = trial->hook.tasks[0];
    QCOMPARE(first.name, "name");
    QCOMPARE(first.command, "line");
    QVERIFY(first.arguments.isEmpty() && first.role == TaskSpec::Role::Command);
    QCOMPARE(first.surroundings->workingDirectory, "here");
    QVERIFY(first.surroundings->environment == surroundings.environment);
    QVERIFY(first.surroundings->shell == surroundings.shell);
    const TaskSpec &second = trial->hook.tasks[1];
    QCOMPARE(second.arguments, QByteArrayList({ "a", "" }));
    QVERIFY(second.role == TaskSpec::Role::Teardown);
    QVERIFY(second.surroundings->environment.empty());
}

void TestTrialBytes::surroundingsOnce()
{
    auto shared = std::make_shared<Surroundings>();
    shared->workingDirectory = QByteArray(10'000, 'x');
    std::vector<TaskSpec> tasks(1000);
    for (TaskSpec &task : tasks)
        task.surroundings = shared;
    const QByteArray bytes = bytesOfTrial(info(PluginKind::Hook), HookContext{ {}, {}, tasks, {} });
    QVERIFY(bytes.size() < 100'000);
    const auto trial = trialOfBytes(bytes);
    QCOMPARE(trial->hook.tasks.size(), std::size_t(1000));
    QCOMPARE(trial->hook.tasks[999].surroundings->workingDirectory, shared->workingDirectory);
    QCOMPARE(trial->hook.tasks[999].surroundings, trial->hook.tasks[0].surroundings);
}

QTEST_GUILESS_MAIN(TestTrialBytes)
#include "tst_trial_bytes.moc"
