// SPDX-License-Identifier: MIT
#include <app/qt_messages.h>

#include <core/config/printable.h>

namespace prun {

QtMessages *QtMessages::s_current = nullptr;

QtMessages::QtMessages(std::function<void(const QByteArray &)> listener)
    : m_listener(std::move(listener)),
      m_before((s_current = this, qInstallMessageHandler(&QtMessages::handle)))
{ }

QtMessages::~QtMessages()
{
    qInstallMessageHandler(m_before);
    s_current = nullptr;
}

void QtMessages::handle(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    QtMessages *const current = s_current;
    if (type == QtFatalMsg) { // ends the program: nothing would come from an event loop
        current->m_before(type, context, text);
        return;
    }
    QMetaObject::invokeMethod(
        &current->m_context,
        [current, line = printable(text.toUtf8()).toUtf8()] { current->m_listener(line); },
        Qt::QueuedConnection);
}

} // namespace prun
