// SPDX-License-Identifier: MIT
#include <platform/hidden_call_win.h>
#include <platform/isolated_call.h>
#include <platform/job_objects_win.h>
#include <platform/last_words.h>

#include <QtCore/qdeadlinetimer.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include <qt_windows.h>

// Windows cannot copy a process. So this program is started once more, under a hidden name of a
// call, with three handles: memory with the description of the call, an event by which it says that
// the call returned, and a pipe as its standard error.

namespace prun {

namespace {

constexpr wchar_t kHelperWord[] = L"isolated-call";
constexpr DWORD kLookEvery = 10; // ms; for a call that writes more than the pipe takes
constexpr DWORD kAborted = 0x40000015; // STATUS_FATAL_APP_EXIT
constexpr int kAbortSignal = 6; // that of Unix

using Run = void (*)(const QByteArray &);
Run s_run = nullptr;

class OwnedHandle
{
public:
    OwnedHandle() = default;
    explicit OwnedHandle(HANDLE handle)
        : m_handle(handle == INVALID_HANDLE_VALUE ? nullptr : handle)
    { }
    ~OwnedHandle() { reset(); }
    OwnedHandle(OwnedHandle &&other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) { }
    OwnedHandle &operator=(OwnedHandle &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    Q_DISABLE_COPY(OwnedHandle)

    HANDLE get() const { return m_handle; }
    quintptr number() const { return reinterpret_cast<quintptr>(m_handle); }
    void reset()
    {
        if (m_handle)
            ::CloseHandle(std::exchange(m_handle, nullptr));
    }

private:
    HANDLE m_handle = nullptr;
};

/// What both processes have.
struct Link
{
    OwnedHandle description;
    OwnedHandle returned;
    OwnedHandle words; ///< this process reads them
    OwnedHandle wordsOfChild;
    OwnedHandle nothing; ///< the null device
};

/// Handles that a child can inherit; only the one that is started below is given them.
bool open(Link *link, const QByteArray &description)
{
    SECURITY_ATTRIBUTES inherited = { sizeof inherited, nullptr, TRUE };
    const auto size = static_cast<quint64>(description.size()) + 1; // there is no empty memory
    link->description = OwnedHandle(
        ::CreateFileMappingW(INVALID_HANDLE_VALUE, &inherited, PAGE_READWRITE,
                             static_cast<DWORD>(size >> 32), static_cast<DWORD>(size), nullptr));
    void *const memory = ::MapViewOfFile(link->description.get(), FILE_MAP_WRITE, 0, 0, 0);
    if (!memory)
        return false;
    std::memcpy(memory, description.constData(), static_cast<std::size_t>(size)); // with its NUL
    ::UnmapViewOfFile(memory);

    link->returned = OwnedHandle(::CreateEventW(&inherited, TRUE, FALSE, nullptr));
    HANDLE reading = nullptr;
    HANDLE writing = nullptr;
    if (!link->returned.get() || !::CreatePipe(&reading, &writing, &inherited, 0))
        return false;
    link->words = OwnedHandle(reading);
    link->wordsOfChild = OwnedHandle(writing);
    ::SetHandleInformation(reading, HANDLE_FLAG_INHERIT, 0);
    link->nothing = OwnedHandle(::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE,
                                              FILE_SHARE_READ | FILE_SHARE_WRITE, &inherited,
                                              OPEN_EXISTING, 0, nullptr));
    return link->nothing.get() != nullptr;
}

/// Of a process that is suspended; null handles after a failure.
PROCESS_INFORMATION start(const Link &link, qsizetype size)
{
    std::array<HANDLE, 4> handles = { link.description.get(), link.returned.get(),
                                      link.wordsOfChild.get(), link.nothing.get() };
    std::vector<char> memory;
    SIZE_T bytes = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &bytes);
    memory.resize(bytes);
    STARTUPINFOEXW startup = {};
    startup.StartupInfo.cb = sizeof startup;
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    startup.StartupInfo.hStdInput = startup.StartupInfo.hStdOutput = link.nothing.get();
    startup.StartupInfo.hStdError = link.wordsOfChild.get();
    startup.lpAttributeList = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory.data());
    PROCESS_INFORMATION process = {};
    if (!::InitializeProcThreadAttributeList(startup.lpAttributeList, 1, 0, &bytes)
        || !::UpdateProcThreadAttribute(startup.lpAttributeList, 0,
                                        PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles.data(),
                                        sizeof handles, nullptr, nullptr))
        return process;
    const std::wstring program = ownProgram();
    std::wstring line = hiddenCall(
        kHelperWord,
        { link.description.number(), static_cast<quintptr>(size), link.returned.number() });
    // A console without a window: what it starts would otherwise open one.
    constexpr DWORD flags = CREATE_SUSPENDED | CREATE_NO_WINDOW | EXTENDED_STARTUPINFO_PRESENT;
    ::CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, TRUE, flags, nullptr, nullptr,
                     &startup.StartupInfo, &process);
    const DWORD error = ::GetLastError();
    ::DeleteProcThreadAttributeList(startup.lpAttributeList);
    ::SetLastError(error);
    return process;
}

void readWords(HANDLE pipe, LastWords *words)
{
    std::array<char, 1024> buffer;
    DWORD waiting = 0;
    while (::PeekNamedPipe(pipe, nullptr, 0, nullptr, &waiting, nullptr) && waiting > 0) {
        DWORD got = 0;
        if (!::ReadFile(pipe, buffer.data(), static_cast<DWORD>(buffer.size()), &got, nullptr))
            return;
        words->append(buffer.data(), got);
    }
}

enum class Waited : quint8 { Returned, Ended, TooLong };

/// Until the child says that the call returned, or cannot say it any more.
Waited waitForReturn(HANDLE child, const Link &link, LastWords *said, QDeadlineTimer deadline)
{
    const std::array<HANDLE, 2> either = { link.returned.get(), child }; // the first one counts
    while (!deadline.hasExpired()) {
        const auto wait =
            static_cast<DWORD>(qMin<qint64>(deadline.remainingTime() + 1, kLookEvery));
        const DWORD which = ::WaitForMultipleObjects(2, either.data(), FALSE, wait);
        readWords(link.words.get(), said);
        if (which == WAIT_OBJECT_0)
            return Waited::Returned;
        if (which != WAIT_TIMEOUT)
            return Waited::Ended;
    }
    return Waited::TooLong;
}

IsolatedEnd endOf(HANDLE child, Waited how)
{
    using Kind = IsolatedEnd::Kind;
    if (how == Waited::Returned)
        return { Kind::Returned, 0, {}, {} };
    if (how == Waited::TooLong)
        return { Kind::TimedOut, 0, {}, {} };
    DWORD code = 0;
    ::GetExitCodeProcess(child, &code);
    if (code == kAborted)
        return { Kind::Signaled, kAbortSignal, {}, {} };
    // An NTSTATUS that warns or tells an error, as QProcess sees it.
    const bool crashed = code >= 0x80000000 && code < 0xD0000000;
    return { crashed ? Kind::Signaled : Kind::Exited, static_cast<int>(code), {}, {} };
}

IsolatedEnd notTried(DWORD error)
{
    return {
        IsolatedEnd::Kind::NotTried, 0, {}, { static_cast<int>(error), std::system_category() }
    };
}

[[noreturn]] void endAtOnce(UINT code)
{
    ::TerminateProcess(::GetCurrentProcess(), code); // nothing that was loaded may run at exit
    std::abort();
}

void endAborted(int)
{
    endAtOnce(kAborted);
}

LONG WINAPI endCrashed(EXCEPTION_POINTERS *exception)
{
    endAtOnce(exception->ExceptionRecord->ExceptionCode);
}

/// Nobody is asked or told when it crashes, and what Qt says of it goes to standard error.
void prepareForCrashes()
{
    ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
    ::SetUnhandledExceptionFilter(endCrashed);
    std::signal(SIGABRT, endAborted);
    qputenv("QT_FORCE_STDERR_LOGGING", "1");
    std::setvbuf(stderr, nullptr, _IONBF, 0); // nothing is written any more when it crashes
}

} // namespace

IsolatedEnd callIsolated(const IsolatedCall &call, std::chrono::milliseconds limit)
{
    if (!s_run)
        return {
            IsolatedEnd::Kind::NotTried, 0, {}, std::make_error_code(std::errc::not_supported)
        };
    const QByteArray description = call.describe();
    Link link;
    if (!open(&link, description))
        return notTried(::GetLastError());
    const OwnedHandle job(job_objects::create());
    const PROCESS_INFORMATION process = start(link, description.size());
    const OwnedHandle child(process.hProcess);
    const OwnedHandle thread(process.hThread);
    if (!child.get())
        return notTried(::GetLastError());
    if (!job.get() || !::AssignProcessToJobObject(job.get(), child.get())) {
        const DWORD error = ::GetLastError();
        ::TerminateProcess(child.get(), job_objects::kKilled);
        return notTried(error);
    }
    const QDeadlineTimer deadline(limit);
    ::ResumeThread(thread.get());
    link.wordsOfChild.reset();

    LastWords said;
    const Waited how = waitForReturn(child.get(), link, &said, deadline);
    ::TerminateJobObject(job.get(), job_objects::kKilled);
    IsolatedEnd end = endOf(child.get(), how);
    readWords(link.words.get(), &said);
    end.lastWords = said.line();
    return end;
}

void answerIsolatedCall(Run run)
{
    s_run = run;
    const std::vector<quintptr> numbers = numbersOfHiddenCall(kHelperWord);
    if (numbers.size() != 3)
        return;
    prepareForCrashes();
    const OwnedHandle memory(reinterpret_cast<HANDLE>(numbers[0]));
    const OwnedHandle returned(reinterpret_cast<HANDLE>(numbers[2]));
    const void *const bytes = ::MapViewOfFile(memory.get(), FILE_MAP_READ, 0, 0, 0);
    if (!bytes)
        endAtOnce(1);
    const QByteArray description(static_cast<const char *>(bytes),
                                 static_cast<qsizetype>(numbers[1]));
    ::UnmapViewOfFile(bytes);
    run(description);
    ::SetEvent(returned.get());
    endAtOnce(0);
}

} // namespace prun
