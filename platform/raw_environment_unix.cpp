// SPDX-License-Identifier: MIT
#include <platform/raw_environment.h>

extern char **environ; // POSIX has no header for it

namespace prun {

QByteArrayList rawEnvironment()
{
    QByteArrayList entries;
    for (char **entry = environ; entry && *entry; ++entry)
        entries << QByteArray(*entry);
    return entries;
}

QByteArrayList rawArguments(int argc, char **argv)
{
    return QByteArrayList(argv, argv + argc);
}

} // namespace prun
