// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/program_cache.h>

#include <prun/executor.h>

namespace prun {

/// Starts commands on this machine: directly if they need no shell, else through one.
class LocalExecutor final : public Executor
{
public:
    /// `path`: PATH of the run, for tasks that do not set their own.
    explicit LocalExecutor(QByteArray path) : m_path(std::move(path)) { }

    Result<LaunchSpec> prepare(const TaskSpec &task) override;

private:
    Result<QByteArray> resolve(const QByteArray &name, const Surroundings &surroundings);
    Result<LaunchSpec> direct(const QByteArrayList &words, const Surroundings &surroundings);
    Result<LaunchSpec> throughShell(const Shell &shell, const QByteArray &line,
                                    const Surroundings &surroundings);
    Result<LaunchSpec> automatic(const QByteArray &line, const Surroundings &surroundings);
    Result<LaunchSpec> automaticOrCmd(const QByteArray &line, const Surroundings &surroundings);
    Result<LaunchSpec> batchFile(LaunchSpec launch, const QByteArrayList &words);

    ProgramCache m_programs;
    QByteArray m_path;
};

} // namespace prun
