// SPDX-License-Identifier: MIT
// Programs that cases start and that every Unix has: true, false, sleep, touch, cat. Which one this
// is, its name says.
#include <windows.h>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <io.h>

int wmain(int count, wchar_t **words)
{
    std::wstring name = words[0];
    name = name.substr(name.find_last_of(L"/\\") + 1);
    name = name.substr(0, name.find(L'.'));
    if (name == L"false")
        return 1;
    if (name == L"sleep" && count == 2) {
        ::Sleep(DWORD(std::wcstod(words[1], nullptr) * 1000));
        return 0;
    }
    if (name == L"touch" && count == 2) {
        std::FILE *file = _wfopen(words[1], L"a");
        return file && std::fclose(file) == 0 ? 0 : 1;
    }
    if (name == L"cat" && count == 1) {
        _setmode(_fileno(stdin), _O_BINARY);
        _setmode(_fileno(stdout), _O_BINARY);
        for (int c = std::getchar(); c != EOF; c = std::getchar())
            std::putchar(c);
        return 0;
    }
    return name == L"true" ? 0 : 99;
}
