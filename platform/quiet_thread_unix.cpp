// SPDX-License-Identifier: MIT
#include <platform/quiet_thread.h>

#include <memory>

#include <pthread.h>
#include <signal.h>

namespace prun {

namespace {

constexpr std::size_t kStackSize = 1 << 19;

using Body = std::function<void()>;

void *run(void *argument)
{
    const std::unique_ptr<Body> body(static_cast<Body *>(argument));
    (*body)();
    return nullptr;
}

} // namespace

std::error_code startQuietThread(std::function<void()> body)
{
    // A thread inherits the mask of the one that makes it: no signal can come in between.
    sigset_t quiet = {};
    sigset_t before = {};
    sigfillset(&quiet);
    sigdelset(&quiet, SIGTTOU);
    pthread_sigmask(SIG_BLOCK, &quiet, &before);

    pthread_attr_t attributes = {};
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attributes, kStackSize);
    auto owned = std::make_unique<Body>(std::move(body));
    pthread_t thread = {};
    const int error = pthread_create(&thread, &attributes, run, owned.get());
    if (error == 0)
        static_cast<void>(owned.release());
    pthread_attr_destroy(&attributes);

    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    return { error, std::generic_category() };
}

} // namespace prun
