// SPDX-License-Identifier: MIT
#include <app/native_policies.h>

#include <app/option_reader.h>

#include <core/config/printable.h>
#include <core/config/retry_words.h>
#include <core/config/suggestion.h>
#include <core/config/value_parsers.h>
#include <core/plan/task_names.h>
#include <platform/signal_names.h>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int mostTries = 1'000'000'000;

Result<Nanoseconds> parseSeconds(QByteArrayView text)
{
    return parseDuration(text, BareNumber::Seconds);
}

// As concurrently has it for what it calls by the same name.
Result<Nanoseconds> parseMilliseconds(QByteArrayView text)
{
    return parseDuration(text, BareNumber::Milliseconds);
}

// A parser for words that stand for the values of an enum, in their order.
template<typename Enum, std::size_t count>
auto wordsFor(const std::array<std::string_view, count> &words)
{
    return [&words](QByteArrayView text) -> Result<Enum> {
        const auto index = parseWord(text, words);
        if (!index)
            return Error(index.error());
        return static_cast<Enum>(*index);
    };
}

void readTaskPolicy(OptionReader &reader, TaskPolicy &policy)
{
    reader.read(OptionId::KillSignal, policy.stopSignal, parseStopSignal);
    reader.read(OptionId::KillTimeout, policy.grace, parseMilliseconds);
    reader.read(OptionId::Timeout, policy.timeout, parseSeconds);
    reader.read(OptionId::IdleTimeout, policy.idleTimeout, parseSeconds);
    reader.read(OptionId::RestartTries, policy.retry.extraTries,
                [](QByteArrayView text) { return parseInteger(text, -mostTries, mostTries); });
    reader.read(OptionId::RestartAfter, policy.retry.backoff, parseBackoff);
    reader.apply(OptionId::RetryOn,
                 [&](QByteArrayView text) { return parseRetryOn(text, policy.retry); });
}

void readRunPolicy(OptionReader &reader, const std::function<int()> &cores, RunPolicy &run)
{
    static constexpr std::array<std::string_view, 3> onFailure{ "continue", "no-new", "kill" };
    static constexpr std::array<std::string_view, 4> leftovers{ "warn", "wait", "kill", "ignore" };
    if (reader.isOn(OptionId::Sequence)) {
        run.slots = 1;
        run.onFailure = OnFailure::NoNew;
    } else if (reader.isOn(OptionId::File) && !reader.isOn(OptionId::MaxProcesses)) {
        run.slots = cores();
    }
    reader.read(OptionId::MaxProcesses, run.slots,
                [&](QByteArrayView text) { return parseProcessCount(text, cores); });
    reader.read(OptionId::Delay, run.startDelay, parseSeconds);
    run.killOthers = reader.isOn(OptionId::KillOthers);
    if (reader.isOn(OptionId::KillOthersOnFail))
        run.onFailure = OnFailure::Kill;
    reader.read(OptionId::OnFailure, run.onFailure, wordsFor<OnFailure>(onFailure));
    reader.read(OptionId::Deadline, run.deadline, parseSeconds);
    reader.read(OptionId::LeakTimeout, run.leakTimeout, parseSeconds);
    reader.read(OptionId::Leftovers, run.leftovers, wordsFor<Leftovers>(leftovers));
}

// Each command waits for the one before it, its further attempts included: while it waits for one
// of those it holds no slot, so one slot alone would not keep the order.
void addSequence(Plan &plan)
{
    const auto commands = static_cast<quint32>(commandsOf(plan).size());
    plan.edgesOf.reserve(plan.tasks.size() + 1);
    plan.edges.reserve(commands);
    plan.edgesOf.push_back(0);
    for (quint32 task = 0; task < plan.tasks.size(); ++task) {
        if (task > 0 && task < commands)
            plan.edges.push_back(static_cast<TaskId>(task - 1));
        plan.edgesOf.push_back(static_cast<quint32>(plan.edges.size()));
    }
}

// A teardown command is stopped like the others, but runs once and as long as it takes.
void addTeardownPolicy(Plan &plan)
{
    const std::size_t commands = commandsOf(plan).size();
    if (commands == plan.tasks.size())
        return;
    TaskPolicy policy;
    policy.stopSignal = plan.policies.front().stopSignal;
    policy.grace = plan.policies.front().grace;
    plan.policies.push_back(policy);
    plan.policyOf.assign(plan.tasks.size(), 0);
    std::fill(plan.policyOf.begin() + static_cast<std::ptrdiff_t>(commands), plan.policyOf.end(),
              quint16(1));
}

} // namespace

Result<int> parseStopSignal(QByteArrayView text)
{
    const auto number = signalFromName(text);
    if (!number) {
        QStringList names;
        for (const QByteArray &name : signalShortNames())
            names << QString::fromLatin1(name);
        QString word = QString::fromUtf8(text).toUpper();
        if (word.startsWith(u"SIG"_s))
            word.remove(0, 3);
        const QString meant = nearest(word, names);
        return Error(Error::Code::Usage, u"unknown signal %1"_s.arg(quoted(text)))
            .hint(meant.isNull() ? u"write a name like SIGINT or a number"_s
                                 : u"did you mean \"SIG%1\"?"_s.arg(meant));
    }
    constexpr std::array useless{ "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGCONT" };
    const QByteArray name = signalName(*number);
    if (std::find(useless.begin(), useless.end(), name) != useless.end())
        return Error(Error::Code::Usage, u"%1 ends no command"_s.arg(QString::fromLatin1(name)))
            .hint(u"write SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGKILL or another that does"_s);
    return *number;
}

std::span<const TaskSpec> commandsOf(const Plan &plan)
{
    const auto isTeardown = [](const TaskSpec &task) {
        return task.role == TaskSpec::Role::Teardown;
    };
    const auto end = std::find_if(plan.tasks.begin(), plan.tasks.end(), isTeardown);
    return { plan.tasks.begin(), end };
}

Result<void> addPolicies(const OptionValues &options, const std::function<int()> &cores, Plan &plan)
{
    static constexpr std::array<std::string_view, 4> exitCodes{ "one", "first", "max", "count" };
    OptionReader reader(options);
    readTaskPolicy(reader, plan.policies.front());
    readRunPolicy(reader, cores, plan.run);
    const TaskNames names(commandsOf(plan));
    reader.read(OptionId::Success, plan.judgement.success,
                [&](QByteArrayView text) { return parseSuccess(text, names); });
    reader.read(OptionId::ExitCode, plan.judgement.exitCode, wordsFor<ExitCodeRule>(exitCodes));
    addTeardownPolicy(plan);
    if (reader.isOn(OptionId::Sequence))
        addSequence(plan);
    return reader.result();
}

Result<void> addInputRouting(const OptionValues &options, const Plan &plan, InputRouting &input)
{
    const TaskNames names(commandsOf(plan));
    const auto findOne = [&](QByteArrayView text) { return names.findOne(text); };
    OptionReader reader(options);
    input.forward = reader.isOn(OptionId::HandleInput);
    reader.read(OptionId::DefaultInputTarget, input.defaultTarget, findOne);
    reader.read(OptionId::Tty, input.terminal, findOne);
    const OptionValue *file = options.find(OptionId::File);
    const OptionValue *reading =
        options.find(input.forward ? OptionId::HandleInput : OptionId::Tty);
    if (file && reading && file->text == "-")
        reader.fail(Error(Error::Code::Usage, u"the commands themselves come from the input"_s)
                        .in(reading->place));
    const OptionValue *target = options.find(OptionId::DefaultInputTarget);
    if (target && !input.forward && target->source == OptionValue::Source::CommandLine)
        reader.fail(
            Error(Error::Code::Usage, u"has no effect without --handle-input"_s).in(target->place));
    return reader.result();
}

} // namespace prun
