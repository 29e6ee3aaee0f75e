// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qobject.h>

#include <functional>

namespace prun {

/// Takes what Qt itself, or a plugin, says by qWarning() and the like, from any thread: it comes
/// to `listener` from the event loop of the thread that made this object, as one line without
/// control characters, instead of to stderr. One may exist at a time.
class QtMessages
{
public:
    explicit QtMessages(std::function<void(const QByteArray &)> listener);
    ~QtMessages();
    Q_DISABLE_COPY_MOVE(QtMessages)

private:
    static void handle(QtMsgType type, const QMessageLogContext &context, const QString &text);

    QObject m_context; // of calls: they come in its thread, and not after its end
    const std::function<void(const QByteArray &)> m_listener;
    const QtMessageHandler m_before;
    static QtMessages *s_current;
};

} // namespace prun
