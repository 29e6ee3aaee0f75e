// SPDX-License-Identifier: MIT
#include <platform/input_source.h>

namespace prun {

// Unfinished: Windows has no readiness for pipes and consoles; it takes a thread that reads. Until
// then input ends at once, and the commands see that.
class InputSource::Private
{
};

InputSource::InputSource(std::function<void(QByteArrayView)>, std::function<void()> ended)
{
    ended();
}

InputSource::~InputSource() = default;

void InputSource::pause(bool) { }

} // namespace prun
