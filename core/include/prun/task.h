// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>
#include <QtCore/qbytearraylist.h>
#include <QtCore/qbytearrayview.h>

#include <memory>
#include <utility>
#include <vector>

namespace prun {

/// Index of a task in the plan of the run: dense, from 0, stable for the whole run.
enum class TaskId : quint32 {};

constexpr std::size_t indexOf(TaskId id)
{
    return static_cast<std::size_t>(id);
}

/// Which interpreter reads a command line.
struct Shell
{
    enum class Kind : quint8 {
        Automatic, ///< none if the line needs none, else the system's (`/bin/sh`, `cmd.exe`)
        None, ///< never: the line is split at white space
        Posix, ///< `PROGRAM -c LINE`
        PowerShell, ///< `PROGRAM -NoProfile -Command LINE`
        Cmd, ///< `PROGRAM /d /s /c "LINE"`, verbatim
    };
    Kind kind = Kind::Automatic;
    QByteArray program; ///< path or name; empty for Automatic and None
    bool operator==(const Shell &) const = default;
};

/// Where commands run. Shared by all tasks for which it is the same: a run may have 100,000.
struct Surroundings
{
    QByteArray workingDirectory; ///< empty: that of prun
    /// Set on top of prun's own environment, in order: a later one wins. Raw bytes.
    std::vector<std::pair<QByteArray, QByteArray>> environment;
    Shell shell;
};

/// One command of the run, as it was asked for. Raw bytes: any byte but NUL may occur, and names
/// must be escaped before a terminal sees them.
struct TaskSpec
{
    enum class Role : quint8 {
        Command, ///< counts for the success of the run
        Teardown, ///< runs once when all commands have ended; counts for nothing
    };

    QByteArray name; ///< empty if it was given none; its index then stands for it
    QByteArray command; ///< the command line, for people and for the shell
    QByteArrayList arguments; ///< program and arguments, if given as such; then no shell is used
    std::shared_ptr<const Surroundings> surroundings; ///< never null
    Role role = Role::Command;
    quint64 sequence = 0; ///< what people count it by, from 1: PRUN_SEQ; 0: its index + 1
};

constexpr quint64 sequenceOf(const TaskSpec &spec, TaskId task)
{
    return spec.sequence != 0 ? spec.sequence : indexOf(task) + 1;
}

/// Stands in a command for the number of its slot, which only its start tells. What people write
/// has no NUL, so that it cannot come from anywhere else.
inline constexpr QByteArrayView slotMark{ "\0%\0", 3 };

} // namespace prun
