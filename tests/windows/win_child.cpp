// SPDX-License-Identifier: MIT
// What commands do in the tests of Windows: one word per behaviour, without Qt.
#include <windows.h>

#include <cstdio>
#include <cwchar>
#include <string>
#include <vector>

namespace {

using Words = std::vector<std::wstring>;

std::string utf8(const std::wstring &text)
{
    const int size = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), int(text.size()), nullptr, 0,
                                           nullptr, nullptr);
    std::string bytes(std::size_t(size), '\0');
    ::WideCharToMultiByte(CP_UTF8, 0, text.data(), int(text.size()), bytes.data(), size, nullptr,
                          nullptr);
    return bytes;
}

void write(DWORD stream, const std::string &bytes)
{
    const HANDLE handle = ::GetStdHandle(stream);
    for (std::size_t done = 0; done < bytes.size();) {
        DWORD count = 0;
        if (!::WriteFile(handle, bytes.data() + done, DWORD(bytes.size() - done), &count, nullptr))
            ::ExitProcess(98);
        done += count;
    }
}

void say(const std::string &line)
{
    write(STD_OUTPUT_HANDLE, line + '\n');
}

[[noreturn]] void waitForEver()
{
    for (;;)
        ::Sleep(INFINITE);
}

int s_code = 0;
volatile LONG s_count = 0;

BOOL WINAPI onKeys(DWORD event)
{
    if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT)
        return FALSE;
    if (::InterlockedIncrement(&s_count) > 1)
        ::ExitProcess(97); // once is once
    say(event == CTRL_C_EVENT ? "got Ctrl-C" : "got Ctrl-Break");
    ::Sleep(300); // a second one would come in this time
    ::ExitProcess(UINT(s_code));
}

/// What is behind the name of the program, as the C runtime of Visual C++ takes it apart, which
/// most programs use ("Parsing C command-line arguments" in its documentation): two quotes between
/// quotes are one. The runtime of Wine does that differently.
Words wordsOf(const wchar_t *at)
{
    for (bool quoted = false; *at != L'\0' && (quoted || (*at != L' ' && *at != L'\t')); ++at)
        quoted = quoted != (*at == L'"');
    Words words;
    for (;;) {
        while (*at == L' ' || *at == L'\t')
            ++at;
        if (*at == L'\0')
            return words;
        std::wstring word;
        for (bool quoted = false;; ++at) {
            std::size_t backslashes = 0;
            for (; *at == L'\\'; ++at)
                ++backslashes;
            bool taken = true;
            if (*at == L'"') {
                if (backslashes % 2 == 0) {
                    taken = quoted && at[1] == L'"';
                    if (taken)
                        ++at;
                    else
                        quoted = !quoted;
                }
                backslashes /= 2;
            }
            word.append(backslashes, L'\\');
            if (*at == L'\0' || (!quoted && (*at == L' ' || *at == L'\t')))
                break;
            if (taken)
                word += *at;
        }
        words.push_back(word);
    }
}

// print-arguments …: each in hexadecimal, in UTF-8
int printArguments(const Words &words)
{
    for (std::size_t i = 1; i < words.size(); ++i) {
        std::string line = "<";
        for (const char c : utf8(words[i])) {
            char digits[3];
            std::snprintf(digits, sizeof digits, "%02x", unsigned(static_cast<unsigned char>(c)));
            line += digits;
        }
        say(line + '>');
    }
    return 0;
}

// catch-keys CODE: ends with it at Ctrl-C or Ctrl-Break
int catchKeys(const Words &words)
{
    s_code = std::stoi(words[1]);
    ::SetConsoleCtrlHandler(onKeys, TRUE);
    say("ready");
    waitForEver();
}

// ignore-keys
int ignoreKeys(const Words &)
{
    ::SetConsoleCtrlHandler([](DWORD) -> BOOL { return TRUE; }, TRUE);
    say("ready");
    waitForEver();
}

// tree DEPTH: each starts the next one, in no console; the last says so
int tree(const Words &words)
{
    const int depth = std::stoi(words[1]);
    if (depth > 0) {
        std::wstring self(1024, L'\0');
        self.resize(::GetModuleFileNameW(nullptr, self.data(), DWORD(self.size())));
        std::wstring line = L"win_child tree " + std::to_wstring(depth - 1);
        STARTUPINFOW startup = {};
        startup.cb = sizeof startup;
        startup.dwFlags = STARTF_USESTDHANDLES;
        startup.hStdInput = ::GetStdHandle(STD_INPUT_HANDLE);
        startup.hStdOutput = ::GetStdHandle(STD_OUTPUT_HANDLE);
        startup.hStdError = ::GetStdHandle(STD_ERROR_HANDLE);
        PROCESS_INFORMATION process = {};
        if (!::CreateProcessW(self.c_str(), line.data(), nullptr, nullptr, TRUE, DETACHED_PROCESS,
                              nullptr, nullptr, &startup, &process))
            return 96;
    }
    say("pid " + std::to_string(::GetCurrentProcessId()));
    waitForEver();
}

// spew BYTES: so many on both streams, in lines of 64
int spew(const Words &words)
{
    const std::string line = std::string(63, 'x') + '\n';
    std::string block;
    for (int i = 0; i < 256; ++i)
        block += line;
    for (long left = std::stol(words[1]); left > 0; left -= long(block.size())) {
        write(STD_OUTPUT_HANDLE, block);
        write(STD_ERROR_HANDLE, block);
    }
    return 0;
}

// environment NAME
int environment(const Words &words)
{
    std::wstring value(32768, L'\0');
    value.resize(::GetEnvironmentVariableW(words[1].c_str(), value.data(), DWORD(value.size())));
    say(utf8(value));
    return 0;
}

// folder
int folder(const Words &)
{
    std::wstring path(32768, L'\0');
    path.resize(::GetCurrentDirectoryW(DWORD(path.size()), path.data()));
    say(utf8(path));
    return 0;
}

// has-handle NUMBER: whether a handle of that number is open here
int hasHandle(const Words &words)
{
    DWORD flags = 0;
    const auto handle = reinterpret_cast<HANDLE>(std::stoull(words[1]));
    say(::GetHandleInformation(handle, &flags) ? "yes" : "no");
    return 0;
}

// copy-input: what comes, until it ends
int copyInput(const Words &)
{
    char bytes[4096];
    DWORD count = 0;
    while (::ReadFile(::GetStdHandle(STD_INPUT_HANDLE), bytes, sizeof bytes, &count, nullptr)
           && count > 0)
        write(STD_OUTPUT_HANDLE, std::string(bytes, count));
    say("end of input");
    return 0;
}

// exit-at-end CODE: reads, and says nothing
int exitAtEnd(const Words &words)
{
    char bytes[4096];
    DWORD count = 0;
    while (::ReadFile(::GetStdHandle(STD_INPUT_HANDLE), bytes, sizeof bytes, &count, nullptr)
           && count > 0) { }
    return std::stoi(words[1]);
}

// write-file NAME: `written`, in the folder that it was started in
int writeFile(const Words &words)
{
    std::FILE *file = _wfopen(words[1].c_str(), L"wb");
    return file && std::fputs("written", file) >= 0 && std::fclose(file) == 0 ? 0 : 94;
}

struct Behaviour
{
    const wchar_t *name;
    std::size_t words;
    int (*run)(const Words &);
};

constexpr Behaviour behaviours[] = {
    { L"print-arguments", 0, printArguments },
    { L"exit", 1, [](const Words &words) { return std::stoi(words[1]); } },
    { L"crash", 0,
      [](const Words &) {
          ::RaiseException(DWORD(STATUS_ACCESS_VIOLATION), EXCEPTION_NONCONTINUABLE, 0, nullptr);
          return 95;
      } },
    { L"catch-keys", 1, catchKeys },
    { L"ignore-keys", 0, ignoreKeys },
    { L"tree", 1, tree },
    { L"spew", 1, spew },
    { L"environment", 1, environment },
    { L"folder", 0, folder },
    { L"has-handle", 1, hasHandle },
    { L"copy-input", 0, copyInput },
    { L"exit-at-end", 1, exitAtEnd },
    { L"write-file", 1, writeFile },
    { L"wait", 0,
      [](const Words &) -> int {
          say("ready");
          waitForEver();
      } },
};

} // namespace

int main()
{
    const Words words = wordsOf(::GetCommandLineW());
    for (const Behaviour &behaviour : behaviours) {
        if (!words.empty() && words[0] == behaviour.name && words.size() > behaviour.words)
            return behaviour.run(words);
    }
    say("win_child: unknown behaviour or too few words");
    return 99;
}
