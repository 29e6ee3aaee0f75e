// SPDX-License-Identifier: MIT
#include "command_hook.h"

#include "child_setup.h"

namespace prun {

namespace {

constexpr int kLimit = 9000; // ms; prun would give up on the whole hook after 10 s

} // namespace

CommandHook::CommandHook(const HookContext &context, Commands commands)
    : m_commands(std::move(commands)),
      m_variables(context.runId, context.tasks),
      m_say(context.say),
      m_environment(QProcessEnvironment::systemEnvironment())
{ }

void CommandHook::observe(const Event &event)
{
    for (const Moment moment : m_variables.momentsOf(event)) {
        if (m_commands.contains(moment))
            run(moment, event);
    }
}

void CommandHook::run(Moment moment, const Event &event)
{
    QProcess process;
    QProcessEnvironment environment = m_environment;
    for (const auto &[name, value] : m_variables.variables(moment, event))
        environment.insert(QString::fromLatin1(name), QString::fromUtf8(value));
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    setUpShell(&process, m_commands.at(moment));
    process.start(QIODevice::ReadOnly);
    if (!process.waitForStarted()) {
        complain(moment, event, "cannot be started: " + process.errorString().toUtf8());
        return;
    }
    const bool ended = process.waitForFinished(kLimit);
    if (!ended) {
        process.kill();
        process.waitForFinished(500);
        complain(moment, event, "took more than 9 s and was killed");
    } else if (process.exitStatus() != QProcess::NormalExit) {
        complain(moment, event, "was ended by a signal");
    } else if (process.exitCode() != 0) {
        complain(moment, event, "exited with " + QByteArray::number(process.exitCode()));
    }
}

void CommandHook::complain(Moment moment, const Event &event, const QByteArray &what) const
{
    const QByteArray whom = m_variables.whom(event);
    m_say(Notice::Level::Warning,
          QByteArray(nameOf(moment)) + "=" + m_commands.at(moment).toUtf8() + " " + what
              + (whom.isEmpty() ? QByteArray() : " (for " + whom + ")"));
}

} // namespace prun
