// SPDX-License-Identifier: MIT
#include <platform/event_notifiers_win.h>
#include <platform/pipe_win.h>
#include <platform/write_notice.h>

#include <QtCore/qwineventnotifier.h>

namespace prun {

struct WriteNotice::Private
{
    EventNotifier notifier;
};

WriteNotice::WriteNotice(int descriptor, const std::function<void()> &writable)
    : d(new Private{ takeNotifier(pipeEvent(descriptor), writable) })
{ }

WriteNotice::~WriteNotice() = default;

void WriteNotice::setEnabled(bool enabled)
{
    d->notifier->setEnabled(enabled);
}

} // namespace prun
