// SPDX-License-Identifier: MIT
#pragma once

#include "labels.h"
#include "terminal_line.h"

#include <memory>
#include <vector>

namespace prun {

/// Puts the labelled lines of commands, and lines of prun itself, on the two streams, so that no
/// line is ever torn by another one.
class LabelledWriter
{
public:
    LabelledWriter(const FormatterContext &context, Labels labels);

    Labels &labels() { return m_labels; }
    const Labels &labels() const { return m_labels; }
    void begin(const RunStarted &run);
    void output(const TaskOutput &output, Nanoseconds now, Output &out);
    /// Whole lines of prun's own, without a label.
    void ownLines(Stream stream, QByteArrayView lines, Output &out);
    /// The task writes no more.
    void end(TaskId task, Nanoseconds now, Output &out);
    /// Nobody writes any more: an unfinished line gets its end.
    void endRun(Output &out);

    /// Something is held back: redraw() is wanted within a twentieth of a second.
    bool holdsBack() const { return !m_held.empty(); }
    void redraw(Nanoseconds now, Output &out);

private:
    /// A terminal or a file.
    struct Place
    {
        bool open = false; // its last line is unfinished, and is that of:
        TaskId task{};
        Stream stream = Stream::Out;
        bool abandoned = false; // by a command that writes no more
    };
    struct Source
    {
        TaskId task{};
        Stream stream = Stream::Out;
    };
    struct Lines
    {
        std::unique_ptr<TerminalLine> terminal[2];
        bool interrupted[2] = { false, false }; // an unfinished line was ended by another one's
    };

    Place &placeOf(Stream stream, Output &out);
    bool isOpenFor(const Place &place, Source source) const;
    void interrupt(Place &place, Stream stream, Output &out);
    void toTerminal(Source source, QByteArrayView bytes, Nanoseconds now, Output &out);
    void redraw(Source source, bool force, Nanoseconds now, Output &out);
    void hold(Source source);
    Lines &linesOf(TaskId task);

    Labels m_labels;
    bool m_terminal[2];
    Place m_places[2];
    std::vector<std::unique_ptr<Lines>> m_lines; // by task; null where there is nothing to know
    std::vector<Source> m_held;
};

} // namespace prun
