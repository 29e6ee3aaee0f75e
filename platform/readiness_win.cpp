// SPDX-License-Identifier: MIT
#include <platform/readiness.h>

// Unfinished: goes with pipe_win.cpp, which makes nothing yet that could be watched.

namespace prun {

struct Readiness::Private
{
};

Readiness::Readiness(Listener *) { }

Readiness::~Readiness() = default;

bool Readiness::add(int, quint64)
{
    return false;
}

void Readiness::remove(int) { }

void Readiness::setEnabled(bool) { }

} // namespace prun
