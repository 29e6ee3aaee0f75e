// SPDX-License-Identifier: MIT
#include <platform/event_notifiers_win.h>
#include <platform/pipe_win.h>
#include <platform/readiness.h>

#include <QtCore/qwineventnotifier.h>

#include <unordered_map>

namespace prun {

struct Readiness::Private
{
    explicit Private(Listener *toTell) : listener(toTell) { }

    Listener *listener;
    std::unordered_map<int, EventNotifier> notifiers;
    bool enabled = true;
};

Readiness::Readiness(Listener *listener) : d(std::make_unique<Private>(listener)) { }

Readiness::~Readiness() = default;

bool Readiness::add(int descriptor, quint64 key)
{
    void *const event = pipeEvent(descriptor);
    if (!event)
        return false;
    EventNotifier notifier = takeNotifier(event, [this, key] { d->listener->readable(key); });
    notifier->setEnabled(d->enabled);
    d->notifiers[descriptor] = std::move(notifier);
    return true;
}

void Readiness::remove(int descriptor)
{
    d->notifiers.erase(descriptor);
}

void Readiness::setEnabled(bool enabled)
{
    d->enabled = enabled;
    for (const auto &[descriptor, notifier] : d->notifiers)
        notifier->setEnabled(enabled);
}

} // namespace prun
