// SPDX-License-Identifier: MIT
#include <platform/child_launch.h>
#include <platform/command_line.h>
#include <platform/job_objects_win.h>
#include <platform/long_path_win.h>
#include <platform/pipe_win.h>

#include <QtCore/qdir.h>
#include <QtCore/qprocess.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <utility>

#include <qt_windows.h>

namespace prun {

using Step = LaunchProblem::Step;

namespace {

std::wstring wide(QByteArrayView utf8)
{
    return QString::fromUtf8(utf8).toStdWString();
}

/// The environment of a process: sorted without regard to case, as Windows wants it; of names that
/// differ in case only, the last one counts.
std::vector<wchar_t> environmentBlock(const char *const *entries)
{
    std::map<QString, QString> variables;
    for (const char *const *entry = entries; *entry; ++entry) {
        const QString text = QString::fromUtf8(*entry);
        const QString name = text.left(text.indexOf(u'=')).toUpper();
        variables[name] = text;
    }
    std::vector<wchar_t> block;
    for (const auto &[name, text] : variables) {
        const std::wstring entry = text.toStdWString();
        block.insert(block.end(), entry.c_str(), entry.c_str() + entry.size() + 1);
    }
    if (block.empty())
        block.push_back(L'\0');
    block.push_back(L'\0');
    return block;
}

int errnoOf(DWORD error)
{
    switch (error) {
    case ERROR_FILE_NOT_FOUND:
    case ERROR_PATH_NOT_FOUND:
    case ERROR_INVALID_NAME:
    case ERROR_BAD_PATHNAME:
        return ENOENT;
    case ERROR_ACCESS_DENIED:
    case ERROR_SHARING_VIOLATION:
        return EACCES;
    case 740: // ERROR_ELEVATION_REQUIRED, which mingw does not know
        return EPERM;
    case ERROR_BAD_EXE_FORMAT:
    case ERROR_EXE_MACHINE_TYPE_MISMATCH:
        return ENOEXEC;
    case ERROR_FILENAME_EXCED_RANGE:
        return E2BIG; // of a command line: more than 32,767 characters
    case ERROR_NOT_ENOUGH_MEMORY:
    case ERROR_OUTOFMEMORY:
    case ERROR_COMMITMENT_LIMIT:
    case ERROR_NO_SYSTEM_RESOURCES:
        return ENOMEM;
    case ERROR_INTERNAL_ERROR:
        // Wine 8 says this of about one start in 1,500, for no reason that lies in the program. It
        // is worth another try, as a shortage is; one that lasts is told in the end, with its
        // number.
        return EAGAIN;
    default:
        return EINVAL;
    }
}

/// Seen from the working folder of the command, where CreateProcess would look from that of prun.
QString absoluteProgram(const ChildLaunch &launch)
{
    const QString program = QDir::fromNativeSeparators(QString::fromUtf8(launch.program));
    const QDir folder = launch.workingDirectory ? QDir(QString::fromUtf8(launch.workingDirectory))
                                                : QDir::current();
    return QDir::toNativeSeparators(QDir::cleanPath(folder.absoluteFilePath(program)));
}

} // namespace

struct ChildLauncher::Private
{
    void prepare(const ChildLaunch &launch);
    void modify(QProcess::CreateProcessArguments &call);
    void connectStreams(const ChildLaunch &launch);
    void makeAttributes();
    void inheritHandles(bool inherit) const;
    void startIn(QProcess &parent);
    LaunchProblem registerAndResume();
    void dropJob();

    std::wstring program;
    std::wstring commandLine;
    std::wstring folder;
    std::vector<wchar_t> environment;
    STARTUPINFOEXW startup = {};
    std::vector<HANDLE> handles; // those that the child inherits, each once
    std::vector<char> attributes; // memory of the list of attributes
    HANDLE job = nullptr; // until the registry has it
    bool ownGroup = true;
    PROCESS_INFORMATION *process = nullptr; // of the process that starts, QProcess's own
    DWORD error = 0;
};

ChildLauncher::ChildLauncher(std::vector<int>) : d(std::make_unique<Private>()) { }

ChildLauncher::~ChildLauncher() = default;

void ChildLauncher::adopt(QProcess &process)
{
    // Qt makes no pipes of its own, and its program and arguments are replaced by ours.
    process.setProcessChannelMode(QProcess::ForwardedChannels);
    process.setInputChannelMode(QProcess::ForwardedInputChannel);
    process.setProgram(QStringLiteral("prun"));
    process.setCreateProcessArgumentsModifier(
        [this](QProcess::CreateProcessArguments *call) { d->modify(*call); });
    // The first thing that QProcess does after a failure is to say that it does not run: the only
    // moment at which the reason is still there as a number.
    QObject::connect(&process, &QProcess::stateChanged, &process,
                     [this](QProcess::ProcessState state) {
                         if (state == QProcess::NotRunning)
                             d->error = ::GetLastError();
                     });
}

LaunchProblem ChildLauncher::start(QProcess &process, const ChildLaunch &launch)
{
    if (launch.workingDirectory && !QDir(QString::fromUtf8(launch.workingDirectory)).exists())
        return { Step::Folder, ENOENT };
    d->prepare(launch);
    if (launch.workingDirectory && d->folder.empty())
        return { Step::Folder, ENAMETOOLONG };
    d->job = job_objects::create();
    if (!d->job)
        return { Step::Group, errnoOf(::GetLastError()) };
    d->makeAttributes();
    d->startIn(process);
    if (process.state() != QProcess::Running) {
        d->dropJob();
        const int error = errnoOf(d->error);
        const bool vague = error == EINVAL || error == EAGAIN;
        return { Step::Program, error, vague ? quint32(d->error) : 0 };
    }
    const LaunchProblem problem = d->registerAndResume();
    if (problem.step != Step::None) {
        // It was terminated. This is no ending of a command, and QProcess has to be free again.
        const QSignalBlocker blocker(process);
        process.waitForFinished();
    }
    return problem;
}

void ChildLauncher::Private::prepare(const ChildLaunch &launch)
{
    const QByteArray path = absoluteProgram(launch).toUtf8();
    program = shortPath(path);
    if (program.empty())
        program = longPath(path);
    commandLine = wide(quotedForWindows(launch.arguments[0]));
    if (launch.nativeArguments) {
        commandLine += L' ' + wide(launch.nativeArguments);
    } else {
        for (const char *const *argument = launch.arguments + 1; *argument; ++argument)
            commandLine += L' ' + wide(quotedForWindows(*argument));
    }
    folder = launch.workingDirectory ? shortPath(launch.workingDirectory) : std::wstring();
    environment = environmentBlock(launch.environment);
    ownGroup = launch.ownGroup;
    connectStreams(launch);
}

void ChildLauncher::Private::startIn(QProcess &parent)
{
    error = 0;
    inheritHandles(true);
    parent.start(QIODevice::ReadOnly | QIODevice::Unbuffered);
    inheritHandles(false);
    ::DeleteProcThreadAttributeList(startup.lpAttributeList);
}

void ChildLauncher::Private::connectStreams(const ChildLaunch &launch)
{
    startup = {};
    startup.StartupInfo.cb = sizeof startup;
    startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
    const auto handleOf = [](int descriptor, DWORD inherited) {
        return descriptor >= 0 ? handleOfDescriptor(descriptor) : ::GetStdHandle(inherited);
    };
    startup.StartupInfo.hStdInput = handleOf(launch.input, STD_INPUT_HANDLE);
    startup.StartupInfo.hStdOutput = handleOf(launch.output, STD_OUTPUT_HANDLE);
    startup.StartupInfo.hStdError = handleOf(launch.error, STD_ERROR_HANDLE);
    handles.clear();
    for (const HANDLE handle : { startup.StartupInfo.hStdInput, startup.StartupInfo.hStdOutput,
                                 startup.StartupInfo.hStdError }) {
        const bool known = std::find(handles.begin(), handles.end(), handle) != handles.end();
        if (handle && handle != INVALID_HANDLE_VALUE && !known)
            handles.push_back(handle);
    }
}

void ChildLauncher::Private::makeAttributes()
{
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 2, 0, &size);
    attributes.resize(size);
    startup.lpAttributeList = reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(attributes.data());
    ::InitializeProcThreadAttributeList(startup.lpAttributeList, 2, 0, &size);
    // Born in its job, the process ends with prun from its first moment on.
    ::UpdateProcThreadAttribute(startup.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_JOB_LIST, &job,
                                sizeof job, nullptr, nullptr);
    ::UpdateProcThreadAttribute(startup.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST,
                                handles.data(), handles.size() * sizeof(HANDLE), nullptr, nullptr);
}

/// Only at the moment of a start: what hooks start meanwhile would have them too, and a pipe that
/// somebody else has open does not end.
void ChildLauncher::Private::inheritHandles(bool inherit) const
{
    for (const HANDLE handle : handles)
        ::SetHandleInformation(handle, HANDLE_FLAG_INHERIT, inherit ? HANDLE_FLAG_INHERIT : 0);
}

void ChildLauncher::Private::modify(QProcess::CreateProcessArguments &call)
{
    call.applicationName = program.c_str();
    call.arguments = commandLine.data();
    call.environment = environment.data();
    call.currentDirectory = folder.empty() ? nullptr : folder.c_str();
    call.inheritHandles = true;
    // A console of its own, without a window: so Ctrl-C can be sent to this command alone. Never a
    // process group of its own, which would not get Ctrl-C.
    call.flags = CREATE_UNICODE_ENVIRONMENT | CREATE_SUSPENDED | EXTENDED_STARTUPINFO_PRESENT
        | (ownGroup ? CREATE_NO_WINDOW : 0);
    call.startupInfo = &startup.StartupInfo;
    process = call.processInformation;
}

/// Nothing of the program has run yet: whoever asks for its job finds it.
LaunchProblem ChildLauncher::Private::registerAndResume()
{
    BOOL inJob = FALSE;
    if (!::IsProcessInJob(process->hProcess, job, &inJob) || !inJob) {
        const int reason = errnoOf(::GetLastError());
        ::TerminateProcess(process->hProcess, job_objects::kKilled);
        dropJob();
        return { Step::Group, reason };
    }
    job_objects::add(process->dwProcessId, std::exchange(job, nullptr), ownGroup);
    ::ResumeThread(process->hThread);
    return {};
}

void ChildLauncher::Private::dropJob()
{
    ::CloseHandle(std::exchange(job, nullptr));
}

std::vector<int> jobserverDescriptors(const char *)
{
    return {}; // make on Windows names a semaphore, which needs no handle
}

} // namespace prun
