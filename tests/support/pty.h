// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

/// A terminal without a window. Deleted or hung up, its processes see the window close.
class Pty
{
public:
    Pty();
    ~Pty();
    Q_DISABLE_COPY_MOVE(Pty)

    /// What the window reads and writes; -1 after hangUp().
    int master() const { return m_master; }
    /// Opens what the programs read and write; the caller closes it.
    int openSlave() const;

    void resize(int columns, int rows) const;
    /// Background processes are stopped when they write: `stty tostop`.
    void stopBackgroundWriters() const;
    bool echoes() const;
    bool isCanonical() const;
    /// The process group that gets Ctrl-C.
    int foregroundGroup() const;
    /// The window is closed.
    void hangUp();

private:
    int m_master = -1;
};
