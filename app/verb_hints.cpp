// SPDX-License-Identifier: MIT
#include <app/verb_hints.h>

namespace prun {

VerbHints::VerbHints(QByteArray path, QByteArray command, QString verb)
    : m_local(std::move(path)), m_command(std::move(command)), m_verb(std::move(verb))
{ }

Result<LaunchSpec> VerbHints::prepare(const TaskSpec &task)
{
    Result<LaunchSpec> launch = m_local.prepare(task);
    if (!launch && !m_verb.isNull() && task.command == m_command
        && launch.error().cause() == std::errc::no_such_file_or_directory)
        return std::move(launch.error())
            .hint(QStringLiteral("did you mean \"prun %1\"?").arg(m_verb));
    return launch;
}

} // namespace prun
