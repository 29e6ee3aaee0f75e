// SPDX-License-Identifier: MIT
#pragma once

#include <core/plan/policy.h>

#include <prun/error.h>
#include <prun/task.h>

#include <span>
#include <vector>

namespace prun {

/// Finds commands by what people call them: the name, or the index (from 0) if no command has that
/// name. Several commands may share a name. A view: the tasks must outlive it.
class TaskNames
{
public:
    explicit TaskNames(std::span<const TaskSpec> commands) : m_commands(commands) { }

    /// Never empty, in ascending order. An Error::Code::Usage names the nearest name.
    Result<std::vector<TaskId>> find(QByteArrayView nameOrIndex) const;
    /// The first of them.
    Result<TaskId> findOne(QByteArrayView nameOrIndex) const;
    /// Those that a list like `api,2` calls for, each once, in ascending order.
    Result<std::vector<TaskId>> findAll(QByteArrayView list) const;

private:
    Error unknown(QByteArrayView nameOrIndex) const;

    std::span<const TaskSpec> m_commands;
};

/// `all`, `first`, `last`, `any`, `command-X`, `!command-X`, or a list of them with commas, of
/// which all must hold. Several `!command-X` together mean: all but these.
Result<std::vector<SuccessTerm>> parseSuccess(QByteArrayView text, const TaskNames &names);

} // namespace prun
