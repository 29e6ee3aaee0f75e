// SPDX-License-Identifier: MIT
#include "case_runner.h"
#include "case_script.h"

#include <tests/support/start_program.h>

#include <QtCore/qcoreapplication.h>
#include <QtCore/qdir.h>
#include <QtCore/qprocess.h>
#include <QtTest/qtest.h>

#include <algorithm>

#include <qt_windows.h>

namespace {

constexpr int kPatienceMs = 180000;

QString besideTests(const char *path)
{
    return QDir::cleanPath(QCoreApplication::applicationDirPath() + u'/' + QLatin1String(path));
}

QString textOf(const QByteArray &bytes)
{
    return QString::fromUtf8(bytes);
}

/// What prun and its commands find: no shell of Unix, but programs of the names that the cases use.
QProcessEnvironment environmentFor(const ScriptStep &step)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    const QStringList path{ besideTests("../bin"), besideTests("case_programs"),
                            environment.value(QStringLiteral("PATH")) };
    environment.insert(QStringLiteral("PATH"), path.join(u';'));
    environment.insert(QStringLiteral("TERM"), QStringLiteral("dumb"));
    for (const QByteArray &variable : step.variables) {
        const qsizetype equals = variable.indexOf('=');
        environment.insert(textOf(variable.first(equals)), textOf(variable.sliced(equals + 1)));
    }
    return environment;
}

class Steps
{
public:
    Steps(const OptionCase &one, const QByteArray &folder)
        : m_input(one.input), m_folder(textOf(folder))
    { }

    /// False if it did not end, or cannot be done.
    bool run(const ScriptStep &step)
    {
        const QByteArray &what = step.words.front();
        const QByteArrayList names = step.words.mid(1);
        if (what == "prun")
            return runPrun(step);
        if (what == "echo" && step.file.isEmpty())
            end.out += QByteArray::number(*end.code) + '\n';
        else if (what == "echo")
            return write(step.file, names.join(' ') + '\n');
        else if (what == "printf")
            return write(step.file, unescaped(names.value(0)));
        else if (what == "ls")
            end.out += QDir(m_folder)
                           .entryList(QDir::AllEntries | QDir::NoDotAndDotDot)
                           .join(u'\n')
                           .toUtf8()
                + '\n';
        else
            return std::all_of(names.begin(), names.end(),
                               [&](const QByteArray &name) { return perform(what, name); });
        return true;
    }

    CaseEnd end;

private:
    QString pathOf(const QByteArray &name) const { return QDir(m_folder).filePath(textOf(name)); }
    bool write(const QByteArray &name, const QByteArray &bytes) const
    {
        QFile file(pathOf(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
    }
    static QByteArray unescaped(QByteArray text)
    {
        return text.replace("\\n", "\n")
            .replace("\\r", "\r")
            .replace("\\t", "\t")
            .replace("\\\\", "\\");
    }
    bool perform(const QByteArray &what, const QByteArray &name)
    {
        QFile file(pathOf(name));
        if (what == "touch")
            return file.open(QIODevice::Append);
        if (what == "rm")
            return file.remove();
        if (what == "mkdir")
            return name.startsWith('-') || QDir(m_folder).mkpath(textOf(name));
        if (!file.open(QIODevice::ReadOnly))
            return false;
        end.out += file.readAll().replace("\r\n", "\n"); // cat
        return true;
    }

    bool runPrun(const ScriptStep &step)
    {
        QProcess prun;
        prun.setProcessEnvironment(environmentFor(step));
        prun.setWorkingDirectory(m_folder);
        prun.setCreateProcessArgumentsModifier([](QProcess::CreateProcessArguments *call) {
            call->flags |= CREATE_NO_WINDOW; // a console, but none that anyone sees
        });
        if (step.joinsErrors)
            prun.setProcessChannelMode(QProcess::MergedChannels);
        QStringList arguments;
        for (const QByteArray &word : step.words.mid(1))
            arguments << textOf(word);
        prun.setProgram(besideTests("../bin/prun.exe"));
        prun.setArguments(arguments);
        if (!prun::test::startProgram(prun))
            return false;
        prun.write(std::exchange(m_input, {}));
        prun.closeWriteChannel();
        if (!prun.waitForFinished(kPatienceMs))
            return false;
        end.code = prun.exitCode();
        const QByteArray out = prun.readAllStandardOutput().replace("\r\n", "\n");
        if (step.file.isEmpty())
            end.out += out;
        else
            write(step.file, out);
        if (!step.hidesErrors)
            end.err += prun.readAllStandardError().replace("\r\n", "\n");
        return true;
    }

    QByteArray m_input;
    QString m_folder;
};

} // namespace

void prepareForCases()
{
    qputenv("LC_ALL", "C.UTF-8");
}

bool isForThisSystem(const OptionCase &one)
{
    return one.unixOnly.isEmpty();
}

CaseEnd runCase(const OptionCase &one, const QByteArray &folder)
{
    Steps steps(one, folder);
    const auto script = stepsOf(one.script);
    if (!script) {
        steps.end.how = "it needs a shell";
        return steps.end;
    }
    steps.end.code = 0;
    for (const ScriptStep &step : *script) {
        if (!steps.run(step)) {
            steps.end.code.reset();
            steps.end.how = "it cannot be done: " + step.words.join(' ');
            return steps.end;
        }
    }
    // The status of a script is that of its last step.
    if (script->back().words.front() != "prun")
        steps.end.code = 0;
    steps.end.how = "code " + QByteArray::number(*steps.end.code);
    return steps.end;
}
