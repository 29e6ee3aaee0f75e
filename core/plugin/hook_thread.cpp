// SPDX-License-Identifier: MIT
#include <core/plugin/hook_thread.h>

#include <core/plugin/plugin_library.h>

namespace prun {

using namespace Qt::StringLiterals;

HookThread::HookThread(std::unique_ptr<Hook> hook, std::shared_ptr<HookDesk> desk,
                       HookReports reports)
    : m_hook(std::move(hook)), m_desk(std::move(desk)), m_reports(std::move(reports))
{ }

HookThread::~HookThread() = default;

void HookThread::run()
{
    try {
        work();
    } catch (...) {
        m_reports.failed(u"threw "_s + describeException());
    }
    try {
        m_hook.reset(); // here, because it was used here
    } catch (...) {
        m_reports.failed(u"threw %1 when it was destroyed"_s.arg(describeException()));
    }
    m_reports.ended();
}

void HookThread::work()
{
    while (const std::optional<HookDesk::Item> item = m_desk->take()) {
        if (const auto *const event = std::get_if<Event>(&*item)) {
            m_hook->observe(*event);
        } else {
            const StartQuestion question = std::get<StartQuestion>(*item);
            m_reports.answered(question, m_hook->beforeStart(question.task, question.attempt));
        }
    }
}

} // namespace prun
