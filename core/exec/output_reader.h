// SPDX-License-Identifier: MIT
#pragma once

#include <platform/pipe.h>
#include <platform/readiness.h>

#include <prun/event.h>

#include <array>
#include <unordered_map>

namespace prun {

/// Reads what commands write, fairly and with one buffer for all. Main thread only.
class OutputReader final : private Readiness::Listener
{
public:
    class Listener
    {
    public:
        /// `bytes` dangles when the call returns.
        virtual void outputRead(TaskId task, Stream stream, QByteArrayView bytes) = 0;
        /// Once per add(): both streams have ended or were closed.
        virtual void outputEnded(TaskId task) = 0;

    protected:
        ~Listener() = default;
    };

    explicit OutputReader(Listener &listener);
    ~OutputReader();

    /// Takes prun's ends of the two pipes. False if the system has no room to watch them; they are
    /// closed then and nothing is told.
    bool add(TaskId task, OwnedDescriptor out, OwnedDescriptor err);
    bool isOpen(TaskId task) const { return m_pipes.contains(task); }
    /// Reads what is there already, at most what a pipe can hold, unless paused.
    void drain(TaskId task);
    /// outputEnded() follows from inside, if it was not told before.
    void close(TaskId task);
    void pause(bool pause);
    /// -1 if that stream has ended.
    int descriptor(TaskId task, Stream stream) const;

private:
    struct Pipes
    {
        std::array<OwnedDescriptor, 2> ends; // by Stream
        bool large = false;
    };

    qsizetype readable(quint64 key) override;
    PipeRead readOnce(TaskId task, Stream stream);
    void enlarge(Pipes &pipes);
    void endStream(TaskId task, Stream stream);

    Listener &m_listener;
    Readiness m_readiness;
    std::unordered_map<TaskId, Pipes> m_pipes;
    std::unique_ptr<char[]> m_buffer;
    int m_largePipes = 0;
    bool m_mayEnlarge = true;
    bool m_paused = false;
};

} // namespace prun
