// SPDX-License-Identifier: MIT
#include <core/sources/command_list.h>

#include <prun/byte_lines.h>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

// What never ends, like the output of `yes`, must not fill the memory.
constexpr qint64 largestList = 256 * 1024 * 1024;
constexpr std::size_t mostCommands = 10'000'000;

bool isBlank(char character)
{
    return character == ' ' || character == '\t' || character == '\r';
}

QByteArrayView withoutEdges(QByteArrayView line)
{
    if (line.endsWith('\r'))
        line = line.chopped(1);
    while (!line.isEmpty() && isBlank(line.front()))
        line = line.sliced(1);
    return line;
}

} // namespace

Result<void> CommandListReader::feed(QByteArrayView bytes)
{
    m_size += bytes.size();
    if (m_size > largestList)
        return Error(Error::Code::Config, u"the list of commands is larger than 256 MiB"_s)
            .in(m_place);
    Result<void> result;
    forEachLine(bytes, [&](QByteArrayView line) {
        if (!result)
            return;
        if (const qsizetype nul = line.indexOf('\0'); nul >= 0) {
            const QString where =
                u"%1:%2:%3"_s.arg(m_place).arg(m_line).arg(m_pending.size() + nul + 1);
            result =
                Error(Error::Code::Config, u"a NUL byte cannot be part of a command"_s).in(where);
            return;
        }
        if (m_commands.size() >= mostCommands) {
            result =
                Error(Error::Code::Config, u"there are more than 10000000 commands"_s).in(m_place);
            return;
        }
        m_pending.append(withoutNewline(line));
        if (line.endsWith('\n'))
            endLine();
    });
    return result;
}

void CommandListReader::finish()
{
    if (!m_pending.isEmpty())
        endLine();
    m_pending = {};
}

void CommandListReader::endLine()
{
    QByteArrayView line = m_pending;
    if (m_line == 1 && line.startsWith("\xef\xbb\xbf"))
        line = line.sliced(3);
    line = withoutEdges(line);
    if (!line.isEmpty() && line.front() != '#')
        m_commands.push_back({ line.toByteArray(), m_line });
    m_pending.truncate(0); // keeps the memory for the next line
    ++m_line;
}

} // namespace prun
