// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/pull.h>

#include <QtCore/qbytearraylist.h>

#include <memory>
#include <optional>

namespace prun {

/// What `\n`, `\t`, `\0`, `\x2c`, `\054` or a character stands for, as a separator.
Result<char> parseSeparator(QByteArrayView text);

/// A value may not be longer: without its separator, input could be one value without end.
inline constexpr qsizetype longestValue = 16 * 1024 * 1024;

/// Values between separators; a last one without a separator counts, an empty rest does not.
class SplitValues final : public ValueSource
{
public:
    /// What ends a line on the system where the values are from.
    enum class LineEnd : quint8 {
        Newline,
        MayHaveReturn, ///< Windows: a carriage return before a newline does not belong to the value
    };
    SplitValues(std::unique_ptr<ByteSource> bytes, char separator,
                LineEnd lineEnd = LineEnd::Newline)
        : m_bytes(std::move(bytes)),
          m_separator(separator),
          m_dropsReturn(separator == '\n' && lineEnd == LineEnd::MayHaveReturn)
    { }

    Result<Pull> next(QByteArray &value) override;
    /// Whether the last value came without a separator behind it.
    bool endsOpen() const { return m_endsOpen; }

private:
    std::unique_ptr<ByteSource> m_bytes;
    char m_separator;
    bool m_dropsReturn;
    QByteArray m_waiting;
    qsizetype m_at = 0; // what is before it was given out
    qsizetype m_searched = 0; // what is before it has no separator
    bool m_ended = false;
    bool m_endsOpen = false;
};

/// Values that are there from the beginning.
class ListedValues final : public ValueSource
{
public:
    explicit ListedValues(QByteArrayList values) : m_values(std::move(values)) { }
    Result<Pull> next(QByteArray &value) override
    {
        if (m_at == m_values.size())
            return Pull::End;
        value = m_values[m_at++];
        return Pull::Got;
    }

private:
    QByteArrayList m_values;
    qsizetype m_at = 0;
};

} // namespace prun
