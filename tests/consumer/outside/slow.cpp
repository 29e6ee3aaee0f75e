// SPDX-License-Identifier: MIT
// The formatter of docs/plugins.md.
#include <prun/formatter.h>

namespace {

using namespace prun;

class Slow final : public Formatter
{
public:
    explicit Slow(std::chrono::seconds limit) : m_limit(limit) { }

    void consume(const Event &event, Output &out) override
    {
        std::visit(Overloaded{ [&](const RunStarted &run) { m_tasks = run.tasks; },
                               [&](const TaskFinished &task) { finished(task, out); },
                               [](const auto &) {} },
                   event.what);
    }

private:
    void finished(const TaskFinished &task, Output &out)
    {
        if (task.duration < m_limit)
            return;
        const auto took = std::chrono::duration_cast<std::chrono::seconds>(task.duration);
        out.append(Stream::Out,
                   m_tasks[indexOf(task.task)].command + ": " + QByteArray::number(took.count())
                       + " s\n");
    }

    std::span<const TaskSpec> m_tasks;
    std::chrono::seconds m_limit;
};

class SlowPlugin final : public QObject, public FormatterPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_FORMATTER_IID FILE "slow.json")
    Q_INTERFACES(prun::FormatterPlugin)

public:
    Result<std::unique_ptr<Formatter>> create(const FormatterContext &context) override
    {
        const QString over = context.options.value(QStringLiteral("over"), QStringLiteral("10"));
        bool number = false;
        const int seconds = over.toInt(&number);
        if (!number || seconds < 0)
            return Error(Error::Code::Plugin, QStringLiteral("over=%1 is no time").arg(over));
        return std::unique_ptr<Formatter>(std::make_unique<Slow>(std::chrono::seconds(seconds)));
    }
};

} // namespace

#include "slow.moc"
