// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/local_executor.h>

namespace prun {

/// Starts commands on this machine. Where the program of one command is not found, the error says
/// that a verb of prun may have been meant.
class VerbHints final : public Executor
{
public:
    /// `path` is that of LocalExecutor; `command` is what may be the verb `verb`, which may be
    /// null.
    VerbHints(QByteArray path, QByteArray command, QString verb);

    Result<LaunchSpec> prepare(const TaskSpec &task) override;

private:
    LocalExecutor m_local;
    QByteArray m_command;
    QString m_verb;
};

} // namespace prun
