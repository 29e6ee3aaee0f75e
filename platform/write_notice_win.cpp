// SPDX-License-Identifier: MIT
#include <platform/pipe_win.h>
#include <platform/write_notice.h>

#include <QtCore/qwineventnotifier.h>

namespace prun {

struct WriteNotice::Private
{
    std::unique_ptr<QWinEventNotifier> notifier;
};

WriteNotice::WriteNotice(int descriptor, const std::function<void()> &writable)
    : d(std::make_unique<Private>())
{
    d->notifier = std::make_unique<QWinEventNotifier>(pipeEvent(descriptor));
    d->notifier->setEnabled(false);
    QObject::connect(d->notifier.get(), &QWinEventNotifier::activated, d->notifier.get(), writable);
}

WriteNotice::~WriteNotice()
{
    // It may be the one that is telling right now.
    d->notifier->setEnabled(false);
    d->notifier.release()->deleteLater();
}

void WriteNotice::setEnabled(bool enabled)
{
    d->notifier->setEnabled(enabled);
}

} // namespace prun
