// SPDX-License-Identifier: MIT
#pragma once

#include <core/plugin/hook_desk.h>

#include <prun/hook.h>

#include <QtCore/qthread.h>

namespace prun {

/// What the thread of a hook has to say; every function is called on that thread.
struct HookReports
{
    std::function<void(StartQuestion, const StartDecision &)> answered;
    std::function<void(const QString &why)> failed; ///< the hook is not called any more
    std::function<void()> ended; ///< the last thing that it does
};

/// The thread of one hook: it works off the desk, then destroys the hook and ends.
class HookThread final : public QThread
{
public:
    HookThread(std::unique_ptr<Hook> hook, std::shared_ptr<HookDesk> desk, HookReports reports);
    ~HookThread() override;

private:
    void run() override;
    void work();

    std::unique_ptr<Hook> m_hook;
    std::shared_ptr<HookDesk> m_desk;
    HookReports m_reports;
};

} // namespace prun
