// SPDX-License-Identifier: MIT
#include <app/man_page.h>

#include <app/option_table.h>
#include <app/text_columns.h>

#include <QtCore/qbytearraylist.h>

#include <string_view>

namespace prun {

namespace {

constexpr std::string_view introduction = R"(.SH NAME
prun \- run commands side by side, one after another, or from a list
.SH SYNOPSIS
.B prun
.RI [ options ]
\(dq\fIcommand\fR\(dq \(dq\fIcommand\fR\(dq \&...
.br
.B prun
.RI [ options ]
.B \-\-file
.I file
.br
.B prun start
.RI [ options ]
.RI [ process \&...]
.br
.B prun map
.RI [ options ]
.RI [ command \&...]
[\fB:::\fR
.IR value \&...]
.br
.BR "prun concurrently" | run\-p | run\-s | npm\-run\-all
.IR arguments \&...
.br
.B prun plugins
.RB [ \-\-plugin\-path
.IR dir ]
.SH DESCRIPTION
Runs commands side by side, shows their output line by line with a prefix, ends them properly, and
tells exactly how they ended.
.PP
Each command is one argument, and is counted from 0. A command that needs no shell is started
directly; any other is read by
.BR /bin/sh .
Its standard output goes to the standard output of prun, its standard error to the standard error,
where the messages of prun go, too. It reads the null device unless
.B \-\-handle\-input
or
.B \-\-tty
say otherwise, and has a process group of its own.
.PP
Options may stand before, between and after the commands;
.B \-\-
ends them. A flag is switched off again by
.BI \-\-no\- flag\fR.
Where an option that is not repeatable is given several times, the last one counts.
.PP
A duration (DUR) is written as 250ms, 1.5s, 2m or 1h; a bare number is seconds unless the option says
otherwise.
)";

constexpr std::string_view closing = R"(.SH COMMANDS FROM A FILE
.B \-\-file
reads one command per line, in any encoding. White space before a command is dropped, and so is a
carriage return at its end; empty lines and lines that begin with # are skipped. Such a run starts as
many commands at once as there are processors, unless
.B \-\-max\-processes
says otherwise.
.SH PROCESSES OF A PROCFILE
.B prun start
starts the processes of a Procfile with the variables of .env, as foreman does, and stops the others
when one of them ends. It has options of its own:
.B prun start \-\-help
lists them.
.SH A COMMAND FOR EVERY VALUE
.B prun map
runs a command for every line of its input, of files, or for every word behind
.BR ::: ,
with the options, replacement strings, exit codes and job log of GNU parallel, or with
.B \-\-dialect xargs
those of xargs. Values are quoted for the shell. It has options of its own:
.B prun map \-\-help
lists them.
.SH SCRIPTS OF PACKAGE.JSON
A command like
.B npm:build
is a script of the package, run without npm; so are
.BR pnpm: ,
.BR yarn: ,
.B bun:
and
.BR node: ,
and
.B deno:
is a task of deno.
.B npm:watch\-*
stands for all scripts of such a name. See
.B \-\-via
and
.BR \-\-if\-present .
.SH OTHER PROGRAMS
.BR "prun concurrently" ,
.BR run\-p ,
.B run\-s
and
.B npm\-run\-all
take the arguments of those programs, and print and exit as they do; so does prun under these names.
.SH ENVIRONMENT
.TP
.BI PRUN_ OPTION
Every option but
.BR \-\-help ,
.B \-\-version
and
.B \-\-plugin\-path
can be given as a variable named after its long form: PRUN_KILL_TIMEOUT=2s is
.BR \-\-kill\-timeout=2s .
A flag takes true, yes, on, 1, false, no, off or 0; a repeatable option takes one value in each line.
The command line wins: over the same option, and over one that excludes it. An empty variable counts
as not set. Variables that speak of the commands or files of one run, like PRUN_NAMES, PRUN_FILE and
PRUN_REPORT, are not passed on to the commands, so that a prun among them does not take them for its
own. prun warns of a variable that is nearly one of these.
.TP
.B PRUN_PLUGIN_PATH
Folders in which plugins are looked for after those of
.BR \-\-plugin\-path .
.TP
.BR NO_COLOR ", " FORCE_COLOR ", " CLICOLOR ", " CLICOLOR_FORCE
Whether there are colours, where
.B \-\-color
does not say. FORCE_COLOR=0 means none; 1, 2 and 3 mean 16, 256 and 16 million colours.
.PP
Every command finds in its environment:
.TP
.BR PRUN_NAME ", " PRUN_INDEX ", " PRUN_ATTEMPT ", " PRUN_SEQ " (counted from 1), " PRUN_SLOT
Its name (the index if it has none), its index from 0, and the number of the attempt from 1.
.TP
.B PRUN_RUN_ID
The same for all commands of a run, and different for every run.
.SH EXIT STATUS
.TP
.B 0
The run succeeded, by
.BR \-\-success .
.TP
.B 1
It did not;
.B \-\-exit\-code
can choose another number.
.TP
.B 2
prun was called wrongly, or a file or plugin is at fault; nothing was started.
.TP
.B 3
Output, a report or a log file could not be written, even if every command succeeded.
.TP
.B 5
A process survived SIGKILL.
.TP
.B 124
.B \-\-deadline
has passed.
.PP
Ended by a signal, prun dies of that signal when everything is cleaned up; a shell shows 128 and the
number of the signal. Among several that apply the order is 5, a signal, 3, 124, 1.
.PP
A command that cannot be started counts as exit code 127 if it was not found, else as 126.
.SH SIGNALS
The first SIGINT, SIGTERM, SIGHUP or SIGQUIT is passed on to every command, once, in place of the kill
signal; no new command starts, teardown commands still run. The second one kills at once, the third
one ends prun at once. SIGUSR1, SIGUSR2 and SIGWINCH are passed on. SIGTSTP stops the commands and
prun, SIGCONT continues them.
.SH EXAMPLES
.TP
.B prun \(dqnpm run serve\(dq \(dqnpm run watch\(dq
Both at once, until both have ended.
.TP
.B prun \-k \-n api,web \(dqnode api.js\(dq \(dqvite\(dq
Named; when one ends, the other is stopped.
.TP
.B prun \-m 4 \-\-file jobs.txt
The commands of a file, four at a time.
.TP
.B prun \-\-sequence \(dqmake\(dq \(dqmake test\(dq \(dqmake install\(dq
One after another, as long as they succeed.
.TP
.B prun \-\-restart\-tries 3 \-\-restart\-after exponential \-\-timeout 30s \(dq./fetch.sh\(dq
Up to three more attempts, each of at most 30 seconds, 1, 2 and 4 seconds apart.
.TP
.B prun \-\-report jsonl=run.jsonl \-g \(dqnpm test\(dq \(dqnpm run lint\(dq
Output command by command, and a report for machines.
)";

// Plain text in which nothing means anything to roff.
QByteArray escaped(std::string_view text)
{
    QByteArray result = toBytes(text);
    result.replace('\\', "\\e").replace("-", "\\-").replace("\"", "\\(dq").replace("…", "...");
    result.replace('\'', "\\(aq");
    return result.startsWith('.') ? "\\&" + result : result;
}

void appendOption(QByteArray &out, const OptionInfo &option)
{
    out += ".TP\n";
    QByteArrayList forms;
    for (const char letter : option.letters)
        forms << "\\fB\\-" + QByteArray(1, letter) + "\\fR";
    forms << "\\fB\\-\\-" + escaped(option.name) + "\\fR";
    for (const QByteArray &alias : toBytes(option.aliases).split(' ')) {
        if (!alias.isEmpty())
            forms << "\\fB\\-\\-" + escaped({ alias.constData(), std::size_t(alias.size()) })
                    + "\\fR";
    }
    out += forms.join(", ");
    if (option.argument == OptionArgument::Required)
        out += " \\fI" + escaped(option.placeholder) + "\\fR";
    else if (option.argument == OptionArgument::Optional)
        out += "[=\\fI" + escaped(option.placeholder) + "\\fR]";
    out += '\n' + escaped(option.help) + '\n';
    if (!option.details.empty())
        out += escaped(option.details) + '\n';
}

} // namespace

QByteArray renderManPage()
{
    QByteArray out = ".\\\" Made from the table of options; see app/man_page.cpp.\n"
                     ".TH PRUN 1 \"\" \"prun " PRUN_VERSION "\" \"User Commands\"\n";
    out += toBytes(introduction);
    out += ".SH OPTIONS\n";
    const OptionInfo *last = nullptr;
    for (const OptionInfo &option : optionTable()) {
        if (!last || last->group != option.group)
            out += ".SS " + escaped(titleOf(option.group)) + '\n';
        appendOption(out, option);
        last = &option;
    }
    return out + toBytes(closing);
}

} // namespace prun
