// SPDX-License-Identifier: MIT
#include "event_scripts.h"

#include <prun/byte_lines.h>

namespace prun::test {

namespace {

QByteArray readable(QByteArrayView bytes)
{
    QByteArray text;
    for (const char c : bytes) {
        const auto byte = static_cast<uchar>(c);
        if (c == 0x1b)
            text += "\\e";
        else if (c == '\r')
            text += "\\r";
        else if (c == '\\')
            text += "\\\\";
        else if (byte < 0x20 || byte == 0x7f)
            text += "\\x" + QByteArray::number(uint(byte), 16).rightJustified(2, '0');
        else
            text += c;
    }
    // A golden file is text: bytes that are not UTF-8 are written as numbers.
    if (QString::fromUtf8(text).toUtf8() == text)
        return text;
    QByteArray ascii;
    for (const char c : text) {
        const auto byte = static_cast<uchar>(c);
        ascii += byte < 0x80 ? QByteArray(1, c) : "\\x" + QByteArray::number(uint(byte), 16);
    }
    return ascii;
}

class Recorder
{
public:
    explicit Recorder(bool sharedPlace)
        : m_shared(sharedPlace), m_output(&m_buffers[0], &m_buffers[sharedPlace ? 0 : 1])
    { }

    Output &output() { return m_output; }
    /// Notes what was written since the last call.
    void collect()
    {
        take(m_buffers[0], m_shared ? "tty|" : "out|");
        take(m_buffers[1], "err|");
    }
    const QByteArray &text() const { return m_text; }

private:
    void take(QByteArray &buffer, const char *place)
    {
        forEachLine(buffer, [&](QByteArrayView line) {
            m_text +=
                place + readable(withoutNewline(line)) + (line.endsWith('\n') ? "\n" : "\\\n");
        });
        buffer.clear();
    }

    bool m_shared;
    QByteArray m_buffers[2];
    QByteArray m_text;
    Output m_output;
};

} // namespace

QByteArray EventScript::play(Formatter &formatter, const FormatterContext &places) const
{
    Recorder recorder(places.terminal[0] && places.terminal[1]);
    formatter.consume(beginning(), recorder.output());
    recorder.collect();
    Nanoseconds lastTick{};
    for (const Event &event : m_events) {
        while (formatter.tickInterval().count() > 0
               && lastTick + formatter.tickInterval() < event.at) {
            lastTick += formatter.tickInterval();
            formatter.tick(lastTick, recorder.output());
            recorder.collect();
        }
        if (formatter.tickInterval().count() == 0)
            lastTick = event.at;
        formatter.consume(event, recorder.output());
        recorder.collect();
    }
    return recorder.text();
}

} // namespace prun::test
