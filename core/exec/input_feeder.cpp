// SPDX-License-Identifier: MIT
#include <core/exec/input_feeder.h>

namespace prun {

void InputFeeder::add(TaskId task, OwnedDescriptor writingEnd)
{
    ignoreBrokenPipes();
    Input &input = m_inputs[task];
    input.writable = std::make_unique<WriteNotice>(writingEnd.get(), [this, task] {
        flush(task);
        if (m_taken)
            m_taken();
    });
    input.end = std::move(writingEnd);
}

void InputFeeder::write(TaskId task, QByteArrayView bytes)
{
    const auto found = m_inputs.find(task);
    if (found == m_inputs.end() || found->second.closing)
        return;
    found->second.pending.append(bytes);
    m_waiting += bytes.size();
    flush(task);
}

void InputFeeder::close(TaskId task)
{
    const auto found = m_inputs.find(task);
    if (found == m_inputs.end())
        return;
    found->second.closing = true;
    flush(task);
}

void InputFeeder::remove(TaskId task)
{
    const auto found = m_inputs.find(task);
    if (found == m_inputs.end())
        return;
    const bool dropped = !found->second.pending.isEmpty();
    m_waiting -= found->second.pending.size();
    m_inputs.erase(found);
    if (dropped && m_taken)
        m_taken();
}

void InputFeeder::flush(TaskId task)
{
    const auto found = m_inputs.find(task);
    if (found == m_inputs.end())
        return;
    Input &input = found->second;
    const PipeWrite written = writePipe(input.end.get(), input.pending);
    input.pending.remove(0, written.bytes);
    m_waiting -= written.bytes;
    const bool done = input.closing && input.pending.isEmpty();
    if (!done && !written.closed)
        return input.writable->setEnabled(!input.pending.isEmpty());
    m_waiting -= input.pending.size();
    m_inputs.erase(found);
}

} // namespace prun
