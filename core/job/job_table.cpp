// SPDX-License-Identifier: MIT
#include <core/job/job_table.h>

namespace prun {

namespace {

constexpr std::size_t kWorthForgetting = 1024;

}

JobTable::JobTable(std::size_t tasks)
    : m_state(tasks, attempt::State::Queued),
      m_cause(tasks, StopCause::None),
      m_flags(tasks),
      m_treeChecks(tasks),
      m_attempt(tasks),
      m_waitsFor(tasks),
      m_slot(tasks),
      m_startedAt(tasks),
      m_lastOutput(tasks)
{ }

template<typename Visit>
void JobTable::forEachColumn(Visit &&visit)
{
    visit(m_state);
    visit(m_cause);
    visit(m_flags);
    visit(m_treeChecks);
    visit(m_attempt);
    visit(m_waitsFor);
    visit(m_slot);
    visit(m_startedAt);
    visit(m_lastOutput);
}

TaskId JobTable::add()
{
    const TaskId task = TaskId(static_cast<quint32>(size()));
    forEachColumn([](auto &column) { column.emplace_back(); });
    return task;
}

void JobTable::forgetFinal()
{
    while (m_finals < m_flags.size() && (m_flags[m_finals] & Final) != 0)
        ++m_finals;
    if (m_finals < kWorthForgetting || m_finals < m_flags.size() / 2)
        return;
    forEachColumn([this](auto &column) {
        column.erase(column.begin(), column.begin() + static_cast<std::ptrdiff_t>(m_finals));
    });
    m_first += m_finals;
    m_finals = 0;
}

} // namespace prun
