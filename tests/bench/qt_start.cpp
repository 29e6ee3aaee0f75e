// SPDX-License-Identifier: MIT
// The least that a program linked to Qt Core can do to run one command: what `prun true` is
// measured against.
#include <QtCore/qcoreapplication.h>
#include <QtCore/qprocess.h>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QProcess process;
    QObject::connect(&process, &QProcess::finished, &application,
                     [](int code) { QCoreApplication::exit(code); });
    QObject::connect(&process, &QProcess::errorOccurred, &application,
                     [] { QCoreApplication::exit(127); });
    process.start(QStringLiteral("true"), QStringList());
    return QCoreApplication::exec();
}
