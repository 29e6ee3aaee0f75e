// SPDX-License-Identifier: MIT
#include <app/option_parser.h>

#include <app/text_columns.h>

#include <core/config/printable.h>
#include <core/config/suggestion.h>
#include <core/config/value_parsers.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

QString toString(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// Options that belong to parts of prun which this version does not have.
constexpr std::array<std::string_view, 14> laterOptions{
    "watch",
    "watch-ignore",
    "debounce",
    "on-busy",
    "postpone",
    "poll",
    "max-rss",
    "max-cpu",
    "on-limit",
    "stats",
    "memfree",
    "load",
    "passthrough-arguments",
    "journal",
};

Error unknownOption(const QString &shown, std::string_view name, OptionTable table)
{
    Error error(Error::Code::Usage, u"unknown option \"%1\""_s.arg(shown));
    if (std::find(laterOptions.begin(), laterOptions.end(), name) != laterOptions.end())
        return std::move(error).hint(u"this version of prun does not have it"_s);
    QStringList names;
    for (const OptionInfo &option : table) {
        if (!option.name.empty())
            names << u"--"_s + toString(option.name);
        for (const QString &alias : toString(option.aliases).split(u' ', Qt::SkipEmptyParts))
            names << u"--"_s + alias;
    }
    const QString meant = didYouMean(u"--"_s + toString(name), names);
    return std::move(error).hint(meant.isNull() ? u"--help lists the options"_s : meant);
}

// Whether a word that should be the value of an option looks like the next option instead.
bool looksLikeOption(QByteArrayView word, OptionTable table)
{
    if (word.size() < 2 || word[0] != '-')
        return false;
    if (word[1] != '-')
        return findOption(word[1], table) != nullptr;
    const QByteArrayView name =
        word.sliced(2).first(word.indexOf('=') < 0 ? word.size() - 2 : word.indexOf('=') - 2);
    return name.isEmpty() || findOption(toView(name), table) != nullptr
        || (name.startsWith("no-") && findOption(toView(name.sliced(3)), table) != nullptr);
}

// A long name with one dash, or most of it, is a slip, and seldom means the letters that it is made
// of.
const OptionInfo *longNameWithOneDash(QByteArrayView word, OptionTable table)
{
    constexpr qsizetype fewestLetters = 4; // fewer may well be a letter and its value
    const std::string_view name = toView(word.sliced(1));
    const OptionInfo *meant = findOption(name, table);
    if (meant || name.size() < fewestLetters)
        return meant;
    const auto found = std::find_if(table.begin(), table.end(), [&](const OptionInfo &option) {
        return option.name.starts_with(name);
    });
    return found == table.end() ? nullptr : &*found;
}

class Parser
{
public:
    Parser(const QByteArrayList &arguments, OptionTable table, bool onlyLeading)
        : m_arguments(arguments), m_table(table), m_onlyLeading(onlyLeading)
    { }

    Result<void> run()
    {
        while (m_at < m_arguments.size()) {
            const QByteArray word = m_arguments[m_at++];
            if (word == "--")
                return takeRest(m_at);
            Result<void> done;
            if (word == "-")
                done = Error(Error::Code::Usage, u"unknown option \"-\""_s)
                           .hint(u"write --file - to read commands from the input"_s);
            else if (word.startsWith("--"))
                done = readLong(QByteArrayView(word).sliced(2));
            else if (word.startsWith('-'))
                done = readShort(word);
            else if (m_onlyLeading)
                return takeRest(m_at - 1);
            else
                m_parsed.commands << word;
            if (!done || m_finished)
                return done;
        }
        return {};
    }

    ParsedArguments &parsed() { return m_parsed; }

private:
    Result<void> takeRest(qsizetype from)
    {
        m_parsed.commands << m_arguments.mid(from);
        return {};
    }

    Result<void> readLong(QByteArrayView word)
    {
        const qsizetype equals = word.indexOf('=');
        const QByteArrayView name = equals < 0 ? word : word.first(equals);
        const QString place = u"option --%1"_s.arg(printable(name));
        const OptionInfo *option = findOption(toView(name), m_table);
        if (!option && name.startsWith("no-"))
            return readNegated(name, equals >= 0);
        if (!option)
            return unknownOption(u"--"_s + printable(name), toView(name), m_table);
        if (equals >= 0)
            return addWithValue(*option, word.sliced(equals + 1), place);
        if (option->argument == OptionArgument::Required)
            return addWithNextWord(*option, place);
        return add(*option, toBytes(option->implied), false, place);
    }

    // --no-NAME switches a flag off again.
    Result<void> readNegated(QByteArrayView name, bool hasValue)
    {
        const OptionInfo *option = findOption(toView(name.sliced(3)), m_table);
        if (!option || option->argument == OptionArgument::Required || option->id == OptionId::Help
            || option->id == OptionId::Version)
            return unknownOption(u"--"_s + printable(name), toView(name), m_table);
        const QString place = u"option --%1"_s.arg(printable(name));
        if (hasValue)
            return Error(Error::Code::Usage, u"takes no value"_s).in(place);
        return add(*option, {}, true, place);
    }

    // A word like -r, -kr, -m2, -m=2, -km2 or -m.
    Result<void> readShort(QByteArrayView word)
    {
        if (const OptionInfo *meant = longNameWithOneDash(word, m_table))
            return Error(Error::Code::Usage, u"unknown option %1"_s.arg(quoted(word)))
                .hint(u"did you mean \"--%1\"?"_s.arg(toString(meant->name)));
        for (qsizetype i = 1; i < word.size() && !m_finished; ++i) {
            const OptionInfo *option = findOption(word[i], m_table);
            if (!option)
                return unknownLetter(word, i);
            const QString place = u"option -%1"_s.arg(QLatin1Char(word[i]));
            const QByteArrayView rest = word.sliced(i + 1);
            if (rest.startsWith('='))
                return addWithValue(*option, rest.sliced(1), place);
            if (option->argument == OptionArgument::Joined && !rest.isEmpty())
                return addWithValue(*option, rest, place);
            if (option->argument == OptionArgument::Required)
                return rest.isEmpty() ? addWithNextWord(*option, place)
                                      : addWithValue(*option, rest, place);
            if (auto added = add(*option, toBytes(option->implied), false, place); !added)
                return added;
        }
        return {};
    }

    Error unknownLetter(QByteArrayView word, qsizetype at) const
    {
        const QString letter = u"-"_s + printable(word.sliced(at, 1));
        if (word[at] == 'P')
            return unknownOption(letter, "passthrough-arguments", m_table);
        Error error(Error::Code::Usage, u"unknown option \"%1\""_s.arg(letter));
        if (word.size() > 2)
            return std::move(error).in(quoted(word)).hint(u"--help lists the options"_s);
        return std::move(error).hint(u"--help lists the options; a command goes after --"_s);
    }

    static QString shownForm(const OptionInfo &option)
    {
        return option.name.empty() ? u"-"_s + toString(option.letters.substr(0, 1))
                                   : u"--"_s + toString(option.name);
    }

    Result<void> addWithNextWord(const OptionInfo &option, const QString &place)
    {
        if (m_at == m_arguments.size())
            return Error(Error::Code::Usage, u"needs a value"_s)
                .in(place)
                .hint(u"write %1 %2"_s.arg(shownForm(option), toString(option.placeholder)));
        const QByteArray &next = m_arguments[m_at];
        if (looksLikeOption(next, m_table))
            return Error(Error::Code::Usage, u"needs a value, but %1 follows"_s.arg(quoted(next)))
                .in(place)
                .hint(u"write %1%2%3 if that is the value"_s.arg(
                    shownForm(option), option.name.empty() ? QString() : u"="_s, printable(next)));
        ++m_at;
        m_parsed.lastTaken = u"%1 took %2 as its value"_s.arg(place, quoted(next));
        return addWithValue(option, next, place);
    }

    Result<void> addWithValue(const OptionInfo &option, QByteArrayView text, const QString &place)
    {
        if (option.argument != OptionArgument::Flag)
            return add(option, text.toByteArray(), false, place);
        const auto flag = parseFlag(text);
        if (!flag)
            return Error(flag.error()).in(place);
        return add(option, {}, !*flag, place);
    }

    Result<void> add(const OptionInfo &option, QByteArray text, bool off, const QString &place)
    {
        OptionValue value{ option.id, OptionValue::Source::CommandLine, off, std::move(text),
                           place };
        if (option.id == OptionId::NoColor) {
            value.id = OptionId::Color;
            value.text = off ? "auto" : "never";
            value.off = false;
        }
        m_finished = !off && (option.id == OptionId::Help || option.id == OptionId::Version);
        m_parsed.options.add(std::move(value));
        return {};
    }

    const QByteArrayList &m_arguments;
    const OptionTable m_table;
    const bool m_onlyLeading;
    ParsedArguments m_parsed;
    qsizetype m_at = 0;
    bool m_finished = false; // --help or --version: what follows does not matter
};

// What one variable says, e.g. PRUN_ENV="A=1\nB=2": a repeatable option has a value in each line.
Result<void> addVariable(const OptionInfo &option, QByteArrayView text, const QString &place,
                         OptionValues &into)
{
    OptionValue value{ option.id, OptionValue::Source::Environment, false, {}, place };
    const auto flag = parseFlag(text);
    if (option.argument == OptionArgument::Flag && !flag)
        return Error(flag.error()).in(place);
    if (option.argument != OptionArgument::Required && flag) {
        value.off = !*flag;
        if (option.id == OptionId::NoColor) {
            value.id = OptionId::Color;
            value.text = "never";
        }
        if (option.id != OptionId::NoColor || *flag)
            into.add(std::move(value));
        return {};
    }
    const QByteArrayList lines = text.toByteArray().split('\n');
    for (const QByteArray &line :
         option.repeatable ? lines : QByteArrayList{ text.toByteArray() }) {
        value.text = line;
        if (!line.isEmpty())
            into.add(value);
    }
    return {};
}

Result<void> addVariables(const QByteArrayList &environment, OptionTable table, OptionValues &into)
{
    for (const QByteArray &entry : environment) {
        const qsizetype equals = entry.indexOf('=');
        if (!entry.startsWith("PRUN_") || equals < 0 || equals + 1 == entry.size())
            continue;
        const QByteArray name = entry.first(equals);
        for (const OptionInfo &option : table) {
            if (option.variable == OptionVariable::Never || variableOf(option) != name)
                continue;
            const QString place = u"environment variable %1"_s.arg(QString::fromUtf8(name));
            if (auto added =
                    addVariable(option, QByteArrayView(entry).sliced(equals + 1), place, into);
                !added)
                return added;
        }
    }
    return {};
}

} // namespace

static Result<ParsedArguments> parse(Parser parser, const QByteArrayList &environment,
                                     OptionTable table)
{
    if (auto done = parser.run(); !done)
        return std::move(done.error());
    ParsedArguments parsed = std::move(parser.parsed());
    if (parsed.options.has(OptionId::Help) || parsed.options.has(OptionId::Version))
        return parsed;

    OptionValues merged;
    if (auto added = addVariables(environment, table, merged); !added)
        return std::move(added.error());
    for (const OptionValue &value : parsed.options.all())
        merged.add(value);
    merged.letCommandLineWin(!parsed.commands.isEmpty());
    if (auto checked = merged.checkConflicts(); !checked)
        return std::move(checked.error());
    parsed.options = std::move(merged);
    return parsed;
}

Result<ParsedArguments> parseArguments(const QByteArrayList &arguments,
                                       const QByteArrayList &environment, OptionTable table)
{
    return parse(Parser(arguments, table, false), environment, table);
}

Result<ParsedArguments> parseLeadingOptions(const QByteArrayList &arguments,
                                            const QByteArrayList &environment, OptionTable table)
{
    return parse(Parser(arguments, table, true), environment, table);
}

} // namespace prun
