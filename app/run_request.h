// SPDX-License-Identifier: MIT
#pragma once

#include <app/task_feed.h>

#include <core/plan/plan.h>

#include <prun/formatter.h>

#include <QtCore/qmap.h>
#include <QtCore/qstringlist.h>

#include <optional>
#include <variant>
#include <vector>

namespace prun {

/// A plugin and its options, as `ID:key=value,…` names them. Whether they exist is not checked.
struct PluginChoice
{
    QString id;
    QMap<QString, QString> options;
    bool operator==(const PluginChoice &) const = default;
};

/// A formatter whose output goes to a file.
struct ReportChoice
{
    PluginChoice formatter;
    QByteArray file; ///< path, as given; never empty
    bool operator==(const ReportChoice &) const = default;
};

/// --joblog of prun map.
struct JobLogChoice
{
    QByteArray file; ///< empty: none
    bool append = false;
    bool operator==(const JobLogChoice &) const = default;
};

/// Where standard input of prun goes. Without any of it every command reads the null device.
struct InputRouting
{
    bool forward = false; ///< --handle-input: lines go to the commands that they name
    TaskId defaultTarget{}; ///< gets the lines that name none
    std::optional<TaskId> terminal; ///< --tty: has the terminal, or whatever prun's input is
    /// Run alone, one after another: each reads prun's own input from where the one before has
    /// stopped. Sorted.
    std::vector<TaskId> alone;
    bool operator==(const InputRouting &) const = default;
};

enum class ColorMode : quint8 { Auto, Always, Never };

/// All that is asked of one run, checked: every name is known, every number in its range, nothing
/// contradicts. A plain value; what it says about plugins and files is checked when they are used.
struct RunRequest
{
    enum class DryRun : quint8 { No, Text, Json };

    Plan plan;
    std::shared_ptr<TaskFeed> feed; ///< of a plan that grows
    Presentation presentation;
    PluginChoice formatter = { QStringLiteral("prefix"), {} };
    std::vector<ReportChoice> reports;
    std::vector<PluginChoice> hooks;
    QStringList pluginPaths; ///< --plugin-path, as given, searched in this order
    ColorMode color = ColorMode::Auto; ///< of the formatter on the terminal
    int forcedColorDepth = -1; ///< bits, from FORCE_COLOR: 4, 8 or 24; -1: what the terminal can
    QByteArray logDirectory; ///< empty: no log files
    /// --raw: commands write to prun's own streams (those in Presentation::hidden to the null
    /// device), so there are no output events. Reports and log files then have no output either.
    bool rawStreams = false;
    InputRouting input;
    DryRun dryRun = DryRun::No;
    /// `map --dry-run`: print the commands of these, one by one as they are made; start none. They
    /// wait for their input.
    std::shared_ptr<TaskSource> listed;
    JobLogChoice jobLog;
    /// Names of PRUN_… variables that speak of the commands or files of this run only: a prun that
    /// a command starts must not take them for its own. Leave them out of what commands inherit.
    QByteArrayList notInherited;
    QByteArrayList
        warnings; ///< about the files that the request came from; shown as the run begins
    /// The verb that the first command may be meant to be; said if no program has its name.
    QString meantVerb;
    int failureStatus = 2; ///< exit status if nothing can be started
};

/// Print `text` and exit with `exitStatus`: 0, or 2 (1 in the words of another program).
/// `toStandardError`: it is an answer to a wrong call. `isHelp`: a narrow terminal gets it wrapped.
struct PrintAndExit
{
    QByteArray text;
    bool toStandardError = false;
    int exitStatus = 0;
    bool isHelp = false;
};
inline PrintAndExit helpText(QByteArray text)
{
    return { std::move(text), false, 0, true };
}

/// `prun plugins`: print the plugins that there are.
struct PluginListRequest
{
    QStringList pluginPaths;
};

/// What a call of prun asks for.
using Invocation = std::variant<RunRequest, PrintAndExit, PluginListRequest>;

} // namespace prun
