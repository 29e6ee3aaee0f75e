// SPDX-License-Identifier: MIT
#pragma once

#include <platform/child_launch.h>
#include <platform/exit_status.h>

#include <prun/task.h>

#include <QtCore/qprocess.h>

#include <optional>

namespace prun {

/// One QProcess that runs one child after another. What QProcess tells in several ways (a crash
/// twice, a failed start from inside start()) becomes exactly one ending.
class ProcessSlot final : public QObject
{
public:
    class Listener
    {
    public:
        /// The slot may be started again from inside.
        virtual void slotEnded(ProcessSlot &slot, ExitStatus status) = 0;

    protected:
        ~Listener() = default;
    };

    ProcessSlot(ChildLauncher &launcher, Listener &listener);

    /// Done when this returns; nothing is told of a start that failed.
    LaunchProblem start(const ChildLaunch &launch);
    /// Nothing is told any more. True if the process has ended, so that the slot can be destroyed;
    /// destroying it earlier would wait for that.
    bool abandon();
    qint64 pid() const { return m_pid; } ///< also while slotEnded() is told

    /// For the owner: whose process this is. The slot itself makes no use of it.
    TaskId owner{};

private:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void ended(int code, QProcess::ExitStatus status);

    ChildLauncher &m_launcher;
    Listener &m_listener;
    std::optional<ExitStatus> m_seen;
    qint64 m_pid = 0;
    QProcess m_process;
};

} // namespace prun
