// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/process_runner.h>

#include <QtCore/qbytearray.h>

#include <vector>

namespace prun {

/// What the engine says to people: clauses without a full stop, for TaskAlert and Notice.

/// Why a command could not be started.
QByteArray launchFailureText(const LaunchFailure &failure);
/// A command was stopped by `signal`, and not by prun.
QByteArray suspendedText(int signal);
/// `processes` are alive although they were killed.
QByteArray survivorsText(const std::vector<QByteArray> &processes);
/// `holders` held the output of a command that ended for longer than is waited for.
QByteArray leakText(const std::vector<QByteArray> &holders);

} // namespace prun
