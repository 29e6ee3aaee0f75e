// SPDX-License-Identifier: MIT
#include <platform/program_file.h>

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace prun {

ProgramFile inspectProgram(const QByteArray &path)
{
    struct stat file
    {
    };
    if (::stat(path.constData(), &file) != 0)
        return errno == EACCES ? ProgramFile::NotExecutable : ProgramFile::Missing;
    if (S_ISDIR(file.st_mode))
        return ProgramFile::Folder;
    return ::access(path.constData(), X_OK) == 0 ? ProgramFile::Executable
                                                 : ProgramFile::NotExecutable;
}

bool isFolder(const QByteArray &path)
{
    struct stat file
    {
    };
    return ::stat(path.constData(), &file) == 0 && S_ISDIR(file.st_mode);
}

bool isPath(QByteArrayView name)
{
    return name.contains('/');
}

bool isAbsolutePath(QByteArrayView path)
{
    return path.startsWith('/');
}

QByteArrayList searchFolders(const QByteArray &path)
{
    QByteArrayList folders;
    for (const QByteArray &folder : path.split(':')) {
        if (isAbsolutePath(folder) && !folders.contains(folder))
            folders.append(folder);
    }
    return folders;
}

QByteArrayList programCandidates(const QByteArray &path)
{
    return { path };
}

SystemShell systemShell()
{
    return { "/bin/sh", true };
}

QByteArray interpreterOf(const QByteArray &path)
{
    const int descriptor = ::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0)
        return {};
    std::array<char, 256> start; // the kernel looks no further either
    const ssize_t count = ::read(descriptor, start.data(), start.size());
    ::close(descriptor);
    const QByteArray text(start.data(), count > 0 ? count : 0);
    if (!text.startsWith("#!"))
        return {};
    const QByteArray line = text.mid(2, text.indexOf('\n') - 2).trimmed();
    const qsizetype space = line.indexOf(' ');
    return space < 0 ? line : line.left(space);
}

const char *neededByPrograms()
{
    return "its loader (ELF interpreter)";
}

ArgumentLimits argumentLimits()
{
    constexpr long pagesOfOne = 32; // MAX_ARG_STRLEN of Linux
    return { ::sysconf(_SC_ARG_MAX), pagesOfOne * ::sysconf(_SC_PAGESIZE) };
}

} // namespace prun
