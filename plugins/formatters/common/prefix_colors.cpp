// SPDX-License-Identifier: MIT
#include "prefix_colors.h"

#include <algorithm>

namespace prun {

Result<PrefixColors> PrefixColors::parse(const QByteArrayList &given, int colorDepth)
{
    PrefixColors colors;
    for (const char *name : { "cyan", "magenta", "green", "yellow", "blue" })
        colors.m_cycle.push_back(*Style::parse(name, colorDepth));
    const QByteArrayList texts = given.isEmpty() ? QByteArrayList{ "auto" } : given;
    std::size_t automatic = 0;
    for (const QByteArray &text : texts) {
        if (text == "auto") {
            colors.m_entries.push_back({ true, automatic++, {} });
            continue;
        }
        Result<Style> style = text.isEmpty() ? Style() : Style::parse(text, colorDepth);
        if (!style)
            return std::move(style.error()).in(QStringLiteral("prefix colours"));
        colors.m_entries.push_back({ false, automatic, *style });
    }
    return colors;
}

const Style &PrefixColors::styleOf(std::size_t taskIndex) const
{
    const std::size_t last = m_entries.size() - 1;
    const Entry &entry = m_entries[std::min(taskIndex, last)];
    if (!entry.automatic)
        return entry.style;
    const std::size_t repeats = taskIndex > last ? taskIndex - last : 0;
    return m_cycle[(entry.automaticBefore + repeats) % m_cycle.size()];
}

} // namespace prun
