// SPDX-License-Identifier: MIT
#include <app/concurrently_options.h>

#include <app/text_columns.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

using enum ConcurrentlyOption;
using Info = ConcurrentlyOptionInfo;

// clang-format off
constexpr Info table[] = {
    { MaxProcesses, "max-processes", "m", "N", "How many commands run at once: a number, or 50% of the "
      "processors. A command that is restarted keeps its place.", "General" },
    { Names, "names", "n", "A,B", "Names of the commands, in order." },
    { NameSeparator, "name-separator", "", "TEXT", "What stands between the names (version 9)." },
    { Success, "success", "s", "RULE", "Which commands must exit with 0: all, first, last, "
      "command-X or !command-X, where X is a name or an index." },
    { Raw, "raw", "r", "", "Only the commands' own output, written straight to that of prun." },
    { NoColor, "no-color", "no-colors", "", "No colours." },
    { Color, "color", "colors", "", "" },
    { Hide, "hide", "", "A,B", "Show nothing of these commands (names or indices)." },
    { Group, "group", "g", "", "The output of each command in one piece, in the order of the commands." },
    { Timings, "timings", "", "", "When commands start and stop, and a table of their times." },
    { Shell, "shell", "", "SHELL", "What reads the commands: /bin/sh, on Windows cmd.exe, if not given "
      "(version 10)." },
    { PassthroughArguments, "passthrough-arguments", "P", "", "What stands behind -- takes the place "
      "of {1}, {2}, {@} and {*} in the commands." },
    { Teardown, "teardown", "", "CMD", "A command to run when all have ended. Repeatable." },

    { Prefix, "prefix", "p", "WHAT", "index, pid, time, command, name, none, or a template like "
      "{time}-{pid}; {color} and {/color} limit what is coloured.", "Prefixes" },
    { PrefixColors, "prefix-colors", "c", "A,B", "Colours of the prefixes, in the words of chalk; the "
      "last one repeats. Default: auto." },
    { PrefixLength, "prefix-length", "l", "N", "Longest command in a prefix (10)." },
    { TimestampFormat, "timestamp-format", "t", "FORMAT", "In Unicode patterns (yyyy-MM-dd HH:mm:ss.SSS)." },
    { PadPrefix, "pad-prefix", "", "", "Make all prefixes as long as the longest." },

    { HandleInput, "handle-input", "i", "", "Pass the input on to commands: \"1:text\", \"name:text\".",
      "Input" },
    { DefaultInputTarget, "default-input-target", "", "X", "The command that gets all other input (0)." },

    { KillOthers, "kill-others", "k", "", "Stop the others as soon as one command ends.",
      "Stopping" },
    { KillOthersOnFail, "kill-others-on-fail", "", "", "The same, if it fails." },
    { KillSignal, "kill-signal", "ks", "SIGNAL", "The signal that they get (SIGTERM)." },
    { KillTimeout, "kill-timeout", "", "MS", "Milliseconds from that until SIGKILL; without it there "
      "is none." },

    { RestartTries, "restart-tries", "", "N", "Start a command that failed up to N times more; "
      "negative: for ever.", "Restarting" },
    { RestartAfter, "restart-after", "", "MS", "Milliseconds to wait before that, or exponential: "
      "1, 2, 4, … seconds." },

    { Help, "help", "h", "", "Show this text.", "The rest" },
    { Version, "version", "v V", "", "Show the version." },
};
// clang-format on

bool isFlag(const Info &option)
{
    return option.placeholder.empty();
}

// `maxProcesses` for `max-processes`.
QByteArray dashed(QByteArrayView name)
{
    QByteArray text;
    for (const char c : name) {
        if (c >= 'A' && c <= 'Z' && !text.isEmpty())
            text += QByteArray("-") + static_cast<char>(c - 'A' + 'a');
        else
            text += c;
    }
    return text;
}

const Info *find(QByteArrayView name)
{
    const QByteArray wanted = name.size() > 1 ? dashed(name) : name.toByteArray();
    const auto *found = std::find_if(std::begin(table), std::end(table), [&](const Info &option) {
        return wanted == toBytes(option.name)
            || toBytes(option.aliases).split(' ').contains(wanted);
    });
    return found == std::end(table) ? nullptr : found;
}

Error unknown(const QByteArray &word)
{
    QStringList names;
    for (const Info &option : table)
        names << u"--"_s + QString::fromUtf8(toBytes(option.name));
    const QString meant = didYouMean(QString::fromUtf8(word), names);
    return Error(Error::Code::Usage, u"unknown option %1"_s.arg(quoted(word)))
        .hint(meant.isNull() ? u"--help lists the options"_s : meant);
}

bool isNumber(QByteArrayView text)
{
    const QByteArrayView digits = text.startsWith('-') ? text.sliced(1) : text;
    return !digits.isEmpty() && digits.back() != '.'
        && std::all_of(digits.begin(), digits.end(),
                       [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

// What yargs takes for an option, where a letter before it asks for a value: not what is nothing
// but dashes, or begins with three.
bool looksLikeOption(QByteArrayView text)
{
    const qsizetype dashes = text.startsWith("--") ? 2 : text.startsWith('-') ? 1 : 0;
    return dashes > 0 && text.size() > dashes && text[dashes] != '-';
}

bool isWordOfFlag(QByteArrayView text)
{
    return text == "true" || text == "false";
}

class Parser
{
public:
    explicit Parser(const QByteArrayList &arguments) : m_arguments(arguments) { }

    Result<ConcurrentlyCall> run()
    {
        while (m_at < m_arguments.size()) {
            const QByteArray word = m_arguments[m_at++];
            Result<void> read;
            if (word == "--") {
                m_call.afterDashes = m_arguments.mid(m_at);
                return m_call;
            }
            if (word.startsWith("--"))
                read = readLong(word);
            else if (word.startsWith('-') && word.size() > 1 && !isNumber(word))
                read = readLetters(word);
            else
                m_call.commands << word;
            if (!read)
                return std::move(read.error());
        }
        return m_call;
    }

private:
    void add(const Info &option, const QByteArray &value)
    {
        QByteArrayList &values = m_call.values[option.id];
        if (option.id != Teardown)
            values.clear();
        values << value;
    }

    // The word that follows, if it can be the value.
    void addNext(const Info &option, bool isLetter)
    {
        const QByteArray next = m_arguments.value(m_at);
        const bool there = m_at < m_arguments.size();
        const bool isOption = isLetter ? looksLikeOption(next) : next.startsWith('-');
        const bool usable = isFlag(option) ? isWordOfFlag(next) : !isOption || isNumber(next);
        if (there && usable) {
            ++m_at;
            add(option, next);
        } else if (isFlag(option)) {
            add(option, "true");
        } else if (option.id != Teardown) {
            add(option, "");
        }
    }

    Result<void> readLong(const QByteArray &word)
    {
        const qsizetype equals = word.indexOf('=');
        const QByteArray name = word.sliced(2, (equals < 0 ? word.size() : equals) - 2);
        const Info *option = find(name);
        if (option && equals >= 0) {
            add(*option, word.sliced(equals + 1));
        } else if (option) {
            addNext(*option, false);
        } else {
            option = name.startsWith("no-") && equals < 0 ? find(name.sliced(3)) : nullptr;
            if (!option || !isFlag(*option))
                return unknown(word);
            add(*option, "false");
        }
        return {};
    }

    Result<void> readLetters(const QByteArray &word)
    {
        for (qsizetype i = 1; i < word.size(); ++i) {
            const Info *option = find(QByteArrayView(word).sliced(i, 1));
            if (!option)
                return unknown(word);
            const QByteArray rest = word.sliced(i + 1);
            if (rest.startsWith('=')) {
                add(*option, rest.sliced(1));
                return {};
            }
            if (rest.isEmpty()) {
                addNext(*option, true);
            } else if (!isFlag(*option)) {
                add(*option, rest);
                return {};
            } else {
                add(*option, "true");
            }
        }
        return {};
    }

    const QByteArrayList &m_arguments;
    ConcurrentlyCall m_call;
    qsizetype m_at = 0;
};

void addVariables(const QByteArrayList &environment, ConcurrentlyCall &call)
{
    constexpr QByteArrayView prefix = "CONCURRENTLY_";
    for (const QByteArray &entry : environment) {
        const qsizetype equals = entry.indexOf('=');
        if (!entry.startsWith(prefix) || equals < 0)
            continue;
        const QByteArray name = entry.sliced(prefix.size(), equals - prefix.size());
        const Info *option =
            find(name.size() == 1 ? name.toLower() : name.toLower().replace('_', '-'));
        if (option && !call.values.contains(option->id))
            call.values.insert(option->id, { entry.sliced(equals + 1) });
    }
}

} // namespace

std::span<const ConcurrentlyOptionInfo> concurrentlyOptions()
{
    return table;
}

std::optional<QByteArray> ConcurrentlyCall::find(ConcurrentlyOption option) const
{
    const auto found = values.find(option);
    return found == values.end() ? std::nullopt : std::optional(found->value(0));
}

Result<ConcurrentlyCall> parseConcurrentlyCall(const QByteArrayList &arguments,
                                               const QByteArrayList &environment)
{
    Result<ConcurrentlyCall> call = Parser(arguments).run();
    if (call)
        addVariables(environment, *call);
    return call;
}

QByteArray renderConcurrentlyHelp()
{
    constexpr int width = 80;
    constexpr int column = 30;
    QByteArray out =
        "Usage: concurrently [options] \"command a\" \"command b\" ...\n\n"
        "prun, in the words of concurrently 9 and 10: the same options, output and exit\n"
        "codes. Its own ways are told by prun --help.\n";
    for (const Info &option : table) {
        if (!option.title.empty())
            out += '\n' + toBytes(option.title) + ":\n";
        if (option.help.empty())
            continue;
        const QByteArray letter = toBytes(option.aliases).left(2).trimmed();
        QByteArray synopsis = letter.size() == 1 ? "  -" + letter + ", --" : QByteArray("      --");
        synopsis +=
            toBytes(option.name) + (isFlag(option) ? "" : " ") + toBytes(option.placeholder);
        const auto used = static_cast<int>(synopsis.size());
        out += synopsis;
        out += used + 2 > column ? '\n' + QByteArray(column, ' ') : QByteArray(column - used, ' ');
        appendWrapped(out, option.help, column, column, width);
    }
    return out
        + "\nEach option can also come from the environment, as CONCURRENTLY_KILL_OTHERS=true\n"
          "for --kill-others. Exit status: 0 if the rule of --success holds, else 1.\n";
}

} // namespace prun
