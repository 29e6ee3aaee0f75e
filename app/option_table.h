// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qglobal.h>

#include <span>
#include <string_view>
#include <vector>

namespace prun {

/// Every option of the native command line.
enum class OptionId : quint8 {
    MaxProcesses,
    Sequence,
    Delay,
    Names,
    Prefix,
    PrefixLength,
    PadPrefix,
    TimestampFormat,
    PrefixColors,
    Raw,
    Group,
    Formatter,
    Report,
    LogDirectory,
    Hide,
    QuietSuccess,
    Timings,
    Color,
    NoColor,
    Quiet,
    Verbose,
    Success,
    ExitCode,
    OnFailure,
    KillOthers,
    KillOthersOnFail,
    KillSignal,
    KillTimeout,
    Timeout,
    IdleTimeout,
    Deadline,
    Teardown,
    Leftovers,
    LeakTimeout,
    RestartTries,
    RestartAfter,
    RetryOn,
    HandleInput,
    DefaultInputTarget,
    Tty,
    File,
    WorkingDirectory,
    Environment,
    EnvironmentFile,
    Shell,
    Via,
    NpmPath,
    IfPresent,
    Hook,
    PluginPath,
    DryRun,
    Help,
    Version,
    // of prun start only
    Procfile,
    Root,
    Formation,
    Port,
    DotEnvironment,
    Exec,
    Check,
    Timestamp,
    StopTimeout,
    CanDie,
    AnyCanDie,
    Restart,
    // of prun map only
    ArgumentFile,
    NullSeparated,
    Separator,
    ColumnSeparator,
    HasHeader,
    Link,
    SkipEmpty,
    PerCommand,
    PerLines,
    EndMark,
    MostBytes,
    ExitIfTooLong,
    ContextReplace,
    Replacement,
    QuoteCommand,
    Dialect,
    Jobs,
    KeepOrder,
    Tag,
    TagString,
    LineBuffered,
    Ungrouped,
    Bar,
    Trace,
    Halt,
    JobTimeout,
    Retries,
    JobLog,
    Resume,
    ResumeFailed,
    RetryFailed,
    JobsDryRun,
    WillCite,
};

enum class OptionGroup : quint8 {
    HowMany,
    Labels,
    Output,
    Success,
    Stopping,
    Retrying,
    Input,
    Surroundings,
    Other,
};

enum class OptionArgument : quint8 {
    Flag, ///< none: `--name=no` and `--no-name` switch it off again
    Required,
    Optional, ///< only as `--name=value`
    Joined, ///< likewise, and as `-nvalue`; OptionInfo::implied if there is none
};

/// Where an option may be given beside the command line.
enum class OptionVariable : quint8 {
    Never,
    Inherited, ///< by the commands too: a matter of taste that holds for a prun inside a prun
    OfThisRun, ///< speaks of the commands or files of one run: hidden from the commands
};

/// One row: what the parser, --help and the manual page know about an option.
struct OptionInfo
{
    OptionId id;
    OptionGroup group;
    std::string_view name; ///< without the dashes; empty: it has a short form only
    std::string_view letters; ///< short forms; the first is the one to show
    std::string_view aliases; ///< other long forms, separated by a space
    OptionArgument argument;
    std::string_view placeholder; ///< of the argument: `DUR`
    bool repeatable; ///< otherwise the last one counts
    OptionVariable variable;
    std::string_view help; ///< one or two lines: what it does, its values, its default
    std::string_view details; ///< more, for the manual page
    std::string_view implied = {}; ///< the value of a Joined one that was given none
};

using OptionTable = std::span<const OptionInfo>;

/// What a verb takes over of the table, and what is different there.
struct BorrowedOption
{
    OptionId id;
    std::string_view help = {}; ///< empty: the same
    std::string_view aliases = {}; ///< empty: the same
    bool keepsLetters = false; ///< else its short forms are free for the verb
};
/// The options of a verb, its own and others, in the order of its --help: what is of the group
/// `first`, then group by group.
std::vector<OptionInfo> makeOptionTable(OptionTable own, std::span<const BorrowedOption> borrowed,
                                        OptionGroup first);

OptionTable optionTable(); ///< in the order of --help, which is that of OptionId
const OptionInfo &optionInfo(OptionId id); ///< of that table
std::string_view titleOf(OptionGroup group);

/// By long name or alias, without the dashes; null if there is none.
const OptionInfo *findOption(std::string_view name, OptionTable table = optionTable());
const OptionInfo *findOption(char letter, OptionTable table = optionTable());
/// `PRUN_KILL_TIMEOUT`
QByteArray variableOf(const OptionInfo &option);

} // namespace prun
