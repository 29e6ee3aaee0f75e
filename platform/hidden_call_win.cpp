// SPDX-License-Identifier: MIT
#include <platform/hidden_call_win.h>

#include <cwchar>

#include <qt_windows.h>

namespace prun {

std::wstring ownProgram()
{
    std::wstring path(MAX_PATH, L'\0');
    for (;;) {
        const DWORD size =
            ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()));
        if (size < path.size()) {
            path.resize(size);
            return path;
        }
        path.resize(path.size() * 2);
    }
}

std::wstring hiddenCall(const wchar_t *word, const std::vector<quintptr> &numbers)
{
    std::wstring line = L"prun --prun-" + std::wstring(word);
    wchar_t separator = L':';
    for (const quintptr number : numbers) {
        line += separator + std::to_wstring(number);
        separator = L',';
    }
    return line;
}

std::vector<quintptr> numbersOfHiddenCall(const wchar_t *word)
{
    const std::wstring line = ::GetCommandLineW();
    const std::wstring start = hiddenCall(word, {}) + L':';
    if (!line.starts_with(start))
        return {};
    std::vector<quintptr> numbers;
    const wchar_t *at = line.c_str() + start.size();
    for (;;) {
        wchar_t *end = nullptr;
        numbers.push_back(std::wcstoull(at, &end, 10));
        if (end == at || (*end != L',' && *end != L'\0'))
            return {}; // made by somebody else
        if (*end == L'\0')
            return numbers;
        at = end + 1;
    }
}

} // namespace prun
