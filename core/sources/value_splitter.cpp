// SPDX-License-Identifier: MIT
#include <core/sources/value_splitter.h>

#include <core/config/printable.h>

using namespace Qt::StringLiterals;

namespace prun {

Result<char> parseSeparator(QByteArrayView text)
{
    if (text.size() == 1)
        return text.front();
    const Error error = Error(Error::Code::Usage, u"%1 is no separator"_s.arg(quoted(text)))
                            .hint(u"write one character, or \\n, \\t, \\0, \\x2c"_s);
    if (text.size() < 2 || text.front() != '\\')
        return error;
    const QByteArrayView rest = text.sliced(1);
    constexpr QByteArrayView letters = "abfnrtv\\";
    constexpr QByteArrayView meanings = "\a\b\f\n\r\t\v\\";
    if (const qsizetype letter = letters.indexOf(rest.front()); rest.size() == 1 && letter >= 0)
        return meanings[letter];
    bool number = false;
    const bool hexadecimal = rest.front() == 'x';
    const int code =
        rest.sliced(hexadecimal ? 1 : 0).toByteArray().toInt(&number, hexadecimal ? 16 : 8);
    if (!number || code < 0 || code > 255)
        return error;
    return static_cast<char>(code);
}

Result<Pull> SplitValues::next(QByteArray &value)
{
    for (;;) {
        const qsizetype end = m_waiting.indexOf(m_separator, m_searched);
        if (end >= 0) {
            const bool returns = m_dropsReturn && end > m_at && m_waiting[end - 1] == '\r';
            value = m_waiting.sliced(m_at, end - m_at - (returns ? 1 : 0));
            m_at = m_searched = end + 1;
            return Pull::Got;
        }
        if (m_ended && m_at == m_waiting.size())
            return Pull::End;
        if (m_ended) {
            value = m_waiting.sliced(m_at);
            m_at = m_searched = m_waiting.size();
            m_endsOpen = true;
            return Pull::Got;
        }
        m_waiting.remove(0, m_at);
        m_at = 0;
        m_searched = m_waiting.size();
        if (m_searched > longestValue)
            return Error(Error::Code::Config, u"a value is longer than 16 MiB"_s)
                .hint(u"-0 or -d say what ends a value"_s);
        QByteArray bytes;
        Result<Pull> got = m_bytes->next(bytes);
        if (!got || *got == Pull::NotYet)
            return got;
        m_ended = *got == Pull::End;
        m_waiting += bytes;
    }
}

} // namespace prun
