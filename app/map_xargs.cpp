// SPDX-License-Identifier: MIT
#include <app/map_xargs.h>

#include <app/map_policies.h>
#include <app/map_tasks.h>
#include <app/option_reader.h>

#include <core/config/value_parsers.h>
#include <core/sources/script_words.h>
#include <core/sources/value_splitter.h>
#include <core/sources/xargs_lines.h>

#include <platform/program_file.h>

#include <limits>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

struct XargsOptions
{
    QByteArray file = "-";
    std::optional<char> separator;
    XargsLimits limits;
    int atOnce = 1;
    QByteArrayList warnings;
};

/// Of -I, -L and -n the last one counts, but -n1 goes with -I.
void letLastOneCount(const OptionValues &options, XargsOptions &read)
{
    const OptionValue *last = nullptr;
    for (const OptionValue &option : options.all()) {
        const bool excludes = option.id == OptionId::Replacement || option.id == OptionId::PerLines
            || (option.id == OptionId::PerCommand
                && !(last && last->id == OptionId::Replacement && read.limits.values == 1));
        if (!excludes)
            continue;
        if (last && last->id != option.id)
            read.warnings << u"%1 counts, and not %2"_s.arg(option.place, last->place).toUtf8();
        last = &option;
    }
    XargsLimits &limits = read.limits;
    if (last && last->id != OptionId::Replacement)
        limits.replaced.reset();
    if (last && last->id != OptionId::PerLines)
        limits.lines = 0;
    if (last && last->id != OptionId::PerCommand)
        limits.values = std::numeric_limits<int>::max();
}

Result<XargsOptions> readOptions(const OptionValues &options)
{
    XargsOptions read;
    const auto positive = [](QByteArrayView text) {
        return parseInteger(text, 1, std::numeric_limits<int>::max());
    };
    OptionReader reader(options);
    const auto bytes = [](QByteArrayView text) { return Result<QByteArray>(text.toByteArray()); };
    reader.read(OptionId::ArgumentFile, read.file, bytes);
    if (reader.isOn(OptionId::NullSeparated))
        read.separator = '\0';
    reader.read(OptionId::Separator, read.separator,
                [](QByteArrayView text) -> Result<std::optional<char>> {
                    const Result<char> one = parseSeparator(text);
                    if (!one)
                        return Error(one.error());
                    return std::optional<char>(*one);
                });
    XargsLimits &limits = read.limits;
    QByteArray mark;
    if (reader.read(OptionId::Replacement, mark, parseMark); !mark.isEmpty())
        limits.replaced = mark;
    QByteArray end;
    if (reader.read(OptionId::EndMark, end, bytes); !end.isEmpty())
        limits.endMark = end;
    reader.read(OptionId::PerCommand, limits.values, positive);
    reader.read(OptionId::PerLines, limits.lines, positive);
    int most = static_cast<int>(longestCommandLine(Shell::Kind::None));
    reader.read(OptionId::MostBytes, most, positive);
    limits.bytes = most;
    limits.stopsIfTooLong = reader.isOn(OptionId::ExitIfTooLong);
    reader.read(OptionId::Jobs, read.atOnce, [](QByteArrayView text) {
        return parseInteger(text, 0, std::numeric_limits<int>::max());
    });
    limits.skipsEmpty = reader.isOn(OptionId::SkipEmpty);
    if (reader.failed())
        return std::move(reader.result().error());
    letLastOneCount(options, read);
    if (read.separator && limits.endMark) {
        read.warnings << "-E says nothing to values that -0 or -d takes apart";
        limits.endMark.reset();
    }
    return read;
}

/// The commands, one task each.
class XargsTasks final : public TaskSource
{
public:
    XargsTasks(QByteArrayList command, const XargsOptions &options,
               std::unique_ptr<ByteSource> bytes)
        : m_lines(std::move(command), options.limits,
                  [this](XargsWords::Word &value) { return nextValue(value); }),
          m_surroundings(std::make_shared<const Surroundings>())
    {
        using Mode = XargsWords::Mode;
        if (options.separator)
            m_values.emplace(std::move(bytes), *options.separator);
        else
            m_words.emplace(std::move(bytes), options.limits.replaced ? Mode::Lines : Mode::Words);
    }

    Result<Pull> next(TaskSpec &task) override
    {
        QByteArrayList line;
        Result<Pull> got = m_lines.next(line);
        if (!got || *got != Pull::Got)
            return got;
        task = {};
        task.command = systemShell().posix ? quotedForShell(line) : line.join(' ');
        task.arguments = std::move(line);
        task.surroundings = m_surroundings;
        return got;
    }

private:
    Result<Pull> nextValue(XargsWords::Word &value)
    {
        if (m_words)
            return m_words->next(value);
        value.endsLine = true;
        return m_values->next(value.bytes);
    }

    XargsLines m_lines;
    const std::shared_ptr<const Surroundings> m_surroundings;
    std::optional<SplitValues> m_values; // or
    std::optional<XargsWords> m_words;
};

} // namespace

Result<XargsCall> makeXargsCall(const ParsedArguments &parsed, const OpenBytes &open)
{
    auto options = readOptions(parsed.options);
    if (!options)
        return std::move(options.error());
    auto bytes = open(options->file);
    if (!bytes)
        return std::move(bytes.error());
    XargsCall call;
    RunRequest &request = call.request;
    request.plan.run.slots = options->atOnce;
    request.plan.run.halt = { HaltPolicy::When::Soon, HaltPolicy::On::Abort, 1, 0 };
    request.plan.judgement.exitCode = ExitCodeRule::Xargs;
    request.plan.judgement.halt = request.plan.run.halt;
    request.formatter = { u"raw"_s, {} };
    request.rawStreams = true;
    request.presentation.verbose = parsed.options.has(OptionId::Trace);
    request.warnings = options->warnings;
    call.tasks = std::make_unique<XargsTasks>(parsed.commands.isEmpty() ? QByteArrayList{ "echo" }
                                                                        : parsed.commands,
                                              *options, std::move(*bytes));
    return call;
}

} // namespace prun
