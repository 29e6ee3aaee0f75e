// SPDX-License-Identifier: MIT
#include <platform/event_notifiers_win.h>

#include <QtCore/qwineventnotifier.h>

#include <vector>

namespace prun {

namespace {

std::vector<std::unique_ptr<QWinEventNotifier>> &idleNotifiers()
{
    // Never destroyed: a late call may come when the program ends.
    static auto *const idle = new std::vector<std::unique_ptr<QWinEventNotifier>>;
    return *idle;
}

} // namespace

void ReturnNotifier::operator()(QWinEventNotifier *notifier) const
{
    notifier->setEnabled(false);
    notifier->disconnect();
    idleNotifiers().emplace_back(notifier);
}

EventNotifier takeNotifier(void *event, const std::function<void()> &signaled)
{
    auto &idle = idleNotifiers();
    if (idle.empty())
        idle.push_back(std::make_unique<QWinEventNotifier>());
    EventNotifier notifier(idle.back().release());
    idle.pop_back();
    notifier->setHandle(event);
    QObject::connect(notifier.get(), &QWinEventNotifier::activated, notifier.get(), signaled);
    return notifier;
}

} // namespace prun
