// SPDX-License-Identifier: MIT
#include <platform/program_file.h>

#include <QtCore/qdir.h>
#include <QtCore/qfileinfo.h>

#include <array>

#include <qt_windows.h>

namespace prun {

namespace {

QByteArrayList pathEndings()
{
    QByteArray endings = qgetenv("PATHEXT");
    if (endings.isEmpty())
        endings = ".COM;.EXE;.BAT;.CMD";
    QByteArrayList list;
    for (const QByteArray &ending : endings.toLower().split(';')) {
        if (ending.startsWith('.') && ending.size() > 1)
            list.append(ending);
    }
    return list;
}

/// What can be started: a program, or a script that cmd.exe runs.
bool hasProgramEnding(const QString &path)
{
    for (const char *ending : { ".exe", ".com", ".bat", ".cmd" }) {
        if (path.endsWith(QLatin1String(ending), Qt::CaseInsensitive))
            return true;
    }
    return false;
}

/// CON, NUL, COM1 and the like are devices in every folder and with every ending.
bool isDevice(const QString &path)
{
    const QString name = QFileInfo(path).fileName().section(u'.', 0, 0).trimmed().toUpper();
    for (const char *device : { "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$" }) {
        if (name == QLatin1String(device))
            return true;
    }
    return name.size() == 4 && (name.startsWith(u"COM") || name.startsWith(u"LPT"))
        && name.back().isDigit();
}

} // namespace

ProgramFile inspectProgram(const QByteArray &path)
{
    const QString name = QString::fromUtf8(path);
    const QFileInfo file(name);
    if (isDevice(name) || !file.exists())
        return ProgramFile::Missing;
    if (file.isDir())
        return ProgramFile::Folder;
    return hasProgramEnding(name) ? ProgramFile::Executable : ProgramFile::NotExecutable;
}

bool isFolder(const QByteArray &path)
{
    return QFileInfo(QString::fromUtf8(path)).isDir();
}

bool isPath(QByteArrayView name)
{
    return name.contains('/') || name.contains('\\') || (name.size() > 1 && name[1] == ':');
}

bool isAbsolutePath(QByteArrayView path)
{
    return QDir::isAbsolutePath(QString::fromUtf8(path));
}

// Quotes keep a semicolon together.
QByteArrayList searchFolders(const QByteArray &path)
{
    QByteArrayList folders;
    QByteArray folder;
    bool quoted = false;
    for (const char c : path + ';') {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ';' && !quoted) {
            if (isAbsolutePath(folder) && !folders.contains(folder))
                folders.append(folder);
            folder.clear();
        } else {
            folder += c;
        }
    }
    return folders;
}

QByteArrayList programCandidates(const QByteArray &path)
{
    QByteArrayList candidates;
    if (hasProgramEnding(QString::fromUtf8(path)))
        candidates.append(path);
    for (const QByteArray &ending : pathEndings())
        candidates.append(path + ending);
    if (candidates.first() != path)
        candidates.append(path); // for a message: it is there, but nothing that can be started
    return candidates;
}

// Not by COMSPEC, which anyone can set, and never from the working folder.
SystemShell systemShell()
{
    std::array<wchar_t, MAX_PATH> folder = {};
    const UINT size = ::GetSystemDirectoryW(folder.data(), static_cast<UINT>(folder.size()));
    return { QString::fromWCharArray(folder.data(), static_cast<int>(size)).toUtf8() + "\\cmd.exe",
             false };
}

QByteArray interpreterOf(const QByteArray &)
{
    return {};
}

const char *neededByPrograms()
{
    return "something that it needs";
}

ArgumentLimits argumentLimits()
{
    return { 32767, 32767 };
}

} // namespace prun
