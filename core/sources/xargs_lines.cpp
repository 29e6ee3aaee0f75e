// SPDX-License-Identifier: MIT
#include <core/sources/xargs_lines.h>

#include <core/sources/map_template.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

qsizetype sizeOf(const QByteArrayList &words)
{
    qsizetype size = 0;
    for (const QByteArray &word : words)
        size += word.size() + 1;
    return size;
}

Error tooLong(const QString &what, qsizetype bytes)
{
    return Error(Error::Code::Config, u"%1 for a command line of %2 bytes"_s.arg(what).arg(bytes))
        .hint(u"-s N sets the limit"_s);
}

} // namespace

XargsLines::XargsLines(QByteArrayList command, XargsLimits limits, NextValue nextValue)
    : m_command(std::move(command)),
      m_limits(std::move(limits)),
      m_nextValue(std::move(nextValue)),
      m_room(m_limits.bytes - (m_limits.replaced ? 0 : sizeOf(m_command)))
{
    if (m_room < 0)
        m_error = tooLong(u"the command is too long"_s, m_limits.bytes);
}

Result<Pull> XargsLines::next(QByteArrayList &line)
{
    if (m_error)
        return *m_error;
    if (Result<Pull> collected = collect(); !collected || *collected == Pull::NotYet)
        return collected;
    if (m_error && (m_values.isEmpty() || stopsHere()))
        return *m_error;
    // As xargs does, which runs a command once for no values at all.
    const bool runsWithoutValues = !m_made && !m_limits.skipsEmpty && !m_limits.replaced;
    if (m_values.isEmpty() && !runsWithoutValues)
        return Pull::End;
    m_made = true;
    return giveOut(line);
}

/// Takes values until a line can be made of them, or there are no more.
Result<Pull> XargsLines::collect()
{
    if (m_held)
        take(*std::exchange(m_held, std::nullopt));
    while (!m_ended && !m_held && !isFull()) {
        XargsWords::Word value;
        Result<Pull> got = m_nextValue(value);
        if (!got || *got == Pull::NotYet)
            return got;
        m_ended = *got == Pull::End || value.bytes == m_limits.endMark;
        if (!m_ended)
            take(std::move(value));
    }
    return Pull::Got;
}

/// Those that wait are enough for a command.
bool XargsLines::isFull() const
{
    if (m_limits.replaced)
        return !m_values.isEmpty();
    return m_values.size() >= m_limits.values || (m_limits.lines > 0 && m_lines >= m_limits.lines);
}

/// What does not fit is no reason to start a command with less.
bool XargsLines::stopsHere() const
{
    return m_limits.stopsIfTooLong || m_limits.lines > 0;
}

void XargsLines::take(XargsWords::Word value)
{
    const qsizetype size = value.bytes.size() + 1;
    if (size > m_room) {
        m_error =
            tooLong(u"a value of %1 bytes is too long"_s.arg(value.bytes.size()), m_limits.bytes);
        m_ended = true;
        return;
    }
    const bool counts = m_limits.values != std::numeric_limits<int>::max() || m_limits.lines > 0;
    if (m_size + size > m_room && counts && stopsHere()) {
        m_error = tooLong(u"the values are too many"_s, m_limits.bytes);
        m_ended = true;
        return;
    }
    if (m_size + size > m_room) {
        m_held = std::move(value);
        return;
    }
    m_size += size;
    m_lines += value.endsLine ? 1 : 0;
    m_values << std::move(value.bytes);
}

Result<Pull> XargsLines::giveOut(QByteArrayList &line)
{
    const QByteArrayList values = std::exchange(m_values, {});
    m_size = 0;
    m_lines = 0;
    line = m_limits.replaced ? filledWords(m_command, *m_limits.replaced, values.front())
                             : m_command + values;
    if (sizeOf(line) <= m_limits.bytes)
        return Pull::Got;
    m_error = tooLong(u"the command is too long with its value"_s, m_limits.bytes);
    return *m_error;
}

} // namespace prun
