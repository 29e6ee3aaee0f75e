// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>
#include <prun/event.h>
#include <prun/version.h>

#include <QtCore/qmap.h>
#include <QtCore/qplugin.h>

#include <functional>
#include <memory>

namespace prun {

/// What a hook says before an attempt starts.
struct StartDecision
{
    enum class Kind : quint8 { Go, Skip, Fail };
    Kind kind = Kind::Go;
    QByteArray reason; ///< shown to the user, for Skip and Fail
};

struct HookContext
{
    QMap<QString, QString> options; ///< `--hook ID:key=value,…`
    QByteArray runId;
    std::span<const TaskSpec> tasks; ///< valid until the hook is destroyed
    /// Tells the user something: one line, UTF-8, with the name of the hook put before it. Works
    /// from any thread, also when the hook is gone; never null. An Error also makes the run count
    /// as one that lost something.
    std::function<void(Notice::Level, const QByteArray &)> say;
};

/// Observes a run. Made on prun's main thread, but called and destroyed on a thread of its own: it
/// may block, and delays neither output nor a stop. A hook that takes longer than 1 s for a call is
/// named in a warning; after 10 s it is disabled for the rest of the run.
class Hook
{
public:
    Hook() = default;
    virtual ~Hook() = default;
    Q_DISABLE_COPY_MOVE(Hook)

    /// Sees every event but TaskOutput, in order. RunFinished is the last; the time that it takes
    /// there delays the end of prun, by 10 s at most.
    virtual void observe(const Event &event) = 0;
    /// Asked before every attempt if decidesStarts(). No answer within 10 s is Go.
    virtual StartDecision beforeStart(TaskId /*task*/, int /*attempt*/) { return {}; }
    /// False spares every start the way to the hook's thread and back. Asked once, before the first
    /// event, on prun's main thread.
    virtual bool decidesStarts() const { return false; }
};

/// The root object of a hook plugin. Metadata as for FormatterPlugin, with kind `hook` and without
/// `order`.
class HookPlugin
{
public:
    HookPlugin() = default;
    virtual ~HookPlugin() = default;
    Q_DISABLE_COPY_MOVE(HookPlugin)

    /// Makes the hook of one run, on prun's main thread. `context.options` has only keys that the
    /// metadata lists; a value that it cannot use is an Error::Code::Plugin that names key and
    /// value. QObjects for the hook's own thread are to be made in observe().
    virtual Result<std::unique_ptr<Hook>> create(const HookContext &context) = 0;
};

} // namespace prun

Q_DECLARE_INTERFACE(prun::HookPlugin, PRUN_HOOK_IID)
