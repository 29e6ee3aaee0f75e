// SPDX-License-Identifier: MIT
#include "foreman_formatter.h"

#include "common/escaped_text.h"
#include "common/outcome_text.h"
#include "common/signal_name.h"
#include "common/text_width.h"

#include <algorithm>
#include <csignal>

namespace prun {

namespace {

constexpr std::chrono::milliseconds redrawInterval{ 50 };
constexpr int killSignal = 9; // of all systems; <csignal> of Windows has no name for it
constexpr int notFound = 127;
constexpr int widestColumn = 1000;

Error badValue(const QString &key, const QString &value, const QString &hint)
{
    return Error(Error::Code::Plugin, QStringLiteral("%1 cannot be \"%2\"").arg(key, value))
        .in(QStringLiteral("formatter foreman"))
        .hint(hint);
}

// Lines may end as those of Windows do; what is shown never does.
QByteArray withoutReturns(QByteArrayView bytes)
{
    return bytes.toByteArray().replace("\r\n", "\n");
}

} // namespace

Result<ForemanFormatter::Look> ForemanFormatter::lookOf(const QMap<QString, QString> &options)
{
    Look look;
    for (const auto &[key, value] : options.asKeyValueRange()) {
        if (key == QLatin1String("width")) {
            bool valid = false;
            look.width = value.toInt(&valid);
            if (!valid || look.width < 1 || look.width > widestColumn)
                return badValue(key, value, QStringLiteral("a number from 1 to 1000"));
            continue;
        }
        if (value != QLatin1String("yes") && value != QLatin1String("no"))
            return badValue(key, value, QStringLiteral("yes or no"));
        (key == QLatin1String("timestamp") ? look.time : look.stops) =
            value == QLatin1String("yes");
    }
    return look;
}

Result<std::unique_ptr<Formatter>> ForemanFormatter::create(const FormatterContext &context)
{
    const Result<Look> look = lookOf(context.options);
    if (!look)
        return look.error();
    FormatterContext own = context;
    own.presentation.prefix = look->time ? "{time} {name}" : "{name}";
    own.presentation.padPrefix = false;
    Result<Labels> labels = Labels::create(own, { look->width, " | " });
    if (!labels)
        return labels.error();
    return std::unique_ptr<Formatter>(new ForemanFormatter(own, *look, std::move(*labels)));
}

ForemanFormatter::ForemanFormatter(const FormatterContext &context, Look look, Labels labels)
    : m_look(look),
      m_presentation(context.presentation),
      m_writer(context, std::move(labels)),
      m_systemStyle(context.colorDepth[static_cast<int>(Stream::Out)] > 0 ? Style("37") : Style())
{ }

void ForemanFormatter::consume(const Event &event, Output &out)
{
    std::visit(Overloaded{ [&](const auto &what) { on(what, event.at, out); } }, event.what);
}

std::chrono::milliseconds ForemanFormatter::tickInterval() const
{
    return m_writer.holdsBack() ? redrawInterval : std::chrono::milliseconds();
}

void ForemanFormatter::tick(Nanoseconds now, Output &out)
{
    m_writer.redraw(now, out);
}

void ForemanFormatter::on(const RunStarted &run, Nanoseconds, Output &)
{
    m_writer.begin(run);
    m_startedAt = run.at;
    m_alive.resize(run.tasks.size());
}

void ForemanFormatter::on(const TaskStarted &start, Nanoseconds at, Output &out)
{
    m_writer.labels().started(start);
    m_alive[indexOf(start.task)] = true;
    if (!m_presentation.quiet)
        tell(start.task, "started with pid " + QByteArray::number(start.pid), at, out);
}

void ForemanFormatter::on(const TaskOutput &output, Nanoseconds at, Output &out)
{
    if (isHidden(output.task))
        return;
    TaskOutput merged = output;
    merged.stream = Stream::Out;
    QByteArray bytes;
    if (output.bytes.contains('\r')) {
        bytes = withoutReturns(output.bytes);
        merged.bytes = bytes;
    }
    m_writer.output(merged, at, out);
}

void ForemanFormatter::on(const TaskAlert &alert, Nanoseconds, Output &out)
{
    if (!isHidden(alert.task))
        m_writer.ownLines(Stream::Err,
                          "prun: warning: " + m_writer.labels().plainName(alert.task) + ' '
                              + escaped(alert.text) + '\n',
                          out);
}

void ForemanFormatter::on(const TaskFinished &end, Nanoseconds at, Output &out)
{
    const bool ran = m_alive[indexOf(end.task)];
    m_alive[indexOf(end.task)] = false;
    if (!ran && end.outcome.kind == Outcome::Kind::Canceled)
        return;
    if (end.outcome.forced && !m_killTold)
        tellStop(killSignal, at, out);
    if (!end.outcome.forced && (!m_presentation.quiet || isFailure(end.outcome)))
        tell(end.task, endText(end), at, out);
}

void ForemanFormatter::on(const TaskRetrying &retry, Nanoseconds at, Output &out)
{
    if (!m_presentation.quiet)
        tell(retry.task, retryText(retry), at, out);
}

void ForemanFormatter::on(const TaskOutputEnded &ended, Nanoseconds at, Output &out)
{
    m_writer.end(ended.task, at, out);
}

void ForemanFormatter::on(const RunHalted &halted, Nanoseconds at, Output &out)
{
    const QByteArray text = haltedText(halted);
    if (!m_presentation.quiet && !text.isEmpty())
        tellSystem(text, at, out);
}

void ForemanFormatter::on(const RunStopping &stopping, Nanoseconds at, Output &out)
{
    if (stopping.received != 0 && !stopping.forced)
        tellSystem(nameOfSignal(stopping.received) + " received, starting shutdown", at, out);
    else if (stopping.why == RunStopping::Why::Deadline)
        tellSystem("the deadline has passed, starting shutdown", at, out);
    tellStop(stopping.forced ? killSignal : stopping.signal, at, out);
}

void ForemanFormatter::on(const Notice &notice, Nanoseconds, Output &out)
{
    using enum Notice::Level;
    const char *label = "";
    if (notice.level == Error)
        label = "error: ";
    else if (m_presentation.quiet || (notice.level == Detail && !m_presentation.verbose))
        return;
    else if (notice.level == Warning)
        label = "warning: ";
    m_writer.ownLines(Stream::Err, QByteArray("prun: ") + label + escaped(notice.text) + '\n', out);
}

void ForemanFormatter::on(const RunFinished &, Nanoseconds at, Output &out)
{
    if (m_look.stops && !m_stopTold)
        tellStop(SIGTERM, at, out);
    m_writer.endRun(out);
}

bool ForemanFormatter::isHidden(TaskId task) const
{
    const std::vector<TaskId> &hidden = m_presentation.hidden;
    return !hidden.empty() && std::binary_search(hidden.begin(), hidden.end(), task);
}

void ForemanFormatter::tell(TaskId task, const QByteArray &text, Nanoseconds at, Output &out)
{
    if (!isHidden(task))
        m_writer.ownLines(
            Stream::Out, m_writer.labels().label(task, Stream::Out, at).toByteArray() + text + '\n',
            out);
}

void ForemanFormatter::tellSystem(const QByteArray &text, Nanoseconds at, Output &out)
{
    if (m_presentation.quiet)
        return;
    const Labels &labels = m_writer.labels();
    const WallTime now = m_startedAt + std::chrono::floor<WallTime::duration>(at);
    const QByteArray label = (m_look.time ? labels.timeText(now) + ' ' : QByteArray())
        + padded("system", labels.nameWidth()) + " | ";
    m_writer.ownLines(Stream::Out, m_systemStyle.paint(label) + text + '\n', out);
}

void ForemanFormatter::tellStop(int signal, Nanoseconds at, Output &out)
{
    m_stopTold = true;
    m_killTold = m_killTold || signal == killSignal;
    tellSystem("sending " + nameOfSignal(signal) + " to all processes", at, out);
}

QByteArray ForemanFormatter::endText(const TaskFinished &end) const
{
    using enum Outcome::Kind;
    const Outcome &outcome = end.outcome;
    if (outcome.kind == NoStart && outcome.exitCode == notFound)
        return "unknown command: " + commandText(m_writer.labels().spec(end.task).command, 1000);
    if (outcome.kind == NoStart || outcome.kind == Skipped || outcome.kind == Unknown
        || outcome.kind == TimedOut)
        return endingText(end);
    if (outcome.signal != 0)
        return "terminated by " + nameOfSignal(outcome.signal);
    return "exited with code " + QByteArray::number(outcome.exitCode);
}

} // namespace prun
