// SPDX-License-Identifier: MIT
#include <app/npm_run_all_arguments.h>

#include <core/config/printable.h>

#include <algorithm>
#include <array>
#include <limits>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr std::array programNames{ "run-p", "run-s", "npm-run-all" };

enum class Meaning : quint8 {
    Flag,
    ShortS, ///< silent, or a sequence where there are groups
    Sequence,
    Parallel,
    MaxParallel,
    NpmPath,
    Ignored,
    Question, ///< only as the first word of a call, where it is answered before
};

struct Option
{
    const char *text;
    Meaning meaning;
    bool NpmRunAllArguments::*flag = nullptr;
};

constexpr std::array options{
    Option{ "-c", Meaning::Flag, &NpmRunAllArguments::continueOnError },
    Option{ "--continue-on-error", Meaning::Flag, &NpmRunAllArguments::continueOnError },
    Option{ "-l", Meaning::Flag, &NpmRunAllArguments::printLabel },
    Option{ "--print-label", Meaning::Flag, &NpmRunAllArguments::printLabel },
    Option{ "-n", Meaning::Flag, &NpmRunAllArguments::printName },
    Option{ "--print-name", Meaning::Flag, &NpmRunAllArguments::printName },
    Option{ "-r", Meaning::Flag, &NpmRunAllArguments::race },
    Option{ "--race", Meaning::Flag, &NpmRunAllArguments::race },
    Option{ "--silent", Meaning::Flag, &NpmRunAllArguments::silent },
    Option{ "--aggregate-output", Meaning::Flag, &NpmRunAllArguments::aggregateOutput },
    Option{ "-s", Meaning::ShortS },
    Option{ "--sequential", Meaning::Sequence },
    Option{ "--serial", Meaning::Sequence },
    Option{ "-p", Meaning::Parallel },
    Option{ "--parallel", Meaning::Parallel },
    Option{ "--max-parallel", Meaning::MaxParallel },
    Option{ "--npm-path", Meaning::NpmPath },
    Option{ "--color", Meaning::Ignored },
    Option{ "--no-color", Meaning::Ignored },
    Option{ "-h", Meaning::Question },
    Option{ "--help", Meaning::Question },
    Option{ "-v", Meaning::Question },
    Option{ "--version", Meaning::Question },
};

Error invalid(QByteArrayView option)
{
    return { Error::Code::Usage, u"Invalid Option: %1"_s.arg(printable(option)) };
}

// As JavaScript's parseInt() reads it: digits at the beginning. 0 if there are none.
int leadingNumber(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    qint64 value = 0;
    for (qsizetype i = trimmed.startsWith('+') ? 1 : 0;
         i < trimmed.size() && trimmed[i] >= '0' && trimmed[i] <= '9'; ++i)
        value = std::min<qint64>(value * 10 + (trimmed[i] - '0'), std::numeric_limits<int>::max());
    return static_cast<int>(value);
}

/// Reads one word after another. A cluster such as `-clns` is read like its letters, and checked
/// like a whole call.
class Reader
{
public:
    explicit Reader(NpmRunAllProgram program) : m_single(program != NpmRunAllProgram::NpmRunAll)
    {
        arguments.groups.push_back({ program == NpmRunAllProgram::RunP, {} });
    }

    Result<void> read(const QByteArrayList &words);

    NpmRunAllArguments arguments;

private:
    Result<void> option(const Option &option, const QByteArrayList &words, qsizetype &at);
    Result<void> group(const QByteArray &word, bool parallel);
    Result<void> other(const QByteArrayList &words, qsizetype &at);
    Result<void> checkParallel(const QByteArrayList &words) const;

    const bool m_single; ///< there is one group, and `-s` means silent
};

Result<void> Reader::read(const QByteArrayList &words)
{
    for (qsizetype at = 0; at < words.size(); ++at) {
        if (words[at] == "--") {
            arguments.arguments = words.mid(at + 1);
            break;
        }
        const auto known = std::find_if(options.begin(), options.end(),
                                        [&](const Option &one) { return words[at] == one.text; });
        auto taken = known == options.end() ? other(words, at) : option(*known, words, at);
        if (!taken)
            return taken;
    }
    return checkParallel(words);
}

Result<void> Reader::option(const Option &option, const QByteArrayList &words, qsizetype &at)
{
    switch (option.meaning) {
    case Meaning::Flag:
        arguments.*option.flag = true;
        break;
    case Meaning::ShortS:
        if (!m_single)
            return group(words[at], false);
        arguments.silent = true;
        break;
    case Meaning::Sequence:
    case Meaning::Parallel:
        return group(words[at], option.meaning == Meaning::Parallel);
    case Meaning::MaxParallel: {
        const QByteArray value = ++at < words.size() ? words[at] : QByteArray("undefined");
        arguments.maxParallel = leadingNumber(value);
        return arguments.maxParallel > 0 ? Result<void>() : invalid("--max-parallel " + value);
    }
    case Meaning::NpmPath:
        arguments.npmPath = ++at < words.size() ? words[at] : QByteArray();
        break;
    case Meaning::Ignored:
        break;
    case Meaning::Question:
        return invalid(words[at]);
    }
    return {};
}

Result<void> Reader::group(const QByteArray &word, bool parallel)
{
    if (m_single)
        return invalid(word);
    arguments.groups.push_back({ parallel, {} });
    return {};
}

Result<void> Reader::other(const QByteArrayList &words, qsizetype &at)
{
    const QByteArray &word = words[at];
    const qsizetype colon = word.indexOf(':');
    const qsizetype equals = word.indexOf('=');
    const bool noValue = equals > colon && equals + 1 == word.size();
    if (word.startsWith("--") && colon > 2 && colon + 1 < word.size() && equals != colon + 1
        && !noValue) {
        const qsizetype end = equals > colon ? equals : word.size();
        QByteArray value = word.mid(end + 1);
        if (value.isEmpty())
            value = ++at < words.size() ? words[at] : QByteArray("undefined");
        arguments.packageConfig.emplace_back(word.sliced(2, end - 2), value);
        return {};
    }
    if (word.startsWith("--") && equals > 2 && equals + 1 < word.size()) {
        arguments.config.emplace_back(word.sliced(2, equals - 2), word.sliced(equals + 1));
        return {};
    }
    const bool cluster = word.size() > 1 && word[0] == '-'
        && std::all_of(word.begin() + 1, word.end(),
                       [](char letter) { return QByteArrayView("clnprs").contains(letter); });
    if (cluster) {
        QByteArrayList letters;
        for (const char letter : word.sliced(1))
            letters << QByteArray("-") + letter;
        return read(letters);
    }
    if (word.startsWith('-'))
        return invalid(word);
    arguments.groups.back().patterns << word;
    return {};
}

Result<void> Reader::checkParallel(const QByteArrayList &words) const
{
    if (arguments.isParallel())
        return {};
    if (arguments.aggregateOutput)
        return invalid("--aggregate-output (without parallel)");
    if (arguments.race)
        return invalid(words.contains("--race") ? "--race (without parallel)"
                                                : "-r (without parallel)");
    if (arguments.maxParallel != 0)
        return invalid("--max-parallel (without parallel)");
    return {};
}

} // namespace

std::optional<NpmRunAllProgram> npmRunAllCalled(QByteArrayView program)
{
    const qsizetype slash = std::max(program.lastIndexOf('/'), program.lastIndexOf('\\'));
    QByteArray name = program.sliced(slash + 1).toByteArray();
    if (name.toLower().endsWith(".exe"))
        name = name.chopped(4).toLower();
    for (std::size_t i = 0; i < programNames.size(); ++i) {
        if (name == programNames[i])
            return static_cast<NpmRunAllProgram>(i);
    }
    return {};
}

QByteArray nameOf(NpmRunAllProgram program)
{
    return programNames[static_cast<std::size_t>(program)];
}

QByteArrayList npmRunAllOptions()
{
    QByteArrayList texts;
    for (const Option &option : options)
        texts << option.text;
    return texts;
}

bool NpmRunAllArguments::isParallel() const
{
    return std::any_of(groups.begin(), groups.end(),
                       [](const Group &group) { return group.parallel; });
}

Result<NpmRunAllArguments> parseNpmRunAll(NpmRunAllProgram program, const QByteArrayList &words)
{
    Reader reader(program);
    if (auto read = reader.read(words); !read)
        return std::move(read.error());
    return std::move(reader.arguments);
}

} // namespace prun
