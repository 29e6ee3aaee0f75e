// SPDX-License-Identifier: MIT
#include "command_hook.h"

#include <QtCore/qobject.h>

namespace prun {

class CommandPlugin final : public QObject, public HookPlugin
{
    Q_OBJECT
    Q_PLUGIN_METADATA(IID PRUN_HOOK_IID FILE "command.json")
    Q_INTERFACES(prun::HookPlugin)

public:
    Result<std::unique_ptr<Hook>> create(const HookContext &context) override
    {
        CommandHook::Commands commands;
        for (const Moment moment : kMoments) {
            const QString key = QString::fromLatin1(nameOf(moment));
            const auto option = context.options.find(key);
            if (option == context.options.end())
                continue;
            if (option->trimmed().isEmpty())
                return Error(Error::Code::Plugin,
                             QStringLiteral("option \"%1\" has no command").arg(key));
            commands[moment] = *option;
        }
        if (commands.empty())
            return Error(Error::Code::Plugin, QStringLiteral("it has nothing to do"))
                .hint(QStringLiteral("give it a command: --hook command:fail=CMD"));
        return std::unique_ptr<Hook>(std::make_unique<CommandHook>(context, std::move(commands)));
    }
};

} // namespace prun

#include "command_plugin.moc"
