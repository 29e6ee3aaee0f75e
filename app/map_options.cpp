// SPDX-License-Identifier: MIT
#include <app/map_options.h>

namespace prun {

namespace {

using enum OptionId;
using enum OptionArgument;
using enum OptionVariable;
using G = OptionGroup;

// clang-format off
constexpr OptionInfo own[] = {
    { ArgumentFile, G::Input, "arg-file", "a", "", Required, "FILE", true, Never,
      "Read values from this file, - is the input. Several files give every combination.", "" },
    { NullSeparated, G::Input, "null", "0", "", Flag, "", false, Never,
      "Values end with a NUL, as find -print0 writes them.", "" },
    { Separator, G::Input, "delimiter", "d", "", Required, "C", false, Never,
      "Values end with this character (\\n): one character, or \\t, \\0, \\x2c.", "" },
    { ColumnSeparator, G::Input, "colsep", "C", "", Required, "REGEX", false, Never,
      "Take every value apart where this matches: {1}, {2}, …", "" },
    { HasHeader, G::Input, "header", "", "", Required, ":", false, Never,
      "The first value of every source names its columns: {name}.", "" },
    { Link, G::Input, "link", "", "xapply", Flag, "", false, Never,
      "Take the sources together, value by value; one that is too short begins again.", "" },
    { SkipEmpty, G::Input, "no-run-if-empty", "r", "", Flag, "", false, Never,
      "Skip empty values.", "" },
    { PerCommand, G::Input, "max-args", "nNL", "max-replace-args max-lines", Required, "N", false, Never,
      "Give each command so many values.", "" },
    { ContextReplace, G::Input, "context-replace", "X", "", Flag, "", false, Never,
      "Give each command as many values as fit, and repeat words with {} for each of them.", "" },
    { Replacement, G::Input, "replace", "Ii", "", Required, "TEXT", false, Never,
      "Write this in place of {}.", "" },
    { QuoteCommand, G::Input, "quote", "q", "", Flag, "", false, Never,
      "Take the words of the command as they are: no shell interprets them.", "" },
    { OptionId::Dialect, G::Input, "dialect", "", "", Required, "parallel|xargs", false, Never,
      "Take options, input and exit codes as this program does (parallel). For xargs it has to come "
      "first; its options then follow.", "" },

    { Jobs, G::HowMany, "jobs", "jPm", "max-procs max-processes", Required, "N|N%|±N", false, OfThisRun,
      "So many at once: a number, a share of the cores, or more or fewer than those (100%). 0: all.", "" },

    { KeepOrder, G::Output, "keep-order", "k", "", Flag, "", false, OfThisRun,
      "Show output in the order of the values, not of the ends.", "" },
    { Tag, G::Output, "tag", "", "", Flag, "", false, OfThisRun,
      "Begin every line with the values and a tab.", "" },
    { TagString, G::Output, "tagstring", "", "", Required, "TEXT", false, Never,
      "Begin every line with this and a tab; replacement strings are replaced.", "" },
    { LineBuffered, G::Output, "line-buffer", "", "lb linebuffer", Flag, "", false, OfThisRun,
      "Show every line as soon as it is whole.", "" },
    { Ungrouped, G::Output, "ungroup", "u", "", Flag, "", false, OfThisRun,
      "Let commands write to prun's own output.", "" },
    { Bar, G::Output, "bar", "", "eta progress", Flag, "", false, OfThisRun,
      "Show how far it is, and how long it will take, on a terminal.", "" },

    { Halt, G::Stopping, "halt", "", "halt-on-error", Required, "WHEN[,WHY=N]", false, OfThisRun,
      "never, or soon or now with fail, success or done = N or N%: start no more (soon), or also stop "
      "what runs (now), when so many have ended so.", "" },
    { JobTimeout, G::Stopping, "timeout", "", "", Required, "DUR", false, OfThisRun,
      "Stop a command that runs longer.", "" },

    { Retries, G::Retrying, "retries", "", "", Required, "N", false, OfThisRun,
      "Try a command N times in all, until it succeeds; only its last output is shown.", "" },
    { OptionId::JobLog, G::Retrying, "joblog", "", "", Required, "FILE", false, Never,
      "Write a line for every command that ended; +FILE goes on with a file.", "" },
    { Resume, G::Retrying, "resume", "", "", Flag, "", false, Never,
      "Leave out what --joblog has.", "" },
    { ResumeFailed, G::Retrying, "resume-failed", "", "", Flag, "", false, Never,
      "Leave out what succeeded according to --joblog.", "" },
    { RetryFailed, G::Retrying, "retry-failed", "", "", Flag, "", false, Never,
      "Run the commands that failed according to --joblog again; needs no input.", "" },

    { JobsDryRun, G::Other, "dry-run", "", "dryrun", Flag, "", false, Never,
      "Show the commands, one per line; start nothing.", "" },
    { WillCite, G::Other, "will-cite", "", "no-notice", Flag, "", false, Never,
      "For scripts that were written for GNU parallel: does nothing.", "" },
};

constexpr OptionInfo xargs[] = {
    { ArgumentFile, G::Input, "arg-file", "a", "", Required, "FILE", false, Never,
      "Read this file instead of the input.", "" },
    { NullSeparated, G::Input, "null", "0", "", Flag, "", false, Never, "Values end with a NUL.", "" },
    { Separator, G::Input, "delimiter", "d", "", Required, "C", false, Never,
      "Values end with this character.", "" },
    { EndMark, G::Input, "", "E", "", Required, "WORD", false, Never,
      "The input ends before this word.", "" },
    { EndMark, G::Input, "eof", "e", "", Joined, "WORD", false, Never,
      "The same; without WORD no word ends it.", "" },
    { Replacement, G::Input, "", "I", "", Required, "TEXT", false, Never,
      "Replace this by each line in turn.", "" },
    { Replacement, G::Input, "replace", "i", "", Joined, "TEXT", false, Never,
      "The same; without TEXT it is {}.", "", "{}" },
    { PerLines, G::Input, "", "L", "", Required, "N", false, Never,
      "At most so many lines for each command.", "" },
    { PerLines, G::Input, "max-lines", "l", "", Joined, "N", false, Never,
      "The same; without N it is one.", "", "1" },
    { PerCommand, G::Input, "max-args", "n", "", Required, "N", false, Never,
      "At most so many values for each command.", "" },
    { MostBytes, G::Input, "max-chars", "s", "", Required, "N", false, Never,
      "At most so many bytes for each command, with its own words.", "" },
    { ExitIfTooLong, G::Input, "exit", "x", "", Flag, "", false, Never,
      "Stop if what -n asks for does not fit into a command.", "" },
    { SkipEmpty, G::Input, "no-run-if-empty", "r", "", Flag, "", false, Never,
      "Run nothing without values; else the command runs once.", "" },
    { Jobs, G::HowMany, "max-procs", "P", "", Required, "N", false, Never,
      "So many at once (1). 0: all.", "" },
    { JobsDryRun, G::Other, "dry-run", "", "dryrun", Flag, "", false, Never,
      "Show the commands, one per line; start nothing.", "" },
    { Trace, G::Output, "verbose", "t", "", Flag, "", false, Never,
      "Show every command before it starts, on stderr.", "" },
};
// clang-format on

constexpr BorrowedOption borrowed[] = {
    { Delay },
    { OptionId::Formatter,
      "How the run is shown; \"prun plugins\" lists what there is. Default: jobs." },
    { Report },
    { LogDirectory },
    { Color },
    { NoColor },
    { Quiet },
    { Verbose },
    { KillSignal },
    { KillTimeout },
    { Deadline },
    { OptionId::Leftovers },
    { LeakTimeout },
    { .id = WorkingDirectory, .aliases = "wd workdir" },
    { OptionId::Environment },
    { EnvironmentFile },
    { OptionId::Shell },
    { Hook },
    { PluginPath },
    { .id = Help, .keepsLetters = true },
    { .id = Version, .keepsLetters = true },
};
constexpr BorrowedOption borrowedOfXargs[] = {
    { .id = Help, .keepsLetters = true },
    { .id = Version, .keepsLetters = true },
};

} // namespace

OptionTable mapOptionTable()
{
    static const std::vector<OptionInfo> table = makeOptionTable(own, borrowed, G::Input);
    return table;
}

OptionTable xargsOptionTable()
{
    static const std::vector<OptionInfo> table = makeOptionTable(xargs, borrowedOfXargs, G::Input);
    return table;
}

} // namespace prun
