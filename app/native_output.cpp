// SPDX-License-Identifier: MIT
#include <app/native_output.h>

#include <app/native_policies.h>
#include <app/option_reader.h>
#include <app/plugin_words.h>

#include <core/config/label_words.h>
#include <core/config/printable.h>
#include <core/config/value_parsers.h>
#include <core/plan/task_names.h>

#include <QtCore/qfile.h>
#include <QtCore/qfileinfo.h>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

constexpr int longestPrefix = 1000; // characters

Result<QByteArray> notEmpty(QByteArrayView text)
{
    if (text.isEmpty())
        return Error(Error::Code::Usage, u"the value is empty"_s);
    return text.toByteArray();
}

void readPresentation(OptionReader &reader, const TaskNames &names, Presentation &presentation)
{
    reader.read(OptionId::Prefix, presentation.prefix, parsePrefix);
    reader.read(OptionId::PrefixLength, presentation.prefixLength,
                [](QByteArrayView text) { return parseInteger(text, 1, longestPrefix); });
    reader.read(OptionId::TimestampFormat, presentation.timestampFormat, notEmpty);
    reader.read(OptionId::PrefixColors, presentation.prefixColors, parseColors);
    reader.read(OptionId::Hide, presentation.hidden,
                [&](QByteArrayView text) { return names.findAll(text); });
    presentation.padPrefix = reader.isOn(OptionId::PadPrefix);
    presentation.quietSuccess = reader.isOn(OptionId::QuietSuccess);
    presentation.timings = reader.isOn(OptionId::Timings);
    presentation.quiet = reader.isOn(OptionId::Quiet);
    presentation.verbose = reader.isOn(OptionId::Verbose);
}

Result<PluginChoice> parseGroup(QByteArrayView text)
{
    static constexpr std::array<std::string_view, 2> orders{ "index", "finish" };
    PluginChoice choice{ u"group"_s, {} };
    if (text.isEmpty())
        return choice;
    const auto order = parseWord(text, orders);
    if (!order)
        return Error(order.error());
    choice.options.insert(u"order"_s, QString::fromLatin1(text));
    return choice;
}

Result<ReportChoice> parseReport(QByteArrayView text)
{
    auto report = parseReportChoice(text);
    if (report && report->file == "-")
        return Error(Error::Code::Usage, u"a report needs a file of its own"_s)
            .hint(u"write /dev/stdout for the output of prun, or choose a --formatter"_s);
    return report;
}

void readPlugins(OptionReader &reader, RunRequest &request)
{
    reader.read(OptionId::Formatter, request.formatter, parsePluginChoice);
    reader.read(OptionId::Group, request.formatter, parseGroup);
    request.rawStreams = reader.isOn(OptionId::Raw);
    if (request.rawStreams)
        request.formatter = { u"raw"_s, {} };
    reader.readAll(OptionId::Report, request.reports, parseReport);
    reader.readAll(OptionId::Hook, request.hooks, parsePluginChoice);
    for (auto report = request.reports.begin(); report != request.reports.end(); ++report) {
        const bool twice = std::any_of(request.reports.begin(), report, [&](const auto &earlier) {
            return earlier.file == report->file && !report->file.startsWith("/dev/");
        });
        if (twice)
            reader.fail(
                Error(Error::Code::Usage, u"two reports go to %1"_s.arg(quoted(report->file)))
                    .in(u"option --report"_s));
    }
}

// What programs agree on where --color is not given. FORCE_COLOR is the more deliberate one.
ColorMode colorModeOf(const Variables &variables)
{
    const QByteArray force = variables.value("FORCE_COLOR").toLower();
    if (variables.contains("FORCE_COLOR"))
        return force == "0" || force == "false" ? ColorMode::Never : ColorMode::Always;
    if (!variables.value("NO_COLOR").isEmpty())
        return ColorMode::Never;
    const QByteArray cliForce = variables.value("CLICOLOR_FORCE");
    if (!cliForce.isEmpty() && cliForce != "0")
        return ColorMode::Always;
    return variables.value("CLICOLOR") == "0" ? ColorMode::Never : ColorMode::Auto;
}

int forcedDepthOf(const Variables &variables)
{
    const QByteArray force = variables.value("FORCE_COLOR");
    if (force == "1")
        return 4;
    if (force == "2")
        return 8;
    return force == "3" ? 24 : -1;
}

} // namespace

Result<QStringList> pluginPathsOf(const OptionValues &options)
{
    std::vector<QByteArray> paths;
    OptionReader reader(options);
    reader.readAll(OptionId::PluginPath, paths, notEmpty);
    if (auto result = reader.result(); !result)
        return std::move(result.error());
    QStringList decoded;
    for (const QByteArray &path : paths)
        decoded << QString::fromUtf8(path);
    return decoded;
}

Result<void> addOutput(const OptionValues &options, const Variables &variables, RunRequest &request)
{
    static constexpr std::array<std::string_view, 3> colors{ "auto", "always", "never" };
    static constexpr std::array<std::string_view, 2> dryRuns{ "text", "json" };
    OptionReader reader(options);
    readPresentation(reader, TaskNames(commandsOf(request.plan)), request.presentation);
    readPlugins(reader, request);
    reader.read(OptionId::LogDirectory, request.logDirectory, notEmpty);
    request.presentation.logDirectory = request.logDirectory;

    request.color = colorModeOf(variables);
    request.forcedColorDepth = forcedDepthOf(variables);
    reader.apply(OptionId::Color, [&](QByteArrayView text) -> Result<void> {
        const auto word = parseWord(text, colors);
        if (!word)
            return Error(word.error());
        request.color = static_cast<ColorMode>(*word);
        return {};
    });
    reader.apply(OptionId::DryRun, [&](QByteArrayView text) -> Result<void> {
        const auto word = text.isEmpty() ? Result<std::size_t>(0) : parseWord(text, dryRuns);
        if (!word)
            return Error(word.error());
        request.dryRun = *word == 0 ? RunRequest::DryRun::Text : RunRequest::DryRun::Json;
        return {};
    });
    auto paths = pluginPathsOf(options);
    if (!paths)
        reader.fail(std::move(paths.error()));
    else
        request.pluginPaths = std::move(*paths);
    for (const QString &path : std::as_const(request.pluginPaths)) {
        if (!QFileInfo(path).isDir())
            reader.fail(Error(Error::Code::Usage, u"%1 is no folder"_s.arg(quoted(path.toUtf8())))
                            .in(u"option --plugin-path"_s));
    }
    return reader.result();
}

} // namespace prun
