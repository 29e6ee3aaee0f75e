// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <memory>

class QWinEventNotifier;

namespace prun {

/// Gives a notifier back, disabled and connected to nothing, to be taken again. It may be the one
/// that is telling right now.
struct ReturnNotifier
{
    void operator()(QWinEventNotifier *notifier) const;
};
using EventNotifier = std::unique_ptr<QWinEventNotifier, ReturnNotifier>;

/// A notifier of an event of Windows, disabled. `signaled` may be called once more than the event
/// was signaled. The thread pool of Windows waits for the events: no limit of 64, no thread of
/// ours. In the main thread only.
///
/// Notifiers are never deleted but used again. The pool of Wine 8 may call one back after it was
/// disabled and waited for, and Qt then writes into what is gone.
EventNotifier takeNotifier(void *event, const std::function<void()> &signaled);

} // namespace prun
