// SPDX-License-Identifier: MIT
#include <platform/raw_environment.h>

#include <qt_windows.h>

#include <shellapi.h>

#include <QtCore/qstring.h>

#include <algorithm>

namespace prun {

QByteArrayList rawEnvironment()
{
    QByteArrayList entries;
    wchar_t *const block = GetEnvironmentStringsW();
    for (const wchar_t *entry = block; entry && *entry; entry += wcslen(entry) + 1) {
        if (*entry == L'=') // the working folders of drives
            continue;
        QByteArray text = QString::fromWCharArray(entry).toUtf8();
        // Windows writes it `Path`; prun looks for it by its name.
        if (text.first(std::min<qsizetype>(text.size(), 5)).toUpper() == "PATH=")
            text.replace(0, 4, "PATH");
        entries << text;
    }
    if (block)
        FreeEnvironmentStringsW(block);
    return entries;
}

// Those of main() are in the code page of the user, which has not every character.
QByteArrayList rawArguments(int, char **)
{
    QByteArrayList arguments;
    int count = 0;
    wchar_t **const words = CommandLineToArgvW(GetCommandLineW(), &count);
    for (int i = 0; words && i < count; ++i)
        arguments << QString::fromWCharArray(words[i]).toUtf8();
    LocalFree(words);
    return arguments;
}

} // namespace prun
