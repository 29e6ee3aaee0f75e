// SPDX-License-Identifier: MIT
#include <app/start.h>

#include <app/call_variables.h>
#include <app/help.h>
#include <app/input_files.h>
#include <app/native_policies.h>
#include <app/start_options.h>
#include <app/start_plan.h>

#include <core/config/printable.h>

#include <QtCore/qfileinfo.h>
#include <QtCore/qhash.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr auto foremanId = "foreman"_L1;
constexpr std::size_t mostWarnings = 10;

// Bare --color, and -c, mean that there are colours. --timestamp is on unless it is switched off.
OptionValues withColorChosen(const OptionValues &options)
{
    OptionValues chosen;
    for (OptionValue value : options.all()) {
        if (value.id == OptionId::Color && value.text.isEmpty())
            value.text = value.off ? "never" : "always";
        value.off = value.off && value.id != OptionId::Color;
        chosen.add(std::move(value));
    }
    return chosen;
}

bool showsTime(const OptionValues &options)
{
    bool shows = true;
    for (const OptionValue &value : options.all()) {
        if (value.id == OptionId::Timestamp)
            shows = !value.off;
    }
    return shows;
}

// foreman's column is wide enough for every type, started or not.
qsizetype nameWidth(const Plan &plan, const Procfile &procfile)
{
    qsizetype longestNumber = 1;
    for (const TaskSpec &task : commandsOf(plan))
        longestNumber = std::max(longestNumber, task.name.size() - task.name.lastIndexOf('.') - 1);
    qsizetype width = 6;
    for (const ProcfileEntry &type : procfile.entries)
        width = std::max(width, type.name.size() + 1 + longestNumber);
    return width;
}

QByteArrayList colorsOf(const Plan &plan, const Procfile &procfile)
{
    constexpr std::array colors{ "cyan", "yellow", "green", "magenta", "red", "blue" };
    QHash<QByteArray, QByteArray> colorOfType;
    std::size_t next = 0;
    for (const ProcfileEntry &type : procfile.entries)
        colorOfType.insert(type.name, colors[next++ % colors.size()]);
    QByteArrayList list;
    for (const TaskSpec &task : commandsOf(plan))
        list << colorOfType.value(typeOf(task.name));
    return list;
}

void addLook(const OptionValues &options, const StartSources &sources, RunRequest &request)
{
    Presentation &presentation = request.presentation;
    if (!options.has(OptionId::TimestampFormat))
        presentation.timestampFormat = "HH:mm:ss";
    if (!options.has(OptionId::PrefixColors))
        presentation.prefixColors = colorsOf(request.plan, sources.procfile);
    if (request.formatter.id != foremanId)
        return;
    QMap<QString, QString> look = {
        { u"width"_s, QString::number(nameWidth(request.plan, sources.procfile)) },
        { u"timestamp"_s, showsTime(options) ? u"yes"_s : u"no"_s },
        { u"stops"_s,
          request.plan.judgement.exitCode == ExitCodeRule::FirstEnd ? u"yes"_s : u"no"_s },
    };
    look.insert(request.formatter.options); // what the user says wins
    request.formatter.options = look;
}

QByteArrayList warningsOf(const StartSources &sources)
{
    QByteArrayList warnings;
    const QString place = placeOf(sources.path);
    const std::vector<Procfile::Ignored> &ignored = sources.procfile.ignored;
    for (std::size_t i = 0; i < std::min(ignored.size(), mostWarnings); ++i)
        warnings << u"%1:%2:%3: this line says nothing: %4 (write NAME: COMMAND)"_s.arg(place)
                        .arg(ignored[i].line)
                        .arg(ignored[i].column)
                        .arg(quoted(ignored[i].text))
                        .toUtf8();
    if (ignored.size() > mostWarnings)
        warnings << u"%1: %2 more lines say nothing"_s.arg(place)
                        .arg(ignored.size() - mostWarnings)
                        .toUtf8();
    if (QFileInfo::exists(u".foreman"_s))
        warnings << "options in .foreman are not read";
    return warnings;
}

Result<RunRequest> makeRequest(const ParsedArguments &parsed, const CallContext &call,
                               const StartSources &sources)
{
    RunRequest request;
    request.formatter = { foremanId, {} };
    const OptionValues &options = parsed.options;
    const bool executes = options.has(OptionId::Exec);
    Result<void> added = executes ? addExecuted(options, call.environment, sources, request.plan)
                                  : addProcesses(parsed, call.environment, sources, request.plan);
    if (added)
        added = addPolicies(options, call.cores, request.plan);
    if (added && !executes)
        added = addStartPolicies(options, sources, request.plan);
    if (added)
        added = addInputRouting(options, request.plan, request.input);
    if (added)
        added = addOutput(options, colorVariablesOf(call.environment), request);
    if (!added)
        return std::move(added.error());
    if (executes) {
        request.plan.judgement.exitCode = ExitCodeRule::First;
        request.formatter = { u"raw"_s, {} };
        request.rawStreams = true;
        request.input.terminal = TaskId(0);
    } else {
        addLook(options, sources, request);
    }
    request.warnings = warningsOf(sources);
    request.warnings << warningsOfVariables(call.environment, startOptionTable());
    request.notInherited = notInheritedOf(call.environment);
    return request;
}

PrintAndExit checked(const StartSources &sources)
{
    QByteArrayList names;
    for (const ProcfileEntry &type : sources.procfile.entries)
        names << type.name;
    QByteArray text = "valid procfile detected (" + names.join(", ") + ")\n";
    for (const QByteArray &warning : warningsOf(sources))
        text += "warning: " + warning + '\n';
    return { text };
}

} // namespace

Result<Invocation> parseStart(const CallContext &call)
{
    auto parsed = parseArguments(call.arguments.mid(1), call.environment, startOptionTable());
    if (!parsed)
        return std::move(parsed.error());
    if (parsed->options.has(OptionId::Help))
        return Invocation(helpText(renderStartHelp()));
    if (parsed->options.has(OptionId::Version))
        return Invocation(PrintAndExit{ "prun " PRUN_VERSION "\n" });
    parsed->options = withColorChosen(parsed->options);
    const OptionValue *exec = parsed->options.find(OptionId::Exec);
    if (exec && !parsed->commands.isEmpty())
        return Error(Error::Code::Usage, u"excludes names of processes"_s)
            .in(exec->place)
            .hint(u"quote the command: --exec %1"_s.arg(
                quoted(exec->text + ' ' + parsed->commands.join(' '))));
    const auto sources = readStartSources(parsed->options, call.environment, exec == nullptr);
    if (!sources)
        return Error(sources.error());
    auto request = makeRequest(*parsed, call, *sources);
    if (!request)
        return std::move(request.error());
    if (parsed->options.has(OptionId::Check))
        return Invocation(checked(*sources));
    return Invocation(std::move(*request));
}

} // namespace prun
