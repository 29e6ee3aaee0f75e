// SPDX-License-Identifier: MIT
#include <app/map.h>

#include <app/byte_sources.h>
#include <app/call_variables.h>
#include <app/help.h>
#include <app/map_options.h>
#include <app/map_policies.h>
#include <app/map_tasks.h>
#include <app/map_xargs.h>
#include <app/native_commands.h>
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

/// The one that opens files so that they are waited for.
OpenBytes openAndWait()
{
    return &openFile;
}

/// The one for a run that is on: what comes later wakes `feed`.
OpenBytes openForFeed(const std::shared_ptr<std::weak_ptr<TaskFeed>> &feed)
{
    return [feed](const QByteArray &path) {
        return openComingFile(path, [feed] {
            if (const std::shared_ptr<TaskFeed> woken = feed->lock())
                woken->moved();
        });
    };
}

/// Whether everything that looks at the tasks of the run can do so while they come. What counts
/// all commands, or shows them before they start, has to know them.
bool canGrow(const RunRequest &request)
{
    const auto follows = [](const PluginChoice &formatter) {
        return QStringList{ u"jobs"_s, u"raw"_s, u"jsonl"_s }.contains(formatter.id);
    };
    return follows(request.formatter)
        && std::ranges::all_of(request.reports, follows, &ReportChoice::formatter)
        && request.hooks.empty() && request.logDirectory.isEmpty()
        && request.plan.run.halt.percent == 0;
}

/// Puts the tasks into the plan, or what makes them into the request if they can come later.
Result<void> addTasks(const std::function<Result<std::unique_ptr<TaskSource>>(OpenBytes)> &make,
                      RunRequest &request)
{
    if (canGrow(request)) {
        const auto woken = std::make_shared<std::weak_ptr<TaskFeed>>();
        Result<std::unique_ptr<TaskSource>> source = make(openForFeed(woken));
        if (!source)
            return std::move(source.error());
        request.feed = std::make_shared<TaskFeed>(std::move(*source));
        *woken = request.feed;
        request.plan.grows = true;
        return {};
    }
    Result<std::unique_ptr<TaskSource>> source = make(openAndWait());
    if (!source)
        return std::move(source.error());
    for (;;) {
        TaskSpec task;
        const Result<Pull> got = (*source)->next(task);
        if (!got)
            return got.error();
        request.warnings << (*source)->takeWarnings();
        if (*got == Pull::End)
            return {};
        request.plan.tasks.push_back(std::move(task));
    }
}

Result<std::unique_ptr<TaskSource>> makeMapTasks(const ParsedArguments &parsed, RunRequest &request,
                                                 const OpenBytes &open)
{
    const OptionValues &options = parsed.options;
    const MapCall call = takeMapCallApart(parsed);
    Result<MapRecords> records = openRecords(call, options, open);
    if (!records)
        return std::move(records.error());
    const auto surroundings = makeSurroundings(options);
    if (!surroundings)
        return surroundings.error();
    MapTaskMaker maker(call.command, options, *surroundings);
    const Result<MapBatching> batching =
        mapBatching(options, request.plan.run.slots, maker.longestLine());
    if (!batching)
        return batching.error();
    Result<ResumePolicy> resume =
        ResumePolicy::read(request.jobLog.file, options, request.warnings);
    if (!resume)
        return std::move(resume.error());
    request.plan.marksSlots = maker.marksSlots();
    return std::unique_ptr<TaskSource>(new MapTasks(MapBatches(std::move(*records), *batching),
                                                    std::move(maker), std::move(*resume)));
}

Result<void> addFailedTasks(const ParsedArguments &parsed, RunRequest &request)
{
    const auto surroundings = makeSurroundings(parsed.options);
    if (!surroundings)
        return surroundings.error();
    Result<std::vector<TaskSpec>> tasks =
        failedTasks(request.jobLog.file, *surroundings, request.warnings);
    if (!tasks)
        return std::move(tasks.error());
    request.plan.tasks = std::move(*tasks);
    return {};
}

/// What belongs to the run as a whole.
Result<void> addSettings(const ParsedArguments &parsed, const CallContext &call,
                         RunRequest &request)
{
    const OptionValues &options = parsed.options;
    request.failureStatus = wrongUse;
    request.notInherited = notInheritedOf(call.environment);
    request.warnings << warningsOfVariables(call.environment, mapOptionTable());
    if (auto added = addPolicies(options, call.cores, request.plan); !added)
        return added;
    if (auto added = addMapPolicies(options, call.cores, request); !added)
        return added;
    addMapLook(options, request);
    const PluginChoice look = request.formatter;
    const bool raw = request.rawStreams;
    if (auto added = addOutput(options, colorVariablesOf(call.environment), request); !added)
        return added;
    if (!options.has(OptionId::Formatter)) {
        request.formatter = look;
        request.rawStreams = raw;
    }
    return {};
}

Result<RunRequest> makeRequest(const ParsedArguments &parsed, const CallContext &call)
{
    RunRequest request;
    if (auto added = addSettings(parsed, call, request); !added)
        return std::move(added.error());
    const auto make = [&](const OpenBytes &open) { return makeMapTasks(parsed, request, open); };
    const bool again = parsed.options.has(OptionId::RetryFailed);
    if (auto added = again ? addFailedTasks(parsed, request) : addTasks(make, request); !added)
        return std::move(added.error());
    return request;
}

/// Tasks that are there from the beginning.
class ListedTasks final : public TaskSource
{
public:
    explicit ListedTasks(std::vector<TaskSpec> tasks = {}) : m_tasks(std::move(tasks)) { }
    Result<Pull> next(TaskSpec &task) override
    {
        if (m_at == m_tasks.size())
            return Pull::End;
        task = std::move(m_tasks[m_at++]);
        return Pull::Got;
    }

private:
    std::vector<TaskSpec> m_tasks;
    std::size_t m_at = 0;
};

Invocation listedMap(const ParsedArguments &parsed, const CallContext &call)
{
    RunRequest request;
    if (auto added = addSettings(parsed, call, request); !added)
        return refused(added.error(), wrongUse);
    if (parsed.options.has(OptionId::RetryFailed)) {
        if (auto added = addFailedTasks(parsed, request); !added)
            return refused(added.error(), wrongUse);
        request.listed = std::make_shared<ListedTasks>(std::move(request.plan.tasks));
    } else {
        auto made = makeMapTasks(parsed, request, openAndWait());
        if (!made)
            return refused(made.error(), wrongUse);
        request.listed = std::move(*made);
    }
    return request;
}

Invocation listedXargs(const ParsedArguments &parsed)
{
    Result<XargsCall> made = makeXargsCall(parsed, openAndWait());
    if (!made)
        return refused(made.error(), wrongUseOfXargs);
    RunRequest request;
    request.warnings = std::move(made->request.warnings);
    request.listed = std::move(made->tasks);
    request.failureStatus = wrongUseOfXargs;
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
        return helpText(renderXargsHelp());
    if (parsed->options.has(OptionId::Version))
        return PrintAndExit{ "prun " PRUN_VERSION "\n" };
    if (parsed->options.has(OptionId::JobsDryRun))
        return listedXargs(*parsed);
    RunRequest request;
    const auto make = [&](const OpenBytes &open) -> Result<std::unique_ptr<TaskSource>> {
        Result<XargsCall> made = makeXargsCall(*parsed, open);
        if (!made)
            return std::move(made.error());
        request = std::move(made->request);
        return std::move(made->tasks);
    };
    request.formatter.id = u"raw"_s;
    if (auto added = addTasks(make, request); !added)
        return refused(added.error(), wrongUseOfXargs);
    request.failureStatus = wrongUseOfXargs;
    request.notInherited = notInheritedOf(call.environment);
    return request;
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
        return Invocation(helpText(renderMapHelp()));
    if (parsed->options.has(OptionId::Version))
        return Invocation(PrintAndExit{ "prun " PRUN_VERSION "\n" });
    const OptionValue *dialect = parsed->options.find(OptionId::Dialect);
    if (dialect && dialect->text != "parallel")
        return refused(Error(Error::Code::Usage, u"unknown dialect %1"_s.arg(quoted(dialect->text)))
                           .hint(u"--dialect parallel, or --dialect xargs before all else"_s)
                           .in(dialect->place),
                       wrongUse);
    if (parsed->options.has(OptionId::JobsDryRun))
        return listedMap(*parsed, call);
    auto request = makeRequest(*parsed, call);
    if (!request)
        return refused(request.error(), wrongUse);
    if (request->plan.tasks.empty() && !request->feed) // but there may be something to tell
        request->listed = std::make_shared<ListedTasks>();
    return Invocation(std::move(*request));
}

} // namespace prun
