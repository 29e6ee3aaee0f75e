// SPDX-License-Identifier: MIT
#include "proc_files.h"

#include <QtCore/qdir.h>
#include <QtCore/qfile.h>

#include <optional>
#include <unistd.h>

namespace {

QByteArray contentOf(int pid, const char *file)
{
    QFile source(QStringLiteral("/proc/%1/%2").arg(pid).arg(QLatin1String(file)));
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

std::optional<ProcessFacts> factsOf(int pid)
{
    const QByteArray text = contentOf(pid, "stat");
    const qsizetype nameEnd = text.lastIndexOf(')');
    if (nameEnd < 0)
        return {};
    const QList<QByteArray> words = text.mid(nameEnd + 2).split(' ');
    const qsizetype nameBegin = text.indexOf('(') + 1;
    return ProcessFacts{ pid, words[1].toInt(), words[2].toInt(), words[0][0],
                         text.mid(nameBegin, nameEnd - nameBegin) };
}

} // namespace

QList<ProcessFacts> allProcesses()
{
    QList<ProcessFacts> all;
    const QStringList names = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &name : names) {
        bool isNumber = false;
        const int pid = name.toInt(&isNumber);
        if (!isNumber)
            continue;
        if (const std::optional<ProcessFacts> facts = factsOf(pid))
            all << *facts;
    }
    return all;
}

char processState(int pid)
{
    const std::optional<ProcessFacts> facts = factsOf(pid);
    return facts ? facts->state : '?';
}

bool processLives(int pid)
{
    const char state = processState(pid);
    return state != '?' && state != 'Z' && state != 'X';
}

QList<int> childrenOf(int pid)
{
    QList<int> children;
    const QList<ProcessFacts> all = allProcesses();
    for (const ProcessFacts &process : all) {
        if (process.parent == pid)
            children << process.pid;
    }
    return children;
}

bool hasVariable(int pid, const QByteArray &variable)
{
    return contentOf(pid, "environ").split('\0').contains(variable);
}

qint64 residentSize(int pid)
{
    const QByteArrayList lines = contentOf(pid, "status").split('\n');
    for (const QByteArray &line : lines) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').first().toLongLong();
    }
    return -1;
}

std::chrono::milliseconds processorTime(int pid)
{
    const QByteArray text = contentOf(pid, "stat");
    const QByteArrayList fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 13)
        return {};
    const qint64 ticks = fields[11].toLongLong() + fields[12].toLongLong();
    return std::chrono::milliseconds(ticks * 1000 / sysconf(_SC_CLK_TCK));
}
