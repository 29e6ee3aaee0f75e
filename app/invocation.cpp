// SPDX-License-Identifier: MIT
#include <app/invocation.h>

#include <app/call_variables.h>
#include <app/concurrently_front_end.h>
#include <app/dialect.h>
#include <app/help.h>
#include <app/map.h>
#include <app/native_commands.h>
#include <app/native_output.h>
#include <app/native_policies.h>
#include <app/npm_run_all.h>
#include <app/option_parser.h>
#include <app/start.h>
#include <app/verbs.h>

#include <core/config/printable.h>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

Result<RunRequest> makeRunRequest(const ParsedArguments &parsed, const CallContext &call)
{
    RunRequest request;
    if (auto added = addCommands(parsed, call, request.plan); !added)
        return std::move(added.error());
    if (auto added = addPolicies(parsed.options, call.cores, request.plan); !added)
        return std::move(added.error());
    if (auto added = addInputRouting(parsed.options, request.plan, request.input); !added)
        return std::move(added.error());
    if (auto added = addOutput(parsed.options, colorVariablesOf(call.environment), request); !added)
        return std::move(added.error());
    request.notInherited = notInheritedOf(call.environment);
    request.warnings << warningsOfVariables(call.environment, optionTable());
    const QByteArray first = call.arguments.value(0);
    if (!request.plan.tasks.empty() && request.plan.tasks.front().command == first)
        request.meantVerb = meantVerb(first); // else it is an option, or `--`, or has a name
    return request;
}

// What follows the help, where it is seen first; nothing for a bare `prun`.
QByteArray lackOfCommands(const CallContext &call, const ParsedArguments &parsed)
{
    if (call.arguments.isEmpty())
        return {};
    Error error(Error::Code::Usage, u"there is no command to run"_s);
    if (!parsed.lastTaken.isEmpty())
        error = std::move(error).hint(parsed.lastTaken);
    return "\nprun: " + error.toString().toUtf8() + '\n';
}

// `prun plugins`: takes --plugin-path and --help.
Result<Invocation> parsePluginsVerb(const CallContext &call)
{
    auto parsed = parseArguments(call.arguments.mid(1), {});
    if (!parsed)
        return std::move(parsed.error());
    if (parsed->options.has(OptionId::Help))
        return Invocation(helpText(renderPluginsHelp()));
    if (!parsed->commands.isEmpty())
        return Error(Error::Code::Usage,
                     u"\"prun plugins\" takes no %1"_s.arg(quoted(parsed->commands.front())))
            .hint(u"a command of that name: prun -- plugins"_s);
    for (const OptionValue &value : parsed->options.all()) {
        if (value.id != OptionId::PluginPath)
            return Error(Error::Code::Usage, u"\"prun plugins\" does not take it"_s)
                .in(value.place);
    }
    auto paths = pluginPathsOf(parsed->options);
    if (!paths)
        return std::move(paths.error());
    return Invocation(PluginListRequest{ std::move(*paths) });
}

// run-p, run-s and npm-run-all: chosen by the name of the program, or by the first word.
std::optional<Invocation> parseNpmRunAllDialect(const CallContext &call)
{
    std::optional<Invocation> invocation;
    if (const auto program = npmRunAllCalled(call.program))
        invocation = parseNpmRunAllCall(*program, call.arguments, call);
    else if (const auto verb = npmRunAllCalled(call.arguments.value(0));
             verb && nameOf(*verb) == call.arguments.front())
        invocation = parseNpmRunAllCall(*verb, call.arguments.mid(1), call);
    if (auto *request = invocation ? std::get_if<RunRequest>(&*invocation) : nullptr)
        request->notInherited = notInheritedOf(call.environment);
    return invocation;
}

} // namespace

Result<Invocation> parseInvocation(const CallContext &call)
{
    const DialectCall words = dialectOf(call.program, call.arguments);
    if (words.dialect == Dialect::Concurrently)
        return parseConcurrently(words.arguments, call);
    if (auto npmRunAll = parseNpmRunAllDialect(call))
        return std::move(*npmRunAll);
    if (!call.arguments.isEmpty()) {
        const QByteArray &first = call.arguments.front();
        if (first == "plugins")
            return parsePluginsVerb(call);
        if (first == "map")
            return parseMap(call);
        if (first == "start")
            return parseStart(call);
        if (auto checked = checkVerb(first); !checked)
            return std::move(checked.error());
    }
    const auto parsed = parseArguments(call.arguments, call.environment);
    if (!parsed)
        return Error(parsed.error());
    if (parsed->options.has(OptionId::Help))
        return Invocation(helpText(renderHelp()));
    if (parsed->options.has(OptionId::Version))
        return Invocation(PrintAndExit{ "prun " PRUN_VERSION "\n" });
    if (parsed->commands.isEmpty() && !parsed->options.has(OptionId::File))
        return Invocation(
            PrintAndExit{ renderHelp() + lackOfCommands(call, *parsed), true, 2, true });
    auto request = makeRunRequest(*parsed, call);
    if (!request)
        return std::move(request.error());
    return Invocation(std::move(*request));
}

} // namespace prun
