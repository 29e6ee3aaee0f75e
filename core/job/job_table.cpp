// SPDX-License-Identifier: MIT
#include <core/job/job_table.h>

namespace prun {

JobTable::JobTable(std::size_t tasks)
    : m_state(tasks, attempt::State::Queued),
      m_cause(tasks, StopCause::None),
      m_flags(tasks),
      m_treeChecks(tasks),
      m_attempt(tasks),
      m_waitsFor(tasks),
      m_startedAt(tasks),
      m_lastOutput(tasks)
{ }

} // namespace prun
