// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

#include <optional>
#include <vector>

/// What a user types and what must come of it, as a file `*.cases` tells it:
///
///     = a name stands before each line     begins a case
///     $ prun -n api "echo a; exit 3"       lines for sh, in an empty folder with prun in PATH
///     < 0:text                             lines of its input, which is empty otherwise
///     > [api] a                            all of its standard output, line by line
///     ! [api] echo a; exit 3 exited …      lines of its standard error, in this order; if the exit
///                                          status is 2 they are all of it
///     exit 1                               its exit status, if it is not 0
///     # …                                  a remark
///
/// In an expected line `…` stands for any text; a line that is nothing else, for any lines. One of
///
///     any order          the lines of standard output come in any order
///     no messages        standard error is empty
///     never TEXT         in neither output
///     leaves processes   that is what the case is about; they are ended after it
///     unix only: REASON  what it needs that Windows does not have; else stepsOf() must understand
///     it
struct OptionCase
{
    QByteArray name;
    int line = 0; ///< of its beginning, in the file
    QByteArray script;
    QByteArray input;
    QByteArrayList out;
    QByteArrayList err;
    QByteArrayList never;
    QByteArray unixOnly; ///< why; empty if it is for every system
    int code = 0;
    bool anyOrder = false;
    bool noMessages = false;
    bool leavesProcesses = false;
};

struct CaseFile
{
    std::vector<OptionCase> cases;
    QByteArray error; ///< what is wrong with the file, and where; empty if nothing is
};
CaseFile parseCases(const QByteArray &text);

/// What does not fit; empty if all does.
QByteArray complaintAbout(const OptionCase &expected, const QByteArray &out, const QByteArray &err);

/// One call of prun in a script.
struct PrunCall
{
    QByteArrayList variables; ///< that are set for it: `NAME=value`
    QByteArrayList arguments; ///< without the quotes of the shell
};
std::vector<PrunCall> callsIn(const QByteArray &script);

/// The word in front, such as `start` or `run-p`, that gives the options another meaning; empty if
/// they are prun's own.
QByteArray dialectOfCall(const PrunCall &call);

/// Whether an option is given in this form: `--name`, `--name=value`, `-x`, `-xVALUE`.
bool gives(const PrunCall &call, const QByteArray &form);
