// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <string>
#include <vector>

namespace prun {

// A program that uses platform/ starts itself for what can only be done in another process, and
// tells it so with its command line: `prun --prun-WORD:NUMBER,NUMBER…` and nothing else, which
// nobody has as a command.

/// The program of this process, absolute.
std::wstring ownProgram();

std::wstring hiddenCall(const wchar_t *word, const std::vector<quintptr> &numbers);

/// The numbers that this process was called with; none if it was called in another way.
std::vector<quintptr> numbersOfHiddenCall(const wchar_t *word);

} // namespace prun
