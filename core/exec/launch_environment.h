// SPDX-License-Identifier: MIT
#pragma once

#include <QtCore/qbytearraylist.h>

#include <span>
#include <utility>
#include <vector>

namespace prun {

/// The environment of the run in the form that a start needs. A launch adds a few pointers to it
/// instead of making it anew.
class LaunchEnvironment
{
public:
    using Variables = std::vector<std::pair<QByteArray, QByteArray>>;

    /// `base`: `NAME=value`, raw bytes.
    explicit LaunchEnvironment(QByteArrayList base);

    /// The base with `overrides` on top, a later one winning, and a null pointer at the end. Valid
    /// until the next call.
    std::span<const char *const> with(const Variables &overrides);

    /// The value in the base; null if there is none.
    QByteArray value(QByteArrayView name) const;

private:
    void set(const QByteArray &entry, qsizetype nameSize);

    QByteArrayList m_base;
    QByteArrayList m_overrides;
    std::vector<const char *> m_pointers;
};

} // namespace prun
