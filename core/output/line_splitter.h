// SPDX-License-Identifier: MIT
#pragma once

#include <prun/event.h>

#include <QtCore/qbytearray.h>

#include <list>
#include <optional>
#include <unordered_map>

namespace prun {

/// Bytes as they were read from commands go in, runs of whole lines come out. An unfinished line
/// is held until it is finished, its command ends, or nothing more of it came for a while. One
/// splitter serves all commands: it keeps state only for streams that hold an unfinished line.
///
/// No byte is lost, added or reordered within a stream. Time is an argument and never goes back.
class LineSplitter
{
public:
    static constexpr qsizetype kKiB = 1024;
    struct Limits
    {
        Nanoseconds patience = std::chrono::milliseconds(100); ///< with an unfinished line
        /// Bytes of one unfinished line; what is longer is passed on in pieces. Also the most that
        /// the receiver is given at once.
        qsizetype line = kKiB * kKiB;
        qsizetype lineWhenTight = 64 * kKiB; ///< instead of `line` while `total` bytes are held
        qsizetype total = 16 * kKiB * kKiB; ///< of all unfinished lines together
    };

    class Receiver
    {
    public:
        /// `bytes` is never empty and dangles when the call returns. `partial` is that of
        /// TaskOutput. Must not call the splitter.
        virtual void lines(TaskId task, Stream stream, QByteArrayView bytes, bool partial) = 0;

    protected:
        ~Receiver() = default;
    };

    explicit LineSplitter(Receiver *receiver) : LineSplitter(receiver, Limits{}) { }
    LineSplitter(Receiver *receiver, const Limits &limits) : m_receiver(receiver), m_limits(limits)
    { }

    /// Whole lines go to the receiver as views into `bytes`, without a copy.
    void feed(TaskId task, Stream stream, QByteArrayView bytes, Nanoseconds now);
    /// Nothing more comes from either stream of the task: passes on what it holds of them.
    void finish(TaskId task);

    /// Nothing was read until `now`: what is held may have gone on without being seen, and gets
    /// all of the patience again.
    void readingResumed(Nanoseconds now) { m_earliestFlush = now + m_limits.patience; }
    /// When flush() is to be called next; nothing if no line is held.
    std::optional<Nanoseconds> nextFlush() const;
    /// Passes on the unfinished lines of which nothing came for as long as the patience lasts.
    void flush(Nanoseconds now);

    qsizetype heldBytes() const { return m_total; }

private:
    struct Held
    {
        quint64 key;
        Nanoseconds due;
        QByteArray bytes;
    };
    using Position = std::list<Held>::iterator;

    static quint64 keyOf(TaskId task, Stream stream);
    qsizetype lineLimit() const;
    void pass(quint64 key, QByteArrayView bytes, bool partial);
    void passLines(quint64 key, QByteArrayView lines);
    void passHeld(Position held);
    QByteArrayView completeHeld(Position held, QByteArrayView lines);
    void hold(quint64 key, QByteArrayView rest, Nanoseconds now);

    Receiver *m_receiver;
    Limits m_limits;
    std::list<Held> m_held; // the one that is due first comes first
    std::unordered_map<quint64, Position> m_positions;
    Nanoseconds m_earliestFlush{};
    qsizetype m_total = 0;
};

} // namespace prun
