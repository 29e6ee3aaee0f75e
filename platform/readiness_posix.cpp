// SPDX-License-Identifier: MIT
#include <platform/readiness.h>

#include <QtCore/qsocketnotifier.h>

#include <unordered_map>

namespace prun {

struct Readiness::Private
{
    Listener *listener = nullptr;
    std::unordered_map<int, std::unique_ptr<QSocketNotifier>> notifiers;
    bool enabled = true;
};

Readiness::Readiness(Listener *listener) : d(std::make_unique<Private>())
{
    d->listener = listener;
}

Readiness::~Readiness() = default;

bool Readiness::add(int descriptor, quint64 key)
{
    auto notifier = std::make_unique<QSocketNotifier>(descriptor, QSocketNotifier::Read);
    notifier->setEnabled(d->enabled);
    QObject::connect(notifier.get(), &QSocketNotifier::activated,
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
