// SPDX-License-Identifier: MIT
#include <app/task_feed.h>

namespace prun {

void TaskFeed::ask(Receiver *receiver)
{
    m_receiver = receiver;
    moved();
}

void TaskFeed::moved()
{
    if (!m_receiver)
        return;
    TaskSpec task;
    const Result<Pull> got = m_source->next(task);
    if (got && *got == Pull::NotYet)
        return;
    Receiver *const receiver = std::exchange(m_receiver, nullptr); // it may ask again at once
    for (const QByteArray &warning : m_source->takeWarnings())
        receiver->tasksWarned(warning);
    if (!got)
        receiver->tasksFailed(got.error());
    else if (*got == Pull::End)
        receiver->tasksEnded();
    else
        receiver->taskCame(std::make_shared<const TaskSpec>(std::move(task)));
}

} // namespace prun
