// SPDX-License-Identifier: MIT
#pragma once

#include "event_variables.h"

#include <prun/hook.h>

#include <QtCore/qprocess.h>

namespace prun {

/// Runs shell commands when something happens, one after another.
class CommandHook final : public Hook
{
public:
    using Commands = std::map<Moment, QString>;

    CommandHook(const HookContext &context, Commands commands);

    void observe(const Event &event) override;

private:
    void run(Moment moment, const Event &event);
    void complain(Moment moment, const Event &event, const QByteArray &what) const;

    Commands m_commands;
    EventVariables m_variables;
    std::function<void(Notice::Level, const QByteArray &)> m_say;
    QProcessEnvironment m_environment; ///< that of prun
};

} // namespace prun
