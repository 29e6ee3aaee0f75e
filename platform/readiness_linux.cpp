// SPDX-License-Identifier: MIT
#include <platform/readiness.h>

#include <QtCore/qsocketnotifier.h>
#include <QtCore/qtimer.h>

#include <array>
#include <chrono>
#include <sys/epoll.h>
#include <unistd.h>

namespace prun {

namespace {

// With this many descriptors that each say little at a time, a short rest after each look lets them
// gather, which halves the number of times that prun is woken.
constexpr int manyDescriptors = 64;
constexpr qsizetype littleAtATime = 4096;
constexpr std::chrono::milliseconds rest(4);

} // namespace

// One epoll descriptor stands for all of them: the event loop then polls a single one instead of
// copying a thousand into the kernel at every turn.
struct Readiness::Private
{
    explicit Private(Listener *toTell)
        : listener(toTell),
          set(::epoll_create1(EPOLL_CLOEXEC)),
          notifier(set, QSocketNotifier::Read)
    {
        timer.setSingleShot(true);
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&notifier, &QSocketNotifier::activated, [this] { tell(); });
        QObject::connect(&timer, &QTimer::timeout, [this] { notifier.setEnabled(enabled); });
    }
    ~Private()
    {
        notifier.setEnabled(false);
        if (set >= 0)
            ::close(set);
    }
    Q_DISABLE_COPY_MOVE(Private)

    void tell();

    Listener *listener;
    int set;
    QSocketNotifier notifier;
    QTimer timer;
    int descriptors = 0;
    bool enabled = true;
};

void Readiness::Private::tell()
{
    std::array<epoll_event, 64> events;
    const int count = ::epoll_wait(set, events.data(), static_cast<int>(events.size()), 0);
    qsizetype bytes = 0;
    for (int i = 0; i < count && enabled; ++i)
        bytes += listener->readable(events[static_cast<std::size_t>(i)].data.u64);
    if (descriptors >= manyDescriptors && bytes < littleAtATime * count && enabled) {
        notifier.setEnabled(false);
        timer.start(rest);
    }
}

Readiness::Readiness(Listener *listener) : d(std::make_unique<Private>(listener)) { }

Readiness::~Readiness() = default;

bool Readiness::add(int descriptor, quint64 key)
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = key;
    if (::epoll_ctl(d->set, EPOLL_CTL_ADD, descriptor, &event) != 0)
        return false;
    ++d->descriptors;
    return true;
}

// Closing it takes it out of the set, because no other process has it open: a child that a hook
// starts at the same moment has it until its exec, and what that could tell is told for nobody.
void Readiness::remove(int)
{
    --d->descriptors;
}

void Readiness::setEnabled(bool enabled)
{
    d->enabled = enabled;
    if (!d->timer.isActive())
        d->notifier.setEnabled(enabled);
}

} // namespace prun
