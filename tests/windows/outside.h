// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>
#include <QtCore/qprocess.h>

#include <functional>

QByteArray prunPath(); ///< with `/`
QByteArray winChild(); ///< its path, with `/`
/// A command line for prun: the child with these words.
QByteArray childCommand(const QByteArray &words);

/// The keys of the console that this process has: 0 is Ctrl-C, 1 is Ctrl-Break.
void pressKeys(qint64 pid, int event);

/// prun.exe from outside, with a console of its own, as a person has it. Deleted, it is killed.
class OutsidePrun
{
public:
    /// Handles of the test that take the place of pipes; they stay the test's. Null: a pipe.
    struct Handles
    {
        void *output = nullptr;
        void *error = nullptr;
    };

    explicit OutsidePrun(const QByteArrayList &arguments) : OutsidePrun(arguments, Handles()) { }
    OutsidePrun(const QByteArrayList &arguments, Handles handles);
    ~OutsidePrun();
    Q_DISABLE_COPY_MOVE(OutsidePrun)

    qint64 pid() const { return m_process.processId(); }
    const QByteArray &out() const { return m_out; }
    const QByteArray &err() const { return m_err; }
    bool waitUntil(const std::function<bool()> &condition, int patienceMs = 60000);
    bool waitForOut(const QByteArray &text);
    bool waitForErr(const QByteArray &text);
    /// What GetExitCodeProcess() says; -1 if it does not end.
    qint64 waitForEnd();
    void type(const QByteArray &bytes) { m_process.write(bytes); }
    void closeInput() { m_process.closeWriteChannel(); }
    /// TerminateProcess.
    void kill() { m_process.kill(); }
    /// The keys of its console: Ctrl-C, or Ctrl-Break.
    void pressCtrlC() const { pressKeys(pid(), 0); }
    void pressCtrlBreak() const { pressKeys(pid(), 1); }

private:
    void read();

    QProcess m_process;
    QByteArray m_out;
    QByteArray m_err;
};

bool onWine();
/// Why a case about Ctrl-Break is skipped here; null on a real Windows.
const char *noCtrlBreakHere();

bool processLives(qint64 pid);
/// The numbers of the lines `pid N`.
QList<qint64> pidsIn(const QByteArray &out);
