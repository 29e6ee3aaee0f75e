// SPDX-License-Identifier: MIT
#include "outside.h"

#include <tests/support/start_program.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qelapsedtimer.h>
#include <QtTest/qtest.h>

#include <qt_windows.h>

namespace {

QString besideTests(const QString &path)
{
    return QDir::cleanPath(QCoreApplication::applicationDirPath() + u'/' + path);
}

QString prunProgram()
{
    return besideTests(QStringLiteral("../bin/" PRUN_PROGRAM_NAME));
}

} // namespace

QByteArray prunPath()
{
    return prunProgram().toUtf8();
}

QByteArray winChild()
{
    return besideTests(QStringLiteral("win_child.exe")).toUtf8();
}

QByteArray childCommand(const QByteArray &words)
{
    return '"' + winChild() + "\" " + words;
}

OutsidePrun::OutsidePrun(const QByteArrayList &arguments, Handles handles)
{
    QStringList words;
    for (const QByteArray &argument : arguments)
        words += QString::fromUtf8(argument);
    m_process.setCreateProcessArgumentsModifier([=](QProcess::CreateProcessArguments *call) {
        call->flags |= CREATE_NO_WINDOW; // a console, but none that anyone sees
        if (handles.output)
            call->startupInfo->hStdOutput = handles.output;
        if (handles.error)
            call->startupInfo->hStdError = handles.error;
    });
    for (void *handle : { handles.output, handles.error }) {
        if (handle)
            ::SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    }
    m_process.setProgram(prunProgram());
    m_process.setArguments(words);
    if (!prun::test::startProgram(m_process))
        qFatal("prun does not start");
}

OutsidePrun::~OutsidePrun()
{
    m_process.kill();
    m_process.waitForFinished();
}

void OutsidePrun::read()
{
    m_out += m_process.readAllStandardOutput();
    m_err += m_process.readAllStandardError();
}

bool OutsidePrun::waitUntil(const std::function<bool()> &condition, int patienceMs)
{
    return QTest::qWaitFor(
        [&] {
            read();
            return condition();
        },
        patienceMs);
}

bool OutsidePrun::waitForOut(const QByteArray &text)
{
    return waitUntil([&] { return m_out.contains(text); });
}

bool OutsidePrun::waitForErr(const QByteArray &text)
{
    return waitUntil([&] { return m_err.contains(text); });
}

qint64 OutsidePrun::waitForEnd()
{
    if (!waitUntil([this] { return m_process.state() == QProcess::NotRunning; }))
        return -1;
    read();
    return qint64(quint32(m_process.exitCode()));
}

/// As a person at its console would: the helper of prun does that for its commands, and for a test.
void pressKeys(qint64 pid, int event)
{
    QProcess helper;
    helper.setProgram(prunProgram());
    std::wstring program = QDir::toNativeSeparators(prunProgram()).toStdWString();
    std::wstring line =
        QStringLiteral("prun --prun-console-signal:%1,%2").arg(pid).arg(event).toStdWString();
    helper.setCreateProcessArgumentsModifier([&](QProcess::CreateProcessArguments *call) {
        call->applicationName = program.c_str();
        call->arguments = line.data();
        call->flags = CREATE_UNICODE_ENVIRONMENT | DETACHED_PROCESS;
    });
    if (!prun::test::startProgram(helper) || !helper.waitForFinished() || helper.exitCode() != 0)
        qFatal("the keys could not be sent: %d", helper.exitCode());
}

bool onWine()
{
    return ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
}

const char *noCtrlBreakHere()
{
    return onWine() ? "Wine 8 does not deliver Ctrl-Break to the processes of another console"
                    : nullptr;
}

bool processLives(qint64 pid)
{
    const HANDLE process = ::OpenProcess(SYNCHRONIZE, FALSE, DWORD(pid));
    if (!process)
        return false;
    const bool lives = ::WaitForSingleObject(process, 0) == WAIT_TIMEOUT;
    ::CloseHandle(process);
    return lives;
}

QList<qint64> pidsIn(const QByteArray &out)
{
    QList<qint64> pids;
    const QByteArrayList lines = out.split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype at = line.indexOf("pid ");
        if (at >= 0)
            pids << line.mid(at + 4).trimmed().toLongLong();
    }
    return pids;
}
