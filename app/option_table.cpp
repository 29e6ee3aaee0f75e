// SPDX-License-Identifier: MIT
#include <app/option_table.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace prun {

namespace {

using enum OptionId;
using enum OptionArgument;
using enum OptionVariable;
using G = OptionGroup;

// clang-format off
constexpr OptionInfo table[] = {
    { MaxProcesses, G::HowMany, "max-processes", "mj", "jobs", Required, "N", false, Inherited,
      "How many commands run at once: 4, 50% of the processors, +1 or -1 beside them. 0 is no limit, "
      "the default; with --file it is the number of processors.",
      "A percentage is rounded to the nearest number. The result is never below 1." },
    { Sequence, G::HowMany, "sequence", "", "", Flag, "", false, OfThisRun,
      "One after another, in order; the first failure ends the run (see --on-failure).",
      "A command that is tried again keeps its turn: the next one waits for its last attempt." },
    { Delay, G::HowMany, "delay", "", "", Required, "DUR", false, Inherited,
      "Wait so long between two starts.", "" },

    { Names, G::Labels, "names", "n", "", Required, "A,B,…", false, OfThisRun,
      "Names of the commands, in order. An empty one leaves the command its index.",
      "Names need not be unique. A comma that is part of a name is written as \\,." },
    { Prefix, G::Labels, "prefix", "p", "", Required, "WHAT", false, Inherited,
      "What stands before each line: index, pid, time, command, name, none, or a template with "
      "{index} {name} {command} {pid} {time} {elapsed} {attempt}.",
      "The default is the name if any command has one, else the index." },
    { PrefixLength, G::Labels, "prefix-length", "l", "", Required, "N", false, Inherited,
      "Longest command in a prefix, in characters (10).", "" },
    { PadPrefix, G::Labels, "pad-prefix", "", "", Flag, "", false, Inherited,
      "Make all prefixes as wide as the widest.", "" },
    { TimestampFormat, G::Labels, "timestamp-format", "t", "", Required, "FORMAT", false, Inherited,
      "Of {time} and --timings, in Unicode patterns (yyyy-MM-dd HH:mm:ss.SSS).", "" },
    { PrefixColors, G::Labels, "prefix-colors", "c", "", Required, "A,B,…", false, Inherited,
      "Colours of the prefixes: auto, red, blueBright, bgBlue.bold, #23de43; the last one repeats. "
      "Default: auto.",
      "Names: black, red, green, yellow, blue, magenta, cyan, white, gray, each also as nameBright, "
      "bgName and bgNameBright. Modifiers: bold, dim, italic, underline, overline, inverse, hidden, "
      "strikethrough, reset." },

    { Raw, G::Output, "raw", "r", "", Flag, "", false, Inherited,
      "Commands write straight to prun's own output: no prefixes, no messages.", "" },
    { Group, G::Output, "group", "g", "", Optional, "index|finish", false, Inherited,
      "Keep the output of each command together, in the order of the commands (index, the default) "
      "or of their ends.",
      "With index the first unfinished command is shown live while the others are kept back." },
    { OptionId::Formatter, G::Output, "formatter", "", "", Required, "ID[:KEY=VALUE,…]", false, Inherited,
      "How the run is shown; \"prun plugins\" lists what there is. Default: prefix.",
      "A value may be quoted with \"…\" or '…'; outside of quotes \\, is a comma." },
    { Report, G::Output, "report", "", "", Required, "ID[:KEY=VALUE,…]=FILE", true, OfThisRun,
      "Write what another formatter makes of the run to a file, too. Repeatable.",
      "Everything after the = that follows the identifier or the last value is the file. A value "
      "that holds a comma or an = must be quoted." },
    { LogDirectory, G::Output, "log-dir", "", "", Required, "DIR", false, OfThisRun,
      "Write the output of each command to a file of its own in this folder.", "" },
    { Hide, G::Output, "hide", "", "", Required, "A,B,…", false, OfThisRun,
      "Show nothing of these commands (names or indices); that one failed is told at the end.", "" },
    { QuietSuccess, G::Output, "quiet-success", "", "", Flag, "", false, Inherited,
      "Do not say that a command has succeeded.", "" },
    { Timings, G::Output, "timings", "", "", Flag, "", false, Inherited,
      "Say when commands start and stop; a table of their times at the end.", "" },
    { Color, G::Output, "color", "", "", Required, "auto|always|never", false, Inherited,
      "Colours. Default: auto, which means on a terminal.",
      "NO_COLOR and FORCE_COLOR (0 to 3) are honoured where --color is not given." },
    { NoColor, G::Output, "no-color", "", "", Flag, "", false, Inherited,
      "The same as --color=never.", "" },
    { Quiet, G::Output, "quiet", "q", "", Flag, "", false, Inherited,
      "Only the output of the commands, and errors.", "" },
    { Verbose, G::Output, "verbose", "v", "", Flag, "", false, Inherited,
      "Say more about what prun does and why.", "" },

    { OptionId::Success, G::Success, "success", "s", "", Required, "RULE", false, OfThisRun,
      "When the run succeeds: all (the default), first, last, any, command-X, !command-X (all but X); "
      "X is a name or an index. Several with commas must all hold.",
      "first and last mean the command that ends first or last. A command that prun itself stopped on "
      "purpose counts neither for nor against." },
    { ExitCode, G::Success, "exit-code", "", "", Required, "one|first|max|count", false, Inherited,
      "Exit status of a run that does not succeed: 1 (one, the default), the code of the first "
      "command that failed, the largest, or how many failed.",
      "A death by signal n counts as 128 + n. count is at most 100." },
    { OptionId::OnFailure, G::Success, "on-failure", "", "", Required, "continue|no-new|kill", false, Inherited,
      "When a command fails: continue (the default), start no more (the default with --sequence), or "
      "stop the others.", "" },
    { KillOthers, G::Success, "kill-others", "k", "", Flag, "", false, Inherited,
      "Stop all others as soon as one command ends.", "" },
    { KillOthersOnFail, G::Success, "kill-others-on-fail", "", "", Flag, "", false, Inherited,
      "The same as --on-failure=kill.", "" },

    { KillSignal, G::Stopping, "kill-signal", "", "ks", Required, "SIGNAL", false, Inherited,
      "The signal that asks a command to end (SIGTERM).", "" },
    { KillTimeout, G::Stopping, "kill-timeout", "", "", Required, "DUR", false, Inherited,
      "From that signal until SIGKILL (5s). A bare number is milliseconds.", "" },
    { Timeout, G::Stopping, "timeout", "", "", Required, "DUR", false, Inherited,
      "Stop a command that runs longer, counted for each attempt.", "0 is no limit." },
    { IdleTimeout, G::Stopping, "idle-timeout", "", "", Required, "DUR", false, Inherited,
      "Stop a command that has written nothing for so long.", "0 is no limit." },
    { Deadline, G::Stopping, "deadline", "", "", Required, "DUR", false, OfThisRun,
      "Stop the whole run after this time; prun then exits with 124.", "0 is no limit." },
    { OptionId::Teardown, G::Stopping, "teardown", "", "", Required, "CMD", true, OfThisRun,
      "A command to run when all have ended, however they did. Repeatable.",
      "Teardown commands run one after another and do not count for the success of the run." },
    { OptionId::Leftovers, G::Stopping, "leftovers", "", "", Required, "warn|wait|kill|ignore", false, Inherited,
      "What happens to background processes that a command leaves: warn (the default) and wait leave "
      "them alive, kill stops them.",
      "warn waits --leak-timeout for those that still hold the command's output, wait does so without "
      "limit; ignore is warn without the warning." },
    { LeakTimeout, G::Stopping, "leak-timeout", "", "", Required, "DUR", false, Inherited,
      "How long to read what they still write (5s).", "" },

    { RestartTries, G::Retrying, "restart-tries", "", "", Required, "N", false, Inherited,
      "Start a command that failed up to N times more (0). Negative: for ever.", "" },
    { RestartAfter, G::Retrying, "restart-after", "", "", Required, "DUR|exponential", false, Inherited,
      "Wait before that (0). A bare number is milliseconds; exponential is 1s, 2s, 4s, … "
      "or exponential:base=1s,factor=2,max=60s,jitter=0.1.", "" },
    { RetryOn, G::Retrying, "retry-on", "", "", Required, "LIST", false, Inherited,
      "Only after these: exit codes, signal, timeout, any. Default: any failure.", "" },

    { HandleInput, G::Input, "handle-input", "i", "", Flag, "", false, OfThisRun,
      "Pass lines of the input on to commands: \"1:text\" or \"name:text\".",
      "The end of the input is passed on, too. Without it commands read nothing." },
    { DefaultInputTarget, G::Input, "default-input-target", "", "", Required, "X", false, OfThisRun,
      "Name or index of the command that gets all other lines (0).", "" },
    { Tty, G::Input, "tty", "", "", Required, "X", false, OfThisRun,
      "Give this command the terminal itself.",
      "Its input, output and keyboard signals are those of prun." },

    { OptionId::File, G::Surroundings, "file", "", "", Required, "FILE", false, OfThisRun,
      "Read commands from a file, or from the input with -: one per line.",
      "Empty lines and lines that begin with # are skipped." },
    { WorkingDirectory, G::Surroundings, "cwd", "", "", Required, "DIR", false, OfThisRun,
      "Run the commands in this folder.", "" },
    { OptionId::Environment, G::Surroundings, "env", "", "", Required, "NAME=VALUE", true, OfThisRun,
      "Set a variable for the commands. Repeatable.", "It wins over --env-file." },
    { EnvironmentFile, G::Surroundings, "env-file", "", "", Required, "FILE", true, OfThisRun,
      "Set the variables of a file with lines NAME=value. Repeatable.",
      "Values may be quoted with '…' (verbatim) or \"…\" (with \\n, \\t, \\\", \\\\, \\$); # begins a "
      "comment; nothing is expanded." },
    { OptionId::Shell, G::Surroundings, "shell", "", "", Required, "SHELL", false, Inherited,
      "What reads the commands: auto (the default: a shell only where one is needed), sh, bash, pwsh, "
      "cmd, none, or the path of a shell.", "" },
    { Via, G::Surroundings, "via", "", "", Required, "MANAGER", false, Inherited,
      "Let npm, pnpm, yarn, bun or node start the scripts of npm:NAME and its like, instead of prun "
      "itself.", "" },
    { NpmPath, G::Surroundings, "npm-path", "", "", Required, "FILE", false, Inherited,
      "The same, with this program, or this script for node, as the package manager.", "" },
    { IfPresent, G::Surroundings, "if-present", "", "", Flag, "", false, OfThisRun,
      "A script that does not exist is no error, and is left out.", "" },

    { OptionId::Hook, G::Other, "hook", "", "", Required, "ID[:KEY=VALUE,…]", true, Inherited,
      "Load a hook that watches the run; see \"prun plugins\". Repeatable.", "" },
    { PluginPath, G::Other, "plugin-path", "", "", Required, "DIR", true, Never,
      "Look for plugins here first. Repeatable.",
      "PRUN_PLUGIN_PATH, a list of folders, comes next." },
    { OptionId::DryRun, G::Other, "dry-run", "", "", Optional, "text|json", false, OfThisRun,
      "Show what would be started and how; start nothing.", "" },
    { Help, G::Other, "help", "h", "", Flag, "", false, Never, "Show this text.", "" },
    { Version, G::Other, "version", "V", "", Flag, "", false, Never, "Show the version.", "" },
};
// clang-format on

constexpr bool isInOrderOfIds()
{
    for (std::size_t i = 0; i < std::size(table); ++i) {
        if (static_cast<std::size_t>(table[i].id) != i)
            return false;
    }
    return true;
}
static_assert(isInOrderOfIds(), "optionInfo() finds a row by its number");

bool hasWord(std::string_view words, std::string_view word)
{
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        if (words.substr(0, end) == word)
            return true;
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return false;
}

} // namespace

OptionTable optionTable()
{
    return table;
}

const OptionInfo &optionInfo(OptionId id)
{
    return table[static_cast<std::size_t>(id)];
}

std::vector<OptionInfo> makeOptionTable(OptionTable own, std::span<const BorrowedOption> borrowed,
                                        OptionGroup first)
{
    std::vector<OptionInfo> made(own.begin(), own.end());
    for (const BorrowedOption &other : borrowed) {
        OptionInfo option = optionInfo(other.id);
        if (!other.keepsLetters)
            option.letters = {};
        if (!other.help.empty())
            option.help = other.help;
        if (!other.aliases.empty())
            option.aliases = other.aliases;
        made.push_back(option);
    }
    const auto rankOf = [first](const OptionInfo &option) {
        return option.group == first ? -1 : static_cast<int>(option.group);
    };
    std::ranges::stable_sort(made, {}, rankOf);
    return made;
}

std::string_view titleOf(OptionGroup group)
{
    constexpr std::array<std::string_view, 9> titles{
        "How many", "Names and prefixes", "Output",   "Success", "Stopping", "Trying again",
        "Input",    "What and where",     "The rest",
    };
    return titles[static_cast<std::size_t>(group)];
}

const OptionInfo *findOption(std::string_view name, OptionTable options)
{
    const auto found = std::find_if(options.begin(), options.end(), [&](const OptionInfo &option) {
        return (!name.empty() && option.name == name) || hasWord(option.aliases, name);
    });
    return found == options.end() ? nullptr : &*found;
}

const OptionInfo *findOption(char letter, OptionTable options)
{
    const auto found = std::find_if(options.begin(), options.end(), [&](const OptionInfo &option) {
        return option.letters.find(letter) != std::string_view::npos;
    });
    return found == options.end() ? nullptr : &*found;
}

QByteArray variableOf(const OptionInfo &option)
{
    QByteArray name(option.name.data(), static_cast<qsizetype>(option.name.size()));
    return "PRUN_" + name.replace('-', '_').toUpper();
}

} // namespace prun
