// SPDX-License-Identifier: MIT
#include <app/help.h>

#include <app/map_options.h>
#include <app/option_table.h>
#include <app/start_options.h>
#include <app/text_columns.h>

namespace prun {

namespace {

constexpr int helpColumn = 26;

constexpr char introduction[] =
    R"(Usage: prun [options] "command a" "command b" …

Runs commands side by side, shows their output line by line with a prefix, and
tells exactly how they ended.

  prun "npm run serve" "npm run watch"       both at once, until both have ended
  prun -k -n api,web "node api.js" "vite"    named; if one ends, stop the other
  prun -m 4 --file jobs.txt                  a command per line, 4 at a time
  prun npm:build "npm:watch-*"               scripts of package.json

As the first word, each with a --help of its own: start (a Procfile), map (a
command for every line of input, as GNU parallel and xargs do it),
concurrently, run-p, run-s, npm-run-all (as those do it), plugins.

)";

constexpr char closing[] =
    R"(A duration (DUR) is 250ms, 1.5s, 2m or 1h; a bare number is seconds unless it
says otherwise. A flag is switched off again by --no-FLAG. -- ends the options.
An option can also be given in the environment, as PRUN_KILL_TIMEOUT=2s for
--kill-timeout; one that is repeatable takes a value per line there. The command
line wins.

Exit status: 0 success, 1 a command failed (see --success and --exit-code),
2 wrong use, 3 output was lost, 5 a process could not be killed, 124 --deadline
has passed. After a signal prun dies of that signal.
)";

constexpr char startIntroduction[] =
    R"(Usage: prun start [options] [process…]

Starts the processes of a Procfile, as foreman does: all of them, or those that
are named. When one of them ends, the others are stopped.

  prun start                                 what ./Procfile says
  prun start web worker                      only these
  prun start -m all=1,worker=3 -p 8000       three workers; ports from 8000

)";

constexpr char startClosing[] =
    R"(A duration (DUR) is 250ms, 1.5s, 2m or 1h; a bare number is seconds unless it
says otherwise. Every process has PORT and PS (its name, like web.1) in its
environment, above the variables of .env; $PORT, $PS and those are replaced in
its command.

Exit status: that of the first process which ended with one, 0 if all died of
signals, also after Ctrl-C; 2 wrong use, 3 output was lost, 5 a process could
not be killed, 124 --deadline has passed.
)";

constexpr char mapIntroduction[] =
    R"(Usage: prun map [options] [command…] [::: values…] [:::: files…]

Runs a command for every value: a line of the input, of files (-a, ::::), or a
word after :::. Options come before the command. Several sources give every
combination; :::+ and ::::+ go with the source before them, value by value.

  ls *.wav | prun map lame {} {.}.mp3
  prun map -j 4 --tag ping -c1 ::: host1 host2
  prun map echo {1}-{2} ::: a b ::: 1 2      a-1 a-2 b-1 b-2

In the command, {} is the value, {.} without extension, {/} without folders,
{//} its folder, {/.} both; {2} {-1} {2/.} one of several; {name} with --header;
{#} the number of the command, {%} of its slot. Without any of them the value
comes last. Values are quoted for the shell: whatever is in them, they are text.

)";

constexpr char mapClosing[] =
    R"(A duration (DUR) is 250ms, 1.5s, 2m or 1h; a bare number is seconds. Commands
have PRUN_SEQ and PRUN_SLOT in their environment, and nothing to read. Input is
read as far as there are commands to start; without any, none is.

Exit status: 0 all succeeded, 1 to 100 so many failed, 101 more than 100 did;
255 wrong use. After --halt with one failure: that of the command. 3 output was
lost, 5 a process could not be killed, 124 --deadline has passed.
)";

constexpr char xargsIntroduction[] =
    R"(Usage: prun map --dialect xargs [options] [command [word…]]

Runs a command (echo) with the words of the input behind it, as xargs does.
Quotes and backslashes in the input quote, unless -0 or -d is given.

)";

constexpr char xargsClosing[] =
    R"(Exit status: 0 all succeeded, 123 a command failed, 124 one exited with 255,
125 one died of a signal, 126 it cannot be run, 127 it was not found, 1 other
errors.
)";

// `  -n, --names A,B,…`
QByteArray synopsisOf(const OptionInfo &option)
{
    const QByteArray letter = toBytes(option.letters.substr(0, 1));
    const QByteArray name = toBytes(option.name);
    QByteArray text = letter.isEmpty() ? QByteArray("      ") : "  -" + letter;
    if (!name.isEmpty())
        text += (letter.isEmpty() ? "--" : ", --") + name;
    if (option.argument == OptionArgument::Optional || option.argument == OptionArgument::Joined)
        text += "[=" + toBytes(option.placeholder) + ']';
    else if (option.argument == OptionArgument::Required)
        text += ' ' + toBytes(option.placeholder);
    return text;
}

void appendOption(QByteArray &out, const OptionInfo &option)
{
    const QByteArray synopsis = synopsisOf(option);
    out += synopsis;
    const int used = columnsOf(toView(synopsis));
    if (used + 2 > helpColumn)
        out += '\n' + QByteArray(helpColumn, ' ');
    else
        out += QByteArray(helpColumn - used, ' ');
    appendWrapped(out, option.help, helpColumn, helpColumn, kReadableColumns);
}

// The groups of a table, with what stands before and after them.
QByteArray rendered(const char *before, OptionTable table, const char *after)
{
    QByteArray out = before;
    auto group = OptionGroup::Other;
    bool first = true;
    for (const OptionInfo &option : table) {
        if (first || option.group != group) {
            group = option.group;
            out += (first ? "" : "\n") + toBytes(titleOf(group)) + ":\n";
            first = false;
        }
        appendOption(out, option);
    }
    return out + '\n' + after;
}

} // namespace

QByteArray renderHelp()
{
    return rendered(introduction, optionTable(), closing);
}

QByteArray renderStartHelp()
{
    return rendered(startIntroduction, startOptionTable(), startClosing);
}

QByteArray renderMapHelp()
{
    return rendered(mapIntroduction, mapOptionTable(), mapClosing);
}

QByteArray renderXargsHelp()
{
    return rendered(xargsIntroduction, xargsOptionTable(), xargsClosing);
}

QByteArray renderPluginsHelp()
{
    return R"(Usage: prun plugins [--plugin-path DIR]…

Lists the formatters and hooks that prun finds, with their options, and those
that it refuses to load, with the reason.
)";
}

} // namespace prun
