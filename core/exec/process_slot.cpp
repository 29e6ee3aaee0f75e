// SPDX-License-Identifier: MIT
#include <core/exec/process_slot.h>

#include <platform/child_status.h>

#include <QtCore/qcoreevent.h>
#include <QtCore/qsocketnotifier.h>

namespace prun {

ProcessSlot::ProcessSlot(ChildLauncher &launcher, Listener &listener)
    : m_launcher(launcher), m_listener(listener)
{
    m_launcher.adopt(m_process);
    // A crash emits errorOccurred() and finished(), and a failed start is known already when
    // start() returns: finished() is the only signal of interest.
    connect(&m_process, &QProcess::finished, this, &ProcessSlot::ended);
}

LaunchProblem ProcessSlot::start(const ChildLaunch &launch)
{
    m_seen.reset();
    const LaunchProblem problem = m_launcher.start(m_process, launch);
    if (problem.step != LaunchProblem::Step::None)
        return problem;
    m_pid = m_process.processId();
    // QProcess does not tell a core dump, and takes an error of the system for a crash. So we look
    // at the child ourselves when QProcess is about to be told that it has ended.
    for (QObject *child : m_process.children()) {
        if (qobject_cast<QSocketNotifier *>(child))
            child->installEventFilter(this);
    }
    return problem;
}

bool ProcessSlot::abandon()
{
    m_process.disconnect(this);
    return m_process.state() == QProcess::NotRunning || m_process.waitForFinished(0);
}

bool ProcessSlot::eventFilter(QObject *, QEvent *event)
{
    if (event->type() == QEvent::SockAct)
        m_seen = peekExit(m_pid);
    return false;
}

void ProcessSlot::ended(int code, QProcess::ExitStatus qtStatus)
{
    const bool crashed = qtStatus == QProcess::CrashExit;
    const ExitStatus status = m_seen ? *m_seen : exitStatusOf(code, crashed);
    m_listener.slotEnded(*this, status);
}

} // namespace prun
