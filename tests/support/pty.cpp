// SPDX-License-Identifier: MIT
#include "pty.h"

#include <cstdlib>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

namespace {

termios settingsOf(int descriptor)
{
    termios settings = {};
    if (tcgetattr(descriptor, &settings) != 0)
        qFatal("the terminal of a test has no settings");
    return settings;
}

} // namespace

Pty::Pty() : m_master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC))
{
    if (m_master < 0 || grantpt(m_master) != 0 || unlockpt(m_master) != 0)
        qFatal("no terminal for a test");
    resize(80, 24);
}

Pty::~Pty()
{
    hangUp();
}

int Pty::openSlave() const
{
    char name[64];
    if (ptsname_r(m_master, name, sizeof name) != 0)
        qFatal("the terminal of a test has no name");
    return open(name, O_RDWR | O_NOCTTY | O_CLOEXEC);
}

void Pty::resize(int columns, int rows) const
{
    winsize size = {};
    size.ws_col = static_cast<unsigned short>(columns);
    size.ws_row = static_cast<unsigned short>(rows);
    ioctl(m_master, TIOCSWINSZ, &size);
}

void Pty::stopBackgroundWriters() const
{
    termios settings = settingsOf(m_master);
    settings.c_lflag |= TOSTOP;
    tcsetattr(m_master, TCSANOW, &settings);
}

bool Pty::echoes() const
{
    return (settingsOf(m_master).c_lflag & ECHO) != 0;
}

bool Pty::isCanonical() const
{
    return (settingsOf(m_master).c_lflag & ICANON) != 0;
}

int Pty::foregroundGroup() const
{
    return tcgetpgrp(m_master);
}

void Pty::hangUp()
{
    if (m_master >= 0)
        close(m_master);
    m_master = -1;
}
