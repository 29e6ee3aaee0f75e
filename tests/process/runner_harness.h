// SPDX-License-Identifier: MIT
#pragma once

#include <core/exec/qprocess_runner.h>
#include <platform/entry_state.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qfile.h>
#include <QtTest/qtest.h>

#include <map>

namespace prun {

/// What a runner told about one task.
struct Told
{
    qint64 pid = 0;
    QByteArray out;
    QByteArray err;
    std::optional<LaunchFailure> failure;
    std::optional<ExitStatus> status;
    int exits = 0;
    int outputEnds = 0;
    int stopSignal = 0;
    QByteArrayList order; ///< started, failed, output, exited, ended, stopped; repeats left out

    bool done() const { return failure || (exits > 0 && outputEnds > 0); }
};

/// A real runner and all that it tells.
class RunnerHarness final : public ProcessRunner::Listener
{
public:
    RunnerHarness() : runner({ environment() }) { runner.setListener(this); }
    ~RunnerHarness() { runner.killEverything(std::chrono::seconds(5)); }
    Q_DISABLE_COPY_MOVE(RunnerHarness)

    static QByteArrayList environment()
    {
        QByteArrayList variables;
        for (const QString &name : QProcessEnvironment::systemEnvironment().keys())
            variables += name.toLocal8Bit() + '=' + qgetenv(name.toLocal8Bit().constData());
        return variables;
    }
    /// The test child with these words.
    static LaunchSpec child(const QByteArrayList &words)
    {
        LaunchSpec launch;
        launch.program =
            QFile::encodeName(QCoreApplication::applicationDirPath()) + "/prun_test_child";
        launch.arguments = QByteArrayList{ "prun_test_child" } + words;
        return launch;
    }
    static LaunchSpec program(const QByteArrayList &words)
    {
        LaunchSpec launch;
        launch.program = words[0];
        launch.arguments = words;
        return launch;
    }
    TaskId spawn(LaunchSpec launch, ChildStreams streams = {})
    {
        const TaskId task{ m_next++ };
        launch.environment.emplace_back("PRUN_RUN_ID", "harness");
        launch.environment.emplace_back("PRUN_INDEX", QByteArray::number(quint32(task)));
        runner.spawn(task, launch, streams);
        return task;
    }
    /// Starts it and waits until it has ended and all was read.
    Told run(const LaunchSpec &launch, ChildStreams streams = {})
    {
        const TaskId task = spawn(launch, streams);
        waitForEnd(task);
        return told[task];
    }
    void waitForEnd(TaskId task)
    {
        if (!QTest::qWaitFor([&] { return told[task].done(); }, 20000))
            qFatal("the child did not end");
    }

    void processStarted(TaskId task, qint64 pid) override
    {
        told[task].pid = pid;
        note(task, "started");
    }
    void processFailed(TaskId task, LaunchFailure failure) override
    {
        told[task].failure = std::move(failure);
        note(task, "failed");
    }
    void processOutput(TaskId task, Stream stream, QByteArrayView bytes) override
    {
        (stream == Stream::Out ? told[task].out : told[task].err).append(bytes);
        note(task, "output");
    }
    void processExited(TaskId task, ExitStatus status) override
    {
        told[task].status = status;
        ++told[task].exits;
        note(task, "exited");
    }
    void processOutputEnded(TaskId task) override
    {
        ++told[task].outputEnds;
        note(task, "ended");
    }
    void processSuspended(TaskId task, int signal) override
    {
        told[task].stopSignal = signal;
        note(task, "stopped");
    }

    std::map<TaskId, Told> told;
    QProcessRunner runner;

private:
    void note(TaskId task, const QByteArray &what)
    {
        if (told[task].order.isEmpty() || told[task].order.constLast() != what)
            told[task].order.append(what);
    }
    quint32 m_next = 0;
};

} // namespace prun
