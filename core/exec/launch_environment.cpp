// SPDX-License-Identifier: MIT
#include <core/exec/launch_environment.h>

#include <cstring>

namespace prun {

LaunchEnvironment::LaunchEnvironment(QByteArrayList base) : m_base(std::move(base)) { }

std::span<const char *const> LaunchEnvironment::with(const Variables &overrides)
{
    m_overrides.clear();
    m_pointers.clear();
    for (const QByteArray &entry : std::as_const(m_base))
        m_pointers.push_back(entry.constData());
    for (const auto &[name, value] : overrides) {
        m_overrides.append(name + '=' + value);
        set(m_overrides.constLast(), name.size());
    }
    m_pointers.push_back(nullptr);
    return m_pointers;
}

void LaunchEnvironment::set(const QByteArray &entry, qsizetype nameSize)
{
    const auto withEquals = static_cast<std::size_t>(nameSize) + 1;
    for (const char *&known : m_pointers) {
        if (std::strncmp(known, entry.constData(), withEquals) == 0) {
            known = entry.constData();
            return;
        }
    }
    m_pointers.push_back(entry.constData());
}

QByteArray LaunchEnvironment::value(QByteArrayView name) const
{
    for (const QByteArray &entry : m_base) {
        if (entry.size() > name.size() && entry.at(name.size()) == '=' && entry.startsWith(name))
            return entry.mid(name.size() + 1);
    }
    return {};
}

} // namespace prun
