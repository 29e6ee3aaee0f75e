// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearrayview.h>
#include <QtCore/qglobal.h>

#include <optional>

namespace prun {

/// What is behind a descriptor of this process.
enum class DescriptorKind : quint8 {
    Closed,
    RegularFile,
    NullDevice,
    Terminal,
    Pipe,
    Socket,
    Other
};
DescriptorKind descriptorKind(int fd);

bool isTerminal(int fd);

/// In characters, at least 1 x 1.
struct TerminalSize
{
    int columns = 0;
    int rows = 0;
};
/// None if `fd` is no terminal, or one that does not know its size.
std::optional<TerminalSize> terminalSize(int fd);

/// True if what is written to either lands in the same place: one file, pipe or terminal, as after
/// `2>&1`. The null device counts.
bool sameDestination(int a, int b);

/// True if `fd` is a pipe or socket that nobody can read from any more.
bool readerIsGone(int fd);

/// Bits of colour of a terminal that calls itself so in TERM and COLORTERM: 1 (none), 4 (16
/// colours), 8 (256) or 24. A Windows console sets neither; it knows 24 if escape sequences can be
/// enabled.
int colorDepthOf(QByteArrayView term, QByteArrayView colorterm);

/// Makes the console of `fd` understand escape sequences. Unix: nothing to do. False if it cannot.
bool enableEscapeSequences(int fd);

/// Whether this process may use the terminal that prun was started from: it has none, or is in its
/// foreground.
bool isInForeground();

/// The terminal that stderr is shows a live view from now on, with its cursor hidden; or not any
/// more. Guard and worker both know, whichever of them says it.
void announceLiveView(bool shown) noexcept;

/// The cursor can be seen again and is on a new line, if a live view is shown still that nobody
/// will take away. For an end that nobody expected: never waits, async-signal-safe.
void leaveLiveView() noexcept;

/// Remembers how the terminal that prun was started from is set up. enterGuard() calls it.
void rememberTerminal();

/// Lets that terminal show UTF-8 and escape sequences, and take keys as UTF-8, until
/// restoreTerminal(). Unix: nothing to do. After rememberTerminal(); nothing if there is none.
void prepareTerminal();

/// leaveLiveView(), and sets that terminal up again as remembered, whatever commands did to it;
/// nothing if none was, if it is the same still, or if prun is in the background and another
/// program uses the terminal.
void restoreTerminal();

} // namespace prun
