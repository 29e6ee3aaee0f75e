// SPDX-License-Identifier: MIT
#include "labelled_writer.h"

#include "labelled_lines.h"

#include <algorithm>
#include <utility>

namespace prun {

LabelledWriter::LabelledWriter(const FormatterContext &context, Labels labels)
    : m_labels(std::move(labels)), m_terminal{ context.terminal[0], context.terminal[1] }
{ }

void LabelledWriter::begin(const RunStarted &run)
{
    m_labels.begin(run);
    m_lines.resize(run.tasks.size());
}

void LabelledWriter::output(const TaskOutput &output, Nanoseconds now, Output &out)
{
    const Source source = { output.task, output.stream };
    const auto which = static_cast<std::size_t>(output.stream);
    Place &place = placeOf(output.stream, out);
    const bool continues = isOpenFor(place, source);
    if (place.open && !continues)
        interrupt(place, output.stream, out);

    QByteArrayView bytes = output.bytes;
    Lines *lines = m_lines[indexOf(output.task)].get();
    if (lines && lines->interrupted[which]) {
        lines->interrupted[which] = false;
        if (bytes.front() == '\n') // it has its end already
            bytes = bytes.sliced(1);
    }
    if (bytes.isEmpty())
        return;
    if (m_terminal[which]) {
        toTerminal(source, bytes, now, out);
        return;
    }
    appendLabelled(out.buffer(output.stream), m_labels.label(output.task, output.stream, now),
                   bytes, continues);
    place = { bytes.back() != '\n', output.task, output.stream };
}

void LabelledWriter::ownLines(Stream stream, QByteArrayView lines, Output &out)
{
    Place &place = placeOf(stream, out);
    if (place.open)
        interrupt(place, stream, out);
    out.append(stream, lines);
}

void LabelledWriter::end(TaskId task, Nanoseconds now, Output &out)
{
    const std::unique_ptr<Lines> &lines = m_lines[indexOf(task)];
    if (lines) {
        for (const Stream stream : { Stream::Out, Stream::Err })
            redraw({ task, stream }, true, now, out);
    }
    m_lines[indexOf(task)].reset();
    std::erase_if(m_held, [task](const Source &held) { return held.task == task; });
    m_labels.forget(task);
    for (Place &place : m_places)
        place.abandoned = place.abandoned || place.task == task;
}

void LabelledWriter::endRun(Output &out)
{
    for (const Stream stream : { Stream::Out, Stream::Err }) {
        Place &place = placeOf(stream, out);
        if (std::exchange(place.open, false))
            out.append(stream, "\n");
    }
}

void LabelledWriter::redraw(Nanoseconds now, Output &out)
{
    for (const Source &source : std::exchange(m_held, {}))
        redraw(source, false, now, out);
}

// Streams that lead to the same place share a buffer, and then what is unfinished there.
LabelledWriter::Place &LabelledWriter::placeOf(Stream stream, Output &out)
{
    const bool shared = &out.buffer(Stream::Out) == &out.buffer(Stream::Err);
    return m_places[shared ? 0 : static_cast<int>(stream)];
}

bool LabelledWriter::isOpenFor(const Place &place, Source source) const
{
    return place.open && !place.abandoned && place.task == source.task
        && place.stream == source.stream;
}

void LabelledWriter::interrupt(Place &place, Stream stream, Output &out)
{
    out.append(stream, "\n");
    place.open = false;
    if (!place.abandoned)
        linesOf(place.task).interrupted[static_cast<std::size_t>(place.stream)] = true;
}

void LabelledWriter::toTerminal(Source source, QByteArrayView bytes, Nanoseconds now, Output &out)
{
    std::unique_ptr<TerminalLine> &line =
        linesOf(source.task).terminal[static_cast<std::size_t>(source.stream)];
    if (!line)
        line = std::make_unique<TerminalLine>();
    Place &place = placeOf(source.stream, out);
    bool open = isOpenFor(place, source);
    line->write(
        bytes, now,
        { out.buffer(source.stream), m_labels.label(source.task, source.stream, now), open });
    place = { open, source.task, source.stream };
    if (line->isHeld())
        hold(source);
}

// Shows what the line holds back; if another line was begun meanwhile, that is ended first.
void LabelledWriter::redraw(Source source, bool force, Nanoseconds now, Output &out)
{
    const std::unique_ptr<TerminalLine> &line =
        linesOf(source.task).terminal[static_cast<std::size_t>(source.stream)];
    if (!line || !line->isHeld())
        return;
    Place &place = placeOf(source.stream, out);
    if (place.open && !isOpenFor(place, source))
        interrupt(place, source.stream, out);
    bool open = isOpenFor(place, source);
    line->redraw(
        now, force,
        { out.buffer(source.stream), m_labels.label(source.task, source.stream, now), open });
    place = { open, source.task, source.stream };
    if (line->isHeld())
        hold(source);
}

void LabelledWriter::hold(Source source)
{
    const auto isSame = [source](const Source &other) {
        return other.task == source.task && other.stream == source.stream;
    };
    if (std::none_of(m_held.begin(), m_held.end(), isSame))
        m_held.push_back(source);
}

LabelledWriter::Lines &LabelledWriter::linesOf(TaskId task)
{
    std::unique_ptr<Lines> &lines = m_lines[indexOf(task)];
    if (!lines)
        lines = std::make_unique<Lines>();
    return *lines;
}

} // namespace prun
