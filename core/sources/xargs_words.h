// SPDX-License-Identifier: MIT
#pragma once

#include <core/sources/pull.h>

#include <memory>
#include <optional>

namespace prun {

/// Words as xargs reads them: between white space; '…', "…" and \ quote.
class XargsWords
{
public:
    enum class Mode : quint8 {
        Words,
        Lines, ///< -I: a word is a line without the blanks before it; quotes are taken out, too
    };
    struct Word
    {
        QByteArray bytes;
        /// It is the last one of its line. A blank at the end of a line joins the next line to it.
        bool endsLine = false;
    };

    XargsWords(std::unique_ptr<ByteSource> bytes, Mode mode)
        : m_bytes(std::move(bytes)), m_mode(mode)
    { }

    /// An Error::Code::Config names a quote that is not closed before its line ends, or a word
    /// without end. What came before it has been given out.
    Result<Pull> next(Word &word);

private:
    bool readWord(Word &word);
    bool take(char c, Word &word);
    bool takeBlank(char c, Word &word);
    bool giveOut(Word &word, bool endsLine);
    Result<Pull> end(Word &word);

    std::unique_ptr<ByteSource> m_bytes;
    Mode m_mode;
    QByteArray m_waiting;
    qsizetype m_at = 0;
    std::optional<QByteArray> m_word; // that is read
    std::optional<QByteArray> m_whole; // that is read, but whether it ends its line is not known
    char m_quote = '\0';
    char m_before = '\n';
    bool m_escaped = false;
    bool m_quoteIsOpen = false; // at the end of its line
    bool m_ended = false;
};

} // namespace prun
