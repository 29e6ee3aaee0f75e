// SPDX-License-Identifier: MIT
#include <app/concurrently_front_end.h>

#include <app/concurrently_commands.h>
#include <app/concurrently_options.h>
#include <app/concurrently_scripts.h>
#include <app/native_commands.h>
#include <app/native_policies.h>
#include <app/process_environment.h>

#include <core/config/printable.h>
#include <core/config/value_parsers.h>
#include <platform/program_file.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

using enum ConcurrentlyOption;
using Option = ConcurrentlyOption;

constexpr Nanoseconds noLimit = std::chrono::hours(24 * 365 * 10);
constexpr int mostTries = 1'000'000'000;
constexpr int usualPrefixLength = 10;

/// What a value of --color asks for: 0 no colours, 1 a few, 2 256, 3 all.
std::optional<int> colorLevelOf(const QByteArray &word)
{
    constexpr std::array<std::pair<const char *, int>, 8> levels{ { { "false", 0 },
                                                                    { "never", 0 },
                                                                    { "true", 1 },
                                                                    { "always", 1 },
                                                                    { "256", 2 },
                                                                    { "16m", 3 },
                                                                    { "full", 3 },
                                                                    { "truecolor", 3 } } };
    for (const auto &[known, level] : levels) {
        if (word == known)
            return level;
    }
    return {};
}

/// JavaScript's Number(), as far as it makes sense here.
std::optional<double> numberIn(QByteArrayView text)
{
    const QByteArray given = text.trimmed().toByteArray();
    bool ok = given.isEmpty();
    const bool isHex = given.startsWith("0x") || given.startsWith("0X");
    const double value = isHex ? static_cast<double>(given.sliced(2).toULongLong(&ok, 16))
        : ok                   ? 0
                               : given.toDouble(&ok);
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QString placeOf(Option option)
{
    const auto table = concurrentlyOptions();
    const auto found = std::ranges::find(table, option, &ConcurrentlyOptionInfo::id);
    return u"option --%1"_s.arg(
        QString::fromUtf8(found->name.data(), static_cast<qsizetype>(found->name.size())));
}

/// Builds the request from the options of one call; remembers the first error.
class RequestBuilder
{
public:
    RequestBuilder(const ConcurrentlyCall &call, const CallContext &context)
        : m_call(call), m_context(context)
    { }

    Result<RunRequest> build()
    {
        addCommands();
        addTeardown();
        addPolicies();
        addJudgement();
        addPresentation();
        addColor();
        addInput();
        if (m_error)
            return *m_error;
        return std::move(m_request);
    }

private:
    void fail(Error error)
    {
        if (!m_error)
            m_error = std::move(error);
    }
    QByteArray text(Option option) const { return m_call.find(option).value_or(QByteArray()); }
    QByteArray variable(const char *name) const { return valueIn(m_context.environment, name); }

    /// Empty is `otherwise`.
    double number(Option option, double otherwise)
    {
        const QByteArray given = text(option).trimmed();
        if (given.isEmpty())
            return otherwise;
        const std::optional<double> value = numberIn(given);
        if (!value)
            fail(Error(Error::Code::Usage, u"%1 is no number"_s.arg(quoted(given)))
                     .in(placeOf(option)));
        return value.value_or(otherwise);
    }
    Nanoseconds milliseconds(double value) const
    {
        const double longest = static_cast<double>(noLimit.count());
        return Nanoseconds(std::llround(std::clamp(value * 1e6, 0.0, longest)));
    }

    void addCommands();
    void addTeardown();
    TaskSpec makeTask(const QByteArray &command) const;
    void addPolicies();
    void addRetries(RetryPolicy &retry);
    int slots();
    void addJudgement();
    std::vector<TaskId> tasksCalled(QByteArrayView nameOrIndex,
                                    std::optional<double> index = {}) const;
    void addPresentation();
    void addColor();
    void addInput();

    const ConcurrentlyCall &m_call;
    const CallContext &m_context;
    RunRequest m_request;
    std::shared_ptr<const Surroundings> m_surroundings;
    QByteArray m_shell;
    std::size_t m_commands = 0;
    std::optional<Error> m_error;
};

void RequestBuilder::addCommands()
{
    m_shell = text(Option::Shell);
    if (m_shell.isEmpty())
        m_shell = variable("npm_config_script_shell");
    if (m_shell.isEmpty())
        m_shell = systemShell().program;
    Surroundings surroundings;
    surroundings.shell = shellOfProgram(m_shell);
    m_surroundings = std::make_shared<const Surroundings>(surroundings);

    const QByteArray separator = m_call.find(NameSeparator).value_or(",");
    QByteArrayList names;
    QByteArray rest = text(Names);
    for (qsizetype at = rest.indexOf(separator); at >= 0 && !separator.isEmpty();
         at = rest.indexOf(separator)) {
        names << rest.first(at);
        rest.remove(0, at + separator.size());
    }
    names << rest;

    const bool passes = m_call.isOn(PassthroughArguments);
    const QByteArrayList words = passes ? m_call.commands : m_call.commands + m_call.afterDashes;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const ConcurrentlyCommand given{ names.value(i), withoutOuterQuotes(words[i]) };
        if (given.command.isEmpty())
            return fail(Error(Error::Code::Usage, u"command %1 is empty"_s.arg(i))
                            .hint(u"commands are counted from 0"_s));
        m_request.plan.tasks.push_back(
            makeTask(passes ? withArguments(given.command, m_call.afterDashes) : given.command));
        m_request.plan.tasks.back().name = given.name;
    }
    ScriptRuns runs(m_context.environment, m_surroundings, {});
    auto expanded =
        expandConcurrentlyScripts(m_request.plan.tasks, runs,
                                  [this](const QByteArray &command) { return makeTask(command); });
    if (!expanded)
        return fail(std::move(expanded.error()));
    m_commands = m_request.plan.tasks.size();
}

/// Always through the shell, which is called by its path as concurrently does: it says so in its
/// messages.
TaskSpec RequestBuilder::makeTask(const QByteArray &command) const
{
    TaskSpec task;
    task.command = command;
    task.surroundings = m_surroundings;
    if (m_surroundings->shell.kind == Shell::Kind::Posix)
        task.arguments = { m_shell, "-c", command };
    return task;
}

void RequestBuilder::addTeardown()
{
    for (const QByteArray &command : m_call.values.value(Teardown)) {
        if (command.isEmpty())
            return fail(Error(Error::Code::Usage, u"the command is empty"_s).in(placeOf(Teardown)));
        m_request.plan.tasks.push_back(makeTask(command));
        m_request.plan.tasks.back().role = TaskSpec::Role::Teardown;
    }
}

void RequestBuilder::addPolicies()
{
    Plan &plan = m_request.plan;
    TaskPolicy policy;
    policy.grace = noLimit;
    if (const double timeout = number(KillTimeout, 0); timeout > 0)
        policy.grace = milliseconds(timeout);
    if (const QByteArray name = text(KillSignal); !name.isEmpty()) {
        Result<int> signal = parseStopSignal(name);
        if (signal)
            policy.stopSignal = *signal;
        else
            fail(std::move(signal.error()).in(placeOf(KillSignal)));
    }
    plan.policies = { policy, policy };
    plan.policyOf.assign(plan.tasks.size(), 1);
    std::fill_n(plan.policyOf.begin(), m_commands, quint16(0));
    addRetries(plan.policies.front().retry);

    RunPolicy &run = plan.run;
    run.slots = slots();
    run.retriesHoldSlots = true;
    run.killOthers = m_call.isOn(KillOthers);
    run.onFailure = m_call.isOn(KillOthersOnFail) ? OnFailure::Kill : OnFailure::Continue;
    // A command has ended when nobody holds its output any more, however long that takes.
    run.leftovers = Leftovers::Ignore;
    run.leakTimeout = noLimit;
}

void RequestBuilder::addRetries(RetryPolicy &retry)
{
    const double tries = number(RestartTries, 0);
    retry.extraTries = static_cast<int>(std::clamp<double>(tries, -1, mostTries));
    if (text(RestartAfter) == "exponential") {
        retry.backoff.base = std::chrono::seconds(1);
        retry.backoff.factor = 2;
        retry.backoff.max = noLimit;
    } else {
        retry.backoff.base = milliseconds(number(RestartAfter, 0));
        retry.backoff.max = noLimit;
    }
}

int RequestBuilder::slots()
{
    const QByteArray given = text(MaxProcesses).trimmed();
    if (given.isEmpty())
        return 0;
    if (given.startsWith('-') || given.startsWith('+')) {
        fail(Error(Error::Code::Usage, u"%1 is not a number of processes"_s.arg(quoted(given)))
                 .hint(u"write 4, or 50% of the processors"_s)
                 .in(placeOf(MaxProcesses)));
        return 0;
    }
    const std::optional<double> value = numberIn(given);
    Result<int> count = parseProcessCount(
        value ? QByteArray::number(std::ceil(*value), 'f', 0) : given, m_context.cores);
    if (!count)
        fail(std::move(count.error()).in(placeOf(MaxProcesses)));
    return count ? *count : 0;
}

void RequestBuilder::addJudgement()
{
    JudgementPolicy &judgement = m_request.plan.judgement;
    judgement.judged = JudgedCommands::Started;
    judgement.diesOfSignals = false;
    judgement.interruptForgiven = true;
    judgement.onlyOne = true;
    SuccessTerm &term = judgement.success.front();
    QByteArrayView rule = text(ConcurrentlyOption::Success);
    const QByteArray word = rule.toByteArray();
    const bool others = rule.startsWith('!');
    rule = rule.sliced(others ? 1 : 0);
    constexpr QByteArrayView prefix = "command-";
    if (word == "first") {
        term.kind = SuccessTerm::Kind::First;
    } else if (word == "last") {
        term.kind = SuccessTerm::Kind::Last;
    } else if (rule.startsWith(prefix) && rule.size() > prefix.size()) {
        term.kind = others ? SuccessTerm::Kind::AllButNamed : SuccessTerm::Kind::Named;
        const QByteArrayView called = rule.sliced(prefix.size());
        term.tasks = tasksCalled(called, numberIn(called));
    } // else all, whatever it says
}

/// By name and by index: a name may be a number. An index is exactly what is shown of it, or, where
/// concurrently compares numbers, `index`.
std::vector<TaskId> RequestBuilder::tasksCalled(QByteArrayView nameOrIndex,
                                                std::optional<double> index) const
{
    std::vector<TaskId> found;
    for (std::size_t i = 0; i < m_commands; ++i) {
        const QByteArray &name = m_request.plan.tasks[i].name;
        const auto at = static_cast<qulonglong>(i);
        if ((!name.isEmpty() && name == nameOrIndex) || nameOrIndex == QByteArray::number(at)
            || index == static_cast<double>(at))
            found.push_back(TaskId(i));
    }
    return found;
}

void RequestBuilder::addPresentation()
{
    Presentation &presentation = m_request.presentation;
    presentation.prefix = text(Prefix);
    const double length = number(PrefixLength, 0);
    presentation.prefixLength =
        length == 0 ? usualPrefixLength : static_cast<int>(std::clamp(length, -1e6, 1e6));
    presentation.padPrefix = m_call.isOn(PadPrefix);
    if (const QByteArray format = text(TimestampFormat); !format.isEmpty())
        presentation.timestampFormat = format;
    presentation.prefixColors = { m_call.find(PrefixColors).value_or("auto") };
    presentation.timings = m_call.isOn(Timings);
    for (const QByteArray &word : text(Hide).split(',')) {
        if (!word.isEmpty())
            std::ranges::copy(tasksCalled(word), std::back_inserter(presentation.hidden));
    }
    std::ranges::sort(presentation.hidden);
    m_request.rawStreams = m_call.isOn(Raw);
    m_request.formatter = { m_request.rawStreams ? u"raw"_s : u"concurrently"_s, {} };
    if (m_call.isOn(Group) && !m_request.rawStreams)
        m_request.formatter.options.insert(u"order"_s, u"index"_s);
    m_request.failureStatus = 1;
}

/// FORCE_COLOR wins over the options, which win over NO_COLOR.
void RequestBuilder::addColor()
{
    constexpr int bits[] = { -1, -1, 8, 24 };
    const auto force = [&](int level) {
        m_request.color = level == 0 ? ColorMode::Never : ColorMode::Always;
        m_request.forcedColorDepth = bits[std::clamp(level, 0, 3)];
    };
    const QByteArray forced = variable("FORCE_COLOR");
    if (!forced.isNull()) {
        const bool bare = forced.isEmpty() || forced == "true";
        force(bare ? 1 : forced.toInt());
        return;
    }
    const std::optional<int> asked =
        m_call.isOn(NoColor) ? std::optional<int>(0) : colorLevelOf(text(Color));
    if (asked || !variable("NO_COLOR").isEmpty())
        force(asked.value_or(0));
}

void RequestBuilder::addInput()
{
    m_request.input.forward = m_call.isOn(HandleInput);
    const QByteArray target = text(DefaultInputTarget);
    if (!m_request.input.forward || target.isEmpty())
        return;
    const std::vector<TaskId> found = tasksCalled(target);
    if (found.empty())
        return fail(Error(Error::Code::Usage, u"there is no command %1"_s.arg(quoted(target)))
                        .in(placeOf(DefaultInputTarget)));
    m_request.input.defaultTarget = found.front();
}

Invocation refused(const Error &error)
{
    return PrintAndExit{ "prun concurrently: " + error.toString().toUtf8() + '\n', true, 1 };
}

} // namespace

Invocation parseConcurrently(const QByteArrayList &arguments, const CallContext &context)
{
    const Result<ConcurrentlyCall> call = parseConcurrentlyCall(arguments, context.environment);
    if (!call)
        return refused(call.error());
    if (call->isOn(Help))
        return helpText(renderConcurrentlyHelp());
    if (call->isOn(Version))
        return PrintAndExit{ "prun " PRUN_VERSION ", in the words of concurrently 9 and 10\n" };
    const bool passes = call->isOn(PassthroughArguments);
    if (call->commands.isEmpty() && (passes || call->afterDashes.isEmpty()))
        return PrintAndExit{ renderConcurrentlyHelp(), true, 0, true };
    Result<RunRequest> request = RequestBuilder(*call, context).build();
    if (!request)
        return refused(request.error());
    return std::move(*request);
}

} // namespace prun
