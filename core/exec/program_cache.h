// SPDX-License-Identifier: MIT
#pragma once

#include <prun/error.h>

#include <unordered_map>

namespace prun {

/// Finds programs in the folders of PATH, each once. Folders that are empty or relative are
/// skipped: nothing is ever taken from the working folder unless it is written `./x`.
class ProgramCache
{
public:
    /// The absolute path of the program called `name`, which has no `/`. The error's cause tells
    /// what is wrong: ENOENT (no folder has it), EACCES (found, but not executable), EISDIR.
    /// A failure is remembered too.
    Result<QByteArray> find(const QByteArray &name, const QByteArray &path);

private:
    struct Key
    {
        QByteArray name;
        QByteArray path;
        bool operator==(const Key &) const = default;
    };
    struct Hash
    {
        std::size_t operator()(const Key &key) const
        {
            return qHash(key.name) ^ (qHash(key.path) * 31);
        }
    };
    std::unordered_map<Key, Result<QByteArray>, Hash> m_known;
};

} // namespace prun
