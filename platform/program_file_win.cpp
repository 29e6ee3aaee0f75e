// SPDX-License-Identifier: MIT
#include <platform/program_file.h>

#include <QtCore/qfileinfo.h>

namespace prun {

ProgramFile inspectProgram(const QByteArray &path)
{
    const QFileInfo file(QString::fromUtf8(path));
    if (!file.exists())
        return ProgramFile::Missing;
    if (file.isDir())
        return ProgramFile::Folder;
    return file.isExecutable() ? ProgramFile::Executable : ProgramFile::NotExecutable;
}

bool isFolder(const QByteArray &path)
{
    return QFileInfo(QString::fromUtf8(path)).isDir();
}

SystemShell systemShell()
{
    return { "cmd.exe", false };
}

QByteArray interpreterOf(const QByteArray &)
{
    return {};
}

ArgumentLimits argumentLimits()
{
    return { 32767, 32767 };
}

} // namespace prun
