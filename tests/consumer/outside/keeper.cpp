// SPDX-License-Identifier: MIT
#include <prun/hook.h>

#include <QObject>

namespace {

using namespace prun;

class Keeper final : public Hook
{
public:
    explicit Keeper(const HookContext &context)
        : m_context(context), m_skip(context.options.value(QStringLiteral("skip")).toLocal8Bit())
    { }

    void observe(const Event &event) override
    {
        if (std::holds_alternative<RunFinished>(event.what))
            m_context.say(Notice::Level::Information, "kept " + QByteArray::number(m_kept));
    }

    bool decidesStarts() const override { return true; }

    StartDecision beforeStart(TaskId task, int) override
    {
        if (m_context.tasks[indexOf(task)].name != m_skip)
            return {};
        ++m_kept;
        return { StartDecision::Kind::Skip, "the keeper says so" };
    }

private:
    HookContext m_context;
    QByteArray m_skip;
    int m_kept = 0;
};

class KeeperPlugin final : public QObject, public HookPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_HOOK_IID FILE "keeper.json")
    Q_INTERFACES(prun::HookPlugin)

public:
    Result<std::unique_ptr<Hook>> create(const HookContext &context) override
    {
        return std::unique_ptr<Hook>(std::make_unique<Keeper>(context));
    }
};

} // namespace

#include "keeper.moc"
