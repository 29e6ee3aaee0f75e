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
    Result<bool> flag(const QByteArray &word);
    Result<void> group(const QByteArray &word, bool parallel);
    Result<void> option(const QByteArrayList &words, qsizetype &at);
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
        auto known = flag(words[at]);
        if (!known)
            return std::move(known.error());
        if (*known)
            continue;
        if (auto taken = option(words, at); !taken)
            return taken;
    }
    return checkParallel(words);
}

Result<bool> Reader::flag(const QByteArray &word)
{
    struct Flag
    {
        const char *letter;
        const char *name;
        bool NpmRunAllArguments::*value;
    };
    static constexpr std::array flags{
        Flag{ "-c", "--continue-on-error", &NpmRunAllArguments::continueOnError },
        Flag{ "-l", "--print-label", &NpmRunAllArguments::printLabel },
        Flag{ "-n", "--print-name", &NpmRunAllArguments::printName },
        Flag{ "-r", "--race", &NpmRunAllArguments::race },
        Flag{ "--silent", "--silent", &NpmRunAllArguments::silent },
        Flag{ "--aggregate-output", "--aggregate-output", &NpmRunAllArguments::aggregateOutput },
    };
    for (const Flag &known : flags) {
        if (word == known.letter || word == known.name) {
            arguments.*known.value = true;
            return true;
        }
    }
    if (word == "--color" || word == "--no-color")
        return true;
    Result<void> grouped;
    if (word == "-s" && m_single)
        arguments.silent = true;
    else if (word == "-s" || word == "--sequential" || word == "--serial")
        grouped = group(word, false);
    else if (word == "-p" || word == "--parallel")
        grouped = group(word, true);
    else
        return false;
    if (!grouped)
        return std::move(grouped.error());
    return true;
}

Result<void> Reader::group(const QByteArray &word, bool parallel)
{
    if (m_single)
        return invalid(word);
    arguments.groups.push_back({ parallel, {} });
    return {};
}

Result<void> Reader::option(const QByteArrayList &words, qsizetype &at)
{
    if (words[at] == "--max-parallel") {
        const QByteArray value = ++at < words.size() ? words[at] : QByteArray("undefined");
        arguments.maxParallel = leadingNumber(value);
        return arguments.maxParallel > 0 ? Result<void>() : invalid("--max-parallel " + value);
    }
    if (words[at] == "--npm-path") {
        arguments.npmPath = ++at < words.size() ? words[at] : QByteArray();
        return {};
    }
    return other(words, at);
}

Result<void> Reader::other(const QByteArrayList &words, qsizetype &at)
{
    const QByteArray &word = words[at];
    const qsizetype colon = word.indexOf(':');
    const qsizetype equals = word.indexOf('=');
    if (word.startsWith("--") && colon > 2 && colon + 1 < word.size() && equals != colon + 1) {
        const qsizetype end = equals > colon && equals + 1 < word.size() ? equals : word.size();
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
