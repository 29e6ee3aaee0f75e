// SPDX-License-Identifier: MIT
#include <app/map_policies.h>

#include <app/option_reader.h>

#include <core/config/printable.h>
#include <core/config/value_parsers.h>

#include <array>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int mostTries = 1'000'000'000;
constexpr int mostPerCommand = 1'000'000'000;

Error wrongHalt(QByteArrayView text)
{
    return Error(Error::Code::Usage, u"%1 does not say when to stop"_s.arg(quoted(text)))
        .hint(u"write never, soon,fail=1, now,success=1 or now,done=50%"_s);
}

Result<void> parseHaltCount(QByteArrayView text, HaltPolicy &halt)
{
    const bool percent = text.endsWith('%');
    const auto number =
        parseInteger(percent ? text.chopped(1) : text, 1, percent ? 100 : mostTries);
    if (!number)
        return Error(number.error());
    (percent ? halt.percent : halt.count) = *number;
    return {};
}

} // namespace

Result<HaltPolicy> parseHalt(QByteArrayView text)
{
    static constexpr std::array<std::string_view, 3> whens{ "never", "soon", "now" };
    static constexpr std::array<std::string_view, 3> reasons{ "fail", "success", "done" };
    HaltPolicy halt;
    if (text == "0" || text == "1" || text == "2") {
        halt.when = static_cast<HaltPolicy::When>(text.front() - '0');
        return halt;
    }
    const qsizetype comma = text.indexOf(',');
    const auto when = parseWord(comma < 0 ? text : text.first(comma), whens);
    if (!when)
        return wrongHalt(text);
    halt.when = static_cast<HaltPolicy::When>(*when);
    if (halt.when == HaltPolicy::When::Never)
        return halt;
    if (comma < 0)
        return wrongHalt(text);
    const QByteArrayView rest = text.sliced(comma + 1);
    const qsizetype equals = rest.indexOf('=');
    const auto why = parseWord(equals < 0 ? rest : rest.first(equals), reasons);
    if (!why || equals < 0)
        return wrongHalt(text);
    halt.on = static_cast<HaltPolicy::On>(*why);
    if (auto counted = parseHaltCount(rest.sliced(equals + 1), halt); !counted)
        return std::move(counted.error());
    return halt;
}

Result<QByteArray> parseMark(QByteArrayView text)
{
    if (text.isEmpty())
        return Error(Error::Code::Usage, u"is empty"_s);
    return text.toByteArray();
}

Result<void> addMapPolicies(const OptionValues &options, const std::function<int()> &cores,
                            RunRequest &request)
{
    Plan &plan = request.plan;
    TaskPolicy &policy = plan.policies.front();
    OptionReader reader(options);
    if (!reader.isOn(OptionId::Jobs))
        plan.run.slots = cores();
    reader.read(OptionId::Jobs, plan.run.slots,
                [&](QByteArrayView text) { return parseProcessCount(text, cores); });
    reader.read(OptionId::Halt, plan.run.halt, parseHalt);
    reader.read(OptionId::JobTimeout, policy.timeout,
                [](QByteArrayView text) { return parseDuration(text, BareNumber::Seconds); });
    int tries = 1;
    reader.read(OptionId::Retries, tries,
                [](QByteArrayView text) { return parseInteger(text, 0, mostTries); });
    policy.retry.extraTries = tries - 1; // 0: for ever
    plan.run.retriesHoldSlots = true; // it is tried again before others begin
    plan.judgement.exitCode = ExitCodeRule::Parallel;
    plan.judgement.halt = plan.run.halt;
    const bool continues = reader.isOn(OptionId::Resume) || reader.isOn(OptionId::ResumeFailed)
        || reader.isOn(OptionId::RetryFailed);
    reader.apply(OptionId::JobLog, [&](QByteArrayView text) -> Result<void> {
        const bool append = text.startsWith('+');
        request.jobLog = { text.sliced(append ? 1 : 0).toByteArray(), append || continues };
        if (request.jobLog.file.isEmpty())
            return Error(Error::Code::Usage, u"is empty"_s);
        return {};
    });
    QByteArray mark;
    reader.read(OptionId::Replacement, mark, parseMark);
    if (continues && !reader.isOn(OptionId::JobLog))
        reader.fail(Error(Error::Code::Usage,
                          u"--resume, --resume-failed and --retry-failed need "
                          "--joblog FILE"_s));
    return reader.result();
}

Result<MapBatching> mapBatching(const OptionValues &options, int slotCount, qsizetype longest)
{
    MapBatching batching;
    OptionReader reader(options);
    reader.read(OptionId::PerCommand, batching.perJob,
                [](QByteArrayView text) { return parseInteger(text, 0, mostPerCommand); });
    batching.fills = reader.isOn(OptionId::ContextReplace);
    batching.spread = slotCount;
    batching.longest = longest;
    if (reader.failed())
        return std::move(reader.result().error());
    return batching;
}

void addMapLook(const OptionValues &options, RunRequest &request)
{
    const bool ungrouped = options.has(OptionId::Ungrouped);
    if (options.has(OptionId::Formatter))
        return;
    if (options.has(OptionId::Bar)) {
        request.formatter = { u"progress"_s, {} };
        return;
    }
    if (ungrouped) {
        request.formatter = { u"raw"_s, {} };
        request.rawStreams = true;
        return;
    }
    QMap<QString, QString> look;
    if (options.has(OptionId::KeepOrder))
        look.insert(u"order"_s, u"index"_s);
    else if (!options.has(OptionId::LineBuffered))
        look.insert(u"order"_s, u"finish"_s);
    if (options.has(OptionId::Tag) || options.has(OptionId::TagString))
        look.insert(u"tag"_s, u"yes"_s);
    if (options.has(OptionId::Retries) && !options.has(OptionId::LineBuffered))
        look.insert(u"attempts"_s, u"last"_s);
    const HaltPolicy &halt = request.plan.run.halt;
    if (halt.when != HaltPolicy::When::Never)
        look.insert(u"halt"_s, u"yes"_s);
    if (halt.when != HaltPolicy::When::Never && halt.on != HaltPolicy::On::Success)
        look.insert(u"failures"_s, u"yes"_s);
    request.formatter = { u"jobs"_s, look };
}

} // namespace prun
