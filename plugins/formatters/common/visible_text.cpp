// SPDX-License-Identifier: MIT
#include "visible_text.h"

#include "terminal_filter.h"
#include "text_width.h"

namespace prun {

namespace {

class TextOnly final : public TerminalFilter::Sink
{
public:
    const QByteArray &result() const { return m_text; }

    void text(QByteArrayView bytes) override
    {
        if (bytes.front() == '\a')
            return;
        if (m_returned)
            m_text.clear();
        m_returned = false;
        if (bytes.front() == '\t')
            m_text.append(8 - columnsOf(QByteArrayView(m_text)) % 8, ' ');
        else
            m_text += bytes;
    }
    void style(QByteArrayView) override { }
    void link(QByteArrayView, bool) override { }
    void newline() override { }
    void carriageReturn() override { m_returned = true; }

private:
    QByteArray m_text;
    bool m_returned = false;
};

} // namespace

QByteArray visibleText(QByteArrayView line)
{
    TextOnly sink;
    TerminalFilter().feed(line, sink);
    return sink.result();
}

} // namespace prun
