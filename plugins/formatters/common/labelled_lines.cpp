// SPDX-License-Identifier: MIT
#include "labelled_lines.h"

#include <algorithm>
#include <cstring>

namespace prun {

namespace {

// Copies of a fixed size become a few vector moves, where a call of memcpy for every short line
// would cost more than the copy. They write, and read, beyond the end: there must be room.
constexpr qsizetype block = 64;

inline void copyWithSlack(char *to, const char *from, qsizetype size)
{
    for (qsizetype done = 0; done < size; done += block)
        std::memcpy(to + done, from + done, block);
}

/// The free end of a buffer that grows by itself, seldom.
class Room
{
public:
    Room(QByteArray &buffer, qsizetype label, qsizetype bytes)
        : m_buffer(buffer), m_used(buffer.size()), m_label(label)
    {
        grow(bytes, bytes / 32 + 16);
    }

    ~Room() { m_buffer.resize(m_used); }
    Q_DISABLE_COPY_MOVE(Room)

    /// Room for one more label and the `remaining` bytes, and a block.
    char *forLine(qsizetype remaining)
    {
        if (m_labels == 0)
            grow(remaining, remaining / 8 + 16);
        --m_labels;
        return m_data + m_used;
    }
    char *end() { return m_data + m_used; }
    void advance(qsizetype size) { m_used += size; }

private:
    void grow(qsizetype remaining, qsizetype labels)
    {
        m_labels = labels;
        m_buffer.resize(m_used + remaining + labels * m_label + 2 * block);
        m_data = m_buffer.data();
    }

    QByteArray &m_buffer;
    char *m_data = nullptr;
    qsizetype m_used;
    qsizetype m_label;
    qsizetype m_labels = 0; // for how many more there is room
};

} // namespace

void appendLabelled(QByteArray &buffer, QByteArrayView label, QByteArrayView bytes, bool continues)
{
    if (label.isEmpty()) {
        buffer.append(bytes);
        return;
    }
    char shortLabel[block] = {};
    const bool isShort = label.size() <= block;
    if (isShort)
        std::memcpy(shortLabel, label.data(), static_cast<std::size_t>(label.size()));

    Room room(buffer, label.size(), bytes.size());
    const char *at = bytes.data();
    const char *const end = at + bytes.size();
    while (at != end) {
        const qsizetype left = end - at;
        char *const to = room.forLine(left);
        if (!continues) {
            std::memcpy(to, isShort ? shortLabel : label.data(),
                        isShort ? block : static_cast<std::size_t>(label.size()));
            room.advance(label.size());
        }
        continues = false;
        const auto *newline =
            static_cast<const char *>(std::memchr(at, '\n', static_cast<std::size_t>(left)));
        const qsizetype length = newline ? newline + 1 - at : left;
        if (left >= length + block && length <= 4 * block)
            copyWithSlack(room.end(), at, length);
        else
            std::memcpy(room.end(), at, static_cast<std::size_t>(length));
        room.advance(length);
        at += length;
    }
}

} // namespace prun
