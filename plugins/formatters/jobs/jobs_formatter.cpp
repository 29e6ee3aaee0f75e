// SPDX-License-Identifier: MIT
#include "jobs_formatter.h"

#include "common/escaped_text.h"
#include "common/outcome_text.h"

#include <prun/byte_lines.h>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

Result<bool> choice(const FormatterContext &context, const QString &key, const QString &off,
                    const QString &on)
{
    const QString value = context.options.value(key, off);
    if (value == off || value == on)
        return value == on;
    return Error(Error::Code::Plugin, u"option \"%1\" cannot be \"%2\""_s.arg(key, value))
        .hint(u"it is %1 or %2"_s.arg(off, on))
        .in(u"formatter jobs"_s);
}

} // namespace

Result<std::unique_ptr<Formatter>> JobsFormatter::create(const FormatterContext &context)
{
    Settings settings;
    settings.live = !context.options.contains(u"order"_s);
    settings.quiet = context.presentation.quiet;
    for (const int stream : { 0, 1 })
        settings.terminal[stream] = context.terminal[stream];
    const Result<bool> tag = choice(context, u"tag"_s, u"no"_s, u"yes"_s);
    const Result<bool> last = choice(context, u"attempts"_s, u"all"_s, u"last"_s);
    const Result<bool> failures = choice(context, u"failures"_s, u"no"_s, u"yes"_s);
    const Result<bool> halt = choice(context, u"halt"_s, u"no"_s, u"yes"_s);
    for (const Result<bool> *one : { &tag, &last, &failures, &halt }) {
        if (!*one)
            return one->error();
    }
    settings.tag = *tag;
    settings.lastAttempt = *last;
    settings.failures = *failures;
    settings.halt = *halt && !settings.quiet;
    return std::unique_ptr<Formatter>(new JobsFormatter(settings));
}

void JobsFormatter::consume(const Event &event, Output &out)
{
    m_tasks.consume(event);
    std::visit(Overloaded{
                   [&](const TaskStarted &start) { on(start); },
                   [&](const TaskOutput &output) { on(output, out); },
                   [&](const TaskFinished &end) { on(end, out); },
                   [&](const TaskOutputEnded &end) { on(end, out); },
                   [&](const RunHalted &halted) { on(halted, out); },
                   [&](const RunStopping &stopping) { on(stopping, out); },
                   [&](const Notice &what) { on(what, out); },
                   [](const auto &) {},
               },
               event.what);
}

void JobsFormatter::on(const TaskStarted &start)
{
    Job &job = m_jobs[start.task];
    job = {};
    job.started = true;
}

void JobsFormatter::on(const TaskOutput &output, Output &out)
{
    Job &job = m_jobs[output.task];
    QByteArray &waiting = job.waiting[std::size_t(output.stream)];
    if (job.dropped)
        return;
    if (m_settings.lastAttempt && !job.final) {
        waiting += output.bytes;
        return;
    }
    if (!m_settings.live) {
        write(output.task, job, output.stream, output.bytes, out);
        return;
    }
    if (output.partial) {
        waiting += output.bytes;
        return;
    }
    if (!waiting.isEmpty())
        write(output.task, job, output.stream, std::exchange(waiting, {}), out);
    write(output.task, job, output.stream, output.bytes, out);
}

void JobsFormatter::on(const TaskFinished &end, Output &out)
{
    Job &job = m_jobs[end.task];
    if (m_settings.lastAttempt && end.willRetry) {
        job = {};
        job.dropped = true;
        return;
    }
    job.final = !end.willRetry;
    if (m_settings.lastAttempt)
        writeWaiting(end.task, job, out);
    if (!job.final)
        return;
    tellEnd(end, out);
    if (!job.started)
        forget(end.task);
}

void JobsFormatter::on(const TaskOutputEnded &end, Output &out)
{
    Job &job = m_jobs[end.task];
    writeWaiting(end.task, job, out);
    if (job.final)
        forget(end.task);
}

void JobsFormatter::forget(TaskId task)
{
    m_jobs.erase(task);
    m_tasks.forget(task);
}

void JobsFormatter::writeWaiting(TaskId task, Job &job, Output &out)
{
    for (const Stream stream : { Stream::Out, Stream::Err }) {
        QByteArray &waiting = job.waiting[std::size_t(stream)];
        if (!waiting.isEmpty())
            write(task, job, stream, std::exchange(waiting, {}), out);
    }
}

void JobsFormatter::write(TaskId task, Job &job, Stream stream, QByteArrayView bytes, Output &out)
{
    if (!m_settings.tag) {
        out.append(stream, bytes);
        return;
    }
    const QByteArray &name = m_tasks[task].name;
    const QByteArray tag = (m_settings.terminal[int(stream)] ? escaped(name) : name) + '\t';
    bool &inLine = job.inLine[std::size_t(stream)];
    forEachLine(bytes, [&](QByteArrayView line) {
        if (!inLine)
            out.append(stream, tag);
        out.append(stream, line);
        inLine = !line.endsWith('\n');
    });
}

// Of failures the shell or the command have words of their own; of these not.
void JobsFormatter::tellEnd(const TaskFinished &end, Output &out)
{
    using enum Outcome::Kind;
    constexpr int longestCommand = 1000;
    const Outcome::Kind kind = end.outcome.kind;
    const bool failed = kind == Failed || kind == Signaled || kind == Unknown;
    if (kind != NoStart && kind != TimedOut && !(failed && m_settings.failures))
        return;
    const QByteArray command = commandText(m_tasks[end.task].command, longestCommand);
    out.append(Stream::Err, "prun: " + command + ' ' + endingText(end) + '\n');
}

void JobsFormatter::on(const RunHalted &halted, Output &out)
{
    const QByteArray text = haltedText(halted);
    if (m_settings.halt && !text.isEmpty())
        out.append(Stream::Err, "prun: " + text + '\n');
}

void JobsFormatter::on(const RunStopping &stopping, Output &out)
{
    using enum RunStopping::Why;
    const bool isHalt = stopping.why == OtherEnded || stopping.why == OtherFailed;
    if (m_settings.halt && isHalt)
        out.append(Stream::Err, "prun: " + stoppingText(stopping) + '\n');
}

void JobsFormatter::on(const Notice &notice, Output &out)
{
    if (notice.level == Notice::Level::Error)
        out.append(Stream::Err, "prun: error: " + escaped(notice.text) + '\n');
    else if (notice.level == Notice::Level::Warning && !m_settings.quiet)
        out.append(Stream::Err, "prun: warning: " + escaped(notice.text) + '\n');
}

} // namespace prun
