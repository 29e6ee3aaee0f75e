// SPDX-License-Identifier: MIT
#include <app/dry_run.h>

#include <app/native_policies.h>

#include <core/config/printable.h>

#include <QtCore/qjsonarray.h>
#include <QtCore/qjsondocument.h>
#include <QtCore/qjsonobject.h>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace prun {

namespace {

// The whole line goes to another program instead of being taken apart here.
bool isReadByShell(const TaskSpec &task, const LaunchSpec &launch)
{
    return !launch.nativeArguments.isEmpty()
        || (task.arguments.isEmpty() && launch.arguments.size() > 1
            && launch.arguments.constLast() == task.command);
}

bool isPlainInShell(char character)
{
    constexpr QByteArrayView plain = "_-./:=@%+,";
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9') || plain.contains(character)
        || static_cast<uchar>(character) >= 0x80;
}

// As one would write it in a shell.
QByteArray shown(const QByteArray &word)
{
    QByteArray text = printable(word).toUtf8();
    if (!text.isEmpty() && std::all_of(text.begin(), text.end(), isPlainInShell))
        return text;
    return '\'' + text.replace('\'', "'\\''") + '\'';
}

QByteArray headingOf(const RunRequest &request)
{
    const auto commands = static_cast<qint64>(commandsOf(request.plan).size());
    QByteArray text = QByteArray::number(commands) + (commands == 1 ? " command" : " commands");
    const int slotCount = request.plan.run.slots;
    if (commands > 1 && slotCount == 1)
        text += ", one after another";
    else if (slotCount == 0 || slotCount >= commands)
        text += commands > 1 ? ", all at once" : "";
    else
        text += ", " + QByteArray::number(slotCount) + " at a time";
    return text + '\n';
}

void appendLaunch(QByteArray &out, const TaskSpec &task, const LaunchSpec &launch)
{
    constexpr const char *margin = "      ";
    out += margin;
    out += isReadByShell(task, launch) ? "shell:  " : "direct: ";
    out += shown(launch.program);
    for (const QByteArray &argument : launch.arguments.mid(1))
        out += ' ' + shown(argument);
    if (!launch.nativeArguments.isEmpty())
        out += ' ' + printable(launch.nativeArguments).toUtf8();
    out += '\n';
    if (!launch.workingDirectory.isEmpty())
        out += margin + QByteArray("in:     ") + shown(launch.workingDirectory) + '\n';
    for (const auto &[name, value] : launch.environment)
        out +=
            margin + QByteArray("with:   ") + printable(name).toUtf8() + '=' + shown(value) + '\n';
}

QByteArray renderText(const RunRequest &request, Executor &executor)
{
    QByteArray out = headingOf(request);
    for (std::size_t i = 0; i < request.plan.tasks.size(); ++i) {
        const TaskSpec &task = request.plan.tasks[i];
        const QByteArray index = QByteArray::number(static_cast<qulonglong>(i));
        if (task.role == TaskSpec::Role::Teardown)
            out += "[teardown] ";
        else
            out += '[' + (task.name.isEmpty() ? index : printable(task.name).toUtf8()) + "] ";
        out += printable(task.command).toUtf8() + '\n';
        const auto launch = executor.prepare(task);
        if (launch)
            appendLaunch(out, task, *launch);
        else
            out += "      cannot be started: " + launch.error().toString().toUtf8() + '\n';
    }
    return out;
}

QJsonValue toJson(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    if (text.toUtf8() == bytes)
        return text;
    return QJsonObject{ { u"base64"_s, QString::fromLatin1(bytes.toBase64()) } };
}

void addLaunch(QJsonObject &object, const TaskSpec &task, const LaunchSpec &launch)
{
    QJsonArray arguments;
    for (const QByteArray &argument : launch.arguments)
        arguments.append(toJson(argument));
    if (!launch.nativeArguments.isEmpty())
        arguments.append(toJson(launch.nativeArguments));
    QJsonObject environment;
    for (const auto &[name, value] : launch.environment)
        environment.insert(QString::fromUtf8(name), toJson(value));
    object.insert(u"shell"_s, isReadByShell(task, launch));
    object.insert(u"program"_s, toJson(launch.program));
    object.insert(u"arguments"_s, arguments);
    object.insert(u"workingDirectory"_s, toJson(launch.workingDirectory));
    object.insert(u"environment"_s, environment);
}

QByteArray renderJson(const RunRequest &request, Executor &executor)
{
    QJsonArray tasks;
    for (std::size_t i = 0; i < request.plan.tasks.size(); ++i) {
        const TaskSpec &task = request.plan.tasks[i];
        const bool isCommand = task.role == TaskSpec::Role::Command;
        QJsonObject object{ { u"index"_s, static_cast<qint64>(i) },
                            { u"name"_s, toJson(task.name) },
                            { u"role"_s, isCommand ? u"command"_s : u"teardown"_s },
                            { u"command"_s, toJson(task.command) } };
        const auto launch = executor.prepare(task);
        if (launch)
            addLaunch(object, task, *launch);
        else
            object.insert(u"error"_s, launch.error().toString());
        tasks.append(object);
    }
    const QJsonObject root{ { u"version"_s, 1 },
                            { u"slots"_s, request.plan.run.slots },
                            { u"tasks"_s, tasks } };
    return QJsonDocument(root).toJson(QJsonDocument::Indented);
}

} // namespace

QByteArray renderDryRun(const RunRequest &request, Executor &executor, bool json)
{
    return json ? renderJson(request, executor) : renderText(request, executor);
}

} // namespace prun
