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

int s_windowCode = 0;

LRESULT CALLBACK onMessage(HWND window, UINT message, WPARAM wide, LPARAM longer)
{
    if (message != WM_CLOSE)
        return ::DefWindowProcW(window, message, wide, longer);
    say("got WM_CLOSE");
    ::ExitProcess(UINT(s_windowCode));
}

// window CODE: has one, ignores keys, and ends with the code when the window is closed
int window(const Words &words)
{
    s_windowCode = std::stoi(words[1]);
    ::SetConsoleCtrlHandler([](DWORD) -> BOOL { return TRUE; }, TRUE);
    WNDCLASSW kind = {};
    kind.lpfnWndProc = onMessage;
    kind.hInstance = ::GetModuleHandleW(nullptr);
    kind.lpszClassName = L"win_child";
    ::RegisterClassW(&kind);
    if (!::CreateWindowExW(0, kind.lpszClassName, L"", WS_OVERLAPPEDWINDOW, 0, 0, 100, 100, nullptr,
                           nullptr, kind.hInstance, nullptr)) {
        say("no window");
        return 94;
    }
    say("ready");
    MSG message = {};
    while (::GetMessageW(&message, nullptr, 0, 0) > 0)
        ::DispatchMessageW(&message);
    return 93;
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

// pipe-state: whether its output is a pipe that it may ask about
int pipeState(const Words &)
{
    DWORD state = 0;
    say(::GetNamedPipeHandleStateW(::GetStdHandle(STD_OUTPUT_HANDLE), &state, nullptr, nullptr,
                                   nullptr, nullptr, 0)
            ? "may ask"
            : "error " + std::to_string(::GetLastError()));
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

bool save(const std::wstring &path, const std::string &text)
{
    // Whoever waits for it sees all of it.
    const std::wstring begun = path + L".begun";
    std::FILE *file = _wfopen(begun.c_str(), L"wb");
    return file && std::fputs(text.c_str(), file) >= 0 && std::fclose(file) == 0
        && ::MoveFileExW(begun.c_str(), path.c_str(), MOVEFILE_REPLACE_EXISTING);
}

std::wstring s_noted;

// note-keys FILE: makes it at Ctrl-C, and does not end; `FILE.ready`, as soon as it would
int noteKeys(const Words &words)
{
    s_noted = words[1];
    ::SetConsoleCtrlHandler([](DWORD) -> BOOL { return save(s_noted, "got it"); }, TRUE);
    save(words[1] + L".ready", {});
    waitForEver();
}

// input-to-file FILE: what comes, until it ends
int inputToFile(const Words &words)
{
    std::string text;
    char bytes[4096];
    DWORD count = 0;
    while (::ReadFile(::GetStdHandle(STD_INPUT_HANDLE), bytes, sizeof bytes, &count, nullptr)
           && count > 0)
        text.append(bytes, count);
    return save(words[1], text) ? 0 : 91;
}

HANDLE openConsole(const wchar_t *name)
{
    SECURITY_ATTRIBUTES inherited = { sizeof inherited, nullptr, TRUE };
    return ::CreateFileW(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                         &inherited, OPEN_EXISTING, 0, nullptr);
}

std::string consoleModes()
{
    DWORD out = 0;
    DWORD in = 0;
    if (!::GetConsoleMode(openConsole(L"CONOUT$"), &out)
        || !::GetConsoleMode(openConsole(L"CONIN$"), &in))
        return "no console";
    return "output " + std::to_string(::GetConsoleOutputCP()) + ' ' + std::to_string(out)
        + " input " + std::to_string(::GetConsoleCP()) + ' ' + std::to_string(in);
}

// console-modes FILE: writes there how its console is set up
int consoleModesTo(const Words &words)
{
    return save(words[1], consoleModes()) ? 0 : 93;
}

std::string screen()
{
    const HANDLE out = openConsole(L"CONOUT$");
    CONSOLE_SCREEN_BUFFER_INFO info = {};
    ::GetConsoleScreenBufferInfo(out, &info);
    std::string text;
    for (SHORT row = 0; row <= info.dwCursorPosition.Y; ++row) {
        std::wstring line(std::size_t(info.dwSize.X), L' ');
        DWORD count = 0;
        ::ReadConsoleOutputCharacterW(out, line.data(), DWORD(line.size()), { 0, row }, &count);
        line.resize(line.find_last_not_of(std::wstring(L" \0", 2)) + 1);
        text += utf8(line) + '\n';
    }
    return text;
}

void typeKeys(HANDLE console, const std::wstring &text)
{
    for (const wchar_t c : text) {
        INPUT_RECORD record = {};
        record.EventType = KEY_EVENT;
        record.Event.KeyEvent.bKeyDown = TRUE;
        record.Event.KeyEvent.wRepeatCount = 1;
        record.Event.KeyEvent.uChar.UnicodeChar = c == L'/' ? L'\r' : c;
        record.Event.KeyEvent.wVirtualKeyCode = c == L'/' ? VK_RETURN : 0;
        DWORD count = 0;
        ::WriteConsoleInputW(console, &record, 1, &count);
    }
}

/// As often as the file says, if it is there.
void pressKeysAskedFor(const std::wstring &path)
{
    std::FILE *file = _wfopen(path.c_str(), L"rb");
    if (!file)
        return;
    const int times = std::fgetc(file) - '0';
    std::fclose(file);
    ::DeleteFileW(path.c_str());
    for (int i = 0; i < times; ++i)
        ::GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
}

// in-console FOLDER on|off COMMAND LINE [KEYS]: sets its console up as old ones are, runs that with
// its output on it or not, and writes modes before and after, and what is seen, into files in the
// folder; in the keys `/` is Return; the file `press` there says how often to press Ctrl-C
int inConsole(const Words &words)
{
    // A handler, not the flag, which programs inherit.
    ::SetConsoleCtrlHandler([](DWORD) -> BOOL { return TRUE; }, TRUE);
    const HANDLE out = openConsole(L"CONOUT$");
    const HANDLE in = openConsole(L"CONIN$");
    ::SetConsoleOutputCP(437);
    ::SetConsoleCP(437);
    ::SetConsoleMode(out, ENABLE_PROCESSED_OUTPUT | ENABLE_WRAP_AT_EOL_OUTPUT);
    ::SetConsoleMode(in, ENABLE_PROCESSED_INPUT | ENABLE_LINE_INPUT | ENABLE_ECHO_INPUT);
    save(words[1] + L"/before", consoleModes());
    const bool on = words[2] == L"on";
    if (words.size() > 4)
        typeKeys(in, words[4]);
    STARTUPINFOW startup = {};
    startup.cb = sizeof startup;
    startup.dwFlags = STARTF_USESTDHANDLES;
    startup.hStdInput = on ? in : ::GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = on ? out : ::GetStdHandle(STD_OUTPUT_HANDLE);
    startup.hStdError = on ? out : ::GetStdHandle(STD_ERROR_HANDLE);
    PROCESS_INFORMATION process = {};
    std::wstring line = words[3];
    if (!::CreateProcessW(nullptr, line.data(), nullptr, nullptr, TRUE, 0, nullptr, nullptr,
                          &startup, &process))
        return 92;
    const std::wstring press = words[1] + L"/press";
    while (::WaitForSingleObject(process.hProcess, 20) == WAIT_TIMEOUT)
        pressKeysAskedFor(press);
    DWORD code = 0;
    ::GetExitCodeProcess(process.hProcess, &code);
    save(words[1] + L"/screen", screen());
    save(words[1] + L"/code", std::to_string(code));
    save(words[1] + L"/after", consoleModes());
    return 0;
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
    { L"window", 1, window },
    { L"tree", 1, tree },
    { L"spew", 1, spew },
    { L"environment", 1, environment },
    { L"folder", 0, folder },
    { L"has-handle", 1, hasHandle },
    { L"pipe-state", 0, pipeState },
    { L"copy-input", 0, copyInput },
    { L"exit-at-end", 1, exitAtEnd },
    { L"write-file", 1, writeFile },
    { L"console-modes", 1, consoleModesTo },
    { L"in-console", 3, inConsole },
    { L"input-to-file", 1, inputToFile },
    { L"note-keys", 1, noteKeys },
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
    // A copy of this file takes the place of a shell that Wine does not have.
    std::wstring self(1024, L'\0');
    self.resize(::GetModuleFileNameW(nullptr, self.data(), DWORD(self.size())));
    if (self.ends_with(L"\\pwsh.exe")) {
        for (const std::wstring &word : words)
            say('<' + utf8(word) + '>');
        return 0;
    }
    for (const Behaviour &behaviour : behaviours) {
        if (!words.empty() && words[0] == behaviour.name && words.size() > behaviour.words)
            return behaviour.run(words);
    }
    say("win_child: unknown behaviour or too few words");
    return 99;
}
