// SPDX-License-Identifier: MIT
#include <tests/support/start_program.h>

#include <QtCore/qprocess.h>

#include <qt_windows.h>

namespace prun::test {

namespace {

constexpr int kTries = 5;

/// 0: it runs.
DWORD tryToStart(QProcess &process)
{
    // Wine 8 has an internal error in about one start of 1,500. The number of an error is still
    // there when QProcess says that it does not run, and not later.
    DWORD error = 0;
    const auto connection = QObject::connect(&process, &QProcess::stateChanged, &process,
                                             [&error](QProcess::ProcessState state) {
                                                 if (state == QProcess::NotRunning)
                                                     error = ::GetLastError();
                                             });
    process.start();
    const bool started = process.waitForStarted();
    QObject::disconnect(connection);
    if (started)
        return 0;
    return error != 0 ? error : DWORD(ERROR_GEN_FAILURE);
}

} // namespace

bool startProgram(QProcess &process)
{
    DWORD error = 0;
    for (int tries = 0; tries < kTries; ++tries) {
        error = tryToStart(process);
        if (error != ERROR_INTERNAL_ERROR)
            break;
        qWarning("an internal error of Windows or Wine: starting once more");
    }
    if (error != 0)
        qWarning("cannot start %s: error %lu", qPrintable(process.program()), error);
    return error == 0;
}

} // namespace prun::test
