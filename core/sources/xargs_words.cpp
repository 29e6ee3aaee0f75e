// SPDX-License-Identifier: MIT
#include <core/sources/xargs_words.h>

#include <core/sources/value_splitter.h>

#include <utility>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

} // namespace

Result<Pull> XargsWords::next(Word &word)
{
    for (;;) {
        if (readWord(word))
            return Pull::Got;
        if (m_quoteIsOpen)
            return Error(Error::Code::Config,
                         m_quote == '\'' ? u"a single quote is not closed in its line"_s
                                         : u"a double quote is not closed in its line"_s)
                .hint(u"-0 and -d take quotes as they are"_s);
        if (m_word && m_word->size() > longestValue)
            return Error(Error::Code::Config, u"a word is longer than 16 MiB"_s);
        if (m_ended)
            return end(word);
        m_waiting.clear();
        m_at = 0;
        Result<Pull> got = m_bytes->next(m_waiting);
        if (!got || *got == Pull::NotYet)
            return got;
        m_ended = *got == Pull::End;
    }
}

/// Reads on in the bytes that are there; true if a word came of it.
bool XargsWords::readWord(Word &word)
{
    while (m_at < m_waiting.size() && !m_quoteIsOpen) {
        const char c = m_waiting[m_at++];
        const bool given = take(c, word);
        m_before = c;
        if (given)
            return true;
    }
    return false;
}

/// True if `word` is one now.
bool XargsWords::take(char c, Word &word)
{
    if (m_escaped) {
        m_escaped = false;
        m_word = m_word.value_or(QByteArray()) + c;
        return false;
    }
    if (m_quote != '\0') {
        m_quoteIsOpen = c == '\n';
        if (c == m_quote)
            m_quote = '\0';
        else if (!m_quoteIsOpen)
            *m_word += c;
        return false;
    }
    const bool isText = m_mode == Mode::Lines && m_word && isBlank(c);
    if (!isText && (isBlank(c) || c == '\n'))
        return takeBlank(c, word);
    const bool given = m_whole && giveOut(word, false);
    m_word = m_word.value_or(QByteArray());
    if (c == '\\')
        m_escaped = true;
    else if (c == '\'' || c == '"')
        m_quote = c;
    else
        *m_word += c;
    return given;
}

bool XargsWords::takeBlank(char c, Word &word)
{
    if (m_word)
        m_whole = std::exchange(m_word, std::nullopt);
    return m_whole && c == '\n' && !isBlank(m_before) && giveOut(word, true);
}

bool XargsWords::giveOut(Word &word, bool endsLine)
{
    word = { *std::exchange(m_whole, std::nullopt), endsLine };
    return true;
}

Result<Pull> XargsWords::end(Word &word)
{
    if (m_quote != '\0') {
        m_quoteIsOpen = true;
        return next(word);
    }
    if (m_word)
        m_whole = std::exchange(m_word, std::nullopt);
    return m_whole && giveOut(word, true) ? Pull::Got : Pull::End;
}

} // namespace prun
