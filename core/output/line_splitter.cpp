// SPDX-License-Identifier: MIT
#include <core/output/line_splitter.h>

#include <algorithm>
#include <cstring>

namespace prun {

namespace {

/// How many bytes of `bytes` are whole lines.
qsizetype lengthOfLines(QByteArrayView bytes)
{
    // The loop from the end is slow over long distances: a long line without any newline must
    // not get there.
    if (!std::memchr(bytes.data(), '\n', static_cast<std::size_t>(bytes.size())))
        return 0;
    qsizetype length = bytes.size();
    while (bytes[length - 1] != '\n')
        --length;
    return length;
}

} // namespace

quint64 LineSplitter::keyOf(TaskId task, Stream stream)
{
    return (static_cast<quint64>(task) << 1) | static_cast<quint64>(stream);
}

void LineSplitter::feed(TaskId task, Stream stream, QByteArrayView bytes, Nanoseconds now)
{
    if (bytes.isEmpty())
        return;
    const quint64 key = keyOf(task, stream);
    const qsizetype length = lengthOfLines(bytes);
    if (length > 0) {
        QByteArrayView lines = bytes.first(length);
        if (const auto found = m_positions.find(key); found != m_positions.end())
            lines = completeHeld(found->second, lines);
        passLines(key, lines);
    }
    if (length < bytes.size())
        hold(key, bytes.sliced(length), now);
}

void LineSplitter::finish(TaskId task)
{
    for (const Stream stream : { Stream::Out, Stream::Err }) {
        if (const auto found = m_positions.find(keyOf(task, stream)); found != m_positions.end())
            passHeld(found->second);
    }
}

std::optional<Nanoseconds> LineSplitter::nextFlush() const
{
    if (m_held.empty())
        return std::nullopt;
    return std::max(m_held.front().due, m_earliestFlush);
}

void LineSplitter::flush(Nanoseconds now)
{
    while (now >= m_earliestFlush && !m_held.empty() && m_held.front().due <= now)
        passHeld(m_held.begin());
}

qsizetype LineSplitter::lineLimit() const
{
    return m_total < m_limits.total ? m_limits.line : m_limits.lineWhenTight;
}

void LineSplitter::pass(quint64 key, QByteArrayView bytes, bool partial)
{
    m_receiver->lines(static_cast<TaskId>(key >> 1), static_cast<Stream>(key & 1), bytes, partial);
}

/// Reads are smaller than the limit, so that this is nearly always one call of the receiver.
void LineSplitter::passLines(quint64 key, QByteArrayView lines)
{
    while (!lines.isEmpty()) {
        const QByteArrayView most = lines.first(std::min(lines.size(), m_limits.line));
        const qsizetype whole = lengthOfLines(most);
        pass(key, whole > 0 ? most.first(whole) : most, whole == 0);
        lines = lines.sliced(whole > 0 ? whole : most.size());
    }
}

void LineSplitter::passHeld(Position held)
{
    const Held last = std::move(*held);
    m_total -= last.bytes.size();
    m_positions.erase(last.key);
    m_held.erase(held);
    pass(last.key, last.bytes, true);
}

/// Passes on the held line together with its end, the first of `lines`. Returns what is left of
/// `lines`.
QByteArrayView LineSplitter::completeHeld(Position held, QByteArrayView lines)
{
    const qsizetype end = lines.indexOf('\n') + 1;
    if (held->bytes.size() + end > m_limits.line) {
        passHeld(held);
        return lines; // its first line goes on with the piece just passed on
    }
    const quint64 key = held->key;
    QByteArray line = std::move(held->bytes);
    m_total -= line.size();
    m_positions.erase(key);
    m_held.erase(held);
    line.append(lines.first(end));
    pass(key, line, false);
    return lines.sliced(end);
}

void LineSplitter::hold(quint64 key, QByteArrayView rest, Nanoseconds now)
{
    while (!rest.isEmpty()) {
        const auto found = m_positions.find(key);
        const qsizetype before = found == m_positions.end() ? 0 : found->second->bytes.size();
        const qsizetype room = lineLimit() - before;
        if (room <= 0 && before > 0) {
            passHeld(found->second);
            continue;
        }
        const QByteArrayView piece =
            rest.first(std::min(rest.size(), std::max<qsizetype>(room, 1)));
        const Nanoseconds due = now + m_limits.patience;
        if (found == m_positions.end()) {
            m_held.push_back({ key, due, piece.toByteArray() });
            m_positions.emplace(key, std::prev(m_held.end()));
        } else {
            found->second->bytes.append(piece);
            found->second->due = due;
            m_held.splice(m_held.end(), m_held, found->second);
        }
        m_total += piece.size();
        rest = rest.sliced(piece.size());
    }
}

} // namespace prun
