// SPDX-License-Identifier: MIT
#include <app/map_call.h>

#include <app/option_reader.h>

#include <core/sources/value_splitter.h>

#include <platform/program_file.h>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

bool isSourceMark(const QByteArray &word)
{
    return word == ":::" || word == "::::" || word == ":::+" || word == "::::+";
}

Result<char> separatorOf(const OptionValues &options)
{
    char separator = options.has(OptionId::NullSeparated) ? '\0' : '\n';
    OptionReader reader(options);
    reader.read(OptionId::Separator, separator, parseSeparator);
    if (reader.failed())
        return std::move(reader.result().error());
    return separator;
}

Result<std::vector<MapSource>> openSources(const std::vector<MapCall::Words> &asked, char separator,
                                           const OpenBytes &open)
{
    std::vector<MapSource> sources;
    const auto lineEnd =
        systemShell().posix ? SplitValues::LineEnd::Newline : SplitValues::LineEnd::MayHaveReturn;
    bool inputIsTaken = false;
    for (const MapCall::Words &one : asked) {
        if (!one.files) {
            sources.push_back({ std::make_unique<ListedValues>(one.words), one.linked });
            continue;
        }
        for (const QByteArray &path : one.words) { // each file is a source of its own
            if (path == "-" && std::exchange(inputIsTaken, true))
                return Error(Error::Code::Usage, u"the input can be read only once"_s);
            Result<std::unique_ptr<ByteSource>> bytes = open(path);
            if (!bytes)
                return std::move(bytes.error());
            sources.push_back(
                { std::make_unique<SplitValues>(std::move(*bytes), separator, lineEnd),
                  one.linked });
        }
    }
    return sources;
}

} // namespace

MapCall takeMapCallApart(const ParsedArguments &parsed)
{
    MapCall call;
    const bool link = parsed.options.has(OptionId::Link);
    for (const OptionValue *file : parsed.options.findAll(OptionId::ArgumentFile))
        call.sources.push_back({ true, link, { file->text } });
    bool inCommand = true;
    for (const QByteArray &word : parsed.commands) {
        if (isSourceMark(word)) {
            inCommand = false;
            call.sources.push_back({ word.startsWith("::::"), link || word.endsWith('+'), {} });
        } else if (inCommand) {
            call.command << word;
        } else {
            call.sources.back().words << word;
        }
    }
    if (call.sources.empty())
        call.sources.push_back({ true, false, { "-" } });
    return call;
}

Result<MapRecords> openRecords(const MapCall &call, const OptionValues &options,
                               const OpenBytes &open)
{
    const Result<char> separator = separatorOf(options);
    if (!separator)
        return Error(separator.error());
    MapInputOptions how;
    how.hasHeader = options.has(OptionId::HasHeader);
    how.wraps = options.has(OptionId::Link);
    how.skipsEmpty = options.has(OptionId::SkipEmpty);
    if (const OptionValue *header = options.find(OptionId::HasHeader);
        header && header->text != ":")
        return Error(Error::Code::Usage, u"only \":\" is possible"_s).in(header->place);
    if (const OptionValue *columns = options.find(OptionId::ColumnSeparator))
        how.columnPattern = columns->text;
    auto sources = openSources(call.sources, *separator, open);
    if (!sources)
        return std::move(sources.error());
    return MapRecords::make(std::move(*sources), how);
}

} // namespace prun
