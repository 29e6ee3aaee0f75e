// SPDX-License-Identifier: MIT
#include "npm_run_all_formatter.h"

#include "common/escaped_text.h"
#include "common/outcome_text.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

/// What of a command's output a terminal may see, as bytes.
class Collected final : public TerminalFilter::Sink
{
public:
    void text(QByteArrayView text) override { bytes.append(text); }
    void style(QByteArrayView parameters) override
    {
        bytes.append("\x1b[").append(parameters).append('m');
    }
    void link(QByteArrayView sequence, bool /*opens*/) override { bytes.append(sequence); }
    void newline() override { bytes.append('\n'); }
    void carriageReturn() override { bytes.append('\r'); }

    QByteArray bytes;
};

} // namespace

Result<std::unique_ptr<Formatter>> NpmRunAllFormatter::create(const FormatterContext &context)
{
    std::unique_ptr<NpmRunAllFormatter> formatter(new NpmRunAllFormatter(context));
    if (auto read = formatter->readGroups(context.options.value(u"groups"_s)); !read)
        return std::move(read.error());
    return std::unique_ptr<Formatter>(std::move(formatter));
}

Result<void> NpmRunAllFormatter::readGroups(const QString &text)
{
    const QStringList ends = text.split(u'.', Qt::SkipEmptyParts);
    for (const QString &end : ends) {
        bool isNumber = false;
        const uint value = end.toUInt(&isNumber);
        if (!isNumber || value == 0 || (!m_groups.empty() && value <= m_groups.back()))
            return Error(Error::Code::Plugin, u"option \"groups\" cannot be \"%1\""_s.arg(text))
                .hint(u"it is numbers that grow, with dots between"_s);
        m_groups.push_back(value);
    }
    return {};
}

void NpmRunAllFormatter::consume(const Event &event, Output &out)
{
    std::visit(Overloaded{
                   [&](const RunStarted &run) { begin(run); },
                   [&](const TaskOutput &what) { output(what, out); },
                   [&](const TaskFinished &end) { finished(end, out); },
                   [&](const Notice &what) { notice(what, out); },
                   [&](const RunFinished &run) { ended(run, out); },
                   [](const auto &) {},
               },
               event.what);
}

void NpmRunAllFormatter::begin(const RunStarted &run)
{
    m_tasks = run.tasks;
    if (m_groups.empty() || m_groups.back() < m_tasks.size())
        m_groups.push_back(std::max<std::size_t>(m_tasks.size(), 1));
    m_states.resize(m_groups.size());
    m_widths.assign(m_groups.size(), 0);
    for (std::size_t i = 0; i < m_tasks.size(); ++i) {
        qsizetype &width = m_widths[groupOf(TaskId(i))];
        width = std::max(width, QString::fromUtf8(nameOf(TaskId(i))).size());
    }
}

std::size_t NpmRunAllFormatter::groupOf(TaskId task) const
{
    const auto group = std::upper_bound(m_groups.begin(), m_groups.end(), indexOf(task));
    return static_cast<std::size_t>(group - m_groups.begin());
}

QByteArray NpmRunAllFormatter::nameOf(TaskId task) const
{
    const QByteArray &name = m_tasks[indexOf(task)].name;
    return name.isEmpty() ? QByteArray::number(indexOf(task)) : escaped(name);
}

QByteArray NpmRunAllFormatter::labelOf(TaskId task, Stream stream)
{
    const QByteArray name = nameOf(task);
    const qsizetype missing = m_widths[groupOf(task)] - QString::fromUtf8(name).size();
    const QByteArray label = '[' + name + QByteArray(std::max<qsizetype>(missing, 0), ' ') + ']';
    const auto index = static_cast<std::size_t>(stream);
    if (!m_context.terminal[index] || m_context.colorDepth[index] == 0)
        return label + ' ';
    constexpr std::array colors{ "36", "32", "35", "33", "31" }; // cyan, green, magenta, …
    const auto next = static_cast<int>(m_colors.size() % colors.size());
    const int color = m_colors.try_emplace(name, next).first->second;
    return QByteArray("\x1b[") + colors[static_cast<std::size_t>(color)] + 'm' + label
        + "\x1b[39m ";
}

void NpmRunAllFormatter::output(const TaskOutput &output, Output &out)
{
    QByteArrayView bytes = output.bytes;
    Collected shown;
    if (m_context.terminal[static_cast<std::size_t>(output.stream)]) {
        m_filters[{ output.task, output.stream }].feed(bytes, shown);
        bytes = shown.bytes;
    }
    if (isOn("labels"))
        labelled(output.task, output.stream, bytes, out);
    else
        out.append(output.stream, bytes);
}

/// A label stands before each line, and before what goes on with another command's line.
void NpmRunAllFormatter::labelled(TaskId task, Stream stream, QByteArrayView bytes, Output &out)
{
    if (bytes.isEmpty())
        return;
    LineState &state = m_states[groupOf(task)];
    const QByteArray label = labelOf(task, stream);
    QByteArray &to = out.buffer(stream);
    if (!state.atStart && state.label != label) {
        to.append('\n');
        state.atStart = true;
    }
    while (!bytes.isEmpty()) {
        if (state.atStart)
            to.append(label);
        const qsizetype newline = bytes.indexOf('\n');
        const qsizetype size = newline < 0 ? bytes.size() : newline + 1;
        to.append(bytes.first(size));
        bytes = bytes.sliced(size);
        state.atStart = newline >= 0;
    }
    state.label = label;
}

void NpmRunAllFormatter::finished(const TaskFinished &end, Output &out)
{
    m_filters.erase({ end.task, Stream::Out });
    m_filters.erase({ end.task, Stream::Err });
    if (!isFailure(end.outcome) || end.willRetry)
        return;
    if (end.outcome.kind == Outcome::Kind::NoStart)
        out.append(Stream::Err, "prun: " + nameOf(end.task) + ' ' + endingText(end) + '\n');
    if (m_failure.isEmpty() || isOn("last-error"))
        m_failure = "ERROR: \"" + nameOf(end.task) + "\" exited with "
            + QByteArray::number(end.outcome.shellStatus()) + ".\n";
}

void NpmRunAllFormatter::ended(const RunFinished &run, Output &out) const
{
    if (run.signal == 0 && !isOn("silent"))
        out.append(Stream::Err, m_failure);
}

void NpmRunAllFormatter::notice(const Notice &notice, Output &out) const
{
    if (notice.level == Notice::Level::Error)
        out.append(Stream::Err, "prun: error: " + escaped(notice.text) + '\n');
    else if (notice.level == Notice::Level::Warning && !isOn("silent"))
        out.append(Stream::Err, "prun: warning: " + escaped(notice.text) + '\n');
}

} // namespace prun
