// SPDX-License-Identifier: MIT
#pragma once

#include <app/invocation.h>

#include <QtCore/qbytearraylist.h>

/// Calls of prun as short texts, for tables.
namespace prun::test {

using L = QByteArrayList;

inline Result<Invocation> parse(const L &arguments, const L &environment = {})
{
    return parseInvocation({ arguments, environment, [] { return 8; } });
}

inline QByteArray errorOf(const L &arguments, const L &environment = {})
{
    const auto parsed = parse(arguments, environment);
    return parsed ? QByteArray("no error") : parsed.error().toString().toUtf8();
}

inline QByteArray milliseconds(Nanoseconds time)
{
    return QByteArray::number(
        qint64(std::chrono::duration_cast<std::chrono::milliseconds>(time).count()));
}

inline QByteArray show(const PluginChoice &choice)
{
    QByteArray text = choice.id.toUtf8();
    for (auto option = choice.options.begin(); option != choice.options.end(); ++option)
        text += ':' + option.key().toUtf8() + '=' + option.value().toUtf8();
    return text;
}

inline QByteArray show(const std::vector<TaskId> &tasks)
{
    QByteArrayList indices;
    for (const TaskId task : tasks)
        indices << QByteArray::number(static_cast<quint32>(task));
    return indices.join(',');
}

/// Collects `name=value` for all that is not the default.
class Differences
{
public:
    template<typename Value>
    void add(const char *name, const Value &value, const Value &usual, const QByteArray &text)
    {
        if (!(value == usual))
            m_texts << name + QByteArray(text.isEmpty() ? "" : "=") + text;
    }
    void add(const char *name, int value, int usual)
    {
        add(name, value, usual, QByteArray::number(value));
    }
    void add(const char *name, bool value) { add(name, value, false, {}); }
    void add(const char *name, Nanoseconds value, Nanoseconds usual)
    {
        add(name, value, usual, milliseconds(value) + "ms");
    }
    void add(const char *name, const QByteArray &value, const QByteArray &usual)
    {
        add(name, value, usual, value);
    }
    QByteArray text() const { return m_texts.join(' '); }

private:
    QByteArrayList m_texts;
};

inline void addPlan(Differences &out, const Plan &plan)
{
    const RunPolicy usualRun;
    QByteArrayList edges;
    out.add("slots", plan.run.slots, 0);
    for (std::size_t task = 0; task + 1 < plan.edgesOf.size(); ++task) {
        for (quint32 i = plan.edgesOf[task]; i < plan.edgesOf[task + 1]; ++i)
            edges << QByteArray::number(qulonglong(task)) + '>'
                    + QByteArray::number(qulonglong(indexOf(plan.edges[i])));
    }
    out.add("waits", edges.join(','), {});
    out.add("delay", plan.run.startDelay, {});
    out.add("kill-others", plan.run.killOthers);
    out.add("on-failure", static_cast<int>(plan.run.onFailure), 0);
    out.add("deadline", plan.run.deadline, {});
    out.add("leak-timeout", plan.run.leakTimeout, usualRun.leakTimeout);
    out.add("leftovers", static_cast<int>(plan.run.leftovers), 0);
    const TaskPolicy usual;
    const TaskPolicy &policy = plan.policies.front();
    out.add("timeout", policy.timeout, {});
    out.add("idle-timeout", policy.idleTimeout, {});
    out.add("signal", policy.stopSignal, usual.stopSignal);
    out.add("grace", policy.grace, usual.grace);
    out.add("tries", policy.retry.extraTries, 0);
    out.add("wait", policy.retry.backoff.base, {});
    out.add("factor", static_cast<int>(policy.retry.backoff.factor * 100), 100);
    out.add("retry-on-codes", static_cast<int>(policy.retry.onCodes.size()), 0);
    out.add("retry-on-timeout", policy.retry.onTimeout);
    out.add("exit-code", static_cast<int>(plan.judgement.exitCode), 0);
    const SuccessTerm &first = plan.judgement.success.front();
    out.add("success", static_cast<int>(first.kind), 0);
    out.add("success-tasks", show(first.tasks), {});
}

inline void addLook(Differences &out, const RunRequest &request)
{
    const Presentation usual;
    const Presentation &look = request.presentation;
    out.add("prefix", look.prefix, usual.prefix);
    out.add("prefix-length", look.prefixLength, usual.prefixLength);
    out.add("pad", look.padPrefix);
    out.add("timestamps", look.timestampFormat, usual.timestampFormat);
    out.add("colors", look.prefixColors.join(','), {});
    out.add("hidden", show(look.hidden), {});
    out.add("quiet-success", look.quietSuccess);
    out.add("timings", look.timings);
    out.add("quiet", look.quiet);
    out.add("verbose", look.verbose);
    out.add("formatter", show(request.formatter), "prefix");
    for (const ReportChoice &report : request.reports)
        out.add("report", show(report.formatter) + "->" + report.file, {});
    for (const PluginChoice &hook : request.hooks)
        out.add("hook", show(hook), {});
    out.add("plugin-paths", request.pluginPaths.join(QLatin1Char('|')).toUtf8(), {});
    out.add("color", static_cast<int>(request.color), 0);
    out.add("depth", request.forcedColorDepth, -1);
    out.add("log", request.logDirectory, {});
    out.add("raw", request.rawStreams);
    out.add("input", request.input.forward);
    out.add("target", static_cast<int>(request.input.defaultTarget), 0);
    if (request.input.terminal)
        out.add("tty", static_cast<int>(*request.input.terminal), -1);
    out.add("dry-run", static_cast<int>(request.dryRun), 0);
}

/// `a[name] b; teardown`
inline QByteArray showTasks(const Plan &plan)
{
    QByteArrayList texts;
    for (const TaskSpec &task : plan.tasks) {
        QByteArray text = task.command;
        if (!task.name.isEmpty())
            text += '[' + task.name + ']';
        if (task.role == TaskSpec::Role::Teardown)
            text += " teardown";
        texts << text;
    }
    return texts.join("; ");
}

/// All that is not the default, as `name=value …`, or `error: …`.
inline QByteArray describe(const Result<Invocation> &parsed)
{
    if (!parsed)
        return "error: " + parsed.error().toString().toUtf8();
    const auto *request = std::get_if<RunRequest>(&*parsed);
    if (!request)
        return "no run";
    Differences differences;
    addPlan(differences, request->plan);
    addLook(differences, *request);
    return differences.text();
}

/// The commands, or what describe() says.
inline QByteArray commandsOf(const Result<Invocation> &parsed)
{
    const auto *request = parsed ? std::get_if<RunRequest>(&*parsed) : nullptr;
    return request ? showTasks(request->plan) : describe(parsed);
}

} // namespace prun::test
