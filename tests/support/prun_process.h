// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>
#include <QtCore/qlist.h>

#include <chrono>
#include <functional>
#include <optional>

class Pty;

/// The program that is tested, and the one that its commands are.
QByteArray prunProgram();
QByteArray testChild();
/// A command line for prun: the test child with these words.
QByteArray childCommand(const QByteArray &words);

/// prun (or another program, a shell around it) as a shell starts it: in a process group of its own
/// with pipes, or leading a session on a terminal. Both outputs are read whenever it is waited for.
/// Deleted, it kills what it started; see LeakCheck for what that may have left.
class PrunProcess
{
public:
    struct Setup
    {
        QByteArray program{}; ///< empty: prun
        QByteArrayList environment{}; ///< `NAME=value`, added to that of the test
        QByteArray folder{}; ///< to start in
        QList<int> ignoredSignals{};
        QList<int> blockedSignals{};
        QList<int> closedStreams{};
        /// Descriptors to use in place of pipes; they stay the caller's.
        int input = -1;
        int output = -1;
        int errors = -1;
        /// Leads a session on it; those of its streams that are in `terminalStreams` are it.
        Pty *terminal = nullptr;
        QList<int> terminalStreams{ 0, 1, 2 };
    };

    struct End
    {
        int code = -1; ///< of a normal end
        int signal = 0; ///< of a death by one
        bool operator==(const End &) const = default;
    };

    /// Long enough for a slow machine; a test that passes never waits for it.
    static constexpr std::chrono::seconds kPatience{ 30 };

    explicit PrunProcess(const QByteArrayList &arguments) : PrunProcess(arguments, Setup()) { }
    PrunProcess(const QByteArrayList &arguments, const Setup &setup);
    ~PrunProcess();
    Q_DISABLE_COPY_MOVE(PrunProcess)

    int pid() const { return m_pid; }
    /// To its first process only; the guard of prun.
    void send(int signal) const;
    void sendToGroup(int signal) const;
    /// Into its standard input, or as keys of its terminal.
    void type(QByteArrayView bytes) const;
    void closeInput();
    /// The reader of its standard output goes away.
    void closeOutput();
    /// Standard output is not read any more while it is waited for, or is again.
    void readOutput(bool on) { m_readsOutput = on; }

    /// What came so far; on a terminal everything is in out().
    const QByteArray &out() const { return m_out; }
    const QByteArray &err() const { return m_err; }
    QByteArrayList outLines() const;

    /// Whether it comes within kPatience.
    bool waitForOut(QByteArrayView text) const;
    bool waitForErr(QByteArrayView text) const;
    bool waitUntil(const std::function<bool()> &condition,
                   std::chrono::milliseconds patience = kPatience) const;
    /// None if it does not end; both outputs are read to their end then.
    std::optional<End> waitForEnd(std::chrono::milliseconds patience = kPatience);
    /// Whether it gets into that state of /proc (`T`: stopped).
    bool waitForState(char state) const;
    /// The processes of prun behind its guard: the first child of pid().
    int workerPid() const;
    /// Between the start and the end that waitForEnd() saw.
    std::chrono::milliseconds duration() const;

private:
    void runChild(const QByteArrayList &arguments, const Setup &setup, const int (&fds)[3]) const;
    void readFor(int patienceMs) const;
    bool reap();

    int m_pid = -1;
    int m_input = -1;
    mutable int m_output = -1;
    mutable int m_errors = -1;
    Pty *m_terminal = nullptr;
    bool m_readsOutput = true;
    std::optional<End> m_end;
    mutable QByteArray m_out;
    mutable QByteArray m_err;
    std::chrono::steady_clock::time_point m_started;
    std::chrono::steady_clock::time_point m_ended;
};

/// For QCOMPARE.
char *toString(const PrunProcess::End &end);
char *toString(const std::optional<PrunProcess::End> &end);
PrunProcess::End exited(int code);
PrunProcess::End killedBy(int signal);
