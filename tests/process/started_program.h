// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>
#include <QtCore/qlist.h>

#include <chrono>
#include <optional>

/// A program that was started as a shell starts it: in a process group of its own, with pipes.
/// Deleted, it kills the program and waits for all that holds its standard output.
class StartedProgram
{
public:
    struct Setup
    {
        QList<int> ignoredSignals;
        QList<int> blockedSignals;
        QList<int> closedStreams;
        QByteArrayList environment; ///< `NAME=value`, added to that of the test
        int openFileLimit = 0; ///< the soft one; 0: as it is
        bool onTerminal = false; ///< leads a session on a terminal of its own
    };

    /// Long enough for a slow machine; a test that passes never waits for it.
    static constexpr std::chrono::seconds kPatience{ 20 };

    /// `arguments` go to guard_probe, beside the test program.
    explicit StartedProgram(const QByteArrayList &arguments)
        : StartedProgram(arguments, Setup()) { }
    StartedProgram(const QByteArrayList &arguments, const Setup &setup);
    ~StartedProgram();
    Q_DISABLE_COPY_MOVE(StartedProgram)

    int pid() const { return m_pid; }
    /// To the program's first process only.
    void send(int signal) const;
    /// To its whole process group.
    void sendToGroup(int signal) const;
    /// Into its standard input, or as keys of its terminal.
    void type(QByteArrayView bytes) const;

    /// The next line of standard output without its end; none at the end or after kPatience.
    std::optional<QByteArray> readLine();
    /// Everything up to and with the line `last`; what came if that never does.
    QByteArrayList readUntil(const QByteArray &last);
    /// The number after `worker` in the line that says it.
    int readWorkerPid();
    /// Whether nobody holds standard output open any more, or becomes so within `patience`.
    bool outputEnds(std::chrono::milliseconds patience = kPatience);
    /// Whether no further line comes within `silence`, and the program goes on.
    bool isSilentFor(std::chrono::milliseconds silence);
    /// Standard error until its end.
    QByteArray readErrors() const;

    /// The wait status of its next change: end, stop, or continuation.
    std::optional<int> waitForChange();
    /// The wait status of its end.
    std::optional<int> waitForEnd();

private:
    [[noreturn]] void runChild(const QByteArrayList &arguments, const Setup &setup) const;
    bool fill(std::chrono::steady_clock::time_point deadline);

    int m_pid = -1;
    int m_input = -1;
    int m_output = -1;
    int m_errors = -1;
    int m_childEnds[3] = { -1, -1, -1 };
    QByteArray m_buffer;
    bool m_ended = false;
    bool m_reaped = false;
};

/// Whether a process of that number is alive; a zombie is not.
bool isAlive(int pid);
