// SPDX-License-Identifier: MIT
#include <core/plugin/plugin_trial.h>

#include <core/plugin/plugin_library.h>
#include <core/plugin/trial_bytes.h>

#include <platform/isolated_call.h>

#include <QtCore/qcoreapplication.h>

namespace prun {

using namespace Qt::StringLiterals;

namespace {

QString describeCrash(int number)
{
    if (number > 0)
        return u"signal %1"_s.arg(number);
    return u"exception 0x"_s + QString::number(static_cast<quint32>(number), 16).toUpper();
}

QString describeEnd(const IsolatedEnd &end, std::chrono::milliseconds limit)
{
    switch (end.kind) {
    case IsolatedEnd::Kind::Exited:
        return u"its code ended the program with exit code %1"_s.arg(end.value);
    case IsolatedEnd::Kind::Signaled:
        return u"its code crashes (%1)"_s.arg(describeCrash(end.value));
    case IsolatedEnd::Kind::TimedOut:
        return u"it was not ready within %1 s"_s.arg(static_cast<double>(limit.count()) / 1000);
    case IsolatedEnd::Kind::NotTried:
        return u"it could not be tried in a process of its own"_s;
    case IsolatedEnd::Kind::Returned:
        break;
    }
    return {};
}

template<typename Context>
Result<void> tryWith(const PluginInfo &info, const Context &context,
                     std::chrono::milliseconds limit)
{
    const IsolatedCall call = { [&] { static_cast<void>(makeFrom(info, context)); },
                                [&] { return bytesOfTrial(info, context); } };
    const IsolatedEnd end = callIsolated(call, limit);
    if (end.kind == IsolatedEnd::Kind::Returned)
        return {};
    QString what = describeEnd(end, limit);
    if (!end.lastWords.isEmpty())
        what += u", with \"%1\""_s.arg(QString::fromUtf8(end.lastWords).simplified());
    return inPlugin(info, Error(Error::Code::Plugin, what, end.cause));
}

/// In the process of the trial. What is made is left as it is: the process ends.
void runTrial(const QByteArray &description)
{
    int count = 1;
    char name[] = "prun";
    char *arguments[] = { name, nullptr };
    const QCoreApplication application(count, arguments);
    const std::unique_ptr<const Trial> trial = trialOfBytes(description);
    if (trial->info.kind == PluginKind::Hook)
        static_cast<void>(makeFrom(trial->info, trial->hook));
    else
        static_cast<void>(makeFrom(trial->info, trial->formatter));
}

} // namespace

Result<void> tryApart(const PluginInfo &info, const FormatterContext &context,
                      std::chrono::milliseconds limit)
{
    return tryWith(info, context, limit);
}

Result<void> tryApart(const PluginInfo &info, const HookContext &context,
                      std::chrono::milliseconds limit)
{
    return tryWith(info, context, limit);
}

void answerTrial()
{
    answerIsolatedCall(runTrial);
}

} // namespace prun
