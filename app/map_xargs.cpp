// SPDX-License-Identifier: MIT
#include <app/map_xargs.h>

#include <app/map_policies.h>
#include <app/option_reader.h>

#include <core/config/value_parsers.h>
#include <core/sources/map_template.h>
#include <core/sources/script_words.h>
#include <core/sources/value_splitter.h>
#include <core/sources/xargs_words.h>

#include <platform/program_file.h>

#include <limits>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr qsizetype longestLine = 128 * 1024; // of the values of a command

struct XargsOptions
{
    QByteArray file = "-";
    std::optional<char> separator;
    std::optional<QByteArray> replaced;
    int words = std::numeric_limits<int>::max();
    int lines = 0; ///< 0: they do not matter
    int atOnce = 1;
    bool skipsEmpty = false;
};

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
    QByteArray mark;
    if (reader.read(OptionId::Replacement, mark, parseMark); !mark.isEmpty())
        read.replaced = mark;
    reader.read(OptionId::PerCommand, read.words, positive);
    reader.read(OptionId::PerLines, read.lines, positive);
    reader.read(OptionId::Jobs, read.atOnce, [](QByteArrayView text) {
        return parseInteger(text, 0, std::numeric_limits<int>::max());
    });
    read.skipsEmpty = reader.isOn(OptionId::SkipEmpty);
    if (reader.failed())
        return std::move(reader.result().error());
    return read;
}

/// The commands, one task each.
class XargsTasks final : public TaskSource
{
public:
    XargsTasks(QByteArrayList command, XargsOptions options, std::unique_ptr<ByteSource> bytes)
        : m_command(std::move(command)),
          m_options(std::move(options)),
          m_surroundings(std::make_shared<const Surroundings>())
    {
        using Mode = XargsWords::Mode;
        if (m_options.separator)
            m_values.emplace(std::move(bytes), *m_options.separator);
        else
            m_words.emplace(std::move(bytes), m_options.replaced ? Mode::Lines : Mode::Words);
    }

    Result<Pull> next(TaskSpec &task) override
    {
        while (!m_ended && !isFull()) {
            XargsWords::Word word;
            Result<Pull> got = read(word);
            if (!got || *got == Pull::NotYet)
                return got;
            m_ended = *got == Pull::End;
            if (m_ended)
                break;
            m_waiting << word.bytes;
            m_length += word.bytes.size() + 1;
            m_lines += word.endsLine ? 1 : 0;
        }
        if (m_waiting.isEmpty() && !runsWithoutValues())
            return Pull::End;
        task = taskOf(takeValues());
        m_made = true;
        return Pull::Got;
    }

private:
    Result<Pull> read(XargsWords::Word &word)
    {
        if (m_words)
            return m_words->next(word);
        word.endsLine = true;
        return m_values->next(word.bytes);
    }

    /// The values that wait are enough for a command.
    bool isFull() const
    {
        if (m_options.replaced)
            return !m_waiting.isEmpty();
        return m_waiting.size() >= m_options.words || m_length > longestLine
            || (m_options.lines > 0 && m_lines >= m_options.lines);
    }

    /// All that wait, but for the last if it is too much.
    QByteArrayList takeValues()
    {
        QByteArrayList values = std::exchange(m_waiting, {});
        const bool tooLong = m_length > longestLine && values.size() > 1;
        m_length = 0;
        m_lines = 0;
        if (tooLong) {
            m_waiting << values.takeLast();
            m_length = m_waiting.front().size() + 1;
        }
        return values;
    }

    /// As xargs does, which runs a command once for no values at all.
    bool runsWithoutValues() const
    {
        return !m_made && !m_options.skipsEmpty && !m_options.replaced;
    }

    TaskSpec taskOf(const QByteArrayList &values) const
    {
        TaskSpec task;
        task.arguments = m_options.replaced
            ? filledWords(m_command, *m_options.replaced, values.front())
            : m_command + values;
        task.command =
            systemShell().posix ? quotedForShell(task.arguments) : task.arguments.join(' ');
        task.surroundings = m_surroundings;
        return task;
    }

    const QByteArrayList m_command;
    const XargsOptions m_options;
    const std::shared_ptr<const Surroundings> m_surroundings;
    std::optional<SplitValues> m_values; // or
    std::optional<XargsWords> m_words;
    QByteArrayList m_waiting;
    qsizetype m_length = 0; // of them, in a command line
    int m_lines = 0; // that end in them
    bool m_made = false;
    bool m_ended = false;
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
    call.tasks = std::make_unique<XargsTasks>(parsed.commands.isEmpty() ? QByteArrayList{ "echo" }
                                                                        : parsed.commands,
                                              std::move(*options), std::move(*bytes));
    return call;
}

} // namespace prun
