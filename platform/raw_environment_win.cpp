// SPDX-License-Identifier: MIT
#include <platform/raw_environment.h>

#include <qt_windows.h>

#include <QtCore/qstring.h>

namespace prun {

QByteArrayList rawEnvironment()
{
    QByteArrayList entries;
    wchar_t *const block = GetEnvironmentStringsW();
    for (const wchar_t *entry = block; entry && *entry; entry += wcslen(entry) + 1) {
        if (*entry != L'=') // the working folders of drives
            entries << QString::fromWCharArray(entry).toUtf8();
    }
    if (block)
        FreeEnvironmentStringsW(block);
    return entries;
}

} // namespace prun
