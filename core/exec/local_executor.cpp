// SPDX-License-Identifier: MIT
#include <core/exec/local_executor.h>

#include <core/config/printable.h>
#include <core/sources/cmd_words.h>
#include <core/sources/command_words.h>
#include <platform/command_line.h>
#include <platform/program_file.h>

namespace prun {

namespace {

// The last setting of PATH wins, as everywhere. Windows calls it Path, which is the same there.
QByteArray pathOf(const Surroundings &surroundings, const QByteArray &fallback)
{
    const auto letters = systemShell().posix ? Qt::CaseSensitive : Qt::CaseInsensitive;
    QByteArray path = fallback;
    for (const auto &[name, value] : surroundings.environment) {
        if (name.compare("PATH", letters) == 0)
            path = value;
    }
    return path;
}

Shell automaticShell()
{
    const SystemShell shell = systemShell();
    return { shell.posix ? Shell::Kind::Posix : Shell::Kind::Cmd, shell.program };
}

Result<void> checkArguments(const QByteArrayList &arguments)
{
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        if (arguments[i].contains('\0')) {
            return Error(Error::Code::Launch,
                         QStringLiteral("argument %1 of %2 has a NUL character")
                             .arg(i)
                             .arg(quoted(arguments[0])),
                         std::make_error_code(std::errc::invalid_argument));
        }
    }
    if (arguments[0].isEmpty()) {
        return Error(Error::Code::Launch, QStringLiteral("the name of the program is empty"),
                     std::make_error_code(std::errc::no_such_file_or_directory));
    }
    return {};
}

} // namespace

Result<LaunchSpec> LocalExecutor::prepare(const TaskSpec &task)
{
    const Surroundings &surroundings = *task.surroundings;
    if (!task.arguments.isEmpty()) {
        if (auto checked = checkArguments(task.arguments); !checked)
            return checked.error();
        return direct(task.arguments, surroundings);
    }
    if (auto checked = checkCommandLine(task.command); !checked)
        return checked.error();
    switch (surroundings.shell.kind) {
    case Shell::Kind::Automatic:
        return automatic(task.command, surroundings);
    case Shell::Kind::None:
        return direct(splitAtWhiteSpace(task.command), surroundings);
    default:
        return throughShell(surroundings.shell, task.command, surroundings);
    }
}

Result<LaunchSpec> LocalExecutor::automatic(const QByteArray &line,
                                            const Surroundings &surroundings)
{
    if (!systemShell().posix)
        return automaticOrCmd(line, surroundings);
    if (needsShell(line))
        return throughShell(automaticShell(), line, surroundings);
    const QByteArrayList words = splitAtWhiteSpace(line);
    Result<LaunchSpec> launch = direct(words, surroundings);
    // A system may lack the program `true`, but not the builtin.
    if (!launch && isShellBuiltin(words[0]))
        return throughShell(automaticShell(), line, surroundings);
    return launch;
}

// On Windows: a program takes its arguments apart itself, so it gets them as they are written. A
// batch file is something that cmd.exe reads, and so is its command line. But cmd.exe would look
// for the file in the working folder first, and would take no path with slashes.
Result<LaunchSpec> LocalExecutor::automaticOrCmd(const QByteArray &line,
                                                 const Surroundings &surroundings)
{
    if (needsCmd(line))
        return throughShell(automaticShell(), line, surroundings);
    const CmdLine words = splitFirstWord(line);
    Result<QByteArray> program = resolve(words.program, surroundings);
    if (!program)
        return std::move(program.error());
    LaunchSpec launch;
    if (isBatchFile(*program)) {
        launch.program = systemShell().program;
        launch.arguments = { launch.program };
        launch.nativeArguments = batchLine(*program, words.rest);
    } else {
        launch.program = std::move(*program);
        launch.arguments = { words.program };
        launch.nativeArguments = words.rest.isNull() ? QByteArray("") : words.rest;
    }
    launch.workingDirectory = surroundings.workingDirectory;
    launch.environment = surroundings.environment;
    return launch;
}

// Its arguments are data, of which cmd.exe is to interpret nothing.
Result<LaunchSpec> LocalExecutor::batchFile(LaunchSpec launch, const QByteArrayList &words)
{
    const std::optional<QByteArray> line = batchArguments(launch.program, words);
    if (!line) {
        return Error(
            Error::Code::Launch,
            QStringLiteral("an argument of %1 has a line end, which cmd.exe cannot pass on")
                .arg(quoted(words[0])),
            std::make_error_code(std::errc::invalid_argument));
    }
    launch.program = systemShell().program;
    launch.arguments = { launch.program };
    launch.nativeArguments = *line;
    return launch;
}

Result<LaunchSpec> LocalExecutor::direct(const QByteArrayList &words,
                                         const Surroundings &surroundings)
{
    Result<QByteArray> program = resolve(words[0], surroundings);
    if (!program)
        return std::move(program.error());
    LaunchSpec launch;
    launch.program = std::move(*program);
    launch.arguments = words;
    launch.workingDirectory = surroundings.workingDirectory;
    launch.environment = surroundings.environment;
    if (!systemShell().posix && isBatchFile(launch.program))
        return batchFile(std::move(launch), words);
    return launch;
}

Result<LaunchSpec> LocalExecutor::throughShell(const Shell &shell, const QByteArray &line,
                                               const Surroundings &surroundings)
{
    const QByteArray name = shell.program.mid(shell.program.lastIndexOf('/') + 1);
    switch (shell.kind) {
    case Shell::Kind::PowerShell: {
        QByteArrayList words = { shell.program, "-NoProfile", "-Command", line };
        return direct(words, surroundings);
    }
    case Shell::Kind::Cmd: {
        Result<LaunchSpec> launch = direct({ shell.program }, surroundings);
        if (launch)
            launch->nativeArguments = "/d /s /c \"" + line + '"';
        return launch;
    }
    default: {
        Result<LaunchSpec> launch = direct({ shell.program, "-c", line }, surroundings);
        if (launch)
            launch->arguments[0] = name;
        return launch;
    }
    }
}

// A path is seen from the working folder of the command; the start itself tells what is wrong with
// it.
Result<QByteArray> LocalExecutor::resolve(const QByteArray &name, const Surroundings &surroundings)
{
    if (!isPath(name))
        return m_programs.find(name, pathOf(surroundings, m_path));
    const QByteArray folder = isAbsolutePath(name) || surroundings.workingDirectory.isEmpty()
        ? QByteArray()
        : surroundings.workingDirectory + '/';
    for (const QByteArray &candidate : programCandidates(name)) {
        if (inspectProgram(folder + candidate) == ProgramFile::Executable)
            return candidate;
    }
    return name;
}

} // namespace prun
