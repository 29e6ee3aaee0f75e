// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>
#include <prun/task.h>

namespace prun {

/// What the operating system is asked to start: raw bytes, nothing left to interpret.
struct LaunchSpec
{
    /// Absolute, or with a `/` in it and seen from the working folder.
    QByteArray program;
    QByteArrayList arguments; ///< the first one is the name that the program sees as its own
    /// Set on top of the environment of the run, in order: a later one wins.
    std::vector<std::pair<QByteArray, QByteArray>> environment;
    QByteArray workingDirectory; ///< empty: that of prun
    /// Windows: the part of the command line behind the program that is passed verbatim.
    QByteArray nativeArguments;
};

/// Says how a task is started. It never owns a process: the engine starts, stops and judges the
/// commands of every executor alike.
class Executor
{
public:
    Executor() = default;
    virtual ~Executor() = default;
    Q_DISABLE_COPY_MOVE(Executor)

    /// Called on prun's main thread before every attempt; must not block. An Error::Code::Launch
    /// makes the attempt end as no-start with that reason; its cause ENOENT counts as 127,
    /// anything else as 126.
    virtual Result<LaunchSpec> prepare(const TaskSpec &task) = 0;
};

} // namespace prun
