// SPDX-License-Identifier: MIT
#include <tests/support/start_program.h>

#include <QtCore/qprocess.h>

namespace prun::test {

bool startProgram(QProcess &process)
{
    process.start();
    return process.waitForStarted();
}

} // namespace prun::test
