// SPDX-License-Identifier: MIT
#include <core/exec/program_cache.h>

#include <core/exec/launch_errors.h>
#include <platform/program_file.h>

namespace prun {

namespace {

Result<QByteArray> search(const QByteArray &name, const QByteArray &path)
{
    const QByteArrayList folders = searchFolders(path);
    QByteArray unusable;
    ProgramFile why = ProgramFile::Missing;
    for (const QByteArray &folder : folders) {
        const QByteArray file = folder.endsWith('/') ? folder + name : folder + '/' + name;
        for (const QByteArray &candidate : programCandidates(file)) {
            const ProgramFile found = inspectProgram(candidate);
            if (found == ProgramFile::Executable)
                return candidate;
            if (found != ProgramFile::Missing && unusable.isEmpty()
                && (isFolder(folder) || found == ProgramFile::Folder)) {
                unusable = candidate;
                why = found;
            }
        }
    }
    if (why == ProgramFile::Missing)
        return programNotFound(name, folders);
    return programNotUsable(unusable, why);
}

} // namespace

Result<QByteArray> ProgramCache::find(const QByteArray &name, const QByteArray &path)
{
    const Key key{ name, path };
    auto found = m_known.find(key);
    if (found == m_known.end())
        found = m_known.emplace(key, search(name, path)).first;
    return found->second;
}

} // namespace prun
