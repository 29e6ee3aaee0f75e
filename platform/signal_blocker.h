// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qglobal.h>

#include <memory>

namespace prun {

/// While it lives no signal handler runs in this thread, and threads that it starts meanwhile never
/// run one: so handlers interrupt the main thread only. Faults (SIGSEGV, …) still end prun.
class SignalBlocker
{
public:
    SignalBlocker();
    ~SignalBlocker();
    Q_DISABLE_COPY_MOVE(SignalBlocker)

private:
    struct Before;
    std::unique_ptr<Before> m_before;
};

} // namespace prun
