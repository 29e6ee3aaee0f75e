// SPDX-License-Identifier: MIT
#include "terminal_text.h"

#include <utility>

namespace prun {

QByteArray TerminalText::of(QByteArrayView bytes)
{
    m_filter.feed(bytes, *this);
    return std::exchange(m_text, {});
}

} // namespace prun
