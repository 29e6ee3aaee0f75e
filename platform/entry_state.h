// SPDX-License-Identifier: MIT
#pragma once

namespace prun {

/// Records what prun was started with, before anything changes it: which signals were ignored and
/// blocked, the limit of open files, which standard streams were closed. Then makes the process
/// safe to work in: descriptors 0 to 2 exist (closed ones are opened on the null device, so that
/// no file of prun's own lands there) and SIGCHLD has its default action, without which the exit
/// status of children is lost. Call it first in main(), before there are threads; calling it again
/// changes nothing. enterGuard() calls it.
void captureEntryState();

/// True if standard stream `fd` (0 to 2) was closed when prun was started.
bool wasClosed(int fd);

/// True if `signal` was ignored when prun was started (nohup, `trap '' INT`).
bool ignoredAtEntry(int signal) noexcept;

/// The soft limit of open files that prun was started with; what a command gets back.
int openFileLimitAtEntry();

/// For a child after fork: gives it the signal dispositions (default, but for those that were
/// ignored at entry) and the limit of open files that prun was started with, and an empty signal
/// mask. First take the child out of prun's process group, so that no key reaches it in between.
/// Async-signal-safe, also in a vfork child that shares prun's memory.
void restoreEntryState() noexcept;

/// The same for a child that is about to exec: changes only what noteIgnoredSignals() has found.
void restoreEntryStateBeforeExec() noexcept;

/// Looks which signals are ignored now and were not at entry, or the reverse, and which have a
/// handler: none may run in a child that shares prun's memory and has only a small stack. Asking
/// for each of them takes longer than all else that a child does before its exec, so it is done
/// here, once: call it before the first start, and again when prun has begun or ceased to ignore or
/// handle one.
void noteIgnoredSignals();

} // namespace prun
