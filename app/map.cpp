// SPDX-License-Identifier: MIT
#include <app/map.h>

#include <app/call_variables.h>
#include <app/help.h>
#include <app/map_options.h>
#include <app/map_plan.h>
#include <app/map_policies.h>
#include <app/map_xargs.h>
#include <app/native_policies.h>
#include <app/option_parser.h>

#include <core/config/printable.h>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int wrongUse = 255;
constexpr int wrongUseOfXargs = 1;

Invocation refused(const Error &error, int exitStatus)
{
    return PrintAndExit{ "prun: " + error.toString().toUtf8() + '\n', true, exitStatus };
}

PrintAndExit listed(const Plan &plan)
{
    QByteArray text;
    for (const TaskSpec &task : plan.tasks)
        text += QByteArray(task.command).replace(slotMark, "1") + '\n';
    return { text };
}

Result<RunRequest> makeRequest(const ParsedArguments &parsed, const CallContext &call)
{
    RunRequest request;
    const OptionValues &options = parsed.options;
    Result<void> added = addPolicies(options, call.cores, request.plan);
    if (added)
        added = addMapPolicies(options, call.cores, request);
    if (added)
        added = addMapTasks(parsed, request);
    if (added) {
        addMapLook(options, request);
        const PluginChoice look = request.formatter;
        const bool raw = request.rawStreams;
        added = addOutput(options, colorVariablesOf(call.environment), request);
        if (!options.has(OptionId::Formatter)) {
            request.formatter = look;
            request.rawStreams = raw;
        }
    }
    if (!added)
        return std::move(added.error());
    request.failureStatus = wrongUse;
    request.notInherited = notInheritedOf(call.environment);
    return request;
}

bool isXargs(QByteArrayList &arguments)
{
    if (arguments.size() > 1 && arguments[0] == "--dialect" && arguments[1] == "xargs") {
        arguments.remove(0, 2);
        return true;
    }
    if (arguments.isEmpty() || arguments[0] != "--dialect=xargs")
        return false;
    arguments.removeFirst();
    return true;
}

Invocation parseXargs(const QByteArrayList &arguments, const CallContext &call)
{
    const auto parsed = parseLeadingOptions(arguments, call.environment, xargsOptionTable());
    if (!parsed)
        return refused(parsed.error(), wrongUseOfXargs);
    if (parsed->options.has(OptionId::Help))
        return PrintAndExit{ renderXargsHelp() };
    if (parsed->options.has(OptionId::Version))
        return PrintAndExit{ "prun " PRUN_VERSION "\n" };
    auto request = makeXargsRequest(*parsed);
    if (!request)
        return refused(request.error(), wrongUseOfXargs);
    if (request->plan.tasks.empty())
        return PrintAndExit{};
    request->failureStatus = wrongUseOfXargs;
    request->presentation.verbose = parsed->options.has(OptionId::Trace);
    request->notInherited = notInheritedOf(call.environment);
    return std::move(*request);
}

} // namespace

Result<Invocation> parseMap(const CallContext &call)
{
    QByteArrayList arguments = call.arguments.mid(1);
    if (isXargs(arguments))
        return parseXargs(arguments, call);
    const auto parsed = parseLeadingOptions(arguments, call.environment, mapOptionTable());
    if (!parsed)
        return refused(parsed.error(), wrongUse);
    if (parsed->options.has(OptionId::Help))
        return Invocation(PrintAndExit{ renderMapHelp() });
    if (parsed->options.has(OptionId::Version))
        return Invocation(PrintAndExit{ "prun " PRUN_VERSION "\n" });
    const OptionValue *dialect = parsed->options.find(OptionId::Dialect);
    if (dialect && dialect->text != "parallel")
        return refused(Error(Error::Code::Usage, u"unknown dialect %1"_s.arg(quoted(dialect->text)))
                           .hint(u"--dialect parallel, or --dialect xargs before all else"_s)
                           .in(dialect->place),
                       wrongUse);
    auto request = makeRequest(*parsed, call);
    if (!request)
        return refused(request.error(), wrongUse);
    if (parsed->options.has(OptionId::JobsDryRun))
        return Invocation(listed(request->plan));
    if (request->plan.tasks.empty())
        return Invocation(PrintAndExit{});
    return Invocation(std::move(*request));
}

} // namespace prun
