// SPDX-License-Identifier: MIT
#include <platform/pipe_win.h>
#include <platform/readiness.h>

#include <QtCore/qwineventnotifier.h>

#include <unordered_map>

namespace prun {

// The thread pool of Windows waits for the events: no limit of 64, no thread of ours.
struct Readiness::Private
{
    explicit Private(Listener *toTell) : listener(toTell) { }

    Listener *listener;
    std::unordered_map<int, std::unique_ptr<QWinEventNotifier>> notifiers;
    bool enabled = true;
};

Readiness::Readiness(Listener *listener) : d(std::make_unique<Private>(listener)) { }

Readiness::~Readiness() = default;

bool Readiness::add(int descriptor, quint64 key)
{
    void *const event = pipeEvent(descriptor);
    if (!event)
        return false;
    auto notifier = std::make_unique<QWinEventNotifier>(event);
    notifier->setEnabled(d->enabled);
    QObject::connect(notifier.get(), &QWinEventNotifier::activated,
                     [this, key] { d->listener->readable(key); });
    d->notifiers[descriptor] = std::move(notifier);
    return true;
}

void Readiness::remove(int descriptor)
{
    const auto found = d->notifiers.find(descriptor);
    if (found == d->notifiers.end())
        return;
    // It may be the one that is telling right now.
    found->second->setEnabled(false);
    found->second.release()->deleteLater();
    d->notifiers.erase(found);
}

void Readiness::setEnabled(bool enabled)
{
    d->enabled = enabled;
    for (const auto &[descriptor, notifier] : d->notifiers)
        notifier->setEnabled(enabled);
}

} // namespace prun
