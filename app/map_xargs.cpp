// SPDX-License-Identifier: MIT
#include <app/map_xargs.h>

#include <app/input_files.h>
#include <app/option_reader.h>

#include <core/config/value_parsers.h>
#include <core/sources/map_inputs.h>
#include <core/sources/map_template.h>

#include <algorithm>
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
    if (const OptionValue *replaced = options.find(OptionId::Replacement))
        read.replaced = replaced->text;
    reader.read(OptionId::PerCommand, read.words, positive);
    reader.read(OptionId::PerLines, read.lines, positive);
    reader.read(OptionId::Jobs, read.atOnce, [](QByteArrayView text) {
        return parseInteger(text, 0, std::numeric_limits<int>::max());
    });
    if (reader.failed())
        return std::move(reader.result().error());
    return read;
}

/// The values, and where lines end in them.
Result<XargsWords> readWords(const XargsOptions &options)
{
    const Result<QByteArray> text = readLargeFile(options.file);
    if (!text)
        return Error(text.error());
    XargsWords result;
    if (options.separator) {
        result.words = splitValues(*text, *options.separator);
        for (int i = 1; i <= result.words.size(); ++i)
            result.lineEnds.push_back(i);
        return result;
    }
    if (!options.replaced)
        return splitXargsWords(*text);
    for (const QByteArray &line : splitValues(*text, '\n')) { // blanks separate nothing
        Result<XargsWords> words =
            splitXargsWords(line.trimmed().replace(' ', "\\ ").replace('\t', "\\\t"));
        if (!words)
            return words;
        result.words << words->words;
    }
    return result;
}

/// How many of the words from `first` on belong to one command.
qsizetype countOf(const XargsWords &words, qsizetype first, const XargsOptions &options)
{
    qsizetype most = std::min<qsizetype>(words.words.size() - first, options.words);
    if (options.lines > 0) {
        const auto line =
            std::upper_bound(words.lineEnds.begin(), words.lineEnds.end(), int(first));
        const auto left = std::distance(line, words.lineEnds.end());
        most = *(line + std::min<std::ptrdiff_t>(options.lines, left) - 1) - first;
    }
    qsizetype length = 0;
    for (qsizetype count = 0; count < most; ++count) {
        length += words.words[first + count].size() + 1;
        if (count > 0 && length > longestLine)
            return count;
    }
    return most;
}

} // namespace

Result<RunRequest> makeXargsRequest(const ParsedArguments &parsed)
{
    const auto options = readOptions(parsed.options);
    if (!options)
        return options.error();
    const auto words = readWords(*options);
    if (!words)
        return words.error();
    const QByteArrayList command =
        parsed.commands.isEmpty() ? QByteArrayList{ "echo" } : parsed.commands;
    RunRequest request;
    const auto surroundings = std::make_shared<const Surroundings>();
    for (qsizetype at = 0; at < words->words.size();) {
        const qsizetype count = options->replaced ? 1 : countOf(*words, at, *options);
        TaskSpec task;
        task.arguments = options->replaced
            ? filledWords(command, *options->replaced, words->words[at])
            : command + words->words.mid(at, count);
        task.command = task.arguments.join(' ');
        task.surroundings = surroundings;
        request.plan.tasks.push_back(std::move(task));
        at += count;
    }
    request.plan.run.slots = options->atOnce;
    request.plan.run.halt = { HaltPolicy::When::Soon, HaltPolicy::On::Abort, 1, 0 };
    request.plan.judgement.exitCode = ExitCodeRule::Xargs;
    request.plan.judgement.halt = request.plan.run.halt;
    request.formatter = { u"raw"_s, {} };
    request.rawStreams = true;
    return request;
}

} // namespace prun
