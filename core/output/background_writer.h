// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearray.h>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <system_error>

namespace prun {

/// Writes buffers to a descriptor whose reader may take its time, on a thread of its own that
/// starts with the first buffer. A queue of few large buffers that go round: nothing is allocated
/// while output flows, and nobody waits for the thread. Main thread only.
class BackgroundWriter
{
public:
    /// `news` is called on the writer's thread, never after the destructor has returned.
    BackgroundWriter(int descriptor, std::function<void()> news);
    /// Drops what is still queued. A write that hangs is left to itself.
    ~BackgroundWriter();
    Q_DISABLE_COPY_MOVE(BackgroundWriter)

    struct State
    {
        int queued = 0; ///< buffers that wait, without the one that is being written
        bool idle = true; ///< nothing is queued, nothing is being written
        std::error_code failure; ///< the first one; what came later was dropped and is in `lost`
        qint64 lost = 0; ///< bytes
    };
    State state() const;

    /// Queues `buffer`, and leaves an empty one in its place.
    void put(QByteArray &buffer);
    /// Calls news() once, as soon as at most `queued` buffers wait; with -1 when it is idle. May be
    /// at once. A failure is news without being asked for.
    void askForNews(int queued);
    /// Waits until it is idle, `patience` at most (without one: for ever). What is unwritten then
    /// counts as lost. At the end of the run only.
    State finish(std::optional<std::chrono::milliseconds> patience);

private:
    struct Shared;
    static void run(const std::shared_ptr<Shared> &shared);
    std::error_code start();

    std::shared_ptr<Shared> m_shared; // with the thread, which may outlive this object
    bool m_started = false;
};

} // namespace prun
