// SPDX-License-Identifier: MIT
#include <core/exec/launch_errors.h>

#include <core/config/printable.h>

#include <algorithm>
#include <cerrno>

namespace prun {

namespace {

using Kind = LaunchFailure::Kind;

std::error_code systemError(int number)
{
    return std::error_code(number, std::generic_category());
}

Error launchError(const QString &what, int number)
{
    return Error(Error::Code::Launch, what, systemError(number));
}

// Where the program is, seen from prun.
QByteArray pathOf(const LaunchSpec &launch)
{
    const bool relative = !isAbsolutePath(launch.program) && !launch.workingDirectory.isEmpty();
    return relative ? launch.workingDirectory + '/' + launch.program : launch.program;
}

bool isShortage(int error)
{
    return error == EMFILE || error == ENFILE || error == EAGAIN || error == ENOMEM;
}

QString number(qsizetype value)
{
    return QString::number(value);
}

Error tooLong(const LaunchSpec &launch)
{
    qsizetype together = 0;
    qsizetype longest = 0;
    const auto count = [&](qsizetype size) {
        together += size;
        longest = std::max(longest, size);
    };
    for (const QByteArray &argument : launch.arguments)
        count(argument.size() + 1);
    for (const auto &[name, value] : launch.environment)
        count(name.size() + value.size() + 2);
    const ArgumentLimits limits = argumentLimits();
    const bool single = limits.single != 0 && longest > limits.single;
    Error error = launchError(QStringLiteral("cannot start %1").arg(quoted(launch.program)), E2BIG);
    if (single) {
        return std::move(error).hint(
            QStringLiteral("one argument or variable has %1 bytes, the limit is %2")
                .arg(number(longest), number(limits.single)));
    }
    return std::move(error).hint(QStringLiteral("arguments and environment have %1 bytes and more, "
                                                "the limit is %2 for all together")
                                     .arg(number(together), number(limits.together)));
}

// A file that exists, but of which the system says that it does not: what it needs is missing.
LaunchFailure missing(const LaunchSpec &launch)
{
    if (inspectProgram(pathOf(launch)) == ProgramFile::Missing) {
        return { Kind::NotFound,
                 launchError(
                     QStringLiteral("cannot find the program %1").arg(quoted(launch.program)),
                     ENOENT) };
    }
    const QByteArray interpreter = interpreterOf(pathOf(launch));
    const QString what = interpreter.isEmpty()
        ? QStringLiteral("cannot start %1: %2 is missing")
              .arg(quoted(launch.program), QLatin1String(neededByPrograms()))
        : QStringLiteral("cannot start %1: its interpreter %2 is missing")
              .arg(quoted(launch.program), quoted(interpreter));
    return { Kind::NotExecutable, launchError(what, ENOENT) };
}

Error withSystemError(Error error, const LaunchProblem &problem)
{
    if (problem.systemError == 0)
        return error;
    return std::move(error).hint(QStringLiteral("error %1 of Windows").arg(problem.systemError));
}

LaunchFailure explainProgram(const LaunchProblem &problem, const LaunchSpec &launch)
{
    const QString what = QStringLiteral("cannot start %1").arg(quoted(launch.program));
    const int error = problem.error;
    switch (error) {
    case ENOENT:
        return missing(launch);
    case E2BIG:
        return { Kind::NotExecutable, tooLong(launch) };
    case EACCES: {
        const ProgramFile file = inspectProgram(pathOf(launch));
        if (file == ProgramFile::Folder || file == ProgramFile::NotExecutable)
            return { Kind::NotExecutable, programNotUsable(launch.program, file) };
        break;
    }
    case ENOEXEC:
        return { Kind::NotExecutable,
                 launchError(what, error)
                     .hint(QStringLiteral("a script needs a first line such as #!/bin/sh")) };
    default:
        break;
    }
    return { Kind::NotExecutable, withSystemError(launchError(what, error), problem) };
}

} // namespace

Error programNotFound(const QByteArray &name, const QByteArrayList &searched)
{
    Error error =
        launchError(QStringLiteral("cannot find the program %1").arg(quoted(name)), ENOENT);
    if (searched.isEmpty()) {
        return std::move(error).hint(
            QStringLiteral("PATH names no folder to search; those must be absolute"));
    }
    return std::move(error).hint(QStringLiteral("searched ") + printable(searched.join(", ")));
}

Error programNotUsable(const QByteArray &path, ProgramFile why)
{
    if (why == ProgramFile::Folder)
        return launchError(QStringLiteral("cannot start %1").arg(quoted(path)), EISDIR);
    return launchError(QStringLiteral("cannot start %1").arg(quoted(path)), EACCES)
        .hint(QStringLiteral("it is not executable"));
}

LaunchFailure explain(const LaunchProblem &problem, const LaunchSpec &launch)
{
    const bool shortage = problem.step == LaunchProblem::Step::Resources
        || (isShortage(problem.error) && problem.step != LaunchProblem::Step::Folder);
    if (shortage) {
        const QString what = QStringLiteral("cannot start %1").arg(quoted(launch.program));
        return { Kind::Resources, withSystemError(launchError(what, problem.error), problem) };
    }
    switch (problem.step) {
    case LaunchProblem::Step::Folder:
        return { Kind::NotExecutable,
                 launchError(QStringLiteral("cannot enter the working folder %1")
                                 .arg(quoted(launch.workingDirectory)),
                             problem.error) };
    case LaunchProblem::Step::Program:
        return explainProgram(problem, launch);
    default:
        return { Kind::NotExecutable,
                 launchError(
                     QStringLiteral("cannot prepare the start of %1").arg(quoted(launch.program)),
                     problem.error) };
    }
}

} // namespace prun
